"""How a producer orders: sees first what it will be, sends it once, and may take it back while nobody has decided it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from catalog.models import Product
from traceability.domain.codes import LENGTH
from traceability.domain.orders import OUTPUT_PERIOD, Format, cancel_order, is_beyond_output, order_stamps
from traceability.domain.printing.labels import Design, label_size_mm, modules_of, per_sheet, smallest_symbol_mm
from traceability.domain.qr import stamp_url
from traceability.enums import OrderState, PrintMedium
from traceability.models import StampOrder
from traceability.numbers import StampsRefused
from traceability.queries.orders import ordered_within

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

# A button pressed twice, a page sent again when the signal came back: the same order so soon is the same order.
_SAME_ORDER = timedelta(minutes=10)


@dataclass(frozen=True)
class Wish:
    """What a producer wants to order."""

    product: Product
    quantity: int
    labels: Format
    delivery: str


@dataclass(frozen=True)
class Packing:
    """How stamps come. `rolls` also counts packets of sheets; `sheets` are those of all packets, 0 on rolls.

    Units: `side_mm` is the side of a label, or its diameter.
    """

    rolls: int
    on_last_roll: int
    sheets: int
    side_mm: float


def smallest_size(product: Product) -> int | None:
    """Give the smallest QR that the codes of a product fit into, in mm; None when none of ours is large enough."""
    return smallest_symbol_mm(modules_of(stamp_url("0" * LENGTH, gtin=product.gtin)))


def packing_of(labels: Format, quantity: int) -> Packing:
    """Work out on how many rolls or sheets stamps come; pure."""
    rolls = -(-quantity // labels.roll_size)
    on_last_roll = quantity - (rolls - 1) * labels.roll_size
    design = Design(
        shape=labels.shape, symbol_mm=labels.symbol_mm, medium=labels.medium, stars=3, product="", producer="", gtin=""
    )
    on_a_sheet = per_sheet(design)
    sheets = (rolls - 1) * -(-labels.roll_size // on_a_sheet) + -(-on_last_roll // on_a_sheet)
    return Packing(
        rolls=rolls,
        on_last_roll=on_last_roll,
        sheets=sheets if labels.medium == PrintMedium.A4 else 0,
        side_mm=label_size_mm(design)[0],
    )


def goes_beyond_output(wish: Wish, *, at: datetime) -> bool:
    """Tell whether the officials will ask why so many."""
    before = ordered_within(wish.product, since=at - OUTPUT_PERIOD, until=at)
    return is_beyond_output(declared=wish.product.yearly_output, before=before, quantity=wish.quantity)


@transaction.atomic
def order_once(wish: Wish, *, by: AbstractBaseUser, at: datetime) -> tuple[StampOrder, bool]:
    """Enter a wish, and tell whether it is new: the same wish of the same person within ten minutes is the order there is.

    Raises: what `order_stamps` raises.
    """
    # Whoever orders for a product waits for the others who do.
    product = Product.objects.select_for_update(of=("self",)).get(pk=wish.product.pk)
    alike = StampOrder.objects.filter(
        product=product,
        quantity=wish.quantity,
        shape=wish.labels.shape,
        symbol_mm=wish.labels.symbol_mm,
        medium=wish.labels.medium,
        roll_size=wish.labels.roll_size,
        delivery=wish.delivery,
        ordered_by=by,  # type: ignore[misc]
        ordered_at__gt=at - _SAME_ORDER,
    )
    if there := alike.exclude(state__in=[OrderState.CANCELLED, OrderState.REFUSED]).first():
        return there, False
    order = order_stamps(
        product=product,
        quantity=wish.quantity,
        by=by,
        at=at,
        labels=wish.labels,
        delivery=wish.delivery,
        is_sample=product.is_sample,
    )
    return order, True


@transaction.atomic
def withdraw_order(*, order: StampOrder, reason: str, by: AbstractBaseUser, at: datetime) -> StampOrder:
    """Take an order back that nobody has decided yet. Later only officials cancel: its stamps may be printed already.

    Raises: StampsRefused: it is decided, or no reason is given.
    """
    state = StampOrder.objects.select_for_update(of=("self",)).values_list("state", flat=True).get(pk=order.pk)
    if state != OrderState.ORDERED:
        raise StampsRefused(_("This order was decided already: %(state)s.") % {"state": OrderState(state).label})
    return cancel_order(order=order, reason=reason, by=by, at=at)
