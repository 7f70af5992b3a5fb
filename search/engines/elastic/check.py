"""Holding the index against the documents, one beside the other in the same order, with little in memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from search.differences import Difference, Fault, merged
from search.engines.elastic.client import client, errors_as_away
from search.engines.elastic.feed import pending
from search.engines.elastic.schema import document_id, live_alias
from search.models import SearchDocument

_PATIENCE = 30.0
_TRIES = 3
_PAGE = 5000
_KEEP = "2m"
_MOST_KINDS = 1000


def compare() -> Iterator[Difference]:
    """Give each document that the cluster lacks, has in another edition, or should not have; or that waits to be sent.

    Order: by kind, then by number.
    Raises: EngineAway: the cluster does not answer, or has no index of this schema.
    """
    with errors_as_away():
        asked = client(seconds=_PATIENCE, tries=_TRIES)
        asked.indices.refresh(index=live_alias())
        counted = asked.search(index=live_alias(), size=0, aggs={"kinds": {"terms": {"field": "kind", "size": _MOST_KINDS}}})
    there = {bucket["key"] for bucket in counted["aggregations"]["kinds"]["buckets"]}
    here = set(SearchDocument.objects.values_list("kind", flat=True).distinct())
    for kind in sorted(there | here):
        documents = SearchDocument.objects.filter(kind=kind, is_deleted=False).order_by("object_id")
        expected = documents.values_list("object_id", "edition").iterator(chunk_size=_PAGE)
        waiting = set(pending().filter(kind=kind).values_list("object_id", flat=True))
        for one in merged(kind, expected, _editions(kind)):
            yield replace(one, fault=Fault.WAITING) if one.object_id in waiting else one


def last_edition() -> int:
    """Give the highest edition that the cluster has; 0 when it has none."""
    with errors_as_away():
        found = client(seconds=_PATIENCE, tries=_TRIES).search(
            index=live_alias(), size=0, aggs={"last": {"max": {"field": "edition"}}}
        )
    return int(found["aggregations"]["last"]["value"] or 0)


def remove(differences: Sequence[Difference], *, edition: int) -> None:
    """Take documents out of the index that should not be there.

    Raises: EngineAway.
    """
    operations = [
        {"delete": {"_id": document_id(one.kind, one.object_id), "version": edition, "version_type": "external_gte"}}
        for one in differences
    ]
    with errors_as_away():
        client(seconds=_PATIENCE, tries=_TRIES).bulk(index=live_alias(), operations=operations, require_alias=True)


def _editions(kind: str) -> Iterator[tuple[int, int]]:
    """Give number and edition of each document of a kind that the index holds, in the order of the numbers, as of one moment."""
    asked = client(seconds=_PATIENCE, tries=_TRIES)
    with errors_as_away():
        moment = asked.open_point_in_time(index=live_alias(), keep_alive=_KEEP)["id"]
    try:
        after: list[Any] | None = None
        while True:
            with errors_as_away():
                page = asked.search(
                    query={"term": {"kind": kind}},
                    pit={"id": moment, "keep_alive": _KEEP},
                    sort=[{"object_id": "asc"}],
                    search_after=after,
                    size=_PAGE,
                    source=False,
                    docvalue_fields=[{"field": "edition"}],
                    track_total_hits=False,
                )
            hits = page["hits"]["hits"]
            for hit in hits:
                yield hit["sort"][0], hit["fields"]["edition"][0]
            if len(hits) < _PAGE:
                return
            after = hits[-1]["sort"]
    finally:
        with errors_as_away():
            asked.options(ignore_status=404).close_point_in_time(id=moment)
