"""One query and its result, and the engine that answers from the database (decision D8)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from django.db.models import QuerySet
from wagtail.search.backends import get_search_backend
from wagtail.search.query import PlainText

from core.text import fold, nfc, unify_tone_place
from search.models import SearchDocument

# Nobody reads further; it also bounds what one query can cost.
MOST_HITS = 200
LONGEST_TEXT = 200
MOST_WORDS = 12
# Letters and digits only: quotation marks and the like are the engine's own language.
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Query:
    """What somebody looks for: some words, of which kind (all kinds for an empty one), in which language."""

    text: str
    kind: str = ""
    language: str = "vi"

    @property
    def written(self) -> str:
        """The words as written, in one normal form, no more of them than anybody means."""
        return " ".join(_WORD.findall(unify_tone_place(nfc(self.text[:LONGEST_TEXT])))[:MOST_WORDS])

    @property
    def folded(self) -> str:
        """The words without marks."""
        return " ".join(fold(self.written).split()[:MOST_WORDS])


@dataclass(frozen=True)
class Hit:
    """One thing found."""

    kind: str
    object_id: int


@dataclass(frozen=True)
class Result:
    """What was found: the best first, and how many of each kind."""

    hits: list[Hit] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)


def find(query: Query) -> Result:
    """Answer a query from the database.

    Exact accents come before folded ones, current before lapsed. If whole words find nothing, beginnings of words are tried.
    """
    if not query.folded:
        return Result()
    found = _search(query) or _by_beginnings(query)
    ordered = sorted(found, key=lambda document: not document.is_current)  # stable: relevance stays within each half
    counts: dict[str, int] = {}
    for document in ordered:
        counts[document.kind] = counts.get(document.kind, 0) + 1
    hits = [Hit(document.kind, document.object_id) for document in ordered if query.kind in ("", document.kind)]
    return Result(hits, counts)


def _search(query: Query) -> list[SearchDocument]:
    words = PlainText(query.folded, operator="and")
    if fold(query.written) != query.written.casefold():
        # Typed with marks: documents that have the very same marks match twice and come first.
        words = PlainText(query.written, operator="and") | words
    return list(get_search_backend().search(words, _documents(query))[:MOST_HITS])


def _documents(query: Query) -> QuerySet[SearchDocument]:
    return SearchDocument.objects.filter(language__in=["", query.language])


def _by_beginnings(query: Query) -> list[SearchDocument]:
    return list(get_search_backend().autocomplete(query.folded, _documents(query), operator="and")[:MOST_HITS])
