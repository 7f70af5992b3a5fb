"""Which of the things found comes first: one pure function for every engine, so that engines can only differ in what they find.

A document scores for each group of the query by the best of its phrases, in the best of the fields: name before what kind of
thing it is, before place and producer, before long texts. Marks that were typed and agree come before the same letters with
other marks. Stars and news only part what is otherwise alike. Nobody can pay for a place.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from search.domain.meaning import FORMS, Group, GroupKind, Phrase
from search.domain.worth import (
    FIELD_WORTH,
    FRESH,
    FRESH_DAYS,
    MENTIONED,
    NOTHING_ELSE,
    OTHER_MARKS,
    PART,
    SIDE_BY_SIDE,
    STAR,
    WHOLE_NAME,
    inside_name,
    most,
    pairs,
)
from search.engines.contract import Candidate
from search.terms import BAR, both_forms

# Goods that are worth less than this part of the best stand for a thing by their set or text only.
_NAMED = 0.55


@dataclass(frozen=True)
class Judged:
    """How well a document fits: `score` for the order, `fit` (0 to about 1) without bonuses, where, and by group how well."""

    score: float
    fit: float
    is_exact: bool
    matched: tuple[str, ...]
    qualities: tuple[float, ...] = ()


@dataclass(frozen=True)
class Order:
    """What stays the same while the documents of one query are ranked. `things` are the kinds whose names are names of goods."""

    groups: Sequence[Group]
    today: date
    things: Collection[str] = ()

    @cached_property
    def _pairs(self) -> list[str]:
        return [
            f" {one.text} {other.text}{'' if any(phrase.is_prefix for phrase in other.phrases) else ' '}"
            for one, other in pairs(self.groups)
        ]

    @cached_property
    def _sought(self) -> list[tuple[_Sought, ...]]:
        return [_sought(group) for group in self.groups]

    @cached_property
    def _typed(self) -> str:
        return " ".join(group.text for group in self.groups)

    @cached_property
    def _most(self) -> float:
        return most(self.groups)

    def judge(self, candidate: Candidate) -> Judged:
        """Judge one document."""
        fields = {name: _Text(terms) for name, terms in candidate.terms.items() if terms}
        name = f" {candidate.terms.get('name', '')} "
        everything = f" {BAR} ".join(text.all for text in fields.values())
        found = [_best(sought, fields, name, everything) for sought in self._sought]
        together = sum(SIDE_BY_SIDE for pair in self._pairs if pair in name)
        fit = (together + sum(group.weight * best.quality for group, best in zip(self.groups, found, strict=True))) / self._most
        bonus = (
            _bonus(self._typed, candidate.terms.get("name", ""))
            + STAR * max(0, candidate.stars - 3)
            + FRESH * self._freshness(candidate)
        )
        matched = tuple(dict.fromkeys(best.field for best in found if best.field))
        is_thing = candidate.kind in self.things
        is_exact = all(_is_exact(group, best, is_thing=is_thing) for group, best in zip(self.groups, found, strict=True))
        return Judged(fit + bonus, fit, is_exact, matched, tuple(best.quality for best in found))

    def _freshness(self, candidate: Candidate) -> float:
        if candidate.fresh is None:
            return 0.0
        return max(0.0, 1.0 - max(0, (self.today - candidate.fresh).days) / FRESH_DAYS)


def rank(candidates: Sequence[Candidate], order: Order) -> list[tuple[Candidate, Judged]]:
    """Give documents with their judgements, the best first.

    Those that fit in every word come first; then those that fit nearly as well as the best, and so on down; among these,
    current before lapsed; then by score, then by name.
    """
    judged = _only_the_named([(candidate, order.judge(candidate)) for candidate in candidates], order)
    best = max((one.fit for _candidate, one in judged), default=0.0) or 1.0
    return sorted(
        judged,
        key=lambda pair: (
            not pair[1].is_exact,
            int((1 - pair[1].fit / best) / PART),
            not pair[0].is_current,
            -round(pair[1].score, 6),
            pair[0].sort_key,
            pair[0].kind,
            pair[0].object_id,
        ),
    )


def _only_the_named(judged: list[tuple[Candidate, Judged]], order: Order) -> list[tuple[Candidate, Judged]]:
    """Take goods that only belong to a thing's set, or speak of it, for close and not for exact where others bear its name."""
    things = [position for position, group in enumerate(order.groups) if group.kind == GroupKind.THING]
    best = {position: max((one.qualities[position] for _candidate, one in judged), default=0.0) for position in things}
    return [
        (candidate, one)
        if candidate.kind not in order.things or all(one.qualities[place] >= _NAMED * best[place] for place in things)
        else (candidate, replace(one, is_exact=False))
        for candidate, one in judged
    ]


