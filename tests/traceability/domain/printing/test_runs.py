from __future__ import annotations

import csv
import json
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.storage import storages
from django.db import DatabaseError, transaction

from tests.factories.catalog import CertificateFactory
from tests.factories.core import UserFactory
from tests.factories.traceability import StampOrderFactory, StampRangeFactory, code_of
from traceability.domain.orders import cancel_order, complete_order, retire_order
from traceability.domain.printing import runs
from traceability.domain.printing.labels import FormatTooSmall
from traceability.domain.printing.runs import (
    LEASE,
    MANIFEST,
    Rolls,
    cancel_run,
    claim_part,
    is_work_left,
    make_part,
    release_finished,
    retry_run,
    start_run,
    withdraw_run,
)
from traceability.domain.stamps import void_intervals
from traceability.enums import FileKind, OrderState, RunState, StampAction, VoidReason
from traceability.models import PrintPart, PrintRun, StampEvent
from traceability.numbers import Interval, StampsRefused
from traceability.queries.printing import progress_of

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 23, 3, tzinfo=UTC)
LATER = AT + timedelta(minutes=1)
KEYS = settings.STAMP_KEYS


class Killed(BaseException):
    """What a killed process looks like to the code that runs: nothing after this line happens."""


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """Files go into a folder of the test's own."""
    settings.STORAGES = settings.STORAGES | {
        "private": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    }
    return tmp_path


@pytest.fixture
def official():
    return UserFactory()


@pytest.fixture
def order():
    """An approved order of seventy stamps on three rolls, numbers 0 to 69."""
    product = CertificateFactory(valid_from=date(2025, 1, 1), product__name="Nước mắm Kỳ Phú").product
    made = StampOrderFactory(product=product, approved=True, quantity=70, roll_size=30)
    StampRangeFactory(order=made, start=0, stop=70)
    return made


def start(order, official, kind=FileKind.CSV, **more):
    return start_run(order=order, kind=kind, by=official, at=AT, **more)


def work(at=LATER):
    """Do what a worker does until nothing is left; the number of parts made."""
    made = 0
    while part := claim_part(at=at):
        made += make_part(part, keys=KEYS, now=lambda: at)
    release_finished(keys=KEYS, at=at)
    return made


def read(name):
    with storages["private"].open(name) as content:
        return content.read()


def codes_in(run):
    """Give every code of a run's files (CSV), in order."""
    found = []
    for part in run.parts.exclude(file="").order_by("position"):
        rows = csv.DictReader(read(part.file).decode("utf-8-sig").splitlines())
        found += [row["code"].replace("-", "") for row in rows]
    return found


