"""From a demand to Elasticsearch's language, and from its answer back. Pure: no connection, no database."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from search.domain.meaning import Group
from search.engines.contract import Answer, Candidate, Demand
from search.engines.elastic import together
from search.engines.lexemes import lexemes_for
from search.engines.looking import Look, looks_for_pairs, looks_of, needed
from search.facets import MOST_CHOICES, PLACE, RANGES, price_range
from search.query import MOST_HITS, Near, Sort

# Each node counts so many values, so that the most frequent of all are right; the words of a group are all needed for their sums.
_MOST_VALUES, _MOST_WORDS = 10_000, 20_000
_BY_NAME: tuple[Any, ...] = ({"sort_key": "asc"}, {"kind": "asc"}, {"object_id": "asc"})
_FACETS, _FACET, _KINDS, _KIND, _EACH = "facets", "facet:", "kinds", "kind", "each"
_MOST_KINDS = 50
_LEXEMES = "lexemes"
_GROUPED = frozenset(name for names in together.TOGETHER.values() for name in names)


def body_of(demand: Demand) -> dict[str, Any]:
    """Write a demand as the body of a search.

    What narrows everything stands in the query. Kind, facets and currency stand in the filter behind it, since each of the counts
    leaves one of them out. Facets that no filter is set for are counted together: each condition costs.
    """
    filters = {name: _holds(name, values) for name, values in demand.filters.items() if values}
    of_kind = [{"term": {"kind": demand.kind}}] if demand.kind else []
    is_current = _together(
        [{"range": {"current_from": {"lte": demand.on.isoformat()}}}, {"range": {"current_to": {"gt": demand.on.isoformat()}}}]
    )
    current = [] if demand.lapsed else [is_current]
    # Where no hits are shown, nothing is said of what has lapsed: then being current narrows everything.
    narrowing, behind = ([], current) if demand.shows_hits else (current, [])
    aggregations = _counts(demand, filters, of_kind, behind) if demand.is_counted else {}
    if behind:
        aggregations["lapsed"] = {"filter": _together([*of_kind, *filters.values(), {"bool": {"must_not": [is_current]}}])}
    return {
        "query": {"bool": _words(demand, narrowing)},
        "post_filter": _together([*of_kind, *behind, *filters.values()]),
        "aggs": aggregations,
        "sort": _order(demand),
        "track_total_hits": True,
        **_window(demand),
    }


def read_answer(body: Mapping[str, Any], demand: Demand) -> Answer:
    """Read what Elasticsearch answers to `body_of(demand)`."""
    counted = body.get("aggregations", {})
    return Answer(
        total=body["hits"]["total"]["value"],
        candidates=tuple(_candidate(hit["_source"], demand.on) for hit in _hits(body, demand)),
        counts=_numbers(counted[_KINDS if demand.kind else _FACETS][_KIND]) if demand.is_counted else {},
        facets=_facets(counted, demand) if demand.is_counted else {},
        lapsed=counted["lapsed"]["doc_count"] if "lapsed" in counted else 0,
    )


def _counts(demand: Demand, filters: Mapping[str, Any], of_kind: list[Any], current: list[Any]) -> dict[str, Any]:
    """Count kinds and facets; what is narrowed by the same under one condition."""
    alike = [name for name in demand.facets if name not in filters]
    under_one = {group: _words_of(group) for group in _groups(alike)}
    under_one |= {name: _values(f"facets.{name}") for name in alike if name not in _GROUPED}
    counted = {}
    if demand.kind:
        counted[_KINDS] = _counted({_KIND: _values("kind")}, [*current, *filters.values()])
    else:
        under_one[_KIND] = _values("kind")
    if under_one:
        counted[_FACETS] = _counted(under_one, [*of_kind, *current, *filters.values()])
    for name in demand.facets:
        if name in filters:
            others = [held for other, held in filters.items() if other != name]
            # However rare it is, what is chosen is counted.
            every = _values(f"facets.{name}", most=_MOST_VALUES)
            counted[f"{_FACET}{name}"] = _counted({name: every}, [*of_kind, *current, *others])
    return counted


def _facets(counted: Mapping[str, Any], demand: Demand) -> dict[str, dict[str, int]]:
    """Read the counts of the facets, those of a group from its sums."""
    own = {name: counted[f"{_FACET}{name}"][name] for name in demand.facets if f"{_FACET}{name}" in counted}
    alike = [name for name in demand.facets if name not in own]
    found = {name: _numbers(values) for name, values in own.items()}
    found |= {name: _numbers(counted[_FACETS][name]) for name in alike if name not in _GROUPED}
    for group in _groups(alike):
        found |= together.sums(group, counted[_FACETS][group]["buckets"], alike)
    return {name: found[name] for name in demand.facets}


def _groups(names: Collection[str]) -> list[str]:
    return [group for group, members in together.TOGETHER.items() if any(name in names for name in members)]


def _window(demand: Demand) -> dict[str, Any]:
    """Ask for one page of hits, or for some of each kind."""
    if demand.each:
        some = {"name": _EACH, "size": demand.each, "sort": _order(demand)}
        return {"size": _MOST_KINDS, "_source": False, "collapse": {"field": "kind", "inner_hits": some}}
    start = min(demand.start, MOST_HITS)
    return {"from": start, "size": max(0, min(demand.size, MOST_HITS - start))}


def _hits(body: Mapping[str, Any], demand: Demand) -> list[Mapping[str, Any]]:
    hits: list[Mapping[str, Any]] = body["hits"]["hits"]
    return [one for hit in hits for one in hit["inner_hits"][_EACH]["hits"]["hits"]] if demand.each else hits


def _words(demand: Demand, conditions: list[dict[str, Any]]) -> dict[str, Any]:
    """Ask for groups; the score is what a document is worth by where the words stand, as in the other engine."""
    plan, narrowing = demand.plan, [*_narrowing(demand), *conditions]
    if plan is None:
        return {"filter": narrowing}
    if plan.required and not demand.shows_hits:
        # Where nothing is shown nothing is ordered: what only lifts is left out, and others who count the same find it kept.
        return {"filter": [*narrowing, *(_held(group) for group in plan.required)]}
    pairs = [_standing(look, share) for share, look in looks_for_pairs(plan.groups)]
    words: dict[str, Any] = {"must": [_group(group) for group in plan.required], "filter": narrowing}
    lifting = [*(_group(group) for group in plan.optional), *pairs]
    if lifting:
        # Side by side stands only what one of the groups has found, so that any of these will do when nothing is required.
        words |= {"should": lifting, "minimum_should_match": 0 if plan.required else 1}
    return words


def _held(group: Group) -> dict[str, Any]:
    """Ask for what has something of a group: single lexemes as one set, which is far quicker than one after the other."""
    found = [_held_by(look) for look in needed(group)]
    single = [one["term"][_LEXEMES] for one in found if "term" in one]
    others = [one for one in found if "term" not in one]
    held = [{"terms": {_LEXEMES: single}}, *others] if single else others
    return {"bool": {"should": held, "minimum_should_match": 1}} if held else {"match_none": {}}


def _group(group: Group) -> dict[str, Any]:
    standings = [_standing(look, group.weight * worth) for worth, look in looks_of(group)]
    return {"dis_max": {"queries": standings}} if standings else {"match_none": {}}


def _standing(look: Look, worth: float) -> dict[str, Any]:
    return {"constant_score": {"filter": _held_by(look), "boost": round(worth, 6)}}


def _held_by(look: Look) -> dict[str, Any]:
    lexemes = lexemes_for(look.words, look.field)
    held: list[dict[str, Any]] = [{"term": {_LEXEMES: lexeme}} for lexeme in lexemes]
    if look.is_prefix:
        held[-1] = {"prefix": {_LEXEMES: lexemes[-1]}}
    return held[0] if len(held) == 1 else _together(held)


def _narrowing(demand: Demand) -> list[dict[str, Any]]:
    narrowing: list[dict[str, Any]] = [{"terms": {"language": ["", demand.language]}}]
    if demand.near is not None:
        narrowing.append({"geo_distance": {"distance": f"{demand.near.km}km", "points": _point(demand.near)}})
    return narrowing


def _point(near: Near) -> dict[str, float]:
    return {"lat": near.latitude, "lon": near.longitude}


def _holds(name: str, values: tuple[str, ...]) -> dict[str, Any]:
    """Ask for one of the values of a facet; of prices, for one of the ranges."""
    if name != RANGES:
        return {"terms": {f"facets.{name}": list(values)}}
    ranges = [{"range": {"price": {"gte": low, "lt": high}}} for low, high in filter(None, map(price_range, values))]
    return {"bool": {"should": ranges, "minimum_should_match": 1}} if ranges else {"match_none": {}}


def _together(conditions: list[dict[str, Any]]) -> dict[str, Any]:
    return {"bool": {"filter": conditions}} if conditions else {"match_all": {}}


def _values(field: str, most: int = MOST_CHOICES) -> dict[str, Any]:
    return {"terms": {"field": field, "size": most, "shard_size": _MOST_VALUES}}


def _words_of(group: str) -> dict[str, Any]:
    return {"terms": {"field": f"together.{group}", "size": _MOST_WORDS}}


def _counted(fields: Mapping[str, Any], conditions: list[dict[str, Any]]) -> dict[str, Any]:
    return {"filter": _together(conditions), "aggs": dict(fields)}


def _numbers(counted: Mapping[str, Any]) -> dict[str, int]:
    return {bucket["key"]: bucket["doc_count"] for bucket in counted["buckets"]}


def _order(demand: Demand) -> list[Any]:
    first: dict[Sort, list[Any]] = {
        # Of names that are worth the same the shortest says least else.
        Sort.RELEVANCE: ["_score", {"length": "asc"}, {"stars": "desc"}] if demand.plan is not None else [],
        Sort.PRICE_UP: [{"price": {"order": "asc", "missing": "_last"}}],
        Sort.PRICE_DOWN: [{"price": {"order": "desc", "missing": "_last"}}],
        Sort.STARS: [{"stars": "desc"}],
        Sort.NEWEST: [{"fresh": {"order": "desc", "missing": "_last"}}],
    }
    if demand.near is not None:
        first[Sort.NEAREST] = [
            {"_geo_distance": {"points": _point(demand.near), "order": "asc", "unit": "km", "mode": "min"}},
        ]
    return [*first.get(demand.sort, []), *_BY_NAME]


def _candidate(source: Mapping[str, Any], on: date) -> Candidate:
    fresh = source["fresh"]
    return Candidate(
        kind=source["kind"],
        object_id=source["object_id"],
        terms=source["terms"],
        places=tuple(source.get("facets", {}).get(PLACE.name, ())),
        stars=source["stars"],
        fresh=date.fromisoformat(fresh) if fresh else None,
        price=source["price"],
        sort_key=source["sort_key"],
        is_current=date.fromisoformat(source["current_from"]) <= on < date.fromisoformat(source["current_to"]),
    )
