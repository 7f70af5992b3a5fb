from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from catalog.models import Product
from search import sources
from search.domain.indexing import refresh
from search.engines.database.dialects import dialect
from search.models import SearchDocument
from search.sources import Document, Source

pytestmark = pytest.mark.django_db


@pytest.fixture
def goods(monkeypatch):
    rows = [Document(1, "Cu đơ"), Document(2, "Kẹo lạc")]
    source = Source("hang", "hang", Product, lambda _numbers: rows, lambda _numbers: {}, "none.html")
    monkeypatch.setattr(sources, "_sources", {"hang": source})
    SearchDocument.objects.all().delete()
    dialect().clear()
    refresh(source)
    return rows


def test_all_the_same_is_a_table_of_zeros(goods, capsys):
    call_command("search_check")

    assert [line.split() for line in capsys.readouterr().out.splitlines()] == [
        ["missing", "different", "extra"],
        ["documents", "with", "their", "sources", "0", "0", "0"],
        ["terms", "with", "the", "documents", "0", "0", "0"],
    ]


def test_differences_are_named_and_end_with_a_failure(goods, capsys):
    goods.append(Document(3, "Bưởi"))
    dialect().clear()

    with pytest.raises(SystemExit) as left:
        call_command("search_check")

    said = capsys.readouterr()
    assert left.value.code == 1
    assert [line.strip() for line in said.out.splitlines() if line.startswith("  ")] == [
        "missing  different   extra",
        "missing: hang 3",
        "missing: hang 1",
        "missing: hang 2",
    ]
    assert "--repair mends it" in said.err


def test_repair_mends_and_does_not_fail(goods, capsys):
    goods.append(Document(3, "Bưởi"))
    dialect().clear()

    call_command("search_check", repair=True)
    call_command("search_check")

    said = capsys.readouterr().out.split("missing  different   extra")
    assert (said[1].count("repaired"), said[2].count("repaired")) == (2, 0)


def test_absent_cluster_is_said(goods, settings):
    settings.ELASTICSEARCH_URL = ["http://127.0.0.1:1"]

    with pytest.raises(CommandError, match="the cluster does not answer"):
        call_command("search_check")
