"""Sending documents to the cluster. The rows whose `sent` is behind their `edition` are the outbox.

Each document is written under its edition as an outside version: an older one that arrives later is refused, so nothing needs an
order. What was refused for that reason counts as sent, because something newer is there.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from django.db.models import F, QuerySet

from search.engines.contract import EngineAway
from search.engines.elastic.client import client, errors_as_away
from search.engines.elastic.schema import document_id, live_alias, next_alias, source_of
from search.models import SearchDocument

logger = logging.getLogger(__name__)

_AT_ONCE = 1000
_MOST_BYTES = 10 * 1024 * 1024
_IN_ONE_STATEMENT = 500
_CONFLICT = "version_conflict_engine_exception"


class NoIndex(EngineAway):
    """The cluster is there, but holds no index of this schema: `rebuild` has to make one."""


def pending() -> QuerySet[SearchDocument]:
    """Give the documents that the cluster does not have as they are, the longest waiting first."""
    return SearchDocument.objects.filter(sent__lt=F("edition")).order_by("edition", "pk")


def send_pending(limit: int = 2000, *, seconds: float = 10.0) -> int:
    """Send what waits, at most `limit` documents; give the number that the cluster has taken, 0 when nothing waits.

    What changes meanwhile goes on waiting. While a rebuild fills a new index, changes go there as well.
    Raises: EngineAway: the cluster does not answer. NoIndex: it has no index of this schema.
    """
    rows = list(pending()[:limit])
    if not rows:
        return 0
    # After the rows were read, not before: an index that is not there yet will be filled from rows at least as new.
    targets = standing_aliases(seconds=seconds)
    if not targets:
        raise NoIndex("there is no index of this schema")
    taken = send(rows, targets, seconds=seconds)
    mark_sent(taken)
    return len(taken)


def standing_aliases(*, seconds: float) -> list[str]:
    """Give which of our two names lead to an index now.

    Raises: EngineAway: the cluster does not answer.
    """
    wanted = [live_alias(), next_alias()]
    with errors_as_away():
        # A name that leads nowhere is reported as an error beside those that do.
        answer = client(seconds=seconds, tries=2).options(ignore_status=404).indices.get_alias(name=wanted)
    standing = {name for index in answer.body.values() if isinstance(index, dict) for name in index.get("aliases", ())}
    return [name for name in wanted if name in standing]


def send(rows: Sequence[SearchDocument], targets: Sequence[str], *, seconds: float, tries: int = 1) -> list[SearchDocument]:
    """Write rows into indexes; give those that every one of them has taken. Touches no database, so any thread may do it.

    Raises: EngineAway: the cluster does not answer.
    """
    from elasticsearch import helpers  # noqa: PLC0415  slow import

    taken: list[SearchDocument] = []
    refusals: list[str] = []
    with errors_as_away():
        results = helpers.streaming_bulk(
            client(seconds=seconds, tries=tries),
            _actions(rows, targets),
            chunk_size=_AT_ONCE,
            max_chunk_bytes=_MOST_BYTES,
            raise_on_error=False,
            # An index that has gone must not be made anew without its layout.
            require_alias=True,
        )
        for row in rows:
            refused = [reason for _is_good, result in islice(results, len(targets)) if (reason := _refusal(result))]
            refusals += refused
            if not refused:
                taken.append(row)
    if refusals:
        logger.error("search: the cluster refused %s documents, the first for: %s", len(rows) - len(taken), refusals[0])
    return taken


def mark_sent(rows: Sequence[SearchDocument]) -> None:
    """Note which edition of each row the cluster has; a row that has changed since then goes on waiting."""
    by_edition: dict[int, list[int]] = defaultdict(list)
    for row in rows:
        by_edition[row.edition].append(row.pk)
    for edition, numbers in by_edition.items():
        for start in range(0, len(numbers), _IN_ONE_STATEMENT):
            part = numbers[start : start + _IN_ONE_STATEMENT]
            SearchDocument.objects.filter(pk__in=part, edition=edition).update(sent=edition)


def _actions(rows: Sequence[SearchDocument], targets: Sequence[str]) -> Iterator[dict[str, Any]]:
    for row in rows:
        about = {"_id": document_id(row.kind, row.object_id), "version": row.edition, "version_type": "external_gte"}
        what = {"_op_type": "delete"} if row.is_deleted else {"_op_type": "index", "_source": source_of(row)}
        for target in targets:
            yield {"_index": target, **about, **what}


def _refusal(result: dict[str, Any]) -> str:
    """Give why the cluster refused something; empty when it has that, or something newer, or was to delete what it never had."""
    outcome = next(iter(result.values()))
    error = outcome.get("error")
    if not error or (isinstance(error, dict) and error.get("type") == _CONFLICT):
        return ""
    return str(error.get("type") if isinstance(error, dict) else error)
