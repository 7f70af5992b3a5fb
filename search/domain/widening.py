"""Other plans for the same meaning: a last word that is only begun, and what fits in part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from search.domain.lexicon import Lexicon
from search.domain.meaning import Group, GroupKind, Meaning, Phrase, Plan
from search.engines.contract import Candidate
from search.facets import SET
from search.terms import VALUE_MARK, Word, value_term

_SHORTER, _SHORTEST = 0.6, 0.2
_BEGUN = 0.7
_LARGER_PLACE = 0.4
_SAME_SET = 0.2
_LOOKED_AT = 3
_RELATED = 0.2
# Of a thing with so many names there is enough to show: nothing wider is looked for.
PLENTY = 20
SET_TERM = value_term(f"{SET.name}-")


def plan_of(meaning: Meaning) -> Plan | None:
    """Ask for every group; None when there is none, which means everything."""
    return Plan(required=meaning.groups) if meaning.groups else None


def begun(meaning: Meaning) -> Meaning | None:
    """Take the last word as only begun; None when it is too short, or was taken so already."""
    if not meaning.groups:
        return None
    last = meaning.groups[-1]
    typed = next((phrase for phrase in last.phrases if phrase.text == last.text), None)
    if typed is None or any(phrase.is_prefix for phrase in last.phrases) or len(typed.words[-1]) < 2:  # noqa: PLR2004
        return None
    phrases = (*last.phrases, replace(typed, is_prefix=True, weight=_BEGUN))
    return replace(meaning, groups=(*meaning.groups[:-1], replace(last, phrases=phrases)))


def wider(meaning: Meaning, known: Lexicon, exact: Sequence[Candidate]) -> list[tuple[Meaning, Plan]]:
    """Give wider plans, the nearest first.

    The kind of thing alone (of several any), or a shorter word for it, or what is of one product set with the exact hits; all
    else only lifts. Only if there are no exact hits any of the groups will do, and at last any of the words.
    """
    groups = tuple(_widened(group, known) for group in meaning.groups)
    things = [group for group in groups if group.kind == GroupKind.THING]
    plans = []
    if things:
        is_rare = known.vocabulary.begins(things[0].text) < PLENTY
        related = replace(things[0], phrases=(*things[0].phrases, *(_same_sets(exact) if is_rare else ())))
        groups = tuple(related if group is things[0] else group for group in groups)
        any_thing = replace(related, phrases=(*related.phrases, *(phrase for thing in things[1:] for phrase in thing.phrases)))
        plans.append((replace(meaning, groups=groups), Plan(required=(any_thing,), optional=groups)))
    elif len(exact) <= _LOOKED_AT and all(group.kind == GroupKind.WORD for group in groups) and (sets := _same_sets(exact)):
        related = Group(GroupKind.VALUE, tuple(sets), sets[0].text, weight=_RELATED)
        plans.append((replace(meaning, groups=(*groups, related)), Plan(required=(related,), optional=groups)))
    if not exact:
        plans.append((replace(meaning, groups=groups), Plan(optional=groups)))
        words = tuple(_word(word) for group in meaning.groups if group.kind == GroupKind.THING for word in group.text.split())
        if words:
            plans.append((replace(meaning, groups=words), Plan(optional=words)))
    return plans


def _same_sets(exact: Sequence[Candidate]) -> list[Phrase]:
    """Ask for the product sets of the best hits: who looks for the one rice vermicelli may like rice noodles."""
    sets = dict.fromkeys(
        term for candidate in exact[:_LOOKED_AT] for term in candidate.terms["sort"].split() if term.startswith(SET_TERM)
    )
    return [Phrase((term,), weight=_SAME_SET, is_wide=True) for term in sets]


def _word(text: str) -> Group:
    return Group(GroupKind.WORD, (Phrase((text,), is_wide=True),), text, (text,))


def _widened(group: Group, known: Lexicon) -> Group:
    if group.kind == GroupKind.THING:
        return replace(group, phrases=(*group.phrases, *_shorter(group, known)))
    if group.kind == GroupKind.PLACE:
        places = [known.gazetteer.by_slug.get(phrase.text.removeprefix(VALUE_MARK)) for phrase in group.phrases]
        larger = dict.fromkeys(slug for place in places if place is not None for slug in place.within)
        return replace(
            group, phrases=(*group.phrases, *(Phrase((value_term(slug),), weight=_LARGER_PLACE, is_wide=True) for slug in larger))
        )
    return group


def _shorter(group: Group, known: Lexicon) -> list[Phrase]:
    """Give shorter words for the same kind of thing: black sesame rice paper is sesame rice paper, and rice paper."""
    words = [Word(written, folded) for written, folded in zip(group.written, group.text.split(), strict=True)]
    phrases: list[Phrase] = []
    enough = known.vocabulary.begins(group.text)
    for length in range(len(words) - 1, 0, -1):
        if enough >= PLENTY:
            break
        text = " ".join(word.folded for word in words[:length])
        if known.thesaurus.knows(words[:length]) or known.vocabulary.is_beginning(text):
            weight = _SHORTER if length > 1 else _SHORTEST
            enough = max(enough, known.vocabulary.begins(text))
            phrases.append(Phrase(tuple(text.split()), weight=weight, names_only=True, is_wide=True))
            others = known.thesaurus.others(words[:length])
            phrases += [replace(phrase, weight=phrase.weight * weight, names_only=True, is_wide=True) for phrase in others]
    return phrases
