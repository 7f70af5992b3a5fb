from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.factories.core import UserFactory
from tests.factories.traceability import LotFactory, StampOrderFactory, StampRangeFactory
from traceability.domain.printing.runs import Rolls
from traceability.domain.reconciliation import count_roll, reconcile
from traceability.domain.stamps import activate_stamps, void_intervals
from traceability.enums import FileKind, LabelShape, PrintMedium, RunState, VoidReason
from traceability.models import PrintPart, PrintRun
from traceability.numbers import Interval
from traceability.queries.printing import PrintedPart

AT = datetime(2026, 11, 23, 3, tzinfo=UTC)
ROLL = Interval("T", 100, 200)


def between(start, stop):
    return Interval("T", start, stop)


@pytest.mark.parametrize(
    ("printed", "active", "void", "expected"),
    [
        ([], [], [], (0, 0, 0, 0)),
        ([PrintedPart(100, 200, 100)], [], [], (100, 0, 0, 100)),
        ([PrintedPart(100, 200, 100)], [between(90, 150)], [between(150, 160)], (100, 50, 10, 40)),
        # Void before it was drawn: not on the roll.
        ([PrintedPart(100, 200, 90)], [between(100, 150)], [between(190, 200)], (90, 50, 0, 40)),
        # Ten void before, five more afterwards.
        ([PrintedPart(100, 200, 90)], [between(100, 150)], [between(185, 200)], (90, 50, 5, 35)),
        ([PrintedPart(100, 150, 50), PrintedPart(150, 200, 50)], [between(0, 300)], [], (100, 100, 0, 0)),
        # In use though never printed by us: the print house made them from a list.
        ([], [between(100, 110)], [between(110, 120)], (0, 10, 0, 0)),
        ([PrintedPart(0, 100, 100), PrintedPart(200, 300, 100)], [], [], (0, 0, 0, 0)),
    ],
)
def test_count_of_a_roll(printed, active, void, expected):
    assert count_roll(ROLL, printed=printed, active=active, void=void) == expected


@pytest.fixture
def order(db):
    made = StampOrderFactory(approved=True, quantity=250, roll_size=100)
    StampRangeFactory(order=made, start=1000, stop=1250)
    run = PrintRun.objects.create(
        order=made, key_letter="T", start=1000, stop=1200, kind=FileKind.CSV, shape=LabelShape.SQUARE, symbol_mm=20,
        medium=PrintMedium.ROLL, stars=4, product_name="x", producer_name="y", started_at=AT, finished_at=AT,
        state=RunState.RELEASED, count=200, digest="0" * 64,
    )  # fmt: skip
    for position, start in enumerate((1000, 1100), start=1):
        PrintPart.objects.create(run=run, position=position, start=start, stop=start + 100, made_at=AT, count=100)
    return made


def test_rolls_of_an_order_are_counted(order, django_assert_num_queries):
    official = UserFactory()
    activate_stamps(interval=between(1050, 1150), lot=LotFactory(product=order.product), by=official, at=AT)
    void_intervals([between(1140, 1160)], reason=VoidReason.LOST, note="", by=official, at=AT)

    with django_assert_num_queries(3):
        counts = reconcile(order, rolls=Rolls(1, 50))

    assert [(one.position, one.printed, one.active, one.void, one.unaccounted) for one in counts] == [
        (1, 100, 50, 0, 50), (2, 100, 40, 20, 40), (3, 0, 0, 0, 0),
    ]  # fmt: skip


def test_some_rolls_only(order):
    assert [one.position for one in reconcile(order, rolls=Rolls(2, 2))] == [2]
    assert reconcile(order, rolls=Rolls(9, 12)) == []


@pytest.mark.django_db
def test_order_without_numbers_has_no_rolls():
    assert reconcile(StampOrderFactory(), rolls=Rolls(1, 10)) == []
