from __future__ import annotations

import pytest

from search.domain.suggesting import Suggestion, suggest
from search.sources import NEVER, Document
from tests.factories.catalog import ProductSetFactory
from tests.factories.places import ProvinceFactory
from tests.search.conftest import TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def lines(put):
    put(
        "Nước mắm Kỳ Ninh",
        "Nước mắm Lê Gia",
        "Nước cốt chanh",
        "Cu đơ Phong Nga",
        Document(9, "Nước mắm cũ", current_to=NEVER[1]),
    )
    put("HTX Nước mắm Ánh Dương", kind="nguoi")
    return lambda text, language="vi": suggest(text, language=language, today=TODAY)


def kinds(found, kind):
    return [suggestion.label for suggestion in found if suggestion.kind == kind]


@pytest.mark.parametrize("text", ["nuoc m", "Nước M", "nuwowcs m", "NUOC M"])
def test_beginnings_things_and_producers_are_suggested(lines, text):
    found = lines(text)

    assert kinds(found, "words") == ["nước mắm"]
    assert kinds(found, "hang") == ["Nước mắm Lê Gia", "Nước mắm Kỳ Ninh"]
    assert kinds(found, "nguoi") == ["HTX Nước mắm Ánh Dương"]


def test_values_lead_to_the_thing(lines):
    assert Suggestion("hang", "Cu đơ Phong Nga", value="4") in lines("cu do")


def test_places_and_sets_are_suggested(lines):
    ProvinceFactory(name="Hà Tĩnh", slug="tinh-ha-tinh")
    ProductSetFactory(name="Tương, nước mắm, gia vị", name_en="Fish sauce and spices", slug="nuoc-mam")

    assert [one.value for one in lines("ha t") if one.kind == "noi"] == ["tinh-ha-tinh"]
    assert kinds(lines("nước"), "bo") == ["Tương, nước mắm, gia vị"]
    assert kinds(lines("fish", language="en"), "bo") == ["Fish sauce and spices"]


@pytest.mark.parametrize("text", ["", " ", "n", "★", "\x00", "x" * 10_000, "nước " * 1000, "'; DROP TABLE", '"', "😀😀"])
def test_odd_texts_suggest_calmly(lines, text):
    assert isinstance(lines(text), list)


def test_number_of_questions_does_not_grow_with_what_is_there(put, statements):
    put("Cu đơ 0")
    suggest("cu do", language="vi", today=TODAY)
    with statements() as few:
        suggest("cu do", language="vi", today=TODAY)
    put(*(f"Cu đơ {number}" for number in range(30)))
    suggest("cu do", language="vi", today=TODAY)
    with statements() as many:
        suggest("cu do", language="vi", today=TODAY)

    assert len(few) == len(many)
