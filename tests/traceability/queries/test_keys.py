from __future__ import annotations

import pytest
from django.db import connection

from tests.factories.traceability import StampRangeFactory
from traceability.models import StampSeries
from traceability.queries.keys import KeyUse, use_of_keys

pytestmark = pytest.mark.django_db


def test_use_counts_numbers_and_stamps_of_each_key(statements):
    StampSeries.objects.create(key_letter="T", next_number=5000)
    StampSeries.objects.create(key_letter="S", next_number=0)
    StampRangeFactory(start=0)
    StampRangeFactory(start=1000, stop=5000, voided=True)
    StampRangeFactory(start=0, stop=1, key_letter="A")

    with statements() as asked:
        found = use_of_keys()

    assert found == {"A": KeyUse(used=0, issued=1), "T": KeyUse(used=5000, issued=5000)}
    assert found["T"].left == 2**40 - 5000
    assert len([sql for sql in asked if "traceability_" in sql]) == 2


def test_use_of_a_database_without_tables_is_none(monkeypatch):
    monkeypatch.setattr(connection.introspection, "table_names", list)

    assert use_of_keys() == {}
