from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.factories.catalog import ProductFactory
from tests.factories.core import UserFactory
from tests.factories.traceability import LotFactory, StampOrderFactory, StampRangeFactory
from traceability.domain.activation import VoidAmongThem, plan_activation, put_on_lot
from traceability.domain.stamps import void_intervals
from traceability.domain.stretches import Stretch
from traceability.enums import Unit, VoidReason
from traceability.models import StampEvent, StampRange
from traceability.numbers import Interval, StampsRefused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

AT = datetime(2026, 11, 23, 3, tzinfo=UTC)


@pytest.fixture
def product():
    return ProductFactory(name="Cu đơ thử")


@pytest.fixture
def order(product):
    order = StampOrderFactory(product=product, approved=True, quantity=100, roll_size=50)
    StampRangeFactory(order=order, start=0, stop=100)
    return order


@pytest.fixture
def lot(product):
    return LotFactory(product=product, quantity=60, unit=Unit.BOX)


@pytest.fixture
def stretch(order):
    return lambda start=0, stop=50: Stretch(order, Interval("T", 0, 100), Interval("T", start, stop))


def void(start, stop):
    void_intervals([Interval("T", start, stop)], reason=VoidReason.DAMAGED, note="", by=None, at=AT)


def put(plan, expected=None):
    return put_on_lot(plan=plan, expected=plan.count if expected is None else expected, by=None, at=AT)


def on(lot):
    return [(part.start, part.stop) for part in StampRange.objects.filter(lot=lot, voided_at=None).order_by("start")]


def test_plan_says_what_would_happen_and_writes_nothing(stretch, lot):
    plan = plan_activation(stretch=stretch(), lot=lot)

    assert (plan.count, plan.already, plan.left_out, plan.before, plan.after, plan.exceeds) == (50, 0, 0, 0, 50, False)
    assert on(lot) == []


def test_stamps_are_put_on_the_lot_and_the_event_says_by_whom(stretch, lot):
    member = UserFactory()

    count = put_on_lot(plan=plan_activation(stretch=stretch(), lot=lot), expected=50, by=member, at=AT)

    assert (count, on(lot)) == (50, [(0, 50)])
    assert StampEvent.objects.get().by == member


def test_doing_it_again_changes_nothing(stretch, lot):
    put(plan_activation(stretch=stretch(), lot=lot))

    again = plan_activation(stretch=stretch(), lot=lot)

    assert (again.count, again.already, again.after) == (50, 50, 50)
    assert put(again) == 50
    assert (on(lot), StampEvent.objects.count()) == ([(0, 50)], 1)


def test_more_stamps_than_packages_is_seen(stretch, lot):
    put(plan_activation(stretch=stretch(0, 50), lot=lot))

    plan = plan_activation(stretch=stretch(50, 61), lot=lot)

    assert (plan.before, plan.after, plan.exceeds) == (50, 61, True)


@pytest.mark.parametrize("unit", [Unit.KILOGRAM, Unit.LITRE])
def test_kilograms_and_litres_say_nothing_of_packages(stretch, product, unit):
    lot = LotFactory(product=product, quantity=1, unit=unit)

    assert not plan_activation(stretch=stretch(), lot=lot).exceeds


def test_void_ones_among_them_are_refused_or_left_out(stretch, lot):
    void(10, 12)
    void(30, 31)

    with pytest.raises(VoidAmongThem):
        plan_activation(stretch=stretch(), lot=lot)
    plan = plan_activation(stretch=stretch(), lot=lot, leave_out_void=True)

    assert (plan.count, plan.left_out) == (47, 3)
    assert put(plan) == 47
    assert on(lot) == [(0, 10), (12, 30), (31, 50)]


def test_nothing_but_void_ones_is_refused(stretch, lot):
    void(0, 50)

    with pytest.raises(StampsRefused, match="All of these"):
        plan_activation(stretch=stretch(), lot=lot, leave_out_void=True)


def test_stamps_of_another_lot_are_refused_with_its_number(stretch, product, lot):
    put(plan_activation(stretch=stretch(0, 20), lot=LotFactory(product=product, code="L-MỘT")))

    with pytest.raises(StampsRefused) as refused:
        plan_activation(stretch=stretch(), lot=lot)

    assert "20" in refused.value.message
    assert "L-MỘT" in refused.value.message


def test_stamps_of_another_product_are_refused_with_both_names(stretch, lot):
    other = LotFactory(product__name="Mật mía thử")

    with pytest.raises(StampsRefused) as refused:
        plan_activation(stretch=stretch(), lot=other)

    assert "Cu đơ thử" in refused.value.message
    assert "Mật mía thử" in refused.value.message


def test_recalled_lot_gets_no_stamps(stretch, product):
    with pytest.raises(StampsRefused, match="recalled"):
        plan_activation(stretch=stretch(), lot=LotFactory(product=product, recalled=True))


def test_retired_stamps_are_refused(order, stretch, lot):
    order.retired_at, order.retired_because = AT, "Tem cũ"
    order.save()

    with pytest.raises(StampsRefused, match="retired"):
        plan_activation(stretch=stretch(), lot=lot)


def test_what_was_not_shown_is_not_done(stretch, lot):
    shown = plan_activation(stretch=stretch(), lot=lot)
    void(0, 5)

    now = plan_activation(stretch=stretch(), lot=lot, leave_out_void=True)
    with pytest.raises(StampsRefused, match="changed"):
        put(now, shown.count)
    # The old plan itself is refused under the lock, all of it.
    with pytest.raises(StampsRefused):
        put(shown)

    assert on(lot) == []


def test_of_two_lots_at_once_the_first_gets_the_stamps(stretch, product, lot):
    mine, theirs = (plan_activation(stretch=stretch(), lot=one) for one in (lot, LotFactory(product=product)))
    put(mine)

    with pytest.raises(StampsRefused):
        put(theirs)

    assert (on(lot), on(theirs.lot)) == ([(0, 50)], [])
