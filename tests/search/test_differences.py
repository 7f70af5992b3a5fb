from __future__ import annotations

import pytest

from search.differences import Difference, Fault, merged

MISSING, DIFFERENT, EXTRA = Fault.MISSING, Fault.DIFFERENT, Fault.EXTRA


@pytest.mark.parametrize(
    ("expected", "found", "differences"),
    [
        ([], [], []),
        ([(1, 5), (2, 6)], [(1, 5), (2, 6)], []),
        ([(1, 5), (2, 6)], [], [(1, MISSING), (2, MISSING)]),
        ([], [(3, 5)], [(3, EXTRA)]),
        ([(1, 5), (3, 5), (4, 7)], [(2, 5), (3, 4), (4, 7), (9, 1)], [(1, MISSING), (2, EXTRA), (3, DIFFERENT), (9, EXTRA)]),
    ],
)
def test_lists_are_held_against_each_other(expected, found, differences):
    assert list(merged("hang", expected, found)) == [Difference("hang", number, fault) for number, fault in differences]


def test_neither_list_is_read_ahead():
    def endless():
        number = 0
        while True:
            number += 1
            yield number, number % 1000

    first = next(merged("hang", endless(), ((number, 0) for number, _value in endless())))

    assert first == Difference("hang", 1, DIFFERENT)
