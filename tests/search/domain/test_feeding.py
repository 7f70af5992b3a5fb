from __future__ import annotations

import pytest
from django_tasks import default_task_backend

from catalog.models import Product
from search.domain import breaker, feeding
from search.domain.breaker import State
from search.domain.feeding import announce, send_changes
from search.domain.indexing import refresh
from search.engines.contract import EngineAway
from search.models import SearchDocument
from search.sources import Document, Source

pytestmark = pytest.mark.django_db
DUMMY = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}


@pytest.fixture(autouse=True)
def _breaker_is_closed():
    breaker.cluster.reset()
    yield
    breaker.cluster.reset()


@pytest.fixture
def configured(settings):
    settings.ELASTICSEARCH_URL = ["http://127.0.0.1:1"]


@pytest.fixture
def taken(monkeypatch, configured):
    """A cluster that takes what it is sent, three documents at a time."""
    portions: list[int] = []

    def send(limit: int, *, seconds: float) -> int:
        rows = list(feeding.pending()[: min(limit, 3)])
        feeding_marks = SearchDocument.objects.filter(pk__in=[row.pk for row in rows])
        for row in feeding_marks:
            SearchDocument.objects.filter(pk=row.pk).update(sent=row.edition)
        portions.append(len(rows))
        return len(rows)

    monkeypatch.setattr(feeding, "send_pending", send)
    return portions


def put(count: int) -> None:
    documents = [Document(number, f"Kẹo số {number}") for number in range(1, count + 1)]
    refresh(Source("hang", "hang", Product, lambda _numbers: documents, lambda _numbers: {}, "none.html"))


def test_without_a_cluster_nothing_is_announced(settings):
    settings.TASKS = DUMMY

    announce()

    assert default_task_backend.results == []


def test_refresh_announces_after_its_commit(settings, configured, django_capture_on_commit_callbacks):
    settings.TASKS = DUMMY

    with django_capture_on_commit_callbacks(execute=True):
        put(2)
        assert default_task_backend.results == []
    with django_capture_on_commit_callbacks(execute=True):
        put(2)  # changes nothing

    assert [result.task.name for result in default_task_backend.results] == ["send_changes"]


def test_without_a_worker_it_is_sent_at_once(taken, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        put(5)

    assert (taken, feeding.pending().count()) == ([3, 2], 0)


def test_absent_cluster_costs_nobody_anything_and_everything_waits(configured, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        put(2)

    assert (breaker.cluster.state, feeding.pending().count()) == (State.OPEN, 2)
    assert send_changes.call() == 0


def test_open_breaker_is_not_disturbed(taken):
    put(2)
    breaker.cluster.failed()

    assert (send_changes.call(), taken) == (0, [])


def test_nothing_waiting_is_no_sign_of_life(taken, monkeypatch):
    breaker.cluster.failed()

    assert send_changes.call() == 0
    assert breaker.cluster.state is State.OPEN


def test_what_is_refused_is_not_sent_for_ever(configured, monkeypatch):
    put(2)
    monkeypatch.setattr(feeding, "send_pending", lambda _limit, *, seconds: 0)

    assert send_changes.call() == 0


def test_failure_half_way_keeps_what_was_sent(taken, monkeypatch):
    put(5)
    sent = feeding.send_pending

    def fails_later(limit: int, *, seconds: float) -> int:
        if taken:
            raise EngineAway("ConnectionError")
        return sent(limit, seconds=seconds)

    monkeypatch.setattr(feeding, "send_pending", fails_later)

    assert (send_changes.call(), feeding.pending().count(), breaker.cluster.state) == (3, 2, State.OPEN)
