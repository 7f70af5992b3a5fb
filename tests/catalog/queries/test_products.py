from __future__ import annotations

import pytest
from django.utils import timezone, translation

from catalog.models import Product
from catalog.queries.products import listed_products, sectors_in_use, with_cards
from tests.factories.catalog import CertificateFactory, ProductFactory, ProductSetFactory, months_ago
from tests.factories.core import PictureFactory

pytestmark = pytest.mark.django_db


def certified(name, **values):
    return CertificateFactory(product=ProductFactory(name=name, **values)).product


def test_listed_products_are_certified_ones_in_the_order_of_a_dictionary():
    wanted = [certified(name) for name in ("Đông trùng", "Dừa sấy", "Cu đơ", "Bún")]
    ProductFactory(name="Chưa có sao")
    for state in ("expired", "revoked", "superseded", "not_yet"):
        CertificateFactory(**{state: True})
    extended = CertificateFactory(extended=True, product__name="Xôi").product

    assert list(listed_products(on=timezone.localdate())) == [*reversed(wanted), extended]


def test_listed_products_of_a_sector_or_province():
    food, drink = (
        certified("Bún", product_set=ProductSetFactory()),
        certified("Trà", product_set=ProductSetFactory(sector="Đồ uống")),
    )
    day = timezone.localdate()

    assert list(listed_products(on=day, sector="do-uong")) == [drink]
    assert list(listed_products(on=day, sector="thuc-pham")) == [food]
    assert list(listed_products(on=day, sector="khong-co")) == [food, drink]
    assert list(listed_products(on=day, province=food.province)) == [food]
    assert list(listed_products(on=day, sector="do-uong", province=food.province)) == []


def test_sectors_in_use_are_those_of_certified_products():
    certified("Bún", product_set=ProductSetFactory())
    certified("Miến", product_set=ProductSetFactory())
    certified("Không bộ")
    ProductFactory(product_set=ProductSetFactory(sector="Du lịch", sector_en="Tourism"))

    assert sectors_in_use(on=timezone.localdate()) == [("thuc-pham", "Thực phẩm")]
    with translation.override("en"):
        assert sectors_in_use(on=timezone.localdate()) == [("thuc-pham", "Food")]


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
