"""The public register of certificates: search, one certificate with its history, open data. Anyone may see it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.core.paginator import Paginator
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog.domain.certificates import days_left
from catalog.domain.rules import rule_sets
from catalog.forms import RegisterSearchForm
from catalog.models import Certificate
from catalog.presentation import tone_of
from catalog.queries.register import RegisterRow, find_certificates, history_of, register_rows
from core.spreadsheets import csv_lines

CERTIFICATES_ON_A_PAGE = 30
# Facts of public decisions; the licence asks only that the source is named.
LICENCE = "CC-BY-4.0"


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """Search the register."""
    today = timezone.localdate()
    form = RegisterSearchForm(request.GET or None)
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {"q": "", "status": ""}
    page = Paginator(find_certificates(asked["q"], status=asked["status"], on=today), CERTIFICATES_ON_A_PAGE).get_page(
        request.GET.get("page")
    )
    kept = {name: value for name, value in asked.items() if value}
    context = {
        "form": form,
        "page_of": page,
        "rows": [_row(certificate, today) for certificate in page.object_list],
        "asked": asked,
        "base_query": urlencode(kept) + "&" if kept else "",
        "licence": LICENCE,
        "crumbs": [{"title": _("Home"), "url": reverse("wagtail_serve", args=[""])}, {"title": _("Register of certificates")}],
    }
    return render(request, "catalog/register.html", context)


@require_safe
def certificate(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one certificate with everything that happened to it."""
    found = get_object_or_404(
        Certificate.objects.select_related("product__producer", "product__commune", "product__province"), pk=pk
    )
    today = timezone.localdate()
    context = _row(found, today) | {
        "facts": _facts(found),
        "steps": [
            {
                "title": event.get_action_display().capitalize(),
                "when": event.on.strftime("%d/%m/%Y"),
                "where": event.paper,
                "text": event.reason,
            }
            for event in history_of(found)
        ],
        "others": [_row(other, today) for other in found.product.certificates.exclude(pk=found.pk).newest_first()],
        "left": days_left(found, on=today),
        "crumbs": [
            {"title": _("Home"), "url": reverse("wagtail_serve", args=[""])},
            {"title": _("Register of certificates"), "url": reverse("register")},
            {"title": found.decision_no},
        ],
    }
    return render(request, "catalog/certificate.html", context)


@require_safe
def register_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Give the whole register as CSV; with the mark that lets spreadsheets read it as UTF-8."""
    response = StreamingHttpResponse(_csv_lines(), content_type="text/csv; charset=utf-8")
    return _as_download(response, "chung-nhan-ocop.csv")


@require_safe
def register_json(request: HttpRequest) -> StreamingHttpResponse:
    """Give the whole register as JSON, with its licence and day."""
    response = StreamingHttpResponse(_json_parts(), content_type="application/json; charset=utf-8")
    return _as_download(response, "chung-nhan-ocop.json")


def _row(found: Certificate, today: Any) -> dict[str, Any]:
    status = found.status(on=today)
    return {
        "certificate": found,
        "product": found.product,
        "status": status,
        "status_label": status.label,
        "tone": tone_of(status),
        "url": reverse("certificate", args=[found.pk]),
    }


def _facts(found: Certificate) -> list[tuple[str, str]]:
    """Give what the decision and the papers after it say, without the council's score, which is not public."""
    day = "%d/%m/%Y"
    facts = [
        (_("Decision"), found.decision_no),
        (_("Decision date"), found.decision_date.strftime(day)),
        (_("Authority"), found.authority),
        (_("Stars"), found.get_stars_display()),
        (_("Term"), f"{found.valid_from.strftime(day)} – {found.valid_until.strftime(day)}"),
        (_("Assessed under"), {rules.id: rules.decision for rules in rule_sets()}.get(found.rule_set, found.rule_set)),
        (_("Extended by"), found.extension_no),
        (_("Revoked on"), found.revoked_on.strftime(day) if found.revoked_on else ""),
        (_("Revoked by"), found.revocation_no),
        (_("Ground of revocation"), found.get_revocation_ground_display() if found.revocation_ground else ""),
    ]
    return [(term, value) for term, value in facts if value]


def _as_download(response: StreamingHttpResponse, name: str) -> StreamingHttpResponse:
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Link"] = '<https://creativecommons.org/licenses/by/4.0/>; rel="license"'
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _csv_lines() -> Iterator[str]:
    header = list(RegisterRow.__dataclass_fields__)
    rows = (row.values() for row in register_rows(on=timezone.localdate()))
    return csv_lines(header, ([row[name] for name in header] for row in rows))


def _json_parts() -> Iterator[str]:
    today = timezone.localdate()
    yield f'{{"licence": "{LICENCE}", "as_of": "{today.isoformat()}", "certificates": [\n'
    separator = ""
    for row in register_rows(on=today):
        yield separator + json.dumps(row.values(), cls=DjangoJSONEncoder, ensure_ascii=False)
        separator = ",\n"
    yield "\n]}\n"
