"""Writing the audit trail: every change of orders and stamps leaves a line that nobody can change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from traceability.enums import StampAction
from traceability.models import Lot, StampEvent, StampOrder
from traceability.numbers import Interval

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser


@dataclass(frozen=True)
class Happening:
    """What happened to an order, or to some of its stamps."""

    order: StampOrder
    interval: Interval | None = None
    lot: Lot | None = None
    reason: str = ""


def record(action: StampAction, happenings: Iterable[Happening], *, by: AbstractBaseUser | None, at: datetime) -> None:
    """Add a line for each. Call it in the transaction of the change itself."""
    StampEvent.objects.bulk_create(
        [
            StampEvent(
                order=one.order,
                action=action,
                key_letter=one.interval.key_letter if one.interval else "",
                start=one.interval.start if one.interval else None,
                stop=one.interval.stop if one.interval else None,
                lot=one.lot,
                reason=one.reason,
                by=by,  # type: ignore[misc]
                at=at,
            )
            for one in happenings
        ],
        batch_size=500,
    )
