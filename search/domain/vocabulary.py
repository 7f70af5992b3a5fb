"""The words that stand in documents, in memory: which are known, which stand side by side, and what a slip was meant to be.

Slips are found by a deletion index: a word and what was typed share a form that lacks a letter of each, so nothing is searched
through.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

# Shorter words have too many neighbours: "ca" could be anything.
SHORTEST_FOR_ONE = 3
SHORTEST_FOR_TWO = 6
_INDEXED_LENGTH = 16


@dataclass(frozen=True)
class Entry:
    """What is known of a word or of words side by side."""

    text: str
    written: str
    count: int
    begins: int


class Vocabulary:
    """Known words and pairs of words, all folded."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        """Take what is known."""
        self._entries: dict[str, Entry] = {}
        self._deletions: dict[str, frozenset[str]] = {}
        self._beginnings: list[str] | None = None
        self._begin: dict[str, frozenset[str]] = {}
        # How names begin, written without spaces: by each form that lacks one letter at most.
        self._joined: dict[str, frozenset[str]] = {}
        self._sounds: dict[str, frozenset[str]] = {}
        self.total = 1
        for entry in entries:
            self.add(entry)

    def add(self, entry: Entry) -> None:
        """Take one more word; one that is known keeps the larger counts, and of two spellings the one with marks."""
        known = self._entries.get(entry.text)
        if known is not None:
            written = known.written if known.written != known.text else entry.written
            entry = Entry(entry.text, written, max(known.count, entry.count), max(known.begins, entry.begins))
        self._entries[entry.text] = entry
        self._beginnings = None
        if entry.begins > 1 and " " in entry.text and (known is None or known.begins < 2):  # noqa: PLR2004  that is: not yet one
            for form in _lacking_one(entry.text.replace(" ", "")):
                _join(self._joined, form, entry.text)
        if known is None and " " not in entry.text:
            self.total += entry.count
            if not entry.text.isdecimal():
                for form in _deletions(entry.text):
                    _join(self._deletions, form, entry.text)
                _join(self._begin, entry.text[:2], entry.text)
                _join(self._sounds, sound(entry.text), entry.text)

    def knows(self, text: str) -> bool:
        """Tell whether a word, or words side by side, stand somewhere."""
        return text in self._entries

    def count(self, text: str) -> int:
        """Give in how many places it stands."""
        entry = self._entries.get(text)
        return entry.count if entry else 0

    def written(self, text: str) -> str:
        """Give it as it is most often written, with marks; as it is when it is not known."""
        entry = self._entries.get(text)
        return entry.written if entry else text

    def is_beginning(self, text: str) -> bool:
        """Tell whether names of several things begin with it: then it says what kind of thing they are."""
        entry = self._entries.get(text)
        return entry is not None and entry.begins > 1

    def begins(self, text: str) -> int:
        """Give how many names begin with it."""
        entry = self._entries.get(text)
        return entry.begins if entry else 0

    def rarity(self, text: str) -> float:
        """Give how much a word says: near 1 for one that stands in one place, near 0 for one that stands everywhere."""
        return math.log((self.total + 1) / (self.count(text) + 1)) / math.log(self.total + 1)

    def beginning_with(self, start: str) -> Iterator[str]:
        """Give the known words that begin so, in no order."""
        if len(start) >= 2:  # noqa: PLR2004  what the buckets are made by
            yield from (word for word in self._begin.get(start[:2], ()) if word.startswith(start))

    def completions(self, start: str) -> list[Entry]:
        """Give how names begin that begin with this text, the most frequent first; a list."""
        beginnings = self._beginnings
        if beginnings is None:
            beginnings = self._beginnings = sorted(text for text, entry in list(self._entries.items()) if entry.begins > 1)
        found = []
        for place in range(bisect_left(beginnings, start), len(beginnings)):
            if not beginnings[place].startswith(start):
                break
            found.append(self._entries[beginnings[place]])
        return sorted(found, key=lambda entry: (-entry.begins, len(entry.text), entry.text))

    def near(self, word: str) -> dict[str, int]:
        """Give the known words that a slip may have meant, with the number of slips: 1, or 2 for a long word."""
        most = 2 if len(word) >= SHORTEST_FOR_TWO else 1 if len(word) >= SHORTEST_FOR_ONE else 0
        if not most or len(word) > _INDEXED_LENGTH:
            return {}
        candidates = {known for form in _deletions(word) for known in self._deletions.get(form, ())}
        found = {known: distance(word, known, most) for known in candidates if known != word}
        return {known: slips for known, slips in found.items() if slips <= most}

    def sounding_like(self, word: str) -> frozenset[str]:
        """Give the known words that many people say, and some write, alike."""
        return self._sounds.get(sound(word), frozenset()) - {word}

    def split(self, word: str) -> tuple[str, ...] | None:
        """Part a word in which spaces were forgotten into known words, as few as possible; None when it cannot be.

        Of several ways the one whose words stand side by side in documents is taken.
        """
        joined = self.near_joined(word)
        if joined and joined.replace(" ", "") == word:
            return tuple(joined.split())
        best: dict[int, tuple[float, tuple[str, ...]]] = {0: (0.0, ())}
        for end in range(1, len(word) + 1):
            options = []
            for start in range(max(0, end - 8), end):
                part = word[start:end]
                if start in best and len(part) > 1 and self.knows(part):
                    cost, parts = best[start]
                    stands = not parts or self.knows(f"{parts[-1]} {part}")
                    options.append((cost + 1.0 + (0.0 if stands else 1.5) + 0.3 * self.rarity(part), (*parts, part)))
            if options:
                best[end] = min(options)
        found = best.get(len(word))
        if found is not None and len(found[1]) > 1:  # one word is no split
            pairs = zip(found[1], found[1][1:], strict=False)
            if all(self.knows(f"{one} {other}") for one, other in pairs):
                return found[1]
        return tuple(joined.split()) if joined else None

    def near_joined(self, word: str) -> str:
        """Give how names begin that differs from the word by its spaces and by one slip at most; nothing when none does."""
        if len(word) <= SHORTEST_FOR_ONE or len(word) > _INDEXED_LENGTH:
            return ""
        candidates = {known for form in _lacking_one(word) for known in self._joined.get(form, ())}
        close = [(distance(word, known.replace(" ", ""), 1), -self._entries[known].begins, known) for known in candidates]
        return min((one for one in close if one[0] <= 1), default=(0, 0, ""))[2]


def _join(sets: dict[str, frozenset[str]], key: str, text: str) -> None:
    """Put a set with one more text in the place of the old one: another thread may just be reading that."""
    sets[key] = sets.get(key, frozenset()) | {text}


_SOUNDS = (
    (re.compile(r"^(?:gi(?=[aeou])|r|gi$)"), "d"),  # dây, giây, rây: alike in the north
    (re.compile(r"^s"), "x"),
    (re.compile(r"^tr"), "ch"),
    (re.compile(r"^l"), "n"),
    (re.compile(r"^k(?=[eiy])"), "c"),
    (re.compile(r"^ngh(?=[eiy])"), "ng"),
    (re.compile(r"^gh(?=[eiy])"), "g"),
    (re.compile(r"ng$|nh$"), "n"),  # alike in the south
    (re.compile(r"c$|ch$"), "t"),
)


def sound(word: str) -> str:
    """Give a key that is the same for folded syllables that sound alike in some region, and are mixed up in writing."""
    for pattern, plain in _SOUNDS:
        word = pattern.sub(plain, word)
    return word


def distance(one: str, other: str, most: int) -> int:
    """Count the slips between two words: a letter too many, too few, wrong, or two exchanged; `most` + 1 when there are more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        now = [row]
        for column, wanted in enumerate(other, start=1):
            cost = min(last[column] + 1, now[column - 1] + 1, last[column - 1] + (letter != wanted))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == wanted:
                cost = min(cost, before[column - 2] + 1)
            now.append(cost)
        before, last = last, now
    return min(last[-1], most + 1)


def _lacking_one(word: str) -> set[str]:
    """Give the word itself and the forms that lack one letter."""
    return {word} | {word[:place] + word[place + 1 :] for place in range(len(word))}


def _deletions(word: str) -> set[str]:
    """Give the word itself and the forms that lack one letter; two for a long word."""
    word = word[:_INDEXED_LENGTH]
    forms = _lacking_one(word)
    if len(word) >= SHORTEST_FOR_TWO:
        forms |= {form[:place] + form[place + 1 :] for form in set(forms) - {word} for place in range(len(form))}
    return forms
