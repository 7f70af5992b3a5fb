"""Half-open periods `[valid_from, valid_to)`; an open end is None."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Period:
    """Days from `valid_from` up to but not including `valid_to`.

    Raises: ValueError: it would hold no day.
    """

    valid_from: date
    valid_to: date | None = None

    def __post_init__(self) -> None:
        """Refuse a period that ends before it begins."""
        if self.valid_to is not None and self.valid_to <= self.valid_from:
            raise ValueError(f"a period from {self.valid_from} cannot end before {self.valid_to}")

    def __contains__(self, day: date) -> bool:
        """Tell whether the day lies in the period."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)

    def overlaps(self, other: Period) -> bool:
        """Tell whether the two share a day."""
        return (other.valid_to is None or self.valid_from < other.valid_to) and (
            self.valid_to is None or other.valid_from < self.valid_to
        )

    @property
    def last_day(self) -> date | None:
        """The last day that belongs to it, or None while it is open."""
        return self.valid_to - timedelta(days=1) if self.valid_to else None


def add_months(day: date, months: int) -> date:
    """Give the same day of a later month, or that month's last day when it has no such day.

    Source: Civil Code 91/2015/QH13, article 148, clause 3.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def months_from(day: date, months: int) -> Period:
    """Give the period of some months that an act of that day grants; the day of its end still belongs to it.

    36 months from 15/10/2024 run to the end of 15/10/2027, so `valid_to` is 16/10/2027.
    Source: Civil Code 91/2015/QH13, article 148, clause 3 (a period in months ends with the end of the matching day).
    """
    return Period(day, add_months(day, months) + timedelta(days=1))
