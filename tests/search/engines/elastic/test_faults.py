"""Nodes of a real cluster of three are frozen and killed. The tests live on one another's ruins: they run last, in this order."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from datetime import date

import pytest

from search.domain import breaker
from search.domain.answering import ask, standing, waiting
from search.domain.feeding import send_changes
from search.engines.contract import Demand, EngineAway
from search.engines.elastic.check import compare
from search.engines.elastic.feed import pending, send_pending
from search.engines.elastic.schema import live_alias
from search.management.commands.feed_search import Feeder
from search.models import SearchDocument

pytestmark = pytest.mark.elasticsearch

# What a visitor may wait: the deadline of the cluster, then the database. The machine also runs the nodes.
LONGEST_ANSWER = 1.5
TODAY = date(2026, 11, 24)
NAMES = ("Cu đơ", "Kẹo lạc", "Bưởi", "Mật ong")


@pytest.fixture
def patient() -> None:
    """Here it is the waiting that is tested."""


@pytest.fixture
def groups() -> list[int]:
    """The process groups of the nodes."""
    if "OCOP_TEST_ELASTICSEARCH_PIDS" not in os.environ:
        pytest.skip("needs a cluster of its own: OCOP_TEST_ELASTICSEARCH_PIDS names no processes")
    return [int(group) for group in os.environ["OCOP_TEST_ELASTICSEARCH_PIDS"].split(",")]


def wait_for_all(cluster) -> None:
    """Wait until all nodes are there again, and our index has all its copies."""
    cluster.cluster.health(index=live_alias(), wait_for_nodes=3, wait_for_status="green", timeout="25s")


@pytest.fixture
def held(cluster, keep, build, settings):
    """An index with a copy on a second node."""
    settings.ELASTICSEARCH_REPLICAS = None
    keep(*NAMES)
    build()
    cluster.cluster.health(index=live_alias(), wait_for_status="green", timeout="25s")
    return cluster


def holder(cluster, groups: list[int]) -> int:
    """Give the process group of the node that holds the first copy of the index."""
    (name,) = {shard["node"] for shard in cluster.cat.shards(index=live_alias(), format="json") if shard["prirep"] == "p"}
    # Nodes are named n1, n2, ... in the order of their addresses and of their processes.
    return groups[int(name.removeprefix("n")) - 1]


@contextlib.contextmanager
def frozen(groups: list[int]) -> Iterator[None]:
    """Let nodes stand still: they hold their connections and say nothing."""
    for group in groups:
        os.killpg(group, signal.SIGSTOP)
    time.sleep(0.5)  # A busy machine takes a moment to stop all threads.
    try:
        yield
    finally:
        for group in groups:
            os.killpg(group, signal.SIGCONT)


def timed_ask() -> tuple[int, str, float]:
    """Ask for everything; give the number of hits, who answered, and how long it took."""
    started = time.monotonic()
    answer, engine = ask(Demand(on=TODAY))
    return answer.total, engine, time.monotonic() - started


def eventually(condition: Callable[[], bool], *, seconds: float = 60.0) -> bool:
    """Wait until something holds."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with contextlib.suppress(EngineAway):
            if condition():
                return True
        time.sleep(0.25)
    return False


def test_one_frozen_node_costs_nobody_more_than_the_deadline(held, groups):
    assert eventually(lambda: timed_ask()[1] == "elasticsearch")

    with frozen([holder(held, groups)]):
        answers = []
        for _ in range(12):
            answers.append(timed_ask())
            time.sleep(0.3)

    assert {total for total, _engine, _seconds in answers} == {len(NAMES)}
    assert max(seconds for _total, _engine, seconds in answers) < LONGEST_ANSWER
    assert eventually(lambda: timed_ask()[1] == "elasticsearch")
    wait_for_all(held)


def test_frozen_cluster_is_asked_once_and_what_changes_waits(held, groups, keep, found):
    assert eventually(lambda: timed_ask()[1] == "elasticsearch")

    with frozen(groups):
        first, second = timed_ask(), timed_ask()
        keep(*NAMES[:3], "Mật ong rừng", "Trà xanh")
        sent = send_changes.call()
        third = timed_ask()
        state, left = standing(), waiting()

    assert (first[:2], second[:2], third[:2], sent) == ((4, "database"), (4, "database"), (5, "database"), 0)
    assert (first[2] < LONGEST_ANSWER, second[2] < 0.3) == (True, True)
    assert (state.is_fallback, left) == (True, 2)
    assert eventually(lambda: Feeder().work_off() is None)
    assert eventually(lambda: timed_ask()[:2] == (5, "elasticsearch"))
    assert (sorted(found()), pending().count(), list(compare())) == ([1, 2, 3, 4, 5], 0, [])
    wait_for_all(held)


def test_unreachable_cluster_is_caught_up_with_when_it_is_back(held, settings, keep, found):
    there = settings.ELASTICSEARCH_URL
    with socket.create_server(("127.0.0.1", 0)) as listener:
        nobody = f"http://127.0.0.1:{listener.getsockname()[1]}"
    settings.ELASTICSEARCH_URL = [nobody]
    breaker.cluster.reset()

    keep("Cu đơ Phong Nga", "Trà xanh")
    with pytest.raises(EngineAway):
        send_pending()
    answered = timed_ask()

    assert (answered[:2], pending().count()) == ((2, "database"), 4)
    settings.ELASTICSEARCH_URL = there
    breaker.cluster.reset()
    Feeder().work_off()
    assert (sorted(found()), pending().count(), list(compare())) == ([1, 2], 0, [])
    assert eventually(lambda: timed_ask()[:2] == (2, "elasticsearch"))


def test_killed_node_takes_nothing_with_it(held, groups, keep, found):
    assert eventually(lambda: timed_ask()[1] == "elasticsearch")

    os.killpg(holder(held, groups), signal.SIGKILL)
    answers = []
    for _ in range(10):
        answers.append(timed_ask())
        time.sleep(0.2)

    assert {total for total, _engine, _seconds in answers} == {len(NAMES)}
    assert max(seconds for _total, _engine, seconds in answers) < LONGEST_ANSWER
    assert eventually(lambda: timed_ask()[1] == "elasticsearch")
    assert eventually(lambda: list(compare()) == [])
    keep(*NAMES, "Trà xanh")
    assert eventually(lambda: send_pending() == 0)
    assert eventually(lambda: sorted(found()) == [1, 2, 3, 4, 5])


def test_all_nodes_killed_leave_the_database(held, groups, keep):
    for group in groups:
        with contextlib.suppress(ProcessLookupError):  # one is dead already
            os.killpg(group, signal.SIGKILL)

    keep(*NAMES, "Trà xanh")
    answers = [timed_ask() for _ in range(3)]

    assert {answer[:2] for answer in answers} == {(5, "database")}
    assert max(seconds for _total, _engine, seconds in answers) < LONGEST_ANSWER
    assert send_changes.call() == 0
    assert SearchDocument.objects.count() == 5
    assert pending().count() == 1
