"""The index of an earlier layout is laid out anew, and holds what it held."""

from __future__ import annotations

import importlib
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from search.engines.database.dialects import TABLE, dialect
from search.engines.looking import Look
from search.models import SearchDocument

migration = importlib.import_module("search.migrations.0004_lexemes")


@pytest.mark.django_db
def test_index_of_an_older_layout_is_made_anew_from_the_documents(put, monkeypatch):
    monkeypatch.setattr(migration, "_AT_ONCE", 2)
    put("Cu đơ", "Kẹo lạc", "Bưởi", "Cu đơ Phong Nga", "Cu đơ đã thôi bán")
    SearchDocument.objects.filter(object_id=5).update(is_deleted=True)

    def execute(statement, params):
        with connection.cursor() as cursor:
            cursor.execute(statement, params)

    execute(f"DROP TABLE {TABLE}", None)
    execute(f"CREATE TABLE {TABLE} (old text)", None)

    migration.lay_out_anew(apps, SimpleNamespace(connection=connection, execute=execute))

    (found,) = dialect().holders([Look(("cu", "do"), "name")])
    standing = SearchDocument.objects.filter(object_id__in=[1, 4]).values_list("pk", flat=True)
    assert sorted(found.tolist()) == sorted(standing)
