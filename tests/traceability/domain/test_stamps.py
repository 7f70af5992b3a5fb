from __future__ import annotations

import inspect
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from django.db import DatabaseError, connection, transaction

from tests.factories.catalog import CertificateFactory
from tests.factories.core import UserFactory
from tests.factories.traceability import LotFactory, StampRangeFactory
from traceability.domain import stamps
from traceability.domain.orders import cancel_order, retire_order
from traceability.domain.stamps import activate_stamps, restore_intervals, void_intervals
from traceability.enums import StampAction, VoidReason
from traceability.models import StampEvent, StampRange, StampSeries
from traceability.numbers import Interval, StampsRefused

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 23, 3, tzinfo=UTC)
LATER = AT + timedelta(hours=1)


@pytest.fixture
def official():
    return UserFactory()


@pytest.fixture
def product():
    return CertificateFactory(valid_from=date(2025, 1, 1)).product


@pytest.fixture
def issued(product):
    """A hundred stamps of the product, numbers 1000 to 1099."""
    return StampRangeFactory(order__product=product, start=1000, stop=1100)


@pytest.fixture
def lot(product):
    return LotFactory(product=product)


def rows():
    return [
        (part.start, part.stop, part.lot and part.lot.code, part.activated_at, part.voided_at)
        for part in StampRange.objects.order_by("start")
    ]


def events():
    return [(event.action, event.start, event.stop, event.by) for event in StampEvent.objects.order_by("pk")]


def between(start, stop):
    return Interval("T", start, stop)


def void(interval, official, at=LATER):
    return void_intervals([interval], reason=VoidReason.STOLEN, note="Mất ở kho", by=official, at=at)


# --- activating -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("interval", "expected"),
    [
        ((1000, 1100), [(1000, 1100, True)]),
        ((1000, 1010), [(1000, 1010, True), (1010, 1100, False)]),
        ((1090, 1100), [(1000, 1090, False), (1090, 1100, True)]),
        ((1050, 1051), [(1000, 1050, False), (1050, 1051, True), (1051, 1100, False)]),
    ],
)
def test_activation_of_the_whole_or_a_part_splits_the_range(issued, lot, official, interval, expected):
    count = activate_stamps(interval=between(*interval), lot=lot, by=official, at=AT)

    assert count == interval[1] - interval[0]
    assert [(start, stop, activated_at == AT) for start, stop, _code, activated_at, _voided in rows()] == expected
    assert events() == [(StampAction.ACTIVATED, *interval, official)]
    assert StampEvent.objects.get().lot == lot


def test_activation_over_several_ranges_of_one_product(issued, lot, product, official):
    StampRangeFactory(order__product=product, start=1100, stop=1200)

    assert activate_stamps(interval=between(1050, 1150), lot=lot, by=official, at=AT) == 100
    assert [row[:3] for row in rows()] == [(1000, 1050, None), (1050, 1100, lot.code), (1100, 1150, lot.code), (1150, 1200, None)]
    assert [event[1:3] for event in events()] == [(1050, 1100), (1100, 1150)]


def test_second_activation_on_the_same_lot_changes_nothing(issued, lot, official):
    activate_stamps(interval=between(1000, 1050), lot=lot, by=official, at=AT)
    before = rows()

    assert activate_stamps(interval=between(1000, 1050), lot=lot, by=official, at=LATER) == 50
    assert rows() == before
    assert len(events()) == 1


def test_activation_that_reaches_further_adds_the_rest_only(issued, lot, official):
    activate_stamps(interval=between(1000, 1050), lot=lot, by=official, at=AT)

    activate_stamps(interval=between(1040, 1060), lot=lot, by=official, at=LATER)

    activated = {number: at for start, stop, _code, at, _voided in rows() for number in range(start, stop)}
    assert [activated[number] for number in (1000, 1049, 1050, 1059, 1060)] == [AT, AT, LATER, LATER, None]
    assert events()[1:] == [(StampAction.ACTIVATED, 1050, 1060, official)]


def refused_activation(interval, lot, official):
    before = rows()
    with pytest.raises(StampsRefused):
        activate_stamps(interval=interval, lot=lot, by=official, at=LATER)
    assert rows() == before


def test_activation_on_another_lot_is_refused(issued, lot, official):
    activate_stamps(interval=between(1000, 1050), lot=lot, by=official, at=AT)

    refused_activation(between(1049, 1060), LotFactory(product=lot.product), official)


def test_activation_on_a_lot_of_another_product_is_refused(issued, official):
    refused_activation(between(1000, 1010), LotFactory(), official)


