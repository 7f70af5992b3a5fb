from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.domain.finding import find
from search.domain.lexicon import forget
from search.models import Synonym, SynonymKind
from search.query import HITS_ON_A_PAGE, MOST_WORDS, Query, Result, Sort
from search.sources import NEVER, Document
from tests.search.conftest import TODAY

pytestmark = pytest.mark.django_db

NAMES = [
    *("Nước mắm Kỳ Ninh", "Nước mắm Lê Gia", "Cu đơ Phong Nga", "Cu đơ Thành Đạt", "Đồ đồng Trung Lương", "Kẹo dừa", "Dứa mật"),
    *("Dưa lưới", "Chè xanh", "Trà hoa cúc", "Cà phê", "Mận hậu", "Nem mẹ Nhi", "Hoà Hải", "Thủy sản khô", "Bánh đa vừng"),
    *("Mật ong rừng", "Mật ong hoa vải", "Mỳ gạo Chũ", "Cam bù"),
]


@pytest.fixture
def names(put):
    put(*NAMES)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("nuoc mam ky ninh", "Nước mắm Kỳ Ninh"),
        ("NƯỚC MẮM KỲ NINH", "Nước mắm Kỳ Ninh"),
        (unicodedata.normalize("NFD", "nước mắm kỳ ninh"), "Nước mắm Kỳ Ninh"),
        ("ninh kỳ mắm nước", "Nước mắm Kỳ Ninh"),
        ("cu-đơ phong nga", "Cu đơ Phong Nga"),
        ("ca phe", "Cà phê"),
        ("nem me", "Nem mẹ Nhi"),
        ("hòa hải", "Hoà Hải"),
        ("thuỷ sản", "Thủy sản khô"),
        ("mì gạo", "Mỳ gạo Chũ"),
        ("nuwowcs mawms kyf ninh", "Nước mắm Kỳ Ninh"),
        ("nu7o7c1 ma8m1 ky2 ninh", "Nước mắm Kỳ Ninh"),
        ("cu ddow phong nga", "Cu đơ Phong Nga"),
        ("nuocmam kyninh", "Nước mắm Kỳ Ninh"),
        ("matong", "Mật ong rừng"),
        ("nuoc mma le gia", "Nước mắm Lê Gia"),
        ("nước mắn lê gia", "Nước mắm Lê Gia"),
        ("banh da vunk", "Bánh đa vừng"),
        ("banh da vu", "Bánh đa vừng"),
        ("nướ", "Nước mắm Lê Gia"),
        ("phon", "Cu đơ Phong Nga"),
        ("cam bu", "Cam bù"),
    ],
)
def test_find_meets_people_where_they_type(names, titles, text, name):
    assert titles(text)[0] == name


@pytest.mark.parametrize(
    ("text", "first"),
    [("đơ", "Cu đơ Phong Nga"), ("đồ", "Đồ đồng Trung Lương"), ("dừa", "Kẹo dừa"), ("dứa", "Dứa mật"), ("dưa", "Dưa lưới")],
)
def test_exact_accents_come_first(names, titles, text, first):
    found = titles(text)

    assert found[0] == first
    assert len(found) > 1


def test_text_without_marks_finds_all_that_fold_alike(names, titles):
    assert set(titles("dua", exact=True)) == {"Kẹo dừa", "Dứa mật", "Dưa lưới"}


@pytest.mark.parametrize("text", ["", "   ", "★", "---", "\x00", "\x00\x00", "\u200b", "😀"])
def test_nothing_to_look_for_is_a_calm_result(names, result, text):
    assert isinstance(result(text), Result)


@pytest.mark.parametrize("text", ["★", "---", "\u200b", "😀"])
def test_signs_alone_find_nothing(names, result, text):
    assert (result(text).total, result(text).hits) == (0, ())


def test_nonsense_finds_nothing(names, result):
    found = result("xyzzyqwrt")

    assert (found.total, found.exact, found.suggestion) == (0, 0, "")


def test_empty_text_gives_everything_by_name(names, titles):
    assert titles("", sort=Sort.NAME)[:4] == ["Bánh đa vừng", "Cà phê", "Cam bù", "Chè xanh"]


