"""What stands in an index of terms: each term, and each two terms side by side, both with the letter of their field.

So a word, and words in a row, are found by plain entries of an index that keeps no positions, and nothing but the index has to be
read to know what stands where. The engines differ in how they keep these entries, and in nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise

from search.domain.meaning import FIELDS

# Stands before the first term of a field, so that what a field begins with can be asked for. No term is this.
START = "^"
_LETTERS = dict(zip(FIELDS, "nmpst", strict=True))
# Terms are as long as what people write; even two of them in one lexeme stay below the 255 letters that the cluster takes as one.
_LONGEST_TERM = 120
# PostgreSQL takes a megabyte of lexemes. Pairs of the long text come last, so of a book they are what is left out.
_MOST_BYTES, _BYTES_OF_A_LETTER = 1_000_000, 4


def lexemes_of(terms: Sequence[str]) -> list[str]:
    """Give all lexemes of a document, each once. Shape: a text of terms for each of `FIELDS`."""
    found: list[str] = []
    for field, text in zip(FIELDS, terms, strict=True):
        words = _short(text.split())
        letter = _LETTERS[field]
        found += [letter + word for word in words]
        found += [f"2{letter}{one}_{other}" for one, other in pairwise([START, *words])]
    lexemes = list(dict.fromkeys(found))
    if sum(map(len, lexemes)) * _BYTES_OF_A_LETTER > _MOST_BYTES:
        sizes = accumulate(len(lexeme.encode()) for lexeme in lexemes)
        lexemes = [lexeme for lexeme, size in zip(lexemes, sizes, strict=True) if size <= _MOST_BYTES]
    return lexemes


def lexemes_for(words: Sequence[str], field: str) -> list[str]:
    """Give the lexemes that a document has all of when the words stand side by side in the field.

    The converse is nearly true: of three words, the two halves could stand in different places.
    """
    words, letter = _short(words), _LETTERS[field]
    return [f"2{letter}{one}_{other}" for one, other in pairwise(words)] or [letter + words[0]]


def _short(words: Sequence[str]) -> Sequence[str]:
    return words if max(map(len, words), default=0) <= _LONGEST_TERM else [word[:_LONGEST_TERM] for word in words]
