"""A circuit breaker: whoever has just failed to answer is not asked for a while, so that nobody waits for it in vain.

Closed, everything passes. Open, nothing does, for a pause that grows while it keeps happening. Then one question passes as a
probe, and its outcome decides. Each process has its own; it holds no word of what it guards.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Where a breaker stands."""

    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half open"


@dataclass(frozen=True)
class Limits:
    """When it opens, and for how long.

    `failures` or `slow` answers in a row open it; an answer is slow from `slow_seconds` on. The first pause is `pause` seconds,
    each one that follows within `calm` seconds twice as long, `longest` at most. A probe not back after `probe` seconds is lost.
    """

    failures: int = 1
    slow: int = 3
    slow_seconds: float = 0.4
    pause: float = 1.0
    longest: float = 30.0
    calm: float = 60.0
    probe: float = 5.0


class Breaker:
    """Counts what came of the questions to one service, and says whether to ask it. Any number of threads may use it."""

    def __init__(self, clock: Callable[[], float], limits: Limits = Limits()) -> None:
        """Start closed. The clock gives seconds and never goes back."""
        self._clock, self._limits = clock, limits
        self._lock = threading.Lock()
        self.reset()

    def reset(self) -> None:
        """Forget everything: closed, as at the start."""
        self._state = State.CLOSED
        self._failures = self._slow = 0
        self._pause = 0.0
        self._opened_at = self._closed_at = float("-inf")
        self._probe_at = float("-inf")

    @property
    def state(self) -> State:
        """Where it stands now."""
        return self._state

    def allows(self) -> bool:
        """Tell whether to ask. When the pause is over, one caller gets a yes, the others go on getting a no."""
        with self._lock:
            now = self._clock()
            if self._state is State.CLOSED:
                return True
            if self._state is State.OPEN and now < self._opened_at + self._pause:
                return False
            if self._state is State.HALF_OPEN and now < self._probe_at + self._limits.probe:
                return False
            self._state, self._probe_at = State.HALF_OPEN, now
            return True

    def succeeded(self, seconds: float = 0.0) -> State | None:
        """Note an answer and how long it took; give the state if this has changed it."""
        with self._lock:
            if self._state is State.OPEN:  # It was asked before the others failed.
                return None
            if seconds < self._limits.slow_seconds:
                self._failures = self._slow = 0
                return self._close() if self._state is State.HALF_OPEN else None
            self._slow += 1
            return self._open() if self._state is State.HALF_OPEN or self._slow >= self._limits.slow else None

    def failed(self) -> State | None:
        """Note that no answer came; give the state if this has changed it."""
        with self._lock:
            if self._state is State.OPEN:
                return None
            self._failures += 1
            return self._open() if self._state is State.HALF_OPEN or self._failures >= self._limits.failures else None

    def _close(self) -> State:
        self._state, self._closed_at = State.CLOSED, self._clock()
        return self._state

    def _open(self) -> State | None:
        now = self._clock()
        was_calm = self._state is State.CLOSED and now >= self._closed_at + self._limits.calm
        self._pause = self._limits.pause if was_calm else min(self._pause * 2 or self._limits.pause, self._limits.longest)
        was, self._state = self._state, State.OPEN
        self._opened_at, self._failures, self._slow = now, 0, 0
        # A probe that failed changes nothing that anybody would have to be told.
        return None if was is State.HALF_OPEN else self._state


# What this process knows of the cluster: searches and the feeding of documents share it.
cluster = Breaker(time.monotonic)
