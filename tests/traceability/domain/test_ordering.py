from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test import override_settings

from tests.factories.catalog import CertificateFactory
from tests.factories.core import UserFactory
from tests.factories.traceability import StampOrderFactory
from traceability.domain.ordering import Wish, goes_beyond_output, order_once, packing_of, smallest_size, withdraw_order
from traceability.domain.orders import Format, approve_order, refuse_order
from traceability.enums import LabelShape, OrderState, PrintMedium, StampAction
from traceability.models import StampEvent, StampOrder
from traceability.numbers import StampsRefused

AT = datetime(2026, 11, 23, 3, tzinfo=UTC)
ROLLS = Format(LabelShape.SQUARE, 20, PrintMedium.ROLL, 1000)


@pytest.fixture
def product(db):
    return CertificateFactory(valid_from=date(2025, 1, 1), product__yearly_output=1000).product


@pytest.fixture
def member(db):
    return UserFactory()


@pytest.mark.parametrize(
    ("quantity", "labels", "expected"),
    [
        (1, ROLLS, (1, 1, 0)),
        (1000, ROLLS, (1, 1000, 0)),
        (1001, ROLLS, (2, 1, 0)),
        (10_000, ROLLS, (10, 1000, 0)),
    ],
)
def test_packing_on_rolls(quantity, labels, expected):
    packing = packing_of(labels, quantity)

    assert (packing.rolls, packing.on_last_roll, packing.sheets) == expected


def test_packing_on_sheets_begins_a_sheet_with_each_packet():
    labels = Format(LabelShape.SQUARE, 20, PrintMedium.A4, 100)
    alone = packing_of(labels, 100).sheets

    assert alone > 1
    assert packing_of(labels, 300).sheets == 3 * alone
    assert packing_of(labels, 301).sheets == 3 * alone + 1


def test_round_labels_are_larger():
    assert packing_of(Format(LabelShape.ROUND), 10).side_mm > packing_of(Format(LabelShape.SQUARE), 10).side_mm


@pytest.mark.django_db
def test_smallest_size_grows_with_the_address(product):
    short = smallest_size(product)
    product.gtin = "8934567000123"

    assert short == 15
    assert smallest_size(product) == 20
    with override_settings(PUBLIC_URL="https://" + "a" * 900 + ".example"):
        assert smallest_size(product) is None


@pytest.mark.parametrize(("quantity", "expected"), [(1100, False), (1101, True)])
def test_going_beyond_the_output_is_foreseen(product, quantity, expected):
    assert goes_beyond_output(Wish(product, quantity, ROLLS, ""), at=AT) is expected


def test_order_is_entered_as_wished(product, member):
    order, is_new = order_once(Wish(product, 2500, ROLLS, "Chợ Vườn Ươm"), by=member, at=AT)

    assert is_new
    assert (order.product, order.quantity, order.delivery, order.beyond_output) == (product, 2500, "Chợ Vườn Ươm", True)
    assert (order.shape, order.symbol_mm, order.medium, order.roll_size) == ("SQUARE", 20, "ROLL", 1000)
    assert (order.ordered_by, order.state) == (member, OrderState.ORDERED)


@pytest.mark.parametrize("minutes", [0, 9])
def test_same_wish_again_is_the_same_order(product, member, minutes):
    wish = Wish(product, 500, ROLLS, "Xưởng")
    first, _new = order_once(wish, by=member, at=AT)

    again, is_new = order_once(wish, by=member, at=AT + timedelta(minutes=minutes))

    assert (again, is_new, StampOrder.objects.count()) == (first, False, 1)


def test_same_wish_that_was_approved_meanwhile_is_the_same_order(product, member):
    wish = Wish(product, 500, ROLLS, "Xưởng")
    first, _new = order_once(wish, by=member, at=AT)
    approve_order(order=first, key_letter="T", by=None, at=AT)

    assert order_once(wish, by=member, at=AT + timedelta(minutes=1)) == (first, False)


@pytest.mark.parametrize("difference", ["quantity", "place", "person", "time", "refused"])
def test_another_wish_is_another_order(product, member, difference):
    first, _new = order_once(Wish(product, 500, ROLLS, "Xưởng"), by=member, at=AT)
    if difference == "refused":
        refuse_order(order=first, reason="Thiếu giấy", by=None, at=AT)
    wish = Wish(product, 501 if difference == "quantity" else 500, ROLLS, "Chợ" if difference == "place" else "Xưởng")

    _order, is_new = order_once(
        wish,
        by=UserFactory() if difference == "person" else member,
        at=AT + timedelta(minutes=11 if difference == "time" else 0),
    )

    assert is_new


def test_order_without_certificate_is_refused(member):
    order = StampOrderFactory.build()
    product = CertificateFactory(expired=True).product

    with pytest.raises(StampsRefused):
        order_once(Wish(product, order.quantity, ROLLS, "Xưởng"), by=member, at=datetime.now(UTC))


def test_order_is_taken_back_with_a_reason(product, member):
    order, _new = order_once(Wish(product, 500, ROLLS, ""), by=member, at=AT)

    withdrawn = withdraw_order(order=order, reason="Đặt nhầm", by=member, at=AT)

    assert (withdrawn.state, withdrawn.decision_reason) == (OrderState.CANCELLED, "Đặt nhầm")
    assert StampEvent.objects.latest("pk").action == StampAction.CANCELLED


def test_order_that_was_decided_meanwhile_is_not_taken_back(product, member):
    order, _new = order_once(Wish(product, 500, ROLLS, ""), by=member, at=AT)
    approve_order(order=order, key_letter="T", by=None, at=AT)

    with pytest.raises(StampsRefused):
        withdraw_order(order=order, reason="Đặt nhầm", by=member, at=AT)

    order.refresh_from_db()
    assert order.state == OrderState.APPROVED
    assert not order.ranges.filter(voided_at__isnull=False).exists()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_telephones_that_send_the_same_at_once_enter_one_order(product, member):
    wish, ready = Wish(product, 500, ROLLS, "Xưởng"), threading.Barrier(2)

    def send(_telephone):
        try:
            ready.wait(timeout=10)
            return order_once(wish, by=member, at=AT)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as telephones:
        sent = list(telephones.map(send, range(2)))

    assert StampOrder.objects.count() == 1
    assert sorted(is_new for _order, is_new in sent) == [False, True]
