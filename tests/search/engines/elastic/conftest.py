"""A real cluster: `scripts/run_tests.py` starts one and says in the environment where it is."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.utils import timezone
from elasticsearch import TransportError

from catalog.models import Product
from search.domain import breaker
from search.domain.indexing import refresh
from search.engines.contract import Answer, Demand
from search.engines.elastic.client import client
from search.engines.elastic.engine import ElasticEngine
from search.engines.elastic.rebuild import rebuild
from search.engines.elastic.schema import live_alias
from search.sources import Document, Source

TODAY = date(2026, 11, 24)

# These take nodes of the cluster away, for a while and then for good: after all others.
LAST = "test_faults.py"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests that break the cluster at the end."""
    items.sort(key=lambda item: item.path.name == LAST)


@pytest.fixture(autouse=True)
def _breaker_is_closed() -> Iterator[None]:
    breaker.cluster.reset()
    yield
    breaker.cluster.reset()


@pytest.fixture
def cluster(settings: Any, db: None, patient: None) -> Iterator[Any]:
    """The cluster, as the site's settings name it, with names of indexes that no other test has; give a client of our own."""
    if "OCOP_TEST_ELASTICSEARCH" not in os.environ:
        pytest.skip("needs a real Elasticsearch: OCOP_TEST_ELASTICSEARCH names none")
    settings.ELASTICSEARCH_URL = addresses = os.environ["OCOP_TEST_ELASTICSEARCH"].split(",")
    settings.ELASTICSEARCH_INDEX = f"test-{secrets.token_hex(4)}"
    settings.ELASTICSEARCH_REPLICAS = 0
    asked = client(seconds=30, tries=3)
    yield asked
    pattern = f"{settings.ELASTICSEARCH_INDEX}-v*"
    settings.ELASTICSEARCH_URL = addresses
    # The last test leaves no cluster behind that could be tidied.
    with suppress(TransportError):
        for index in asked.options(ignore_status=404).indices.get_alias(index=pattern).body:
            asked.indices.delete(index=index)


@pytest.fixture
def keep() -> Callable[..., None]:
    """Let these, and no others, be the documents of a kind. A word alone is a name; documents are numbered from 1."""

    def documents_are(*documents: Document | str, kind: str = "hang") -> None:
        rows = [Document(number, one) if isinstance(one, str) else one for number, one in enumerate(documents, start=1)]
        refresh(Source(kind, kind, Product, lambda _numbers: rows, lambda _numbers: {}, "none.html"))

    return documents_are


@pytest.fixture
def build() -> Callable[[], list[str]]:
    """Make the index; give what was said."""

    def make() -> list[str]:
        said: list[str] = []
        rebuild(said.append, now=timezone.now)
        return said

    return make


@pytest.fixture
def found(cluster: Any) -> Callable[..., list[int]]:
    """Give the numbers of all documents that the cluster shows now, in the order of their names."""

    def numbers(demand: Demand | None = None) -> list[int]:
        cluster.indices.refresh(index=live_alias())
        answer: Answer = ElasticEngine().answer(replace(demand or Demand(on=TODAY), size=1000))
        return [candidate.object_id for candidate in answer.candidates]

    return numbers
