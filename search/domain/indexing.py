"""Keeping documents in line with what they are made from.

A change leaves a mark in its own transaction (`mark`). After the commit the marked documents are written anew
(`refresh_marked`), under the lock of the edition, so that whoever writes later has read later. A mark that nobody came to
handle is found by the next one who does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import islice

from django.db import transaction
from django.db.models import F

from core.text import nfc, sort_key
from search.domain import words
from search.domain.feeding import announce
from search.engines.database.dialects import Row, dialect
from search.facets import NAMED, PLACE, PRICE, band_of
from search.models import SearchChange, SearchDocument, SearchEdition
from search.sources import Document, Source, source_of, sources
from search.terms import terms_of

_AT_ONCE = 500
_MARKS_AT_ONCE = 1000
_paused: ContextVar[bool] = ContextVar("search_paused", default=False)
# What decides whether a document has changed.
_CONTENT = (
    "language", "title", "name_terms", "maker_terms", "place_terms", "sort_terms", "text_terms", "facets", "points", "price",
    "stars", "fresh", "sort_key", "current_from", "current_to", "is_deleted",
)  # fmt: skip
_WRITTEN = (*_CONTENT, "edition")


@contextmanager
def paused() -> Iterator[None]:
    """Let `mark` and `refresh` do nothing inside, in this thread: for a load of many records, which ends with `refresh_all`."""
    token = _paused.set(True)
    try:
        yield
    finally:
        _paused.reset(token)


def is_paused() -> bool:
    """Tell whether refreshing is paused in this thread."""
    return _paused.get()


def mark(kind: str, object_ids: Sequence[int]) -> None:
    """Note that objects have changed, as part of the transaction that changes them; their documents follow after its commit."""
    if is_paused() or not object_ids:
        return
    SearchChange.objects.bulk_create([SearchChange(kind=kind, object_id=number) for number in object_ids])
    transaction.on_commit(refresh_marked, robust=True)


def refresh_marked() -> int:
    """Write the documents of everything that is marked, also of what others left behind; give the number of marks."""
    handled = 0
    while True:
        with transaction.atomic():
            edition = next_edition()
            marks = list(SearchChange.objects.order_by("pk")[:_MARKS_AT_ONCE])
            for kind in {change.kind for change in marks}:
                if (source := source_of(kind)) is not None:
                    _write(source, sorted({change.object_id for change in marks if change.kind == kind}), edition)
            SearchChange.objects.filter(pk__in=[change.pk for change in marks]).delete()
        handled += len(marks)
        if len(marks) < _MARKS_AT_ONCE:
            return handled


def refresh(source: Source, object_ids: Sequence[int] | None = None) -> int:
    """Write the documents of some objects anew, of all for None; give the number that changed, 0 while paused.

    What the source no longer gives is taken out.
    """
    if is_paused():
        return 0
    with transaction.atomic():
        return _write(source, object_ids, next_edition())


def refresh_all() -> dict[str, int]:
    """Write all documents anew and count their words; give the numbers of documents by kind."""
    for source in sources():
        refresh(source)
    dialect().settle()
    words.count_all({source.kind for source in sources() if source.is_thing})
    return {source.kind: SearchDocument.objects.filter(kind=source.kind, is_deleted=False).count() for source in sources()}


def next_edition() -> int:
    """Take the next edition. Whoever has it holds the lock until the transaction ends: editions and truths have one order."""
    if not SearchEdition.objects.filter(pk=1).update(number=F("number") + 1):
        SearchEdition.objects.get_or_create(pk=1)
        SearchEdition.objects.filter(pk=1).update(number=F("number") + 1)
    return SearchEdition.objects.values_list("number", flat=True).get(pk=1)


def row_of(kind: str, document: Document) -> SearchDocument:
    """Work out the row of a document."""
    facets = {**document.facets, PLACE.name: document.places}
    if document.price is not None:
        facets[PRICE.name] = [band_of(document.price)]
    return SearchDocument(
        kind=kind,
        object_id=document.object_id,
        language=document.language,
        title=nfc(document.title)[:300],
        name_terms=terms_of(document.title),
        maker_terms=terms_of(document.maker),
        place_terms=terms_of(*document.place, values=document.places),
        sort_terms=terms_of(*document.sort, values=_values(document)),
        text_terms=terms_of(*document.text),
        facets={name: list(values) for name, values in facets.items() if values},
        points=[list(point) for point in document.points],
        price=document.price,
        stars=document.stars,
        fresh=document.fresh,
        sort_key=sort_key(document.title)[:500],
        current_from=document.current_from,
        current_to=document.current_to,
    )


def _values(document: Document) -> list[str]:
    """Give the values that a text may name: amounts, stars, product sets."""
    return [f"{facet.name}-{value}" for facet in NAMED for value in document.facets.get(facet.name, ())]


def _write(source: Source, object_ids: Sequence[int] | None, edition: int) -> int:
    changed = 0
    seen: set[int] = set()
    known: set[str] = set()
    documents = iter(source.documents(object_ids))
    while portion := list(islice(documents, _AT_ONCE)):
        rows = [row_of(source.kind, document) for document in portion]
        seen |= {row.object_id for row in rows}
        changed += _put(source.kind, rows, edition, known)
    gone = SearchDocument.objects.filter(kind=source.kind, is_deleted=False)
    if object_ids is not None:
        gone = gone.filter(object_id__in=object_ids)
    numbers = [pk for pk, number in gone.values_list("pk", "object_id") if number not in seen]
    dialect().remove(numbers)
    for start in range(0, len(numbers), _AT_ONCE):
        SearchDocument.objects.filter(pk__in=numbers[start : start + _AT_ONCE]).update(is_deleted=True, edition=edition)
    if changed or numbers:
        transaction.on_commit(announce, robust=True)
    return changed + len(numbers)


def _put(kind: str, rows: Sequence[SearchDocument], edition: int, known: set[str]) -> int:
    """Write the rows that differ from what stands; give their number. `known` are words that are there for certain."""
    standing = {
        row.object_id: row for row in SearchDocument.objects.filter(kind=kind, object_id__in=[row.object_id for row in rows])
    }
    changed = [row for row in rows if row.object_id not in standing or differs(row, standing[row.object_id])]
    for row in changed:
        row.edition = edition
    SearchDocument.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["kind", "object_id"], update_fields=list(_WRITTEN)
    )
    # An update gives back no number, so the numbers are read.
    numbers = dict(
        SearchDocument.objects.filter(kind=kind, object_id__in=[row.object_id for row in changed]).values_list("object_id", "pk")
    )
    dialect().put([_index_row(numbers[row.object_id], row) for row in changed])
    words.add_new(changed, known)
    return len(changed)


def differs(one: SearchDocument, other: SearchDocument) -> bool:
    """Tell whether two rows of one document say different things."""
    return any(getattr(one, name) != getattr(other, name) for name in _CONTENT)


def _index_row(number: int, row: SearchDocument) -> Row:
    return Row(number, (row.name_terms, row.maker_terms, row.place_terms, row.sort_terms, row.text_terms))
