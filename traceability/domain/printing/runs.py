"""Print runs: a range of stamps becomes checked files, roll by roll, in the background.

The table of parts is the queue. A worker leases a part under a row lock, draws its file, reads every symbol of the file back,
and only then writes that it is made. A worker that dies leaves a lease that runs out; the next one makes the part anew from the
same numbers. So no crash can lose a stamp or print one twice. A run is released, all of it at once, when its last part is made.
"""

from __future__ import annotations

import hashlib
import logging
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from traceability.domain.codes import LENGTH, StampNumber, make_code
from traceability.domain.events import Happening, record
from traceability.domain.printing.files import EXTENSIONS, check_file, write_file
from traceability.domain.printing.labels import Design, require_fit
from traceability.domain.printing.manifests import manifest_of
from traceability.domain.qr import stamp_url
from traceability.enums import FileKind, LabelShape, OrderState, PrintMedium, RunState, StampAction
from traceability.models import PrintPart, PrintRun, StampOrder
from traceability.models.printing import HOLDING
from traceability.numbers import Interval, StampsRefused, rolls_of, subtract
from traceability.queries.intervals import numbers_of, parts_in, parts_of
from traceability.queries.orders import stars_of_order

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

log = logging.getLogger(__name__)

# A part takes seconds. Whoever holds one for so long is dead.
LEASE = timedelta(minutes=2)
MOST_ATTEMPTS = 3
_PRINTABLE = (OrderState.APPROVED, OrderState.PRINTED)
_UNFINISHED = (RunState.QUEUED, RunState.RUNNING)
MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Rolls:
    """Which rolls of an order, counted from 1, both included."""

    first: int
    last: int


@transaction.atomic
def start_run(
    *, order: StampOrder, kind: FileKind, by: AbstractBaseUser | None, at: datetime, rolls: Rolls | None = None
) -> PrintRun:
    """Put rolls of an order, or all of them, into the queue of the printing workers.

    Raises: StampsRefused: the order is not approved or is retired, the certificate is not in force, there are no such rolls, or
    all their stamps are void. FormatTooSmall: the codes need a larger label. ValidationError: another run prints some of them.
    """
    order = StampOrder.objects.select_for_update(of=("self",)).select_related("product__producer").get(pk=order.pk)
    numbers = numbers_of(order)
    if order.state not in _PRINTABLE or order.retired_at is not None or numbers is None:
        raise StampsRefused(_("Only the stamps of an approved order can be printed."))
    stars = stars_of_order(order, on=timezone.localdate(at))
    if not stars:
        raise StampsRefused(_("The product has no certificate in force today, so nothing is printed for it."))
    require_fit(url=stamp_url("0" * LENGTH, gtin=order.product.gtin), symbol_mm=order.symbol_mm)
    wanted = _chosen(numbers, order.roll_size, rolls)
    if not any(not part.is_void for part in parts_in([wanted])):
        raise StampsRefused(_("All of these stamps are void. Void stamps are not printed."))
    run = PrintRun(
        order=order,
        key_letter=wanted.key_letter,
        start=wanted.start,
        stop=wanted.stop,
        kind=kind,
        shape=order.shape,
        symbol_mm=order.symbol_mm,
        medium=order.medium,
        stars=stars,
        product_name=order.product.name,
        producer_name=order.product.producer.name,
        gtin=order.product.gtin,
        started_by=by,  # type: ignore[misc]
        started_at=at,
    )
    run.full_clean()
    run.save()
    PrintPart.objects.bulk_create(
        (
            PrintPart(run=run, position=position, start=roll.start, stop=roll.stop)
            for position, roll in enumerate(rolls_of(wanted, size=order.roll_size), start=1)
        ),
        batch_size=5000,
    )
    return run


@transaction.atomic
def cancel_run(*, run: PrintRun, at: datetime) -> PrintRun:
    """End a run that is not released; its numbers can be printed by another one. Files that are made already are removed.

    Raises: StampsRefused: it is over.
    """
    run = PrintRun.objects.select_for_update().get(pk=run.pk)
    if run.state not in (*_UNFINISHED, RunState.FAILED):
        raise StampsRefused(_("This run is over: %(state)s.") % {"state": run.get_state_display()})
    _end(run, RunState.CANCELLED, at)
    return run


@transaction.atomic
def retry_run(*, run: PrintRun) -> PrintRun:
    """Let a failed run go on where it stopped.

    Raises: StampsRefused: it has not failed.
    """
    run = PrintRun.objects.select_for_update().get(pk=run.pk)
    if run.state != RunState.FAILED:
        raise StampsRefused(_("This run has not failed."))
    run.parts.filter(made_at=None).update(attempts=0, leased_until=None)
    run.state, run.problem = RunState.QUEUED, ""
    run.save(update_fields=["state", "problem"])
    return run


