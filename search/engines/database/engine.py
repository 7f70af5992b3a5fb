"""The database as an engine: the index of terms finds, the columns narrow, count and order."""

from __future__ import annotations

import threading
from datetime import date
from typing import Any

import numpy as np
from django.db import DatabaseError

from search.domain.meaning import FIELDS, Plan
from search.engines.contract import Answer, Candidate, Demand, EngineAway
from search.engines.database.columns import Columns, columns
from search.engines.database.dialects import dialect
from search.models import SearchDocument
from search.query import MOST_HITS, Sort

_CANDIDATE = (
    "pk", "kind", "object_id", *(f"{name}_terms" for name in FIELDS), "facets", "stars", "fresh", "price", "sort_key",
    "current_from", "current_to",
)  # fmt: skip
_FIRST_TERMS = 3
_last = threading.local()


class DatabaseEngine:
    """Answers from the database that the site has anyway."""

    name = "database"

    def answer(self, demand: Demand) -> Answer:
        """Answer one demand.

        Raises: EngineAway: the index of terms cannot be read.
        """
        known = columns()
        matching, goodness = _matching(demand, known)
        matching &= (known.languages == "") | (known.languages == demand.language)
        distances = known.distances(demand.near) if demand.near else None
        if demand.near is not None and distances is not None:
            matching &= distances <= demand.near.km
        narrowed = {name: known.with_values(name, values) for name, values in demand.filters.items() if values}
        everything = np.ones(known.size, dtype=bool)
        is_current = known.current(demand.on)
        current = everything if demand.lapsed else is_current
        of_kind = known.of_kind(demand.kind) if demand.kind else everything
        found = matching & of_kind & _all(narrowed, everything)
        hits = found & current
        return Answer(
            total=int(hits.sum()),
            candidates=_candidates(_ordered(hits, demand, known, goodness, distances), known, demand.on),
            counts=_counts(matching & current & _all(narrowed, everything), known),
            facets={
                name: known.facets[name].count(
                    matching
                    & of_kind
                    & current
                    & _all({other: mask for other, mask in narrowed.items() if other != name}, everything)
                )
                if name in known.facets
                else {}
                for name in demand.facets
            },
            lapsed=int((found & ~is_current).sum()) if not demand.lapsed else 0,
        )


def _matching(demand: Demand, known: Columns) -> tuple[Any, Any]:
    """Give which documents the words match, and how well by the index's own guess."""
    goodness = np.zeros(known.size)
    if demand.plan is None:
        return np.ones(known.size, dtype=bool), goodness
    matching = np.zeros(known.size, dtype=bool)
    places, scores = _found(demand.plan, known)
    matching[places] = True
    goodness[places] = scores
    return matching, goodness


def _found(plan: Plan, known: Columns) -> tuple[Any, Any]:
    """Give places and scores of what the index finds. Suggestions ask for one plan kind by kind: the last one is kept."""
    kept = getattr(_last, "found", None)
    if kept is not None and kept[0] is known and kept[1] == plan:
        return kept[2], kept[3]
    try:
        rows = dialect().match(plan)
    except DatabaseError as error:
        raise EngineAway(str(error)) from error
    # A row of the index without a document was left behind by something that is gone.
    pairs = [(known.place_of[number], score) for number, score in rows if number in known.place_of]
    places = np.array([place for place, _score in pairs], dtype=np.int64)
    scores = np.array([score for _place, score in pairs], dtype=float)
    _last.found = (known, plan, places, scores)
    return places, scores


def _all(masks: dict[str, Any], everything: Any) -> Any:
    for mask in masks.values():
        everything = everything & mask
    return everything


def _counts(mask: Any, known: Columns) -> dict[str, int]:
    counts = np.bincount(known.kinds[mask], minlength=len(known.kind_names))
    return {name: int(count) for name, count in zip(known.kind_names, counts, strict=True) if count}


def _ordered(hits: Any, demand: Demand, known: Columns, goodness: Any, distances: Any) -> Any:
    """Give the places of one page of hits. Places lie in the order of names, so a stable sort leaves that order among equals."""
    places = np.flatnonzero(hits)
    keys = {
        Sort.RELEVANCE: -np.round(goodness, 6),
        Sort.PRICE_UP: np.where(known.prices < 0, np.iinfo(np.int64).max, known.prices),
        Sort.PRICE_DOWN: -known.prices,
        Sort.STARS: -known.stars,
        Sort.NEWEST: -known.fresh,
        Sort.NEAREST: distances,
    }
    key = keys.get(demand.sort)
    if key is not None:
        places = places[np.argsort(key[places], kind="stable")]
    return places[demand.start : min(demand.start + demand.size, MOST_HITS)]


def _candidates(places: Any, known: Columns, on: date) -> tuple[Candidate, ...]:
    numbers = [int(known.numbers[place]) for place in places]
    rows = {row[0]: row for row in SearchDocument.objects.filter(pk__in=numbers).values_list(*_CANDIDATE)}
    return tuple(_candidate(rows[number], on) for number in numbers if number in rows)


def _candidate(row: tuple[Any, ...], on: date) -> Candidate:
    last = _FIRST_TERMS + len(FIELDS)
    facets, stars, fresh, price, sort_key, current_from, current_to = row[last:]
    return Candidate(
        kind=row[1],
        object_id=row[2],
        terms=dict(zip(FIELDS, row[_FIRST_TERMS:last], strict=True)),
        places=tuple(facets.get("noi", ())),
        stars=stars,
        fresh=fresh,
        price=price,
        sort_key=sort_key,
        is_current=current_from <= on < current_to,
    )
