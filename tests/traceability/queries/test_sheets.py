from __future__ import annotations

import pytest
from django.utils import timezone

from tests.factories.catalog import CertificateFactory
from tests.factories.traceability import StampOrderFactory
from traceability.queries.sheets import stars_of_order

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("state", "stars"), [({}, 5), ({"extended": True}, 5), ({"expired": True}, 0), ({"revoked": True}, 0)])
def test_stars_of_an_order_are_those_in_force(state, stars):
    order = StampOrderFactory(product=CertificateFactory(stars=5, **state).product)

    assert stars_of_order(order, on=timezone.localdate()) == stars


def test_stars_of_an_order_without_certificate_are_none():
    assert stars_of_order(StampOrderFactory(), on=timezone.localdate()) == 0
