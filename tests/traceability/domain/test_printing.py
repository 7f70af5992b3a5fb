"""Which stamps of an order go onto a sheet."""

from __future__ import annotations

from datetime import date

import pytest
from django.conf import settings
from django.utils import timezone

from tests.factories.catalog import CertificateFactory
from tests.factories.traceability import StampOrderFactory, StampRangeFactory, code_of
from traceability.domain.printing import MOST_AT_ONCE, labels_of_order
from traceability.domain.stamps import StampsRefused
from traceability.models import StampOrder

pytestmark = pytest.mark.django_db


@pytest.fixture
def order() -> StampOrder:
    """A thousand stamps 5000..5999, of which 5010..5019 are void."""
    order = StampOrderFactory(approved=True, product=CertificateFactory().product)
    StampRangeFactory(order=order, start=5000, stop=5010)
    StampRangeFactory(order=order, start=5010, stop=5020, voided=True)
    StampRangeFactory(order=order, start=5020, stop=6000)
    return order


def codes(order: StampOrder, first: int, count: int) -> list[str]:
    labels = labels_of_order(order=order, first=first, count=count, on=timezone.localdate(), keys=settings.STAMP_KEYS)
    return [label.code for label in labels]


def test_stamps_are_counted_within_the_order(order: StampOrder) -> None:
    assert codes(order, 1, 3) == [code_of(5000), code_of(5001), code_of(5002)]


def test_void_stamps_are_left_out(order: StampOrder) -> None:
    assert codes(order, 9, 14) == [code_of(number) for number in (5008, 5009, 5020, 5021)]


def test_the_end_of_the_order_ends_the_sheet(order: StampOrder) -> None:
    assert codes(order, 999, 24) == [code_of(5998), code_of(5999)]


def test_a_label_shows_product_producer_and_stars(order: StampOrder) -> None:
    (label,) = labels_of_order(order=order, first=1, count=1, on=timezone.localdate(), keys=settings.STAMP_KEYS)

    assert (label.product, label.producer, label.stars, label.gtin) == (order.product.name, order.product.producer.name, 4, "")


@pytest.mark.parametrize(("first", "count"), [(0, 1), (1001, 1), (1, 0), (1, MOST_AT_ONCE + 1)])
def test_positions_outside_the_order_are_refused(order: StampOrder, first: int, count: int) -> None:
    with pytest.raises(StampsRefused):
        codes(order, first, count)


def test_only_void_stamps_are_refused(order: StampOrder) -> None:
    with pytest.raises(StampsRefused):
        codes(order, 11, 10)


def test_an_order_that_waits_is_not_printed() -> None:
    with pytest.raises(StampsRefused):
        codes(StampOrderFactory(), 1, 1)


def test_nothing_is_printed_without_a_certificate_in_force(order: StampOrder) -> None:
    with pytest.raises(StampsRefused):
        labels_of_order(order=order, first=1, count=1, on=date(2019, 1, 1), keys=settings.STAMP_KEYS)
