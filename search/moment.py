"""How documents and words stand at the moment of a question: what is kept in memory is as old as this says."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from search.models import SearchEdition, SearchWord

# Asked with every search: put together once, and not by the ORM each time.
_STATE = (
    f"SELECT number, words, (SELECT max(id) FROM {SearchWord._meta.db_table}) "  # noqa: S608  our own names
    f"FROM {SearchEdition._meta.db_table} WHERE id = 1"
)


@dataclass(frozen=True)
class State:
    """The edition of the documents, the counting of the words, and the last word that was added since."""

    edition: int = 0
    counting: int = 0
    last_word: int = 0


@dataclass
class Moment:
    """What the questions of one search share. `columns` and `matching` (by plan) belong to the engine that keeps them."""

    state: State | None = None
    columns: Any = None
    matching: list[tuple[Any, Any]] = field(default_factory=list)


_moment: ContextVar[Moment | None] = ContextVar("search_moment", default=None)


@contextmanager
def one_moment() -> Iterator[None]:
    """Let all questions inside see the same edition: the parts of one search then agree, and it is asked for once."""
    token = _moment.set(Moment())
    try:
        yield
    finally:
        _moment.reset(token)


def moment() -> Moment:
    """Give the moment that lasts, or one for this question alone."""
    return _moment.get() or Moment()


def state() -> State:
    """Give the state of the moment."""
    held = moment()
    if held.state is None:
        held.state = read_state()
    return held.state


def read_state() -> State:
    """Give the state as it is now."""
    with connection.cursor() as cursor:
        cursor.execute(_STATE)
        row = cursor.fetchone()
    return State(*(number or 0 for number in row)) if row else State()
