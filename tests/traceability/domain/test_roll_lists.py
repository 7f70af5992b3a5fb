from __future__ import annotations

import pytest

from traceability.domain.printing.runs import Rolls
from traceability.domain.roll_lists import MOST_TERMS, intervals_of_rolls, last_roll, read_rolls
from traceability.numbers import Interval, StampsRefused

NUMBERS = Interval("T", 1000, 1250)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3", [(3, 3)]),
        ("3, 5-7", [(3, 3), (5, 7)]),
        (" 1 – 2 ;9\n10 ", [(1, 2), (9, 9), (10, 10)]),
        ("5,5,", [(5, 5), (5, 5)]),
    ],
)
def test_rolls_are_read(text, expected):
    assert read_rolls(text, last=10) == [Rolls(*pair) for pair in expected]


@pytest.mark.parametrize(
    "text", ["", ",", "0", "11", "2-1", "1-11", "x", "1-2-3", "-1", "1.0", "٣", "9" * 30, "1," * (MOST_TERMS + 1)]
)
def test_what_names_no_roll_is_refused(text):
    with pytest.raises(StampsRefused):
        read_rolls(text, last=10)


def test_rolls_become_numbers():
    found = intervals_of_rolls([Rolls(3, 3), Rolls(1, 1), Rolls(2, 2)], numbers=NUMBERS, roll_size=100)

    assert found == [Interval("T", 1000, 1250)]
    assert intervals_of_rolls([Rolls(3, 3)], numbers=NUMBERS, roll_size=100) == [Interval("T", 1200, 1250)]


@pytest.mark.parametrize(("count", "size", "expected"), [(1, 100, 1), (100, 100, 1), (101, 100, 2)])
def test_the_last_roll_may_hold_fewer(count, size, expected):
    assert last_roll(Interval("T", 7, 7 + count), roll_size=size) == expected
