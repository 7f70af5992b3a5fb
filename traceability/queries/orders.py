"""What is asked about stamp orders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F, Q, Sum

from catalog.models import Certificate, Product
from traceability.enums import OrderState
from traceability.models import StampOrder, StampRange

_NOT_COUNTED = (OrderState.REFUSED, OrderState.CANCELLED)


@dataclass(frozen=True)
class StampCounts:
    """What became of an order's stamps. Void ones are in no other number; `stretches` counts the rows behind it all."""

    unused: int
    in_use: int
    void: int
    stretches: int

    @property
    def good(self) -> int:
        """Those that are not void."""
        return self.unused + self.in_use


def count_stamps(order: StampOrder) -> StampCounts:
    """Count the stamps of an order. One query."""
    size, void, active = F("stop") - F("start"), Q(voided_at__isnull=False), Q(activated_at__isnull=False)
    found = order.ranges.aggregate(
        unused=Sum(size, filter=~void & ~active),
        in_use=Sum(size, filter=~void & active),
        void=Sum(size, filter=void),
        stretches=Count("pk"),
    )
    return StampCounts(**{name: count or 0 for name, count in found.items()})


def ordered_within(product: Product, *, since: datetime, until: datetime, but: StampOrder | None = None) -> int:
    """Count the stamps ordered for a product in a period, without refused and cancelled orders and without what became void.

    Misprints and lost rolls must be ordered again; they do not count twice. `but` leaves out one order, to be judged by the rest.
    """
    orders = StampOrder.objects.filter(product=product, ordered_at__gt=since, ordered_at__lte=until).exclude(
        state__in=_NOT_COUNTED
    )
    if but is not None:
        orders = orders.exclude(pk=but.pk)
    ordered = orders.aggregate(sum=Sum("quantity"))["sum"] or 0
    void = StampRange.objects.filter(order__in=orders, voided_at__isnull=False).aggregate(sum=Sum(F("stop") - F("start")))["sum"]
    return ordered - (void or 0)


def stars_of_order(order: StampOrder, *, on: date) -> int:
    """Give the stars that the ordered product holds on the day, 0 when no certificate is in force."""
    certificate = Certificate.objects.in_force(on=on).filter(product_id=order.product_id).first()
    return certificate.stars if certificate else 0
