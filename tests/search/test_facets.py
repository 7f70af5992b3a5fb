from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search.facets import BY_NAME, FACETS, NAMED, NO_LIMIT, PRICE, PRICE_BANDS, band_of, price_range, value_slug


def test_names_are_parts_of_addresses_and_differ():
    names = [facet.name for facet in FACETS]

    assert [name for name in names if not re.fullmatch(r"[a-z]+(-[a-z]+)*", name)] == []
    assert list(BY_NAME) == names
    assert set(NAMED) <= set(FACETS)


def test_what_is_only_understood_is_not_shown():
    assert [facet.name for facet in FACETS if not facet.is_shown] == ["noi", "luong"]


@pytest.mark.parametrize(
    ("value", "bounds"),
    [
        ("0-50000", (0, 50000)),
        ("50000-100000", (50000, 100000)),
        ("500000-", (500000, NO_LIMIT)),
        ("-100000", (0, 100000)),
        ("0-0", (0, 0)),
        ("0000123-456", (123, 456)),
        ("1234567890123-1234567890123", None),  # longer than any price
        ("1" * 5000 + "-", None),
        ("", None),
        ("-", None),
        ("100", None),
        ("a-b", None),
        ("1-2-3", None),
        ("--1", None),
        ("1.5-2", None),
        ("+1-2", None),
        (" 1-2", None),
        ("1\n-2", None),
        ("٣-٦", None),
        ("²-5", None),
        ("1–2", None),
    ],
)
def test_price_range_table(value, bounds):
    assert price_range(value) == bounds


@given(st.text(alphabet="0123456789-٣² .", max_size=40))
@example("-" * 30)
def test_price_range_reads_anything(value):
    bounds = price_range(value)

    assert bounds is None or (len(bounds) == 2 and min(bounds) >= 0)


@pytest.mark.parametrize(
    ("price", "band"),
    [
        (0, "0-50000"),
        (49_999, "0-50000"),
        (50_000, "50000-100000"),
        (99_999, "50000-100000"),
        (100_000, "100000-200000"),
        (200_000, "200000-500000"),
        (499_999, "200000-500000"),
        (500_000, "500000-"),
        (999_999_999_999, "500000-"),
    ],
)
def test_band_of_table(price, band):
    assert band_of(price) == band


@given(st.integers(min_value=0, max_value=NO_LIMIT - 1))
def test_each_price_lies_in_one_band(price):
    holding = [band for band in PRICE_BANDS if (bounds := price_range(band)) and bounds[0] <= price < bounds[1]]

    assert holding == [band_of(price)]


@pytest.mark.parametrize(
    ("value", "slug"),
    [("COOPERATIVE_GROUP", "cooperative-group"), ("ENTERPRISE", "enterprise"), ("VIETGAP", "vietgap"), ("", "")],
)
def test_value_slug_table(value, slug):
    assert value_slug(value) == slug


def test_price_is_the_facet_of_ranges():
    assert BY_NAME["gia"] is PRICE
