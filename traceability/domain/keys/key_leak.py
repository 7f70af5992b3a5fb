"""A key that leaked: which stamps its thief can copy, and voiding them (docs/how-to/look-after-the-keys.md)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from traceability.domain.stamps import void_intervals
from traceability.enums import StampAction, VoidReason
from traceability.models import StampEvent, StampRange
from traceability.numbers import StampsRefused, merge
from traceability.queries.intervals import Part, parts_in, touching

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser


@dataclass(frozen=True)
class KeyLeak:
    """Stamps issued under a key in `[issued_from, issued_to)`; with `only_unused` those that were put on no lot."""

    key_letter: str
    issued_from: datetime
    issued_to: datetime
    only_unused: bool = False


@dataclass(frozen=True)
class LeakedStamps:
    """What a key had issued in a period, and what of it is to become void. Units: stamps."""

    parts: tuple[Part, ...]
    only_unused: bool = False

    @cached_property
    def to_void(self) -> list[Part]:
        """Those that are not void yet, and unused if only such are meant; in the order of their numbers."""
        return [part for part in self.parts if not part.is_void and not (self.only_unused and part.is_active)]

    @property
    def issued(self) -> int:
        """All that were issued."""
        return sum(part.count for part in self.parts)

    @property
    def void_already(self) -> int:
        """Those that are void and stay so."""
        return sum(part.count for part in self.parts if part.is_void)

    @property
    def to_void_count(self) -> int:
        """Those that become void."""
        return sum(part.count for part in self.to_void)

    @property
    def in_use(self) -> int:
        """Those that become void although they are on packages."""
        return sum(part.count for part in self.to_void if part.is_active)


def stamps_of_key(leak: KeyLeak) -> LeakedStamps:
    """Give the stamps that were issued under a key in a period, with what became of them since.

    Order: by number. The time of issue is that of the event ISSUED: ranges are split later, events are never changed.
    """
    events = StampEvent.objects.filter(
        action=StampAction.ISSUED, key_letter=leak.key_letter, at__gte=leak.issued_from, at__lt=leak.issued_to
    )
    issued = [event.interval for event in events.order_by("start")]
    return LeakedStamps(tuple(parts_in([one for one in issued if one is not None])), leak.only_unused)


@transaction.atomic
def void_key(leak: KeyLeak, *, note: str, by: AbstractBaseUser | None, at: datetime) -> int:
    """Void the stamps of a leaked key; give the number of stamps newly voided. Those that are void already stay as they are.

    Raises: StampsRefused: no note is given, or there is nothing to void.
    """
    if not note.strip():
        raise StampsRefused(_("Say what happened to the key."))
    issued = merge(part.interval for part in stamps_of_key(leak).parts)
    # Locked before they are judged: what a producer activates at this moment waits, or counts as used.
    list(touching(issued, StampRange.objects.select_for_update()))
    intervals = [part.interval for part in stamps_of_key(leak).to_void]
    if not intervals:
        raise StampsRefused(_("No stamp that is not void was issued under this key in this time."))
    return void_intervals(intervals, reason=VoidReason.KEY_LEAKED, note=note, by=by, at=at)
