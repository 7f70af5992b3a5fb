"""What a word is worth by where it stands: the measures of the ranking, which engines too may guess by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from search.domain.meaning import Group, GroupKind

_FIELD = {"name": 1.0, "maker": 0.62, "place": 0.55, "sort": 0.5, "text": 0.3}
# By kind of group. Trà My is a place and no tea; a co-operative may be named after one of its goods.
FIELD_WORTH: Mapping[GroupKind, Mapping[str, float]] = {
    GroupKind.THING: {"name": 1.0, "maker": 0.3, "place": 0.1, "sort": 0.5, "text": 0.3},
    GroupKind.WORD: _FIELD,
    GroupKind.PLACE: {"name": 0.95, "maker": 0.6, "place": 1.0, "sort": 0.3, "text": 0.4},
    GroupKind.VALUE: dict.fromkeys(_FIELD, 1.0),
}
# What is not worth more stands in the long text only: a thing is mentioned there, not named.
MENTIONED = _FIELD["text"]
OTHER_MARKS = 0.7
SIDE_BY_SIDE, WHOLE_NAME, NOTHING_ELSE = 0.5, 0.25, 0.05
STAR, FRESH, FRESH_DAYS = 0.012, 0.008, 3 * 365
# Documents are parted by how much worse than the best they fit: in each part current comes before lapsed.
PART = 0.15
# A name says first what the thing is: gạo nếp is rice, mỳ gạo is noodles.
_INSIDE_NAME = 0.82
# What answers a concept must be the thing itself: pepper, not chicken with pepper.
_INSIDE_NAME_MEANT = 0.6
_MEANT = 0.9


def inside_name(weight: float) -> float:
    """Give what a phrase of a weight is worth in a name that begins with something else, beside 1 at the beginning."""
    return _INSIDE_NAME if weight > _MEANT else _INSIDE_NAME_MEANT


def pairs(groups: Sequence[Group]) -> list[tuple[Group, Group]]:
    """Give the groups that would stand side by side in a name if it named what was typed: things and words in a row."""
    named = (GroupKind.THING, GroupKind.WORD)
    return [(one, other) for one, other in pairwise(groups) if one.kind in named and other.kind in named]


def most(groups: Sequence[Group]) -> float:
    """Give what a document is worth that fits in everything; never 0."""
    return sum(group.weight for group in groups) + SIDE_BY_SIDE * len(pairs(groups)) or 1.0
