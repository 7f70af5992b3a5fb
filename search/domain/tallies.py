"""Counting what the search does, for whoever watches it: numbers only, in the cache that the processes share."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from django.core.cache import cache

logger = logging.getLogger(__name__)

FALLBACKS = "fallbacks"
_PREFIX = "search-tally:"


def answers_of(engine: str) -> str:
    """Give the name of the tally of an engine's answers."""
    return f"answers:{engine}"


def count(name: str) -> None:
    """Add one. A cache that does not answer costs the count, never the search."""
    key = _PREFIX + name
    try:
        if cache.add(key, 1, timeout=None):
            return
        cache.incr(key)
    except Exception:
        logger.debug("search: not counted: %s", name, exc_info=True)


def tallies(names: Iterable[str]) -> dict[str, int]:
    """Give the tallies of these names, 0 for one that has none; they begin anew when the cache does. Nothing if it is away."""
    wanted = {_PREFIX + name: name for name in names}
    try:
        found = cache.get_many(list(wanted))
    except Exception:
        logger.debug("search: no tallies", exc_info=True)
        return {}
    return {name: int(found.get(key, 0)) for key, name in wanted.items()}