@pytest.mark.parametrize(
    "interval",
    [
        Interval("T", 999, 1010),
        Interval("T", 1090, 1101),
        Interval("T", 0, 10),
        Interval("S", 1000, 1010),
        Interval("T", 5000, 5001),
    ],
)
def test_activation_of_what_was_never_issued_is_refused(issued, lot, official, interval):
    refused_activation(interval, lot, official)


def test_activation_over_a_gap_is_refused(issued, lot, product, official):
    StampRangeFactory(order__product=product, start=1101, stop=1200)

    refused_activation(between(1050, 1150), lot, official)


def test_activation_of_void_stamps_is_refused(issued, lot, official):
    void(between(1050, 1051), official, at=AT)

    refused_activation(between(1000, 1100), lot, official)
    refused_activation(between(1050, 1051), lot, official)
    assert activate_stamps(interval=between(1000, 1050), lot=lot, by=official, at=LATER) == 50


def test_activation_of_void_stamps_is_refused_by_the_database_itself(issued, lot, official):
    void(between(1000, 1100), official, at=AT)

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE traceability_stamprange SET lot_id = %s, activated_at = %s WHERE start = 1000",
            [lot.pk, "2026-11-23 05:00:00+00:00"],
        )
    with pytest.raises(DatabaseError), transaction.atomic():
        StampRange.objects.filter(start=1000).update(lot=lot, activated_at=LATER)


@pytest.mark.parametrize(
    "values",
    [
        {"activated_at": AT},
        {"voided_at": AT},
        {"void_reason": VoidReason.LOST},
        {"voided_at": AT, "void_reason": "RAIN"},
        {"stop": 1000},
        {"stop": 999},
        {"start": -1},
        {"stop": 2**40 + 1},
    ],
)
def test_half_a_fate_or_a_wrong_number_is_refused_by_the_database(issued, values):
    with pytest.raises(DatabaseError), transaction.atomic():
        StampRange.objects.update(**values)


# --- voiding --------------------------------------------------------------------------------------------------------


def test_void_splits_and_keeps_lot_and_activation(issued, lot, official):
    activate_stamps(interval=between(1000, 1060), lot=lot, by=official, at=AT)

    assert void(between(1050, 1070), official) == 20
    assert rows() == [
        (1000, 1050, lot.code, AT, None),
        (1050, 1060, lot.code, AT, LATER),
        (1060, 1070, None, None, LATER),
        (1070, 1100, None, None, None),
    ]
    assert events()[1:] == [(StampAction.VOIDED, 1050, 1060, official), (StampAction.VOIDED, 1060, 1070, official)]
    assert StampEvent.objects.last().reason.endswith("Mất ở kho")


def test_void_twice_counts_only_what_is_new(issued, official):
    void(between(1000, 1010), official, at=AT)

    assert void(between(1005, 1015), official) == 5
    assert {number for start, stop, _lot, _at, voided in rows() if voided == AT for number in range(start, stop)} == set(
        range(1000, 1010)
    )


@pytest.mark.parametrize("interval", [(999, 1000), (1099, 1101)])
def test_void_of_what_was_never_issued_is_refused(issued, official, interval):
    with pytest.raises(StampsRefused):
        void(between(*interval), official)

    assert events() == []


def test_numbers_are_neither_lost_nor_doubled_by_splitting(issued, lot, official):
    for start, stop in ((1010, 1020), (1015, 1030), (1000, 1001), (1099, 1100), (1005, 1095)):
        void(between(start, stop), official)

    parts = rows()
    assert parts[0][0] == 1000
    assert parts[-1][1] == 1100
    assert all(left[1] == right[0] for left, right in pairwise(parts))


def test_nothing_that_writes_is_reached_without_an_actor_and_a_moment():
    writers = [
        member for name, member in vars(stamps).items() if inspect.isfunction(member) and member.__module__ == stamps.__name__
    ]
    for function in writers:
        if function.__name__.startswith("_"):
            continue
        parameters = inspect.signature(function).parameters
        assert {"by", "at"} <= set(parameters), function
        assert all(parameters[name].default is inspect.Parameter.empty for name in ("by", "at")), function


def test_rows_name_themselves(issued):
    assert str(issued) == "T 1000–1099"
    assert issued.count == 100
    assert str(StampSeries(key_letter="T", next_number=7)) == "T: 7"
    assert str(issued.order).startswith(f"#{issued.order.pk} ")


def test_events_name_themselves(issued, official):
    void(between(1000, 1001), official)

    assert str(StampEvent.objects.get()).endswith("T 1000–1000")
    assert str(StampEvent(order=issued.order, action=StampAction.ORDERED)) == str(StampAction.ORDERED.label)


