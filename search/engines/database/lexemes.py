"""What stands in the index of terms: each term, and each two terms side by side, both with the letter of their field.

So a word, and words in a row, are found by plain entries of an index that keeps no positions, and no row of the table has to be
read to know what stands where.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from search.domain.meaning import FIELDS

# Stands before the first term of a field, so that what a field begins with can be asked for. No term is this.
START = "^"
_LETTERS = dict(zip(FIELDS, "nmpst", strict=True))
# Terms are as long as what people write. PostgreSQL takes 2,046 bytes, of four for a letter at most.
_LONGEST = 500


def lexemes_of(terms: Sequence[str]) -> list[str]:
    """Give all lexemes of a document, each once. Shape: a text of terms for each of `FIELDS`."""
    found: dict[str, None] = {}
    for field, text in zip(FIELDS, terms, strict=True):
        words = text.split()
        found.update(dict.fromkeys(_single(field, word) for word in words))
        found.update(dict.fromkeys(_pair(field, one, other) for one, other in pairwise([START, *words])))
    return list(found)


def lexemes_for(words: Sequence[str], field: str) -> list[str]:
    """Give the lexemes that a document has all of when the words stand side by side in the field.

    The converse is nearly true: of three words, the two halves could stand in different places.
    """
    return [_pair(field, one, other) for one, other in pairwise(words)] or [_single(field, words[0])]


def _single(field: str, word: str) -> str:
    return f"{_LETTERS[field]}{word}"[:_LONGEST]


def _pair(field: str, one: str, other: str) -> str:
    return f"2{_LETTERS[field]}{one}_{other}"[:_LONGEST]
