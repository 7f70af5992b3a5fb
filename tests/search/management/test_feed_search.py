from __future__ import annotations

import logging
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from catalog.models import Product
from search import sources
from search.engines.contract import EngineAway
from search.management.commands import feed_search
from search.management.commands.feed_search import Feeder
from search.models import SearchChange, SearchDocument, SearchEdition
from search.sources import Document, Source

pytestmark = pytest.mark.django_db


@pytest.fixture
def marked(monkeypatch):
    """A source, and a mark that nobody came to handle."""
    rows = [Document(1, "Cu đơ")]
    source = Source("hang", "hang", Product, lambda _numbers: rows, lambda _numbers: {}, "none.html")
    monkeypatch.setattr(sources, "_sources", {"hang": source})
    SearchDocument.objects.all().delete()
    SearchChange.objects.create(kind="hang", object_id=1)


@pytest.fixture
def clock(monkeypatch):
    """A clock that is set by hand."""
    hand = SimpleNamespace(now=1000.0)
    monkeypatch.setattr(feed_search.time, "monotonic", lambda: hand.now)
    return hand


@pytest.fixture
def cluster(monkeypatch, settings):
    """A cluster that does what it is told, and what was asked of it."""
    settings.ELASTICSEARCH_URL = ["http://127.0.0.1:1"]
    told = SimpleNamespace(is_away=False, has_index=True, asked=[])

    def ask(what: str) -> None:
        told.asked.append(what)
        if told.is_away:
            raise EngineAway("ConnectionError")

    def is_built() -> bool:
        ask("is built")
        return told.has_index

    def rebuild(say, *, now) -> None:
        ask("rebuild")
        told.has_index = True

    def send_pending(*, seconds: float) -> int:
        ask("send")
        count = 0
        for row in feed_search.pending():
            count += SearchDocument.objects.filter(pk=row.pk).update(sent=row.edition)
        return count

    for name, fake in {"is_built": is_built, "rebuild": rebuild, "send_pending": send_pending}.items():
        monkeypatch.setattr(feed_search, name, fake)
    return told


def test_marks_are_worked_off_without_a_cluster(marked):
    call_command("feed_search", once=True)

    assert (SearchChange.objects.count(), SearchDocument.objects.get().title) == (0, "Cu đơ")


def test_without_marks_no_edition_is_taken(marked):
    SearchChange.objects.all().delete()
    before = list(SearchEdition.objects.values_list("number", flat=True))

    Feeder().work_off()

    # Each edition makes every process read what has changed.
    assert list(SearchEdition.objects.values_list("number", flat=True)) == before


def test_what_waits_is_sent(marked, cluster):
    call_command("feed_search", once=True)

    assert (cluster.asked, feed_search.pending().count()) == (["is built", "send"], 0)


def test_missing_index_is_made(marked, cluster):
    cluster.has_index = False

    call_command("feed_search", once=True)

    assert cluster.asked == ["is built", "rebuild", "send"]


def test_index_is_looked_for_now_and_then(cluster, clock):
    feeder = Feeder()
    for clock.now in (1000.0, 1001.0, 1059.0, 1060.0):
        feeder.work_once()

    assert cluster.asked == ["is built", "is built"]


def test_once_fails_when_the_cluster_is_away(marked, cluster):
    cluster.is_away = True

    with pytest.raises(CommandError, match="it goes on waiting"):
        call_command("feed_search", once=True)

    assert (SearchChange.objects.count(), feed_search.pending().count()) == (0, 1)


def test_absent_cluster_is_asked_less_and_less_and_documents_are_written(marked, cluster, clock, caplog):
    cluster.is_away = True
    feeder, tries = Feeder(), []
    with caplog.at_level(logging.INFO, logger="search"):
        for second in range(200):
            clock.now = 1000.0 + second
            feeder.work_once()
            if cluster.asked:
                tries.append(second)
                cluster.asked.clear()
        SearchChange.objects.create(kind="hang", object_id=1)
        feeder.work_once()
        cluster.is_away, clock.now = False, 2000.0
        feeder.work_once()

    assert tries == [0, 1, 3, 7, 15, 31, 61, 91, 121, 151, 181]
    assert (SearchChange.objects.count(), feed_search.pending().count()) == (0, 0)
    assert [record.getMessage() for record in caplog.records] == [
        "search: the cluster does not take documents (ConnectionError); they wait",
        "search: the cluster takes documents again",
    ]


def test_absent_database_is_waited_for(monkeypatch, caplog):
    def lost() -> int:
        raise OperationalError("password of user ocop is wrong")

    monkeypatch.setattr(feed_search, "refresh_marked", lost)
    monkeypatch.setattr(feed_search.connections, "close_all", lambda: None)
    SearchChange.objects.create(kind="hang", object_id=1)

    Feeder().work_once()

    assert "does not answer the feeding" in caplog.text
    assert "password" not in caplog.text
