"""The connection to the cluster. Nothing of Elasticsearch's client is loaded before the first question."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

from django.conf import settings

from search.engines.contract import EngineAway

if TYPE_CHECKING:
    from elasticsearch import Elasticsearch

T = TypeVar("T")

# How many questions of one process may be under way: more than a web process has threads.
_AT_ONCE = 16


def is_configured() -> bool:
    """Tell whether the site is to use a cluster at all."""
    return bool(settings.ELASTICSEARCH_URL)


def client(*, seconds: float, tries: int = 1) -> Elasticsearch:
    """Give the client. A node that does not answer `seconds` long is passed over; at most `tries` nodes are asked."""
    about = tuple(settings.ELASTICSEARCH_URL), settings.ELASTICSEARCH_API_KEY, settings.ELASTICSEARCH_CA
    return _client(*about, os.getpid()).options(request_timeout=seconds, max_retries=tries - 1, retry_on_timeout=True)


@lru_cache(maxsize=4)
def _client(addresses: tuple[str, ...], api_key: str, authority: str | None, _process: int) -> Elasticsearch:
    from elasticsearch import Elasticsearch  # noqa: PLC0415  slow import

    # The client refuses an authority for an address that is not encrypted.
    is_encrypted = all(address.startswith("https:") for address in addresses)
    trust: dict[str, Any] = {"ca_certs": authority} if authority and is_encrypted else {}
    return Elasticsearch(list(addresses), api_key=api_key or None, connections_per_node=_AT_ONCE, **trust)


@contextmanager
def errors_as_away() -> Iterator[None]:
    """Turn whatever the client raises into EngineAway; its text names the kind of error, never an address."""
    from elasticsearch import ApiError, TransportError  # noqa: PLC0415  slow import

    try:
        yield
    except ApiError as error:
        raise EngineAway(f"{error.meta.status} {error.error}") from error
    except TransportError as error:
        raise EngineAway(type(error).__name__) from error


def within(seconds: float, call: Callable[[], T]) -> T:
    """Give what a call gives, if it does so in time.

    The client's own limits are for each read from a socket; they know nothing of a name that takes long to be looked up.
    Raises: EngineAway: it takes longer. The call goes on, and ends by the client's limits.
    """
    future = _pool(os.getpid()).submit(call)
    try:
        return future.result(timeout=seconds)
    except TimeoutError:
        future.cancel()
        raise EngineAway("no answer in time") from None


@lru_cache(maxsize=1)
def _pool(_process: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=_AT_ONCE, thread_name_prefix="elasticsearch")
