"""What an engine is asked and what it answers. Everything that understands or ranks stands above, once for both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from search.domain.meaning import Plan
from search.query import Near, Sort


class EngineAway(Exception):
    """The engine did not answer in time, or not as it should. Another one can."""


@dataclass(frozen=True)
class Demand:
    """One question to an engine.

    `on` is the day: it says what is current. `plan` is None for everything. `filters`, `near` and `lapsed` narrow hits and
    facets; a facet's own filter does not narrow its own counts, so that a second value can be added. `kind` narrows hits and
    facets, never `Answer.counts`. The candidates are a page of the hits; with `each`, so many of the best of every kind. `sort`
    RELEVANCE is the engine's own guess of which are the best: the caller ranks what it gets anew. `facets` names the facets to
    count: of many values at least the most frequent `MOST_CHOICES`, and those that a filter names. Unless it `is_counted`,
    nothing but the hits is.
    """

    on: date
    plan: Plan | None = None
    kind: str = ""
    language: str = "vi"
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    near: Near | None = None
    lapsed: bool = False
    sort: Sort = Sort.RELEVANCE
    start: int = 0
    size: int = 24
    each: int = 0
    facets: Sequence[str] = ()
    is_counted: bool = True

    @property
    def shows_hits(self) -> bool:
        """Whether any hits are asked for, and not counts alone."""
        return bool(self.size or self.each)


@dataclass(frozen=True)
class Candidate:
    """A document that matches, with what ranking looks at. `terms` maps a field of `meaning.FIELDS` to its terms."""

    kind: str
    object_id: int
    terms: Mapping[str, str]
    places: tuple[str, ...] = ()
    stars: int = 0
    fresh: date | None = None
    price: int | None = None
    sort_key: str = ""
    is_current: bool = True


@dataclass(frozen=True)
class Answer:
    """What an engine found: `total` hits, some of them as candidates; counts by kind and by facet where these were asked for.

    `lapsed` counts what matches but is no longer current: 0 when the demand asked for it too, or for no hits at all.
    """

    total: int = 0
    candidates: tuple[Candidate, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    lapsed: int = 0


class Engine(Protocol):
    """What both engines do."""

    name: str

    def answer(self, demand: Demand) -> Answer:
        """Answer one demand.

        Raises: EngineAway: it cannot, now.
        """
