from __future__ import annotations

import pytest

from tests.factories.catalog import ProducerFactory
from tests.factories.traceability import StampOrderFactory, StampRangeFactory
from traceability.domain.stretches import find_stamp_of, rest_of_roll, roll_of, up_to, whole_roll
from traceability.numbers import Interval, StampNumber, StampsRefused

pytestmark = pytest.mark.django_db


@pytest.fixture
def order():
    """Two and a half rolls of a hundred, from number 1000, in two ranges."""
    order = StampOrderFactory(approved=True, quantity=250, roll_size=100)
    StampRangeFactory(order=order, start=1000, stop=1120)
    StampRangeFactory(order=order, start=1120, stop=1250, voided=True)
    return order


@pytest.fixture
def mine(order):
    return [order.product.producer]


def numbers(stretch):
    return stretch.interval.start, stretch.interval.stop


def test_single_stamp_knows_where_it_lies(order, mine):
    one = find_stamp_of(mine, StampNumber("T", 1100))

    assert (one.order, one.whole, one.interval) == (order, Interval("T", 1000, 1250), Interval("T", 1100, 1101))
    assert (one.count, one.positions, one.rolls) == (1, (101, 101), (2, 2))
    assert one.first == one.last == StampNumber("T", 1100)


@pytest.mark.parametrize("stamp", [StampNumber("T", 999), StampNumber("T", 1250), StampNumber("S", 1100)])
def test_stamp_that_was_never_issued_is_refused(mine, stamp):
    with pytest.raises(StampsRefused):
        find_stamp_of(mine, stamp)


def test_stamp_of_another_producer_is_refused_in_the_same_words(order, mine):
    with pytest.raises(StampsRefused) as never_issued:
        find_stamp_of(mine, StampNumber("T", 999_999))
    with pytest.raises(StampsRefused) as foreign:
        find_stamp_of([ProducerFactory()], StampNumber("T", 1100))

    assert foreign.value.message == never_issued.value.message


@pytest.mark.parametrize(("first", "last"), [(1010, 1119), (1119, 1010)])
def test_stretch_holds_both_ends_whichever_is_named_first(mine, first, last):
    stretch = up_to(find_stamp_of(mine, StampNumber("T", first)), StampNumber("T", last))

    assert (numbers(stretch), stretch.positions, stretch.rolls) == ((1010, 1120), (11, 120), (1, 2))


@pytest.mark.parametrize("stamp", [StampNumber("T", 999), StampNumber("T", 1250), StampNumber("S", 1010)])
def test_stretch_never_leaves_its_order(order, mine, stamp):
    StampRangeFactory(order__product=order.product, start=1250, stop=1300)

    with pytest.raises(StampsRefused):
        up_to(find_stamp_of(mine, StampNumber("T", 1010)), stamp)


@pytest.mark.parametrize(
    ("number", "roll", "rest"),
    [
        (1000, (1000, 1100), (1000, 1100)),
        (1099, (1000, 1100), (1099, 1100)),
        (1100, (1100, 1200), (1100, 1200)),
        (1230, (1200, 1250), (1230, 1250)),
    ],
)
def test_roll_and_its_rest(mine, number, roll, rest):
    one = find_stamp_of(mine, StampNumber("T", number))

    assert (numbers(whole_roll(one)), numbers(rest_of_roll(one))) == (roll, rest)


@pytest.mark.parametrize(("roll", "expected"), [(1, (1000, 1100)), (3, (1200, 1250))])
def test_roll_by_its_number(order, roll, expected):
    assert numbers(roll_of(order, roll)) == expected


@pytest.mark.parametrize("roll", [0, -1, 4, 10**17])
def test_roll_that_is_not_there_is_refused(order, roll):
    with pytest.raises(StampsRefused):
        roll_of(order, roll)


def test_order_without_numbers_has_no_roll():
    with pytest.raises(StampsRefused):
        roll_of(StampOrderFactory(), 1)
