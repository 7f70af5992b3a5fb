"""Reading addresses and writing them: one address for one query, and calm about anything else."""

from __future__ import annotations

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from search.addresses import (
    HIGHEST_PRICE,
    MOST_VALUES,
    Addresses,
    is_plain,
    parameters,
    plain,
    read_query,
    typed_bounds,
    with_text,
    with_values,
    without_near,
    without_value,
)
from search.facets import FACETS
from search.query import LONGEST_TEXT, MOST_HITS, Near, Query, Sort


def read(said: str = "", **more: object) -> Query:
    return read_query(QueryDict(said), language="vi", **more)


LIST = Addresses("/san-pham/", "san-pham")


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("", {}),
        ("q=%20n%C6%B0%E1%BB%9Bc%20%20m%E1%BA%AFm ", {"text": "nước mắm"}),
        ("q=nu%CC%9Bo%CC%9B%CC%81c", {"text": "nước"}),
        ("loai=diem-ban", {"kind": "diem-ban"}),
        ("nhom=do-uong&nhom=thuc-pham", {"filters": {"nhom": ("do-uong", "thuc-pham")}}),
        ("sao=4&sao=5&sao=4", {"filters": {"sao": ("4", "5")}}),
        ("gia=100000-200000&gia=0-50000", {"filters": {"gia": ("0-50000", "100000-200000")}}),
        ("loai-hinh=cooperative&con-hang=co", {"filters": {"loai-hinh": ("cooperative",), "con-hang": ("co",)}}),
        ("noi=xa-ky-anh&luong=500g", {"filters": {"noi": ("xa-ky-anh",), "luong": ("500g",)}}),
        ("gan=18.3456,105.9", {"near": Near(18.35, 105.9, 20)}),
        ("gan=18.3,105.9&km=50", {"near": Near(18.3, 105.9, 50)}),
        ("gan=18.3,105.9&km=7&sap-xep=gan", {"near": Near(18.3, 105.9, 20), "sort": Sort.NEAREST}),
        ("sap-xep=gia", {"sort": Sort.PRICE_UP}),
        ("q=a&sap-xep=ten", {"text": "a", "sort": Sort.NAME}),
        ("het-han=1", {"lapsed": True}),
        ("q=a&nguyen-van=1", {"text": "a", "literal": True}),
        ("q=a+b&nguyen-van=a+b", {"text": "a b", "literal": True}),
        ("page=3", {"page": 3}),
    ],
)
def test_query_is_what_the_address_says(said, expected):
    assert read(said) == Query(**expected)


@pytest.mark.parametrize(
    "said",
    [
        *("q=", "q=%00", "q=%00%0a%09", "loai=khong-co", "loai=%00", "la=1&Sao=4"),
        *("nhom=", "nhom=A%20b", "nhom=%3Cscript%3E", "nhom=%00", "nhom=" + "x" * 200),
        *("sao=2", "sao=6", "sao=bốn", "loai-hinh=COOPERATIVE", "loai-hinh=x", "con-hang=1"),
        *("gia=", "gia=-", "gia=a-b", "gia=1" + "0" * 40 + "-", "gia-tu=&gia-den=", "gia-tu=rẻ", "luong=0g", "luong=5"),
        *("gan=", "gan=18", "gan=18,", "gan=a,b", "gan=nan,1", "gan=inf,1", "gan=91,0", "gan=0,181", "gan=" + "1" * 50, "km=50"),
        *("sap-xep=", "sap-xep=x", "sap-xep=ten", "sap-xep=gan", "het-han=0", "nguyen-van=1"),
        *("page=", "page=0", "page=-1", "page=x", "page=1", "page=٣"),
    ],
)
def test_what_says_nothing_or_nothing_known_is_left_out(said):
    assert is_plain(read(said))
    assert Addresses("/tim-kiem/").of(read(said)) == "/tim-kiem/"


def test_literal_ends_with_the_text_it_was_for():
    assert read("q=khac&nguyen-van=nuoc+mma").literal is False


