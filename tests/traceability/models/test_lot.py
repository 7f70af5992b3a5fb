from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, transaction

from tests.factories.catalog import ProductFactory
from tests.factories.traceability import LotFactory, RecallFactory, StampOrderFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "bad",
    [
        lambda: LotFactory.create_batch(2, product=ProductFactory(), code="L-1"),
        lambda: LotFactory(made_date=date(2026, 9, 15), best_before_date=date(2026, 9, 14)),
        lambda: LotFactory(quantity=0),
        lambda: RecallFactory.create_batch(2, lot=LotFactory()),
        lambda: RecallFactory(issued_at=datetime(2026, 11, 2, tzinfo=UTC), lifted_at=datetime(2026, 11, 1, tzinfo=UTC)),
        lambda: StampOrderFactory(state="APPROVED"),
        lambda: StampOrderFactory(decided_at=datetime(2026, 11, 2, tzinfo=UTC)),
    ],
    ids=[
        "code twice",
        "best before too early",
        "no quantity",
        "two open recalls",
        "lifted too early",
        "approved never",
        "decided but open",
    ],
)
def test_bad_row_is_refused_by_the_database(bad):
    with pytest.raises(DatabaseError), transaction.atomic():
        bad()


def test_same_code_for_another_product_and_a_second_recall_are_accepted():
    lot = LotFactory(code="L-1")
    LotFactory(code="L-1")
    RecallFactory(lot=lot, lifted_at=datetime(2026, 11, 20, tzinfo=UTC))

    assert str(RecallFactory(lot=lot)) == str(lot) == f"{lot.product}: L-1"


def test_lot_with_a_recall_cannot_be_deleted():
    with pytest.raises(DatabaseError), transaction.atomic():
        RecallFactory().lot.delete()
