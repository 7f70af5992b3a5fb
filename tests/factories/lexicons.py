"""Lexicons and candidates made by hand, of a few names: nothing of them stands in a database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise

from search.domain.gazetteer import Gazetteer, Place
from search.domain.lexicon import Lexicon
from search.domain.thesaurus import Row, Thesaurus
from search.domain.vocabulary import Entry, Vocabulary
from search.engines.contract import Candidate
from search.terms import terms_of, words_of


def entries_of(*names: str) -> list[Entry]:
    """Give the words and pairs of words of some names of goods, and how the names begin."""
    counts: Counter[str] = Counter()
    begins: Counter[str] = Counter()
    written: dict[str, str] = {}
    for name in names:
        words = words_of(name)
        pieces = [*([word] for word in words), *(list(pair) for pair in pairwise(words))]
        starts = [words[:length] for length in range(1, len(words) + 1)]
        for found, counter in ((pieces, counts), (starts, begins)):
            for piece in found:
                text = " ".join(word.folded for word in piece)
                counter[text] += 1
                written[text] = " ".join(word.written for word in piece)
    return [Entry(text, written[text], max(1, counts[text]), begins[text]) for text in written]


def lexicon_of(*names: str, rows: Iterable[Row] = (), stop: Iterable[str] = (), places: Iterable[Place] = ()) -> Lexicon:
    """Give a lexicon that knows the words of some names of goods."""
    return Lexicon(Vocabulary(entries_of(*names)), Thesaurus(rows, stop), Gazetteer(places))


def candidate_of(
    name: str,
    *,
    maker: str = "",
    place: Sequence[str] = (),
    places: Sequence[str] = (),
    sort: Sequence[str] = (),
    values: Sequence[str] = (),
    text: Sequence[str] = (),
    number: int = 1,
    kind: str = "san-pham",
    stars: int = 3,
    fresh: date | None = None,
    is_current: bool = True,
) -> Candidate:
    """Give a document as an engine gives it."""
    return Candidate(
        kind=kind,
        object_id=number,
        terms={
            "name": terms_of(name),
            "maker": terms_of(maker),
            "place": terms_of(*place, values=places),
            "sort": terms_of(*sort, values=values),
            "text": terms_of(*text),
        },
        places=tuple(places),
        stars=stars,
        fresh=fresh,
        sort_key=name,
        is_current=is_current,
    )
