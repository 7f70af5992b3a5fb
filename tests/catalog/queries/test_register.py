from __future__ import annotations

import unicodedata
from datetime import date

import pytest

from catalog.models import Certificate
from catalog.queries.register import find_certificates, history_of, register_rows
from tests.factories.catalog import CertificateFactory, ProducerFactory, ProductFactory, ProductSetFactory
from tests.factories.places import CommuneFactory, ProvinceFactory

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 23)


@pytest.fixture
def cu_do():
    producer = ProducerFactory(name="HKD Nguyễn Văn Phong")
    return CertificateFactory(
        product=ProductFactory(name="Cu đơ Phong Nga", producer=producer),
        decision_no="2394/QĐ-UBND",
        valid_from=date(2024, 10, 15),
    )


@pytest.fixture
def nuoc_mam():
    return CertificateFactory(
        product=ProductFactory(name="Nước mắm Kỳ Phú"), decision_no="5445/QĐ-UBND", valid_from=date(2020, 1, 1)
    )


@pytest.mark.parametrize(
    "text",
    [
        *("Cu đơ", "cu do", "CU ĐƠ", "đơ cu", "phong nga", "nguyen van phong", "HKD Nguyễn"),
        *(
            "2394",
            "2394/QĐ-UBND",
            "2394/qd-ubnd",
            "2394 qđ ubnd",
            "cu do 2394",
            unicodedata.normalize("NFD", "Cu đơ 2394/QĐ-UBND"),
        ),
    ],
)
def test_certificate_is_found_with_and_without_marks(cu_do, nuoc_mam, text):
    assert list(find_certificates(text, on=DAY)) == [cu_do]


@pytest.mark.parametrize("text", ["không có", "---", "★", "2394 khong", "%", "_", "' OR 1=1"])
def test_other_text_finds_nothing(cu_do, text):
    assert list(find_certificates(text, on=DAY)) == []


def test_empty_text_gives_all_in_the_order_of_a_dictionary(nuoc_mam, cu_do):
    older = CertificateFactory(product=cu_do.product, valid_from=date(2020, 1, 1))

    assert list(find_certificates("  ", on=DAY)) == [cu_do, older, nuoc_mam]


def test_status_filters(cu_do, nuoc_mam):
    revoked = CertificateFactory(
        valid_from=date(2025, 1, 1), revoked_on=date(2026, 1, 1), revocation_ground="OTHER", revocation_no="1"
    )
    replaced = CertificateFactory(valid_from=date(2025, 1, 1), superseded_on=date(2026, 1, 1))

    assert list(find_certificates(status="hieu-luc", on=DAY)) == [cu_do]
    assert list(find_certificates(status="het-han", on=DAY)) == [nuoc_mam]
    assert list(find_certificates(status="thu-hoi", on=DAY)) == [revoked]
    assert set(find_certificates(status="khong-co", on=DAY)) == {cu_do, nuoc_mam, revoked, replaced}


def test_register_rows_hold_every_certificate_whole():
    product = ProductFactory(
        name="Cu đơ Phong Nga",
        producer=ProducerFactory(name="HKD Nguyễn Văn Phong"),
        province=ProvinceFactory(name="Hà Tĩnh"),
        commune=CommuneFactory(name="Hà Huy Tập"),
        place_as_certified="xã Thạch Đài, huyện Thạch Hà",
        product_set=ProductSetFactory(number="7"),
        gtin="8934567000129",
    )
    certificate = CertificateFactory(
        product=product, decision_no="2394/QĐ-UBND", valid_from=date(2024, 10, 15), rule_set="148-2023"
    )

    assert [row.values() for row in register_rows(on=DAY)] == [
        {
            "product": "Cu đơ Phong Nga",
            "producer": "HKD Nguyễn Văn Phong",
            "province": "Hà Tĩnh",
            "commune": "Hà Huy Tập",
            "place_as_certified": "xã Thạch Đài, huyện Thạch Hà",
            "product_set": "7",
            "stars": 4,
            "decision_no": "2394/QĐ-UBND",
            "decision_date": date(2024, 10, 15),
            "authority": "UBND tỉnh Hà Tĩnh",
            "rule_set": "148-2023",
            "valid_from": date(2024, 10, 15),
            "valid_until": date(2027, 10, 15),
            "status": "IN_FORCE",
            "revoked_on": None,
            "revocation_ground": "",
            "revocation_no": "",
            "ocop_code": "",
            "gtin": "8934567000129",
            "is_sample": False,
            "url": f"/chung-nhan/{certificate.pk}/",
        }
    ]


def test_register_row_of_a_product_without_commune_and_set():
    CertificateFactory(product__commune=None)

    row = next(register_rows(on=DAY))
    assert (row.commune, row.product_set) == ("", "")


@pytest.mark.parametrize("count", [1, 30])
def test_register_rows_take_one_query(count, django_assert_num_queries):
    CertificateFactory.create_batch(count)

    with django_assert_num_queries(1):
        assert len(list(register_rows(on=DAY))) == count


def test_history_of_a_certificate_is_in_order(cu_do, now):
    for day in (date(2026, 1, 1), date(2024, 10, 15)):
        cu_do.events.create(action="ISSUED", on=day, at=now)

    assert [event.on for event in history_of(Certificate.objects.get())] == [date(2024, 10, 15), date(2026, 1, 1)]
    assert str(history_of(cu_do)[0]).endswith("15/10/2024")
