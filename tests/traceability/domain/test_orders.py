from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction

from tests.factories.catalog import CertificateFactory, ProductFactory
from tests.factories.core import UserFactory
from tests.factories.traceability import LotFactory, StampOrderFactory
from traceability.domain.orders import (
    Format,
    approve_order,
    cancel_order,
    complete_order,
    deliver_order,
    is_beyond_output,
    order_stamps,
    refuse_order,
    retire_order,
)
from traceability.domain.printing.labels import FormatTooSmall
from traceability.domain.stamps import activate_stamps
from traceability.enums import LabelShape, OrderState, PrintMedium, StampAction, VoidReason
from traceability.models import StampEvent, StampOrder, StampRange, StampSeries
from traceability.models.stamp import LAST_NUMBER
from traceability.numbers import Interval, StampsRefused

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 23, 3, tzinfo=UTC)
LATER = AT + timedelta(hours=1)


@pytest.fixture
def official():
    return UserFactory()


@pytest.fixture
def product():
    return CertificateFactory(valid_from=date(2025, 1, 1)).product


@pytest.fixture
def order(product, official):
    """An approved order of a hundred stamps, numbers 0 to 99."""
    made = order_stamps(product=product, quantity=100, by=official, at=AT)
    approve_order(order=made, key_letter="T", by=official, at=AT)
    made.refresh_from_db()
    return made


def events():
    return [(event.action, event.start, event.stop, event.by) for event in StampEvent.objects.order_by("pk")]


def actions():
    return [event.action for event in StampEvent.objects.order_by("pk")]


# --- ordering -------------------------------------------------------------------------------------------------------


def test_order_is_entered_for_a_product_in_force(product, official):
    order = order_stamps(product=product, quantity=500, by=official, at=AT)

    assert (order.state, order.quantity, order.ordered_by, order.ordered_at) == (OrderState.ORDERED, 500, official, AT)
    assert not StampRange.objects.exists()


@pytest.mark.parametrize("state", ["expired", "revoked", "superseded", "not_yet", None])
def test_order_for_a_product_without_certificate_in_force_is_refused(official, state):
    product = CertificateFactory(**{state: True}).product if state else ProductFactory()

    with pytest.raises(StampsRefused, match=product.name):
        order_stamps(product=product, quantity=500, by=official, at=AT)

    assert not StampOrder.objects.exists()


@pytest.mark.parametrize("quantity", [0, -1, 50_000_001])
def test_order_of_no_or_too_many_stamps_is_refused(product, official, quantity):
    with pytest.raises(ValidationError):
        order_stamps(product=product, quantity=quantity, by=official, at=AT)


@pytest.mark.parametrize("quantity", [0, 50_000_001])
def test_order_of_no_or_too_many_stamps_is_refused_by_the_database(quantity):
    with pytest.raises(DatabaseError), transaction.atomic():
        StampOrderFactory(quantity=quantity)


# --- deciding -------------------------------------------------------------------------------------------------------


def test_approved_orders_get_numbers_one_after_the_other(product, official):
    orders = [StampOrderFactory(product=product, quantity=quantity) for quantity in (100, 50_000_000, 1)]

    given = [approve_order(order=order, key_letter="T", by=official, at=AT) for order in orders]

    assert [(part.start, part.stop) for part in given] == [(0, 100), (100, 50_000_100), (50_000_100, 50_000_101)]
    assert StampSeries.objects.get().next_number == 50_000_101
    assert events() == [(StampAction.ISSUED, part.start, part.stop, official) for part in given]
    orders[0].refresh_from_db()
    assert (orders[0].state, orders[0].decided_by, orders[0].decided_at) == (OrderState.APPROVED, official, AT)


def test_each_key_has_its_own_numbers(product, official):
    given = [approve_order(order=StampOrderFactory(product=product), key_letter=letter, by=official, at=AT) for letter in "TS"]

    assert [(part.key_letter, part.start) for part in given] == [("T", 0), ("S", 0)]


def test_second_decision_is_refused(product, official):
    order = StampOrderFactory(product=product)
    approve_order(order=order, key_letter="T", by=official, at=AT)

    with pytest.raises(StampsRefused):
        approve_order(order=order, key_letter="T", by=official, at=LATER)
    with pytest.raises(StampsRefused):
        refuse_order(order=order, reason="Nhầm", by=official, at=LATER)

    assert StampRange.objects.count() == StampEvent.objects.count() == 1


def test_approval_after_the_certificate_ended_is_refused(official):
    order = StampOrderFactory(product=CertificateFactory(expired=True).product)

    with pytest.raises(StampsRefused):
        approve_order(order=order, key_letter="T", by=official, at=AT)

    order.refresh_from_db()
    assert order.state == OrderState.ORDERED


def test_approval_under_a_key_that_is_used_up_is_refused(product, official):
    StampSeries.objects.create(key_letter="T", next_number=2**40 - 10)

    with pytest.raises(StampsRefused):
        approve_order(order=StampOrderFactory(product=product, quantity=11), key_letter="T", by=official, at=AT)

    last = approve_order(order=StampOrderFactory(product=product, quantity=10), key_letter="T", by=official, at=AT)
    assert last.stop == 2**40


