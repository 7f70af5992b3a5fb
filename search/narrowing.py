"""The form beside a list: what it can be narrowed by, with the number of things that each choice would leave."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.text import sort_key
from search.addresses import DISTANCES, USUAL_KM, place_of, typed_bounds
from search.facets import (
    COMMUNE,
    DISTRICT,
    FACETS,
    FORM,
    IP_MARK,
    MOST_CHOICES,
    PRICE,
    PRICE_BANDS,
    PROVINCE,
    SECTOR,
    SET,
    STANDARD,
    STARS,
    STOCK,
    Facet,
)
from search.presentation import Labels
from search.query import Query, Result

# So many choices stand open; the rest is one touch away.
CHOICES_SHOWN = 12
COUNTED = tuple(facet.name for facet in FACETS if facet.is_shown)
_OF_PLACES = (PROVINCE, DISTRICT, COMMUNE)
_OPEN_AT_FIRST = frozenset({SECTOR.name, STARS.name})


@dataclass(frozen=True)
class Choice:
    """One box to tick."""

    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Part:
    """The choices of one facet: those that stand open, and the rest."""

    name: str
    label: str | Promise
    choices: tuple[Choice, ...]
    more: tuple[Choice, ...] = ()

    @property
    def chosen(self) -> int:
        """How many are ticked."""
        return sum(choice.is_chosen for choice in (*self.choices, *self.more))


@dataclass(frozen=True)
class Panel:
    """One folding part of the form. `name` is also the name of its template's part for what is no list of boxes."""

    name: str
    label: str | Promise
    parts: tuple[Part, ...]
    chosen: int
    is_open: bool

    @property
    def has_legends(self) -> bool:
        """Whether its parts need names of their own."""
        return self.name == PROVINCE.name


@dataclass(frozen=True)
class Prices:
    """What the two fields for prices show."""

    low: int | None = None
    high: int | None = None


@dataclass(frozen=True)
class Nearness:
    """What the form knows of the visitor's position: nothing, unless it was given by a click."""

    position: str
    km: int
    distances: tuple[int, ...] = DISTANCES


@dataclass(frozen=True)
class NarrowingForm:
    """The whole form. `kept` are parameters that it only carries along; `chosen` counts everything that narrows."""

    panels: tuple[Panel, ...]
    prices: Prices
    near: Nearness
    kept: tuple[tuple[str, str], ...]
    chosen: int


def narrowing_form(query: Query, result: Result, labels: Labels, *, kept: Iterable[tuple[str, str]]) -> NarrowingForm:
    """Lay the form out for a query and what it found."""
    parts = {facet.name: _part(facet, query, result, labels) for facet in FACETS if facet.is_shown}
    groups: list[tuple[str, str | Promise, Sequence[Facet]]] = [
        (SECTOR.name, SECTOR.label, (SECTOR,)),
        (STARS.name, STARS.label, (STARS,)),
        (PROVINCE.name, _("Where it comes from"), _OF_PLACES),
        (PRICE.name, PRICE.label, (PRICE,)),
        (STOCK.name, _("Where it is sold"), (STOCK,)),
        (SET.name, SET.label, (SET,)),
        (FORM.name, FORM.label, (FORM,)),
        (IP_MARK.name, IP_MARK.label, (IP_MARK,)),
        (STANDARD.name, STANDARD.label, (STANDARD,)),
    ]
    custom = [value for value in query.filters.get(PRICE.name, ()) if value not in PRICE_BANDS]
    near = query.near
    extra = {PRICE.name: len(custom), STOCK.name: int(near is not None)}
    panels = [_panel(name, label, [parts[facet.name] for facet in facets], extra.get(name, 0)) for name, label, facets in groups]
    return NarrowingForm(
        panels=tuple(panel for panel in panels if panel.name in extra or any(part.choices for part in panel.parts)),
        prices=Prices(*typed_bounds(custom)),
        near=Nearness(place_of(near) if near else "", int(near.km) if near else USUAL_KM),
        kept=tuple(kept),
        chosen=sum(panel.chosen for panel in panels),
    )


def values_shown(query: Query, result: Result) -> Iterable[tuple[str, str]]:
    """Give facet and value of everything that a form, its chips and its help will have to say."""
    for name, counts in result.facets.items():
        yield from ((name, value) for value in _frequent(counts))
    for name, values in query.filters.items():
        yield from ((name, value) for value in values)
    if result.meaning is not None:
        for understood in result.meaning.understood:
            yield from ((understood.facet, value) for value, _label in understood.readings)


def _panel(name: str, label: str | Promise, parts: Sequence[Part], extra: int) -> Panel:
    filled = tuple(part for part in parts if part.choices)
    chosen = sum(part.chosen for part in filled) + extra
    return Panel(name, label, filled, chosen, is_open=bool(chosen) or name in _OPEN_AT_FIRST)


def _frequent(counts: Mapping[str, int]) -> list[str]:
    """Give the values that leave something, the most frequent first."""
    return [value for value, count in sorted(counts.items(), key=lambda one: -one[1])[:MOST_CHOICES] if count]


def _part(facet: Facet, query: Query, result: Result, labels: Labels) -> Part:
    chosen = query.filters.get(facet.name, ())
    counts = result.facets.get(facet.name, {})
    # A choice that leaves nothing is no choice, unless it is made already: then it can be taken back.
    values = list(dict.fromkeys((*chosen, *_frequent(counts))))
    said = labels.units_apart(values) if facet in _OF_PLACES else {value: labels.in_list(facet.name, value) for value in values}
    choices = [
        Choice(value, said[value], counts.get(value, 0), value in chosen) for value in _ordered(facet, values, counts, said)
    ]
    if len(choices) <= CHOICES_SHOWN:
        return Part(facet.name, facet.label, tuple(choices))
    choices.sort(key=lambda choice: not choice.is_chosen)
    rest = sorted(choices[CHOICES_SHOWN:], key=lambda choice: sort_key(choice.label))
    return Part(facet.name, facet.label, tuple(choices[:CHOICES_SHOWN]), tuple(rest))


def _ordered(facet: Facet, values: list[str], counts: Mapping[str, int], said: Mapping[str, str]) -> list[str]:
    if facet == PRICE:
        return [band for band in PRICE_BANDS if band in values]
    if facet == STARS:
        return sorted(values, reverse=True)
    return sorted(values, key=lambda value: (-counts.get(value, 0), sort_key(said[value])))
