"""What the contract of both engines does not say: what an engine on a real cluster does when it cannot answer."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import contextmanager, suppress
from datetime import date

import pytest

from search.domain.meaning import Group, GroupKind, Phrase, Plan
from search.engines.contract import Demand, EngineAway
from search.engines.elastic import schema
from search.engines.elastic.client import within
from search.engines.elastic.engine import DEADLINE, ElasticEngine

TODAY = date(2026, 11, 24)


@contextmanager
def silent_server(*, greets: bool = False):
    """A server that takes connections and never answers; with `greets` it sends one letter now and then."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listener:
        stop, taken = threading.Event(), []

        def serve() -> None:
            listener.settimeout(0.05)
            while not stop.is_set():
                with suppress(TimeoutError):
                    taken.append(listener.accept()[0])
                for connection in taken if greets else ():
                    try:
                        connection.sendall(b"H")
                    except OSError:
                        taken.remove(connection)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            stop.set()
            thread.join()
            for connection in taken:
                connection.close()


@pytest.mark.parametrize("greets", [False, True])
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_silent_cluster_is_left_in_time(settings, greets):
    with silent_server(greets=greets) as address:
        settings.ELASTICSEARCH_URL = [address]
        started = time.monotonic()

        with pytest.raises(EngineAway):
            ElasticEngine().answer(Demand(on=TODAY))

        assert time.monotonic() - started < DEADLINE + 0.1


@pytest.mark.parametrize("ask", [lambda engine: engine.answer(Demand(on=TODAY)), lambda engine: engine.ping()])
def test_nobody_at_the_address_means_away_and_no_address_is_told(settings, ask):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    settings.ELASTICSEARCH_URL = [f"http://shop:secret@127.0.0.1:{port}"]

    with pytest.raises(EngineAway) as said:
        ask(ElasticEngine())

    assert str(said.value) == "ConnectionError"


def test_call_that_takes_too_long_is_not_waited_for():
    done = threading.Event()

    with pytest.raises(EngineAway, match="no answer in time"):
        within(0.05, lambda: done.wait(5))

    done.set()
    assert within(1.0, lambda: 7) == 7


@pytest.mark.elasticsearch
def test_cluster_without_an_index_is_away_and_gets_none_by_being_asked(cluster, settings):
    for ask in (lambda: ElasticEngine().answer(Demand(on=TODAY)), lambda: ElasticEngine().ping()):
        with pytest.raises(EngineAway):
            ask()

    assert cluster.indices.get_alias(index=f"{settings.ELASTICSEARCH_INDEX}*").body == {}


@pytest.mark.elasticsearch
def test_index_of_another_schema_is_not_asked(cluster, keep, build, found, monkeypatch):
    keep("Cu đơ")
    build()
    assert found() == [1]

    monkeypatch.setattr(schema, "SCHEMA", schema.SCHEMA + 1)

    with pytest.raises(EngineAway, match="index_not_found"):
        ElasticEngine().answer(Demand(on=TODAY))


@pytest.mark.elasticsearch
def test_begun_word_finds_however_many_words_begin_so(cluster, keep, build, found):
    # More than any limit on expansions that comes with the server.
    keep(*(f"Kẹo m{number:04d}" for number in range(1500)))
    build()

    for words in (("m",), ("keo", "m")):
        group = Group(GroupKind.WORD, (Phrase(words, is_prefix=True),), " ".join(words))
        assert ElasticEngine().answer(Demand(on=TODAY, plan=Plan((group,)))).total == 1500


@pytest.mark.elasticsearch
def test_only_so_much_is_kept_as_a_candidate_needs(cluster, keep, build):
    keep("Cu đơ")
    build()

    kept = cluster.search(index=schema.live_alias())["hits"]["hits"][0]["_source"]

    assert {"points", "language", "edition"} & set(kept) == set()
