"""What an interval of stamp numbers holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Min

from traceability.models import Lot, StampOrder, StampRange


@dataclass(frozen=True)
class Part:
    """Stamps `[start, stop)` that share one fate, as far as they lie in the interval that was asked for."""

    order: StampOrder
    key_letter: str
    start: int
    stop: int
    lot: Lot | None
    is_active: bool
    is_void: bool

    @property
    def count(self) -> int:
        """How many stamps."""
        return self.stop - self.start


def parts_between(*, key_letter: str, start: int, stop: int) -> list[Part]:
    """Give what the interval `[start, stop)` holds, in the order of the numbers; a list.

    Numbers that were never issued are in no part.
    """
    ranges = (
        StampRange.objects.filter(key_letter=key_letter, start__lt=stop, stop__gt=start)
        .select_related("order__product", "lot")
        .order_by("start")
    )
    return [_part(one, max(one.start, start), min(one.stop, stop)) for one in ranges]


def parts_of(order: StampOrder) -> list[Part]:
    """Give all that an order got, in the order of the numbers; a list, empty while it is not approved."""
    ranges = list(order.ranges.order_by("key_letter", "start"))
    if not ranges:
        return []
    return parts_between(key_letter=ranges[0].key_letter, start=ranges[0].start, stop=ranges[-1].stop)


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
        is_active=one.activated_at is not None,
        is_void=one.voided_at is not None,
    )
