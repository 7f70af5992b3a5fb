from __future__ import annotations

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.domain.judging import Judgement, NotJudgements, Scores, judge, judge_all, read_judgements, scores_by_kind

GRADES = {"A": 3, "B": 2, "C": 1}


def judged(found, grades=None, kind="exact"):
    return judge(Judgement(kind, "q", GRADES if grades is None else grades), found)


# --- one query ------------------------------------------------------------------------------------------------------

# By hand: gains 7, 3, 1; discounts log2(2) = 1, log2(3) = 1.58496, log2(4) = 2, log2(5) = 2.32193.
IDEAL = 7 + 3 / 1.5849625 + 1 / 2


@pytest.mark.parametrize(
    ("found", "ndcg", "reciprocal_rank"),
    [
        (["A", "B", "C"], 1.0, 1.0),
        (["A", "B", "C", "x", "y"], 1.0, 1.0),
        (["B", "A", "C"], (3 + 7 / 1.5849625 + 0.5) / IDEAL, 1.0),
        (["C", "B", "A"], (1 + 3 / 1.5849625 + 7 / 2) / IDEAL, 1 / 2),
        (["x", "A"], (7 / 1.5849625) / IDEAL, 1 / 2),
        (["x", "y", "B"], (3 / 2) / IDEAL, 1 / 3),
        (["C"], 1 / IDEAL, 0.0),
        (["x", "C", "y", "A"], (1 / 1.5849625 + 7 / 2.3219281) / IDEAL, 1 / 4),
        (["x", "y"], 0.0, 0.0),
        ([], 0.0, 0.0),
    ],
)
def test_figures_are_those_worked_out_by_hand(found, ndcg, reciprocal_rank):
    one = judged(found)

    assert (one.ndcg, one.reciprocal_rank) == pytest.approx((ndcg, reciprocal_rank), abs=1e-6)
    assert one.hits == len(found)


def test_the_textbook_example():
    # Grades 3, 2, 3, 0, 1, 2 in the order found; DCG 13.848, ideal 14.595, as worked out for exponential gain.
    grades = {"1": 3, "2": 2, "3": 3, "4": 0, "5": 1, "6": 2}

    assert judged(list("123456"), grades).ndcg == pytest.approx(0.948810, abs=1e-5)


def test_only_the_first_ten_count():
    found = [*"abcdefghij", "A", "B", "C"]

    one = judged(found)

    assert (one.ndcg, one.reciprocal_rank) == (0.0, pytest.approx(1 / 11))
    assert one.found == tuple("abcdefghij")


def test_more_than_ten_right_answers_can_be_answered_ideally():
    grades = {str(number): 3 for number in range(15)}

    assert judged([str(number) for number in range(10)], grades).ndcg == pytest.approx(1.0)


def test_of_two_things_with_one_name_the_first_counts():
    assert judged(["A", "A", "B", "C"]) == judged(["A", "B", "C"])


@pytest.mark.parametrize(
    ("grades", "found", "reciprocal_rank"),
    [
        ({"A": 3, "C": 1}, ["C", "A"], 1 / 2),  # a weak answer is not what was looked for
        ({"B": 2, "C": 1}, ["C", "B"], 1 / 2),
        ({"C": 1, "D": 1}, ["x", "C"], 1 / 2),  # unless there is no better one
        ({"C": 1}, ["C"], 1.0),
    ],
)
def test_reciprocal_rank_looks_for_good_answers(grades, found, reciprocal_rank):
    assert judged(found, grades).reciprocal_rank == reciprocal_rank


@pytest.mark.parametrize("grades", [{}, {"A": 0}])
def test_where_nothing_is_wanted_nothing_can_be_wrong(grades):
    one = judged(["A", "B"], grades)

    assert (one.ndcg, one.reciprocal_rank) == (1.0, 0.0)


NAMES = st.text("abcdefgh", min_size=1, max_size=2)


@given(st.dictionaries(NAMES, st.integers(0, 3), max_size=14), st.lists(NAMES, max_size=20))
def test_no_order_is_better_than_the_ideal_one(grades, found):
    ideal = sorted(grades, key=lambda name: -grades[name])

    one, best = judged(found, grades), judged(ideal, grades)

    assert best.ndcg == pytest.approx(1.0)
    assert 0 <= one.ndcg <= 1 + 1e-9
    assert 0 <= one.reciprocal_rank <= 1


