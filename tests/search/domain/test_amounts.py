from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.text import fold, nfc
from search.domain.amounts import amount_of, bare, find_amounts
from search.facets import AMOUNT, BY_NAME, PRICE, STARS, price_range


def found_in(text):
    return [(found.facet, found.values, text[found.start : found.end]) for found in find_amounts(text)]


@pytest.mark.parametrize(
    ("text", "price", "words"),
    [
        # below
        ("dưới 300k", "0-300001", "dưới 300k"),
        ("duoi 300k", "0-300001", "duoi 300k"),
        ("DƯỚI 300K", "0-300001", "DƯỚI 300K"),
        ("dưới 300", "0-300001", "dưới 300"),
        ("dưới 300.000", "0-300001", "dưới 300.000"),
        ("dưới 300.000đ", "0-300001", "dưới 300.000đ"),
        ("dưới 300.000 ₫", "0-300001", "dưới 300.000 ₫"),
        ("dưới 300 000 đồng", "0-300001", "dưới 300 000 đồng"),
        ("duoi 300000 dong", "0-300001", "duoi 300000 dong"),
        ("dưới 300 nghìn", "0-300001", "dưới 300 nghìn"),
        ("dưới 300 ngàn đồng", "0-300001", "dưới 300 ngàn đồng"),
        ("dưới 300ng", "0-300001", "dưới 300ng"),
        ("giá dưới 300k", "0-300001", "giá dưới 300k"),
        ("không quá 200k", "0-200001", "không quá 200k"),
        ("khong qua 200 nghin", "0-200001", "khong qua 200 nghin"),
        ("tối đa 1 triệu", "0-1000001", "tối đa 1 triệu"),
        ("duoi 1,5tr", "0-1500001", "duoi 1,5tr"),
        ("dưới 2 củ", "0-2000001", "dưới 2 củ"),
        ("rẻ hơn 100k", "0-100001", "rẻ hơn 100k"),
        ("< 100k", "0-100001", "< 100k"),
        ("trà <100k", "0-100001", "<100k"),
        ("under 300k", "0-300001", "under 300k"),
        ("below 200,000 VND", "0-200001", "below 200,000 VND"),
        ("honey less than 100k", "0-100001", "less than 100k"),
        ("dưới 1.000.000k", "0-1000001", "dưới 1.000.000k"),  # both are written by some; nobody means a milliard
        # above
        ("trên 500k", "500000-", "trên 500k"),
        ("tren 500 nghin", "500000-", "tren 500 nghin"),
        ("hơn 1 triệu", "1000000-", "hơn 1 triệu"),
        ("tối thiểu 200k", "200000-", "tối thiểu 200k"),
        ("it nhat 100k", "100000-", "it nhat 100k"),
        ("> 50k", "50000-", "> 50k"),
        ("over 1 million", "1000000-", "over 1 million"),
        ("more than 300 thousand", "300000-", "more than 300 thousand"),
        # between
        ("từ 100k đến 200k", "100000-200001", "từ 100k đến 200k"),
        ("tu 100 den 200k", "100000-200001", "tu 100 den 200k"),
        ("từ 100k tới 200k", "100000-200001", "từ 100k tới 200k"),
        ("khoảng từ 1 đến 2 triệu", "1000000-2000001", "khoảng từ 1 đến 2 triệu"),
        ("100-200k", "100000-200001", "100-200k"),
        ("100 - 200 nghìn", "100000-200001", "100 - 200 nghìn"),
        ("100.000–200.000đ", "100000-200001", "100.000–200.000đ"),
        ("quà tết 200 - 500k", "200000-500001", "200 - 500k"),
        ("between 100,000 and 200,000 vnd", "100000-200001", "between 100,000 and 200,000 vnd"),
        ("from 100k to 200k", "100000-200001", "from 100k to 200k"),
        # around
        ("khoảng 100k", "80000-120001", "khoảng 100k"),
        ("tam 300 nghin", "240000-360001", "tam 300 nghin"),
        ("khoảng 100.000đ", "80000-120001", "khoảng 100.000đ"),
        ("about 50k", "40000-60001", "about 50k"),
    ],
)
def test_prices_are_found(text, price, words):
    assert found_in(text) == [(PRICE.name, (price,), words)]


