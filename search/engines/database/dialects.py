"""The index of terms in either database: one table `search_terms`, asked in the database's own language.

SQLite: an FTS5 table without positions; its tokenizer only parts at spaces. PostgreSQL: a tsvector without positions and a GIN
index on it; the vectors lie apart from the rows, and no question reads them. What stands in them is made in `lexemes`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db import connection

from core.statements import PreparedStatement
from search.domain.meaning import FIELDS
from search.engines.lexemes import lexemes_for, lexemes_of
from search.engines.looking import Every, Look
from search.models import SearchDocument

TABLE = "search_terms"
# An SQLite of the usual making takes 500 parts in one statement.
_AT_ONCE = 200
_READ_TERMS = f"SELECT id, {', '.join(f'{name}_terms' for name in FIELDS)} FROM {SearchDocument._meta.db_table} WHERE"  # noqa: S608
# What PostgreSQL is asked several times in every search. What will be looked for is not known when the first is planned: so it is
# planned for the index, as it should be.
_HOLDERS = PreparedStatement(
    "ocop_search_holders",
    f"SELECT place, (SELECT string_agg(int8send(document_id), '') FROM {TABLE} WHERE vector @@ asked) "  # noqa: S608  our own names
    "FROM unnest(%(asked)s::tsquery[]) WITH ORDINALITY AS questions (asked, place)",
    asked="text[]",
)
_TERMS = PreparedStatement("ocop_search_terms", f"{_READ_TERMS} id = ANY(%(numbers)s)", numbers="bigint[]")
Array = Any


@dataclass(frozen=True)
class Row:
    """What is indexed of one document: a text of terms for each field."""

    document_id: int
    terms: tuple[str, ...]


class SQLite:
    """FTS5. Rows carry the document's own number."""

    # The tokenizer takes every letter beyond ASCII as one: unicode61 parts at some, and a lexeme in two is an error here.
    # What is typed begins with two or three letters; before them stands the letter of the field.
    create = (
        f"CREATE VIRTUAL TABLE {TABLE} USING fts5(lexemes, detail=none, prefix='3 4', "
        """tokenize="ascii tokenchars '|@-^_'")"""
    )
    drop = f"DROP TABLE {TABLE}"

    def put(self, rows: Iterable[Row]) -> None:
        """Write the terms of some documents in place of what stood there."""
        rows = list(rows)
        self.remove([row.document_id for row in rows])
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {TABLE} (rowid, lexemes) VALUES (%s, %s)",  # noqa: S608  our own names
                [(row.document_id, self.entry(row.terms)) for row in rows],
            )

    def remove(self, numbers: Sequence[int]) -> None:
        """Take the terms of some documents out."""
        with connection.cursor() as cursor:
            cursor.executemany(f"DELETE FROM {TABLE} WHERE rowid = %s", [(number,) for number in numbers])  # noqa: S608

    def clear(self) -> None:
        """Take everything out."""
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {TABLE}")  # noqa: S608

    def settle(self) -> None:
        """Make one part of all that the index has grown by: every question looks into each of them."""
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {TABLE} ({TABLE}) VALUES ('optimize')")  # noqa: S608  our own names

    def holders(self, questions: Sequence[Look | Every]) -> list[Array]:
        """Give the numbers of the documents that each question finds, in no order."""
        found: list[Array] = []
        one = f"SELECT %s, (SELECT group_concat(rowid) FROM {TABLE} WHERE {TABLE} MATCH %s)"  # noqa: S608  our own names
        with connection.cursor() as cursor:
            for start in range(0, len(questions), _AT_ONCE):
                part = questions[start : start + _AT_ONCE]
                asked = [word for place, question in enumerate(part) for word in (place, self.expression(question))]
                cursor.execute(" UNION ALL ".join([one] * len(part)), asked)
                numbers = dict(cursor.fetchall())
                found += [np.fromstring(numbers[place] or "", dtype=np.int64, sep=",") for place in range(len(part))]
        return found

    def terms(self, numbers: Sequence[int]) -> dict[int, list[str]]:
        """Give the terms of documents by their numbers, field by field."""
        with connection.cursor() as cursor:
            cursor.execute(f"{_READ_TERMS} id IN ({', '.join(['%s'] * len(numbers))})", numbers)
            return {number: texts for number, *texts in cursor.fetchall()}

    def entry(self, terms: Sequence[str]) -> str:
        """Write what stands in the index."""
        return " ".join(lexemes_of(terms))

    def expression(self, question: Look | Every) -> str:
        """Write a question in the language of FTS5."""
        return _written(question, self._lexeme, "AND", "OR", "*")

    def _lexeme(self, lexeme: str) -> str:
        # Terms are letters and digits; a quotation mark in one would end the string, so none is let through.
        return f'"{lexeme.replace(chr(34), "")}"'


