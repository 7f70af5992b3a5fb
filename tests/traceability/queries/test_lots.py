from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tests.factories.catalog import CertificateFactory, ProductFactory
from tests.factories.traceability import LotFactory, RecallFactory
from traceability.queries.lots import LOTS_ON_A_PAGE, LotRecord, find_lot, latest_lots

pytestmark = pytest.mark.django_db


def test_latest_lots_are_the_newest_first_and_few():
    product = ProductFactory()
    lots = [LotFactory(product=product, made_date=date(2026, 1, day)) for day in range(1, LOTS_ON_A_PAGE + 3)]
    LotFactory()

    assert latest_lots(product) == lots[:1:-1]


def test_recalled_lot_says_so_until_the_recall_is_lifted():
    product = ProductFactory()
    LotFactory(product=product, code="A", made_date=date(2026, 3, 1))
    LotFactory(product=product, code="B", made_date=date(2026, 2, 1), recalled=True)
    lifted = LotFactory(product=product, code="C", made_date=date(2026, 1, 1))
    RecallFactory(lot=lifted, lifted_at=datetime(2026, 11, 20, tzinfo=UTC))

    assert [(lot.code, lot.is_recalled) for lot in latest_lots(product)] == [("A", False), ("B", True), ("C", False)]


@pytest.mark.parametrize("count", [1, 5])
def test_latest_lots_take_two_queries(count, django_assert_num_queries):
    product = ProductFactory()
    for _ in range(count):
        LotFactory(product=product, recalled=True)

    with django_assert_num_queries(2):
        assert len(latest_lots(product)) == count


def test_lot_is_found_by_product_and_number_with_its_recall_and_certificate(today, django_assert_num_queries):
    product = ProductFactory(slug="mam")
    lot = LotFactory(product=product, code="L/1")
    RecallFactory(lot=lot, lifted_at=datetime(2026, 11, 20, tzinfo=UTC))
    recall = RecallFactory(lot=lot)
    certificate = CertificateFactory(product=product)
    LotFactory(code="L/1")

    with django_assert_num_queries(3):
        found = find_lot(slug="mam", code="L/1", on=today)
        assert found is not None
        assert (found.lot.product.producer, found.lot.product.province) == (product.producer, product.province)

    assert found == LotRecord(lot, recall, certificate)


def test_lot_of_another_product_or_number_is_not_found(today, django_assert_num_queries):
    LotFactory(product__slug="mam", code="L1")

    with django_assert_num_queries(2):
        assert find_lot(slug="mam", code="l1", on=today) is None
        assert find_lot(slug="muoi", code="L1", on=today) is None
