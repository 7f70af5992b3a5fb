"""The tombstone of an issue of stamps that was retired or cancelled: what it was, and why it ended. Anyone may see it."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import localize
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog.models.product import PRODUCTS_PATH
from traceability.enums import OrderState
from traceability.models import StampOrder
from traceability.queries.intervals import parts_of


@require_safe
def retired_stamps(request: HttpRequest, number: int) -> HttpResponse:
    """Tell of retired or cancelled stamps; of others nothing, since orders are not public."""
    order = get_object_or_404(
        StampOrder.objects.select_related("product__producer"),
        Q(retired_at__isnull=False) | Q(state=OrderState.CANCELLED, decided_at__isnull=False),
        pk=number,
    )
    parts = parts_of(order)
    context = {
        "order": order,
        "product_url": reverse("wagtail_serve", args=[f"{PRODUCTS_PATH}/{order.product.slug}/"]),
        "ended": _day(order.retired_at) if order.retired_at else "",
        "because": order.retired_because or order.decision_reason,
        "facts": [
            (_("Product"), order.product.name),
            (_("Producer"), order.product.producer.name),
            (_("Issued on"), _day(order.decided_at)),
            (_("Stamps issued"), localize(order.quantity)),
            (_("On goods"), localize(sum(part.count for part in parts if part.is_active and not part.is_void))),
            (_("Void"), localize(sum(part.count for part in parts if part.is_void))),
        ],
    }
    return render(request, "traceability/retired.html", context)


def _day(moment: object) -> str:
    return timezone.localtime(moment).strftime("%d/%m/%Y")  # type: ignore[arg-type]  # the query asks for those that have one
