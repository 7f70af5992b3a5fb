from __future__ import annotations

import pytest

from catalog.models import Product
from search import sources as module
from search.sources import Source, register, source_of, sources


@pytest.fixture
def apart(monkeypatch):
    """An empty list of sources, for this test only."""
    monkeypatch.setattr(module, "_sources", {})


def source(kind, label="x"):
    return Source(kind, label, Product, lambda _numbers: [], lambda _numbers: {}, "x.html")


def test_sources_are_given_in_the_order_in_which_they_were_added(apart):
    first, second = source("b"), source("a")
    register(first)
    register(second)

    assert sources() == [first, second]
    assert source_of("a") is second
    assert source_of("c") is None


def test_second_source_of_a_kind_takes_the_place_of_the_first(apart):
    register(source("a"))
    register(source("b"))
    newer = source("a", "newer")
    register(newer)

    assert sources()[0] is newer
    assert len(sources()) == 2
