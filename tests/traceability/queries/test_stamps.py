from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tests.factories.catalog import CertificateFactory, ProducerFactory, ProductFactory
from tests.factories.core import PictureFactory
from tests.factories.places import CommuneFactory, ProvinceFactory
from tests.factories.traceability import ACTIVATED_AT, VOIDED_AT, LotFactory, RecallFactory, StampRangeFactory
from traceability.queries.stamps import SCAN_PICTURE, find_stamp

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 23)


def find(number=1500, *, key_letter="T", on=DAY):
    return find_stamp(key_letter=key_letter, number=number, on=on)


@pytest.fixture
def product():
    return ProductFactory(
        name="Nước mắm Kỳ Phú",
        slug="nuoc-mam-ky-phu",
        summary="Mắm cá cơm",
        producer=ProducerFactory(name="HTX Kỳ Phú", slug="htx-ky-phu"),
        province=ProvinceFactory(name="Hà Tĩnh", name_en="Ha Tinh"),
        commune=CommuneFactory(name="Kỳ Anh", name_en="Ky Anh"),
        gtin="8934567000129",
    )


def test_record_holds_stamp_lot_product_and_certificate(product):
    certificate = CertificateFactory(product=product, valid_from=date(2024, 10, 15), decision_no="2394/QĐ-UBND")
    lot = LotFactory(product=product, code="L-7", made_date=date(2026, 9, 15), best_before_date=date(2028, 9, 15))
    StampRangeFactory(order__product=product, start=1000, stop=2000, lot=lot, activated_at=ACTIVATED_AT)

    record = find()

    assert (record.range_start, record.voided_at, record.activated_at, record.recalled_at) == (1000, None, ACTIVATED_AT, None)
    assert (record.lot_code, record.made_date, record.best_before_date) == ("L-7", date(2026, 9, 15), date(2028, 9, 15))
    assert (record.product_id, record.product_name, record.product_slug, record.gtin) == (
        *(product.pk, "Nước mắm Kỳ Phú", "nuoc-mam-ky-phu", "8934567000129"),
    )
    assert (record.producer_name, record.commune_name, record.province_name) == ("HTX Kỳ Phú", "Kỳ Anh", "Hà Tĩnh")
    assert (record.certificate_id, record.stars, record.decision_no) == (certificate.pk, 4, "2394/QĐ-UBND")
    assert (record.valid_from, record.valid_to, record.extended_to) == (date(2024, 10, 15), date(2027, 10, 16), None)
    assert record.picture_id is None


def test_void_and_recalled_are_said_with_their_moments(product):
    lot = LotFactory(product=product)
    recall = RecallFactory(lot=lot, issued_at=datetime(2026, 11, 2, 3, 4, 5, 678_901, tzinfo=UTC))
    StampRangeFactory(order__product=product, start=1000, lot=lot, activated_at=ACTIVATED_AT, voided=True)

    record = find()

    assert (record.voided_at, record.void_reason) == (VOIDED_AT, "MISPRINT")
    assert (record.recalled_at, record.recall_reason, record.recall_advice) == (recall.issued_at, recall.reason, recall.advice)


def test_lifted_recall_is_not_said(product):
    lot = LotFactory(product=product)
    RecallFactory(lot=lot, lifted_at=datetime(2026, 11, 20, tzinfo=UTC))
    StampRangeFactory(order__product=product, start=1000, lot=lot, activated_at=ACTIVATED_AT)

    assert find().recalled_at is None


def test_number_that_was_never_issued_gives_nothing(product):
    StampRangeFactory(order__product=product, start=1000, stop=2000)
    StampRangeFactory(order__product=product, start=3000, stop=4000)

    assert [find(number) is None for number in (999, 1000, 1999, 2000, 2999, 3000, 4000)] == [
        True,
        False,
        False,
        True,
        True,
        False,
        True,
    ]
    assert find(key_letter="S") is None


def test_certificate_is_the_latest_that_has_begun(product):
    CertificateFactory(product=product, valid_from=date(2020, 1, 1), decision_no="1")
    CertificateFactory(product=product, valid_from=date(2024, 1, 1), decision_no="2")
    CertificateFactory(product=product, valid_from=date(2027, 1, 2), decision_no="3")
    StampRangeFactory(order__product=product, start=1000)

    assert [find(on=day).decision_no for day in (date(2023, 6, 1), DAY, date(2027, 1, 2))] == ["1", "2", "3"]
    assert find(on=date(2019, 1, 1)).certificate_id is None


def test_picture_is_given_in_the_size_of_the_page(product):
    product.picture = PictureFactory(description="Một hũ mắm")
    product.save()
    StampRangeFactory(order__product=product, start=1000)

    assert (find().picture_id, find().picture_file) == (product.picture_id, None)

    drawn = product.picture.get_rendition(SCAN_PICTURE)
    record = find()
    assert (record.picture_file, record.picture_width, record.picture_height, record.picture_alt) == (
        *(drawn.file.name, drawn.width, drawn.height, "Một hũ mắm"),
    )


def test_product_without_commune_is_found(product):
    product.commune = None
    product.save()
    StampRangeFactory(order__product=product, start=1000)

    assert find().commune_name is None


@pytest.mark.parametrize("ranges", [1, 50])
def test_find_stamp_is_one_statement_however_many_ranges(product, ranges, statements):
    for _ in range(ranges):
        StampRangeFactory(order__product=product)
    StampRangeFactory(order__product=product, start=10**9, stop=10**9 + 10)

    with statements() as sql:
        assert find(10**9 + 5).range_start == 10**9
    assert len(sql) == 1
