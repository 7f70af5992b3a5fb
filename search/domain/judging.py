"""How good the search is, in numbers: judged queries in, nDCG@10, MRR and the share of queries without a result out.

Gain is 2^grade - 1, discounted by log2 of the rank plus one (Järvelin and Kekäläinen 2002, in the form of Burges and others
2005); MRR looks for the first hit of grade 2 or 3 (of any grade where a query has no better one).
"""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

AT = 10
BEST_GRADE = 3
_GOOD_GRADE = 2


class NotJudgements(ValueError):
    """A file that does not hold judgements as they should be; the message says where."""


@dataclass(frozen=True)
class Judgement:
    """One query of a kind, and the grade (1 to 3) of each thing that a shopper would want; all others are 0."""

    kind: str
    text: str
    grades: Mapping[str, int]


@dataclass(frozen=True)
class Scores:
    """The figures of some queries: how many, mean nDCG@10, mean reciprocal rank, share without any hit."""

    queries: int
    ndcg: float
    mrr: float
    zero: float

    def values(self) -> dict[str, float]:
        """Give the figures by name."""
        return asdict(self)


@dataclass(frozen=True)
class Judged:
    """What one query got."""

    judgement: Judgement
    ndcg: float
    reciprocal_rank: float
    hits: int
    found: tuple[str, ...]


def read_judgements(path: Path) -> list[Judgement]:
    """Read a file: a JSON list of `{"kind": ..., "q": ..., "rel": {name: grade}}`.

    Raises: NotJudgements: it is something else; the message names the entry.
    """
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise NotJudgements(f"{path.name}: {error}") from error
    if not isinstance(entries, list):
        raise NotJudgements(f"{path.name}: a list of judgements is expected")
    return [_judgement(path.name, number, entry) for number, entry in enumerate(entries, start=1)]


def _judgement(name: str, number: int, entry: Any) -> Judgement:
    match entry:
        case {"kind": str(kind), "q": str(text), "rel": dict(grades)} if all(
            isinstance(grade, int) and 0 <= grade <= BEST_GRADE for grade in grades.values()
        ):
            return Judgement(kind, text, grades)
    raise NotJudgements(f'{name}: entry {number} must be {{"kind": text, "q": text, "rel": {{name: 0 to 3}}}}')


def judge(judgement: Judgement, found: Sequence[str]) -> Judged:
    """Judge the names that were found for a query, the best first. Of several things with one name the first counts."""
    found = list(dict.fromkeys(found))
    gains = [_gain(judgement.grades.get(name, 0)) for name in found]
    ideal = sorted(map(_gain, judgement.grades.values()), reverse=True)
    best = _discounted(ideal[:AT])
    least = min(_GOOD_GRADE, max(judgement.grades.values(), default=0)) or 1
    rank = next((place for place, name in enumerate(found, start=1) if judgement.grades.get(name, 0) >= least), 0)
    return Judged(
        judgement,
        ndcg=_discounted(gains[:AT]) / best if best else 1.0,
        reciprocal_rank=1 / rank if rank else 0.0,
        hits=len(found),
        found=tuple(found[:AT]),
    )


def judge_all(judgements: Iterable[Judgement], ask: Callable[[Judgement], Sequence[str]]) -> list[Judged]:
    """Ask and judge query after query; a list."""
    return [judge(judgement, ask(judgement)) for judgement in judgements]


def scores_by_kind(judged: Iterable[Judged]) -> dict[str, Scores]:
    """Give the figures of each kind, and of all under "all"."""
    kinds: dict[str, list[Judged]] = defaultdict(list)
    for one in judged:
        kinds[one.judgement.kind].append(one)
        kinds["all"].append(one)
    return {kind: _scores(group) for kind, group in sorted(kinds.items(), key=lambda pair: (pair[0] == "all", pair[0]))}


def _scores(group: Sequence[Judged]) -> Scores:
    count = len(group)
    return Scores(
        count,
        ndcg=sum(one.ndcg for one in group) / count,
        mrr=sum(one.reciprocal_rank for one in group) / count,
        zero=sum(not one.hits for one in group) / count,
    )


def _gain(grade: int) -> int:
    return 2**grade - 1


def _discounted(gains: Sequence[int]) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, start=1))
