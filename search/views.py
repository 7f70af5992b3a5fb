"""The page of results, and what is suggested while somebody types. Anyone may see both."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from core.limits import Limit
from search.addresses import with_text, with_values
from search.composing import list_of_products, site_search
from search.domain.suggesting import Suggestion, suggest
from search.engines.contract import EngineAway
from search.facets import PLACE, SET
from search.presentation import Labels
from search.query import LONGEST_TEXT, Query
from search.sources import source_of

# A fast typist asks some times a second; a village may share one address.
SUGGESTIONS = Limit("suggestions", count=1200, seconds=60)
_ICONS = {"words": "search", "san-pham": "leaf", "chu-the": "person", "diem-ban": "store", PLACE.name: "pin", SET.name: "filter"}
_MOST_OF_A_KIND = {"words": 4, "san-pham": 4, PLACE.name: 2}


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Find products, producers, sale points and stories, by words with or without marks."""
    crumbs = [{"title": _("Home"), "url": reverse("wagtail_serve", args=[""])}, {"title": _("Search")}]
    return render(request, "search/results.html", {"found": site_search(request), "crumbs": crumbs})


@require_safe
@cache_control(public=True, max_age=60)
def suggestions(request: HttpRequest) -> HttpResponse:
    """Give the lines below a search box in which somebody types, as a piece of a page; none when they cannot be had now."""
    if not SUGGESTIONS.spend(request):
        return HttpResponse(status=429)
    language = get_language() or "vi"
    try:
        found = _few(suggest(request.GET.get("q", "")[:LONGEST_TEXT], language=language, today=timezone.localdate()))
    except EngineAway:
        found = []
    lines = _lines(found, language)
    said = ngettext("%(counter)s suggestion", "%(counter)s suggestions", len(lines)) % {"counter": len(lines)}
    context = {"lines": lines, "said": said if lines else _("No suggestions")}
    response = render(request, "components/suggestions.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


def _lines(found: Sequence[Suggestion], language: str) -> list[dict[str, Any]]:
    """Give what each suggestion shows and where it leads; one whose thing is gone is left out."""
    urls = _urls(found)
    places = Labels((PLACE.name, suggestion.value) for suggestion in found if suggestion.kind == PLACE.name)
    lines = []
    for suggestion in found:
        url = urls.get((suggestion.kind, suggestion.value)) or _list_url(suggestion, language)
        if url is not None:
            is_place = suggestion.kind == PLACE.name
            lines.append(
                {
                    "label": places.of(PLACE.name, suggestion.value) if is_place else suggestion.label,
                    "detail": _detail(suggestion.kind),
                    "icon": _ICONS.get(suggestion.kind, "leaf"),
                    "url": url,
                    "text": suggestion.value if suggestion.kind == "words" else "",
                }
            )
    return lines


def _few(found: Iterable[Suggestion]) -> list[Suggestion]:
    """Keep some of each kind: a list that is read while one types is short."""
    kept: list[Suggestion] = []
    for suggestion in found:
        if sum(one.kind == suggestion.kind for one in kept) < _MOST_OF_A_KIND.get(suggestion.kind, 1):
            kept.append(suggestion)
    return kept


def _urls(found: Iterable[Suggestion]) -> dict[tuple[str, str], str]:
    """Give the pages of things that were named, in one query for each kind."""
    wanted: dict[str, list[str]] = {}
    for suggestion in found:
        if source_of(suggestion.kind) is not None:
            wanted.setdefault(suggestion.kind, []).append(suggestion.value)
    urls = {}
    for kind, numbers in wanted.items():
        source = source_of(kind)
        assert source is not None
        for thing in source.model._default_manager.filter(pk__in=numbers):
            urls[kind, str(thing.pk)] = _url_of(thing)
    return urls


def _url_of(thing: Any) -> str:
    # A page of the CMS has `url`, a record of the register `get_absolute_url`.
    get_url: Callable[[], str] | None = getattr(thing, "get_absolute_url", None)
    return get_url() if get_url is not None else thing.url or ""


def _list_url(suggestion: Suggestion, language: str) -> str | None:
    """Give the list of products that a place, a product set or some words lead to."""
    everything = Query(kind=list_of_products().kind, language=language)
    if suggestion.kind == "words":
        return list_of_products().of(with_text(everything, suggestion.value))
    if suggestion.kind in (PLACE.name, SET.name):
        return list_of_products().of(with_values(everything, suggestion.kind, [suggestion.value]))
    return None


def _detail(kind: str) -> str:
    """Say what kind of thing a line is: the icon alone would not."""
    words = {"words": "", PLACE.name: _("Products from there"), SET.name: _("Product set")}
    if kind in words:
        return words[kind]
    source = source_of(kind)
    return str(source.label) if source else ""
