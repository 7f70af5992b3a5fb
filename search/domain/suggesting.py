"""What somebody who is still typing may mean: how names of things begin, then products, producers, places, product sets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from search.domain.answering import ask
from search.domain.lexicon import Lexicon, lexicon
from search.domain.meaning import Group, GroupKind, Phrase, Plan
from search.domain.ranking import Order, rank
from search.domain.understanding import decode_keyboard
from search.engines.contract import Demand
from search.models import SearchDocument
from search.moment import one_moment
from search.query import LONGEST_TEXT
from search.sources import sources
from search.terms import Word, words_of

_MOST_WORDS_SHOWN, _MOST_THINGS, _MOST_OTHERS, _MOST_PLACES, _MOST_SETS = 4, 4, 2, 2, 1
_LOOKED_AT = 12
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
    with one_moment():
        return _suggest(text, language, today, lexicon())


def _suggest(text: str, language: str, today: date, known: Lexicon) -> list[Suggestion]:
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
        *_sets(words, language, today, known),
    ]


def _beginnings(start: str, known: Lexicon) -> list[Suggestion]:
    found = known.vocabulary.completions(start)[:_MOST_WORDS_SHOWN]
    return [Suggestion("words", entry.written, value=entry.written) for entry in found]


def _named(words: list[Word], language: str, today: date) -> list[Suggestion]:
    """Give things whose names hold the words, the last of them only begun."""
    *firsts, last = words
    groups = tuple(
        Group(GroupKind.WORD, (Phrase((word.folded,), names_only=True),), word.folded, (word.written,)) for word in firsts
    )
    begun = Group(GroupKind.WORD, (Phrase((last.folded,), is_prefix=True, names_only=True),), last.folded, (last.written,))
    plan = Plan((*groups, begun))
    answer, _engine = ask(Demand(on=today, plan=plan, language=language, each=_LOOKED_AT, is_counted=False))
    ranked = [candidate for candidate, _judged in rank(answer.candidates, Order(plan.groups, today))]
    best = [
        candidate
        for source in sources()
        for candidate in [one for one in ranked if one.kind == source.kind][: _MOST_THINGS if source.is_thing else _MOST_OTHERS]
    ]
    numbers = [candidate.object_id for candidate in best]
    documents = SearchDocument.objects.filter(kind__in={candidate.kind for candidate in best}, object_id__in=numbers)
    titles = {(kind, number): title for kind, number, title in documents.values_list("kind", "object_id", "title")}
    return [
        Suggestion(one.kind, titles[one.kind, one.object_id], value=str(one.object_id))
        for one in best
        if (one.kind, one.object_id) in titles
    ]


def _sets(words: list[Word], language: str, today: date, known: Lexicon) -> list[Suggestion]:
    """Give product sets of today that have a word which begins as the last one does, and all the others."""
    found = []
    for product_set in known.product_sets:
        held, name = product_set.names[language if language in product_set.names else "vi"]
        begins = any(one.startswith(words[-1].folded) for one in held)
        if begins and all(word.folded in held for word in words[:-1]) and today in product_set.period:
            found.append(Suggestion("bo", name, value=product_set.slug))
    return found[:_MOST_SETS]
