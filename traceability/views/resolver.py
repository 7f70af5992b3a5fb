"""The GS1 Digital Link resolver: from the address in a barcode to what the register has for it. Anyone may use it.

Addresses: `/01/...`, its compressed forms, `/.well-known/gs1resolver` and the context of its linksets. Every target is one of our
own pages, built from the register; nothing in a request can send a visitor elsewhere.
Source: GS1-Conformant Resolver Standard 1.0, each of whose sentences has a test.
"""

from __future__ import annotations

import json
import string
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import quote, unquote_to_bytes

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.encoding import repercent_broken_unicode
from django.utils.translation import gettext as _
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.csrf import csrf_exempt

from core.validators import tidy_phone
from traceability.domain.gs1.compression import LONGEST_COMPRESSED
from traceability.domain.gs1.digital_link import BadLink, DigitalLink, parse_link
from traceability.domain.gs1.linksets import (
    Level,
    NotInRegister,
    StampNotOurs,
    choose,
    levels_of,
    linkset,
    relation_of,
    wants_whole_list,
)
from traceability.queries.links import BOTH, GS1_VOCABULARY, HTML
from traceability.views.scan import WRONG_CODES, scan

LINKSET, JSON, JSON_LD, PROBLEM = (
    "application/linkset+json",
    "application/json",
    "application/ld+json",
    "application/problem+json",
)
_METHODS = ["GET", "HEAD", "OPTIONS"]
_A_DAY = 86_400
_BAD_REQUEST, _NOT_FOUND, _TOO_MANY = 400, 404, 429
_PRINTABLE = string.ascii_letters + string.digits + string.punctuation

type_of_view = Callable[..., HttpResponse]


class CompressedLinkConverter:
    """One segment that decompresses to a Digital Link; any other text belongs to the pages of the site."""

    # A GTIN alone takes ten characters.
    regex = f"[A-Za-z0-9_-]{{10,{LONGEST_COMPRESSED}}}"

    def to_python(self, value: str) -> str:
        """Let the address match, or not: BadLink is the ValueError that says so."""
        parse_link(f"/{value}")
        return value

    def to_url(self, value: str) -> str:
        """Give the text as it is."""
        return value


def open_to_all(view: type_of_view) -> type_of_view:
    """Answer GET and HEAD with the view, OPTIONS at once, and let scripts of every site read the answer (CORS)."""

    @csrf_exempt  # Nothing is changed by any method: who posts is told 405, not that a form is stale.
    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "OPTIONS":
            response = HttpResponse(status=204, headers={"Allow": ", ".join(_METHODS)})
        elif request.method not in _METHODS:
            response = HttpResponseNotAllowed(_METHODS)
        else:
            response = view(request, *args, **kwargs)
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Allow-Methods"] = ", ".join(_METHODS)
        response["Access-Control-Allow-Headers"] = "Accept, Accept-Language, Content-Type"
        response["Access-Control-Expose-Headers"] = "Link, Location, Content-Language, Retry-After"
        response["Access-Control-Max-Age"] = str(_A_DAY)
        return response

    return answered


@open_to_all
def resolve(request: HttpRequest, packed: str = "") -> HttpResponse:
    """Lead to the product, the lot or the stamp that a Digital Link names, or list what there is about it.

    A telephone that scanned a stamp gets the page of the scan at once, without a redirect. The language is asked for (`lang=`)
    or that of the request.
    """
    languages = _languages(request)
    language = next((one for one in (tag.partition("-")[0] for tag in languages) if one in BOTH), settings.LANGUAGE_CODE)
    with translation.override(language):
        response = _answer(request, languages)
    response.headers.setdefault("Content-Language", language)
    patch_vary_headers(response, ["Accept", "Accept-Language"])
    return response


@open_to_all
def description(request: HttpRequest) -> HttpResponse:
    """Describe this resolver, by GS1's schema of resolver description files."""
    province = request.province  # type: ignore[attr-defined]  # the middleware of the site puts it there
    contact = {"fn": province.site_name}
    if province.hotline:
        digits = tidy_phone(province.hotline)
        contact["hasTelephone"] = f"tel:+84{digits[1:]}" if digits[0] == "0" else f"tel:{digits};phone-context=+84"
    content = {
        "name": province.site_name,
        "resolverRoot": settings.PUBLIC_URL,
        "supportedPrimaryKeys": ["01"],
        "supportedLinkType": [{"namespace": GS1_VOCABULARY, "prefix": "gs1:"}],
        "linkTypeDefaultCanBeLinkset": False,
        "jsonLdContextLocation": _context_address(),
        "contact": contact,
    }
    return _json(content, JSON)


@open_to_all
def context(request: HttpRequest) -> HttpResponse:
    """Give the JSON-LD context by which a linkset reads as linked data: its anchor is the subject, relations are properties."""
    terms = {
        "@version": 1.1,
        # Relations without an address of their own are registered ones (RFC 8288, section 4.2).
        "@vocab": "https://www.iana.org/assignments/relation/",
        "gs1": GS1_VOCABULARY,
        "dcterms": "http://purl.org/dc/terms/",
        "linkset": "@graph",
        "anchor": "@id",
        "href": "@id",
        "itemDescription": "dcterms:description",
        "title": "dcterms:title",
        "type": "dcterms:format",
        "hreflang": {"@id": "dcterms:language", "@container": "@set"},
    }
    return _json({"@context": terms}, JSON_LD)