def files_in(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


# --- the whole way --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", list(FileKind))
def test_run_is_made_roll_by_roll_and_released_whole(order, official, folder, kind):
    run = start(order, official, kind)
    assert (run.state, [(part.start, part.stop) for part in run.parts.all()]) == (
        RunState.QUEUED, [(0, 30), (30, 60), (60, 70)],
    )  # fmt: skip

    assert work() == 3

    run.refresh_from_db()
    assert (run.state, run.count, run.finished_at) == (RunState.RELEASED, 70, LATER)
    for part in run.parts.all():
        content = read(part.file)
        assert (len(content), sha256(content).hexdigest()) == (part.size, part.sha256)
        assert part.leased_until is None
        if kind != FileKind.CSV:
            assert part.read_twice >= 5
    order.refresh_from_db()
    assert order.state == OrderState.PRINTED
    event = StampEvent.objects.get(action=StampAction.PRINTED)
    assert (event.start, event.stop, event.by) == (0, 70, official)
    assert run.digest in event.reason
    assert not is_work_left()


def test_files_hold_every_stamp_once_and_in_order(order, official):
    run = start(order, official)
    work()

    assert codes_in(run) == [code_of(number) for number in range(70)]


def test_manifest_tells_count_first_last_and_hashes(order, official):
    run = start(order, official)
    work()

    run.refresh_from_db()
    content = read(f"print/{run.pk}/{MANIFEST}")
    manifest = json.loads(content)
    assert sha256(content).hexdigest() == run.digest
    assert (manifest["count"], manifest["first"].replace("-", ""), manifest["last"].replace("-", "")) == (
        70, code_of(0), code_of(69),
    )  # fmt: skip
    assert [(one["roll"], one["count"], one["sha256"]) for one in manifest["files"]] == list(
        run.parts.values_list("position", "count", "sha256")
    )


def test_some_rolls_first_then_the_others(order, official):
    start(order, official, rolls=Rolls(2, 2))
    work()
    order.refresh_from_db()
    assert order.state == OrderState.APPROVED

    start(order, official, rolls=Rolls(1, 1))
    start(order, official, rolls=Rolls(3, 3))
    work()

    order.refresh_from_db()
    assert order.state == OrderState.PRINTED


def test_void_stamps_are_not_drawn(order, official):
    void_intervals([Interval("T", 28, 33), Interval("T", 60, 70)], reason=VoidReason.LOST, note="", by=official, at=AT)
    run = start(order, official)
    work()

    run.refresh_from_db()
    assert run.count == 55
    assert codes_in(run) == [code_of(number) for number in (*range(28), *range(33, 60))]
    assert [(part.count, bool(part.file)) for part in run.parts.all()] == [(28, True), (27, True), (0, False)]


# --- what is refused ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rolls", [Rolls(0, 1), Rolls(4, 4), Rolls(3, 2)])
def test_rolls_that_do_not_exist_are_refused(order, official, rolls):
    with pytest.raises(StampsRefused):
        start(order, official, rolls=rolls)


@pytest.mark.parametrize("state", [one for one in OrderState if one not in (OrderState.APPROVED, OrderState.PRINTED)])
def test_order_in_another_state_is_not_printed(order, official, state):
    type(order).objects.update(state=state, decided_at=None if state == OrderState.ORDERED else AT)

    with pytest.raises(StampsRefused):
        start(order, official)


def test_retired_void_or_uncertified_is_not_printed(order, official):
    with pytest.raises(StampsRefused):
        start_run(order=order, kind=FileKind.PDF, by=official, at=AT + timedelta(days=5000))
    void_intervals([Interval("T", 0, 70)], reason=VoidReason.LOST, note="", by=official, at=AT)
    with pytest.raises(StampsRefused):
        start(order, official)
    retire_order(order=order, reason="Hết", by=official, at=AT)
    with pytest.raises(StampsRefused):
        start(order, official)


def test_format_too_small_is_refused_again_before_printing(order, official, settings):
    settings.PUBLIC_URL = "https://truy-xuat-nguon-goc.san-pham-ocop.hatinh.gov.vn"
    type(order).objects.update(symbol_mm=15)

    with pytest.raises(FormatTooSmall):
        start(order, official)


def test_no_stamp_is_printed_twice(order, official):
    start(order, official, rolls=Rolls(1, 2))

    with pytest.raises(ValidationError):
        start(order, official, rolls=Rolls(2, 3))
    work()
    with pytest.raises(ValidationError):
        start(order, official)


def test_database_itself_lets_no_two_runs_own_a_stamp(order, official):
    run = start(order, official)
    twin = PrintRun.objects.get(pk=run.pk)
    twin.pk = None

    with pytest.raises(DatabaseError), transaction.atomic():
        twin.save(force_insert=True)


# --- cancelling, withdrawing, failing -------------------------------------------------------------------------------


def test_cancelled_run_leaves_no_file_and_frees_its_numbers(order, official, folder, django_capture_on_commit_callbacks):
    run = start(order, official)
    make_part(claim_part(at=AT), keys=KEYS, now=lambda: AT)

    with django_capture_on_commit_callbacks(execute=True):
        cancel_run(run=run, at=LATER)

    assert claim_part(at=LATER) is None
    assert files_in(folder) == []
    with pytest.raises(StampsRefused):
        cancel_run(run=run, at=LATER)
    start(order, official)
    assert work() == 3


def test_part_that_is_finished_after_the_cancelling_is_thrown_away(order, official, folder):
    run = start(order, official)
    part = claim_part(at=AT)
    cancel_run(run=run, at=AT)

    assert not make_part(part, keys=KEYS, now=lambda: LATER)
    assert files_in(folder) == []


def test_withdrawn_run_can_be_printed_anew(order, official, folder, django_capture_on_commit_callbacks):
    run = start(order, official)
    work()

    with django_capture_on_commit_callbacks(execute=True):
        withdraw_run(run=run, reason="Tệp chưa in", by=official, at=LATER)

    order.refresh_from_db()
    assert order.state == OrderState.APPROVED
    assert files_in(folder) == []
    assert StampEvent.objects.last().action == StampAction.WITHDRAWN
    start(order, official)
    assert work() == 3


@pytest.mark.parametrize("finished", [True, False])
def test_cancelled_order_leaves_no_file(order, official, folder, django_capture_on_commit_callbacks, finished):
    run = start(order, official)
    if finished:
        work()
    else:
        make_part(claim_part(at=AT), keys=KEYS, now=lambda: AT)

    with django_capture_on_commit_callbacks(execute=True):
        cancel_order(order=order, reason="Thôi", by=official, at=LATER)

    run.refresh_from_db()
    assert run.state == (RunState.WITHDRAWN if finished else RunState.CANCELLED)
    assert files_in(folder) == []


def test_completed_order_keeps_the_manifest_and_no_file(order, official, folder, django_capture_on_commit_callbacks):
    run = start(order, official)
    work()
    type(order).objects.update(state=OrderState.DELIVERED)

    with django_capture_on_commit_callbacks(execute=True):
        complete_order(order=order, note="", by=official, at=LATER)

    run.refresh_from_db()
    assert run.state == RunState.RELEASED
    assert files_in(folder) == [f"print/{run.pk}/{MANIFEST}"]


def test_retired_order_ends_what_is_being_printed(order, official, folder, django_capture_on_commit_callbacks):
    start(order, official, rolls=Rolls(1, 1))
    work()
    waiting = start(order, official, rolls=Rolls(2, 3))

    with django_capture_on_commit_callbacks(execute=True):
        retire_order(order=order, reason="Hết", by=official, at=LATER)

    waiting.refresh_from_db()
    assert waiting.state == RunState.CANCELLED
    assert [name for name in files_in(folder) if MANIFEST not in name] == []


def test_withdrawing_is_refused_without_reason_when_in_use_or_before_the_release(order, official):
    run = start(order, official)
    with pytest.raises(StampsRefused):
        withdraw_run(run=run, reason="Chưa in", by=official, at=LATER)
    work()
    with pytest.raises(StampsRefused):
        withdraw_run(run=run, reason="", by=official, at=LATER)
    type(order).objects.update(state=OrderState.DELIVERED)
    with pytest.raises(StampsRefused):
        withdraw_run(run=run, reason="Chưa in", by=official, at=LATER)


def test_part_that_fails_three_times_stops_the_run_and_says_why(order, official, monkeypatch, folder):
    run = start(order, official)
    monkeypatch.setattr(runs, "check_file", lambda *_: (_ for _ in ()).throw(ValueError("symbol 7 cannot be read")))

    for turn in range(3):
        assert not make_part(claim_part(at=AT + turn * LEASE), keys=KEYS, now=lambda turn=turn: AT + turn * LEASE)

    run.refresh_from_db()
    assert run.state == RunState.FAILED
    assert "symbol 7 cannot be read" in run.problem
    assert files_in(folder) == []
    assert claim_part(at=AT + timedelta(days=1)) is None
    monkeypatch.undo()
    retry_run(run=run)
    assert work() == 3
    with pytest.raises(StampsRefused):
        retry_run(run=run)


# --- faults ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("point", ["write_file", "check_file", "record", "manifest_of"])
def test_worker_killed_at_any_point_is_finished_by_the_next(order, official, monkeypatch, point):
    run = start(order, official)
    monkeypatch.setattr(runs, point, lambda *_, **__: (_ for _ in ()).throw(Killed))
    with pytest.raises(Killed), transaction.atomic():
        work(at=AT)
    # The lease of a part was committed before the process died, unlike what the block above undoes.
    PrintRun.objects.update(state=RunState.RUNNING)
    PrintPart.objects.filter(made_at=None, position=1).update(leased_until=AT + LEASE, attempts=1)
    monkeypatch.undo()

    work(at=AT + timedelta(seconds=1))
    work(at=AT + LEASE + timedelta(seconds=1))

    run.refresh_from_db()
    assert run.state == RunState.RELEASED
    assert codes_in(run) == [code_of(number) for number in range(70)]
    assert StampEvent.objects.filter(action=StampAction.PRINTED).count() == 1


def test_worker_killed_between_saving_the_file_and_noting_it(order, official, monkeypatch, folder):
    run = start(order, official)
    part = claim_part(at=AT)
    monkeypatch.setattr(runs.PrintRun.objects, "select_for_update", lambda: (_ for _ in ()).throw(Killed))
    with pytest.raises(Killed):
        make_part(part, keys=KEYS, now=lambda: AT)
    monkeypatch.undo()

    work(at=AT + LEASE + timedelta(seconds=1))

    assert codes_in(run) == [code_of(number) for number in range(70)]


def test_leased_part_is_left_alone_until_the_lease_runs_out(order, official):
    start(order, official, rolls=Rolls(1, 1))
    part = claim_part(at=AT)

    assert claim_part(at=AT + LEASE - timedelta(seconds=1)) is None
    assert claim_part(at=AT + LEASE + timedelta(seconds=1)).pk == part.pk


def test_worker_whose_lease_ran_out_does_not_overwrite_the_other(order, official, folder):
    run = start(order, official, rolls=Rolls(1, 1))
    slow = claim_part(at=AT)
    fast = claim_part(at=AT + LEASE + timedelta(seconds=1))

    assert make_part(fast, keys=KEYS, now=lambda: LATER)
    assert not make_part(slow, keys=KEYS, now=lambda: LATER)

    release_finished(keys=KEYS, at=LATER)
    run.refresh_from_db()
    assert run.count == 30
    assert len(files_in(folder)) == 2


def test_release_happens_once(order, official):
    start(order, official)
    work()

    assert release_finished(keys=KEYS, at=LATER) == 0
    assert StampEvent.objects.filter(action=StampAction.PRINTED).count() == 1


def test_progress(order, official):
    run = start(order, official)
    make_part(claim_part(at=AT), keys=KEYS, now=lambda: AT)

    progress = progress_of(run)

    assert (progress.state, progress.files_made, progress.files, progress.stamps_made, progress.stamps, progress.percent) == (
        RunState.RUNNING, 1, 3, 30, 70, 33,
    )  # fmt: skip


def test_names(order, official):
    run = start(order, official)

    assert str(run).startswith(f"#{run.pk} ")
    assert str(run.parts.first()) == f"{run.pk}/1"
