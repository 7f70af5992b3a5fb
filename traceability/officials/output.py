"""An order held against what its product declares to make in a year, in words and figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import localize
from django.utils.translation import gettext as _

from traceability.domain.orders import OUTPUT_PERIOD, is_beyond_output
from traceability.models import StampOrder
from traceability.queries.orders import ordered_within


@dataclass(frozen=True)
class Output:
    """What a product declares to make a year, and what was ordered for it in twelve months, with this order."""

    declared: int | None
    ordered: int
    is_beyond: bool

    @property
    def figures(self) -> str:
        """Say the figures."""
        declared = _("nothing") if self.declared is None else _("%(count)s a year") % {"count": localize(self.declared)}
        return _("declared: %(declared)s; ordered in the last twelve months with this one: %(ordered)s") % {
            "declared": declared,
            "ordered": localize(self.ordered),
        }

    @property
    def warning(self) -> str:
        """Say that the order goes beyond the declared output; nothing when it does not."""
        if not self.is_beyond:
            return ""
        return _("This order goes beyond the declared output (%(figures)s).") % {"figures": self.figures}


def output_of(order: StampOrder, *, at: datetime) -> Output:
    """Hold an order against the declared output: by the figures of the moment, or by the flag that it got when it was entered."""
    declared = order.product.yearly_output
    before = ordered_within(order.product, since=at - OUTPUT_PERIOD, until=at, but=order)
    is_beyond = order.beyond_output or is_beyond_output(declared=declared, before=before, quantity=order.quantity)
    return Output(declared, before + order.quantity, is_beyond)
