from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.factories.traceability import StampOrderFactory
from traceability.enums import FileKind, LabelShape, PrintMedium, RunState
from traceability.models import PrintPart, PrintRun
from traceability.queries.printing import PrintedPart, is_worker_at_work, printed_parts, progress_of, runs_of

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 23, 3, tzinfo=UTC)


def run_of(order, start, stop, **values):
    return PrintRun.objects.create(
        order=order, key_letter="T", start=start, stop=stop, kind=FileKind.CSV, shape=LabelShape.SQUARE, symbol_mm=20,
        medium=PrintMedium.ROLL, stars=4, product_name="x", producer_name="y", started_at=AT, **values,
    )  # fmt: skip


def test_printed_parts_are_those_of_released_runs():
    order = StampOrderFactory(approved=True)
    released = run_of(order, 0, 20, state=RunState.RELEASED, finished_at=AT, count=19, digest="0" * 64)
    PrintPart.objects.create(run=released, position=1, start=0, stop=10, made_at=AT, count=10)
    PrintPart.objects.create(run=released, position=2, start=10, stop=20, made_at=AT, count=9)
    waiting = run_of(order, 20, 30)
    PrintPart.objects.create(run=waiting, position=1, start=20, stop=30, made_at=AT, count=10)

    assert printed_parts(order, start=0, stop=30) == [PrintedPart(0, 10, 10), PrintedPart(10, 20, 9)]
    assert printed_parts(order, start=10, stop=11) == [PrintedPart(10, 20, 9)]


def test_progress_counts_in_two_queries(django_assert_num_queries):
    run = run_of(StampOrderFactory(approved=True), 0, 30)
    for position in range(3):
        made = {"made_at": AT, "count": 10} if position == 0 else {"leased_until": AT if position == 1 else None}
        PrintPart.objects.create(run=run, position=position + 1, start=position * 10, stop=position * 10 + 10, **made)

    with django_assert_num_queries(2):
        progress = progress_of(run)

    assert (progress.files_made, progress.files, progress.stamps_made, progress.stamps, progress.leased_until) == (
        1,
        3,
        10,
        30,
        AT,
    )


def test_progress_of_nothing_is_nothing():
    assert progress_of(run_of(StampOrderFactory(approved=True), 0, 30)).percent == 0


def test_runs_of_an_order_come_with_their_files_in_one_query(django_assert_num_queries):
    order = StampOrderFactory(approved=True)
    first, second = run_of(order, 0, 20), run_of(order, 20, 30)
    PrintPart.objects.create(run=first, position=1, start=0, stop=10, made_at=AT, count=10)
    PrintPart.objects.create(run=first, position=2, start=10, stop=20)
    run_of(StampOrderFactory(approved=True), 100, 110)

    with django_assert_num_queries(1):
        found = [(run.pk, run.files, run.made) for run in runs_of(order)]

    assert found == [(second.pk, 0, 0), (first.pk, 2, 1)]


@pytest.mark.parametrize(
    ("part", "state", "expected"),
    [
        ({}, RunState.QUEUED, False),
        ({"leased_until": AT + timedelta(seconds=1)}, RunState.RUNNING, True),
        ({"leased_until": AT - timedelta(seconds=1)}, RunState.RUNNING, False),
        ({"made_at": AT - timedelta(seconds=29), "count": 10}, RunState.RUNNING, True),
        ({"made_at": AT - timedelta(seconds=31), "count": 10}, RunState.RUNNING, False),
        ({"leased_until": AT + timedelta(seconds=1)}, RunState.FAILED, False),
    ],
)
def test_a_worker_is_seen_by_what_it_holds_and_by_what_it_made(part, state, expected):
    run = run_of(StampOrderFactory(approved=True), 0, 10, state=state)
    PrintPart.objects.create(run=run, position=1, start=0, stop=10, **part)

    assert is_worker_at_work(at=AT, within=timedelta(seconds=30)) is expected
