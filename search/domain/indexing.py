"""Keeping documents in line with what they are made from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import transaction
from wagtail.search.backends import get_search_backend

from search.models import SearchDocument
from search.sources import Document, Source, sources

_AT_ONCE = 500
_paused: ContextVar[bool] = ContextVar("search_paused", default=False)


@contextmanager
def paused() -> Iterator[None]:
    """Let `refresh` do nothing inside, in this thread: for a load of many records, which ends with `refresh_all`."""
    token = _paused.set(True)
    try:
        yield
    finally:
        _paused.reset(token)


def is_paused() -> bool:
    """Tell whether refreshing is paused in this thread."""
    return _paused.get()


@transaction.atomic
def refresh(source: Source, object_ids: Sequence[int] | None = None) -> int:
    """Write the documents of some objects anew, of all for None; give their number, 0 while paused.

    What the source no longer gives is taken out.
    """
    if is_paused():
        return 0
    documents = list(source.documents(object_ids))
    stale = SearchDocument.objects.filter(kind=source.kind).exclude(object_id__in=[document.object_id for document in documents])
    if object_ids is not None:
        stale = stale.filter(object_id__in=object_ids)
    for document in stale:
        document.delete()
    backend = get_search_backend()
    for start in range(0, len(documents), _AT_ONCE):
        rows = [_row(source.kind, document) for document in documents[start : start + _AT_ONCE]]
        SearchDocument.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["kind", "object_id"],
            update_fields=["title", "text", "is_current", "language", "folded_title", "folded_text"],
        )
        # An update gives back no number, so the rows are read again before they go into the index.
        kept = SearchDocument.objects.filter(kind=source.kind, object_id__in=[row.object_id for row in rows])
        backend.add_bulk(SearchDocument, list(kept))
    return len(documents)


def refresh_all() -> dict[str, int]:
    """Write all documents anew; give their numbers by kind."""
    return {source.kind: refresh(source) for source in sources()}


def _row(kind: str, document: Document) -> SearchDocument:
    row = SearchDocument(
        kind=kind,
        object_id=document.object_id,
        title=document.title[:300],
        text=document.text,
        is_current=document.is_current,
        language=document.language,
    )
    row.derive()
    return row
