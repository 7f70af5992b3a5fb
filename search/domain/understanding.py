"""From a text to what it asks for: amounts and places become filters, words become groups, slips are put right."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import replace

from core.text import fold, nfc
from search.domain import amounts
from search.domain.gazetteer import LONGEST_NAME, Place
from search.domain.keyboards import decode
from search.domain.lexicon import Lexicon
from search.domain.meaning import FORMS, Group, GroupKind, Meaning, Phrase, Understood
from search.domain.thesaurus import LONGEST_ENTRY
from search.domain.words import LONGEST_BEGINNING
from search.facets import NAMED, PLACE
from search.query import MOST_WORDS
from search.terms import Word, value_term, words_of

_LONGEST = max(LONGEST_NAME, LONGEST_ENTRY, LONGEST_BEGINNING)
# The name of a place may be part of the name of a thing: both are looked for.
_PLACE_NAME = 0.9
_NAMED = frozenset(facet.name for facet in NAMED)
_BEGUN = 0.8
_FIRST_THING, _OTHER_THING, _PLACE, _VALUE, _WORD = 2.0, 1.3, 1.1, 0.4, 0.5


def understand(text: str, known: Lexicon, *, literal: bool = False) -> Meaning:
    """Work out what a text asks for. `literal` takes every word as it is typed."""
    text = re.sub(r"\s+", " ", nfc(text)).strip()
    found = amounts.find_amounts(text)
    rest = _without(text, [(one.start, one.end) for one in found])
    words = words_of(rest)[:MOST_WORDS]
    if not literal:
        words = decode_keyboard(words, known)
    parts = _segment(words, known)
    groups = [*_groups(parts, known), *(_value_group(one) for one in found if one.facet in _NAMED)]
    filters: dict[str, tuple[str, ...]] = {}
    for one in found:
        if one.facet not in _NAMED:
            filters[one.facet] = (*filters.get(one.facet, ()), *one.values)
    understood = [
        Understood(
            one.facet,
            text[one.start : one.end],
            tuple((value, "") for value in one.values),
            _without(text, [(one.start, one.end)]),
        )
        for one in found
    ]
    as_read = " ".join([*(word.written for word in words), *(text[one.start : one.end] for one in found)])
    understood += [
        _place_understood(group, part, text, as_read)
        for group, part in zip(groups, parts, strict=False)
        if group.kind == GroupKind.PLACE
    ]
    return Meaning(tuple(groups), filters, tuple(understood), " ".join(word.written for word in words))


def decode_keyboard(words: Sequence[Word], known: Lexicon) -> list[Word]:
    """Put right what needs no guessing: left-overs of Telex and VNI, and words without a space between."""
    decoded: list[Word] = []
    for word in words:
        if known.vocabulary.knows(word.folded) or word.folded.isdecimal():
            decoded.append(word)
            continue
        said = decode(word.written)
        meant = words_of(said) if said is not None else []
        if meant and all(known.vocabulary.knows(one.folded) for one in meant):
            decoded += meant
        elif parts := known.vocabulary.split(word.folded):
            decoded += _parted(word, parts)
        else:
            decoded.append(word)
    return decoded


def _parted(word: Word, parts: Sequence[str]) -> list[Word]:
    """Part a word with the marks it was typed with."""
    found, start = [], 0
    for part in parts:
        written = word.written[start : start + len(part)] if len(word.written) == len(word.folded) else part
        found.append(Word(written, part))
        start += len(part)
    return found


def _segment(words: Sequence[Word], known: Lexicon) -> list[tuple[GroupKind, list[Word], list[Place]]]:
    """Part words into things, places and single words, the longest known phrase first; what says nothing is left out."""
    parts: list[tuple[GroupKind, list[Word], list[Place]]] = []
    start = 0
    while start < len(words):
        for length in range(min(_LONGEST, len(words) - start), 0, -1):
            taken = list(words[start : start + length])
            if known.thesaurus.is_silent(taken):
                break
            if _is_thing(taken, known):
                parts.append((GroupKind.THING, taken, []))
                break
            if places := _places(taken, known):
                parts.append((GroupKind.PLACE, taken, places))
                break
        else:
            length = 1
            parts.append((GroupKind.WORD, [words[start]], []))
        start += length
    return parts


def _is_thing(words: Sequence[Word], known: Lexicon) -> bool:
    text = " ".join(word.folded for word in words)
    is_form = len(words) == 1 and (words[0].written if words[0].has_marks else words[0].folded) in FORMS
    return known.thesaurus.knows(words) or (known.vocabulary.is_beginning(text) and not text.isdecimal() and not is_form)


def _places(words: Sequence[Word], known: Lexicon) -> list[Place]:
    places = known.gazetteer.find(words)
    # One syllable alone is a place only when its marks say so: "cam" is an orange.
    if len(words) == 1 and not words[0].has_marks:
        return []
    return places


def _groups(parts: Sequence[tuple[GroupKind, list[Word], list[Place]]], known: Lexicon) -> list[Group]:
    groups: list[Group] = []
    things = 0
    has_marks = any(word.has_marks for _kind, words, _places in parts for word in words)
    for position, (kind, words, places) in enumerate(parts):
        typed = Phrase(tuple(word.folded for word in words))
        written = tuple(word.written for word in words)
        if kind == GroupKind.THING:
            phrases = _thing_phrases(typed, known.thesaurus.others(words), known)
            weight = _OTHER_THING if things else _FIRST_THING
            things += 1
        elif kind == GroupKind.PLACE:
            phrases = (*(Phrase((value_term(place.slug),)) for place in places), *_names(typed, places))
            weight = _PLACE
        else:
            is_begun = position == len(parts) - 1 and len(typed.text) > 1 and not known.vocabulary.knows(typed.text)
            phrases = (typed, replace(typed, is_prefix=True, weight=_BEGUN)) if is_begun else (typed,)
            weight = _WORD + known.vocabulary.rarity(typed.text)
        groups.append(Group(kind, phrases, typed.text, written, weight, has_marks))
    return groups


def _thing_phrases(typed: Phrase, others: Sequence[Phrase], known: Lexicon) -> tuple[Phrase, ...]:
    """Give the phrases of a thing. Where goods bear its name, the words of product sets are not looked at."""
    phrases = (typed, *others)
    if any(known.vocabulary.is_beginning(fold(phrase.text)) for phrase in phrases if not phrase.names_only):
        return tuple(replace(phrase, not_sort=True) for phrase in phrases)
    return phrases


def _value_group(found: amounts.Found) -> Group:
    """Ask for stars or an amount as a value among the words: what has another one only comes later."""
    values = [value_term(f"{found.facet}-{value}") for value in found.values]
    return Group(GroupKind.VALUE, tuple(Phrase((value,)) for value in values), values[0], tuple(values), _VALUE)


def _names(typed: Phrase, places: Sequence[Place]) -> list[Phrase]:
    """Give the names of the places as words, without the word for their kind."""
    names = {tuple(word.folded for word in words_of(place.name)) for place in places}
    return [Phrase(name, weight=_PLACE_NAME) for name in sorted(names)]


def _place_understood(group: Group, part: tuple[GroupKind, list[Word], list[Place]], text: str, as_read: str) -> Understood:
    """Give a place as understood. Where its words were not typed so ("hatinh"), the rest comes from the text as it was read."""
    _kind, words, places = part
    rest = without_words(text, words)
    return Understood(
        PLACE.name,
        group.text,
        tuple((place.slug, "") for place in places),
        rest if rest != text else without_words(as_read, words),
    )


def without_words(text: str, words: Sequence[Word]) -> str:
    """Give a text without a run of words."""
    pieces = list(re.finditer(r"[^\W_]+", text))
    wanted = [word.folded for word in words]
    for start in range(len(pieces) - len(wanted) + 1):
        run = pieces[start : start + len(wanted)]
        if [" ".join(word.folded for word in words_of(piece[0])) for piece in run] == wanted:
            return _without(text, [(run[0].start(), run[-1].end())])
    return text


def _without(text: str, spans: Sequence[tuple[int, int]]) -> str:
    for start, end in sorted(spans, reverse=True):
        text = f"{text[:start]} {text[end:]}"
    return re.sub(r"\s+", " ", text).strip(" ,;-")


def put_right(words: Sequence[Word], known: Lexicon) -> list[Word] | None:
    """Guess what was meant by words of which some are unknown, or never stand side by side; None when nothing better is found.

    The cheapest way through the candidates of each word: a slip costs, and so do two words that stand together nowhere.
    """
    paths: dict[str, tuple[float, list[Word]]] = {"": (0.0, [])}
    for position, word in enumerate(words):
        further: dict[str, tuple[float, list[Word]]] = {}
        for candidate, cost in _candidates(word, known, is_last=position == len(words) - 1):
            key = candidate.folded
            for before, (spent, path) in paths.items():
                total = spent + cost + (_strangers(before, key, known) if before else 0.0)
                if key not in further or total < further[key][0]:
                    further[key] = (total, [*path, candidate])
        paths = further
    best = min(paths.values(), key=lambda found: found[0], default=(0.0, []))[1]
    return best if best and [word.folded for word in best] != [word.folded for word in words] else None


_UNKNOWN, _SOUNDS_ALIKE, _ONE_SLIP, _TWO_SLIPS, _STRANGERS, _COMPLETED, _COMMON = 8.0, 1.4, 2.0, 4.0, 3.0, 1.6, 0.6
_TOGETHER, _OFTEN = 0.2, 4.0


def _candidates(word: Word, known: Lexicon, *, is_last: bool) -> list[tuple[Word, float]]:
    vocabulary = known.vocabulary
    if word.folded.isdecimal():
        return [(word, 0.0)]
    found: dict[str, float] = {word.folded: 0.0 if vocabulary.knows(word.folded) else _UNKNOWN}
    for meant, slips in vocabulary.near(word.folded).items():
        # The first letter is seldom wrong; a common word is meant more often than a rare one.
        first = 0.4 if meant[0] != word.folded[0] else 0.0
        found[meant] = (_ONE_SLIP if slips == 1 else _TWO_SLIPS) + first + _COMMON * vocabulary.rarity(meant)
    for meant in vocabulary.sounding_like(word.folded):
        found[meant] = min(found.get(meant, _UNKNOWN), _SOUNDS_ALIKE + _COMMON * vocabulary.rarity(meant))
    if is_last:
        for meant in vocabulary.beginning_with(word.folded):
            cost = _COMPLETED + 0.1 * (len(meant) - len(word.folded)) + _COMMON * vocabulary.rarity(meant)
            found[meant] = min(found.get(meant, cost), cost)
    cheapest = sorted(found.items(), key=lambda one: one[1])[:24]
    return [(word if meant == word.folded else Word(meant, meant), cost) for meant, cost in cheapest]


def _strangers(before: str, word: str, known: Lexicon) -> float:
    """Give what it costs that two words follow one another: the less, the more often they do."""
    count = known.vocabulary.count(f"{before} {word}")
    return -_TOGETHER * min(_OFTEN, math.log1p(count)) if count else _STRANGERS
