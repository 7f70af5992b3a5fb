from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from catalog.models import Product
from search import sources
from search.engines.contract import EngineAway
from search.engines.elastic.rebuild import RebuildFailed
from search.management.commands import rebuild_search
from search.models import SearchDocument
from search.sources import Document, Source

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_source(monkeypatch):
    source = Source("hang", "hang", Product, lambda _numbers: [Document(1, "Cu đơ")], lambda _numbers: {}, "none.html")
    monkeypatch.setattr(sources, "_sources", {"hang": source})
    SearchDocument.objects.all().delete()


@pytest.fixture
def rebuilt(monkeypatch, settings):
    """A cluster whose rebuilds are counted."""
    settings.ELASTICSEARCH_URL = ["http://127.0.0.1:1"]
    calls: list[str] = []

    def rebuild(say, *, now) -> None:
        say("1 of 1 documents")
        calls.append("rebuild")

    monkeypatch.setattr(rebuild_search, "rebuild", rebuild)
    return calls


def test_documents_are_written(capsys):
    call_command("rebuild_search")

    assert (capsys.readouterr().out, SearchDocument.objects.get().title) == ("hang: 1\n", "Cu đơ")


@pytest.mark.parametrize(
    ("engine", "documents", "rebuilds"), [("all", 1, ["rebuild"]), ("database", 1, []), ("elasticsearch", 0, ["rebuild"])]
)
def test_engine_can_be_chosen(rebuilt, engine, documents, rebuilds):
    call_command("rebuild_search", engine=engine)

    assert (SearchDocument.objects.count(), rebuilt) == (documents, rebuilds)


def test_cluster_that_is_not_configured_is_refused():
    with pytest.raises(CommandError, match="ELASTICSEARCH_URL is empty"):
        call_command("rebuild_search", engine="elasticsearch")


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (EngineAway("ConnectionError"), "goes on where this one stopped"),
        (RebuildFailed("the new index holds 1 documents instead of 2"), "The index that answered until now still does"),
    ],
)
def test_failure_says_what_to_do(rebuilt, monkeypatch, error, said):
    def fails(_say, *, now):
        raise error

    monkeypatch.setattr(rebuild_search, "rebuild", fails)

    with pytest.raises(CommandError, match=said):
        call_command("rebuild_search", engine="elasticsearch")