@pytest.mark.parametrize(
    ("text", "stars", "words"),
    [
        ("4 sao", "4", "4 sao"),
        ("OCOP 5 SAO", "5", "OCOP 5 SAO"),
        ("ocop 4 sao ha tinh", "4", "ocop 4 sao"),
        ("4sao", "4", "4sao"),
        ("bốn sao", "4", "bốn sao"),
        ("nam sao", "5", "nam sao"),
        ("ba sao", "3", "ba sao"),
        ("3 sao trở lên", "345", "3 sao trở lên"),
        ("4 sao tro len", "45", "4 sao tro len"),
        ("bốn sao trở lên", "45", "bốn sao trở lên"),
        ("4 sao+", "45", "4 sao+"),
        ("4*", "4", "4*"),
        ("4 stars", "4", "4 stars"),
        ("5-star honey", "5", "5-star"),
        ("4 stars or more", "45", "4 stars or more"),
    ],
)
def test_stars_are_found(text, stars, words):
    assert found_in(text) == [(STARS.name, tuple(stars), words)]


@pytest.mark.parametrize(
    ("text", "amount", "words"),
    [
        ("500g", "500g", "500g"),
        ("500 gr", "500g", "500 gr"),
        ("500 GAM", "500g", "500 GAM"),
        ("1kg", "1000g", "1kg"),
        ("1,5 kg", "1500g", "1,5 kg"),
        ("0.5kg", "500g", "0.5kg"),
        ("0,500 kg", "500g", "0,500 kg"),
        ("1.500 kg", "1500g", "1.500 kg"),
        ("1.500g", "1500g", "1.500g"),
        ("1.000.000g", "1000000g", "1.000.000g"),
        ("1 cân", "1000g", "1 cân"),
        ("2 lạng", "200g", "2 lạng"),
        ("1 ki lô", "1000g", "1 ki lô"),
        ("chai 500ml", "500ml", "500ml"),
        ("330 ML", "330ml", "330 ML"),
        ("1 lít", "1000ml", "1 lít"),
        ("0.5l", "500ml", "0.5l"),
        ("2 litre", "2000ml", "2 litre"),
        ("hộp 12 gói x 20g", "20g", "20g"),
    ],
)
def test_amounts_are_found(text, amount, words):
    assert found_in(text) == [(AMOUNT.name, (amount,), words)]


@pytest.mark.parametrize(
    "text",
    [
        # numbers of something else
        "ca cao 3 trong 1",
        "9 sản phẩm sữa",
        "hơn 200 năm",
        "hon 200 nam",
        "trên 100 năm",
        "tren 100 nam tuoi",
        "dưới 5 tuổi",
        "trên 40 độ đạm",
        "rượu trên 40 độ",
        "trên 60% ca cao",
        "trên 500 sản phẩm",
        "tối đa 3 ngày",
        "over 100 years",
        "khoảng 20 cái",
        "tầm 3 người",
        "2 - 3 cái",
        "từ 3 đến 5 tuổi",
        "tết 2025-2026",
        "từ 200k đến 100k",
        "100k - 100k",
        # names and numbers that are parts of words
        "gạo ST25",
        "thạch găng số 9",
        "40 độ đạm",
        "0912345678",
        "1489/QĐ-TTg",
        "mã 8935012345678",
        "24h",
        "12 cành",
        "3 lá",
        "5 gà đồi",
        # no such stars
        "2 sao",
        "6 sao",
        "14 sao",
        "4 saophương",
        "sao biển",
        "năm nay",
        # nothing is left of it
        "0g",
        "9" * 400 + "g",
        # words alone
        "dưới",
        "honey under the tree",
        "quà",
        "",
    ],
)
def test_other_numbers_are_none(text):
    assert found_in(text) == []


