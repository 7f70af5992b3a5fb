"""Whether a sale point is open, decided from its hours and a moment that is passed in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Protocol

_LOOK_AHEAD_DAYS = 30


class Hours(Protocol):
    """A stretch of a weekday; `weekday` is Python's `isoweekday()` as text."""

    weekday: str
    opens: time
    closes: time


class Exceptional(Protocol):
    """Days with other hours than usual, or none."""

    first_day: date
    last_day: date
    reason: str
    opens: time | None
    closes: time | None


@dataclass(frozen=True)
class Opening:
    """What a visitor is told: open until when, or closed until when and why.

    `known` is False for a point without any hours: then nobody can say. `reason` is why today differs from other days.
    """

    known: bool
    is_open: bool = False
    closes: time | None = None
    opens_at: datetime | None = None
    reason: str = ""


def stretches_on(day: date, hours: Iterable[Hours], exceptions: Iterable[Exceptional]) -> tuple[list[tuple[time, time]], str]:
    """Give when the point is open on a day, in order, and the reason if that day is exceptional."""
    for exception in exceptions:
        if exception.first_day <= day <= exception.last_day:
            if exception.opens is None or exception.closes is None:
                return [], exception.reason
            return [(exception.opens, exception.closes)], exception.reason
    weekday = str(day.isoweekday())
    return sorted((stretch.opens, stretch.closes) for stretch in hours if stretch.weekday == weekday), ""


def opening_at(moment: datetime, hours: Iterable[Hours], exceptions: Iterable[Exceptional]) -> Opening:
    """Decide whether a point is open.

    Units: `moment` in the point's own time zone; closing time is exclusive.
    """
    hours, exceptions = list(hours), list(exceptions)
    if not hours:
        return Opening(known=False)
    today, reason = stretches_on(moment.date(), hours, exceptions)
    for opens, closes in today:
        if opens <= moment.time() < closes:
            return Opening(known=True, is_open=True, closes=closes, reason=reason)
    return Opening(known=True, opens_at=_next_opening(moment, hours, exceptions), reason=reason)


def _next_opening(moment: datetime, hours: list[Hours], exceptions: list[Exceptional]) -> datetime | None:
    for ahead in range(_LOOK_AHEAD_DAYS):
        day = moment.date() + timedelta(days=ahead)
        for opens, _closes in stretches_on(day, hours, exceptions)[0]:
            start = datetime.combine(day, opens, tzinfo=moment.tzinfo)
            if start > moment:
                return start
    return None
