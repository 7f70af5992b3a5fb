"""Holding every copy of a document against what it is made from: sources, documents, the index of terms, the cluster.

Each check gives what it found, each repair mends that and nothing else. All may run while the site is in use; what changes at
that moment may be named once and be right the next time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from django.db import transaction

from search.differences import Difference, Fault
from search.domain.indexing import differs, next_edition, refresh, row_of
from search.engines.database.check import absent, different, strangers
from search.engines.database.dialects import Row, dialect
from search.engines.elastic import check as cluster
from search.engines.elastic.feed import send_pending
from search.models import SearchDocument, SearchEdition
from search.sources import Source, source_of, sources

_AT_ONCE = 500
_PATIENCE = 10.0


def documents_amiss() -> Iterator[Difference]:
    """Make every document anew from its source, and give those that do not stand so."""
    for source in sources():
        yield from _amiss_in(source)
    ownerless = SearchDocument.objects.filter(is_deleted=False).exclude(kind__in=[source.kind for source in sources()])
    for kind, number in ownerless.values_list("kind", "object_id"):
        yield Difference(kind, number, Fault.EXTRA)


def repair_documents(found: Iterable[Difference]) -> None:
    """Write these documents anew."""
    for kind, numbers in _by_kind(found).items():
        source = source_of(kind) or Source(kind, kind, SearchDocument, lambda _numbers: (), lambda _numbers: {}, "")
        for start in range(0, len(numbers), _AT_ONCE):
            refresh(source, numbers[start : start + _AT_ONCE])


def terms_amiss() -> Iterator[Difference]:
    """Give the documents whose terms are not indexed as they stand, and what is indexed of none. Order: by number of the row."""
    for rows in _rows_in_portions():
        terms = [_terms_of(row) for row in rows]
        missing, other = absent(terms), different(terms)
        for row in rows:
            if row.pk in missing or row.pk in other:
                yield Difference(row.kind, row.object_id, Fault.MISSING if row.pk in missing else Fault.DIFFERENT)
    # What belongs to no document has no kind; its number is that of the row.
    for number in strangers():
        yield Difference("", number, Fault.EXTRA)


def repair_terms(found: Iterable[Difference]) -> None:
    """Index the terms of these documents anew, and take out what belongs to none."""
    by_kind = _by_kind(found)
    dialect().remove(by_kind.pop("", []))
    for kind, numbers in by_kind.items():
        for start in range(0, len(numbers), _AT_ONCE):
            # Read and written in one transaction: who changes a document meanwhile comes after it, or before.
            with transaction.atomic():
                next_edition()
                part = numbers[start : start + _AT_ONCE]
                rows = SearchDocument.objects.filter(kind=kind, is_deleted=False, object_id__in=part)
                dialect().put([_terms_of(row) for row in rows])


def cluster_amiss() -> Iterator[Difference]:
    """Give the documents that the cluster has not as they stand, apart from those that wait to be sent.

    Raises: EngineAway.
    """
    return (one for one in cluster.compare() if one.fault is not Fault.WAITING)


def repair_cluster(found: Sequence[Difference]) -> None:
    """Send these documents anew under an edition that is later than any the cluster knows, and take out what should not be there.

    Raises: EngineAway.
    """
    last = cluster.last_edition()
    with transaction.atomic():
        edition = next_edition()
        if edition <= last:  # The database was restored from a copy; the cluster has seen later editions.
            edition = last + 1
            SearchEdition.objects.filter(pk=1).update(number=edition)
        for kind, numbers in _by_kind(one for one in found if one.fault is not Fault.EXTRA).items():
            for start in range(0, len(numbers), _AT_ONCE):
                part = numbers[start : start + _AT_ONCE]
                SearchDocument.objects.filter(kind=kind, object_id__in=part).update(edition=edition)
    if extra := [one for one in found if one.fault is Fault.EXTRA]:
        cluster.remove(extra, edition=edition)
    while send_pending(seconds=_PATIENCE):
        pass


def _amiss_in(source: Source) -> Iterator[Difference]:
    seen: set[int] = set()
    documents = iter(source.documents(None))
    while portion := list(islice(documents, _AT_ONCE)):
        rows = {document.object_id: row_of(source.kind, document) for document in portion}
        seen |= set(rows)
        there = SearchDocument.objects.filter(kind=source.kind, object_id__in=list(rows), is_deleted=False)
        standing = {row.object_id: row for row in there}
        for number, row in rows.items():
            if number not in standing:
                yield Difference(source.kind, number, Fault.MISSING)
            elif differs(row, standing[number]):
                yield Difference(source.kind, number, Fault.DIFFERENT)
    numbers = SearchDocument.objects.filter(kind=source.kind, is_deleted=False).values_list("object_id", flat=True)
    for number in set(numbers) - seen:
        yield Difference(source.kind, number, Fault.EXTRA)


def _rows_in_portions() -> Iterator[list[SearchDocument]]:
    last = 0
    while rows := list(SearchDocument.objects.filter(pk__gt=last, is_deleted=False).order_by("pk")[:_AT_ONCE]):
        yield rows
        last = rows[-1].pk


def _terms_of(row: SearchDocument) -> Row:
    return Row(row.pk, (row.name_terms, row.maker_terms, row.place_terms, row.sort_terms, row.text_terms))


def _by_kind(found: Iterable[Difference]) -> dict[str, list[int]]:
    by_kind: dict[str, list[int]] = defaultdict(list)
    for one in found:
        by_kind[one.kind].append(one.object_id)
    return by_kind
