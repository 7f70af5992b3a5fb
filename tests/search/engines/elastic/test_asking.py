"""The body of a search and the reading of its answer; what a cluster makes of it is held by the contract of both engines."""

from __future__ import annotations

from datetime import date

import pytest

from search.domain.meaning import Group, GroupKind, Phrase, Plan
from search.engines.contract import Answer, Candidate, Demand
from search.engines.elastic.asking import body_of, read_answer
from search.query import MOST_HITS, Near, Sort

TODAY = date(2026, 11, 24)

CURRENT = {
    "bool": {"filter": [{"range": {"current_from": {"lte": "2026-11-24"}}}, {"range": {"current_to": {"gt": "2026-11-24"}}}]}
}
BY_NAME = [{"sort_key": "asc"}, {"kind": "asc"}, {"object_id": "asc"}]


def group(*phrases: Phrase, weight: float = 1.0) -> Group:
    return Group(GroupKind.WORD, phrases, phrases[0].text, weight=weight)


def test_everything_is_asked_for_without_words():
    body = body_of(Demand(on=TODAY, start=24, size=24))

    assert body["query"] == {"bool": {"filter": [{"terms": {"language": ["", "vi"]}}]}}
    assert body["post_filter"] == {"bool": {"filter": [CURRENT]}}
    assert (body["sort"], body["from"], body["size"], body["track_total_hits"]) == (BY_NAME, 24, 24, True)
    assert set(body["aggs"]) == {"facets", "lapsed"}


def test_words_are_worth_what_the_place_is_worth_where_they_stand():
    body = body_of(Demand(on=TODAY, plan=Plan((group(Phrase(("cu", "do"), weight=0.5, names_only=True), weight=2.0),))))

    assert body["query"]["bool"]["must"] == [
        {"dis_max": {"queries": [{"constant_score": {"filter": {"term": {"lexemes": "2ncu_do"}}, "boost": 1.0}}]}}
    ]
    assert body["sort"] == ["_score", {"length": "asc"}, {"stars": "desc"}, *BY_NAME]


def test_three_words_in_a_row_are_two_pairs():
    body = body_of(Demand(on=TODAY, plan=Plan((group(Phrase(("a", "b", "c"), names_only=True)),))))

    (standing,) = body["query"]["bool"]["must"][0]["dis_max"]["queries"]
    assert standing["constant_score"]["filter"] == {
        "bool": {"filter": [{"term": {"lexemes": "2na_b"}}, {"term": {"lexemes": "2nb_c"}}]}
    }


def test_begun_words_find_all_that_begin_so():
    alone = body_of(Demand(on=TODAY, plan=Plan((group(Phrase(("nh",), is_prefix=True, names_only=True)),))))
    behind = body_of(Demand(on=TODAY, plan=Plan((group(Phrase(("cu", "d"), is_prefix=True, names_only=True)),))))
    filters = [body["query"]["bool"]["must"][0]["dis_max"]["queries"][0]["constant_score"]["filter"] for body in (alone, behind)]

    assert filters == [{"prefix": {"lexemes": "nnh"}}, {"prefix": {"lexemes": "2ncu_d"}}]


def test_what_is_no_term_is_looked_for_nowhere():
    assert body_of(Demand(on=TODAY, plan=Plan((group(Phrase(("(",))),))))["query"]["bool"]["must"] == [{"match_none": {}}]


def test_some_of_each_kind_are_gathered_by_kind():
    demand = Demand(on=TODAY, plan=Plan((group(Phrase(("cu",))),)), each=3)
    body = body_of(demand)
    collapse = body["collapse"]

    assert (collapse["field"], collapse["inner_hits"]["size"], collapse["inner_hits"]["sort"]) == ("kind", 3, body["sort"])


@pytest.mark.parametrize(("required", "least"), [((), 1), ((group(Phrase(("cu",))),), 0)])
def test_optional_words_count_as_needed_when_nothing_else_is(required, least):
    words = body_of(Demand(on=TODAY, plan=Plan(required, (group(Phrase(("do",))),))))["query"]["bool"]

    # What stands side by side in a name lifts, too.
    together = len(required)
    assert (len(words["must"]), len(words["should"]), words["minimum_should_match"]) == (len(required), 1 + together, least)


def test_counting_alone_asks_for_sets_and_for_nothing_that_only_lifts():
    phrases = (Phrase(("cu", "do"), names_only=True), Phrase(("a", "b", "c"), names_only=True), Phrase(("keo",), is_prefix=True))
    plan = Plan((group(*phrases),), (group(Phrase(("do",))),))

    words = body_of(Demand(on=TODAY, plan=plan, size=0))["query"]["bool"]

    _language, current, held = words["filter"]
    assert current == CURRENT
    begun = [{"prefix": {"lexemes": f"{letter}keo"}} for letter in "nmpst"]
    three = {"bool": {"filter": [{"term": {"lexemes": "2na_b"}}, {"term": {"lexemes": "2nb_c"}}]}}
    single, *others = held["bool"]["should"]
    assert single == {"terms": {"lexemes": ["2ncu_do"]}}
    assert sorted(map(str, others)) == sorted(map(str, [three, *begun]))
    assert set(words) == {"filter"}