def test_several_are_found_in_order():
    text = "mật ong 500ml 4 sao dưới 200k cho mẹ"

    assert found_in(text) == [
        (AMOUNT.name, ("500ml",), "500ml"),
        (STARS.name, ("4",), "4 sao"),
        (PRICE.name, ("0-200001",), "dưới 200k"),
    ]


def test_of_two_that_share_letters_the_longer_is_taken():
    assert found_in("từ 100k đến dưới 200k") == [(PRICE.name, ("0-200001",), "dưới 200k")]
    assert found_in("dưới 100k - 200k") == [(PRICE.name, ("100000-200001",), "100k - 200k")]


@pytest.mark.parametrize(
    ("net_content", "value"),
    [
        ("500 ml", "500ml"),
        ("Hộp 0,5 kg", "500g"),
        ("Chai 250 ml (± 2%)", "250ml"),
        ("250g/gói, 12 gói", "250g"),
        ("1\u00a0lít", "1000ml"),
        ("500 gam", "500g"),
        ("Hộp 12 gói", ""),
        ("", ""),
    ],
)
def test_amount_of_table(net_content, value):
    assert amount_of(net_content) == value


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Dưới ĐỒNG 300K", "duoi dong 300k"), ("ðồng Ð", "dong d"), ("hòa hoà", "hoa hoa"), ("蜂蜜 🍯 ﬁ", "蜂蜜 🍯 ﬁ"), ("", "")],
)
def test_bare_table(text, expected):
    assert bare(text) == expected


@given(st.text())
@example("İ ẞ ß ﬁ ŉ Ǆ ᾳ\u0345 ½")
def test_bare_keeps_each_letter_at_its_place(text):
    assert len(bare(text)) == len(text)


@given(st.text(alphabet="aăâđêôơưàảạ ĐƯỚ-.", max_size=30))
def test_bare_letters_are_folded_letters(text):
    assert fold(bare(nfc(text))) == fold(text)


WORDS = [
    "dưới",
    "trên",
    "từ",
    "đến",
    "khoảng",
    "hơn",
    "giá",
    "sao",
    "bốn",
    "trở lên",
    "k",
    "triệu",
    "đồng",
    "kg",
    "g",
    "ml",
    "lít",
    "-",
]
PIECES = st.one_of(
    st.sampled_from([*WORDS, ".", ",", " ", "<", ">", "*", "%", "+"]), st.integers(0, 10**15).map(str), st.text(max_size=3)
)


@given(st.lists(PIECES, max_size=12).map(" ".join) | st.lists(PIECES, max_size=12).map("".join))
@example("1.000.000.000.000 kg dưới 1.000.000.000k")
@example("dưới ٣٣٣k 1² sao ½ kg")
def test_whatever_is_found_is_a_value_at_its_place(text):
    text = nfc(text)

    found = find_amounts(text)

    assert all(one.facet in BY_NAME and one.values and 0 <= one.start < one.end <= len(text) for one in found)
    assert all(before.end <= after.start for before, after in pairwise(found))
    assert all(price_range(value) for one in found if one.facet == PRICE.name for value in one.values)
    assert {value for one in found if one.facet == STARS.name for value in one.values} <= {"3", "4", "5"}


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("mật ong 300k", ("240000-360001",)),
        ("giá 245.000", ("196000-294001",)),
        ("từ 100k trở lên", ("100000-",)),
        ("100k trở xuống", ("0-100001",)),
        ("100.000đ trở lên", ("100000-",)),
        ("gạo 5 kg", None),
        ("ca cao 3 trong 1", None),
        ("rượu 40 độ", None),
        ("50 cái", None),
    ],
)
def test_price_that_stands_alone_is_about_that_much(text, values):
    assert next((found.values for found in find_amounts(text) if found.facet == "gia"), None) == values