def _is_exact(group: Group, best: _Best, *, is_thing: bool) -> bool:
    """Tell whether a document is what a group asks for; goods that only speak of a thing somewhere are not that thing."""
    least = MENTIONED if is_thing and group.kind == GroupKind.THING else 0.0
    return bool(best.field) and not best.is_wide and best.quality > least


@dataclass(frozen=True)
class _Best:
    """The best that a document has for a group: how good, in which field, and whether it is only close to what was asked."""

    quality: float = 0.0
    field: str = ""
    is_wide: bool = False


class _Text:
    """A field of a document, ready to be looked into: all of its terms, and (only when asked for) those as they are written."""

    __slots__ = ("_terms", "_written", "all")

    def __init__(self, terms: str) -> None:
        self._terms = terms
        self._written: str | None = None
        self.all = f" {terms} "

    def begins_with(self, needle: str) -> bool:
        """Tell whether a name says first what the needle says; a word for a form may stand before it: "bột nhung hươu"."""
        if self.all.startswith(needle) or f" {BAR}{needle}" in self.all:
            return True
        before = self.all.partition(needle)[0].rpartition(BAR)[2]
        return before.strip() in FORMS

    @property
    def written(self) -> str:
        if self._written is None:
            self._written = f" {f' {BAR} '.join(written for written, _folded in both_forms(self._terms))} "
        return self._written


@dataclass(frozen=True)
class _Sought:
    """A phrase, made ready for many documents: as it stands in terms, as it was typed, and its worth by field."""

    needle: str
    as_typed: str
    worth: tuple[tuple[str, float], ...]
    most: float
    inside_name: float
    phrase: Phrase


def _sought(group: Group) -> tuple[_Sought, ...]:
    """Make the phrases of a group ready: first those that can be worth most."""
    weights = FIELD_WORTH[group.kind]
    found = []
    for phrase in group.phrases:
        end = "" if phrase.is_prefix else " "
        worth = tuple((field, weights[field] * phrase.weight) for field in phrase.fields)
        found.append(
            _Sought(
                needle=f" {phrase.text}{end}",
                as_typed=f" {group.written_text}{end}" if group.has_marks and phrase.text == group.text else "",
                worth=worth,
                most=max(weight for _field, weight in worth),
                inside_name=1.0 if group.kind == GroupKind.PLACE else inside_name(phrase.weight),
                phrase=phrase,
            )
        )
    return tuple(sorted(found, key=lambda sought: -sought.most))


def _best(group: Sequence[_Sought], fields: Mapping[str, _Text], name: str, everything: str) -> _Best:
    """Give the best that a document has for what a group asks for."""
    best = _Best()
    for sought in group:
        if sought.most <= best.quality:
            break  # nor can what follows be better
        # Most phrases stand nowhere in most documents; those of a need stand in names or nowhere.
        if sought.needle not in (name if sought.phrase.names_only else everything):
            continue
        for field, worth in sought.worth:
            if worth > best.quality and field in fields:
                quality = worth * _presence(sought, fields[field], is_name=field == "name")
                if quality > best.quality:
                    best = _Best(quality, field, sought.phrase.is_wide)
    return best


def _presence(sought: _Sought, text: _Text, *, is_name: bool) -> float:
    """Give 1 where a phrase stands as typed and, in a name, at its beginning; less otherwise; 0 where it does not stand."""
    if sought.needle not in text.all or (sought.phrase.as_written and sought.needle not in text.written):
        return 0.0
    worth = 1.0
    if sought.as_typed and sought.as_typed not in text.written:
        worth *= OTHER_MARKS
    if is_name and sought.inside_name < 1.0 and not text.begins_with(sought.needle):
        worth *= sought.inside_name
    return worth


def _bonus(typed: str, name: str) -> float:
    """Give what a name earns when what was typed is all of it, or much of it."""
    if not name or not typed:
        return 0.0
    folded = name.rpartition(BAR)[2].strip()
    if typed == folded:
        return WHOLE_NAME
    return NOTHING_ELSE * min(1.0, len(typed) / max(1, len(folded)))
