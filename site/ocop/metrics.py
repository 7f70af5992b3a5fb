"""Figures for whoever watches the site, in the text format of Prometheus. Numbers only: nothing of a visitor is in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from search.domain.answering import ENGINES, waiting
from search.domain.breaker import State, cluster
from search.domain.tallies import FALLBACKS, answers_of, tallies
from search.models import SearchChange

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


@dataclass(frozen=True)
class Figure:
    """One figure: its name, what it counts, and its values by label."""

    name: str
    kind: str
    help: str
    values: dict[str, int] = field(default_factory=dict)

    def lines(self) -> Iterator[str]:
        """Write it."""
        yield f"# HELP {self.name} {self.help}"
        yield f"# TYPE {self.name} {self.kind}"
        for label, value in self.values.items():
            yield f"{self.name}{label} {value}"


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Show the figures. The proxy does not pass this address on."""
    lines = [line for figure in figures() for line in figure.lines()]
    return HttpResponse("\n".join(lines) + "\n", content_type=CONTENT_TYPE)


def figures() -> list[Figure]:
    """Collect the figures. Counters are those of all processes that share the cache, the breaker is that of this process."""
    counted = tallies([FALLBACKS, *map(answers_of, ENGINES)])
    return [
        Figure(
            "ocop_search_answers_total",
            "counter",
            "Questions to an engine that were answered, by engine.",
            {f'{{engine="{name}"}}': counted[answers_of(name)] for name in ENGINES if answers_of(name) in counted},
        ),
        Figure(
            "ocop_search_fallbacks_total",
            "counter",
            "Questions that the database answered in place of the cluster.",
            {"": counted[FALLBACKS]} if counted else {},
        ),
        Figure(
            "ocop_search_breaker_open",
            "gauge",
            "1 while this process does not ask the cluster.",
            {"": int(cluster.state is not State.CLOSED)},
        ),
        Figure("ocop_search_documents_pending", "gauge", "Documents that the cluster does not have yet.", {"": waiting()}),
        Figure(
            "ocop_search_changes_pending",
            "gauge",
            "Changes whose documents are not written yet.",
            {"": SearchChange.objects.count()},
        ),
    ]
