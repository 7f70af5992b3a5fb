"""Reporting spoilt, lost or stolen stamps: which, why, look, confirm. Only officials can undo it."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import localize
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from traceability.domain.stamps import void_intervals
from traceability.domain.stretches import Stretch
from traceability.enums import VerdictKind
from traceability.forms.stamps import VoidForm
from traceability.numbers import StampsRefused
from traceability.queries.intervals import parts_in
from traceability.views.workspace.access import Member, members_only, show
from traceability.views.workspace.naming import Named, Task, ask_stamp, read_named
from traceability.views.workspace.words import lies, stamps


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def void(request: HttpRequest, member: Member) -> HttpResponse:
    """Take the stamps, then the reason; show what would happen; do it when the member says yes."""
    data = request.POST if request.method == "POST" else request.GET
    if request.method == "POST" and "confirmed" not in data:
        return ask_stamp(request, member, _task())
    try:
        named = read_named(data, member)
    except StampsRefused as refused:
        return ask_stamp(request, member, _task(), refused)
    if named.stretch is None:
        return ask_stamp(request, member, _task())
    form = VoidForm(data if "note" in data or "reason" in data else None)
    if not form.is_valid() or "change" in data:
        return _ask_reason(request, named, named.stretch, form)
    if request.method == "POST":
        return _confirmed(request, member, named, form)
    return _preview(request, named, named.stretch, form)


@require_safe
@members_only
def voided(request: HttpRequest, member: Member) -> HttpResponse:
    """Say how many of the named stamps are void now."""
    try:
        named = read_named(request.GET, member)
    except StampsRefused:
        named = Named({})
    _new, _used, count = _counts(named.stretch) if named.stretch else (0, 0, 0)
    if named.stretch is None or not count:
        return redirect("workspace:void")
    context = {
        "title": _("The stamps are void"),
        "count": stamps(count),
        "lies": lies(named.stretch),
        "headline": VerdictKind.VOID.label,
        "order": named.stretch.order,
    }
    return show(request, "voided.html", context)


def _task() -> Task:
    return Task(
        title=_("Report spoilt or lost stamps"),
        about=_("Stamps that are spoilt, lost, stolen or too many are taken out of use, so that nobody can put them on goods."),
        check=lambda _one: None,
        steps=(_("Step 1 of 3: stamps"), _("Step 2 of 3: stamps")),
    )


def _counts(stretch: Stretch) -> tuple[int, int, int]:
    """Count the stamps that are not void yet, those of them on goods, and those that are void."""
    parts = parts_in([stretch.interval])
    new = sum(part.count for part in parts if not part.is_void)
    used = sum(part.count for part in parts if part.is_active and not part.is_void)
    return new, used, stretch.count - new


def _ask_reason(request: HttpRequest, named: Named, stretch: Stretch, form: VoidForm) -> HttpResponse:
    context = {
        "title": _("What happened to them?"),
        "count": stamps(stretch.count),
        "lies": lies(stretch),
        "form": form,
        "carried": named.query.items(),
        "anew_url": request.path,
    }
    return show(request, "void_reason.html", context, crumbs=[_crumb()], status=400 if form.errors and request.POST else 200)


def _preview(
    request: HttpRequest, named: Named, stretch: Stretch, form: VoidForm, *, refused: str = "", status: int = 200
) -> HttpResponse:
    new, used, before = _counts(stretch)
    reason, note = form.cleaned_data["reason"], form.cleaned_data["note"]
    entered = {**named.query, "reason": reason.value, "note": note}
    context = {
        "title": _("Look before you confirm"),
        "new": new,
        "facts": [
            (_("Stamps"), localize(new)),
            (_("Where they are"), lies(stretch)),
            (_("Reason"), reason.label),
            *([(_("Note"), note)] if note else []),
        ],
        "used": stamps(used) if used else "",
        "before": stamps(before) if before else "",
        "headline": VerdictKind.VOID.label,
        "refused": refused,
        "button": _("Take %(stamps)s out of use") % {"stamps": stamps(new)},
        "carried": [*entered.items(), ("expected", new)],
        "change_url": f"?{urlencode({**entered, 'change': 1})}",
        "anew_url": request.path,
    }
    return show(request, "void_preview.html", context, crumbs=[_crumb()], status=status)


def _confirmed(request: HttpRequest, member: Member, named: Named, form: VoidForm) -> HttpResponse:
    assert named.stretch is not None
    new, _used, _before = _counts(named.stretch)
    # Nothing new: it was sent twice, or a colleague was quicker. The next page says how it stands.
    if new:
        if str(new) != request.POST.get("expected", ""):
            changed = _("Something has changed since you looked. Look again at what would happen.")
            return _preview(request, named, named.stretch, form, refused=changed, status=400)
        void_intervals(
            [named.stretch.interval],
            reason=form.cleaned_data["reason"],
            note=form.cleaned_data["note"],
            by=member.user,
            at=timezone.now(),
        )
    return redirect(f"{reverse('workspace:voided')}?{urlencode(named.query)}")


def _crumb() -> tuple[str, str]:
    return _("Report spoilt or lost stamps"), reverse("workspace:void")
