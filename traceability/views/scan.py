"""The scan page and the page to type a code. Anyone may see both."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import add_never_cache_headers, patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog.enums import RevocationGround
from catalog.models import Product
from catalog.models.product import PRODUCTS_PATH
from catalog.presentation import tone_of
from core.codes import tidy
from core.limits import Limit
from core.text import initial
from core.visitors import viewer_tag
from places.enums import KIND_WORDS, UnitKind
from traceability.domain.codes import LONGEST_INPUT
from traceability.domain.scans import Answer, answer_scan
from traceability.enums import ScanChannel, VerdictKind, VerdictNote, VoidReason
from traceability.queries.stamps import SCAN_PICTURE, StampRecord
from traceability.views.words import WORDS

# Only wrong codes count: who scans true stamps behind the same mobile address as a guesser is never slowed.
WRONG_CODES = Limit("wrong-code", count=60, seconds=600)

_CLEAN = {VerdictKind.FIRST_SCAN, VerdictKind.SCANNED_BEFORE}
_NOT_TO_BE_TRUSTED = {VerdictKind.VOID, VerdictKind.RECALLED}
_OTHER = {"vi": "en", "en": "vi"}


@dataclass(frozen=True)
class _Picture:
    url: str
    width: int
    height: int
    alt: str


@require_safe
def scan(request: HttpRequest, code: str, gtin: str = "", lot: str = "") -> HttpResponse:
    """Answer a scanned stamp. The language is asked for (`?lang=`) or the phone's own.

    `gtin` and `lot` come with a GS1 Digital Link; they must be the barcode number of the stamp's product and the lot it is on.
    """
    language = _language(request)
    with translation.override(language):
        return _answer(request, code, (gtin, lot), language)


@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """Offer to type a code; a typed one is answered at its own address."""
    typed = " ".join(request.GET.get("code", "").split())
    if tidy(typed):
        # The answer has an address of its own, so that it can be kept, shared and read again. What was typed is one part
        # of that address, whatever slashes and dots it holds.
        folder = reverse("scan", args=["-"]).removesuffix("-")
        return redirect(f"{folder}{quote(typed[: LONGEST_INPUT + 1], safe='')}?lang={translation.get_language()}&typed=1")
    context = {"action": reverse("check"), "nothing_typed": bool(typed)}
    return HttpResponse(render_to_string("traceability/check.html", context, request))


def _answer(request: HttpRequest, code: str, beside: tuple[str, str], language: str) -> HttpResponse:
    now = timezone.now()
    channel = ScanChannel.TYPED if "typed" in request.GET else ScanChannel.QR
    viewer, (gtin, lot) = viewer_tag(request, day=timezone.localdate(now)), beside
    answer = answer_scan(code, at=now, viewer=viewer, channel=channel, gtin=gtin, lot=lot)
    status = 200
    if answer.verdict.kind == VerdictKind.NOT_OURS:
        status = 404 if WRONG_CODES.spend(request) else 429
    context = _context(request, answer, code=code, language=language, now=now, slowed=status == 429)  # noqa: PLR2004  Too Many Requests
    response = HttpResponse(render_to_string("traceability/scan.html", context), status=status)
    if status == 429:  # noqa: PLR2004
        response["Retry-After"] = str(WRONG_CODES.seconds)
    response["X-Robots-Tag"] = "noindex"
    response["Content-Language"] = language
    add_never_cache_headers(response)
    patch_vary_headers(response, ["Accept-Language"])
    return response


def _language(request: HttpRequest) -> str:
    asked = request.GET.get("lang", "")
    return asked if asked in _OTHER else translation.get_language_from_request(request)


def _context(request: HttpRequest, answer: Answer, *, code: str, language: str, now: datetime, slowed: bool) -> dict[str, Any]:
    """Give the template everything ready: it only places things."""
    verdict, record = answer.verdict, answer.record
    words = WORDS[verdict.kind]
    with translation.override(_OTHER[language]):
        headline_other = str(verdict.kind.label)
    typed = "&typed=1" if "typed" in request.GET else ""
    context = {
        "site_name": request.province.site_name,  # type: ignore[attr-defined]
        "hotline": request.province.hotline,  # type: ignore[attr-defined]
        "legal_footer": request.province.legal_footer,  # type: ignore[attr-defined]
        "is_demo": request.province.is_demo,  # type: ignore[attr-defined]
        "languages": [
            {"code": code_, "label": label, "url": f"?lang={code_}{typed}", "active": code_ == language}
            for code_, label in settings.LANGUAGES
        ],
        "tone": words.tone,
        "icon": words.icon,
        "headline": verdict.kind.label,
        "headline_other": headline_other,
        "sentence": words.sentence,
        "advice": words.advice,
        "phone": request.province.hotline if words.tone != "leaf" else "",  # type: ignore[attr-defined]
        "certified": verdict.kind in _CLEAN,
        "check_url": reverse("check"),
        "points_url": reverse("sale-point-list"),
        "slowed": slowed,
        "typed_text": code[:LONGEST_INPUT],
    }
    if record is None:
        return context
    return context | _known(answer, record, now)


def _known(answer: Answer, record: StampRecord, now: datetime) -> dict[str, Any]:
    """Give what is shown of a stamp that the register knows."""
    product_url = reverse("wagtail_serve", args=[f"{PRODUCTS_PATH}/{record.product_slug}/"])
    english = translation.get_language() == "en"
    return {
        "known": True,
        "code": answer.code,
        "certificate": _certificate(answer, record),
        "stamp_notes": _stamp_notes(answer, record, now),
        "product_name": record.product_name,
        "producer_name": record.producer_name,
        "place": _place(record),
        "initial": initial(record.product_name),
        "picture": _picture(record),
        "picture_is_sample": record.picture_is_sample,
        "facts": _lot_facts(record),
        "summary": (english and record.summary_en) or record.summary,
        "product_url": product_url,
        "retired_url": reverse("retired-stamps", args=[record.order_id]) if record.order_retired_at else "",
        "is_sample": record.product_is_sample or record.lot_is_sample or record.certificate_is_sample,
    } | _recall(answer, record)


def _recall(answer: Answer, record: StampRecord) -> dict[str, Any]:
    """Let a recall speak for itself: why, and what to do, in the words of who ordered it."""
    if answer.verdict.kind != VerdictKind.RECALLED:
        return {}
    advice = record.recall_advice or WORDS[VerdictKind.RECALLED].advice
    return {"advice": f"{record.recall_reason or ''} {advice}".strip()}


def _certificate(answer: Answer, record: StampRecord) -> dict[str, Any] | None:
    if answer.status is None or record.valid_to is None:
        return None
    return {
        # Stars would reassure where the stamp or the lot itself must not be trusted.
        "stars": None if answer.verdict.kind in _NOT_TO_BE_TRUSTED else record.stars,
        "decision_no": record.decision_no,
        "authority": record.authority,
        "valid_until": date.fromordinal((record.extended_to or record.valid_to).toordinal() - 1),
        "tone": tone_of(answer.status),
        "status_label": answer.status.label,
    }


def _stamp_notes(answer: Answer, record: StampRecord, now: datetime) -> list[str]:
    """Say what is known of this very stamp: why it is void, how often it was scanned, what stands beside the verdict."""
    notes = []
    kind, tally = answer.verdict.kind, answer.tally
    if kind == VerdictKind.VOID and record.voided_at:
        notes.append(
            _("Void since %(day)s: %(reason)s.") % {"day": _day(record.voided_at), "reason": VoidReason(record.void_reason).label}
        )
    if kind == VerdictKind.REVOKED and record.revoked_on:
        notes.append(
            _("Revoked on %(day)s by decision %(number)s: %(ground)s.")
            % {
                "day": record.revoked_on.strftime("%d/%m/%Y"),
                "number": record.revocation_no,
                "ground": RevocationGround(record.revocation_ground or "").label,
            }
        )
    if tally and kind == VerdictKind.FIRST_SCAN:
        notes.append(
            _("This stamp is scanned for the first time, at %(time)s today.")
            % {"time": timezone.localtime(now).strftime("%H:%M")}
        )
    if tally and kind == VerdictKind.SCANNED_BEFORE:
        notes.append(
            _("First scanned on %(day)s; scanned %(count)s times in all.")
            % {"day": _day(tally.first_scanned_at), "count": tally.scan_count}
        )
    if tally and kind == VerdictKind.DOUBTFUL:
        notes.append(
            _(
                "Scanned %(count)s times by about %(viewers)s phones since %(day)s. "
                "A package is usually scanned one to three times."
            )
            % {
                "count": tally.scan_count,
                "viewers": min(tally.viewer_count, tally.scan_count),
                "day": _day(tally.first_scanned_at),
            }
        )
    return notes + _retirements(record) + [str(VerdictNote(note).label) for note in answer.verdict.notes]


def _retirements(record: StampRecord) -> list[str]:
    """Say that the product or these stamps have been retired: a code outlives both."""
    notes = []
    if record.product_retired_on:
        notes.append(
            _("This product left the register on %(day)s: %(reason)s")
            % {"day": record.product_retired_on.strftime("%d/%m/%Y"), "reason": record.product_retired_because}
        )
    if record.order_retired_at:
        notes.append(
            _("Stamps of this issue are no longer put on new goods since %(day)s: %(reason)s")
            % {"day": _day(record.order_retired_at), "reason": record.order_retired_because}
        )
    return notes


def _lot_facts(record: StampRecord) -> list[tuple[str, str]]:
    if record.lot_code is None:
        return []
    facts = [(_("Lot"), record.lot_code)]
    if record.made_date:
        facts.append((_("Made on"), record.made_date.strftime("%d/%m/%Y")))
    if record.best_before_date:
        facts.append((_("Best before"), record.best_before_date.strftime("%d/%m/%Y")))
    return facts


def _place(record: StampRecord) -> str:
    """Give the place as certified and, where it has another name today, that one too."""
    units = [
        _unit_name(record.commune_name, record.commune_name_en, record.commune_kind),
        _unit_name(record.province_name, record.province_name_en, record.province_kind),
    ]
    today = ", ".join(name for name in units if name)
    if not record.place_as_certified:
        return today
    return _("%(then)s (today %(now)s)") % {"then": record.place_as_certified, "now": today}


def _unit_name(name: str | None, name_en: str | None, kind: str | None) -> str:
    if not name or not kind:
        return ""
    vietnamese, english = KIND_WORDS[UnitKind(kind)]
    return f"{name_en or name} {english}" if translation.get_language() == "en" else f"{vietnamese} {name}"


def _picture(record: StampRecord) -> _Picture | None:
    """Give the small picture; the first scan of a product that has none of that size has it drawn."""
    if record.picture_id is None:
        return None
    if record.picture_file is None:
        picture = Product.objects.select_related("picture").get(pk=record.product_id).picture
        if picture is None:
            return None
        drawn = picture.get_rendition(SCAN_PICTURE)
        return _Picture(drawn.url, drawn.width, drawn.height, str(picture.description))
    return _Picture(
        default_storage.url(record.picture_file), record.picture_width or 0, record.picture_height or 0, record.picture_alt or ""
    )


def _day(moment: datetime) -> str:
    return timezone.localtime(moment).strftime("%d/%m/%Y")
