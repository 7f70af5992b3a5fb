from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from core.statements import PreparedStatement
from tests.factories.places import CommuneFactory

pytestmark = pytest.mark.django_db

BY_NAME = PreparedStatement(
    "test_unit_by_name",
    "SELECT key, %(extra)s FROM places_administrativeunit WHERE name = %(wanted)s",
    wanted="text",
    extra="bigint",
)


def test_statement_gives_its_row_each_time():
    CommuneFactory(key="ky-anh", name="Kỳ Anh")
    CommuneFactory(key="ky-hoa", name="Kỳ Hoa")

    assert BY_NAME.fetch_one({"wanted": "Kỳ Anh", "extra": 7}) == ("ky-anh", 7)
    assert BY_NAME.fetch_one({"extra": 2**40, "wanted": "Kỳ Hoa"}) == ("ky-hoa", 2**40)
    assert BY_NAME.fetch_one({"wanted": "Kỳ'; DROP TABLE x; --", "extra": 0}) is None


def test_statement_gives_all_its_rows():
    CommuneFactory(key="ky-anh", name="Kỳ Anh")
    CommuneFactory(key="ky-anh-cu", name="Kỳ Anh")

    assert sorted(BY_NAME.fetch_all({"wanted": "Kỳ Anh", "extra": 7})) == [("ky-anh", 7), ("ky-anh-cu", 7)]
    assert BY_NAME.fetch_all({"wanted": "Kỳ Hoa", "extra": 7}) == []


def test_statement_goes_on_after_a_rolled_back_transaction():
    CommuneFactory(key="ky-anh", name="Kỳ Anh")
    statement = PreparedStatement("test_after_rollback", BY_NAME.sql, wanted="text", extra="bigint")
    with transaction.atomic():
        statement.fetch_one({"wanted": "Kỳ Anh", "extra": 1})
        transaction.set_rollback(True)

    assert statement.fetch_one({"wanted": "Kỳ Anh", "extra": 1}) == ("ky-anh", 1)


def test_statement_is_prepared_anew_on_a_new_connection(transactional_db):
    if connection.vendor == "sqlite":
        pytest.skip("the test database of SQLite lives in its connection")
    CommuneFactory(key="ky-anh", name="Kỳ Anh")
    BY_NAME.fetch_one({"wanted": "Kỳ Anh", "extra": 1})
    connection.close()

    assert BY_NAME.fetch_one({"wanted": "Kỳ Anh", "extra": 1}) == ("ky-anh", 1)


def test_statement_against_a_missing_table_is_a_database_error():
    statement = PreparedStatement("test_missing", "SELECT 1 FROM no_such_table WHERE name = %(wanted)s", wanted="text")

    with pytest.raises(DatabaseError), transaction.atomic():
        statement.fetch_one({"wanted": "x"})
