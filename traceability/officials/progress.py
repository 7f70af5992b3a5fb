"""How far a print run is, in words; and whether anybody is at it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.formats import localize
from django.utils.translation import gettext as _
from wagtail.log_actions import registry as log_registry

from traceability.enums import RunState
from traceability.models import PrintRun
from traceability.queries.printing import is_worker_at_work, progress_of

# A worker looks for work every two seconds.
PATIENCE = timedelta(seconds=30)
_UNFINISHED = (RunState.QUEUED, RunState.RUNNING)


@dataclass(frozen=True)
class Told:
    """What the page of a run says and shows. `notice` is empty while all goes well."""

    percent: int
    words: str
    notice: str
    is_over: bool


def tell(run: PrintRun, *, at: datetime) -> Told:
    """Say how far a run is."""
    progress = progress_of(run)
    words = _("%(state)s: file %(made)s of %(files)s, %(done)s of %(stamps)s stamps") % {
        "state": progress.state.label,
        "made": localize(progress.files_made),
        "files": localize(progress.files),
        "done": localize(progress.stamps_made),
        "stamps": localize(progress.stamps),
    }
    is_over = progress.state not in _UNFINISHED
    return Told(progress.percent, words, "" if is_over else _notice(run, at), is_over)


def _notice(run: PrintRun, at: datetime) -> str:
    if at - _waits_since(run) < PATIENCE or is_worker_at_work(at=at, within=PATIENCE):
        return ""
    return _("No printing worker runs. The operator starts one with: manage.py print_stamps")


def _waits_since(run: PrintRun) -> datetime:
    """Give when the run was put into the queue: when it was started, or last let go on."""
    last = log_registry.get_logs_for_instance(run).order_by("-timestamp").values_list("timestamp", flat=True).first()
    return max(run.started_at, last) if last else run.started_at