@transaction.atomic
def withdraw_run(*, run: PrintRun, reason: str, by: AbstractBaseUser | None, at: datetime) -> PrintRun:
    """Take back released files that were never used, so that their stamps can be printed anew. The files are removed.

    What left the press must be voided instead: two labels of one code would accuse each other.
    Raises: StampsRefused: the run is not released, no reason is given, or some of its stamps are on goods.
    """
    order = StampOrder.objects.select_for_update(of=("self",)).get(pk=run.order_id)
    run = PrintRun.objects.select_for_update().get(pk=run.pk)
    if run.state != RunState.RELEASED:
        raise StampsRefused(_("This run is over: %(state)s.") % {"state": run.get_state_display()})
    if order.state not in _PRINTABLE:
        raise StampsRefused(_("The stamps were handed over. Void what is spoilt or missing."))
    if not reason.strip():
        raise StampsRefused(_("Say what became of the printed labels, if there are any."))
    if any(part.is_active and not part.is_void for part in parts_in([_numbers(run)])):
        raise StampsRefused(_("Some of these stamps are on goods already. Void what is spoilt or missing."))
    _end(run, RunState.WITHDRAWN, at)
    order.state = OrderState.APPROVED
    order.save(update_fields=["state"])
    record(StampAction.WITHDRAWN, [Happening(order, _numbers(run), reason=reason)], by=by, at=at)
    return run


def abandon_runs(order: StampOrder, *, at: datetime) -> None:
    """End all runs of an order that is given up, and remove their files. Call it under the lock of the order."""
    for run in order.print_runs.select_for_update().filter(state__in=HOLDING):
        _end(run, RunState.WITHDRAWN if run.state == RunState.RELEASED else RunState.CANCELLED, at)


def close_runs(order: StampOrder, *, at: datetime) -> None:
    """End what is still being printed of an order that is over, and remove the files of what was: who has one can print stamps.

    The manifests stay: they tell what was printed. Call it under the lock of the order.
    """
    for run in order.print_runs.select_for_update().filter(state__in=(*_UNFINISHED, RunState.FAILED)):
        _end(run, RunState.CANCELLED, at)
    released = PrintPart.objects.filter(run__order=order, run__state=RunState.RELEASED).exclude(file="")
    files = list(released.values_list("file", flat=True))
    transaction.on_commit(lambda: _remove(files))


@transaction.atomic
def claim_part(*, at: datetime) -> PrintPart | None:
    """Lease the next part that nobody is making, or None when there is none. Workers never wait for each other."""
    part = (
        PrintPart.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("run")
        .filter(Q(leased_until=None) | Q(leased_until__lt=at), made_at=None, run__state__in=_UNFINISHED)
        .order_by("run", "position")
        .first()
    )
    if part is None:
        return None
    part.leased_until, part.attempts = at + LEASE, part.attempts + 1
    part.save(update_fields=["leased_until", "attempts"])
    PrintRun.objects.filter(pk=part.run_id, state=RunState.QUEUED).update(state=RunState.RUNNING)
    return part


def make_part(part: PrintPart, *, keys: Mapping[str, bytes], now: Callable[[], datetime]) -> bool:
    """Draw a leased part, read its file back, and note that it is made; tell whether it was.

    False: the run was cancelled meanwhile, somebody else made the part, or it failed (then the log says why, and the part waits
    for another attempt; after three the run stops and says so).
    """
    try:
        made = _make(part, keys=keys)
    except Exception as error:  # whatever went wrong, the run must say so instead of standing still
        log.exception("Part %s of print run %s could not be made, attempt %s.", part.position, part.run_id, part.attempts)
        _put_back(part, str(error), at=now())
        return False
    with transaction.atomic():
        run = PrintRun.objects.select_for_update().get(pk=part.run_id)
        # Another attempt means that our lease ran out and somebody else took over.
        mine = PrintPart.objects.filter(pk=part.pk, made_at=None, attempts=part.attempts)
        kept = run.state == RunState.RUNNING and bool(
            mine.update(
                made_at=now(),
                leased_until=None,
                count=made.count,
                first_number=made.first_number,
                last_number=made.last_number,
                read_twice=made.read_twice,
                file=made.file,
                size=made.size,
                sha256=made.sha256,
            )
        )
    if not kept and made.file:
        storages["private"].delete(made.file)
    return kept


def release_finished(*, keys: Mapping[str, bytes], at: datetime) -> int:
    """Release every run whose parts are all made; give their number. Also after a crash between the last part and the release."""
    count = 0
    for run in PrintRun.objects.filter(state=RunState.RUNNING).exclude(parts__made_at=None):
        count += _release(run, keys=keys, at=at)
    return count


def is_work_left() -> bool:
    """Tell whether any run waits for a part to be made or to be released."""
    return PrintRun.objects.filter(state__in=_UNFINISHED).exists()


@dataclass(frozen=True)
class _Made:
    count: int
    first_number: int | None = None
    last_number: int | None = None
    read_twice: int = 0
    file: str = ""
    size: int | None = None
    sha256: str = ""


