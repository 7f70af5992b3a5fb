"""Two clocks: the one on the wall, and the processors' work for one process and its database, which minds no neighbour."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.db import connection


@dataclass(frozen=True)
class Spent:
    """What something took. Units: milliseconds."""

    wall: float
    work: float


class Clock:
    """Measures. The work of PostgreSQL is counted where the system tells it, which is Linux; Elasticsearch's never is."""

    def __init__(self) -> None:
        """Look for the process that answers for the database."""
        self._server: Path | None = None
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                (number,) = cursor.fetchone()
            path = Path(f"/proc/{number}/schedstat")
            with contextlib.suppress(OSError):
                path.read_text()
                self._server = path

    def __call__(self, work: Callable[[], object]) -> Spent:
        """Do something and give what it took."""
        worked, started = self._worked(), time.perf_counter()
        work()
        ended = time.perf_counter()
        return Spent((ended - started) * 1000, (self._worked() - worked) * 1000)

    def _worked(self) -> float:
        """Give the seconds of work so far. Shape of the file: nanoseconds worked, nanoseconds waited, turns."""
        worked = time.process_time()
        if self._server is not None:
            worked += int(self._server.read_text().split()[0]) / 1e9
        return worked
