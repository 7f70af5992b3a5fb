"""The engines that the contract is asked of."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from django.utils import timezone

from catalog.models import Product
from search.domain.indexing import refresh
from search.engines.database.engine import DatabaseEngine
from search.engines.elastic.engine import ElasticEngine
from search.engines.elastic.rebuild import rebuild
from search.sources import Document, Source


class Asked:
    """An engine, and what it needs before it can be asked about documents that were just written."""

    def __init__(self, engine: Any, settle: Callable[[], object]) -> None:
        """Take both."""
        self.answer, self.settle = engine.answer, settle


@pytest.fixture(params=["database", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)])
def engine(request: pytest.FixtureRequest, settings: Any, db: None) -> Iterator[Asked]:
    """One engine after the other."""
    if request.param == "database":
        yield Asked(DatabaseEngine(), lambda: None)
        return
    settings.ELASTICSEARCH_URL = os.environ["OCOP_TEST_ELASTICSEARCH"].split(",")
    settings.ELASTICSEARCH_INDEX = "contract"
    yield Asked(ElasticEngine(), lambda: rebuild(lambda _line: None, now=timezone.now))


@pytest.fixture
def put_documents() -> Callable[..., None]:
    """Put documents of a kind into the index."""

    def put(documents: Sequence[Document], kind: str) -> None:
        refresh(Source(kind, kind, Product, lambda _numbers: documents, lambda _numbers: {}, "none.html", is_thing=True))

    return put
