"""Ordering, issuing, activating and voiding stamps, always as intervals of numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.models import Certificate, Product
from traceability.domain.codes import StampNumber
from traceability.enums import OrderState, StampAction, VoidReason
from traceability.models import Lot, StampEvent, StampOrder, StampRange, StampSeries
from traceability.models.stamp import LAST_NUMBER

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser


class StampsRefused(ValidationError):
    """What was asked for is against the rules; its message says why and what to do."""


@dataclass(frozen=True)
class Interval:
    """Stamp numbers `[start, stop)` under one key."""

    key_letter: str
    start: int
    stop: int

    def __post_init__(self) -> None:
        """Refuse an interval that holds no stamp."""
        if not 0 <= self.start < self.stop:
            raise StampsRefused(_("There is no stamp between these two."))

    @classmethod
    def between(cls, first: StampNumber, last: StampNumber) -> Interval:
        """Give the interval from one stamp to another, both included.

        Raises: StampsRefused: they are of different keys, or stand the wrong way round.
        """
        if first.key_letter != last.key_letter:
            raise StampsRefused(_("These two stamps are not of one roll."))
        if last.number < first.number:
            raise StampsRefused(_("The last stamp comes before the first. Exchange the two."))
        return cls(first.key_letter, first.number, last.number + 1)


@transaction.atomic
def order_stamps(
    *, product: Product, quantity: int, by: AbstractBaseUser | None, at: datetime, is_sample: bool = False
) -> StampOrder:
    """Enter a wish for stamps.

    Raises: StampsRefused: the product has no certificate in force. ValidationError: the quantity is out of bounds.
    """
    _require_certificate(product, at)
    order = StampOrder(product=product, quantity=quantity, ordered_by=by, ordered_at=at, is_sample=is_sample)  # type: ignore[misc]
    order.full_clean()
    order.save()
    return order


@transaction.atomic
def approve_order(*, order: StampOrder, key_letter: str, by: AbstractBaseUser | None, at: datetime) -> StampRange:
    """Approve an order and give it the next free numbers of a key: one row, however many stamps.

    Two officials who approve at once act once: the second is told that it is done.
    Raises: StampsRefused: it is decided already, or the certificate is no longer in force, or the key is used up.
    """
    order = StampOrder.objects.select_for_update().select_related("product").get(pk=order.pk)
    if order.state != OrderState.ORDERED:
        raise StampsRefused(_("This order was decided already: %(state)s.") % {"state": order.get_state_display()})
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
    order.state, order.decided_by, order.decided_at = OrderState.APPROVED, by, at  # type: ignore[assignment]
    order.save(update_fields=["state", "decided_by", "decided_at"])
    _record(StampAction.ISSUED, stamps, by, at)
    return stamps


@transaction.atomic
def refuse_order(*, order: StampOrder, reason: str, by: AbstractBaseUser | None, at: datetime) -> StampOrder:
    """Refuse an order and say why.

    Raises: StampsRefused: it is decided already, or no reason is given.
    """
    order = StampOrder.objects.select_for_update().get(pk=order.pk)
    if order.state != OrderState.ORDERED:
        raise StampsRefused(_("This order was decided already: %(state)s.") % {"state": order.get_state_display()})
    if not reason.strip():
        raise StampsRefused(_("Say why, so that the producer can mend it."))
    order.state, order.decided_by, order.decided_at = OrderState.REFUSED, by, at  # type: ignore[assignment]
    order.decision_reason = reason
    order.save(update_fields=["state", "decided_by", "decided_at", "decision_reason"])
    return order


@transaction.atomic
def activate_stamps(*, interval: Interval, lot: Lot, by: AbstractBaseUser | None, at: datetime) -> int:
    """Put an interval of stamps on a lot; give their number.

    Activating the same stamps on the same lot again changes nothing.
    Raises: StampsRefused: some were never issued, are void, are on another lot, or belong to another product.
    """
    ranges = _locked(interval)
    if any(part.order.product_id != lot.product_id for part in ranges):
        raise StampsRefused(_("These stamps were issued for another product."))
    if any(part.voided_at for part in ranges):
        raise StampsRefused(_("Some of these stamps are void. Void stamps cannot be activated."))
    if any(part.lot_id not in (None, lot.pk) for part in ranges):
        raise StampsRefused(_("Some of these stamps are on another lot already."))
    for part in _cut_out(ranges, interval):
        if part.activated_at is None:
            part.lot, part.activated_at = lot, at
            part.save()
            _record(StampAction.ACTIVATED, part, by, at, lot=lot)
    return interval.stop - interval.start


@transaction.atomic
def void_stamps(*, interval: Interval, reason: VoidReason, note: str, by: AbstractBaseUser | None, at: datetime) -> int:
    """Void an interval of stamps, activated or not; give the number of stamps newly voided.

    Raises: StampsRefused: some were never issued.
    """
    count = 0
    for part in _cut_out(_locked(interval), interval):
        if part.voided_at is None:
            part.voided_at, part.void_reason = at, reason
            part.save()
            _record(StampAction.VOIDED, part, by, at, lot=part.lot, reason=f"{reason.label}. {note}".strip())
            count += part.count
    return count


def _require_certificate(product: Product, at: datetime) -> None:
    if not Certificate.objects.in_force(on=timezone.localdate(at)).filter(product=product).exists():
        raise StampsRefused(_("%(product)s has no certificate in force, so it gets no stamps.") % {"product": product})


def _locked(interval: Interval) -> list[StampRange]:
    """Give the ranges that the interval touches, locked, in order.

    Raises: StampsRefused: they leave a gap: some of its numbers were never issued.
    """
    ranges = list(
        StampRange.objects.select_for_update(of=("self",))
        .select_related("order", "lot")
        .filter(key_letter=interval.key_letter, start__lt=interval.stop, stop__gt=interval.start)
        .order_by("start")
    )
    position = interval.start
    for part in ranges:
        if part.start > position:
            break
        position = part.stop
    if position < interval.stop:
        raise StampsRefused(_("Some of these stamp numbers were never issued."))
    return ranges


def _cut_out(ranges: list[StampRange], interval: Interval) -> Iterator[StampRange]:
    """Split the ranges at the interval's ends, and give the parts that lie within it."""
    for part in ranges:
        inner = part
        if inner.start < interval.start:
            inner = _split(inner, interval.start)
        if inner.stop > interval.stop:
            _split(inner, interval.stop)
        yield inner


def _split(stamps: StampRange, number: int) -> StampRange:
    """Split a range in two at a number and give the upper part; the lower keeps its row."""
    upper = StampRange(
        order=stamps.order,
        key_letter=stamps.key_letter,
        start=number,
        stop=stamps.stop,
        lot=stamps.lot,
        activated_at=stamps.activated_at,
        voided_at=stamps.voided_at,
        void_reason=stamps.void_reason,
    )
    stamps.stop = number
    stamps.save(update_fields=["stop"])
    upper.save()
    return upper


def _record(
    action: StampAction,
    stamps: StampRange,
    by: AbstractBaseUser | None,
    at: datetime,
    *,
    lot: Lot | None = None,
    reason: str = "",
) -> None:
    StampEvent.objects.create(
        order=stamps.order,
        action=action,
        key_letter=stamps.key_letter,
        start=stamps.start,
        stop=stamps.stop,
        lot=lot,
        reason=reason,
        by=by,
        at=at,  # type: ignore[misc]
    )
