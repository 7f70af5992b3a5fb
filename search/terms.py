"""Terms: the words that are indexed and asked for, the same in every engine because they are made here.

A term is a run of letters and digits, small, composed (NFC), with one spelling for hòa and hoà and one for mỳ and mì. A text is
indexed as its terms as they are written, a bar, and its terms without marks: "Cu đơ" as "cu đơ | cu do". So words side by side
can be asked for in either form in one field, and engines need to know nothing of Vietnamese: they part at spaces. Several texts
follow one another, each in both forms; behind them stand the values of facets that a text may name, as terms of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from core.text import fold, nfc, unify_i, unify_tone_place

_WORD = re.compile(r"[^\W_]+")
BAR = "|"
# Marks a term that stands for a value, not for a word that somebody wrote; no word begins with it.
VALUE_MARK = "@"


@dataclass(frozen=True)
class Word:
    """One word of a text: with its marks and without, both as terms."""

    written: str
    folded: str

    @property
    def has_marks(self) -> bool:
        """Whether it was written with marks: only then do the marks say which word is meant."""
        return self.written != self.folded


def words_of(text: str) -> list[Word]:
    """Give the words of a text, in order.

    Of the spellings that are in use side by side terms have one: `core.text.unify_tone_place`, `unify_i`. Folding is `fold`.
    """
    return [word for found in _WORD.findall(unify_tone_place(nfc(text)).casefold()) if (word := _word(found)) is not None]


# Texts are written with the same few thousand syllables.
@lru_cache(maxsize=16_384)
def _word(found: str) -> Word | None:
    """Give one word; None for a letter that folds into nothing, or into a separator."""
    written = unify_i(found)
    folded = fold(written).replace(" ", "")
    return Word(written, folded) if folded else None


def folded_words(text: str) -> list[str]:
    """Give the words of a text without marks."""
    return [word.folded for word in words_of(text)]


def terms_of(*texts: str, values: Iterable[str] = ()) -> str:
    """Give what a field of a document is indexed as: of each text the words as written and without marks, then the values."""
    parts: list[str] = []
    for text in texts:
        if words := words_of(text):
            parts += [" ".join(word.written for word in words), " ".join(word.folded for word in words)]
    marked = " ".join(value_term(value) for value in values)
    return f" {BAR} ".join([*parts, marked] if marked else parts)


def value_term(value: str) -> str:
    """Give the term that stands for a value: a place by its address part, an amount."""
    return VALUE_MARK + value


def both_forms(terms: str) -> list[tuple[str, str]]:
    """Part a field into its texts again: each as written and without marks; a list. The values are left out."""
    parts = terms.split(f" {BAR} ")
    return list(zip(parts[::2], parts[1::2], strict=False))