def _make(part: PrintPart, *, keys: Mapping[str, bytes]) -> _Made:
    run = part.run
    good = [one for one in parts_in([Interval(run.key_letter, part.start, part.stop)]) if not one.is_void]
    codes = [make_code(StampNumber(one.key_letter, number), keys=keys) for one in good for number in range(one.start, one.stop)]
    if not codes:
        return _Made(0)
    kind, design = FileKind(run.kind), design_of(run)
    with tempfile.TemporaryDirectory(prefix="ocop-print-") as folder:
        path = Path(folder) / "part"
        write_file(kind, design, codes, path, title=f"OCOP #{run.order_id}/{part.position}")
        checked = check_file(kind, design, codes, path)
        with path.open("rb") as content:
            digest = hashlib.file_digest(content, "sha256").hexdigest()
            content.seek(0)
            # Each attempt has a name of its own, so that two workers can never write into one file.
            name = f"print/{run.pk}/{part.position:05}-{part.attempts}.{EXTENSIONS[kind]}"
            storages["private"].delete(name)
            file = storages["private"].save(name, File(content))
        return _Made(
            count=len(codes),
            first_number=good[0].start,
            last_number=good[-1].stop - 1,
            read_twice=checked.second_count,
            file=file,
            size=path.stat().st_size,
            sha256=digest,
        )


def design_of(run: PrintRun) -> Design:
    """Give what all labels of a run share."""
    return Design(
        shape=LabelShape(run.shape),
        symbol_mm=run.symbol_mm,
        medium=PrintMedium(run.medium),
        stars=run.stars,
        product=run.product_name,
        producer=run.producer_name,
        gtin=run.gtin,
    )


def _put_back(part: PrintPart, problem: str, *, at: datetime) -> None:
    with transaction.atomic():
        run = PrintRun.objects.select_for_update().get(pk=part.run_id)
        mine = PrintPart.objects.filter(pk=part.pk, made_at=None, attempts=part.attempts)
        if not mine.update(leased_until=at) or part.attempts < MOST_ATTEMPTS or run.state != RunState.RUNNING:
            return
        run.state, run.problem = RunState.FAILED, f"{part.position}: {problem}"[:2000]
        run.save(update_fields=["state", "problem"])


@transaction.atomic
def _release(run: PrintRun, *, keys: Mapping[str, bytes], at: datetime) -> bool:
    order = StampOrder.objects.select_for_update(of=("self",)).get(pk=run.order_id)
    run = PrintRun.objects.select_for_update().get(pk=run.pk)
    if run.state != RunState.RUNNING or run.parts.filter(made_at=None).exists():
        return False
    manifest = manifest_of(run, keys=keys)
    name = f"print/{run.pk}/{MANIFEST}"
    storages["private"].delete(name)
    storages["private"].save(name, ContentFile(manifest.content))
    run.state, run.finished_at, run.count, run.digest = RunState.RELEASED, at, manifest.count, manifest.sha256
    run.save(update_fields=["state", "finished_at", "count", "digest"])
    said = f"{run.get_kind_display()}, {manifest.count}, SHA-256 {manifest.sha256}"
    record(StampAction.PRINTED, [Happening(order, _numbers(run), reason=said)], by=run.started_by, at=at)
    if order.state == OrderState.APPROVED and not _left_to_print(order):
        order.state = OrderState.PRINTED
        order.save(update_fields=["state"])
    log.info("Print run %s is released: %s stamps.", run.pk, manifest.count)
    return True


def _left_to_print(order: StampOrder) -> list[Interval]:
    good = [part.interval for part in parts_of(order) if not part.is_void]
    return subtract(good, [_numbers(run) for run in order.print_runs.filter(state=RunState.RELEASED)])


def _chosen(numbers: Interval, roll_size: int, rolls: Rolls | None) -> Interval:
    if rolls is None:
        return numbers
    start = numbers.start + (rolls.first - 1) * roll_size
    stop = min(numbers.start + rolls.last * roll_size, numbers.stop)
    if rolls.first < 1 or start >= stop:
        last = -(-numbers.count // roll_size)
        raise StampsRefused(_("This order has the rolls 1 to %(last)s.") % {"last": last})
    return Interval(numbers.key_letter, start, stop)


def _end(run: PrintRun, state: RunState, at: datetime) -> None:
    assert state not in HOLDING
    run.state, run.hold, run.finished_at = state, None, at
    run.save(update_fields=["state", "hold", "finished_at"])
    files = [*run.parts.exclude(file="").values_list("file", flat=True), f"print/{run.pk}/{MANIFEST}"]
    transaction.on_commit(lambda: _remove(files))


def _remove(files: list[str]) -> None:
    for name in files:
        storages["private"].delete(name)


def _numbers(run: PrintRun) -> Interval:
    return Interval(run.key_letter, run.start, run.stop)


def files_of(run: PrintRun) -> Iterator[PrintPart]:
    """Give the made files of a run in the order of their numbers; parts whose stamps are all void have none."""
    return run.parts.exclude(file="").order_by("position").iterator()
