from __future__ import annotations

import unicodedata

import pytest

from search.models import SearchDocument
from search.query import LONGEST_TEXT, MOST_HITS, MOST_WORDS, Hit, Query, Result, find

pytestmark = pytest.mark.django_db

NAMES = [
    *(
        "Nước mắm Kỳ Ninh",
        "Cu đơ Phong Nga",
        "Đồ đồng Trung Lương",
        "Kẹo dừa",
        "Dứa mật",
        "Dưa lưới",
        "Chè xanh",
        "Cà phê",
        "Mận hậu",
    ),
    *("Nem mẹ Nhi", "Hoà Hải", "Thủy sản khô", "Bánh đa vừng", "Mật ong rừng"),
]


@pytest.fixture
def names(put):
    put(*NAMES)
    return lambda text, kind="": [NAMES[hit.object_id - 1] for hit in find(Query(text, kind)).hits]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("nuoc mam", "Nước mắm Kỳ Ninh"),
        ("Nước mắm", "Nước mắm Kỳ Ninh"),
        ("NƯỚC MẮM", "Nước mắm Kỳ Ninh"),
        (unicodedata.normalize("NFD", "nước mắm"), "Nước mắm Kỳ Ninh"),
        ("mam nuoc", "Nước mắm Kỳ Ninh"),
        ("nuoc mam ky ninh", "Nước mắm Kỳ Ninh"),
        ("cu do", "Cu đơ Phong Nga"),
        ("CU ĐƠ", "Cu đơ Phong Nga"),
        ("cu-đơ", "Cu đơ Phong Nga"),
        ("ca phe", "Cà phê"),
        (unicodedata.normalize("NFD", "cà phê"), "Cà phê"),
        ("che", "Chè xanh"),
        ("nem me", "Nem mẹ Nhi"),
        ("hòa hải", "Hoà Hải"),
        ("thuỷ sản", "Thủy sản khô"),
        ("mat ong", "Mật ong rừng"),
    ],
)
def test_find_meets_people_where_they_type(names, text, name):
    assert names(text) == [name]


# English stop words are whole Vietnamese syllables.
@pytest.mark.parametrize("text", ["do", "đơ", "DO"])
def test_syllables_that_are_english_stop_words_are_found(names, text):
    assert set(names(text)) == {"Cu đơ Phong Nga", "Đồ đồng Trung Lương"}


@pytest.mark.parametrize(
    ("text", "first"),
    [("đơ", "Cu đơ Phong Nga"), ("đồ", "Đồ đồng Trung Lương"), ("dừa", "Kẹo dừa"), ("dứa", "Dứa mật"), ("dưa", "Dưa lưới")],
)
def test_exact_accents_come_first(names, text, first):
    found = names(text)

    assert found[0] == first
    assert len(found) > 1


def test_text_without_marks_finds_all_that_fold_alike(names):
    assert set(names("dua")) == {"Kẹo dừa", "Dứa mật", "Dưa lưới"}


@pytest.mark.parametrize(
    ("text", "name"),
    [("nuo", "Nước mắm Kỳ Ninh"), ("nướ", "Nước mắm Kỳ Ninh"), ("phon", "Cu đơ Phong Nga"), ("vun", "Bánh đa vừng")],
)
def test_beginnings_are_found(names, text, name):
    assert names(text) == [name]


@pytest.mark.parametrize("text", ["xyzzy", "không hề có", "", "   ", "★", "---", "\x00", "\x00\x00", "\u200b"])
def test_nonsense_gives_an_empty_result(names, text):
    assert find(Query(text)) == Result()


SYNTAX = [
    '"',
    '""',
    '"nuoc',
    "*",
    "nuoc*",
    "(",
    ")",
    "(nuoc",
    ":",
    "title:nuoc",
    "^",
    "^nuoc",
    "NEAR",
    "NEAR(nuoc mam)",
    "AND",
    "OR",
    "NOT",
    "nuoc AND",
    "NOT nuoc",
]
SYNTAX += [
    "-",
    "-nuoc",
    "+nuoc",
    "{nuoc}",
    "nuoc OR mam",
    "'",
    "''",
    "';--",
    "%",
    "_",
    "\\",
    "&",
    "|",
    "!",
    "<->",
    "nuoc & mam",
    "!nuoc",
    "nuoc:*",
    "",
    "~",
    "?",
    "😀",
    "nuoc 😀",
]


@pytest.mark.parametrize("text", SYNTAX)
def test_syntax_of_engines_is_only_text(names, text):
    assert isinstance(find(Query(text)), Result)


@pytest.mark.parametrize("text", ["nuoc\x00mam", "nước mắm\x00", "(nước) mắm*", '"nước mắm"', "nước; mắm", "nước/mắm"])
def test_words_among_syntax_are_still_found(names, text):
    assert names(text) == ["Nước mắm Kỳ Ninh"]


@pytest.mark.parametrize("text", ["nước mắm " * 1200, "x" * 10_000, "đ" * 10_000, "\u0301" * 10_000, "a " * 5_000])
def test_ten_thousand_characters_are_calm(names, text):
    query = Query(text)

    assert isinstance(find(query), Result)
    assert len(query.written) <= LONGEST_TEXT
    assert len(query.folded.split()) <= MOST_WORDS


def test_lapsed_comes_after_current(put):
    put(("Nước mắm nước mắm", "nước mắm", False), ("Muối chấm", "dùng với nước mắm", True), ("Nước mắm cũ", "", False))

    first, *others = [hit.object_id for hit in find(Query("nước mắm")).hits]
    assert (first, set(others)) == (2, {1, 3})


def test_title_weighs_more_than_text(put):
    put(("Muối chấm", "ngon khi dùng với mật ong"), ("Mật ong", "từ rừng"))

    assert [hit.object_id for hit in find(Query("mật ong")).hits] == [2, 1]
    assert [hit.object_id for hit in find(Query("mat ong")).hits] == [2, 1]


def test_kind_filters_hits_but_not_counts(put):
    put("Cu đơ Phong Nga", "Cu đơ Thành Đạt", kind="san-pham")
    put("Làng cu đơ", kind="cau-chuyen")

    result = find(Query("cu do", "cau-chuyen"))

    assert result.hits == [Hit("cau-chuyen", 1)]
    assert result.counts == {"san-pham": 2, "cau-chuyen": 1}
    assert len(find(Query("cu do")).hits) == 3
    assert find(Query("cu do", "khong-co")).hits == []


def test_hits_are_bounded(put):
    put(*["Cu đơ"] * (MOST_HITS + 20))

    assert len(find(Query("cu do")).hits) == MOST_HITS


def test_query_is_written_in_one_form():
    query = Query(unicodedata.normalize("NFD", "  hòa \x00 Hải "))

    assert (query.written, query.folded) == ("hoà Hải", "hoa hai")


def test_documents_that_changed_by_hand_derive_their_columns():
    document = SearchDocument.objects.create(kind="thu", object_id=1, title="Cu đơ", text="Hòa Hải")

    assert (document.folded_title, document.folded_text) == ("cu do", "hoa hai")
    assert (document.written_title(), document.written_text(), str(document)) == ("Cu đơ", "Hoà Hải", "thu: Cu đơ")
