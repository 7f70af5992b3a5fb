"""A cache that does not answer."""

from __future__ import annotations

from typing import Any, NoReturn

from django.core.cache.backends.base import BaseCache


class BrokenCache(BaseCache):
    """Refuses every call as a lost connection would."""

    def __init__(self, _location: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def _lost(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise ConnectionError("the cache is away")

    add = get = set = touch = delete = incr = _lost

    def clear(self) -> None:
        """Let tests tidy up."""
