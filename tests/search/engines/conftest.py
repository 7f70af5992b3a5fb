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
from search.engines.elastic import engine as elastic
from search.engines.elastic.client import client
from search.engines.elastic.engine import ElasticEngine
from search.engines.elastic.rebuild import rebuild
from search.sources import Document, Source


class Asked:
    """An engine, and what it needs before it can be asked about documents that were just written."""

    def __init__(self, engine: Any, settle: Callable[[], object]) -> None:
        """Take both."""
        self.answer, self.settle = engine.answer, settle


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for a busy machine; how long a visitor waits is a test of its own."""
    monkeypatch.setattr(elastic, "DEADLINE", 20.0)
    monkeypatch.setattr(elastic, "FOR_EACH_NODE", 10.0)


@pytest.fixture(params=["database", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)])
def engine(request: pytest.FixtureRequest, settings: Any, db: None, patient: None) -> Iterator[Asked]:
    """One engine after the other."""
    if request.param == "database":
        yield Asked(DatabaseEngine(), lambda: None)
        return
    if "OCOP_TEST_ELASTICSEARCH" not in os.environ:
        pytest.skip("needs a real Elasticsearch: OCOP_TEST_ELASTICSEARCH names none")
    settings.ELASTICSEARCH_URL = os.environ["OCOP_TEST_ELASTICSEARCH"].split(",")
    settings.ELASTICSEARCH_INDEX = "contract"
    settings.ELASTICSEARCH_REPLICAS = 0  # Nothing to wait for.
    yield Asked(ElasticEngine(), lambda: rebuild(lambda _line: None, now=timezone.now))
    asked = client(seconds=30, tries=3)
    for index in asked.indices.get_alias(index="contract-v*").body:
        asked.indices.delete(index=index)


@pytest.fixture
def put_documents() -> Callable[..., None]:
    """Put documents of a kind into the index."""

    def put(documents: Sequence[Document], kind: str) -> None:
        refresh(Source(kind, kind, Product, lambda _numbers: documents, lambda _numbers: {}, "none.html", is_thing=True))

    return put
