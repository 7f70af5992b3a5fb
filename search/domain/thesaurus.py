"""Words that mean the same, concepts with what answers them, and words that say nothing; looked up by what was typed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from search.domain.meaning import Phrase
from search.terms import Word, words_of

LONGEST_ENTRY = 5
_MOST_KEPT = 500
_SAME = 0.95
# What answers a concept: the most typical first, none of them as good as the thing itself.
_FIRST_MEANT, _LAST_MEANT = 0.8, 0.68


@dataclass(frozen=True)
class Row:
    """One row as editors write it; `means` is empty for words that mean the same."""

    words: Sequence[str]
    means: Sequence[str] = ()


class Thesaurus:
    """Rows by the folded words that they are found by."""

    def __init__(self, rows: Iterable[Row] = (), stop: Iterable[str] = ()) -> None:
        """Take the rows and the phrases that say nothing."""
        self._rows: dict[str, list[tuple[str, Row]]] = {}
        for row in rows:
            for word in row.words:
                words = _words(word)
                if words:
                    folded, written = " ".join(word.folded for word in words), " ".join(word.written for word in words)
                    self._rows.setdefault(folded, []).append((written, row))
        # Of a concept there are many, and everybody asks for the same concepts.
        self._others: dict[tuple[Word, ...], tuple[Phrase, ...]] = {}
        self._stop: dict[str, set[str]] = {}
        for phrase in stop:
            words = _words(phrase)
            self._stop.setdefault(" ".join(word.folded for word in words), set()).add(" ".join(word.written for word in words))

    def phrases(self) -> Iterable[str]:
        """Give all folded phrases that it knows."""
        return self._rows.keys()

    def is_silent(self, words: Sequence[Word]) -> bool:
        """Tell whether the words say nothing about what is looked for; typed with marks, the marks must agree."""
        return self._agree(words, self._stop.get(" ".join(word.folded for word in words), ()))

    def knows(self, words: Sequence[Word]) -> bool:
        """Tell whether the words stand in a row."""
        return bool(self._rows_for(words))

    def others(self, words: Sequence[Word]) -> tuple[Phrase, ...]:
        """Give what else stands for the words: with their marks, so that "chè" finds "trà" and not "tra"."""
        asked = tuple(words)
        found = self._others.get(asked)
        if found is None:
            found = self._work_out_others(asked)
            if found:  # what stands in no row has no end of spellings
                if len(self._others) >= _MOST_KEPT:
                    self._others = {}
                self._others[asked] = found
        return found

    def _work_out_others(self, words: tuple[Word, ...]) -> tuple[Phrase, ...]:
        found: list[Phrase] = []
        typed = " ".join(word.folded for word in words)
        for row in self._rows_for(words):
            found += [phrase for word in row.words if (phrase := _phrase(word, _SAME)) and _folded(word) != typed]
            step = (_FIRST_MEANT - _LAST_MEANT) / max(1, len(row.means) - 1)
            for place, word in enumerate(row.means):
                if phrase := _phrase(word, _FIRST_MEANT - place * step, names_only=True):
                    found.append(phrase)
                    # What a concept means has other names in other regions.
                    found += self._same(word, phrase.weight)
        return tuple(found)

    def _same(self, word: str, weight: float) -> list[Phrase]:
        written = " ".join(one.written for one in _words(word))
        rows = [row for as_written, row in self._rows.get(_folded(word), ()) if as_written == written and not row.means]
        phrases = [_phrase(other, weight, names_only=True) for row in rows for other in row.words if other != word]
        return [phrase for phrase in phrases if phrase]

    def _rows_for(self, words: Sequence[Word]) -> list[Row]:
        """Give the rows for some words. Marks must agree, unless several words agree in all letters: then a mark has slipped."""
        found = self._rows.get(" ".join(word.folded for word in words), [])
        exact = [row for written, row in found if self._agree(words, (written,))]
        return exact or ([row for _written, row in found] if len(words) > 1 else [])

    @staticmethod
    def _agree(words: Sequence[Word], written: Iterable[str]) -> bool:
        """Tell whether a typed text can be one of these: the same marks, or none typed at all."""
        typed = " ".join(word.written for word in words)
        return any(typed == one or not any(word.has_marks for word in words) for one in written)


@lru_cache(maxsize=16_384)
def _words(text: str) -> tuple[Word, ...]:
    """Give the words of an entry: the same ones stand in many rows."""
    return tuple(words_of(text))


def _folded(text: str) -> str:
    return " ".join(word.folded for word in _words(text))


def _phrase(text: str, weight: float, *, names_only: bool = False) -> Phrase | None:
    words = tuple(word.written for word in _words(text))
    return Phrase(words, weight=weight, names_only=names_only, as_written=True) if words else None
