"""Ways out for somebody who found nothing: wider questions, each with the number of things that it finds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from search.addresses import DISTANCES, Addresses, plain, with_text, without_near, without_value
from search.domain.finding import find
from search.facets import PLACE
from search.presentation import Labels
from search.query import Query

# So many are asked: a page that helps must still come at once.
_MOST_ASKED = 6


@dataclass(frozen=True)
class WayOut:
    """A wider question, and how many things it finds."""

    label: str
    url: str
    count: int


def ways_out(query: Query, labels: Labels, addresses: Addresses, *, today: date) -> list[WayOut]:
    """Give wider questions that find something, the nearest to what was asked first."""
    found = []
    for label, other in list(_wider(query, labels))[:_MOST_ASKED]:
        if count := find(replace(other, size=1), today=today).total:
            found.append(WayOut(label, addresses.of(other), count))
    return found


def _wider(query: Query, labels: Labels) -> Iterator[tuple[str, Query]]:
    chosen = [(facet, value) for facet, values in query.filters.items() for value in values]
    if query.near is not None and query.near.km < DISTANCES[-1]:
        wider = replace(query, near=replace(query.near, km=DISTANCES[-1]), page=1)
        yield _("Within %(km)s km of me") % {"km": DISTANCES[-1]}, wider
    for facet, value in chosen:
        unit = labels.units.get(value)
        if unit is not None and unit.parent is not None:
            yield _("In all of %(place)s") % {"place": unit.parent.full_name}, _moved_up(query, facet, value, unit.parent.slug)
    for facet, value in chosen:
        yield _("Without “%(condition)s”") % {"condition": labels.of(facet, value)}, without_value(query, facet, value)
    if query.near is not None:
        yield _("Everywhere, not only near me"), without_near(query)
    if query.text and (len(chosen) > 1 or (chosen and query.near)):
        yield _("Only “%(text)s”, nothing else chosen") % {"text": query.text}, with_text(plain(query), query.text)


def _moved_up(query: Query, facet: str, value: str, parent: str) -> Query:
    rest = without_value(query, facet, value)
    return replace(rest, filters={**rest.filters, PLACE.name: (parent,)})
