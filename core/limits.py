"""A limit on how often one address may do something, counted in the cache."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from django.core.cache import cache
from django.http import HttpRequest

from core.visitors import address

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Limit:
    """At most `count` times in `seconds` for each network address."""

    name: str
    count: int
    seconds: int

    def spend(self, request: HttpRequest) -> bool:
        """Count one use and tell whether it is still within the limit.

        When the cache is away nobody is refused: the limit protects, it does not decide.
        """
        key = f"limit:{self.name}:{address(request)}"
        try:
            if cache.add(key, 1, self.seconds):
                return True
            used = cache.incr(key)
        except ValueError:  # it ran out between the two calls
            return True
        except Exception:  # noqa: BLE001  every cache backend has errors of its own
            log.warning("The limit %s was not counted: the cache does not answer.", self.name)
            return True
        if used == self.count + 1:
            log.warning("The limit %s is reached by one address: %s in %s seconds.", self.name, self.count, self.seconds)
        return used <= self.count
