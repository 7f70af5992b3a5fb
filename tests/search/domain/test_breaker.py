from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from search.domain.breaker import Breaker, Limits, State


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def breaker(clock):
    return Breaker(clock, Limits(failures=2, slow=3, slow_seconds=0.4, pause=1.0, longest=5.0, calm=60.0, probe=10.0))


def open_(breaker):
    breaker.failed()
    return breaker.failed()


def test_closed_lets_everything_pass(breaker):
    assert [breaker.allows() for _ in range(3)] == [True, True, True]
    assert breaker.state is State.CLOSED


def test_failures_in_a_row_open_it(breaker):
    assert (breaker.failed(), breaker.allows()) == (None, True)
    assert (breaker.failed(), breaker.allows()) == (State.OPEN, False)


def test_answer_between_failures_keeps_it_closed(breaker):
    breaker.failed()
    breaker.succeeded(0.1)

    assert (breaker.failed(), breaker.state) == (None, State.CLOSED)


def test_slow_answers_in_a_row_open_it(breaker):
    assert [breaker.succeeded(0.4), breaker.succeeded(0.4), breaker.succeeded(0.39)] == [None, None, None]
    assert [breaker.succeeded(0.5), breaker.succeeded(0.5), breaker.succeeded(0.5)] == [None, None, State.OPEN]


def test_after_the_pause_one_probe_passes(breaker, clock):
    open_(breaker)
    clock.now += 0.99
    assert breaker.allows() is False

    clock.now += 0.01

    assert [breaker.allows(), breaker.allows(), breaker.allows()] == [True, False, False]
    assert breaker.state is State.HALF_OPEN


def test_probe_that_succeeds_closes_it(breaker, clock):
    open_(breaker)
    clock.now += 1
    breaker.allows()

    assert (breaker.succeeded(0.1), breaker.allows(), breaker.allows()) == (State.CLOSED, True, True)


@pytest.mark.parametrize("probe", [lambda breaker: breaker.failed(), lambda breaker: breaker.succeeded(0.5)])
def test_probe_that_does_not_succeed_is_no_news_and_doubles_the_pause(breaker, clock, probe):
    open_(breaker)
    pauses = []
    for _ in range(5):
        started = clock.now
        while not breaker.allows():
            clock.now += 0.25
        pauses.append(clock.now - started)
        assert probe(breaker) is None

    assert pauses == [1.0, 2.0, 4.0, 5.0, 5.0]


def test_probe_that_never_comes_back_is_replaced(breaker, clock):
    open_(breaker)
    clock.now += 1
    breaker.allows()
    clock.now += 9.9
    assert breaker.allows() is False

    clock.now += 0.1

    assert breaker.allows() is True


@pytest.mark.parametrize(("calm", "pause"), [(59, 2.0), (60, 1.0)])
def test_pause_begins_anew_only_after_a_calm_time(breaker, clock, calm, pause):
    open_(breaker)
    clock.now += 1
    breaker.allows()
    breaker.succeeded(0.1)
    clock.now += calm
    open_(breaker)

    clock.now += pause - 0.01
    assert breaker.allows() is False
    clock.now += 0.01
    assert breaker.allows() is True


def test_who_was_asked_before_it_opened_changes_nothing(breaker, clock):
    open_(breaker)

    assert (breaker.succeeded(0.1), breaker.failed(), breaker.state) == (None, None, State.OPEN)
    clock.now += 1
    assert breaker.allows() is True


def test_reset_forgets(breaker):
    open_(breaker)

    breaker.reset()

    assert (breaker.state, breaker.allows(), breaker.failed()) == (State.CLOSED, True, None)


def test_of_many_threads_one_is_the_probe(breaker, clock):
    open_(breaker)
    clock.now += 1

    with ThreadPoolExecutor(16) as pool:
        allowed = list(pool.map(lambda _number: breaker.allows(), range(400)))

    assert allowed.count(True) == 1
