"""Holding the index of terms against the documents."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from search.engines.database.dialects import TABLE, PostgreSQL, Row, SQLite
from search.models import SearchDocument

_IS_DOCUMENT = f"SELECT 1 FROM {SearchDocument._meta.db_table} document WHERE NOT document.is_deleted AND document.id"  # noqa: S608


def absent(rows: Sequence[Row]) -> set[int]:
    """Give the documents of which nothing is indexed."""
    key = "document_id" if _is_postgresql() else "rowid"
    numbers = [row.document_id for row in rows]
    with connection.cursor() as cursor:
        places = ", ".join(["%s"] * len(numbers))
        cursor.execute(f"SELECT {key} FROM {TABLE} WHERE {key} IN ({places})", numbers)  # noqa: S608  our own names
        return set(numbers) - {number for (number,) in cursor.fetchall()}


def different(rows: Sequence[Row]) -> set[int]:
    """Give the documents of which something else is indexed than their terms."""
    return _different_in_postgresql(rows) if _is_postgresql() else _different_in_sqlite(rows)


def strangers() -> list[int]:
    """Give what is indexed of documents that are not there."""
    key = "document_id" if _is_postgresql() else "rowid"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {key} FROM {TABLE} terms WHERE NOT EXISTS ({_IS_DOCUMENT} = terms.{key})")  # noqa: S608
        return [number for (number,) in cursor.fetchall()]


def _is_postgresql() -> bool:
    return connection.vendor == "postgresql"


def _different_in_sqlite(rows: Sequence[Row]) -> set[int]:
    expected = {row.document_id: SQLite().entry(row.terms) for row in rows}
    with connection.cursor() as cursor:
        places = ", ".join(["%s"] * len(expected))
        cursor.execute(f"SELECT rowid, lexemes FROM {TABLE} WHERE rowid IN ({places})", list(expected))  # noqa: S608
        return {number for number, lexemes in cursor.fetchall() if lexemes != expected[number]}


def _different_in_postgresql(rows: Sequence[Row]) -> set[int]:
    write = PostgreSQL().entry
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT expected.id FROM unnest(%s::bigint[], %s::text[]) AS expected (id, vector) "  # noqa: S608  our own names
            f"JOIN {TABLE} ON document_id = expected.id WHERE {TABLE}.vector <> expected.vector::tsvector",
            [[row.document_id for row in rows], [write(row.terms) for row in rows]],
        )
        return {number for (number,) in cursor.fetchall()}
