from __future__ import annotations

import logging
import time
from datetime import date

import pytest

from search.domain import answering
from search.domain.answering import ask, engines, standing, waiting
from search.domain.breaker import Breaker, Limits, State
from search.domain.tallies import FALLBACKS, answers_of, tallies
from search.engines.contract import Answer, Demand, EngineAway
from search.models import SearchDocument

DEMAND = Demand(on=date(2026, 11, 24))
DATABASE, CLUSTER = Answer(total=1), Answer(total=2)


class Scripted:
    """An engine that does what it is told, and counts how often it is asked."""

    def __init__(self, name: str, answer: Answer) -> None:
        self.name, self._answer = name, answer
        self.asked, self.is_away, self.seconds = 0, False, 0.0

    def answer(self, demand: Demand) -> Answer:
        self.ping()
        return self._answer

    def ping(self) -> None:
        self.asked += 1
        time.sleep(self.seconds)
        if self.is_away:
            raise EngineAway("ConnectionTimeout")


class Clock:
    """A clock that is set by hand."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def cluster(monkeypatch, settings, clock):
    """A cluster that is configured, a database beside it, and a breaker with the clock of this test."""
    settings.ELASTICSEARCH_URL = ["http://127.0.0.1:1"]
    scripted = Scripted("elasticsearch", CLUSTER)
    monkeypatch.setattr(answering, "_CLUSTER", scripted)
    monkeypatch.setattr(answering, "_DATABASE", Scripted("database", DATABASE))
    monkeypatch.setattr(answering, "cluster", Breaker(clock, Limits(failures=1, slow=2, slow_seconds=0.02, pause=1.0)))
    return scripted


def counted() -> dict[str, int]:
    return tallies([answers_of("database"), answers_of("elasticsearch"), FALLBACKS])


def test_cluster_answers_where_there_is_one(cluster):
    assert ask(DEMAND) == (CLUSTER, "elasticsearch")
    assert counted() == {"answers:database": 0, "answers:elasticsearch": 1, "fallbacks": 0}


def test_database_answers_without_a_cluster_and_that_is_no_fallback(cluster, settings):
    settings.ELASTICSEARCH_URL = []

    assert ask(DEMAND) == (DATABASE, "database")
    assert (cluster.asked, counted()) == (0, {"answers:database": 1, "answers:elasticsearch": 0, "fallbacks": 0})


def test_database_answers_for_a_cluster_that_is_away(cluster):
    cluster.is_away = True

    answers = [ask(DEMAND) for _ in range(3)]

    # Asked once; then the breaker is open, and nobody waits.
    assert (answers, cluster.asked) == ([(DATABASE, "database")] * 3, 1)
    assert counted() == {"answers:database": 3, "answers:elasticsearch": 0, "fallbacks": 3}


def test_cluster_that_is_back_answers_again(cluster, clock):
    cluster.is_away = True
    ask(DEMAND)
    cluster.is_away, clock.now = False, 1.0

    assert [ask(DEMAND)[1], ask(DEMAND)[1]] == ["elasticsearch", "elasticsearch"]


def test_cluster_that_is_slow_is_spared(cluster):
    cluster.seconds = 0.03

    assert [ask(DEMAND)[1] for _ in range(3)] == ["elasticsearch", "elasticsearch", "database"]


def test_log_says_it_once_for_each_change_and_nothing_of_the_question(cluster, clock, caplog):
    with caplog.at_level(logging.INFO, logger="search"):
        cluster.is_away = True
        for clock.now in (0.0, 0.5, 1.0, 1.5, 3.0):
            ask(DEMAND)
        cluster.is_away = False
        for clock.now in (10.0, 11.0):
            ask(DEMAND)

    assert [(record.levelname, record.getMessage()) for record in caplog.records] == [
        ("WARNING", "search: the cluster does not answer (ConnectionTimeout); the database answers"),
        ("INFO", "search: the cluster answers again"),
    ]


def test_database_that_fails_is_not_hidden(cluster, settings):
    settings.ELASTICSEARCH_URL = []
    answering._DATABASE.is_away = True

    with pytest.raises(EngineAway):
        ask(DEMAND)


def test_engines_are_those_that_the_site_has(settings):
    settings.ELASTICSEARCH_URL = []
    assert list(engines()) == ["database"]

    settings.ELASTICSEARCH_URL = ["http://127.0.0.1:1"]
    assert {name: engine.name for name, engine in engines().items()} == {
        "database": "database",
        "elasticsearch": "elasticsearch",
    }


def test_standing_asks_the_cluster_and_tells_the_breaker(cluster):
    assert standing() == answering.Standing(is_configured=True, is_fallback=False, breaker=State.CLOSED)

    cluster.is_away = True

    fallback = answering.Standing(is_configured=True, is_fallback=True, breaker=State.OPEN)
    assert [standing(), standing()] == [fallback, fallback]
    assert cluster.asked == 2


def test_standing_without_a_cluster_is_no_fallback(cluster, settings):
    settings.ELASTICSEARCH_URL = []

    assert (standing().is_fallback, cluster.asked) == (False, 0)


@pytest.mark.django_db
def test_documents_wait_only_for_a_cluster(settings):
    SearchDocument.objects.create(kind="hang", object_id=1, edition=1)

    settings.ELASTICSEARCH_URL = []
    assert waiting() == 0
    settings.ELASTICSEARCH_URL = ["http://127.0.0.1:1"]
    assert waiting() == 1
