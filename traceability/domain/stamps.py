"""Activating, voiding and restoring stamps, always as intervals of numbers. Each act is one transaction: done, or not done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from traceability.domain.events import Happening, record
from traceability.enums import OrderState, StampAction, VoidReason
from traceability.models import Lot, StampRange
from traceability.numbers import Interval, StampsRefused, clip, merge, subtract
from traceability.queries.intervals import touching

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

_ROWS_AT_ONCE = 500


@transaction.atomic
def activate_stamps(*, interval: Interval, lot: Lot, by: AbstractBaseUser | None, at: datetime) -> int:
    """Put an interval of stamps on a lot; give their number.

    Activating the same stamps on the same lot again changes nothing.
    Raises: StampsRefused: some were never issued, are void, are on another lot, or belong to another product.
    """
    ranges = _locked([interval])
    if any(part.order.product_id != lot.product_id for part in ranges):
        raise StampsRefused(_("These stamps were issued for another product."))
    if any(part.order.retired_at for part in ranges):
        raise StampsRefused(_("These stamps are retired. They are not put on new goods; order new ones."))
    if any(part.voided_at for part in ranges):
        raise StampsRefused(_("Some of these stamps are void. Void stamps cannot be activated."))
    if any(part.lot_id not in (None, lot.pk) for part in ranges):
        raise StampsRefused(_("Some of these stamps are on another lot already."))
    inner = [part for part in _cut_out(ranges, [interval]) if part.activated_at is None]
    _change(inner, lot=lot, activated_at=at)
    record(StampAction.ACTIVATED, [_happening(part, lot=lot) for part in inner], by=by, at=at)
    return interval.count


@transaction.atomic
def void_intervals(
    intervals: Sequence[Interval], *, reason: VoidReason, note: str, by: AbstractBaseUser | None, at: datetime
) -> int:
    """Void stamps, activated or not; give the number of stamps newly voided. Those that are void already stay as they are.

    Raises: StampsRefused: some were never issued.
    """
    inner = [part for part in _cut_out(_locked(intervals), intervals) if part.voided_at is None]
    _change(inner, voided_at=at, void_reason=reason)
    said = f"{reason.label}. {note}".strip()
    record(StampAction.VOIDED, [_happening(part, lot=part.lot, reason=said) for part in inner], by=by, at=at)
    return sum(part.count for part in inner)


@transaction.atomic
def restore_intervals(intervals: Sequence[Interval], *, note: str, by: AbstractBaseUser | None, at: datetime) -> int:
    """Undo the voiding of stamps; give the number of stamps restored. Those that are not void stay as they are.

    Only officials are let do it (see `traceability.officials`): to consumers a void stamp is a warning.
    Raises: StampsRefused: no reason is given, some were never issued, or their order was cancelled or is retired.
    """
    if not note.strip():
        raise StampsRefused(_("Say why the stamps are to be good again."))
    ranges = [part for part in _locked(intervals) if part.voided_at is not None]
    if any(part.order.state == OrderState.CANCELLED or part.order.retired_at for part in ranges):
        raise StampsRefused(_("The order of these stamps was cancelled or retired. They stay void; order new ones."))
    inner = _cut_out(ranges, intervals)
    _change(inner, voided_at=None, void_reason="")
    record(StampAction.RESTORED, [_happening(part, lot=part.lot, reason=note) for part in inner], by=by, at=at)
    return sum(part.count for part in inner)


def _locked(intervals: Sequence[Interval]) -> list[StampRange]:
    """Give the ranges that the intervals touch, locked, in the order of key and number: so two acts never wait for each other.

    Raises: StampsRefused: some of the numbers were never issued.
    """
    rows = StampRange.objects.select_for_update(of=("self",)).select_related("order", "lot")
    ranges = list(touching(intervals, rows))
    if subtract(intervals, [part.interval for part in ranges]):
        raise StampsRefused(_("Some of these stamp numbers were never issued."))
    return ranges


def _cut_out(ranges: Sequence[StampRange], intervals: Iterable[Interval]) -> list[StampRange]:
    """Split the ranges at the ends of the intervals, and give the parts that lie within one of them; a list.

    The lowest piece of a range keeps its row; the others get rows of their own.
    """
    wanted = merge(intervals)
    inner, shortened, added = [], [], []
    for part in ranges:
        within = clip(part.interval, wanted)
        ends = sorted({part.start, part.stop, *(number for one in within for number in (one.start, one.stop))})
        begins_of_inner = {one.start for one in within}
        pieces = [part, *(_copy(part, start, stop) for start, stop in pairwise(ends[1:]))]
        if ends[1] != part.stop:
            part.stop = ends[1]
            shortened.append(part)
        added += pieces[1:]
        inner += [piece for piece in pieces if piece.start in begins_of_inner]
    # The long ranges give way first: at no moment may two rows hold one number.
    StampRange.objects.bulk_update(shortened, ["stop"], batch_size=_ROWS_AT_ONCE)
    StampRange.objects.bulk_create(added, batch_size=_ROWS_AT_ONCE)
    return inner


def _copy(stamps: StampRange, start: int, stop: int) -> StampRange:
    """Make a range of the same fate with other numbers, not yet written."""
    return StampRange(
        order=stamps.order,
        key_letter=stamps.key_letter,
        start=start,
        stop=stop,
        lot=stamps.lot,
        activated_at=stamps.activated_at,
        voided_at=stamps.voided_at,
        void_reason=stamps.void_reason,
    )


def _change(parts: Sequence[StampRange], **values: Any) -> None:
    for part in parts:
        for name, value in values.items():
            setattr(part, name, value)
    for at in range(0, len(parts), _ROWS_AT_ONCE):
        StampRange.objects.filter(pk__in=[part.pk for part in parts[at : at + _ROWS_AT_ONCE]]).update(**values)


def _happening(part: StampRange, *, lot: Lot | None, reason: str = "") -> Happening:
    return Happening(part.order, part.interval, lot=lot, reason=reason)
