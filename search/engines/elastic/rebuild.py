"""A new index beside the one that answers, filled from the documents, then put in its place in one step.

It can be killed at any moment: how far it had come stands in `SearchRebuild`, and the next one goes on from there. Two at once do
no harm, since they write the same. What changes meanwhile is sent to both indexes by whoever sends (`feed`).
"""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F

from search.engines.contract import EngineAway
from search.engines.elastic.client import client, errors_as_away
from search.engines.elastic.feed import mark_sent, send, send_pending, standing_aliases
from search.engines.elastic.schema import (
    SCHEMA,
    is_ours,
    live_alias,
    mappings,
    new_index_name,
    next_alias,
    settings_when_full,
    settings_while_filling,
)
from search.models import SearchDocument, SearchRebuild

logger = logging.getLogger(__name__)

# Units: seconds. A rebuild is in no hurry: when a node falls, it asks the next.
_PATIENCE = 30.0
_TRIES = 3
_WAIT_FOR_COPIES = "30s"
_COMPARISONS = 5
_RESENDS = 5

Say = Callable[[str], object]


class RebuildFailed(Exception):
    """The new index does not hold what it should. It has been removed; the one that answered still does."""


@dataclass(frozen=True)
class Pace:
    """How many documents go in one request, and how many requests are under way."""

    portion: int = 1000
    requests: int = 3


def is_built() -> bool:
    """Tell whether there is an index of this schema that answers.

    Raises: EngineAway: the cluster does not answer.
    """
    return live_alias() in standing_aliases(seconds=_PATIENCE)


def rebuild(say: Say, *, now: Callable[[], datetime], pace: Pace = Pace()) -> str:
    """Make a new index, or go on with one that was begun, and let it answer. Give its name.

    `say` is told how far it has come.
    Raises: EngineAway: the cluster has gone; the next call goes on from here. RebuildFailed.
    """
    record = _begun() or _begin(at=now())
    if record.finished_at is None:
        say(f"{record.index}: {'from the beginning' if not record.done else f'going on after {record.done} documents'}")
        _fill(record, say, pace)
        _settle(record, say)
        _take_over(record, at=now())
        _merge(record.index)
    say(f"{record.index}: answers")
    return record.index


def _indices() -> Any:
    return client(seconds=_PATIENCE, tries=_TRIES).indices


def _ours() -> dict[str, set[str]]:
    """Give the indexes of this site with the names that lead to them."""
    with errors_as_away():
        found = _indices().get_alias(index=f"{live_alias().rpartition('-v')[0]}-v*")
    return {index: set(about["aliases"]) for index, about in found.body.items() if is_ours(index)}


def _begun() -> SearchRebuild | None:
    """Give the rebuild that was begun and not finished, if its index still is what it was."""
    standing = _ours()
    for record in SearchRebuild.objects.filter(finished_at=None).order_by("-pk"):
        names = standing.get(record.index, set())
        if record.schema == SCHEMA and names & {next_alias(), live_alias()}:
            return record
        record.delete()
    return None


def _begin(*, at: datetime) -> SearchRebuild:
    standing = _ours()
    # An index that was being filled, and that no record knows: nobody will finish it.
    for index, names in standing.items():
        if next_alias() in names and live_alias() not in names:
            _remove(index)
    name = new_index_name([*standing, *SearchRebuild.objects.values_list("index", flat=True)])
    record, _is_new = SearchRebuild.objects.get_or_create(index=name, defaults={"schema": SCHEMA, "started_at": at})
    with errors_as_away():
        # 400: somebody else has begun the same one at the same time.
        client(seconds=_PATIENCE, tries=_TRIES).options(ignore_status=400).indices.create(
            index=name, mappings=mappings(), settings=settings_while_filling(), aliases={next_alias(): {}}
        )
        if not _indices().exists(index=name):
            raise EngineAway("the new index could not be made")
    return record