class PostgreSQL:
    """A tsvector and a GIN index on it."""

    create = (
        f"CREATE TABLE {TABLE} (document_id bigint PRIMARY KEY, vector tsvector NOT NULL) WITH (toast_tuple_target = 128); "
        f"ALTER TABLE {TABLE} ALTER vector SET STORAGE EXTERNAL; "
        f"CREATE INDEX {TABLE}_vector ON {TABLE} USING gin (vector)"
    )
    drop = f"DROP TABLE {TABLE}"

    def put(self, rows: Iterable[Row]) -> None:
        """Write the terms of some documents in place of what stood there."""
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {TABLE} (document_id, vector) VALUES (%s, %s::tsvector) "  # noqa: S608  our own names
                "ON CONFLICT (document_id) DO UPDATE SET vector = excluded.vector",
                [(row.document_id, self.entry(row.terms)) for row in rows],
            )
        self.settle()

    def remove(self, numbers: Sequence[int]) -> None:
        """Take the terms of some documents out."""
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {TABLE} WHERE document_id = ANY(%s)", [list(numbers)])  # noqa: S608

    def clear(self) -> None:
        """Take everything out."""
        with connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {TABLE}")

    def settle(self) -> None:
        """Sort into the index what waits for it: every question reads all of that, a second long after 500 changes."""
        with connection.cursor() as cursor:
            # Only the owner may. Where that is not the role of the site, autovacuum does it, later.
            cursor.execute(
                "SELECT gin_clean_pending_list(oid) FROM pg_class WHERE oid = %s::regclass AND pg_has_role(relowner, 'USAGE')",
                [f"{TABLE}_vector"],
            )

    def holders(self, questions: Sequence[Look | Every]) -> list[Array]:
        """Give the numbers of the documents that each question finds, in no order."""
        asked = [self.expression(question) for question in questions]
        found = dict(_HOLDERS.fetch_all({"asked": asked}))
        return [np.frombuffer(found[place] or b"", dtype=">i8") for place in range(1, len(questions) + 1)]

    def terms(self, numbers: Sequence[int]) -> dict[int, list[str]]:
        """Give the terms of documents by their numbers, field by field."""
        return {number: texts for number, *texts in _TERMS.fetch_all({"numbers": list(numbers)})}

    def entry(self, terms: Sequence[str]) -> str:
        """Write what stands in the index."""
        # Lexemes have no space in them, so that all are quoted at once.
        return _quoted(" ".join(lexemes_of(terms))).replace(" ", "' '")

    def expression(self, question: Look | Every) -> str:
        """Write a question as a tsquery."""
        return _written(question, _quoted, "&", "|", ":*")


def _written(question: Look | Every, quoted: Callable[[str], str], both: str, either: str, begun: str) -> str:
    """Write a question in a language with words for both, for either, and for a lexeme that is only begun."""
    if isinstance(question, Look):
        lexemes = [quoted(lexeme) for lexeme in lexemes_for(question.words, question.field)]
        return f" {both} ".join(lexemes) + (begun if question.is_prefix else "")
    groups = [
        f" {either} ".join(f"({_written(look, quoted, both, either, begun)})" for look in looks) for looks in question.groups
    ]
    return f" {both} ".join(f"({group})" for group in groups)


def _quoted(lexeme: str) -> str:
    escaped = lexeme.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"


def dialect() -> SQLite | PostgreSQL:
    """Give the dialect of the database in use."""
    return PostgreSQL() if connection.vendor == "postgresql" else SQLite()
