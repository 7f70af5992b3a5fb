"""Places by the names people give them: old and new, with the word for their kind or without."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from search.terms import Word, words_of

LONGEST_NAME = 6
# Short forms that people type before a name, and the kinds that they stand for.
_KIND_WORDS = {
    "tinh": {"tinh"}, "thanh pho": {"thanh pho"}, "tp": {"thanh pho"}, "huyen": {"huyen"}, "h": {"huyen"}, "thi xa": {"thi xa"},
    "tx": {"thi xa"}, "xa": {"xa"}, "x": {"xa"}, "phuong": {"phuong"}, "p": {"phuong"}, "thi tran": {"thi tran"},
    "tt": {"thi tran"},
    "dac khu": {"dac khu"},
}  # fmt: skip


@dataclass(frozen=True)
class Place:
    """One unit: address part, own name, the word for its kind, and the larger ones in which it lies. Level 0 is a province."""

    slug: str
    name: str
    kind: str
    level: int
    is_ended: bool = False
    within: tuple[str, ...] = ()


class Gazetteer:
    """Places by their folded names."""

    def __init__(self, places: Iterable[Place] = ()) -> None:
        """Take all places, old and new."""
        self.by_slug: dict[str, Place] = {}
        self._by_name: dict[str, list[Place]] = {}
        for place in places:
            self.by_slug[place.slug] = place
            self._by_name.setdefault(" ".join(word.folded for word in words_of(place.name)), []).append(place)
        self._names = sorted(self._by_name)

    def find(self, words: Sequence[Word]) -> list[Place]:
        """Give the places that the words name, the existing and the larger ones first; with a word for the kind only that kind.

        A name typed with marks must have those marks.
        """
        kinds, rest = _without_kind(words)
        found = self._by_name.get(" ".join(word.folded for word in rest), []) if rest else []
        if not found and kinds:
            # "Phường" and "Xã" may be part of a name that is known as a whole.
            kinds, rest = set(), list(words)
            found = self._by_name.get(" ".join(word.folded for word in rest), [])
        if kinds:
            found = [place for place in found if " ".join(word.folded for word in words_of(place.kind)) in kinds]
        if any(word.has_marks for word in rest):
            written = [word.written for word in rest]
            found = [place for place in found if [word.written for word in words_of(place.name)] == written]
        return sorted(found, key=lambda place: (place.level, place.is_ended, place.slug))

    def beginning_with(self, start: str) -> list[Place]:
        """Give places whose name begins so, the larger ones first; a list."""
        found: list[Place] = []
        for name in self._names[bisect_left(self._names, start) :]:
            if not name.startswith(start):
                break
            found += self._by_name[name]
        return sorted(found, key=lambda place: (place.level, place.is_ended, len(place.name), place.slug))


def _without_kind(words: Sequence[Word]) -> tuple[set[str], list[Word]]:
    for length in (2, 1):
        kinds = _KIND_WORDS.get(" ".join(word.folded for word in words[:length]))
        if kinds and len(words) > length:
            return kinds, list(words[length:])
    return set(), list(words)