def test_refused_order_keeps_the_reason(product, official):
    order = refuse_order(order=StampOrderFactory(product=product), reason="Thiếu ảnh nhãn", by=official, at=AT)

    assert (order.state, order.decision_reason, order.decided_by) == (OrderState.REFUSED, "Thiếu ảnh nhãn", official)
    with pytest.raises(StampsRefused):
        approve_order(order=order, key_letter="T", by=official, at=LATER)


@pytest.mark.parametrize("reason", ["", "  "])
def test_refusal_without_a_reason_is_refused(product, official, reason):
    with pytest.raises(StampsRefused):
        refuse_order(order=StampOrderFactory(product=product), reason=reason, by=official, at=AT)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_officials_who_approve_at_once_act_once():
    if connection.vendor == "sqlite":
        pytest.skip("SQLite: the test database is one connection, two officials cannot hold it at once")
    order = StampOrderFactory(product=CertificateFactory(valid_from=date(2025, 1, 1)).product, quantity=10)
    other = StampOrderFactory(product=order.product, quantity=10)
    officials = UserFactory.create_batch(4)
    ready, outcomes = threading.Barrier(5), []

    def decide(mine, official):
        ready.wait()
        try:
            outcomes.append(approve_order(order=mine, key_letter="T", by=official, at=AT).order_id)
        except StampsRefused:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=decide, args=(order, official)) for official in officials]
    threads.append(threading.Thread(target=decide, args=(other, officials[0])))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    assert sorted(outcomes, key=str) == sorted([order.pk, other.pk, "refused", "refused", "refused"], key=str)
    assert [(part.start, part.stop) for part in StampRange.objects.order_by("start")] == [(0, 10), (10, 20)]
    assert StampEvent.objects.count() == 2


# --- format and output ----------------------------------------------------------------------------------------------


def test_order_keeps_the_format_and_the_delivery(product, official):
    labels = Format(LabelShape.ROUND, 25, PrintMedium.ROLL, 2000)

    made = order_stamps(product=product, quantity=5000, by=official, at=AT, labels=labels, delivery="HTX, Kỳ Anh")

    made.refresh_from_db()
    assert (made.shape, made.symbol_mm, made.medium, made.roll_size, made.delivery) == (
        LabelShape.ROUND, 25, PrintMedium.ROLL, 2000, "HTX, Kỳ Anh",
    )  # fmt: skip
    assert actions() == [StampAction.ORDERED]


@pytest.mark.parametrize("labels", [Format(symbol_mm=17), Format(roll_size=23), Format(roll_size=10_001)])
def test_format_that_does_not_exist_is_refused(product, official, labels):
    with pytest.raises(ValidationError):
        order_stamps(product=product, quantity=5000, by=official, at=AT, labels=labels)

    assert not StampOrder.objects.exists()


def test_format_too_small_for_the_codes_is_refused_and_names_the_smallest(product, official, settings):
    settings.PUBLIC_URL = "https://truy-xuat-nguon-goc.ocop.hatinh.gov.vn"
    product.gtin = "8935000000010"

    with pytest.raises(FormatTooSmall, match=r"20|25"):
        order_stamps(product=product, quantity=5000, by=official, at=AT, labels=Format(symbol_mm=15))


@pytest.mark.parametrize(
    ("declared", "before", "quantity", "expected"),
    [
        (None, 10**9, 10**9, False),
        (1000, 0, 1000, False),
        (1000, 0, 1100, False),
        (1000, 0, 1101, True),
        (1000, 1100, 1, True),
        (1000, 600, 500, False),
        (0, 0, 1, True),
    ],
)
def test_beyond_the_declared_output(declared, before, quantity, expected):
    assert is_beyond_output(declared=declared, before=before, quantity=quantity) is expected


def test_flag_counts_the_last_twelve_months_without_refused_cancelled_and_void(product, official):
    product.yearly_output = 1000
    product.save()
    long_ago = order_stamps(product=product, quantity=1000, by=official, at=AT - timedelta(days=366))
    refused = order_stamps(product=product, quantity=1000, by=official, at=AT)
    refuse_order(order=refused, reason="Sai", by=official, at=AT)
    cancelled = order_stamps(product=product, quantity=1000, by=official, at=AT)
    cancel_order(order=cancelled, reason="Thôi", by=official, at=AT)
    first = order_stamps(product=product, quantity=1000, by=official, at=AT)
    second = order_stamps(product=product, quantity=200, by=official, at=AT)
    approve_order(order=first, key_letter="T", by=official, at=AT)
    retire_order(order=first, reason="In hỏng", by=official, at=AT)
    third = order_stamps(product=product, quantity=200, by=official, at=AT)

    assert [one.beyond_output for one in (long_ago, refused, cancelled, first, second, third)] == [
        False, False, False, False, True, False,
    ]  # fmt: skip


