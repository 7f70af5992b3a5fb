from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from catalog.domain.retirement import RetirementRefused, retire_product, revive_product
from catalog.models import Product
from tests.factories.catalog import CertificateFactory, ProductFactory

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 24)


def test_retired_product_stays_and_is_listed_nowhere():
    product = CertificateFactory(valid_from=date(2025, 1, 1)).product

    retire_product(product=product, because=" Không còn làm ", on=DAY)

    product.refresh_from_db()
    assert (product.retired_on, product.retired_because) == (DAY, "Không còn làm")
    assert not Product.objects.certified(on=DAY).exists()


def test_retired_product_can_be_taken_back():
    product = retire_product(product=CertificateFactory(valid_from=date(2025, 1, 1)).product, because="Nhầm", on=DAY)

    revive_product(product=product)

    assert Product.objects.certified(on=DAY).exists()


def test_twice_without_a_reason_or_not_retired_is_refused():
    product = ProductFactory()
    with pytest.raises(RetirementRefused):
        retire_product(product=product, because=" ", on=DAY)
    with pytest.raises(RetirementRefused):
        revive_product(product=product)
    retire_product(product=product, because="Hết", on=DAY)
    with pytest.raises(RetirementRefused):
        retire_product(product=product, because="Hết", on=DAY)


@pytest.mark.parametrize("values", [{"retired_on": DAY}, {"retired_because": "Hết"}])
def test_half_a_retirement_is_refused_by_the_database(values):
    ProductFactory()

    with pytest.raises(DatabaseError), transaction.atomic():
        Product.objects.update(**values)