# --- many stretches at once -----------------------------------------------------------------------------------------


def test_void_of_many_single_stamps_cuts_out_each(issued, official):
    singles = [between(number, number + 1) for number in (1000, 1002, 1003, 1050, 1099, 1050)]

    assert void_intervals(singles, reason=VoidReason.DAMAGED, note="", by=official, at=LATER) == 5
    assert [(row[0], row[1]) for row in rows() if row[4]] == [(1000, 1001), (1002, 1004), (1050, 1051), (1099, 1100)]
    assert sum(row[1] - row[0] for row in rows()) == 100


def test_void_with_one_unknown_number_voids_none(issued, official):
    with pytest.raises(StampsRefused):
        void_intervals([between(1000, 1001), between(1100, 1101)], reason=VoidReason.LOST, note="", by=official, at=LATER)

    assert rows() == [(1000, 1100, None, None, None)]
    assert events() == []


def test_void_of_thousands_of_scattered_stamps_takes_few_statements(product, official, django_assert_max_num_queries):
    StampRangeFactory(order__product=product, start=0, stop=10_000)
    scattered = [between(number, number + 1) for number in range(0, 10_000, 5)]

    with django_assert_max_num_queries(150):
        assert void_intervals(scattered, reason=VoidReason.LOST, note="", by=official, at=LATER) == 2000

    assert StampRange.objects.count() == 4000
    assert StampEvent.objects.count() == 2000


def test_void_over_ranges_of_two_keys(product, official):
    StampRangeFactory(order__product=product, start=0, stop=10, key_letter="S")
    StampRangeFactory(order__product=product, start=0, stop=10, key_letter="T")

    count = void_intervals([Interval("S", 8, 10), Interval("T", 0, 3)], reason=VoidReason.LOST, note="", by=official, at=LATER)

    assert count == 5


# --- undoing --------------------------------------------------------------------------------------------------------


def test_restored_stamps_are_what_they_were(issued, lot, official):
    activate_stamps(interval=between(1000, 1060), lot=lot, by=official, at=AT)
    before = [row for row in rows() if row[0] < 1060]
    void(between(1000, 1100), official)

    assert restore_intervals([between(1000, 1060)], note="Nhập nhầm", by=official, at=LATER) == 60

    assert [row for row in rows() if row[0] < 1060] == before
    assert all(row[4] for row in rows() if row[0] >= 1060)
    assert events()[-1] == (StampAction.RESTORED, 1000, 1060, official)
    assert StampEvent.objects.last().reason == "Nhập nhầm"


def test_restoring_what_is_not_void_changes_nothing(issued, official):
    assert restore_intervals([between(1000, 1100)], note="Thử", by=official, at=LATER) == 0
    assert events() == []


def test_restoring_without_a_reason_is_refused(issued, official):
    void(between(1000, 1100), official)

    with pytest.raises(StampsRefused):
        restore_intervals([between(1000, 1100)], note=" ", by=official, at=LATER)


@pytest.mark.parametrize("end", [cancel_order, retire_order])
def test_stamps_of_an_order_that_has_ended_stay_void(issued, official, end):
    end(order=issued.order, reason="Hết", by=official, at=AT)

    with pytest.raises(StampsRefused):
        restore_intervals([between(1000, 1001)], note="Tiếc", by=official, at=LATER)


# --- faults ---------------------------------------------------------------------------------------------------------


class Killed(BaseException):
    """What a killed process looks like to the code that runs: nothing after this line happens."""


@pytest.mark.parametrize("point", ["_cut_out", "_change", "record"])
def test_killed_in_the_middle_nothing_has_happened_and_the_next_try_does_all(issued, lot, official, monkeypatch, point):
    scattered = [between(number, number + 1) for number in range(1000, 1100, 7)]
    acts = (
        lambda: activate_stamps(interval=between(1010, 1060), lot=lot, by=official, at=AT),
        lambda: void_intervals(scattered, reason=VoidReason.LOST, note="", by=official, at=AT),
        lambda: restore_intervals(scattered, note="Thấy lại", by=official, at=LATER),
    )
    for act in acts:
        before, said = rows(), events()
        real = getattr(stamps, point)

        def dies(*args, real=real, **kwargs):
            real(*args, **kwargs)
            raise Killed

        monkeypatch.setattr(stamps, point, dies)
        with pytest.raises(Killed), transaction.atomic():
            act()
        monkeypatch.undo()
        assert (rows(), events()) == (before, said)

        assert act() > 0
        assert len(events()) > len(said)
