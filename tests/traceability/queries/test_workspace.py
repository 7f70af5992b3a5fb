from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth.models import Group

from tests.factories.catalog import CertificateFactory, ProducerFactory, ProductFactory
from tests.factories.core import UserFactory
from tests.factories.traceability import LotFactory, StampOrderFactory, StampRangeFactory
from traceability.numbers import StampNumber
from traceability.queries.workspace import (
    StampCounts,
    counts_of,
    has_stamps,
    lots_of,
    order_with,
    orders_of,
    people_of,
    products_to_stamp,
    stamps_on,
)

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 23)


@pytest.fixture
def product():
    return CertificateFactory(valid_from=date(2025, 1, 1)).product


@pytest.fixture
def mine(product):
    return [product.producer]


def test_products_to_stamp_are_the_own_ones_in_force(product, mine):
    ProductFactory(producer=mine[0])
    CertificateFactory(product=ProductFactory(producer=mine[0]), valid_from=date(2020, 1, 1))
    CertificateFactory(
        product=ProductFactory(producer=mine[0], retired_on=DAY, retired_because="Thôi làm"), valid_from=date(2025, 1, 1)
    )
    CertificateFactory(valid_from=date(2025, 1, 1))

    assert products_to_stamp(mine, on=DAY) == [product]


def test_orders_and_lots_are_the_own_ones_the_newest_first(product, mine):
    first, second = StampOrderFactory(product=product), StampOrderFactory(product=product)
    old, new = LotFactory(product=product, made_date=date(2026, 1, 1)), LotFactory(product=product, recalled=True)
    StampOrderFactory()
    LotFactory()

    assert list(orders_of(mine)) == [second, first]
    assert [(lot, lot.recalled) for lot in lots_of(mine)] == [(new, True), (old, False)]


def test_counts_of_orders_count_each_stamp_once(product, django_assert_num_queries):
    order = StampOrderFactory(product=product, approved=True)
    empty = StampOrderFactory(product=product)
    StampRangeFactory(order=order, start=0, stop=500)
    StampRangeFactory(order=order, start=500, stop=800, activated=True)
    StampRangeFactory(order=order, start=800, stop=900, activated=True, voided=True)
    StampRangeFactory(order=order, start=900, stop=1000, voided=True)
    StampRangeFactory(start=1000, stop=2000)

    with django_assert_num_queries(1):
        counts = counts_of([order, empty])

    assert counts == {order.pk: StampCounts(issued=1000, active=300, void=200)}
    assert counts[order.pk].left == 500


def test_stamps_on_a_lot_are_those_that_are_good(product):
    lot = LotFactory(product=product)
    order = StampOrderFactory(product=product, approved=True)
    StampRangeFactory(order=order, start=0, stop=50, lot=lot, activated=True)
    StampRangeFactory(order=order, start=50, stop=60, lot=lot, activated=True, voided=True)

    assert stamps_on(lot) == 50
    assert stamps_on(LotFactory()) == 0


def test_order_with_a_stamp_is_found_for_its_producer_alone(product, mine):
    stamps = StampRangeFactory(order__product=product, start=1000, stop=2000)
    others = [ProducerFactory()]

    for number, expected in ((999, None), (1000, stamps.order), (1999, stamps.order), (2000, None)):
        assert order_with(StampNumber("T", number), mine) == expected
    assert order_with(StampNumber("S", 1000), mine) is None
    assert order_with(StampNumber("T", 1000), others) is None


def test_has_stamps_asks_for_issued_ones(product, mine):
    StampOrderFactory(product=product)
    assert not has_stamps(mine)

    StampRangeFactory(order__product=product)

    assert has_stamps(mine)
    assert not has_stamps([ProducerFactory()])


def test_people_are_those_of_the_teams(mine):
    mine[0].team = Group.objects.create(name="Chủ thể: một")
    mine[0].save()
    member, _other = UserFactory(), UserFactory()
    member.groups.add(mine[0].team)

    assert people_of(mine) == {member.pk}