def _fill(record: SearchRebuild, say: Say, pace: Pace) -> None:
    """Send all documents in the order of their numbers; some requests at a time, noted in order."""
    total = SearchDocument.objects.filter(is_deleted=False).count()
    # While no index answers, what the new one has is all that the cluster has.
    is_first = live_alias() not in standing_aliases(seconds=_PATIENCE)
    under_way: deque[tuple[Future[None], list[SearchDocument]]] = deque()
    position, done, started = record.position, 0, time.monotonic()
    with ThreadPoolExecutor(pace.requests) as pool:
        while True:
            rows = list(SearchDocument.objects.filter(pk__gt=position, is_deleted=False).order_by("pk")[: pace.portion])
            if rows:
                position = rows[-1].pk
                under_way.append((pool.submit(_send_all, rows), rows))
            while under_way and (not rows or len(under_way) > pace.requests):
                sending, portion = under_way.popleft()
                sending.result()
                if is_first:
                    mark_sent(portion)
                _note(record, portion)
                done += len(portion)
                say(f"{record.done} of {total} documents, {done / max(time.monotonic() - started, 0.001):.0f} a second")
            if not rows:
                return


def _send_all(rows: Sequence[SearchDocument]) -> None:
    """Send rows to the new index; what the cluster is too busy for, again after a while. Touches no database."""
    left = list(rows)
    for attempt in range(_RESENDS):
        taken = {row.pk for row in send(left, [next_alias()], seconds=_PATIENCE, tries=_TRIES)}
        left = [row for row in left if row.pk not in taken]
        if not left:
            return
        if next_alias() not in standing_aliases(seconds=_PATIENCE):
            raise EngineAway("the index is not being filled any more: another rebuild has finished")
        time.sleep(0.2 * 2**attempt)
    raise EngineAway(f"{len(left)} documents were refused")


def _note(record: SearchRebuild, rows: Sequence[SearchDocument]) -> None:
    """Note how far it has come; of two that fill the same index, the one that is behind notes nothing."""
    SearchRebuild.objects.filter(pk=record.pk, position__lt=rows[-1].pk).update(position=rows[-1].pk, done=F("done") + len(rows))
    record.refresh_from_db(fields=["position", "done"])


def _settle(record: SearchRebuild, say: Say) -> None:
    """Make the new index ready to answer, and compare.

    Raises: RebuildFailed: it holds more or less than there are documents.
    """
    with errors_as_away():
        _indices().put_settings(index=record.index, settings=settings_when_full())
        client(seconds=_PATIENCE * 2, tries=1).options(ignore_status=408).cluster.health(
            index=record.index, wait_for_status="green", timeout=_WAIT_FOR_COPIES
        )
    counts: tuple[int, int] = (0, 0)
    for _attempt in range(_COMPARISONS):
        while send_pending(seconds=_PATIENCE):
            pass
        with errors_as_away():
            _indices().refresh(index=record.index)
            counted = client(seconds=_PATIENCE, tries=_TRIES).count(index=record.index)["count"]
        counts = counted, SearchDocument.objects.filter(is_deleted=False).count()
        if counts[0] == counts[1]:
            say(f"{counts[0]} documents on both sides")
            return
    _remove(record.index)
    record.delete()
    raise RebuildFailed(f"the new index holds {counts[0]} documents instead of {counts[1]}")


def _take_over(record: SearchRebuild, *, at: datetime) -> None:
    """Let the new index answer, in one step, and remove every other one of ours."""
    standing = _ours()
    actions: list[dict[str, Any]] = [{"add": {"index": record.index, "alias": live_alias()}}]
    if next_alias() in standing.get(record.index, set()):
        actions.append({"remove": {"index": record.index, "alias": next_alias()}})
    actions += [
        {"remove_index": {"index": index}} for index, names in standing.items() if index != record.index and live_alias() in names
    ]
    with errors_as_away():
        _indices().update_aliases(actions=actions)
    for index, names in standing.items():
        if index != record.index and live_alias() not in names:
            _remove(index)
    SearchRebuild.objects.filter(pk=record.pk).update(finished_at=at)
    SearchRebuild.objects.exclude(pk=record.pk).delete()


def _merge(index: str) -> None:
    """Let the cluster make one part of many, while the index answers already: each question looks into each of them."""
    try:
        with errors_as_away():
            _indices().forcemerge(index=index, max_num_segments=1, wait_for_completion=False)
    except EngineAway as error:  # It answers all the same, only slower.
        logger.warning("search: %s could not be merged (%s)", index, error)


def _remove(index: str) -> None:
    with errors_as_away():
        client(seconds=_PATIENCE, tries=_TRIES).options(ignore_status=404).indices.delete(index=index)
