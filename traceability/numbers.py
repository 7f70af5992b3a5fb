"""Stamp numbers and their arithmetic: half-open intervals under one key. Pure; every layer of the app may use it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class StampsRefused(ValidationError):
    """What was asked for is against the rules; its message says why and what to do."""


@dataclass(frozen=True)
class StampNumber:
    """Which stamp: the letter of its key and its number under that key."""

    key_letter: str
    number: int


@dataclass(frozen=True, order=True)
class Interval:
    """Stamp numbers `[start, stop)` under one key."""

    key_letter: str
    start: int
    stop: int

    def __post_init__(self) -> None:
        """Refuse an interval that holds no stamp."""
        if not 0 <= self.start < self.stop:
            raise StampsRefused(_("There is no stamp between these two."))

    @classmethod
    def between(cls, first: StampNumber, last: StampNumber) -> Interval:
        """Give the interval from one stamp to another, both included.

        Raises: StampsRefused: they are of different keys, or stand the wrong way round.
        """
        if first.key_letter != last.key_letter:
            raise StampsRefused(_("These two stamps are not of one roll."))
        if last.number < first.number:
            raise StampsRefused(_("The last stamp comes before the first. Exchange the two."))
        return cls(first.key_letter, first.number, last.number + 1)

    @classmethod
    def of(cls, stamp: StampNumber) -> Interval:
        """Give the interval of one stamp."""
        return cls(stamp.key_letter, stamp.number, stamp.number + 1)

    @property
    def count(self) -> int:
        """How many stamps."""
        return self.stop - self.start


def merge(intervals: Iterable[Interval]) -> list[Interval]:
    """Give the same stamps as sorted intervals that neither overlap nor touch; a list."""
    merged: list[Interval] = []
    for one in sorted(intervals):
        last = merged[-1] if merged else None
        if last and last.key_letter == one.key_letter and one.start <= last.stop:
            merged[-1] = Interval(last.key_letter, last.start, max(last.stop, one.stop))
        else:
            merged.append(one)
    return merged


def total(intervals: Iterable[Interval]) -> int:
    """Count the stamps, each once."""
    return sum(one.count for one in merge(intervals))


def clip(one: Interval, merged: Sequence[Interval]) -> list[Interval]:
    """Give what of an interval lies in others, which are merged already; a list in order. Its cost grows with what it finds."""
    found = []
    position = bisect_right(merged, (one.key_letter, one.start), key=lambda other: (other.key_letter, other.stop))
    while position < len(merged):
        other = merged[position]
        if other.key_letter != one.key_letter or other.start >= one.stop:
            break
        found.append(Interval(one.key_letter, max(one.start, other.start), min(one.stop, other.stop)))
        position += 1
    return found


def intersect(some: Iterable[Interval], others: Iterable[Interval]) -> list[Interval]:
    """Give the stamps that are in both, sorted and merged; a list."""
    theirs = merge(others)
    return [common for one in merge(some) for common in clip(one, theirs)]


def subtract(some: Iterable[Interval], others: Iterable[Interval]) -> list[Interval]:
    """Give the stamps of the first that are not in the second, sorted and merged; a list."""
    left: list[Interval] = []
    theirs = merge(others)
    for one in merge(some):
        position = one.start
        for hole in clip(one, theirs):
            if hole.start > position:
                left.append(Interval(one.key_letter, position, hole.start))
            position = hole.stop
        if position < one.stop:
            left.append(Interval(one.key_letter, position, one.stop))
    return left


def rolls_of(interval: Interval, *, size: int) -> Iterator[Interval]:
    """Cut an interval into rolls of `size` stamps; the last may hold fewer."""
    for start in range(interval.start, interval.stop, size):
        yield Interval(interval.key_letter, start, min(start + size, interval.stop))
