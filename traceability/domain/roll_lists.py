"""Rolls as people name them: "3, 5-7". Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from traceability.domain.printing.runs import Rolls
from traceability.numbers import Interval, StampsRefused, merge

# What a person types at once.
MOST_TERMS = 200
_TERM = re.compile(r"([0-9]{1,9})(?:\s*[-–—]\s*([0-9]{1,9}))?")


def last_roll(numbers: Interval, *, roll_size: int) -> int:
    """Give the number of the last roll of an order's numbers; rolls count from 1."""
    return -(-numbers.count // roll_size)


def read_rolls(text: str, *, last: int) -> list[Rolls]:
    """Read which rolls are meant; a list in the order of the text.

    Raises: StampsRefused: it cannot be read, or there are no such rolls.
    """
    terms = [term.strip() for term in re.split(r"[,;\n]", text) if term.strip()]
    if not terms:
        raise StampsRefused(_("Name at least one roll."))
    if len(terms) > MOST_TERMS:
        raise StampsRefused(_("Name at most %(most)s rolls or stretches of rolls at once.") % {"most": MOST_TERMS})
    return [_read(term, last) for term in terms]


def intervals_of_rolls(rolls: Iterable[Rolls], *, numbers: Interval, roll_size: int) -> list[Interval]:
    """Give the stamps of rolls of an order, sorted and merged; a list."""
    return merge(
        Interval(
            numbers.key_letter,
            numbers.start + (one.first - 1) * roll_size,
            min(numbers.start + one.last * roll_size, numbers.stop),
        )
        for one in rolls
    )


def _read(term: str, last: int) -> Rolls:
    match = _TERM.fullmatch(term)
    if match is None:
        raise StampsRefused(_("“%(text)s” names no roll. Write numbers: 3, 5-7.") % {"text": term[:40]})
    rolls = Rolls(int(match[1]), int(match[2] or match[1]))
    if not 1 <= rolls.first <= rolls.last <= last:
        raise StampsRefused(_("“%(text)s”: this order has the rolls 1 to %(last)s.") % {"text": term, "last": last})
    return rolls
