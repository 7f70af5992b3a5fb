"""Putting stamps on a lot: which lot, which stamps, look, confirm."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import localize
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.log_actions import log

from catalog.models import Product
from traceability.domain.activation import Plan, VoidAmongThem, plan_activation, put_on_lot
from traceability.domain.lots import enter_lot
from traceability.domain.scans import foresee_verdict
from traceability.forms.lots import LotForm
from traceability.models import Lot
from traceability.numbers import StampNumber, StampsRefused
from traceability.queries.intervals import parts_in
from traceability.queries.workspace import has_stamps, lots_of, stamps_on
from traceability.views.words import WORDS
from traceability.views.workspace.access import Member, members_only, show
from traceability.views.workspace.naming import Named, Task, ask_stamp, code_of, read_named
from traceability.views.workspace.words import lies, stamps

_LOTS_ON_A_PAGE = 10
_DAY = "%d/%m/%Y"


@require_safe
@members_only
def choose_lot(request: HttpRequest, member: Member) -> HttpResponse:
    """Choose the lot, or go and enter a new one."""
    page = Paginator(lots_of(member.producers), _LOTS_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"title": _("Put stamps on a lot"), "page": page, "has_stamps": has_stamps(member.producers)}
    return show(request, "choose_lot.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def new_lot(request: HttpRequest, member: Member) -> HttpResponse:
    """Enter a lot of one of the member's products."""
    products = list(Product.objects.filter(producer__in=member.producers, retired_on=None).order_by("sort_key", "pk"))
    form = LotForm(request.POST if request.method == "POST" else None, products=products)
    if form.is_valid():
        lot = form.save(commit=False)
        lot.is_sample = lot.product.is_sample
        try:
            enter_lot(lot)
        except ValidationError as wrong:
            form.add_error(None, wrong.messages)
        else:
            log(instance=lot, action="wagtail.create", user=request.user)
            return redirect("workspace:activate", lot.pk)
    context = {"title": _("New lot"), "form": form, "has_products": bool(products)}
    return show(request, "new_lot.html", context, crumbs=[_lots_crumb()], status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def activate(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """Take the first stamp, then the last; show what would happen; do it when the member says yes."""
    lot = _own_lot(member, number)
    data = request.POST if request.method == "POST" else request.GET
    task = _task(lot)
    if request.method == "POST" and "confirmed" not in data:
        return ask_stamp(request, member, task)
    try:
        named = read_named(data, member)
    except StampsRefused as refused:
        return ask_stamp(request, member, task, refused)
    if named.stretch is None:
        return ask_stamp(request, member, task)
    leave_out = "leave_out" in data
    try:
        plan = plan_activation(stretch=named.stretch, lot=lot, leave_out_void=leave_out)
        if request.method == "POST":
            was_shown = data.get("expected", "") == str(plan.count)
            put_on_lot(plan=plan, expected=plan.count if was_shown else -1, by=member.user, at=timezone.now())
            return redirect(f"{reverse('workspace:activated', args=[lot.pk])}?{urlencode(named.query)}")
    except StampsRefused as refused:
        return _refuse(request, task, named, refused)
    return _preview(request, task, named, plan)


@require_safe
@members_only
def activated(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """Show how the named stamps stand on the lot now, and what consumers read."""
    lot = _own_lot(member, number)
    try:
        named = read_named(request.GET, member)
    except StampsRefused:
        named = Named({})
    parts = parts_in([named.stretch.interval]) if named.stretch else []
    there = [part for part in parts if part.lot == lot and not part.is_void]
    if named.stretch is None or not there:
        return redirect("workspace:activate", lot.pk)
    example = StampNumber(there[0].key_letter, there[0].start)
    verdict = foresee_verdict(example, at=timezone.now())
    context = {
        "title": _("The stamps are on the lot"),
        "lot": lot,
        "count": stamps(sum(part.count for part in there)),
        "lies": lies(named.stretch),
        "on_lot": stamps(stamps_on(lot)),
        "verdict": {"headline": verdict.kind.label, "words": WORDS[verdict.kind]},
        "code": code_of(example),
    }
    return show(request, "activated.html", context, crumbs=[_lots_crumb()])


def _own_lot(member: Member, number: int) -> Any:
    """Give a lot of the member's producers.

    Raises: Http404: there is none of that number; a lot of somebody else is none.
    """
    lot = lots_of(member.producers).filter(pk=number).first()
    if lot is None:
        raise Http404
    return lot


def _task(lot: Lot) -> Task:
    return Task(
        title=_("Put stamps on a lot"),
        about=_("Lot %(lot)s of %(product)s, made on %(day)s")
        % {"lot": lot.code, "product": lot.product, "day": lot.made_date.strftime(_DAY)},
        check=lambda one: plan_activation(stretch=one, lot=lot),
        steps=(_("Step 2 of 3: stamps"), _("Step 3 of 3: stamps")),
        crumbs=(_lots_crumb(),),
    )


def _lots_crumb() -> tuple[str, str]:
    return _("Lots"), reverse("workspace:choose-lot")


def _refuse(request: HttpRequest, task: Task, named: Named, refused: StampsRefused) -> HttpResponse:
    """Say why not, and how to go on."""
    without_reach = {name: value for name, value in named.query.items() if name == "first"}
    context = {
        "title": _("This cannot be done"),
        "about": task.about,
        "refused": " ".join(refused.messages),
        "lies": lies(named.stretch) if named.stretch else "",
        "leave_out_url": f"?{urlencode({**named.query, 'leave_out': 1})}" if isinstance(refused, VoidAmongThem) else "",
        "back_url": f"?{urlencode(without_reach)}",
        "anew_url": request.path,
    }
    return show(request, "refused.html", context, crumbs=list(task.crumbs), status=400)


def _preview(request: HttpRequest, task: Task, named: Named, plan: Plan) -> HttpResponse:
    lot = plan.lot
    facts = [
        (_("Lot"), lot.code),
        (_("Product"), lot.product.name),
        (_("Stamps"), localize(plan.count)),
        (_("Where they are"), lies(plan.stretch)),
        (_("The lot holds"), f"{localize(lot.quantity)} {lot.get_unit_display()}"),
        (_("Stamps on it afterwards"), localize(plan.after)),
    ]
    context = {
        "title": _("Look before you confirm"),
        "about": task.about,
        "facts": facts,
        "plan": plan,
        "left_out": stamps(plan.left_out) if plan.left_out else "",
        "already": stamps(plan.already) if plan.already else "",
        "button": _("Put %(stamps)s on the lot") % {"stamps": stamps(plan.count)},
        "carried": [*named.query.items(), ("expected", plan.count), *([("leave_out", 1)] if plan.left_out else [])],
        "anew_url": request.path,
    }
    return show(request, "activate_preview.html", context, crumbs=list(task.crumbs))
