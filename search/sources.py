"""Where documents come from. The apps above declare their sources here; search knows none of them by name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.functional import Promise


@dataclass(frozen=True)
class Document:
    """What is found of one object: the title weighs most; a lapsed object comes after those that are current.

    With a `language` it is found on pages of that language only.
    """

    object_id: int
    title: str
    text: str
    is_current: bool = True
    language: str = ""


@dataclass(frozen=True)
class Source:
    """One kind of thing that can be found.

    `documents` gives the documents of some objects (of all for None); an object that it leaves out is not found any more.
    `cards` gives what the card of each object shows, by its number; `card_template` shows it.
    """

    kind: str
    label: str | Promise
    model: type[Model]
    documents: Callable[[Sequence[int] | None], Iterable[Document]]
    cards: Callable[[Sequence[int]], dict[int, dict[str, Any]]]
    card_template: str


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    """Add a source; a second one of the same kind takes its place."""
    _sources[source.kind] = source


def sources() -> list[Source]:
    """Give all sources, in the order in which they were added."""
    return list(_sources.values())


def source_of(kind: str) -> Source | None:
    """Give a source by its kind."""
    return _sources.get(kind)
