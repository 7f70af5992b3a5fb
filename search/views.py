"""The page of results. Anyone may see it."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from search.query import LONGEST_TEXT, Hit, Query, Result, find
from search.sources import source_of, sources

HITS_ON_A_PAGE = 24


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Find products, producers, sale points and stories, by words with or without marks."""
    text = request.GET.get("q", "").strip()[:LONGEST_TEXT]
    kind = request.GET.get("loai", "")
    query = Query(text, kind if source_of(kind) else "", language=get_language() or "vi")
    result = find(query)
    page = Paginator(result.hits, HITS_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "q": text,
        "kind": query.kind,
        "page_of": page,
        "results": _cards(list(page.object_list)),
        "chips": _chips(query, result) if text else [],
        "total": len(result.hits),
        "base_query": urlencode({"q": text} | ({"loai": query.kind} if query.kind else {})) + "&",
        "crumbs": [{"title": _("Home"), "url": reverse("wagtail_serve", args=[""])}, {"title": _("Search")}],
    }
    return render(request, "search/results.html", context)


def _chips(query: Query, result: Result) -> list[dict[str, Any]]:
    total = sum(result.counts.values())
    chips = [{"label": f"{_('All')} ({total})", "url": f"?{urlencode({'q': query.text})}", "active": not query.kind}]
    for source in sources():
        if count := result.counts.get(source.kind):
            address = urlencode({"q": query.text, "loai": source.kind})
            chips.append({"label": f"{source.label} ({count})", "url": f"?{address}", "active": query.kind == source.kind})
    return chips


def _cards(hits: list[Hit]) -> list[dict[str, Any]]:
    """Give the cards of the hits in their order; something deleted a moment ago is left out."""
    wanted: dict[str, list[int]] = {}
    for hit in hits:
        wanted.setdefault(hit.kind, []).append(hit.object_id)
    cards = {kind: source.cards(numbers) for kind, numbers in wanted.items() if (source := source_of(kind)) is not None}
    return [
        {"template": source.card_template, "card": cards[hit.kind][hit.object_id]}
        for hit in hits
        if (source := source_of(hit.kind)) is not None and hit.object_id in cards[hit.kind]
    ]
