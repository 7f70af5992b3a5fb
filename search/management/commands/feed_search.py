"""`manage.py feed_search`: bring what has changed into documents and into the cluster, for as long as it runs."""

from __future__ import annotations

import logging
import signal
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, connections
from django.utils import timezone

from search.domain.indexing import refresh_marked
from search.engines.contract import EngineAway
from search.engines.elastic.client import is_configured
from search.engines.elastic.feed import pending, send_pending
from search.engines.elastic.rebuild import RebuildFailed, is_built, rebuild
from search.models import SearchChange

log = logging.getLogger(__name__)

# Units: seconds.
_IDLE = 1.0
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 30.0
_LOOK_FOR_INDEX = 60.0
_PATIENCE = 10.0


class Command(BaseCommand):
    """Work through what waits, and wait for more."""

    help = (
        "Writes the documents of what has changed, and sends to the Elasticsearch cluster what it does not have yet; makes its "
        "index when there is none. Runs until it is told to stop. A cluster that is away is waited for; nothing is lost."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take whether to stay."""
        parser.add_argument(
            "--once", action="store_true", help="leave when nothing waits any more; fail when the cluster is away"
        )

    def handle(self, **options: Any) -> None:
        """Work until told to stop."""
        if options["once"]:
            try:
                Feeder().work_off()
            except (EngineAway, RebuildFailed) as error:
                raise CommandError(f"The cluster did not take everything ({error}); it goes on waiting.") from error
            return
        stopping: list[int] = []
        for wanted in (signal.SIGTERM, signal.SIGINT):
            signal.signal(wanted, lambda number, _frame: stopping.append(number))
        feeder = Feeder()
        while not stopping:
            feeder.work_once()
            time.sleep(_IDLE)


class Feeder:
    """Works off what waits; remembers when to ask the cluster again."""

    def __init__(self) -> None:
        """Begin at once."""
        self._pause = 0.0
        self._next_try = self._next_look = float("-inf")

    def work_off(self) -> None:
        """Bring everything that waits to where it belongs.

        Raises: EngineAway, RebuildFailed.
        """
        if SearchChange.objects.exists():
            refresh_marked()
        if not is_configured():
            return
        if time.monotonic() >= self._next_look:
            if not is_built():
                rebuild(log.info, now=timezone.now)
            self._next_look = time.monotonic() + _LOOK_FOR_INDEX
        while pending().exists() and send_pending(seconds=_PATIENCE):
            pass

    def work_once(self) -> None:
        """The same, and wait for what is away: a little at first, then longer. Documents are written meanwhile."""
        try:
            if SearchChange.objects.exists():
                refresh_marked()
            if time.monotonic() < self._next_try:
                return
            self.work_off()
        except OperationalError as error:
            log.warning("The database does not answer the feeding of the search (%s); it tries again.", type(error).__name__)
            connections.close_all()
        except (EngineAway, RebuildFailed) as error:
            if not self._pause:
                log.warning("search: the cluster does not take documents (%s); they wait", error)
            self._pause = min(self._pause * 2 or _FIRST_PAUSE, _LONGEST_PAUSE)
            self._next_try, self._next_look = time.monotonic() + self._pause, float("-inf")
        else:
            if self._pause:
                log.info("search: the cluster takes documents again")
            self._pause = 0.0
