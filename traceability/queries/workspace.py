"""What the workspace of producers asks. Every answer is of the given producers alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.contrib.auth import get_user_model
from django.db.models import Case, Exists, F, OuterRef, QuerySet, Sum, When

from catalog.models import Producer, Product
from traceability.models import Lot, Recall, StampOrder, StampRange
from traceability.numbers import StampNumber


@dataclass(frozen=True)
class StampCounts:
    """Stamps of an order by what became of them; void ones count as nothing else."""

    issued: int = 0
    active: int = 0
    void: int = 0

    @property
    def left(self) -> int:
        """How many can still be put on a lot."""
        return self.issued - self.active - self.void


def products_to_stamp(producers: Collection[Producer], *, on: date) -> list[Product]:
    """Give the products that get stamps on the day: those with a certificate in force, by name; a list."""
    products = Product.objects.certified(on=on).filter(producer__in=producers)
    return list(products.select_related("producer").order_by("sort_key", "pk"))


def orders_of(producers: Collection[Producer]) -> QuerySet[StampOrder]:
    """Give the orders with their products, the newest first."""
    return StampOrder.objects.filter(product__producer__in=producers).select_related("product__producer")


def lots_of(producers: Collection[Producer]) -> QuerySet[Lot]:
    """Give the lots with their products and `recalled`, the newest first."""
    recalled = Exists(Recall.objects.filter(lot=OuterRef("pk"), lifted_at=None))
    return Lot.objects.filter(product__producer__in=producers).select_related("product").annotate(recalled=recalled)


def counts_of(orders: Iterable[StampOrder]) -> dict[int, StampCounts]:
    """Count the stamps of orders, by the numbers of the orders; an order without stamps is left out. One query."""
    size = F("stop") - F("start")
    rows = (
        StampRange.objects.filter(order__in=list(orders))
        .values("order_id")
        .annotate(
            issued=Sum(size),
            active=Sum(Case(When(activated_at__isnull=False, voided_at=None, then=size), default=0)),
            void=Sum(Case(When(voided_at__isnull=False, then=size), default=0)),
        )
    )
    return {row["order_id"]: StampCounts(row["issued"], row["active"], row["void"]) for row in rows}


def stamps_on(lot: Lot) -> int:
    """Count the stamps on a lot that are not void."""
    on_lot = lot.stamp_ranges.filter(voided_at=None).aggregate(sum=Sum(F("stop") - F("start")))
    return on_lot["sum"] or 0


def order_with(stamp: StampNumber, producers: Collection[Producer]) -> StampOrder | None:
    """Give the order that a stamp belongs to; None when it was never issued or is not of these producers."""
    before = StampRange.objects.filter(key_letter=stamp.key_letter, start__lte=stamp.number)
    # Ranges never overlap: the last one that begins at or before the number is the only one that can hold it.
    held = before.select_related("order__product__producer").order_by("-start").first()
    if held is None or held.stop <= stamp.number or held.order.product.producer not in producers:
        return None
    return held.order


def has_stamps(producers: Collection[Producer]) -> bool:
    """Tell whether any stamps were issued to them."""
    return StampRange.objects.filter(order__product__producer__in=producers).exists()


def people_of(producers: Collection[Producer]) -> set[int]:
    """Give the numbers of the accounts in their teams."""
    return set(get_user_model().objects.filter(groups__producer__in=producers).values_list("pk", flat=True))
