"""Counting rolls: what was printed of each, what is in use, what is void, and what nobody can account for."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from traceability.domain.printing.runs import Rolls
from traceability.models import StampOrder
from traceability.numbers import Interval, clip, merge, rolls_of
from traceability.queries.intervals import numbers_of, parts_in
from traceability.queries.printing import PrintedPart, printed_parts


@dataclass(frozen=True)
class RollCount:
    """One roll of an order, or one packet of sheets, in stamps. `position` counts from 1."""

    position: int
    numbers: Interval
    printed: int
    active: int
    void: int
    unaccounted: int


def count_roll(roll: Interval, *, printed: list[PrintedPart], active: list[Interval], void: list[Interval]) -> tuple[int, ...]:
    """Count printed, active, void and unaccounted stamps of a roll; pure. `active` and `void` are merged and share no stamp.

    What was void before its part was drawn is not on the roll: it counts neither as printed nor as void.
    """
    here = [part for part in printed if roll.start <= part.start and part.stop <= roll.stop]
    count = sum(part.count for part in here)
    never_drawn = sum(part.stop - part.start - part.count for part in here)
    in_use = sum(one.count for one in clip(roll, active))
    spoilt = sum(one.count for one in clip(roll, void))
    on_roll = max(spoilt - never_drawn, 0) if here else 0
    return count, in_use, on_roll, max(count - in_use - on_roll, 0)


def reconcile(order: StampOrder, *, rolls: Rolls) -> list[RollCount]:
    """Count some rolls of an order; a list, empty while it has no numbers. Two queries and one for each 150 stretches."""
    numbers = numbers_of(order)
    if numbers is None:
        return []
    size = order.roll_size
    first, last = max(rolls.first, 1), min(rolls.last, -(-numbers.count // size))
    if first > last:
        return []
    begin, end = numbers.start + (first - 1) * size, min(numbers.start + last * size, numbers.stop)
    whole = Interval(numbers.key_letter, begin, end)
    parts = parts_in([whole])
    active = merge(part.interval for part in parts if part.is_active and not part.is_void)
    void = merge(part.interval for part in parts if part.is_void)
    printed = printed_parts(order, start=whole.start, stop=whole.stop)
    starts = [part.start for part in printed]
    return [
        RollCount(
            position,
            roll,
            *count_roll(
                roll,
                printed=printed[bisect_left(starts, roll.start) : bisect_left(starts, roll.stop)],
                active=active,
                void=void,
            ),
        )
        for position, roll in enumerate(rolls_of(whole, size=size), start=first)
    ]
