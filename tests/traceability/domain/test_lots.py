from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from tests.factories.catalog import ProductFactory
from tests.factories.traceability import LotFactory
from traceability.domain.lots import enter_lot
from traceability.models import Lot

pytestmark = pytest.mark.django_db


def lot_of(product, **values):
    return Lot(**{"product": product, "code": "L-1", "made_date": date(2026, 9, 1), "quantity": 5, **values})


def test_lot_is_written():
    lot = enter_lot(lot_of(ProductFactory()))

    assert Lot.objects.get() == lot


@pytest.mark.parametrize("values", [{"code": ""}, {"quantity": 0}, {"best_before_date": date(2026, 8, 1)}, {"unit": "SACK"}])
def test_lot_that_cannot_be_is_refused(values):
    with pytest.raises(ValidationError):
        enter_lot(lot_of(ProductFactory(), **values))


def test_same_number_twice_is_refused_also_when_both_come_at_once(monkeypatch):
    product = LotFactory(code="L-1").product

    with pytest.raises(ValidationError):
        enter_lot(lot_of(product))
    # Between the look and the write the other telephone was quicker.
    monkeypatch.setattr(Lot, "full_clean", lambda _self: None)
    with pytest.raises(ValidationError):
        enter_lot(lot_of(product))

    assert Lot.objects.count() == 1
