"""Entering lots."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from traceability.models import Lot


def enter_lot(lot: Lot) -> Lot:
    """Write a new lot down; give it.

    Raises: ValidationError: something in it is wrong, or the product has a lot of this number, entered a moment ago perhaps.
    """
    lot.full_clean()
    try:
        with transaction.atomic():
            lot.save(force_insert=True)
    except IntegrityError:
        raise ValidationError({"code": _("This product has a lot of this number already.")}) from None
    return lot
