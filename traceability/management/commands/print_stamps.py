"""The printing worker."""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, connections
from django.utils import timezone

from traceability.domain.printing.runs import claim_part, is_work_left, make_part, release_finished

log = logging.getLogger(__name__)

_IDLE_SECONDS = 2.0


class Command(BaseCommand):
    help = (
        "Makes the files of print runs, one part after the other, and releases the runs that are whole. Runs until it is told to "
        "stop; any number of them may run at once, on any number of machines, and any may be killed at any moment."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--processes", type=int, default=1, help="how many parts are made at once (default: 1)")
        parser.add_argument("--once", action="store_true", help="leave when no run waits any more")
        parser.add_argument("--leave-with", type=int, metavar="PID", help="leave when this process, our parent, has ended")

    def handle(self, *args: Any, **options: Any) -> None:
        if not 1 <= options["processes"] <= 4 * (os.cpu_count() or 1):
            raise CommandError("--processes must be between 1 and four for each processor.")
        if options["processes"] == 1:
            work(once=options["once"], parent=options["leave_with"])
            return
        # A connection must not be shared by two processes.
        connections.close_all()
        fork = multiprocessing.get_context("fork")
        workers = [
            fork.Process(target=work, kwargs={"once": options["once"], "parent": os.getpid()})
            for _number in range(options["processes"])
        ]
        for worker in workers:
            worker.start()

        def stop_all(*_signal: object) -> None:
            for worker in workers:
                worker.terminate()

        # Ctrl-C reaches the workers by itself; both ways they finish the part that they have begun.
        signal.signal(signal.SIGTERM, stop_all)
        signal.signal(signal.SIGINT, stop_all)
        for worker in workers:
            worker.join()


def work(*, once: bool, parent: int | None = None) -> None:
    """Make parts until told to stop; a part that is begun is finished first. A database that is away is waited for."""
    stopping: list[int] = []
    for wanted in (signal.SIGTERM, signal.SIGINT):
        signal.signal(wanted, lambda number, _frame: stopping.append(number))
    while not stopping and parent in (None, os.getppid()):
        try:
            part = claim_part(at=timezone.now())
            if part is not None:
                make_part(part, keys=settings.STAMP_KEYS, now=timezone.now)
            released = release_finished(keys=settings.STAMP_KEYS, at=timezone.now()) if part is None else 0
        except OperationalError as error:
            log.warning("The database does not answer the printing worker (%s); it tries again.", error)
            connections.close_all()
            part, released = None, 0
            if once:
                raise
        if part is None and not released:
            if once and not is_work_left():
                return
            time.sleep(_IDLE_SECONDS if not once else 0.2)
