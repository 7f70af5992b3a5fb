"""What an interval of stamp numbers holds."""

from __future__ import annotations

import pytest

from tests.factories.traceability import LotFactory, StampOrderFactory, StampRangeFactory
from traceability.queries.intervals import first_numbers, parts_between, parts_of, parts_on

pytestmark = pytest.mark.django_db


def test_parts_are_cut_to_the_interval() -> None:
    order = StampOrderFactory(approved=True)
    active = StampRangeFactory(order=order, start=0, stop=100, activated=True)
    StampRangeFactory(order=order, start=100, stop=200, voided=True)
    StampRangeFactory(order=order, start=200, stop=300)

    parts = parts_between(key_letter="T", start=90, stop=210)

    assert [(part.start, part.stop, part.count, part.lot, part.is_active, part.is_void) for part in parts] == [
        (90, 100, 10, active.lot, True, False),
        (100, 200, 100, None, False, True),
        (200, 210, 10, None, False, False),
    ]


def test_other_keys_and_numbers_never_issued_are_in_no_part() -> None:
    StampRangeFactory(start=0, stop=100)

    assert parts_between(key_letter="S", start=0, stop=100) == []
    assert parts_between(key_letter="T", start=100, stop=200) == []


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