# --- the way to completion ------------------------------------------------------------------------------------------


def test_printed_delivered_completed(order, official):
    StampOrder.objects.update(state=OrderState.PRINTED)

    deliver_order(order=order, note="Chị Hoa nhận", by=official, at=AT)
    complete_order(order=order, note="", by=official, at=LATER)

    order.refresh_from_db()
    assert order.state == OrderState.COMPLETED
    assert actions()[-2:] == [StampAction.DELIVERED, StampAction.COMPLETED]
    assert StampEvent.objects.get(action=StampAction.DELIVERED).reason == "Chị Hoa nhận"


@pytest.mark.parametrize("state", list(OrderState))
def test_each_step_is_taken_only_from_the_states_that_allow_it(order, official, state):
    StampOrder.objects.update(state=state, decided_at=None if state == OrderState.ORDERED else AT)
    allowed = {
        lambda: deliver_order(order=order, note="ai", by=official, at=LATER): {OrderState.PRINTED},
        lambda: complete_order(order=order, note="", by=official, at=LATER): {OrderState.DELIVERED},
        lambda: refuse_order(order=order, reason="vì", by=official, at=LATER): {OrderState.ORDERED},
        lambda: cancel_order(order=order, reason="vì", by=official, at=LATER): {
            OrderState.ORDERED, OrderState.APPROVED, OrderState.PRINTED,
        },
        lambda: retire_order(order=order, reason="vì", by=official, at=LATER): {
            OrderState.APPROVED, OrderState.PRINTED, OrderState.DELIVERED, OrderState.COMPLETED,
        },
    }  # fmt: skip
    for step, states in allowed.items():
        with transaction.atomic():
            if state in states:
                step()
            else:
                with pytest.raises(StampsRefused):
                    step()
            transaction.set_rollback(True)


def test_delivery_without_a_name_is_refused(order, official):
    StampOrder.objects.update(state=OrderState.PRINTED)

    with pytest.raises(StampsRefused):
        deliver_order(order=order, note=" ", by=official, at=AT)


# --- cancelling and retiring ----------------------------------------------------------------------------------------


def test_cancelled_order_has_only_void_stamps(order, official):
    cancel_order(order=order, reason="Nhà in đóng cửa", by=official, at=LATER)

    (stamps,) = StampRange.objects.all()
    assert (stamps.voided_at, stamps.void_reason) == (LATER, VoidReason.ORDER_CANCELLED)
    order.refresh_from_db()
    assert (order.state, order.decision_reason) == (OrderState.CANCELLED, "Nhà in đóng cửa")
    assert actions()[-2:] == [StampAction.VOIDED, StampAction.CANCELLED]


def test_order_with_stamps_on_goods_cannot_be_cancelled(order, product, official):
    activate_stamps(interval=Interval("T", 3, 4), lot=LotFactory(product=product), by=official, at=AT)

    with pytest.raises(StampsRefused):
        cancel_order(order=order, reason="Thôi", by=official, at=LATER)

    assert not StampRange.objects.filter(voided_at__isnull=False).exists()


@pytest.mark.parametrize("step", [cancel_order, retire_order])
def test_no_reason_no_end(order, official, step):
    with pytest.raises(StampsRefused):
        step(order=order, reason="  ", by=official, at=LATER)


def test_retired_order_keeps_what_is_on_goods(order, product, official):
    lot = LotFactory(product=product)
    activate_stamps(interval=Interval("T", 0, 40), lot=lot, by=official, at=AT)

    assert retire_order(order=order, reason="Dự án kết thúc", by=official, at=LATER) == 60

    assert [(one.start, one.stop, one.voided_at) for one in StampRange.objects.all()] == [(0, 40, None), (40, 100, LATER)]
    with pytest.raises(StampsRefused):
        retire_order(order=order, reason="Lần nữa", by=official, at=LATER)
    with pytest.raises(StampsRefused):
        activate_stamps(interval=Interval("T", 0, 40), lot=lot, by=official, at=LATER)
    assert actions()[-1] == StampAction.RETIRED


def test_retired_product_gets_no_stamps(product, official):
    product.retired_on, product.retired_because = date(2026, 1, 1), "Không còn làm"
    product.save()

    with pytest.raises(StampsRefused):
        order_stamps(product=product, quantity=10, by=official, at=AT)


def test_million_stamps_are_issued_in_one_row(product, official):
    order = order_stamps(product=product, quantity=1_000_000, by=official, at=AT)

    stamps = approve_order(order=order, key_letter="T", by=official, at=AT)

    assert stamps.count == 1_000_000
    assert StampRange.objects.count() == 1


def test_last_number_of_a_key_can_be_issued(product, official):
    StampSeries.objects.create(key_letter="T", next_number=LAST_NUMBER - 5)

    stamps = approve_order(order=StampOrderFactory(product=product, quantity=5), key_letter="T", by=official, at=AT)

    assert stamps.stop == LAST_NUMBER
