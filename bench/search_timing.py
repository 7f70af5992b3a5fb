"""How long answers take and whether they hold what was asked for, within one process."""

from __future__ import annotations

import math
import statistics
from collections import Counter, defaultdict
from collections.abc import Sequence
from random import Random
from typing import Any

from bench import wagtail_default
from bench.asked import mix, sample, slip
from bench.catalogue import SEED, Catalogue
from bench.clocks import Clock, Spent
from core.text import fold
from search.domain.answering import engines
from search.domain.finding import find
from search.domain.lexicon import lexicon
from search.domain.suggesting import suggest
from search.engines.database.columns import columns
from search.facets import FACETS
from search.query import Query

SHOWN = tuple(facet.name for facet in FACETS if facet.is_shown)
_TYPED_NAMES, _COMPARED_NAMES = 40, 200
_LOOKED_AT = 10


def measure(catalogue: Catalogue, size: int, rounds: int) -> dict[str, Any]:
    """Time the loading of what is kept in memory, the mix of queries by sort, and suggestions while names are typed."""
    clock = Clock()
    loading = {"lexicon": clock(lexicon).wall / 1000}
    if len(engines()) == 1:  # the cluster needs no columns
        loading["columns"] = clock(columns).wall / 1000
    today = catalogue.today
    by: Counter[str] = Counter()
    empty: Counter[str] = Counter()
    for one in mix(catalogue, size, 0):  # unmeasured: connections, statements and pages of the disk are warm then
        result = find(one.query, today=today, facets=SHOWN)
        by[result.engine] += 1
        empty[one.sort] += not result.total
    times: dict[str, list[Spent]] = defaultdict(list)
    slowest = (0.0, "")
    for number in range(1, rounds + 1):
        for one in mix(catalogue, size, number):
            spent = clock(lambda query=one.query: find(query, today=today, facets=SHOWN))
            times[one.sort].append(spent)
            slowest = max(slowest, (spent.work, one.query.text))
    typing = [
        clock(lambda text=name[:length]: suggest(text, language="vi", today=today))
        for name in (good.name for good in sample(catalogue, size, _TYPED_NAMES, Random(SEED + 2)))
        for length in range(2, len(name) + 1)
    ]
    return {
        "loading": loading,
        "all": _cuts([spent for some in times.values() for spent in some]),
        "sorts": {sort: {**_cuts(some), "empty": empty[sort], "queries": len(some) // rounds} for sort, some in times.items()},
        "slowest": slowest,
        "suggestions": _cuts(typing),
        "engines": by,
    }


def compare(catalogue: Catalogue, size: int) -> dict[str, Any]:
    """Look for names typed exactly, without marks and with a slip, here and with Wagtail's search, in turn."""
    rng, clock = Random(SEED + 3), Clock()
    names = [good.name for good in sample(catalogue, size, _COMPARED_NAMES, rng)]
    typed = {
        "exactly": names,
        "without marks": [fold(name) for name in names],
        # Half of the people who slip leave the marks out as well.
        "with one slip": [slip(name if place % 2 else fold(name), rng) for place, name in enumerate(names)],
    }
    found: dict[str, dict[str, Any]] = {}
    for way, texts in typed.items():
        rows: dict[str, list[tuple[Spent, int]]] = {"ours": [], "wagtail": []}
        for name, text in zip(names, texts, strict=True):
            for who, look in (("ours", _look_here), ("wagtail", wagtail_default.look)):
                # The second time counts, for both.
                titles = look(catalogue, text)
                rows[who].append((clock(lambda look=look, text=text: look(catalogue, text)), _rank(name, titles)))
        found[way] = {who: _figures(some) for who, some in rows.items()}
    return {"ways": found}


def _look_here(catalogue: Catalogue, text: str) -> list[str]:
    result = find(Query(text, kind="san-pham"), today=catalogue.today, facets=SHOWN)
    return [catalogue.good(hit.object_id).name for hit in result.hits[:_LOOKED_AT]]


def _rank(name: str, titles: Sequence[str]) -> int:
    """Give the place of the first thing of this name, from 1 on; 0 when it is not among the first ten."""
    return next((place for place, title in enumerate(titles[:_LOOKED_AT], start=1) if title == name), 0)


def _figures(rows: Sequence[tuple[Spent, int]]) -> dict[str, float]:
    """Give times, the share found among the first ten, and nDCG at ten with the one thing that was meant."""
    count = len(rows)
    return {
        **_cuts([spent for spent, _rank in rows]),
        "found": sum(1 for _spent, rank in rows if rank) / count,
        "ndcg": sum(1 / math.log2(rank + 1) for _spent, rank in rows if rank) / count,
    }


def _cuts(times: Sequence[Spent]) -> dict[str, float]:
    """Give percentiles of the time on the wall, and of the work under names that begin with it."""
    found: dict[str, float] = {}
    for prefix, values in (("", [one.wall for one in times]), ("work_", [one.work for one in times])):
        cuts = statistics.quantiles(values, n=100, method="inclusive")
        found |= {f"{prefix}p50": cuts[49], f"{prefix}p95": cuts[94], f"{prefix}p99": cuts[98], f"{prefix}max": max(values)}
    return found