SYNTAX = [
    '"',
    '"nuoc',
    "nuoc*",
    "(nuoc",
    "title:nuoc",
    "^nuoc",
    "NEAR(nuoc mam)",
    "nuoc AND",
    "NOT nuoc",
    "-nuoc",
    "';--",
    "%",
    "_",
    "\\",
]
SYNTAX += ["nuoc & mam", "!nuoc", "nuoc:*", "~2", "?", "{nuoc}", "nuoc OR mam", "<->", "\u202enuoc", "@xa-ky-ninh", "| nuoc |"]


@pytest.mark.parametrize("text", SYNTAX)
def test_syntax_of_engines_is_only_text(names, result, text):
    assert isinstance(result(text), Result)


@pytest.mark.parametrize("text", ["nuoc\x00mam ky ninh", "(nước) mắm* kỳ ninh", '"nước mắm" kỳ ninh', "nước; mắm/kỳ ninh"])
def test_words_among_syntax_are_still_found(names, titles, text):
    assert titles(text)[0] == "Nước mắm Kỳ Ninh"


@pytest.mark.parametrize("text", ["nước mắm " * 1200, "x" * 10_000, "đ" * 10_000, "\u0301" * 10_000, "a " * 5_000, "1" * 10_000])
def test_ten_thousand_characters_are_calm_and_bounded(names, result, text):
    found = result(text)

    assert found.meaning is None or len(found.meaning.groups) <= MOST_WORDS


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=80), page=st.integers(-5, 10**9), lapsed=st.booleans(), literal=st.booleans())
def test_any_text_gets_an_answer(names, text, page, lapsed, literal):
    found = find(Query(text, page=page, lapsed=lapsed, literal=literal), today=TODAY, facets=("sao", "noi"))

    assert 1 <= found.page <= found.pages
    assert len(found.hits) <= HITS_ON_A_PAGE


def test_name_comes_before_producer_before_story_and_a_set_of_many_goods_is_none(put, titles):
    put(
        Document(1, "Muối chấm", text=["ngon khi dùng với mật ong"]),
        Document(2, "Phấn hoa", maker="HTX Mật ong Hương Sơn"),
        Document(3, "Sáp thơm", sort=["Mật ong và sản phẩm từ ong"]),
        Document(4, "Mật ong A"),
        Document(5, "Mật ong B"),
    )

    assert titles("mat ong") == ["Mật ong A", "Mật ong B", "Phấn hoa", "Muối chấm"]
    assert titles("mat ong", exact=True) == ["Mật ong A", "Mật ong B"]


def test_lapsed_is_found_on_request_behind_what_is_current(put, result, titles):
    put(
        Document(1, "Nước mắm cũ", current_to=NEVER[1]),
        Document(2, "Nước mắm B", stars=3),
        Document(3, "Nước mắm C", current_to=TODAY),
    )

    assert (titles("nước mắm"), result("nước mắm").lapsed) == (["Nước mắm B"], 2)
    assert titles("nước mắm", lapsed=True) == ["Nước mắm B", "Nước mắm C", "Nước mắm cũ"]


def test_what_only_ended_certificates_answer_is_not_put_right(put, result):
    put(Document(1, "Bánh gai Lâm", current_to=NEVER[1]), "Bánh gan Lâm")

    found = result("bánh gai lâm")

    assert (found.suggestion, found.lapsed) == ("", 1)


def test_few_exact_hits_are_followed_by_what_fits_in_part(names, result, titles):
    found = result("mật ong rừng")

    assert (found.exact, titles("mật ong rừng")) == (1, ["Mật ong rừng", "Mật ong hoa vải", "Dứa mật"])
    assert [hit.is_exact for hit in found.hits] == [True, False, False]


def test_many_exact_hits_stand_alone(put, result):
    put(*(f"Mật ong rừng {number}" for number in range(12)), "Mật ong hoa vải")

    assert (result("mật ong rừng").total, result("mật ong rừng").exact) == (12, 12)


def test_correction_says_so_and_can_be_declined(names, result):
    corrected, literal = result("nước mắn"), result("nước mắn", literal=True)

    assert (corrected.suggestion, corrected.is_corrected) == ("nước mắm", True)
    assert (literal.suggestion, literal.total) == ("", 0)


def test_word_that_is_known_is_not_put_right(names, result):
    assert result("cam bù").suggestion == ""


