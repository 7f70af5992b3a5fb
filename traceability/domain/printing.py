"""Choosing the stamps of an order that go onto a sheet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _

from traceability.domain.codes import StampNumber, make_code
from traceability.domain.sheets import StampLabel
from traceability.domain.stamps import StampsRefused
from traceability.enums import OrderState
from traceability.models import StampOrder
from traceability.queries.intervals import parts_of
from traceability.queries.sheets import stars_of_order

# Drawn while the person waits; more is a matter for the printer's own run.
MOST_AT_ONCE = 2400


def labels_of_order(*, order: StampOrder, first: int, count: int, on: date, keys: Mapping[str, bytes]) -> list[StampLabel]:
    """Give the labels of an order from a position on, void stamps left out; a list.

    Units: `first` counts the order's stamps from 1.
    Raises: StampsRefused: it is not approved, the position is beyond its end, the certificate is not in force, or all are void.
    """
    if order.state != OrderState.APPROVED:
        raise StampsRefused(_("Only the stamps of an approved order can be printed."))
    if not (1 <= first <= order.quantity and 1 <= count <= MOST_AT_ONCE):
        raise StampsRefused(
            _("This order has the stamps 1 to %(last)s; print %(most)s of them at a time at most.")
            % {"last": order.quantity, "most": MOST_AT_ONCE}
        )
    stars = stars_of_order(order, on=on)
    if not stars:
        raise StampsRefused(_("The product has no certificate in force today, so nothing is printed for it."))
    product = order.product
    labels = [
        StampLabel(
            code=make_code(stamp, keys=keys),
            product=product.name,
            producer=product.producer.name,
            stars=stars,
            gtin=product.gtin,
        )
        for stamp in _numbers(order, first, count)
    ]
    if not labels:
        raise StampsRefused(_("All of these stamps are void. Void stamps are not printed."))
    return labels


def _numbers(order: StampOrder, first: int, count: int) -> list[StampNumber]:
    """Give the numbers that lie at the positions, without the void ones."""
    parts = parts_of(order)
    start = parts[0].start + first - 1
    stop = min(start + count, parts[-1].stop)
    return [
        StampNumber(part.key_letter, number)
        for part in parts
        if not part.is_void
        for number in range(max(part.start, start), min(part.stop, stop))
    ]
