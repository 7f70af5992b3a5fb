"""Documents to be found."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from catalog.models import Product
from search.indexing import refresh
from search.sources import Document, Source


@pytest.fixture
def put() -> Callable[..., None]:
    """Put documents of the kind "thu" into the index, as title or (title, text, is_current); they are numbered from 1."""

    def into_the_index(*rows: str | tuple[str, str] | tuple[str, str, bool], kind: str = "thu") -> None:
        documents = [Document(number, *((row, "") if isinstance(row, str) else row)) for number, row in enumerate(rows, start=1)]
        refresh(Source(kind, kind, Product, lambda _numbers: documents, lambda _numbers: {}, "none.html"))

    return into_the_index
