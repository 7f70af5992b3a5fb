"""Searching a list of the admin as people type: without marks, word by word."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from core.text import fold, nfc, other_spelling

# A longer text is no search; each word costs a condition.
MOST_WORDS = 12

Rows = TypeVar("Rows", bound="QuerySet[Any]")


def search_folded(rows: Rows, text: str, fields: Sequence[str]) -> Rows:
    """Keep the rows in which every word of the text is found.

    A field named "folded" holds folded text; any other (a number, a code) is compared with the text as it was typed, too.
    """
    words = fold(text).split()[:MOST_WORDS]
    if not words:
        return rows.none() if text.strip() else rows
    word_by_word = Q()
    for word in words:
        found = _any_field(fields, word)
        if other := other_spelling(word):
            found |= _whole_word([field for field in fields if _is_folded(field)], other)
        word_by_word &= found
    plain = [field for field in fields if not _is_folded(field)]
    return rows.filter(word_by_word | _any_field(plain, nfc(text).strip())) if plain else rows.filter(word_by_word)


def best_first(rows: Rows, text: str, field: str) -> Rows:
    """Put the rows whose field begins with the text first, then those that hold it in one piece; else keep the order."""
    whole = fold(text)
    rank = Case(
        When(**{f"{field}__startswith": whole}, then=Value(0)),
        When(**{f"{field}__contains": whole}, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return rows.order_by(rank, *(rows.query.order_by or rows.model._meta.ordering))


def _any_field(fields: Sequence[str], word: str) -> Q:
    found = Q()
    for field in fields:
        found |= Q(**{f"{field}__{'contains' if _is_folded(field) else 'icontains'}": word})
    return found


def _whole_word(fields: Sequence[str], word: str) -> Q:
    """Ask for a word by itself: a part of one is often something else, "ki" stands in "kien"."""
    found = Q()
    for field in fields:
        found |= Q(**{field: word}) | Q(**{f"{field}__startswith": f"{word} "})
        found |= Q(**{f"{field}__endswith": f" {word}"}) | Q(**{f"{field}__contains": f" {word} "})
    return found


def _is_folded(field: str) -> bool:
    return field.rpartition("__")[2] == "folded"
