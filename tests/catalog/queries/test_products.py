from __future__ import annotations

import pytest

from catalog.models import Product
from catalog.queries.products import with_cards
from tests.factories.catalog import CertificateFactory, months_ago
from tests.factories.core import PictureFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("count", [1, 30])
def test_cards_take_the_same_number_of_queries(count, django_assert_num_queries):
    picture = PictureFactory()
    for _ in range(count):
        CertificateFactory(product__picture=picture)

    with django_assert_num_queries(4):
        products = list(with_cards(Product.objects.all()))
        shown = [
            (product.producer.name, product.commune.name, product.held[0].stars, product.picture.title) for product in products
        ]

    assert len(shown) == count


def test_held_certificates_are_the_newest_first():
    product = CertificateFactory(valid_from=months_ago(50)).product
    newest = CertificateFactory(product=product)

    assert with_cards(Product.objects.all()).get().held[0] == newest
