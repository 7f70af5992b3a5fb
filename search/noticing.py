"""Noticing that a visitor found nothing: once for each visitor, text and day, and never for a robot."""

from __future__ import annotations

import re
from datetime import date
from hashlib import blake2s

from django.core.cache import cache
from django.http import HttpRequest

from core.visitors import viewer_tag
from search.domain.misses import record_miss
from search.query import Query, Result

# Programs that read pages by themselves say so, or do not say what they are at all.
_ROBOT = re.compile(
    r"(?<!cu)bot\b|crawl|spider|slurp|preview|scanner|monitor|facebookexternalhit|curl/|wget/|python|java/|http-?client",
    re.IGNORECASE,
)
_A_DAY = 24 * 60 * 60


def notice_miss(request: HttpRequest, query: Query, result: Result, *, day: date) -> None:
    """Count a search of which nothing fits in every word; not one that was narrowed down by hand: the words are not to blame."""
    is_first = query.page == 1 and query.text and not query.filters and query.near is None
    if not is_first or result.exact or request.method != "GET" or is_robot(request):
        return
    text = blake2s(query.text.casefold().encode(), digest_size=12).hexdigest()
    if _is_new(f"miss:{viewer_tag(request, day=day)}:{query.language}:{text}"):
        record_miss(text=query.text, language=query.language, found=result.total, day=day)


def is_robot(request: HttpRequest) -> bool:
    """Tell whether a program asks by itself, as far as it says so."""
    agent = request.META.get("HTTP_USER_AGENT", "")
    return not agent or bool(_ROBOT.search(agent))


def _is_new(key: str) -> bool:
    try:
        return cache.add(key, 1, _A_DAY)
    except Exception:  # noqa: BLE001  every cache backend has errors of its own; better counted twice than a page that fails
        return True
