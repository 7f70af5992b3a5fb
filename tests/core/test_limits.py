from __future__ import annotations

import logging

from django.core.cache import caches

from core.limits import Limit

LIMIT = Limit("test", count=3, seconds=60)


def test_spend_is_within_the_limit_so_often_and_no_more(get_request):
    assert [LIMIT.spend(get_request()) for _ in range(5)] == [True, True, True, False, False]


def test_spend_counts_each_address_for_itself(get_request):
    for _ in range(5):
        LIMIT.spend(get_request(REMOTE_ADDR="203.0.113.7"))

    assert LIMIT.spend(get_request(REMOTE_ADDR="203.0.113.8"))
    assert not LIMIT.spend(get_request(REMOTE_ADDR="203.0.113.7"))


def test_spend_counts_each_limit_for_itself(get_request):
    for _ in range(5):
        LIMIT.spend(get_request())

    assert Limit("other", count=1, seconds=60).spend(get_request())


def test_spend_says_once_in_the_log_that_the_limit_is_reached(get_request, caplog):
    with caplog.at_level(logging.WARNING, "core.limits"):
        for _ in range(6):
            LIMIT.spend(get_request(REMOTE_ADDR="203.0.113.7"))

    assert caplog.messages == ["The limit test is reached by one address: 3 in 60 seconds."]


def test_spend_begins_anew_after_its_time(get_request):
    for _ in range(5):
        LIMIT.spend(get_request())
    caches["default"].clear()

    assert LIMIT.spend(get_request())


def test_spend_refuses_nobody_while_the_cache_is_away(get_request, settings, caplog):
    settings.CACHES = {"default": {"BACKEND": "tests.core.broken_cache.BrokenCache"}}

    assert [LIMIT.spend(get_request()) for _ in range(5)] == [True] * 5
    assert set(caplog.messages) == {"The limit test was not counted: the cache does not answer."}
