"""What somebody who is still typing may mean: how names of things begin, then products, producers, places, product sets."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from catalog.models import ProductSet
from search.domain.answering import ask
from search.domain.lexicon import Lexicon, lexicon
from search.domain.meaning import Group, GroupKind, Phrase, Plan
from search.domain.ranking import Order, rank
from search.domain.understanding import decode_keyboard
from search.engines.contract import Demand
from search.models import SearchDocument
from search.query import LONGEST_TEXT
from search.sources import sources
from search.terms import Word, words_of

_MOST_WORDS_SHOWN, _MOST_THINGS, _MOST_OTHERS, _MOST_PLACES, _MOST_SETS = 4, 4, 2, 2, 1
_LOOKED_AT = 40
_LONGEST_WORDS = 6


@dataclass(frozen=True)
class Suggestion:
    """One line below the search box.

    `kind` is "words" (`value` is the text to search for), one of the sources (`value` is the object's number), "noi" (a place,
    by its address part) or "bo" (a product set, by its address part).
    """

    kind: str
    label: str
    detail: str = ""
    value: str = ""


def suggest(text: str, *, language: str, today: date) -> list[Suggestion]:
    """Give some lines for a text that is still being typed; none for a single letter."""
    known = lexicon()
    words = decode_keyboard(words_of(text[:LONGEST_TEXT])[:_LONGEST_WORDS], known)
    if not words or len("".join(word.folded for word in words)) < 2:  # noqa: PLR2004
        return []
    start = " ".join(word.folded for word in words)
    return [
        *_beginnings(start, known),
        *_named(words, language, today),
        *(
            Suggestion("noi", place.name, place.kind, place.slug)
            for place in known.gazetteer.beginning_with(start)[:_MOST_PLACES]
        ),
        *_sets(words, language, today),
    ]


def _beginnings(start: str, known: Lexicon) -> list[Suggestion]:
    found = known.vocabulary.completions(start)[:_MOST_WORDS_SHOWN]
    return [Suggestion("words", entry.written, value=entry.written) for entry in found]


def _named(words: list[Word], language: str, today: date) -> list[Suggestion]:
    """Give things whose names hold the words, the last of them only begun: two questions, one for goods and one for all else."""
    *firsts, last = words
    groups = tuple(
        Group(GroupKind.WORD, (Phrase((word.folded,), names_only=True),), word.folded, (word.written,)) for word in firsts
    )
    begun = Group(GroupKind.WORD, (Phrase((last.folded,), is_prefix=True, names_only=True),), last.folded, (last.written,))
    demand = Demand(on=today, plan=Plan((*groups, begun)), language=language, size=_LOOKED_AT)
    order = Order(demand.plan.groups if demand.plan else (), today)
    found: list[Suggestion] = []
    for source in sources():
        answer, _engine = ask(replace(demand, kind=source.kind))
        best = [candidate for candidate, _judged in rank(answer.candidates, order)]
        best = best[: _MOST_THINGS if source.is_thing else _MOST_OTHERS]
        titles = dict(
            SearchDocument.objects.filter(kind=source.kind, object_id__in=[one.object_id for one in best]).values_list(
                "object_id", "title"
            )
        )
        found += [
            Suggestion(source.kind, titles[one.object_id], value=str(one.object_id)) for one in best if one.object_id in titles
        ]
    return found


def _sets(words: list[Word], language: str, today: date) -> list[Suggestion]:
    """Give product sets of today that have a word which begins as the last one does, and all the others."""
    found = []
    for row in ProductSet.objects.on(today).exclude(slug=""):
        name = row.name_en if language == "en" and row.name_en else row.name
        held = [word.folded for word in words_of(name)]
        if all(word.folded in held for word in words[:-1]) and any(one.startswith(words[-1].folded) for one in held):
            found.append(Suggestion("bo", name, value=row.slug))
    return found[:_MOST_SETS]