@given(st.permutations(["A", "B", "C", "x"]))
def test_putting_a_better_answer_first_never_costs(found):
    swapped = [found[1], found[0], *found[2:]]

    if GRADES.get(found[0], 0) > GRADES.get(found[1], 0):
        assert judged(found).ndcg > judged(swapped).ndcg


# --- many queries ---------------------------------------------------------------------------------------------------


def test_queries_are_asked_in_order():
    answers = {"one": ["A"], "two": []}
    queries = [Judgement("exact", "one", {"A": 3}), Judgement("typo", "two", {"A": 3})]

    found = judge_all(queries, lambda query: answers[query.text])

    assert [(one.judgement.text, one.ndcg, one.hits) for one in found] == [("one", 1.0, 1), ("two", 0.0, 0)]


def test_figures_by_kind_and_of_all():
    found = [judged(["A", "B", "C"]), judged([]), judged(["x", "A"], {"A": 3}, kind="typo")]

    scores = scores_by_kind(found)

    third = 1 / math.log2(3)
    assert scores == {
        "exact": Scores(queries=2, ndcg=pytest.approx(0.5), mrr=0.5, zero=0.5),
        "typo": Scores(queries=1, ndcg=pytest.approx(third), mrr=0.5, zero=0.0),
        "all": Scores(queries=3, ndcg=pytest.approx((1 + third) / 3), mrr=pytest.approx(0.5), zero=pytest.approx(1 / 3)),
    }
    assert list(scores) == ["exact", "typo", "all"]


def test_figures_have_names():
    assert Scores(2, 0.5, 0.25, 0.0).values() == {"queries": 2, "ndcg": 0.5, "mrr": 0.25, "zero": 0.0}


def test_no_queries_have_no_figures():
    assert scores_by_kind([]) == {}


# --- files ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def file(tmp_path):
    def write(content):
        path = tmp_path / "shoppers.json"
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        return path

    return write


def test_a_file_is_read(file):
    path = file([{"kind": "exact", "q": "nước mắm", "rel": {"Nước mắm A": 3, "B": 0}}, {"kind": "typo", "q": "", "rel": {}}])

    assert read_judgements(path) == [Judgement("exact", "nước mắm", {"Nước mắm A": 3, "B": 0}), Judgement("typo", "", {})]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "shoppers.json: Expecting"),
        ("", "shoppers.json: Expecting"),
        ({}, "shoppers.json: a list of judgements is expected"),
        ("3", "shoppers.json: a list of judgements is expected"),
        ([{"kind": "exact", "q": "a"}], "shoppers.json: entry 1 must be"),
        ([{"kind": "exact", "q": "a", "rel": {}}, "b"], "shoppers.json: entry 2 must be"),
        ([{"kind": "exact", "q": "a", "rel": {"A": 4}}], "shoppers.json: entry 1 must be"),
        ([{"kind": "exact", "q": "a", "rel": {"A": -1}}], "shoppers.json: entry 1 must be"),
        ([{"kind": "exact", "q": "a", "rel": {"A": 2.5}}], "shoppers.json: entry 1 must be"),
        ([{"kind": "exact", "q": "a", "rel": ["A"]}], "shoppers.json: entry 1 must be"),
        ([{"kind": 1, "q": "a", "rel": {}}], "shoppers.json: entry 1 must be"),
        ([{"kind": "exact", "q": None, "rel": {}}], "shoppers.json: entry 1 must be"),
    ],
)
def test_a_broken_file_is_named_with_its_entry(file, content, message):
    path = file(content)

    with pytest.raises(NotJudgements) as refused:
        read_judgements(path)

    assert str(refused.value).startswith(message)


def test_a_file_that_is_not_there_or_no_text_is_named(tmp_path):
    (tmp_path / "bytes.json").write_bytes(b"\xff\xfe\x00")

    for name in ("absent.json", "bytes.json"):
        with pytest.raises(NotJudgements, match=f"^{name}: "):
            read_judgements(tmp_path / name)
