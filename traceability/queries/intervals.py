"""What intervals of stamp numbers hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db.models import Max, Min, Q, QuerySet

from traceability.models import Lot, StampOrder, StampRange
from traceability.numbers import Interval, clip, merge

# So many intervals are asked for at once: far below what either database takes as parameters.
AT_ONCE = 150
_WORTH_A_LOOK = 10


@dataclass(frozen=True)
class Part:
    """Stamps `[start, stop)` that share one fate, as far as they lie in the interval that was asked for."""

    order: StampOrder
    key_letter: str
    start: int
    stop: int
    lot: Lot | None
    activated_at: datetime | None
    voided_at: datetime | None

    @property
    def count(self) -> int:
        """How many stamps."""
        return self.stop - self.start

    @property
    def is_active(self) -> bool:
        """Whether the stamps were put on a lot."""
        return self.activated_at is not None

    @property
    def is_void(self) -> bool:
        """Whether the stamps are void."""
        return self.voided_at is not None

    @property
    def interval(self) -> Interval:
        """The numbers."""
        return Interval(self.key_letter, self.start, self.stop)


def touching(intervals: Iterable[Interval], ranges: QuerySet[Any]) -> Iterator[StampRange]:
    """Give the ranges that share a number with one of the intervals, in the order of key and number, each once."""
    seen = 0
    for chunk in _chunks(merge(intervals)):
        # Between these two the database looks row by row; what lies before and after costs nothing.
        span = ranges.filter(key_letter=chunk[0].key_letter, start__gte=_begin(chunk), start__lt=chunk[-1].stop)
        wanted = Q(pk=None)
        for one in chunk:
            wanted |= Q(start__lt=one.stop, stop__gt=one.start)
        for found in span.filter(wanted).order_by("key_letter", "start"):
            # A long range may reach over the end of a chunk.
            if found.pk != seen:
                seen = found.pk
                yield found


def _chunks(disjoint: Sequence[Interval]) -> Iterator[Sequence[Interval]]:
    for _key, of_key in groupby(disjoint, key=lambda one: one.key_letter):
        same = list(of_key)
        for at in range(0, len(same), AT_ONCE):
            yield same[at : at + AT_ONCE]


def _begin(chunk: Sequence[Interval]) -> int:
    """Give where the range begins that holds the first number of a chunk; 0 where that is not worth a query."""
    if len(chunk) < _WORTH_A_LOOK:
        return 0
    before = StampRange.objects.filter(key_letter=chunk[0].key_letter, start__lte=chunk[0].start)
    return before.aggregate(last=Max("start"))["last"] or 0


def parts_in(intervals: Sequence[Interval]) -> list[Part]:
    """Give what the intervals hold, in the order of key and number; a list.

    Numbers that were never issued are in no part. One query for each 150 intervals that do not touch, or two.
    """
    wanted = merge(intervals)
    return [
        _part(one, common.start, common.stop)
        for one in touching(wanted, StampRange.objects.select_related("order__product", "lot"))
        for common in clip(one.interval, wanted)
    ]


def parts_of(order: StampOrder) -> list[Part]:
    """Give all that an order got, in the order of the numbers; a list, empty while it is not approved."""
    ranges = order.ranges.select_related("order__product", "lot").order_by("key_letter", "start")
    return [_part(one, one.start, one.stop) for one in ranges]


def some_parts_of(order: StampOrder, rows: slice) -> list[Part]:
    """Give some of the stretches that an order got, by their place in the order of the numbers; a list."""
    ranges = order.ranges.select_related("order__product", "lot").order_by("key_letter", "start")
    return [_part(one, one.start, one.stop) for one in ranges[rows]]


def numbers_of(order: StampOrder) -> Interval | None:
    """Give the numbers that an order got, which are always without a gap; None while it is not approved."""
    ranges = list(order.ranges.order_by("key_letter", "start").values_list("key_letter", "start", "stop"))
    return Interval(ranges[0][0], ranges[0][1], ranges[-1][2]) if ranges else None


def first_numbers(orders: Iterable[StampOrder]) -> dict[int, int]:
    """Give the first number of each order by the order's own number: what positions within an order count from."""
    found = StampRange.objects.filter(order__in=orders).values("order_id").annotate(first=Min("start"))
    return dict(found.values_list("order_id", "first"))


def parts_on(lot: Lot) -> list[Part]:
    """Give the stamps on a lot, in the order of the numbers; a list."""
    ranges = lot.stamp_ranges.select_related("order__product", "lot").order_by("key_letter", "start")
    return [_part(one, one.start, one.stop) for one in ranges]


def _part(one: StampRange, start: int, stop: int) -> Part:
    return Part(
        order=one.order,
        key_letter=one.key_letter,
        start=start,
        stop=stop,
        lot=one.lot,
        activated_at=one.activated_at,
        voided_at=one.voided_at,
    )
