"""The database as an engine: the index of terms finds, the columns narrow, count and order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
from django.db import DatabaseError

from search.domain.meaning import FIELDS, Plan
from search.domain.worth import FRESH, NOTHING_ELSE, PART, STAR, most
from search.engines.contract import Answer, Candidate, Demand, EngineAway
from search.engines.database.columns import Columns, Facts, columns
from search.engines.database.dialects import dialect
from search.engines.database.looking import Look, looks_for_pairs, looks_of
from search.facets import PLACE
from search.models import SearchDocument
from search.query import MOST_HITS, Sort

_TERMS = tuple(f"{name}_terms" for name in FIELDS)


class DatabaseEngine:
    """Answers from the database that the site has anyway."""

    name = "database"

    def answer(self, demand: Demand) -> Answer:
        """Answer one demand.

        Raises: EngineAway: the index of terms cannot be read.
        """
        known = columns()
        matching, worth = _matching(demand.plan, known)
        matching = matching & known.in_language(demand.language)
        distances = known.distances(demand.near) if demand.near else None
        if demand.near is not None and distances is not None:
            matching = matching & (distances <= demand.near.km)
        narrowed = {name: known.with_values(name, values) for name, values in demand.filters.items() if values}
        is_current = known.current(demand.on)
        current = known.everything if demand.lapsed else is_current
        of_kind = known.of_kind(demand.kind)
        found = matching & of_kind & _all(narrowed, known)
        hits = found & current
        return Answer(
            total=int(hits.sum()),
            candidates=_candidates(_ordered(hits, demand, known, worth, distances), known, demand.on),
            counts=_counts(matching & current & _all(narrowed, known), known),
            facets={
                name: known.facets[name].count(
                    matching & of_kind & current & _all({other: mask for other, mask in narrowed.items() if other != name}, known)
                )
                if name in known.facets
                else {}
                for name in demand.facets
            },
            lapsed=int((found & ~is_current).sum()) if not demand.lapsed else 0,
        )


def _matching(plan: Plan | None, known: Columns) -> tuple[Any, Any]:
    """Give which documents the words match, and how much what they hold is worth: nearly 1 for one that fits in everything."""
    worth = np.zeros(known.size, dtype=np.float32)
    if plan is None:
        return known.everything, worth
    asked = {group: looks_of(group) for group in plan.groups}
    together = looks_for_pairs(plan.groups)
    found = _found([look for looks in (*asked.values(), together) for _worth, look in looks], known)
    matching = known.everything if plan.required else np.zeros(known.size, dtype=bool)
    for group, looks in asked.items():
        held = np.zeros(known.size, dtype=np.float32)
        for share, look in looks:
            held[found[look]] = share
        if group in plan.required:
            matching = matching & (held > 0)
        elif not plan.required:
            matching = matching | (held > 0)
        worth += group.weight * held
    for share, look in together:
        worth[found[look]] += share
    return matching, worth / most(plan.groups)


def _found(looks: Sequence[Look], known: Columns) -> dict[Look, Any]:
    """Give the places that each look finds; the index is asked for those that are not known."""
    found = {look: known.found.get(look) for look in looks}
    unknown = [look for look, places in found.items() if places is None]
    try:
        numbers = dialect().holders(unknown) if unknown else []
    except DatabaseError as error:
        raise EngineAway(str(error)) from error
    for look, some in zip(unknown, numbers, strict=True):
        found[look] = known.places_of(some)
        known.found.keep(look, found[look])
    return found


def _all(masks: Mapping[str, Any], known: Columns) -> Any:
    """Give which documents all of the masks have."""
    together = known.everything
    for mask in masks.values():
        together = together & mask
    return together


def _counts(mask: Any, known: Columns) -> dict[str, int]:
    counts = np.bincount(known.kinds[mask], minlength=len(known.kind_names))
    return {name: int(count) for name, count in zip(known.kind_names, counts, strict=True) if count}


def _ordered(hits: Any, demand: Demand, known: Columns, worth: Any, distances: Any) -> Any:
    """Give the places of one page of hits, or of some of each kind.

    Places lie in the order of names, so a stable sort leaves that order among equals.
    """
    places = np.flatnonzero(hits)
    if demand.sort == Sort.RELEVANCE:
        key = -np.round(_with_bonus(worth, places, demand, known), 6) if demand.plan is not None else None
    else:
        keys = {
            Sort.PRICE_UP: np.where(known.prices < 0, np.iinfo(np.int64).max, known.prices),
            Sort.PRICE_DOWN: -known.prices,
            Sort.STARS: -known.stars,
            Sort.NEWEST: -known.fresh,
            Sort.NEAREST: distances,
        }
        key = keys.get(demand.sort)
        key = key[places] if key is not None else None
    if key is not None:
        places = places[np.argsort(key, kind="stable")]
    if demand.each:
        kinds = known.kinds[places]
        best = [places[kinds == code][: demand.each] for code in range(len(known.kind_names))]
        return np.concatenate(best) if best else places
    return places[demand.start : min(demand.start + demand.size, MOST_HITS)]


def _with_bonus(worth: Any, places: Any, demand: Demand, known: Columns) -> Any:
    """Add what parts documents that fit alike: whether they are current, stars, news, and that a name says little else."""
    groups = demand.plan.groups if demand.plan else ()
    typed = len(" ".join(group.text for group in groups))
    return (
        worth[places]
        + STAR * np.maximum(0, known.stars[places] - 3)
        + FRESH * known.freshness(demand.on)[places]
        + NOTHING_ELSE * np.minimum(1, typed / known.lengths[places])
        - (PART * ~known.current(demand.on)[places] if demand.lapsed else 0)
    )


def _candidates(places: Any, known: Columns, on: date) -> tuple[Candidate, ...]:
    """Give documents with their terms, which are too much to be kept in memory."""
    numbers = [int(known.numbers[place]) for place in places]
    terms = {number: texts for number, *texts in SearchDocument.objects.filter(pk__in=numbers).values_list("pk", *_TERMS)}
    return tuple(_candidate(known.rows[number], terms[number], on) for number in numbers if number in terms)


def _candidate(row: Facts, terms: Sequence[str], on: date) -> Candidate:
    return Candidate(
        kind=row.kind,
        object_id=row.object_id,
        terms=dict(zip(FIELDS, terms, strict=True)),
        places=tuple(row.facets.get(PLACE.name, ())),
        stars=row.stars,
        fresh=row.fresh,
        price=row.price,
        sort_key=row.sort_key,
        is_current=row.current_from <= on < row.current_to,
    )