def _answer(request: HttpRequest, languages: list[str]) -> HttpResponse:
    query = quote(request.META.get("QUERY_STRING", "").encode("latin-1", "replace"), safe=_PRINTABLE)
    try:
        link = parse_link(_raw_path(request), query)
    except BadLink as wrong:
        return _refused(request, _BAD_REQUEST, str(wrong))
    link_type = link.asked("linkType")
    listed = wants_whole_list(link_type) or request.get_preferred_type([HTML, LINKSET]) == LINKSET
    if link.serial and not link_type and not listed:
        response = scan(request, code=link.serial, gtin=link.gtin, lot=link.lot)
        response["Link"] = _link_header(link)
        return response
    try:
        levels = levels_of(link, on=timezone.localdate())
    except StampNotOurs as unknown:
        # Who guesses stamp numbers here is slowed as on the scan page.
        return _refused(request, _NOT_FOUND if WRONG_CODES.spend(request) else _TOO_MANY, str(unknown))
    except NotInRegister as unknown:
        return _refused(request, _NOT_FOUND, str(unknown))
    return _listed(request, link, levels) if listed else _redirected(request, link, levels, languages, query)


def _listed(request: HttpRequest, link: DigitalLink, levels: list[Level]) -> HttpResponse:
    media_type = request.get_preferred_type([LINKSET, JSON, JSON_LD]) or LINKSET
    document = linkset(levels)
    if media_type == JSON_LD:
        document = {"@context": _context_address()} | document
    response = _json(document, media_type)
    response["Link"] = _link_header(link, with_context=True)
    return response


def _redirected(request: HttpRequest, link: DigitalLink, levels: list[Level], languages: list[str], query: str) -> HttpResponse:
    link_type = link.asked("linkType")
    chosen = choose(levels, relation_of(link_type), languages=languages)
    if chosen is None:
        reason = _("There is no link of the type “%(type)s” for this item.") % {"type": link_type[:100]}
        response = _refused(request, _NOT_FOUND, reason)
    else:
        # What was compressed goes on as it would have stood in the query; the rest goes on to the letter.
        target = _with_query(chosen.target, link.query if link.compressed else query)
        response = HttpResponseRedirect(target, preserve_request=True)
    response["Link"] = _link_header(link, with_context=True)
    return response


def _refused(request: HttpRequest, status: int, reason: str) -> HttpResponse:
    """Say what is wrong: to people on a page, to programs that ask for JSON as RFC 9457 writes it."""
    titles = {
        _BAD_REQUEST: _("The address in this square cannot be read"),
        _NOT_FOUND: _("The register has nothing at this address"),
        _TOO_MANY: _("Too many wrong codes"),
    }
    language = translation.get_language()
    if request.get_preferred_type([HTML, PROBLEM, JSON, LINKSET, JSON_LD]) in {None, HTML}:
        words = {
            "headline": titles[status],
            "reason": reason,
            "slowed": status == _TOO_MANY,
            "languages": [
                {"code": code, "label": label, "url": f"?lang={code}", "active": code == language}
                for code, label in settings.LANGUAGES
            ],
        }
        response = render(request, "traceability/link_refused.html", words, status=status)
    else:
        response = _json({"type": "about:blank", "title": titles[status], "status": status, "detail": reason}, PROBLEM)
        response.status_code = status
    if status == _TOO_MANY:
        response["Retry-After"] = str(WRONG_CODES.seconds)
    response["X-Robots-Tag"] = "noindex"
    return response


def _languages(request: HttpRequest) -> list[str]:
    """Give the languages that the visitor reads, the best liked first."""
    accepted = parse_accept_lang_header(request.headers.get("Accept-Language", "").lower())
    asked = request.GET.get("lang", "")
    return [*([asked] if asked in BOTH else []), *(language for language, _quality in accepted)]


def _raw_path(request: HttpRequest) -> str:
    """Give the path as it was sent: once decoded, a slash inside a lot number would look like one between two parts.

    Servers hand it over as RAW_URI (gunicorn) or REQUEST_URI; where they do not, such a slash cannot be told apart.
    """
    raw: str = (request.META.get("RAW_URI") or request.META.get("REQUEST_URI") or "").partition("?")[0]
    # Believed only when it is what Django decoded.
    same = repercent_broken_unicode(unquote_to_bytes(raw)).decode() == request.path_info
    return raw if same else quote(request.path_info)


def _with_query(target: str, query: str) -> str:
    before, hash_sign, fragment = target.partition("#")
    return f"{before}?{query}{hash_sign}{fragment}" if query else target


def _link_header(link: DigitalLink, *, with_context: bool = False) -> str:
    """Give the Link header: where the linkset is, what a compressed address says, how a linkset reads as linked data."""
    address = f"{settings.PUBLIC_URL}{link.path}"
    entries = [f'<{address}?linkType=linkset>; rel="linkset"; type="{LINKSET}"; title="All links of this item"']
    if link.compressed:
        entries.append(f'<{_with_query(address, link.query)}>; rel="owl:sameAs"; title="The same address, uncompressed"')
    if with_context:
        entries.append(
            f'<{_context_address()}>; rel="http://www.w3.org/ns/json-ld#context"; type="{JSON_LD}"; title="JSON-LD context"'
        )
    return ", ".join(entries)


def _context_address() -> str:
    return f"{settings.PUBLIC_URL}{reverse('linkset-context')}"


def _json(content: dict[str, Any], media_type: str) -> HttpResponse:
    return HttpResponse(json.dumps(content, ensure_ascii=False), content_type=media_type)
