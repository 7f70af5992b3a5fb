"""The first page of the workspace: what needs me, what I can do, and how my orders stand."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from traceability.enums import OrderState
from traceability.queries.workspace import StampCounts, counts_of, has_stamps, orders_of, products_to_stamp
from traceability.views.workspace.access import Member, members_only, show
from traceability.views.workspace.words import standing_of

_ORDERS_ON_A_PAGE = 20
_MOST_TASKS = 5


@require_safe
def door(request: HttpRequest) -> HttpResponse:
    """Lead on to the first room there is."""
    return redirect("workspace:stamps")


@require_safe
@members_only
def home(request: HttpRequest, member: Member) -> HttpResponse:
    """Show what needs the member, the three things to do, and the orders."""
    orders = orders_of(member.producers)
    page = Paginator(orders, _ORDERS_ON_A_PAGE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    counts = counts_of(shown)
    context = {
        "producers": member.producers,
        "to_confirm": list(orders.filter(state=OrderState.DELIVERED, retired_at=None)[:_MOST_TASKS]),
        "orders": [(order, standing_of(order, counts.get(order.pk, StampCounts()))) for order in shown],
        "page": page,
        "can_order": bool(products_to_stamp(member.producers, on=timezone.localdate())),
        "has_stamps": has_stamps(member.producers),
        "title": _("Your stamps"),
    }
    return show(request, "stamps.html", context)
