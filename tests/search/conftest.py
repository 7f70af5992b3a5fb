"""Documents to be found."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from catalog.models import Product
from search import sources as declared
from search.domain import words
from search.domain.finding import find
from search.domain.indexing import refresh
from search.models import SearchDocument
from search.query import Query, Result
from search.sources import NEVER, Document, Source

TODAY = date(2026, 11, 24)


@pytest.fixture
def put(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Put documents into the index, as titles or as documents; titles are numbered from 1. Their words are counted.

    The kind "hang" is one of goods.
    """

    def into_the_index(*rows: str | Document, kind: str = "hang") -> None:
        documents = [row if isinstance(row, Document) else Document(number, row) for number, row in enumerate(rows, start=1)]
        source = Source(
            kind, kind, Product, lambda _numbers: documents, lambda _numbers: {}, "none.html", is_thing=kind == "hang"
        )
        monkeypatch.setitem(declared._sources, kind, source)
        refresh(source)
        words.count_all({"hang"})

    return into_the_index


@pytest.fixture
def ended() -> tuple[date, date]:
    """The period of what is not current."""
    return NEVER


@pytest.fixture
def result() -> Callable[..., Result]:
    """Give the result of a query on the day of the tests."""
    return lambda text="", facets=(), **more: find(Query(text, **more), today=TODAY, facets=tuple(facets))


@pytest.fixture
def titles(result: Callable[..., Result]) -> Callable[..., list[str]]:
    """Give the titles of what a query finds, the best first; of what fits in every word alone with `exact`."""

    def of(text: str, *, exact: bool = False, **more: object) -> list[str]:
        named = {(row.kind, row.object_id): row.title for row in SearchDocument.objects.filter(is_deleted=False)}
        return [named[hit.kind, hit.object_id] for hit in result(text, **more).hits if hit.is_exact or not exact]

    return of