def test_too_much_is_cut():
    many = "&".join(f"bo=bo-{number}" for number in range(500))

    assert len(read("q=" + "x" * 10_000).text) == LONGEST_TEXT
    assert len(read(many).filters["bo"]) == MOST_VALUES
    assert read("page=" + "9" * 5000).page == MOST_HITS


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("gia-tu=20000&gia-den=60000", "20000-60001"),
        ("gia-tu=60k&gia-den=20.000+%E2%82%AB", "20000-60001"),
        ("gia-tu=20%20000", "20000-"),
        ("gia-den=1+tri%E1%BB%87u", "0-1000001"),
        ("gia-den=" + "9" * 30, f"0-{HIGHEST_PRICE + 1}"),
    ],
)
def test_two_fields_are_one_range_with_both_ends(said, value):
    assert read(said).filters == {"gia": (value,)}


@pytest.mark.parametrize(
    ("values", "bounds"),
    [
        ([], (None, None)),
        (["x"], (None, None)),
        (["20000-60001"], (20000, 60000)),
        (["20000-60000"], (20000, 60000)),
        (["0-60001"], (None, 60000)),
        (["20000-"], (20000, None)),
    ],
)
def test_fields_show_the_range_that_was_typed(values, bounds):
    assert typed_bounds(values) == bounds


def test_address_has_one_order_and_says_nothing_twice():
    query = Query(
        text="nước mắm",
        kind="san-pham",
        filters={"xa": ("xa-ky-anh",), "sao": ("4", "5"), "nhom": ("thuc-pham",)},
        near=Near(18.3, 105.9, 50),
        lapsed=True,
        literal=True,
        sort=Sort.NEAREST,
        page=2,
    )

    assert LIST.of(query) == (
        "/san-pham/?q=n%C6%B0%E1%BB%9Bc+m%E1%BA%AFm&nhom=thuc-pham&sao=4&sao=5&xa=xa-ky-anh&gan=18.30%2C105.90&km=50"
        "&sap-xep=gan&het-han=1&nguyen-van=1&page=2"
    )
    assert LIST.of(plain(query)) == "/san-pham/"
    assert Addresses("/tim-kiem/").of(plain(query)) == "/tim-kiem/?loai=san-pham"


def test_list_of_one_kind_holds_no_other():
    assert read("loai=diem-ban", kind="san-pham").kind == "san-pham"


def test_changes_begin_at_the_first_page():
    query = Query(text="a", filters={"sao": ("4", "5")}, near=Near(18, 105), sort=Sort.NEAREST, literal=True, page=4)

    assert without_value(query, "sao", "4").filters == {"sao": ("5",)}
    assert without_value(without_value(query, "sao", "4"), "sao", "5").filters == {}
    assert without_value(query, "nhom", "x").filters == query.filters
    assert with_values(query, "nhom", ["thuc-pham"]).filters == {"sao": ("4", "5"), "nhom": ("thuc-pham",)}
    assert (without_near(query).near, without_near(query).sort) == (None, Sort.RELEVANCE)
    assert (with_text(query, "b").text, with_text(query, "b").literal) == ("b", False)
    assert {one.page for one in (without_near(query), with_text(query, "b"), without_value(query, "sao", "4"))} == {1}


ANYTHING = st.text(max_size=60)
NAMES = ["q", "loai", "gan", "km", "sap-xep", "page", "het-han", "nguyen-van", "gia-tu", "gia-den", *(one.name for one in FACETS)]
MEANT = [
    "1",
    "4",
    "san-pham",
    "thuc-pham",
    "0-50000",
    "18.3,105.9",
    "50",
    "gan",
    "gia",
    "co",
    "500g",
    "nước mắm",
    "50k",
    "-0.001,0",
]


@given(st.lists(st.tuples(st.sampled_from(NAMES), st.one_of(ANYTHING, st.sampled_from(MEANT))), max_size=12))
def test_address_that_was_written_reads_as_the_same_query(pairs):
    said = QueryDict(mutable=True)
    for name, value in pairs:
        said.appendlist(name, value)
    query = read_query(said, language="vi")

    again = QueryDict(Addresses("").of(query).removeprefix("?"))

    assert read_query(again, language="vi") == query
    assert [(name, value) for name, values in again.lists() for value in values] == parameters(query)
