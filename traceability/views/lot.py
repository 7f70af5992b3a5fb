"""The page of a lot: what it is, whether it is recalled, what its certificate is worth today. Anyone may see it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog.models import Certificate
from catalog.presentation import tone_of
from traceability.enums import VerdictKind
from traceability.models import Lot, Recall
from traceability.queries.lots import find_lot
from traceability.views.words import WORDS


@require_safe
def lot(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Show one lot of a product."""
    today = timezone.localdate()
    # PostgreSQL does not even compare with a NUL.
    found = None if "\x00" in code else find_lot(slug=slug, code=code, on=today)
    if found is None:
        raise Http404
    product = found.lot.product
    context = {
        "lot": found.lot,
        "product": product,
        "facts": _facts(found.lot),
        "recall": _recall(found.recall) if found.recall else None,
        "certificate": _certificate(found.certificate, recalled=found.recall is not None, on=today),
        "is_past": found.lot.best_before_date is not None and found.lot.best_before_date < today,
        "is_sample": any(one is not None and one.is_sample for one in (found.lot, found.recall, found.certificate, product)),
        "crumbs": [
            {"title": _("Home"), "url": reverse("wagtail_serve", args=[""])},
            {"title": product.name, "url": product.get_absolute_url()},
            {"title": _("Lot %(code)s") % {"code": found.lot.code}},
        ],
    }
    return render(request, "traceability/lot.html", context)


def _facts(lot: Lot) -> list[tuple[str, str]]:
    day = "%d/%m/%Y"
    product = lot.product
    facts = [
        (_("Product"), product.name),
        (_("Producer"), product.producer.name),
        (_("Lot"), lot.code),
        (_("Made on"), lot.made_date.strftime(day)),
        (_("Best before"), lot.best_before_date.strftime(day) if lot.best_before_date else ""),
        (_("Barcode (GTIN)"), product.gtin),
    ]
    return [(term, value) for term, value in facts if value]


def _recall(recall: Recall) -> dict[str, Any]:
    """Give a recall in the words of who ordered it, with the day since when it holds."""
    words = WORDS[VerdictKind.RECALLED]
    return {
        "tone": words.tone,
        "icon": words.icon,
        "headline": VerdictKind.RECALLED.label,
        "sentence": recall.reason or words.sentence,
        "advice": recall.advice or words.advice,
        "since": _("Recalled since %(day)s.") % {"day": timezone.localtime(recall.issued_at).strftime("%d/%m/%Y")},
    }


def _certificate(certificate: Certificate | None, *, recalled: bool, on: date) -> dict[str, Any] | None:
    if certificate is None:
        return None
    status = certificate.status(on=on)
    return {
        # Stars would reassure where the lot itself must not be trusted.
        "stars": None if recalled else certificate.stars,
        "decision_no": certificate.decision_no,
        "authority": certificate.authority,
        "valid_until": certificate.valid_until,
        "tone": tone_of(status),
        "status_label": status.label,
        "url": reverse("certificate", args=[certificate.pk]),
    }
