"""What both engines promise, asked of each: the database here and on PostgreSQL, Elasticsearch on a real server."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from search.domain.meaning import Group, GroupKind, Phrase, Plan
from search.engines.contract import Demand
from search.facets import MOST_CHOICES
from search.query import Near, Sort
from search.sources import Document

TODAY = date(2026, 11, 24)

HT, TH, FOOD = "tinh-ha-tinh", "tinh-thanh-hoa", "thuc-pham"
CHEAP, MIDDLE, DEAR = "0-50000", "50000-100000", "100000-200000"
GOODS = (
    Document(1, "Nước mắm Kỳ Ninh", maker="HTX Ánh Dương", place=["xã Kỳ Ninh"], places=["xa-ky-ninh", HT], price=90_000,
             stars=4, facets={"sao": ["4"], "tinh": [HT], "nhom": [FOOD]}, fresh=date(2025, 1, 1), points=[(18.34, 105.9)]),
    Document(2, "Nước mắm Lê Gia", place=["Hoằng Phụ"], places=[TH], price=120_000, stars=5,
             facets={"sao": ["5"], "tinh": [TH], "nhom": [FOOD]}, fresh=date(2026, 1, 1), points=[(19.8, 105.77)]),
    Document(3, "Mắm tôm Lê Gia", places=[TH], stars=3, price=50_000,
             facets={"sao": ["3"], "tinh": [TH], "nhom": [FOOD]}, text=["dùng với nước dừa"]),
    Document(4, "Cu đơ Phong Nga", places=[HT], price=None, stars=4,
             facets={"sao": ["4"], "tinh": [HT], "nhom": [FOOD]}, points=[(18.33, 105.91), (21.0, 105.8)]),
    Document(5, "Nước mắm đã hết hạn", current_to=date(2026, 11, 24), facets={"sao": ["4"], "tinh": [HT], "nhom": [FOOD]}),
    Document(6, "Trà hoa cúc", stars=3, price=49_999, facets={"sao": ["3"], "tinh": [HT], "nhom": ["do-uong"]}),
)  # fmt: skip
STORIES = (
    Document(1, "Làng nước mắm", text=["chuyện làng biển"]),
    Document(2, "A village of fish sauce", text=["nuoc mam"], language="en"),
)


@pytest.fixture
def ask(engine, put_documents):
    """Ask an engine that holds the goods and the stories; give its answer."""
    put_documents(GOODS, kind="hang")
    put_documents(STORIES, kind="chuyen")
    engine.settle()
    return lambda *groups, **more: engine.answer(Demand(on=TODAY, plan=Plan(tuple(groups)) if groups else None, **more))


def words(*texts: str, prefix: bool = False, names_only: bool = False) -> Group:
    """Ask for one of some phrases."""
    phrases = tuple(Phrase(tuple(text.split()), is_prefix=prefix, names_only=names_only) for text in texts)
    return Group(GroupKind.WORD, phrases, texts[0], tuple(texts[0].split()))


def numbers(answer, kind="hang"):
    return [candidate.object_id for candidate in answer.candidates if candidate.kind == kind]


FOUND = [
    ([words("nuoc"), words("mam")], {1, 2, 3}),
    ([words("nuoc mam")], {1, 2}),
    ([words("mam nuoc")], set()),
    ([words("nước mắm")], {1, 2}),
    ([words("nước màm")], set()),
    ([words("mam tom", "cu do")], {3, 4}),
    ([words("nuoc ma", prefix=True)], {1, 2}),
    ([words("nuo", prefix=True)], {1, 2, 3}),
    ([words("nuo", prefix=True, names_only=True)], {1, 2}),
    ([words("nuoc"), words("le gia")], {2, 3}),
    ([words("nuoc", names_only=True), words("le gia")], {2}),
    ([words("anh duong")], {1}),
    ([words("@tinh-thanh-hoa")], {2, 3}),
    ([words("mam"), words("@tinh-ha-tinh", "@xa-ky-ninh")], {1}),
    ([words("xyz")], set()),
    ([], {1, 2, 3, 4, 6}),
]


@pytest.mark.parametrize(("groups", "expected"), FOUND)
def test_words_are_found_where_they_stand(ask, groups, expected):
    answer = ask(*groups, kind="hang")

    assert (set(numbers(answer)), answer.total) == (expected, len(expected))


def test_phrase_does_not_reach_from_one_text_into_the_next(ask):
    # "Kỳ Ninh" ends the written form, "nuoc" begins the folded one.
    assert ask(words("ninh nuoc")).total == 0


def test_optional_words_lift_and_do_not_narrow(engine, put_documents):
    put_documents(GOODS, kind="hang")
    engine.settle()

    plan = Plan(required=(words("mam"),), optional=(words("tom"),))
    all_of_them, best = engine.answer(Demand(on=TODAY, plan=plan)), engine.answer(Demand(on=TODAY, plan=plan, size=1))

    assert (set(numbers(all_of_them)), numbers(best)) == ({1, 2, 3}, [3])


def test_nothing_required_means_any_of_the_optional(engine, put_documents):
    put_documents(GOODS, kind="hang")
    engine.settle()

    assert set(numbers(engine.answer(Demand(on=TODAY, plan=Plan(optional=(words("tom"), words("cu do"))))))) == {3, 4}


def test_product_sets_are_looked_at_unless_a_phrase_says_no(engine, put_documents):
    put_documents(
        [
            Document(1, "Mật ong A"),
            Document(2, "Giò lụa", sort=["Thịt, mật ong và khác"]),
            Document(3, "Kẹo", text=["từ mật ong"]),
        ],
        kind="hang",
    )
    engine.settle()
    somewhere = Group(GroupKind.THING, (Phrase(("mat", "ong")),), "mat ong")
    elsewhere = Group(GroupKind.THING, (Phrase(("mat", "ong"), not_sort=True),), "mat ong")

    assert set(numbers(engine.answer(Demand(on=TODAY, plan=Plan((somewhere,)))))) == {1, 2, 3}
    assert set(numbers(engine.answer(Demand(on=TODAY, plan=Plan((elsewhere,)))))) == {1, 3}


def test_candidates_carry_what_ranking_looks_at(ask):
    (candidate,) = ask(words("ki ninh"), kind="hang").candidates

    assert (candidate.kind, candidate.object_id, candidate.stars, candidate.fresh, candidate.price) == (
        "hang",
        1,
        4,
        date(2025, 1, 1),
        90_000,
    )
    assert candidate.terms["name"] == "nước mắm kì ninh | nuoc mam ki ninh"
    assert candidate.terms["place"].endswith("@xa-ky-ninh @tinh-ha-tinh")
    assert (set(candidate.places), candidate.is_current) == ({"xa-ky-ninh", "tinh-ha-tinh"}, True)


def test_lapsed_is_found_on_request_and_counted(ask):
    without, with_it = ask(words("nuoc mam"), kind="hang"), ask(words("nuoc mam"), kind="hang", lapsed=True)

    assert (set(numbers(without)), without.lapsed) == ({1, 2}, 1)
    assert (set(numbers(with_it)), with_it.lapsed) == ({1, 2, 5}, 0)


def test_currency_is_a_matter_of_the_day(engine, put_documents):
    put_documents([Document(1, "Cu đơ", current_from=date(2026, 11, 24), current_to=date(2026, 11, 26))], kind="hang")
    engine.settle()
    days = [date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 25), date(2026, 11, 26)]

    answers = [engine.answer(Demand(on=day)) for day in days]

    assert [(answer.total, answer.lapsed) for answer in answers] == [(0, 1), (1, 0), (1, 0), (0, 1)]
    assert [engine.answer(Demand(on=day, lapsed=True)).candidates[0].is_current for day in days] == [False, True, True, False]


def test_language_narrows_what_has_one(ask):
    assert numbers(ask(words("nuoc mam"), kind="chuyen"), "chuyen") == [1]
    assert set(numbers(ask(words("nuoc mam"), kind="chuyen", language="en"), "chuyen")) == {1, 2}


def test_counts_by_kind_are_not_narrowed_by_kind(ask):
    assert dict(ask(words("nuoc mam"), kind="hang").counts) == {"hang": 2, "chuyen": 1}


def test_counting_is_a_question_of_its_own(ask):
    found = ask(words("nuoc mam"), kind="hang", facets=("sao",), is_counted=False)
    counted = ask(words("nuoc mam"), kind="hang", facets=("sao",), size=0)

    assert (found.total, set(numbers(found)), dict(found.counts), dict(found.facets)) == (2, {1, 2}, {}, {})
    assert (counted.total, counted.candidates, dict(counted.counts)) == (2, (), {"hang": 2, "chuyen": 1})
    assert dict(counted.facets["sao"]) == {"4": 1, "5": 1}


@pytest.mark.parametrize("text", ["nuoc mam", "mam", "cu do", "khong co gi"])
@pytest.mark.parametrize("optional", ["", "keo"])
@pytest.mark.usefixtures("ask")
def test_counts_are_the_same_with_hits_and_without(engine, text, optional):
    plan = Plan((words(text),), (words(optional),) if optional else ())

    demand = Demand(on=TODAY, plan=plan, facets=("sao", "tinh", "xa"))
    shown, counted = (engine.answer(replace(demand, size=size)) for size in (24, 0))

    assert (counted.total, counted.lapsed, dict(counted.counts)) == (shown.total, 0, dict(shown.counts))
    assert {name: dict(counts) for name, counts in counted.facets.items()} == {
        name: dict(counts) for name, counts in shown.facets.items()
    }


FACETS = [
    ({}, {"sao": {"3": 2, "4": 2, "5": 1}, "tinh": {HT: 3, TH: 2}, "gia": {CHEAP: 1, MIDDLE: 2, DEAR: 1}}),
    ({"sao": ("4",)}, {"sao": {"3": 2, "4": 2, "5": 1}, "tinh": {HT: 2}, "gia": {MIDDLE: 1}}),
    ({"sao": ("4", "3"), "tinh": ("tinh-thanh-hoa",)}, {"sao": {"3": 1, "5": 1}, "tinh": {HT: 3, TH: 1}, "gia": {MIDDLE: 1}}),
    ({"gia": ("50000-100000",)}, {"sao": {"3": 1, "4": 1}, "tinh": {HT: 1, TH: 1}, "gia": {CHEAP: 1, MIDDLE: 2, DEAR: 1}}),
    ({"sao": ("9",)}, {"sao": {"3": 2, "4": 2, "5": 1}, "tinh": {}, "gia": {}}),
]  # fmt: skip


@pytest.mark.parametrize(("filters", "expected"), FACETS)
def test_facets_stay_right_under_combination(ask, filters, expected):
    answer = ask(kind="hang", filters=filters, facets=("sao", "tinh", "gia"))

    assert {name: dict(counts) for name, counts in answer.facets.items()} == expected


def test_of_many_values_the_frequent_ones_are_counted_and_the_chosen_one(engine, put_documents):
    rare = [Document(number, "Chè", facets={"xa": [f"xa-{number:03}"]}) for number in range(1, MOST_CHOICES + 20)]
    put_documents([*rare, *(Document(1000 + number, "Chè", facets={"xa": ["xa-zzz"]}) for number in range(2))], kind="hang")
    engine.settle()
    last = f"xa-{MOST_CHOICES + 19:03}"

    counts = engine.answer(Demand(on=TODAY, facets=("xa",))).facets["xa"]
    chosen = engine.answer(Demand(on=TODAY, facets=("xa",), filters={"xa": (last,)})).facets["xa"]

    assert len(counts) >= MOST_CHOICES
    assert (counts["xa-zzz"], chosen["xa-zzz"], chosen[last]) == (2, 2, 1)


def test_facets_are_counted_among_what_the_words_match(ask):
    answer = ask(words("nuoc mam"), kind="hang", filters={"sao": ("5",)}, facets=("sao", "nhom"))

    assert (dict(answer.facets["sao"]), dict(answer.facets["nhom"])) == ({"4": 1, "5": 1}, {"thuc-pham": 1})


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (("0-90000",), {3, 6}),
        (("90000-",), {1, 2}),
        (("-90001",), {1, 3, 6}),
        (("0-50000", "100000-200000"), {2, 6}),
        (("nonsense",), set()),
    ],
)
def test_prices_are_ranges(ask, values, expected):
    assert set(numbers(ask(kind="hang", filters={"gia": values}))) == expected


def test_near_finds_what_is_sold_there_and_orders_by_distance(ask):
    near = Near(18.34, 105.9, km=5)

    assert numbers(ask(kind="hang", near=near, sort=Sort.NEAREST)) == [1, 4]
    assert set(numbers(ask(kind="hang", near=Near(18.34, 105.9, km=300)))) == {1, 2, 4}
    assert ask(kind="hang", near=near).counts == {"hang": 2}


ORDERS = [
    (Sort.NAME, [4, 3, 1, 2, 6]),
    (Sort.PRICE_UP, [6, 3, 1, 2, 4]),
    (Sort.PRICE_DOWN, [2, 1, 3, 6, 4]),
    (Sort.STARS, [2, 4, 1, 3, 6]),
    (Sort.NEWEST, [2, 1, 4, 3, 6]),
]


@pytest.mark.parametrize(("sort", "expected"), ORDERS)
def test_orders(ask, sort, expected):
    assert numbers(ask(kind="hang", sort=sort)) == expected


def test_pages_follow_one_another(ask):
    pages = [numbers(ask(kind="hang", sort=Sort.NAME, start=start, size=2)) for start in (0, 2, 4, 6)]

    assert pages == [[4, 3], [1, 2], [6], []]
    assert ask(kind="hang", start=10**9, size=2).candidates == ()


def test_some_of_each_kind(ask):
    answer = ask(words("nuoc mam"), each=1, sort=Sort.STARS)
    (best_of_stories,) = numbers(answer, "chuyen")

    assert (numbers(answer), best_of_stories, answer.total) == ([2], 1, 3)
    assert set(numbers(ask(words("nuoc mam"), each=5))) == {1, 2}


SYNTAX = [
    '"',
    "*",
    "(",
    "a AND b",
    "NEAR",
    "-",
    "^",
    ":",
    "\\",
    "'",
    "&",
    "!",
    "<->",
    "%",
    "_",
    "~1",
    "{",
    "name:x",
    "😀",
    "\u202e",
    "@",
    "@@",
]


@pytest.mark.parametrize("text", SYNTAX)
def test_syntax_of_engines_is_only_text(ask, text):
    assert ask(words(text), kind="hang").total == 0
    assert ask(words(text, prefix=True)).total >= 0
