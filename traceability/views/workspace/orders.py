"""Ordering stamps, following an order, taking it back, confirming its receipt."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import localize
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from traceability.domain.ordering import Packing, Wish, goes_beyond_output, order_once, packing_of, withdraw_order
from traceability.domain.orders import Format, complete_order
from traceability.domain.printing.runs import Rolls
from traceability.domain.reconciliation import reconcile
from traceability.enums import LabelShape, OrderState, PrintMedium
from traceability.forms.orders import OrderForm, ReceiveForm, WithdrawForm
from traceability.models import StampOrder
from traceability.queries.workspace import StampCounts, counts_of, orders_of, people_of, products_to_stamp
from traceability.views.workspace.access import Member, members_only, show
from traceability.views.workspace.words import history_of, stamps, standing_of

_ROLLS_ON_A_PAGE, _MOST_EVENTS = 20, 50
_COUNTABLE = (OrderState.PRINTED, OrderState.DELIVERED, OrderState.COMPLETED)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def order(request: HttpRequest, member: Member) -> HttpResponse:
    """Fill in an order, look at what it would be, send it. What was filled in travels in the address until it is sent."""
    products = products_to_stamp(member.producers, on=timezone.localdate())
    if not products:
        return show(request, "nothing_to_order.html", {"title": _("Order stamps")})
    if request.method == "POST":
        return _send(request, member, OrderForm(request.POST, products=products))
    if "quantity" not in request.GET:
        return _ask(request, OrderForm(products=products, initial={"delivery": _usual_delivery(member)}))
    form = OrderForm(request.GET, products=products)
    if not form.is_valid() or "change" in request.GET:
        return _ask(request, form)
    wish = form.wish()
    context = {
        "title": _("Look over your order"),
        "form": form,
        "facts": _facts(wish),
        "is_beyond": goes_beyond_output(wish, at=timezone.now()),
        "declared": localize(wish.product.yearly_output),
        "change_url": f"{request.path}?{urlencode({name: form.data.get(name, '') for name in form.fields} | {'change': 1})}",
    }
    return show(request, "order_preview.html", context, crumbs=[(_("Order stamps"), reverse("workspace:order"))])


@require_safe
@members_only
def order_page(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """Show an order: what it is now, what comes next, its rolls, what happened."""
    found = _own(member, number)
    counts = counts_of([found]).get(found.pk, StampCounts())
    events = found.events.select_related("lot", "by").order_by("-at", "-pk")[:_MOST_EVENTS]
    context = {
        "title": _("Order #%(number)s") % {"number": found.pk},
        "order": found,
        "standing": standing_of(found, counts),
        "facts": _order_facts(found, counts),
        "can_cancel": found.state == OrderState.ORDERED,
        "can_confirm": found.state == OrderState.DELIVERED and found.retired_at is None,
        "can_use": counts.left > 0 and found.retired_at is None,
        "history": history_of(list(events), reader=member.user.pk, team=people_of(member.producers)),
        **_rolls(request, found),
    }
    return show(request, "order.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def withdraw(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """Take an order back that nobody has decided yet."""
    found = _own(member, number)
    form = WithdrawForm(request.POST or None)
    if form.is_valid():
        try:
            withdraw_order(order=found, reason=form.cleaned_data["reason"], by=member.user, at=timezone.now())
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
        else:
            messages.success(request, _("The order is cancelled."))
        return redirect("workspace:order-page", found.pk)
    if found.state != OrderState.ORDERED:
        return redirect("workspace:order-page", found.pk)
    context = {"title": _("Cancel the order"), "order": found, "form": form}
    return show(request, "withdraw.html", context, crumbs=[_crumb(found)], status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def receive(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """Count the rolls that were handed over, and say that they are there."""
    found = _own(member, number)
    if found.state != OrderState.DELIVERED:
        return redirect("workspace:order-page", found.pk)
    form = ReceiveForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            complete_order(order=found, note=form.cleaned_data["note"], by=member.user, at=timezone.now())
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
        else:
            messages.success(request, _("Thank you. The office knows that you have the stamps."))
        return redirect("workspace:order-page", found.pk)
    context = {"title": _("Confirm receipt"), "order": found, "form": form, **_rolls(request, found)}
    return show(request, "receive.html", context, crumbs=[_crumb(found)], status=400 if form.errors else 200)


def _send(request: HttpRequest, member: Member, form: OrderForm) -> HttpResponse:
    if not form.is_valid():
        return _ask(request, form, status=400)
    try:
        entered, is_new = order_once(form.wish(), by=member.user, at=timezone.now())
    except ValidationError as refused:
        form.add_error(None, refused.messages)
        return _ask(request, form, status=400)
    said = _("Order #%(number)s is sent.") if is_new else _("Order #%(number)s was sent already.")
    messages.success(request, said % {"number": entered.pk})
    return redirect("workspace:order-page", entered.pk)


def _ask(request: HttpRequest, form: OrderForm, *, status: int = 200) -> HttpResponse:
    return show(request, "order_form.html", {"title": _("Order stamps"), "form": form}, status=status)


def _own(member: Member, number: int) -> StampOrder:
    """Give an order of the member's producers.

    Raises: Http404: there is none of that number; an order of somebody else is none.
    """
    found = orders_of(member.producers).filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def _crumb(found: StampOrder) -> tuple[str, str]:
    return _("Order #%(number)s") % {"number": found.pk}, reverse("workspace:order-page", args=[found.pk])


def _usual_delivery(member: Member) -> str:
    """Give where the last order went, or where the producer is."""
    last = orders_of(member.producers).exclude(delivery="").first()
    if last is not None:
        return last.delivery
    producer = member.producers[0]
    return ", ".join(part for part in (producer.name, producer.address, producer.shown_phone) if part)


def _facts(wish: Wish) -> list[tuple[str, str]]:
    """Say what is or was ordered."""
    packing = packing_of(wish.labels, wish.quantity)
    return [
        (_("Product"), wish.product.name),
        (_("Stamps"), localize(wish.quantity)),
        (_("Label"), _label(wish.labels, packing)),
        (_("Comes as"), _comes_as(wish.labels, packing)),
        (_("Deliver to"), wish.delivery),
    ]


def _label(labels: Format, packing: Packing) -> str:
    shapes = {
        LabelShape.SQUARE: _("Square, %(side)s × %(side)s mm, with a QR of %(size)s mm"),
        LabelShape.ROUND: _("Round, %(side)s mm across, with a QR of %(size)s mm"),
    }
    side = packing.side_mm
    return shapes[labels.shape] % {"side": localize(side if side % 1 else int(side)), "size": labels.symbol_mm}


def _comes_as(labels: Format, packing: Packing) -> str:
    words = {
        "rolls": localize(packing.rolls),
        "size": localize(labels.roll_size),
        "last": localize(packing.on_last_roll),
        "sheets": localize(packing.sheets),
    }
    if labels.medium == PrintMedium.A4:
        return _("%(sheets)s A4 sheets, in packets of %(size)s stamps: %(rolls)s") % words
    if packing.rolls == 1:
        return _("One roll of %(last)s stamps") % words
    if packing.on_last_roll == labels.roll_size:
        return _("%(rolls)s rolls of %(size)s stamps") % words
    return _("%(rolls)s rolls of %(size)s stamps, the last of %(last)s") % words


def _order_facts(found: StampOrder, counts: StampCounts) -> list[tuple[str, str]]:
    labels = Format(LabelShape(found.shape), found.symbol_mm, PrintMedium(found.medium), found.roll_size)
    facts = _facts(Wish(found.product, found.quantity, labels, found.delivery))
    if counts.issued:
        facts += [
            (_("On goods"), stamps(counts.active)),
            (_("Out of use"), stamps(counts.void)),
            (_("Still to use"), stamps(counts.left)),
        ]
    return [(term, value) for term, value in facts if value]


def _rolls(request: HttpRequest, found: StampOrder) -> dict[str, Any]:
    """Count the rolls of a printed order, some at a time."""
    if found.state not in _COUNTABLE:
        return {}
    total = packing_of(Format(roll_size=found.roll_size), found.quantity).rolls
    page = Paginator(range(1, total + 1), _ROLLS_ON_A_PAGE).get_page(request.GET.get("page"))
    return {"rolls": reconcile(found, rolls=Rolls(page.object_list[0], page.object_list[-1])), "page": page}