def test_synonyms_work_in_both_directions_and_keep_their_marks(names, titles):
    Synonym.objects.create(kind=SynonymKind.SAME, words="chè, trà, tea")
    forget()

    assert titles("trà", exact=True) == ["Trà hoa cúc", "Chè xanh"]
    assert titles("che", exact=True) == ["Chè xanh", "Trà hoa cúc"]
    assert set(titles("tea", exact=True)) == {"Trà hoa cúc", "Chè xanh"}


def test_concept_finds_what_answers_it_and_not_the_other_way(names, titles):
    Synonym.objects.create(kind=SynonymKind.CONCEPT, words="quà biếu", means="mật ong\ncu đơ")
    forget()

    assert set(titles("qua bieu", exact=True)) == {"Mật ong rừng", "Mật ong hoa vải", "Cu đơ Phong Nga", "Cu đơ Thành Đạt"}
    assert "Cu đơ Phong Nga" not in titles("mật ong", exact=True)


def test_stop_phrases_say_nothing(names, titles):
    Synonym.objects.create(kind=SynonymKind.STOP, words="mua\nở đâu")
    forget()

    assert titles("mua mật ong rừng ở đâu", exact=True) == ["Mật ong rừng"]


def test_price_in_the_text_filters_and_gives_way_when_nothing_is_left(put, result, titles):
    put(Document(1, "Mật ong A", price=100_000), Document(2, "Mật ong B", price=400_000))

    assert titles("mật ong dưới 300k") == ["Mật ong A"]
    assert result("mật ong dưới 50k").dropped_filters
    assert {*titles("mật ong dưới 50k")} == {"Mật ong A", "Mật ong B"}


def test_stars_and_amounts_in_the_text_come_first(put, titles):
    put(
        Document(1, "Mật ong A", facets={"sao": ["3"], "luong": ["500g"]}),
        Document(2, "Mật ong B", facets={"sao": ["4"], "luong": ["200g"]}),
    )

    assert titles("mật ong 4 sao") == ["Mật ong B", "Mật ong A"]
    assert titles("mật ong 500g") == ["Mật ong A", "Mật ong B"]
    assert titles("mật ong 4 sao", exact=True) == ["Mật ong B"]


def test_counts_are_of_every_kind_and_hits_of_one(put, result):
    put("Cu đơ Phong Nga", "Cu đơ Thành Đạt")
    put("Làng cu đơ", kind="chuyen")

    found = result("cu do", kind="chuyen")

    assert [(hit.kind, hit.object_id) for hit in found.hits] == [("chuyen", 1)]
    assert dict(found.counts) == {"hang": 2, "chuyen": 1}


def test_pages_hold_each_hit_once_whatever_is_ranked(put, result):
    put(*(f"Mật ong số {number:03}" for number in range(300)))
    pages = [result("mật ong", page=page, size=24) for page in range(1, 15)]

    numbers = [hit.object_id for page in pages for hit in page.hits]

    assert (pages[0].pages, pages[-1].page) == (13, 13)
    assert (len(numbers), len(set(numbers))) == (300 + len(pages[-1].hits), 300)


@pytest.mark.parametrize("size", [24, 20, 7])
def test_pages_hold_each_hit_once_where_hits_fit_in_part(put, result, size):
    # Stars change the order of what was fetched, so that its last ones are others than the engine's last.
    put(
        *(Document(number, f"Mật ong số {number:03}", stars=3 + number % 3) for number in range(1, 121)),
        Document(500, "Mật ong rừng U Minh"),
    )
    count = result("mật ong u minh", size=size).pages

    numbers = [hit.object_id for page in range(1, count + 1) for hit in result("mật ong u minh", page=page, size=size).hits]

    assert (len(numbers), len(set(numbers))) == (121, 121)


def test_chosen_filter_outweighs_the_text(put, titles):
    put(Document(1, "Mật ong A", price=100_000), Document(2, "Mật ong B", price=400_000))

    assert titles("mật ong dưới 300k", filters={"gia": ("300000-",)}) == ["Mật ong B"]


def test_order_other_than_relevance_holds(put, titles):
    put(Document(1, "Mật ong A", price=300), Document(2, "Mật ong B", price=100), Document(3, "Mật ong C", price=200))

    assert titles("mật ong", sort=Sort.PRICE_UP) == ["Mật ong B", "Mật ong C", "Mật ong A"]


def test_query_is_plain_and_can_be_replaced():
    query = Query("a" * 500 + "\x00")

    assert (len(query.bounded_text), replace(query, text=" x ").bounded_text) == (200, "x")
