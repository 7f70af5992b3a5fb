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
from search.engines.looking import Every, Look, looks_for_pairs, looks_of, needed
from search.facets import PLACE
from search.moment import moment
from search.query import MOST_HITS, Sort

# Only what is looked for in so few ways at most is put together by the index: choosing among many is quicker in arrays.
_FEW_LOOKS = 20


class DatabaseEngine:
    """Answers from the database that the site has anyway."""

    name = "database"

    def answer(self, demand: Demand) -> Answer:
        """Answer one demand.

        Raises: EngineAway: the index of terms cannot be read.
        """
        known = columns()
        matching = _matching(demand.plan, known) & known.in_language(demand.language)
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
            candidates=_candidates(_ordered(hits, demand, known, distances), known, demand.on),
            counts=_counts(matching & current & _all(narrowed, known), known) if demand.is_counted else {},
            facets=_facets(matching & of_kind & current, narrowed, demand, known) if demand.is_counted else {},
            lapsed=int((found & ~is_current).sum()) if demand.shows_hits and not demand.lapsed else 0,
        )


def _matching(plan: Plan | None, known: Columns) -> Any:
    """Give which documents the words match, and keep it for the moment: what was found is counted afterwards."""
    if plan is None:
        return known.everything
    held = moment().matching
    mask = next((mask for other, mask in held if other is plan), None)
    if mask is None:
        mask = _work_out_matching(plan, known)
        held.append((plan, mask))
    return mask


def _work_out_matching(plan: Plan, known: Columns) -> Any:
    if not plan.required:
        return _any_of([look for group in plan.optional for look in needed(group)], known)
    groups = [needed(group) for group in plan.required]
    short = [looks for looks in groups if len(looks) <= _FEW_LOOKS]
    parts: list[Sequence[Look | Every]] = [*groups]
    if len(short) > 1 and all(groups):
        # Put together by the index, so that the long lists of common words stay where they are.
        parts = [[Every(tuple(short))], *(looks for looks in groups if len(looks) > _FEW_LOOKS)]
    matching = known.everything
    for questions in parts:
        matching = matching & _any_of(questions, known)
    return matching


def _any_of(questions: Sequence[Look | Every], known: Columns) -> Any:
    """Give which documents one of the questions finds."""
    mask = np.zeros(known.size, dtype=bool)
    for places in _found(questions, known).values():
        mask[places] = True
    return mask


def _worth(plan: Plan, known: Columns) -> Any:
    """Give how much what documents hold is worth, wherever it stands: nearly 1 for one that fits in everything."""
    asked = {group: looks_of(group) for group in plan.groups}
    together = looks_for_pairs(plan.groups)
    found = _found([look for looks in (*asked.values(), together) for _share, look in looks], known)
    worth = np.zeros(known.size, dtype=np.float32)
    for group, looks in asked.items():
        held = np.zeros(known.size, dtype=np.float32)
        for share, look in looks:
            held[found[look]] = share
        worth += group.weight * held
    for share, look in together:
        worth[found[look]] += share
    return worth / most(plan.groups)


def _found(questions: Sequence[Look | Every], known: Columns) -> dict[Look | Every, Any]:
    """Give the places that each question finds; the index is asked those whose answer is not known."""
    found = known.found.get(questions)
    unknown = [question for question, places in found.items() if places is None]
    try:
        numbers = dialect().holders(unknown) if unknown else []
    except DatabaseError as error:
        raise EngineAway(str(error)) from error
    for question, some in zip(unknown, numbers, strict=True):
        found[question] = known.places_of(some)
        known.found.keep(question, found[question])
    return found


def _all(masks: Mapping[str, Any], known: Columns) -> Any:
    """Give which documents all of the masks have."""
    together = known.everything
    for mask in masks.values():
        together = together & mask
    return together


def _facets(mask: Any, narrowed: Mapping[str, Any], demand: Demand, known: Columns) -> dict[str, dict[str, int]]:
    """Count the values of the facets; those that no filter is set for together, since the same documents count for them."""
    tally = known.tally(demand.facets)
    together = tally.count(mask & _all(narrowed, known))
    own = {name: {other: held for other, held in narrowed.items() if other != name} for name in demand.facets if name in narrowed}
    alone = {name: tally.count(mask & _all(others, known)) for name, others in own.items()}
    return {name: alone.get(name, together).get(name, {}) for name in demand.facets}


def _counts(mask: Any, known: Columns) -> dict[str, int]:
    counts = np.bincount(known.kinds[mask], minlength=len(known.kind_names))
    return {name: int(count) for name, count in zip(known.kind_names, counts, strict=True) if count}


def _ordered(hits: Any, demand: Demand, known: Columns, distances: Any) -> Any:
    """Give the places of one page of hits, or of some of each kind.

    Places lie in the order of names, so a stable sort leaves that order among equals.
    """
    if not demand.shows_hits:
        return np.zeros(0, dtype=np.int64)
    places = np.flatnonzero(hits)
    key = None
    if demand.sort == Sort.RELEVANCE:
        # Who gets all of them ranks them anew: nothing has to be chosen.
        is_all = not demand.start and len(places) <= (demand.each or demand.size)
        if demand.plan is not None and not is_all:
            key = -np.round(_with_bonus(demand.plan, places, demand, known), 6)
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


def _with_bonus(plan: Plan, places: Any, demand: Demand, known: Columns) -> Any:
    """Give the worth, and what parts documents that fit alike: being current, stars, news, a name that says little else."""
    typed = len(" ".join(group.text for group in plan.groups))
    return (
        _worth(plan, known)[places]
        + STAR * np.maximum(0, known.stars[places] - 3)
        + FRESH * known.freshness(demand.on)[places]
        + NOTHING_ELSE * np.minimum(1, typed / known.lengths[places])
        - (PART * ~known.current(demand.on)[places] if demand.lapsed else 0)
    )


def _candidates(places: Any, known: Columns, on: date) -> tuple[Candidate, ...]:
    """Give documents with their terms, which are too much to be kept in memory."""
    numbers = known.numbers[places].tolist()
    if not numbers:
        return ()
    terms = dialect().terms(numbers)
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
