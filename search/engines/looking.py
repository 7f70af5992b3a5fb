"""What the index of terms is asked for a plan, and what it is worth that something stands somewhere.

The index is never asked how well a document fits. It tells who has what, which is quick in every database, and can be kept; the
worth comes from where the words stand. So what is ranked afterwards is chosen by nearly the same measure as it is ranked by.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from search.domain.meaning import Group, GroupKind, Phrase
from search.domain.worth import FIELD_WORTH, OTHER_MARKS, SIDE_BY_SIDE, inside_name, pairs
from search.engines.lexemes import START
from search.terms import BAR

_TERM = re.compile(r"(?:[^\W_]|[|@-])+")


class Look(NamedTuple):
    """A question to the index: which documents have these words side by side in a field, the last perhaps only begun."""

    words: tuple[str, ...]
    field: str
    is_prefix: bool = False


class Every(NamedTuple):
    """A question for what has something of every group: one look of each is enough."""

    groups: tuple[tuple[Look, ...], ...]


def needed(group: Group) -> tuple[Look, ...]:
    """Give the looks of which a document must answer one; what only says that something stands first is left out."""
    return tuple(look for _worth, look in looks_of(group) if look.words[0] not in (START, BAR))


@lru_cache(maxsize=256)
def looks_of(group: Group) -> tuple[tuple[float, Look], ...]:
    """Give what to ask for a group, with what each is worth: the least first, so that the better overwrites it."""
    found: dict[Look, float] = {}
    for phrase in group.phrases:
        # What is no term stands nowhere.
        if all(_TERM.fullmatch(word) for word in phrase.words):
            for look, worth in _standings(phrase, group):
                found[look] = max(worth, found.get(look, 0.0))
    return tuple(sorted(((worth, look) for look, worth in found.items()), key=lambda one: one[0]))


def looks_for_pairs(groups: Sequence[Group]) -> list[tuple[float, Look]]:
    """Give what to ask for words that are typed side by side, and may stand so in a name."""
    return [
        (
            SIDE_BY_SIDE,
            Look((*one.text.split(), *other.text.split()), "name", any(phrase.is_prefix for phrase in other.phrases)),
        )
        for one, other in pairs(groups)
    ]


def _standings(phrase: Phrase, group: Group) -> Iterator[tuple[Look, float]]:
    """Give where a phrase can stand, and what that is worth."""
    for words, share in _spellings(phrase, group):
        for field in phrase.fields:
            worth = FIELD_WORTH[group.kind][field] * phrase.weight * share
            if field == "name" and group.kind == GroupKind.THING:
                if share == 1.0:
                    # A name begins with its form as written; the one without marks stands behind a bar.
                    is_written = phrase.as_written or words != phrase.words
                    yield Look((START if is_written else BAR, *words), field, phrase.is_prefix), worth
                worth *= inside_name(phrase.weight)
            yield Look(words, field, phrase.is_prefix), worth


def _spellings(phrase: Phrase, group: Group) -> list[tuple[tuple[str, ...], float]]:
    """Give the words of a phrase; of a thing that was typed with marks, with these, and without them for less."""
    if group.kind == GroupKind.THING and group.has_marks and phrase.text == group.text and group.written != phrase.words:
        return [(group.written, 1.0), (phrase.words, OTHER_MARKS)]
    return [(phrase.words, 1.0)]
