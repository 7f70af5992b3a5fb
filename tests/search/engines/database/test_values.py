"""Counting values: whatever is counted, and however many documents there are, it is what counting one by one gives."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.engines.database.values import Tally, Values

SIZE = 40


def laid_out(held: list[list[str]]) -> Values:
    """Lay out the values of documents, by their places."""
    rows = [(place, value) for place, values in enumerate(held) for value in values]
    names = sorted({value for _place, value in rows})
    return Values(
        names,
        np.array([place for place, _value in rows], dtype=np.int32),
        np.array([names.index(value) for _, value in rows], dtype=np.int64),
    )


some_values = st.lists(st.lists(st.sampled_from("abcde"), unique=True, max_size=3), min_size=SIZE, max_size=SIZE)


@given(some_values, some_values, st.sets(st.integers(0, SIZE - 1)))
def test_values_are_counted_as_one_by_one(stars, marks, chosen):
    mask = np.isin(np.arange(SIZE), list(chosen))

    found = Tally({"sao": laid_out(stars), "nhan-hieu": laid_out(marks)}, SIZE).count(mask)

    assert found == {
        "sao": Counter(value for place in chosen for value in stars[place]),
        "nhan-hieu": Counter(value for place in chosen for value in marks[place]),
    }


@pytest.mark.parametrize("count", [0, 1, SIZE // 8, SIZE // 8 + 1, SIZE])
def test_few_and_many_documents_are_counted_alike(count):
    held = [["every", "even" if place % 2 == 0 else "odd"] for place in range(SIZE)]

    found = Tally({"so": laid_out(held)}, SIZE).count(np.arange(SIZE) < count)["so"]

    assert found.get("every", 0) == count
    assert found.get("odd", 0) == count // 2


def test_nothing_to_count_is_counted_as_nothing():
    assert Tally({}, 0).count(np.zeros(0, dtype=bool)) == {}
    assert Tally({"sao": laid_out([[], []])}, 2).count(np.ones(2, dtype=bool)) == {"sao": {}}


def test_holders_of_any_of_the_values():
    values = laid_out([["3"], ["4", "5"], [], ["5"]])

    assert values.holders(("5", "3"), 4).tolist() == [True, True, False, True]
    assert values.holders(("none",), 4).tolist() == [False] * 4
