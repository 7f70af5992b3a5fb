"""Stamps one after another, as a person who holds a roll names them: from this stamp to that one, or the whole roll.

A stretch lies within one order, so it never reaches into the stamps of another producer.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from catalog.models import Producer
from traceability.models import StampOrder
from traceability.numbers import Interval, StampNumber, StampsRefused
from traceability.queries.intervals import numbers_of
from traceability.queries.workspace import order_with


@dataclass(frozen=True)
class Stretch:
    """Some stamps of one order without a gap. `whole` are all the numbers that the order got."""

    order: StampOrder
    whole: Interval
    interval: Interval

    @property
    def count(self) -> int:
        """How many stamps."""
        return self.interval.count

    @property
    def first(self) -> StampNumber:
        """The first stamp."""
        return StampNumber(self.interval.key_letter, self.interval.start)

    @property
    def last(self) -> StampNumber:
        """The last stamp."""
        return StampNumber(self.interval.key_letter, self.interval.stop - 1)

    @property
    def positions(self) -> tuple[int, int]:
        """Which stamps of the order, counted from 1, both included."""
        return self.interval.start - self.whole.start + 1, self.interval.stop - self.whole.start

    @property
    def rolls(self) -> tuple[int, int]:
        """Which rolls of the order, counted from 1, both included."""
        first, last = self.positions
        return (first - 1) // self.order.roll_size + 1, (last - 1) // self.order.roll_size + 1


def find_stamp_of(producers: Collection[Producer], stamp: StampNumber) -> Stretch:
    """Give the stretch of a single stamp.

    Raises: StampsRefused: it is not of these producers, or was never issued; which of the two is not said.
    """
    order = order_with(stamp, producers)
    whole = numbers_of(order) if order else None
    if order is None or whole is None:
        raise StampsRefused(_("This stamp is none of yours. Scan a stamp that you ordered and were given."))
    return Stretch(order, whole, Interval.of(stamp))


def up_to(one: Stretch, other: StampNumber) -> Stretch:
    """Give the stretch from one stamp to another, whichever of the two comes first.

    Raises: StampsRefused: the other is not of the same order.
    """
    if other.key_letter != one.whole.key_letter or not one.whole.start <= other.number < one.whole.stop:
        raise StampsRefused(
            _("The first and the last stamp are not of one order. Take each roll by itself, from its first to its last stamp.")
        )
    first, last = sorted((one.interval.start, other.number))
    return replace(one, interval=Interval(one.whole.key_letter, first, last + 1))


def whole_roll(one: Stretch) -> Stretch:
    """Give the roll, or packet of sheets, that a stamp is on."""
    return roll_of(one.order, one.rolls[0], whole=one.whole)


def rest_of_roll(one: Stretch) -> Stretch:
    """Give the stretch from a stamp to the end of its roll."""
    end = whole_roll(one).interval.stop
    return replace(one, interval=Interval(one.whole.key_letter, one.interval.start, end))


def roll_of(order: StampOrder, number: int, *, whole: Interval | None = None) -> Stretch:
    """Give a roll of an order by its number, counted from 1.

    Raises: StampsRefused: the order has no such roll.
    """
    whole = whole or numbers_of(order)
    if whole is None or not 0 < number <= -(-whole.count // order.roll_size):
        raise StampsRefused(_("This order has no such roll."))
    start = whole.start + (number - 1) * order.roll_size
    return Stretch(order, whole, Interval(whole.key_letter, start, min(start + order.roll_size, whole.stop)))
