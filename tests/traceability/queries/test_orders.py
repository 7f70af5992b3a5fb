from __future__ import annotations

import pytest
from django.utils import timezone

from tests.factories.catalog import CertificateFactory
from tests.factories.traceability import StampOrderFactory, StampRangeFactory
from traceability.queries.orders import StampCounts, count_stamps, stars_of_order

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("state", "stars"), [({}, 5), ({"extended": True}, 5), ({"expired": True}, 0), ({"revoked": True}, 0)])
def test_stars_of_an_order_are_those_in_force(state, stars):
    order = StampOrderFactory(product=CertificateFactory(stars=5, **state).product)

    assert stars_of_order(order, on=timezone.localdate()) == stars


def test_stars_of_an_order_without_certificate_are_none():
    assert stars_of_order(StampOrderFactory(), on=timezone.localdate()) == 0


def test_stamps_of_an_order_are_counted_in_one_query(django_assert_num_queries):
    order = StampOrderFactory(approved=True)
    StampRangeFactory(order=order, start=0, stop=7)
    StampRangeFactory(order=order, start=7, stop=10, activated=True)
    StampRangeFactory(order=order, start=10, stop=11, voided=True)
    StampRangeFactory(order=order, start=11, stop=13, activated=True, voided=True)
    StampRangeFactory(start=100, stop=200)

    with django_assert_num_queries(1):
        counts = count_stamps(order)

    assert (counts, counts.good) == (StampCounts(unused=7, in_use=3, void=3, stretches=4), 10)


def test_an_order_that_waits_has_no_stamps_to_count():
    assert count_stamps(StampOrderFactory()) == StampCounts(0, 0, 0, 0)
