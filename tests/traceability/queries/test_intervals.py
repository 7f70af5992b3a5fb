"""What an interval of stamp numbers holds."""

from __future__ import annotations

from typing import Any

import pytest

from tests.factories.traceability import LotFactory, StampOrderFactory, StampRangeFactory
from traceability.numbers import Interval
from traceability.queries.intervals import AT_ONCE, first_numbers, parts_in, parts_of, parts_on, some_parts_of

pytestmark = pytest.mark.django_db


def test_parts_are_cut_to_the_interval() -> None:
    order = StampOrderFactory(approved=True)
    active = StampRangeFactory(order=order, start=0, stop=100, activated=True)
    StampRangeFactory(order=order, start=100, stop=200, voided=True)
    StampRangeFactory(order=order, start=200, stop=300)

    parts = parts_in([Interval("T", 90, 210)])

    assert [(part.start, part.stop, part.count, part.lot, part.is_active, part.is_void) for part in parts] == [
        (90, 100, 10, active.lot, True, False),
        (100, 200, 100, None, False, True),
        (200, 210, 10, None, False, False),
    ]


def test_other_keys_and_numbers_never_issued_are_in_no_part() -> None:
    StampRangeFactory(start=0, stop=100)

    assert parts_in([Interval("S", 0, 100)]) == []
    assert parts_in([Interval("T", 100, 200)]) == []


def test_an_order_that_waits_has_no_parts() -> None:
    assert parts_of(StampOrderFactory()) == []


def test_parts_of_an_order_and_of_a_lot() -> None:
    lot = LotFactory()
    order = StampOrderFactory(approved=True, product=lot.product)
    StampRangeFactory(order=order, start=50, stop=60)
    StampRangeFactory(order=order, start=60, stop=70, activated=True, lot=lot)

    assert [(part.start, part.stop) for part in parts_of(order)] == [(50, 60), (60, 70)]
    assert [(part.start, part.stop) for part in parts_on(lot)] == [(60, 70)]
    assert first_numbers([order]) == {order.pk: 50}


def test_some_stretches_of_an_order_by_their_place() -> None:
    order = StampOrderFactory(approved=True)
    for start in (20, 0, 10):
        StampRangeFactory(order=order, start=start, stop=start + 10)

    assert [part.start for part in some_parts_of(order, slice(1, 3))] == [10, 20]


def test_many_scattered_numbers_are_found_in_few_queries(django_assert_max_num_queries: Any) -> None:
    """One long range, then short ones with gaps, under two keys; more numbers than are asked for at once."""
    order = StampOrderFactory(approved=True)
    StampRangeFactory(order=order, start=0, stop=1000)
    for start in range(1000, 2000, 10):
        StampRangeFactory(order=order, start=start, stop=start + 5)
    StampRangeFactory(order=order, key_letter="S", start=0, stop=10)
    asked = [Interval("T", number, number + 1) for number in range(0, 2000, 3)] + [Interval("S", 5, 6)]

    with django_assert_max_num_queries(2 * (len(asked) // AT_ONCE + 2)):
        parts = parts_in(asked)

    issued = {number for number in range(0, 2000, 3) if number < 1000 or number % 10 < 5}
    found = {("T", number) for number in issued} | {("S", 5)}
    assert [(part.key_letter, part.start) for part in parts] == sorted(found)
    assert {part.count for part in parts} == {1}
