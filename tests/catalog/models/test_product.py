from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils import translation

from catalog.enums import ChannelKind, StandardKind
from catalog.models import ProductSet, ProductStandard, SalesChannel
from tests.factories.catalog import IPMarkFactory, ProducerFactory, ProductFactory, ProductSetFactory, StockingFactory

pytestmark = pytest.mark.django_db

GTIN = "8934567000129"


def same_name_twice():
    producer = ProducerFactory()
    ProductFactory.create_batch(2, name="Cu đơ", producer=producer)


def same_stock_twice():
    made = StockingFactory()
    StockingFactory(product=made.product, sale_point=made.sale_point)


@pytest.mark.parametrize(
    "bad",
    [
        same_name_twice,
        same_stock_twice,
        lambda: ProductFactory.create_batch(2, gtin=GTIN),
        lambda: ProductFactory.create_batch(2, ocop_code="42-18652-7-2026"),
        lambda: ProductFactory.create_batch(2, slug="cu-do"),
        lambda: ProducerFactory.create_batch(2, tax_code="0100233488"),
        lambda: ProducerFactory.create_batch(2, slug="htx"),
        lambda: ProductSetFactory.create_batch(2, number="1"),
        lambda: IPMarkFactory.create_batch(2, name="Cu đơ Hà Tĩnh"),
    ],
    ids=["name", "stock", "barcode", "code", "address", "tax code", "producer", "set", "mark"],
)
def test_double_is_refused_by_the_database(bad):
    with pytest.raises(DatabaseError), transaction.atomic():
        bad()


def test_empty_numbers_are_no_doubles():
    ProductFactory.create_batch(2, gtin="", ocop_code="")
    ProducerFactory.create_batch(2, tax_code="")


@pytest.mark.parametrize(
    ("field", "value"), [("gtin", "4006381333930"), ("ocop_code", "42-7-2026"), ("name", ""), ("price_vnd", -1)]
)
def test_wrong_number_is_refused_by_full_clean(field, value):
    product = ProductFactory()
    setattr(product, field, value)

    with pytest.raises(ValidationError) as said:
        product.full_clean(exclude=["product_set", "former_district"])

    assert list(said.value.message_dict) == [field]


def test_standard_without_a_day_is_refused_by_the_database():
    with pytest.raises(DatabaseError), transaction.atomic():
        ProductStandard.objects.create(
            product=ProductFactory(), kind=StandardKind.VIETGAP, valid_from=date(2026, 1, 1), valid_to=date(2026, 1, 1)
        )


def test_standards_on_a_day():
    product = ProductFactory()
    ended = ProductStandard.objects.create(
        product=product, kind="VIETGAP", valid_from=date(2024, 1, 1), valid_to=date(2025, 1, 1)
    )
    lasting = ProductStandard.objects.create(product=product, kind="HACCP", number="7", valid_from=date(2025, 1, 1))

    assert list(product.standards.on(date(2024, 12, 31))) == [ended]
    assert list(product.standards.on(date(2025, 1, 1))) == [lasting]
    assert str(lasting) == "HACCP 7"


def test_channel_names_kind_and_address_once():
    product = ProductFactory()
    channel = SalesChannel.objects.create(product=product, kind=ChannelKind.SHOPEE, url="https://shopee.vn/x")

    assert str(channel) == "Shopee: https://shopee.vn/x"
    with pytest.raises(DatabaseError), transaction.atomic():
        SalesChannel.objects.create(product=product, kind=ChannelKind.SHOPEE, url="https://shopee.vn/x")


def test_addresses_follow_the_language():
    product = ProductFactory(slug="cu-do", producer=ProducerFactory(slug="htx-cu-do"))

    assert product.get_absolute_url() == "/san-pham/cu-do/"
    assert product.producer.get_absolute_url() == "/chu-the/htx-cu-do/"
    with translation.override("en"):
        assert product.get_absolute_url() == "/en/san-pham/cu-do/"


def test_texts_follow_the_language():
    product = ProductFactory.build(summary="Kẹo lạc", summary_en="Peanut candy", producer=None, province=None, commune=None)
    product_set = ProductSet(name="Rau tươi", name_en="Fresh vegetables", sector="Thực phẩm", sector_en="Food")

    assert (product.short_text, str(product_set), product_set.sector_name) == ("Kẹo lạc", "Rau tươi", "Thực phẩm")
    with translation.override("en"):
        assert (product.short_text, str(product_set), product_set.sector_name) == ("Peanut candy", "Fresh vegetables", "Food")
        product.summary_en = product_set.name_en = product_set.sector_en = ""
        assert (product.short_text, str(product_set), product_set.sector_name) == ("Kẹo lạc", "Rau tươi", "Thực phẩm")


def test_derived_columns_of_a_product_hold_its_producer():
    product = ProductFactory(name="Cu đơ Phong Nga", producer=ProducerFactory(name="HKD Nguyễn Văn Phong", phone="02393851234"))

    assert product.folded == "cu do phong nga hkd nguyen van phong"
    assert product.producer.shown_phone == "0239 385 1234"
    assert ProducerFactory(phone="").shown_phone == ""
