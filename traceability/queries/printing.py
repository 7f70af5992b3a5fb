"""What is asked about print runs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Q, QuerySet, Sum

from traceability.enums import RunState
from traceability.models import PrintPart, PrintRun, StampOrder


@dataclass(frozen=True)
class PrintedPart:
    """The numbers `[start, stop)` of a released file and how many stamps it shows."""

    start: int
    stop: int
    count: int


@dataclass(frozen=True)
class Progress:
    """How far a run is, in files and in stamps. `leased_until` is in the future while a worker is at it."""

    state: RunState
    files_made: int
    files: int
    stamps_made: int
    stamps: int
    leased_until: datetime | None

    @property
    def percent(self) -> int:
        """How much is made, 0 to 100."""
        return 100 * self.files_made // self.files if self.files else 0


def printed_parts(order: StampOrder, *, start: int, stop: int) -> list[PrintedPart]:
    """Give the released files of an order that touch the numbers `[start, stop)`; a list. One query."""
    parts = PrintPart.objects.filter(run__order=order, run__state=RunState.RELEASED, start__lt=stop, stop__gt=start)
    return [
        PrintedPart(first, last, count or 0)
        for first, last, count in parts.order_by("start").values_list("start", "stop", "count")
    ]


def progress_of(run: PrintRun) -> Progress:
    """Give how far a run is. Two queries."""
    state = PrintRun.objects.values_list("state", flat=True).get(pk=run.pk)
    found = run.parts.aggregate(
        made=Count("pk", filter=Q(made_at__isnull=False)), files=Count("pk"), stamps=Sum("count"), leased=Max("leased_until")
    )
    return Progress(RunState(state), found["made"], found["files"], found["stamps"] or 0, run.stop - run.start, found["leased"])


def runs_of(order: StampOrder) -> QuerySet[PrintRun]:
    """Give the print runs of an order, the newest first, each with the files that it has (`files`) and that are made (`made`)."""
    return (
        order.print_runs.select_related("started_by")
        .annotate(files=Count("parts"), made=Count("parts", filter=Q(parts__made_at__isnull=False)))
        .order_by("-started_at", "-pk")
    )


def is_worker_at_work(*, at: datetime, within: timedelta) -> bool:
    """Tell whether a printing worker holds a part of an unfinished run, or has made one a short time ago."""
    return PrintPart.objects.filter(
        Q(leased_until__gt=at) | Q(made_at__gt=at - within), run__state__in=[RunState.QUEUED, RunState.RUNNING]
    ).exists()
