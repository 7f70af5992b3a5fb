"""Searching a list of the admin as people type."""

from __future__ import annotations

import pytest

from catalog.models import Certificate, Product
from core.officials.searching import best_first, search_folded
from tests.factories.catalog import CertificateFactory, ProductFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def products() -> None:
    for name in ("Nước mắm Phú Khương", "Mắm tôm", "Cu đơ Bà Hường", "Kẹo nước mắm"):
        ProductFactory(name=name, producer__name="HTX Kỳ Anh")


def found(text: str) -> list[str]:
    rows = search_folded(Product.objects.all(), text, ["folded"])
    return [product.name for product in best_first(rows, text, "folded")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("nuoc mam", ["Nước mắm Phú Khương", "Kẹo nước mắm"]),
        ("NƯỚC MẮM", ["Nước mắm Phú Khương", "Kẹo nước mắm"]),
        ("mam nuoc", ["Kẹo nước mắm", "Nước mắm Phú Khương"]),
        ("cu do ky anh", ["Cu đơ Bà Hường"]),
        ("khong co", []),
        ("...", []),
    ],
)
@pytest.mark.usefixtures("products")
def test_every_word_is_found_without_marks(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@pytest.mark.usefixtures("products")
def test_an_empty_text_keeps_everything() -> None:
    assert search_folded(Product.objects.all(), "", ["folded"]).count() == 4


@pytest.mark.parametrize("text", ["524/QĐ-UBND", "524", "nuoc mam 524"])
def test_numbers_are_found_as_they_are_typed(text: str) -> None:
    certificate = CertificateFactory(decision_no="524/QĐ-UBND", product__name="Nước mắm")
    CertificateFactory(decision_no="99/QĐ-UBND", product__name="Cu đơ")

    assert list(search_folded(Certificate.objects.all(), text, ["product__folded", "decision_no"])) == [certificate]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mi gao", ["Mỳ gạo"]),
        ("my gao", ["Mỳ gạo"]),
        ("kỷ", ["Chè Kỉ", "Kỷ tử"]),
        ("ki", ["Chè Kỉ", "Kiến Lao", "Kỷ tử"]),
        ("qui", ["Quý"]),
    ],
)
def test_i_and_y_are_one_where_both_are_written(text: str, expected: list[str]) -> None:
    for name in ("Mỳ gạo", "Chè Kỉ", "Kiến Lao", "Kỷ tử", "Quý"):
        ProductFactory(name=name, producer__name="HTX")

    rows = search_folded(Product.objects.all(), text, ["folded"])

    assert sorted(product.name for product in rows) == expected
