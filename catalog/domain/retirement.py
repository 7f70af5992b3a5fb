"""Retiring products: they are no longer made, or no longer ours, but codes on packages in cupboards still ask for them."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from catalog.models import Product


class RetirementRefused(ValidationError):
    """What was asked for is against the rules; its message says why and what to do."""


@transaction.atomic
def retire_product(*, product: Product, because: str, on: date) -> Product:
    """Retire a product. Its certificates, lots and stamps stay and go on answering; its page says what it was.

    Raises: RetirementRefused: it is retired already, or no reason is given.
    """
    product = Product.objects.select_for_update(of=("self",)).get(pk=product.pk)
    if product.retired_on is not None:
        raise RetirementRefused(_("This product is retired already."))
    if not because.strip():
        raise RetirementRefused(_("Say why: whoever scans one of its stamps in years to come reads it."))
    product.retired_on, product.retired_because = on, because.strip()
    product.save(update_fields=["retired_on", "retired_because"])
    return product


@transaction.atomic
def revive_product(*, product: Product) -> Product:
    """Take a retired product back.

    Raises: RetirementRefused: it is not retired.
    """
    product = Product.objects.select_for_update(of=("self",)).get(pk=product.pk)
    if product.retired_on is None:
        raise RetirementRefused(_("This product is not retired."))
    product.retired_on, product.retired_because = None, ""
    product.save(update_fields=["retired_on", "retired_because"])
    return product
