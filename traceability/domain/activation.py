"""Putting a stretch of stamps on a lot: first look what would happen, then do exactly that."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.formats import localize
from django.utils.translation import gettext as _

from traceability.domain.stamps import activate_stamps
from traceability.domain.stretches import Stretch
from traceability.enums import Unit
from traceability.models import Lot
from traceability.numbers import Interval, StampsRefused, subtract, total
from traceability.queries.intervals import Part, parts_in
from traceability.queries.workspace import stamps_on

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

# Of these a lot holds so many, and each bears one stamp; kilograms and litres say nothing of the number of packages.
_COUNTED = {Unit.PIECE, Unit.BOX, Unit.BOTTLE, Unit.JAR, Unit.BAG}


class VoidAmongThem(StampsRefused):
    """Some of the stamps are void; the others can be put on the lot if that is what is meant."""


@dataclass(frozen=True)
class Plan:
    """What would happen: `count` good stamps would be on the lot, `already` of which are so now; void ones stay out.

    `before` counts all stamps on the lot now, `exceeds` says that it would bear more stamps than it holds packages.
    """

    stretch: Stretch
    lot: Lot
    intervals: tuple[Interval, ...]
    already: int
    left_out: int
    before: int

    @property
    def count(self) -> int:
        """How many stamps of the stretch would be on the lot."""
        return total(self.intervals)

    @property
    def after(self) -> int:
        """How many stamps the lot would bear in all."""
        return self.before + self.count - self.already

    @property
    def exceeds(self) -> bool:
        """Whether that is more than it holds packages."""
        return self.lot.unit in _COUNTED and self.after > self.lot.quantity


def plan_activation(*, stretch: Stretch, lot: Lot, leave_out_void: bool = False) -> Plan:
    """Foresee what putting stamps on a lot does. Nothing is written.

    Raises: StampsRefused: they are of another product, retired, on another lot, all void, or the lot is recalled.
    VoidAmongThem: some are void, and they are not to be left out.
    """
    parts = parts_in([stretch.interval])
    void = [part.interval for part in parts if part.is_void]
    intervals = tuple(subtract([stretch.interval], void))
    _require_fit(stretch, lot, parts)
    if not intervals:
        raise StampsRefused(_("All of these stamps are void. They may not be on goods."))
    if void and not leave_out_void:
        raise VoidAmongThem(
            _("%(count)s of these stamps are void. They may not be on goods: take them off the roll.")
            % {"count": localize(total(void))}
        )
    already = sum(part.count for part in parts if part.lot == lot and not part.is_void)
    return Plan(stretch, lot, intervals, already, total(void), stamps_on(lot))


@transaction.atomic
def put_on_lot(*, plan: Plan, expected: int, by: AbstractBaseUser | None, at: datetime) -> int:
    """Put the stamps of a plan on its lot; give their number. Doing it again changes nothing.

    `expected` is the number that the person was shown and said yes to.
    Raises: StampsRefused: meanwhile it would be another number, or one of the stamps can no longer be put on the lot.
    """
    if plan.count != expected:
        raise StampsRefused(_("Something has changed since you looked. Look again at what would happen."))
    return sum(activate_stamps(interval=interval, lot=plan.lot, by=by, at=at) for interval in plan.intervals)


def _require_fit(stretch: Stretch, lot: Lot, parts: list[Part]) -> None:
    if stretch.order.product_id != lot.product_id:
        raise StampsRefused(
            _("These stamps were ordered for %(theirs)s, but the lot is of %(its)s. Choose a lot of %(theirs)s, or other stamps.")
            % {"theirs": stretch.order.product, "its": lot.product}
        )
    if stretch.order.retired_at is not None:
        raise StampsRefused(_("These stamps are retired. They are not put on new goods; order new ones."))
    if lot.recalls.filter(lifted_at=None).exists():
        raise StampsRefused(_("Lot %(lot)s is recalled, so no stamps are put on it.") % {"lot": lot.code})
    used = [part for part in parts if part.lot is not None and part.lot != lot and not part.is_void]
    if used:
        raise StampsRefused(
            _(
                "%(count)s of these stamps are on other goods already: lot %(lots)s. A stamp stays on its lot. "
                "Begin after them, or end before them."
            )
            % {
                "count": localize(sum(part.count for part in used)),
                "lots": ", ".join(sorted({part.lot.code for part in used if part.lot})),
            }
        )
