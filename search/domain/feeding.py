"""Letting the cluster have what has changed, without letting anybody wait for it."""

from __future__ import annotations

import time

from django_tasks import task

from search.domain.answering import note_answer, note_failure
from search.domain.breaker import cluster
from search.engines.contract import EngineAway
from search.engines.elastic.client import is_configured
from search.engines.elastic.feed import pending, send_pending

# Units: seconds. Without a worker the person who saves a page waits for this.
_PATIENCE = 1.0
_LONGEST = 3.0
_PORTION = 500


def announce() -> None:
    """Have what has changed sent soon, by a worker where there is one. Nothing is lost when nobody does: it goes on waiting."""
    if is_configured():
        send_changes.enqueue()


@task()
def send_changes() -> int:
    """Send what waits, for a few seconds at most; give the number of documents. A cluster that is away is left alone."""
    sent, until = 0, time.monotonic() + _LONGEST
    while time.monotonic() < until and pending().exists() and cluster.allows():
        try:
            taken = send_pending(_PORTION, seconds=_PATIENCE)
        except EngineAway as error:
            note_failure(error)
            break
        note_answer()
        sent += taken
        if not taken:
            break
    return sent
