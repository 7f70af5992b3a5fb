"""The life of a stamp order: ordered, approved, printed, delivered, completed; or refused, or cancelled; in the end retired.

Whoever acts first under the lock of the order acts; who comes second is told that it is done.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.models import Certificate, Product
from traceability.domain.codes import LENGTH
from traceability.domain.events import Happening, record
from traceability.domain.printing.labels import require_fit
from traceability.domain.printing.runs import abandon_runs, close_runs
from traceability.domain.qr import stamp_url
from traceability.domain.stamps import void_intervals
from traceability.enums import LabelShape, OrderState, PrintMedium, StampAction, VoidReason
from traceability.models import StampOrder, StampRange, StampSeries
from traceability.models.stamp import LAST_NUMBER
from traceability.numbers import Interval, StampsRefused
from traceability.queries.intervals import numbers_of, parts_of
from traceability.queries.orders import ordered_within

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

# Spoilt labels and leftovers are part of every packing: an order is flagged only when it goes well beyond the declared output.
TOLERANCE_PERCENT = 10
OUTPUT_PERIOD = timedelta(days=365)


@dataclass(frozen=True)
class Format:
    """What the labels of an order look like and what they come on. `roll_size` also counts the stamps of a packet of sheets."""

    shape: LabelShape = LabelShape.SQUARE
    symbol_mm: int = 20
    medium: PrintMedium = PrintMedium.A4
    roll_size: int = 1000


def is_beyond_output(*, declared: int | None, before: int, quantity: int) -> bool:
    """Tell whether an order goes beyond what the declared output of a year justifies.

    Units: packages a year, stamps ordered in the twelve months before, stamps ordered now. Nothing declared: nothing to judge by.
    """
    return declared is not None and (before + quantity) * 100 > declared * (100 + TOLERANCE_PERCENT)


@transaction.atomic
def order_stamps(  # noqa: PLR0913  an order says all of this
    *,
    product: Product,
    quantity: int,
    by: AbstractBaseUser | None,
    at: datetime,
    labels: Format = Format(),
    delivery: str = "",
    is_sample: bool = False,
) -> StampOrder:
    """Enter a wish for stamps. One that goes beyond the product's declared output is entered too, and flagged to the officials.

    Raises: StampsRefused: the product has no certificate in force or is retired. FormatTooSmall: its codes need a larger label.
    ValidationError: the quantity is out of bounds.
    """
    _require_certificate(product, at)
    require_fit(url=stamp_url("0" * LENGTH, gtin=product.gtin), symbol_mm=labels.symbol_mm)
    before = ordered_within(product, since=at - OUTPUT_PERIOD, until=at)
    order = StampOrder(
        product=product,
        quantity=quantity,
        shape=labels.shape,
        symbol_mm=labels.symbol_mm,
        medium=labels.medium,
        roll_size=labels.roll_size,
        delivery=delivery,
        beyond_output=is_beyond_output(declared=product.yearly_output, before=before, quantity=quantity or 0),
        ordered_by=by,  # type: ignore[misc]
        ordered_at=at,
        is_sample=is_sample,
    )
    order.full_clean()
    order.save()
    record(StampAction.ORDERED, [Happening(order)], by=by, at=at)
    return order


@transaction.atomic
def approve_order(*, order: StampOrder, key_letter: str, by: AbstractBaseUser | None, at: datetime) -> StampRange:
    """Approve an order and give it the next free numbers of a key: one row, however many stamps.

    Raises: StampsRefused: it is decided already, or the certificate is no longer in force, or the key is used up.
    """
    order = _locked(order, OrderState.ORDERED)
    _require_certificate(order.product, at)
    StampSeries.objects.get_or_create(key_letter=key_letter)
    series = StampSeries.objects.select_for_update().get(key_letter=key_letter)
    if series.next_number + order.quantity > LAST_NUMBER:
        raise StampsRefused(_("The numbers of key %(letter)s are used up. A new key must be set up.") % {"letter": key_letter})
    stamps = StampRange(order=order, key_letter=key_letter, start=series.next_number, stop=series.next_number + order.quantity)
    stamps.full_clean()
    stamps.save()
    series.next_number = stamps.stop
    series.save(update_fields=["next_number"])
    _decide(order, OrderState.APPROVED, by, at)
    record(StampAction.ISSUED, [Happening(order, stamps.interval)], by=by, at=at)
    return stamps


@transaction.atomic
def refuse_order(*, order: StampOrder, reason: str, by: AbstractBaseUser | None, at: datetime) -> StampOrder:
    """Refuse an order and say why.

    Raises: StampsRefused: it is decided already, or no reason is given.
    """
    order = _locked(order, OrderState.ORDERED)
    if not reason.strip():
        raise StampsRefused(_("Say why, so that the producer can mend it."))
    order.decision_reason = reason
    _decide(order, OrderState.REFUSED, by, at)
    record(StampAction.REFUSED, [Happening(order, reason=reason)], by=by, at=at)
    return order


@transaction.atomic
def cancel_order(*, order: StampOrder, reason: str, by: AbstractBaseUser | None, at: datetime) -> StampOrder:
    """Cancel an order that is not delivered yet. Stamps that it got become void for good; its print runs end.

    Raises: StampsRefused: it is too late, no reason is given, or some of its stamps are on a lot already.
    """
    order = _locked(order, OrderState.ORDERED, OrderState.APPROVED, OrderState.PRINTED)
    if not reason.strip():
        raise StampsRefused(_("Say why the order is cancelled."))
    if order.ranges.filter(activated_at__isnull=False, voided_at=None).exists():
        raise StampsRefused(_("Some of its stamps are on goods already. Void the others instead of cancelling the order."))
    abandon_runs(order, at=at)
    numbers = numbers_of(order)
    if numbers:
        void_intervals([numbers], reason=VoidReason.ORDER_CANCELLED, note=reason, by=by, at=at)
    order.state, order.decision_reason = OrderState.CANCELLED, reason
    order.save(update_fields=["state", "decision_reason"])
    record(StampAction.CANCELLED, [Happening(order, numbers, reason=reason)], by=by, at=at)
    return order


@transaction.atomic
def deliver_order(*, order: StampOrder, note: str, by: AbstractBaseUser | None, at: datetime) -> StampOrder:
    """Note that the printed stamps were handed over, and to whom.

    Raises: StampsRefused: the order is not printed, or nobody is named.
    """
    order = _locked(order, OrderState.PRINTED)
    if not note.strip():
        raise StampsRefused(_("Say who took the stamps, and when."))
    return _move(order, OrderState.DELIVERED, StampAction.DELIVERED, note, by, at)


@transaction.atomic
def complete_order(*, order: StampOrder, note: str, by: AbstractBaseUser | None, at: datetime) -> StampOrder:
    """Close a delivered order: its rolls were counted, and what was missing or spoilt is void. Its print files are removed.

    Raises: StampsRefused: the order is not delivered.
    """
    order = _locked(order, OrderState.DELIVERED)
    close_runs(order, at=at)
    return _move(order, OrderState.COMPLETED, StampAction.COMPLETED, note, by, at)


@transaction.atomic
def retire_order(*, order: StampOrder, reason: str, by: AbstractBaseUser | None, at: datetime) -> int:
    """Take an order's stamps out of further use: those on goods go on answering, those not yet used become void.

    Gives the number of stamps voided.
    Raises: StampsRefused: it has no stamps, is retired already, or no reason is given.
    """
    order = _locked(order, OrderState.APPROVED, OrderState.PRINTED, OrderState.DELIVERED, OrderState.COMPLETED)
    if order.retired_at is not None:
        raise StampsRefused(_("This order is retired already."))
    if not reason.strip():
        raise StampsRefused(_("Say why: whoever scans one of its stamps in years to come reads it."))
    close_runs(order, at=at)
    parts = parts_of(order)
    unused = [part.interval for part in parts if not part.is_active]
    count = void_intervals(unused, reason=VoidReason.OVERPRINTED, note=reason, by=by, at=at) if unused else 0
    order.retired_at, order.retired_because = at, reason
    order.save(update_fields=["retired_at", "retired_because"])
    whole = Interval(parts[0].key_letter, parts[0].start, parts[-1].stop)
    record(StampAction.RETIRED, [Happening(order, whole, reason=reason)], by=by, at=at)
    return count


def _locked(order: StampOrder, *states: OrderState) -> StampOrder:
    """Give the order as it is now, locked.

    Raises: StampsRefused: it is in none of the states.
    """
    order = StampOrder.objects.select_for_update(of=("self",)).select_related("product").get(pk=order.pk)
    _require_state(order, states)
    return order


def _require_state(order: StampOrder, states: Collection[OrderState]) -> None:
    if order.state in states:
        return
    if order.state != OrderState.ORDERED and OrderState.ORDERED in states:
        raise StampsRefused(_("This order was decided already: %(state)s.") % {"state": order.get_state_display()})
    raise StampsRefused(
        _("This cannot be done now. The state of the order is: %(state)s.") % {"state": order.get_state_display()}
    )


def _decide(order: StampOrder, state: OrderState, by: AbstractBaseUser | None, at: datetime) -> None:
    order.state, order.decided_by, order.decided_at = state, by, at  # type: ignore[assignment]
    order.save(update_fields=["state", "decided_by", "decided_at", "decision_reason"])


def _move(
    order: StampOrder, state: OrderState, action: StampAction, note: str, by: AbstractBaseUser | None, at: datetime
) -> StampOrder:
    order.state = state
    order.save(update_fields=["state"])
    record(action, [Happening(order, numbers_of(order), reason=note)], by=by, at=at)
    return order


def _require_certificate(product: Product, at: datetime) -> None:
    if product.retired_on is not None:
        raise StampsRefused(_("%(product)s is retired, so it gets no stamps.") % {"product": product})
    if not Certificate.objects.in_force(on=timezone.localdate(at)).filter(product=product).exists():
        raise StampsRefused(_("%(product)s has no certificate in force, so it gets no stamps.") % {"product": product})
