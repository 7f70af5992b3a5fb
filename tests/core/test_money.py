from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.money import NotMoney, format_vnd, parse_vnd


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (0, "0\u00a0₫"),
        (500, "500\u00a0₫"),
        (245_000, "245.000\u00a0₫"),
        (1_234_567, "1.234.567\u00a0₫"),
        (-5_000, "-5.000\u00a0₫"),
    ],
)
def test_format_vnd_table(amount, text):
    assert format_vnd(amount) == text


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("245.000", 245_000),
        ("245,000", 245_000),
        ("245000", 245_000),
        ("245 000", 245_000),
        ("245\u00a0000 ₫", 245_000),
        ("245 000 đ", 245_000),
        ("245.000đ", 245_000),
        ("245.000 VNĐ", 245_000),
        ("245000vnd", 245_000),
        ("245k", 245_000),
        ("245 K", 245_000),
        ("245 nghìn", 245_000),
        ("245 ngàn đồng", 245_000),
        ("1 triệu", 1_000_000),
        ("2TR", 2_000_000),
        (" 1.234.567 ", 1_234_567),
        ("0", 0),
        (unicodedata.normalize("NFD", "245 nghìn đồng"), 245_000),
    ],
)
def test_parse_vnd_table(text, amount):
    assert parse_vnd(text) == amount


@pytest.mark.parametrize(
    "text", ["", "đ", "mười nghìn", "-5000", "1.234.567,89", "12.50", "1.5 triệu", "245.00", "5 đô", "1e6", "2 tỷ"]
)
def test_parse_vnd_refuses_what_is_no_whole_amount(text):
    with pytest.raises(NotMoney):
        parse_vnd(text)


@given(st.integers(min_value=0, max_value=10**15))
def test_parse_vnd_reads_what_format_vnd_wrote(amount):
    assert parse_vnd(format_vnd(amount)) == amount
