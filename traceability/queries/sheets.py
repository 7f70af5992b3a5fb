"""What a sheet of stamps shows."""

from __future__ import annotations

from datetime import date

from catalog.models import Certificate
from traceability.models import StampOrder


def stars_of_order(order: StampOrder, *, on: date) -> int:
    """Give the stars that the ordered product holds on the day, 0 when no certificate is in force."""
    certificate = Certificate.objects.in_force(on=on).filter(product_id=order.product_id).first()
    return certificate.stars if certificate else 0
