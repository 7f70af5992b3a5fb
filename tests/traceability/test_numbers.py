"""Range arithmetic, held against plain sets of numbers."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from traceability.numbers import Interval, StampNumber, StampsRefused, clip, intersect, merge, rolls_of, subtract, total

starts = st.integers(min_value=0, max_value=60)
one_interval = st.builds(
    lambda letter, start, count: Interval(letter, start, start + count), st.sampled_from("ST"), starts, st.integers(1, 15)
)
many = st.lists(one_interval, max_size=12)


def members(intervals):
    return {(one.key_letter, number) for one in intervals for number in range(one.start, one.stop)}


def assert_tidy(intervals):
    """Sorted, and nothing overlaps or touches."""
    assert intervals == sorted(intervals)
    for one, other in pairwise(intervals):
        assert one.key_letter != other.key_letter or one.stop < other.start


@given(many)
def test_merge_holds_the_same_stamps_in_the_fewest_intervals(some):
    merged = merge(some)

    assert members(merged) == members(some)
    assert_tidy(merged)
    assert merge(merged) == merged
    assert total(some) == len(members(some))


@given(many, many)
def test_intersection_and_difference_are_those_of_sets(some, others):
    common, rest = intersect(some, others), subtract(some, others)

    assert members(common) == members(some) & members(others)
    assert members(rest) == members(some) - members(others)
    assert total(common) + total(rest) == total(some)
    assert_tidy(rest)


@given(one_interval, many)
def test_clip_gives_what_lies_in_the_interval(one, others):
    found = clip(one, merge(others))

    assert members(found) == members([one]) & members(others)
    assert all(one.start <= part.start < part.stop <= one.stop for part in found)


@given(one_interval, st.integers(1, 20))
def test_rolls_cover_the_interval_once(one, size):
    rolls = list(rolls_of(one, size=size))

    assert merge(rolls) == [one]
    assert sum(roll.count for roll in rolls) == one.count
    assert all(roll.count == size for roll in rolls[:-1])
    assert 0 < rolls[-1].count <= size


@given(starts, starts)
def test_between_holds_both_ends(first, last):
    if last < first:
        with pytest.raises(StampsRefused):
            Interval.between(StampNumber("T", first), StampNumber("T", last))
    else:
        assert Interval.between(StampNumber("T", first), StampNumber("T", last)).count == last - first + 1


def test_of_one_stamp():
    assert Interval.of(StampNumber("T", 7)) == Interval("T", 7, 8)


@pytest.mark.parametrize(("start", "stop"), [(5, 5), (6, 5), (-1, 3)])
def test_interval_without_a_stamp_is_refused(start, stop):
    with pytest.raises(StampsRefused):
        Interval("T", start, stop)