def test_counting_alone_of_what_is_no_term_finds_nothing():
    words = body_of(Demand(on=TODAY, plan=Plan((group(Phrase(("(",))),)), size=0))["query"]["bool"]

    assert words["filter"][2] == {"match_none": {}}


def test_own_filter_of_a_facet_does_not_narrow_its_counts():
    body = body_of(
        Demand(on=TODAY, kind="hang", filters={"sao": ("4", "5"), "tinh": ("a",), "nhom": ()}, facets=("sao", "nhom", "xa"))
    )

    stars, province, kind = {"terms": {"facets.sao": ["4", "5"]}}, {"terms": {"facets.tinh": ["a"]}}, {"term": {"kind": "hang"}}
    conditions = {name: aggregation["filter"]["bool"]["filter"] for name, aggregation in body["aggs"].items() if name != "lapsed"}
    assert conditions == {
        "kinds": [CURRENT, stars, province],
        "facet:sao": [kind, CURRENT, province],
        "facets": [kind, CURRENT, stars, province],
    }
    assert {name: list(aggregation["aggs"]) for name, aggregation in body["aggs"].items() if name != "lapsed"} == {
        "kinds": ["kind"],
        "facet:sao": ["sao"],
        "facets": ["goods", "xa"],
    }
    assert body["post_filter"]["bool"]["filter"] == [kind, CURRENT, stars, province]
    assert body["aggs"]["lapsed"]["filter"]["bool"]["filter"] == [kind, stars, province, {"bool": {"must_not": [CURRENT]}}]


def test_lapsed_is_not_counted_when_it_is_asked_for():
    body = body_of(Demand(on=TODAY, lapsed=True))

    assert body["post_filter"] == {"match_all": {}}
    assert set(body["aggs"]) == {"facets"}


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (
            ("0-50000", "90000-"),
            [{"range": {"price": {"gte": 0, "lt": 50000}}}, {"range": {"price": {"gte": 90000, "lt": 10**15}}}],
        ),
        (("nonsense",), None),
    ],
)
def test_prices_are_asked_for_as_ranges(values, expected):
    (_current, price) = body_of(Demand(on=TODAY, filters={"gia": values}))["post_filter"]["bool"]["filter"]

    assert price == ({"match_none": {}} if expected is None else {"bool": {"should": expected, "minimum_should_match": 1}})


def test_near_narrows_and_orders():
    body = body_of(Demand(on=TODAY, near=Near(18.3, 105.9, km=5), sort=Sort.NEAREST))

    assert body["query"]["bool"]["filter"][1] == {"geo_distance": {"distance": "5km", "points": {"lat": 18.3, "lon": 105.9}}}
    assert body["sort"][0]["_geo_distance"]["points"] == {"lat": 18.3, "lon": 105.9}
    assert body["sort"][1:] == BY_NAME
    assert body_of(Demand(on=TODAY, sort=Sort.NEAREST))["sort"] == BY_NAME


@pytest.mark.parametrize(("start", "size", "expected"), [(MOST_HITS - 10, 24, (MOST_HITS - 10, 10)), (10**9, 24, (MOST_HITS, 0))])
def test_nobody_pages_behind_the_last_hit_shown(start, size, expected):
    body = body_of(Demand(on=TODAY, start=start, size=size))

    assert (body["from"], body["size"]) == expected


def test_answer_is_read():
    terms = {"name": "cu do", "maker": "", "place": "", "sort": "", "text": ""}
    source = {
        "kind": "hang",
        "object_id": 7,
        "terms": terms,
        "facets": {"noi": ["xa-a"]},
        "stars": 4,
        "fresh": "2026-01-02",
        "price": None,
        "sort_key": "c",
        "current_from": "0001-01-01",
        "current_to": "2026-11-25",
    }
    lapsed = {**source, "facets": {}, "fresh": None, "current_to": "2026-11-24"}
    buckets = {"buckets": [{"key": "4", "doc_count": 2}]}
    body = {
        "hits": {
            "total": {"value": 31},
            "hits": [{"_source": source}, {"_source": lapsed}],
        },
        "aggregations": {
            "facet:sao": {"sao": buckets},
            "facets": {
                "kind": buckets,
                "goods": {"buckets": [{"key": "drink|b-1|4|", "doc_count": 3}, {"key": "drink,food|b-1|5|", "doc_count": 2}]},
            },
            "lapsed": {"doc_count": 3},
        },
    }

    first = Candidate("hang", 7, terms, ("xa-a",), 4, date(2026, 1, 2), None, "c", is_current=True)
    second = Candidate("hang", 7, terms, (), 4, None, None, "c", is_current=False)
    demand = Demand(on=TODAY, facets=("sao", "nhom"), filters={"sao": ("4",)})
    expected = Answer(31, (first, second), {"4": 2}, {"sao": {"4": 2}, "nhom": {"drink": 5, "food": 2}}, 3)
    assert read_answer(body, demand) == expected
