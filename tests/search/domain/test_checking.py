"""Checks of documents and terms; that of the cluster is asked of a real one below `tests/search/engines/elastic`."""

from __future__ import annotations

import pytest

from catalog.models import Product
from search import sources
from search.differences import Difference, Fault
from search.domain.checking import documents_amiss, repair_documents, repair_terms, terms_amiss
from search.domain.indexing import refresh
from search.engines.database.dialects import Row, dialect
from search.engines.looking import Look
from search.models import SearchDocument
from search.sources import Document, Source

pytestmark = pytest.mark.django_db
MISSING, DIFFERENT, EXTRA = Fault.MISSING, Fault.DIFFERENT, Fault.EXTRA


@pytest.fixture
def goods(monkeypatch):
    """The one source of documents, as a list that can be changed; all of it is indexed."""
    rows = [Document(1, "Cu đơ"), Document(2, "Kẹo lạc"), Document(3, "Bưởi")]

    def documents(numbers):
        return [row for row in rows if numbers is None or row.object_id in numbers]

    source = Source("hang", "hang", Product, documents, lambda _numbers: {}, "none.html")
    monkeypatch.setattr(sources, "_sources", {"hang": source})
    SearchDocument.objects.all().delete()
    dialect().clear()
    refresh(source)
    return rows


def number_of(object_id: int) -> int:
    return SearchDocument.objects.get(kind="hang", object_id=object_id).pk


def found(word: str) -> list[int]:
    (numbers,) = dialect().holders([Look((word,), "name")])
    return sorted(numbers.tolist())


def test_nothing_is_amiss_in_what_was_just_written(goods):
    assert (list(documents_amiss()), list(terms_amiss())) == ([], [])


def test_documents_that_do_not_say_what_their_source_says_are_named(goods):
    goods[:] = [Document(1, "Cu đơ Phong Nga"), Document(2, "Kẹo lạc"), Document(4, "Mật ong")]
    SearchDocument.objects.create(kind="of-old", object_id=9, edition=1)

    assert list(documents_amiss()) == [
        Difference("hang", 1, DIFFERENT),
        Difference("hang", 4, MISSING),
        Difference("hang", 3, EXTRA),
        Difference("of-old", 9, EXTRA),
    ]


def test_documents_are_repaired(goods):
    goods[:] = [Document(1, "Cu đơ Phong Nga"), Document(4, "Mật ong")]
    SearchDocument.objects.create(kind="of-old", object_id=9, edition=1)

    repair_documents(list(documents_amiss()))

    assert (list(documents_amiss()), list(terms_amiss())) == ([], [])
    standing = SearchDocument.objects.filter(is_deleted=False).order_by("object_id")
    assert list(standing.values_list("kind", "title")) == [("hang", "Cu đơ Phong Nga"), ("hang", "Mật ong")]


def test_terms_that_do_not_stand_as_in_the_document_are_named_and_repaired(goods):
    one, two, three = (number_of(object_id) for object_id in (1, 2, 3))
    dialect().remove([one])
    dialect().put([Row(two, ("la", "", "", "", "")), Row(three + 1000, ("la", "", "", "", ""))])
    assert found("la") == [two, three + 1000]

    amiss = list(terms_amiss())

    assert amiss == [Difference("hang", 1, MISSING), Difference("hang", 2, DIFFERENT), Difference("", three + 1000, EXTRA)]
    repair_terms(amiss)
    assert (list(terms_amiss()), found("la"), found("cu"), found("lac")) == ([], [], [one], [two])


def test_terms_of_a_deleted_document_are_extra(goods):
    three = number_of(3)
    SearchDocument.objects.filter(pk=three).update(is_deleted=True)

    assert list(terms_amiss()) == [Difference("", three, EXTRA)]
