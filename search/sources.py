"""Where documents come from. The apps above declare their sources here; search knows none of them by name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Model
from django.utils.functional import Promise

# Half-open periods: the first and the last day that every engine knows, and no day at all.
ALWAYS = (date.min, date.max)
NEVER = (date.min, date.min)


@dataclass(frozen=True)
class Document:
    """What is found of one object, by what each text says of it: its name most, its long text least.

    `places` are the address parts of the units in which it lies, old and new. `facets` maps names of `search.facets` to values;
    `points` are pairs of latitude and longitude where it is sold. It is current from one day on and up to another; on all
    other days it is found on request only. With a
    `language` it is found on pages of that language only. `fresh` is the day of its latest news.
    """

    object_id: int
    title: str
    maker: str = ""
    place: Sequence[str] = ()
    sort: Sequence[str] = ()
    text: Sequence[str] = ()
    places: Sequence[str] = ()
    facets: Mapping[str, Sequence[str]] = field(default_factory=dict)
    points: Sequence[tuple[float, float]] = ()
    price: int | None = None
    stars: int = 0
    fresh: date | None = None
    current_from: date = ALWAYS[0]
    current_to: date = ALWAYS[1]
    language: str = ""


@dataclass(frozen=True)
class Source:
    """One kind of thing that can be found.

    `documents` gives the documents of some objects (of all for None); an object that it leaves out is not found any more.
    `cards` gives what the card of each object shows, by its number; `card_template` shows it. `is_thing` tells that its names are
    names of goods: what they begin with is what people ask for.
    """

    kind: str
    label: str | Promise
    model: type[Model]
    documents: Callable[[Sequence[int] | None], Iterable[Document]]
    cards: Callable[[Sequence[int]], dict[int, dict[str, Any]]]
    card_template: str
    is_thing: bool = False


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    """Add a source; a second one of the same kind takes its place."""
    _sources[source.kind] = source


def sources() -> list[Source]:
    """Give all sources, in the order in which they were added."""
    return list(_sources.values())


def source_of(kind: str) -> Source | None:
    """Give a source by its kind."""
    return _sources.get(kind)


def thing_kinds() -> frozenset[str]:
    """Give the kinds whose names are names of goods."""
    return frozenset(source.kind for source in _sources.values() if source.is_thing)
