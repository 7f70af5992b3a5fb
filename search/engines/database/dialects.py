"""The index of terms in either database: one table `search_terms`, asked in the database's own language.

SQLite: an FTS5 table with a column for each field; its tokenizer only parts at spaces. PostgreSQL: a tsvector with a weight for
each field, written out here position by position, so that no parser of the database has a say in what a word is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from search.domain.meaning import FIELDS, Group, Phrase, Plan

TABLE = "search_terms"
# How much a match counts for the engine's own order, which only chooses what is looked at more closely.
_FIELD_WEIGHTS = (10.0, 3.0, 3.0, 2.0, 1.0)
# PostgreSQL has four weights. Product sets have one of their own, because some phrases are not looked for there.
_LETTERS = {"name": "A", "maker": "B", "place": "C", "sort": "D", "text": "C"}
_LAST_POSITION = 16_383


@dataclass(frozen=True)
class Row:
    """What is indexed of one document: a text of terms for each field."""

    document_id: int
    terms: tuple[str, ...]


class SQLite:
    """FTS5. Rows carry the document's own number."""

    create = (
        f"CREATE VIRTUAL TABLE {TABLE} USING fts5({', '.join(FIELDS)}, prefix='2 3', "
        """tokenize="unicode61 remove_diacritics 0 tokenchars '|@-'")"""
    )
    drop = f"DROP TABLE {TABLE}"

    def put(self, rows: Iterable[Row]) -> None:
        """Write the terms of some documents in place of what stood there."""
        rows = list(rows)
        self.remove([row.document_id for row in rows])
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {TABLE} (rowid, {', '.join(FIELDS)}) VALUES (%s, %s, %s, %s, %s, %s)",  # noqa: S608  our own names
                [(row.document_id, *row.terms) for row in rows],
            )

    def remove(self, numbers: Sequence[int]) -> None:
        """Take the terms of some documents out."""
        with connection.cursor() as cursor:
            cursor.executemany(f"DELETE FROM {TABLE} WHERE rowid = %s", [(number,) for number in numbers])  # noqa: S608

    def clear(self) -> None:
        """Take everything out."""
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {TABLE}")  # noqa: S608

    def match(self, plan: Plan) -> list[tuple[int, float]]:
        """Give number and goodness of every document that the plan matches, in no order."""
        weights = ", ".join(str(weight) for weight in _FIELD_WEIGHTS)
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT rowid, -bm25({TABLE}, {weights}) FROM {TABLE} WHERE {TABLE} MATCH %s",  # noqa: S608
                [self.expression(plan)],
            )
            return cursor.fetchall()

    def expression(self, plan: Plan) -> str:
        """Write a plan in the language of FTS5."""
        needed = " AND ".join(self._group(group) for group in plan.required)
        if plan.optional:
            lifting = " OR ".join(dict.fromkeys(self._phrase(phrase) for group in plan.groups for phrase in group.phrases))
            return f"({needed}) AND ({lifting})" if needed else lifting
        return needed

    def _group(self, group: Group) -> str:
        return "(" + " OR ".join(self._phrase(phrase) for phrase in group.phrases) + ")"

    def _phrase(self, phrase: Phrase) -> str:
        # Terms are letters and digits; a quotation mark in one would end the string, so none is let through.
        text = f'"{phrase.text.replace(chr(34), "")}"' + ("*" if phrase.is_prefix else "")
        return text if phrase.fields == FIELDS else f"({{{' '.join(phrase.fields)}}} : {text})"


class PostgreSQL:
    """A tsvector and a GIN index on it."""

    create = (
        f"CREATE TABLE {TABLE} (document_id bigint PRIMARY KEY, vector tsvector NOT NULL); "
        f"CREATE INDEX {TABLE}_vector ON {TABLE} USING gin (vector)"
    )
    drop = f"DROP TABLE {TABLE}"

    def put(self, rows: Iterable[Row]) -> None:
        """Write the terms of some documents in place of what stood there."""
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {TABLE} (document_id, vector) VALUES (%s, %s::tsvector) "  # noqa: S608
                "ON CONFLICT (document_id) DO UPDATE SET vector = excluded.vector",
                [(row.document_id, self.vector(row.terms)) for row in rows],
            )

    def remove(self, numbers: Sequence[int]) -> None:
        """Take the terms of some documents out."""
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {TABLE} WHERE document_id = ANY(%s)", [list(numbers)])  # noqa: S608

    def clear(self) -> None:
        """Take everything out."""
        with connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {TABLE}")

    def match(self, plan: Plan) -> list[tuple[int, float]]:
        """Give number and goodness of every document that the plan matches, in no order."""
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT document_id, ts_rank('{{0.1, 0.2, 0.3, 1.0}}', vector, %s::tsquery) "  # noqa: S608
                f"FROM {TABLE} WHERE vector @@ %s::tsquery",
                [self.expression(plan, plan.groups), self.expression(plan, plan.required or plan.groups)],
            )
            return cursor.fetchall()

    def vector(self, terms: Sequence[str]) -> str:
        """Write a tsvector: each term with its positions and weights. A gap of one parts the fields."""
        places: dict[str, list[str]] = {}
        position = 0
        for letter, text in zip((_LETTERS[name] for name in FIELDS), terms, strict=True):
            position += 1
            for term in text.split():
                position += 1
                if position <= _LAST_POSITION:
                    places.setdefault(term, []).append(f"{position}{letter}")
        # A lexeme keeps 255 positions at most; that is far more than any document needs.
        return " ".join(f"{_quoted(term)}:{','.join(found[:255])}" for term, found in places.items())

    def expression(self, plan: Plan, groups: Sequence[Group]) -> str:
        """Write groups as a tsquery: all of them when they are the required ones, any of them when they only rank."""
        if groups == plan.required:
            return " & ".join(self._group(group) for group in groups)
        return " | ".join(dict.fromkeys(self._phrase(phrase) for group in groups for phrase in group.phrases))

    def _group(self, group: Group) -> str:
        return "(" + " | ".join(self._phrase(phrase) for phrase in group.phrases) + ")"

    def _phrase(self, phrase: Phrase) -> str:
        *firsts, last = phrase.words
        weight = "" if phrase.fields == FIELDS else "".join(sorted({_LETTERS[name] for name in phrase.fields}))
        begun = f"*{weight}" if phrase.is_prefix else weight
        marked = [f"{_quoted(word)}:{weight}" if weight else _quoted(word) for word in firsts]
        marked.append(f"{_quoted(last)}:{begun}" if begun else _quoted(last))
        return "(" + " <-> ".join(marked) + ")"


def _quoted(term: str) -> str:
    escaped = term.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"


def dialect() -> Any:
    """Give the dialect of the database in use."""
    return PostgreSQL() if connection.vendor == "postgresql" else SQLite()
