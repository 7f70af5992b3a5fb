"""Searches that found nothing are counted, once for each person, text and day."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from search.models import Miss
from search.noticing import is_robot, notice_miss
from search.query import Near, Query, Result

pytestmark = pytest.mark.django_db

PHONE = "Mozilla/5.0 (Linux; Android 14; CUBOT X70) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36"


@pytest.fixture
def notice(rf, today):
    def one(query=None, result=None, *, agent=PHONE, method="get"):
        request = getattr(rf, method)("/", HTTP_USER_AGENT=agent)
        notice_miss(request, query or Query("mật ong bạc hà"), result or Result(total=3), day=today)

    return one


def counted():
    return list(Miss.objects.values_list("text", "language", "count", "found"))


def test_miss_is_counted_with_what_fits_in_part(notice):
    notice()

    assert counted() == [("mật ong bạc hà", "vi", 1, 3)]


def test_one_person_counts_once_and_another_again(notice):
    for agent in (PHONE, PHONE, PHONE.replace("X70", "X80")):
        notice(agent=agent)
    notice(Query("MẬT ONG BẠC HÀ"))

    assert [count for _text, _language, count, _found in counted()] == [2]


@pytest.mark.parametrize(
    ("query", "result"),
    [
        (Query(""), Result()),
        (Query("mật ong"), Result(total=1, exact=1)),
        (Query("mật ong bạc hà", page=2), Result()),
        (Query("mật ong bạc hà", filters={"sao": ("5",)}), Result()),
        (Query("mật ong bạc hà", near=Near(18, 105)), Result()),
    ],
)
def test_what_is_no_miss_of_the_words_is_not_counted(notice, query, result):
    notice(query, result)

    assert counted() == []


def test_only_asking_counts(notice):
    notice(method="head")

    assert counted() == []


@pytest.mark.parametrize(
    ("agent", "expected"),
    [
        (PHONE, False),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0", False),
        ("", True),
        ("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", True),
        ("Mozilla/5.0 (compatible; coccocbot-web/1.0)", True),
        ("facebookexternalhit/1.1", True),
        ("python-requests/2.32", True),
        ("curl/8.0", True),
    ],
)
def test_robots_are_known_by_what_they_say(rf, agent, expected):
    assert is_robot(rf.get("/", HTTP_USER_AGENT=agent)) is expected


def test_robot_is_not_counted(notice):
    notice(agent="Googlebot/2.1")

    assert counted() == []


def test_cache_that_is_away_hinders_nobody(notice, monkeypatch):
    def away(*_args):
        raise ConnectionError

    monkeypatch.setattr(cache, "add", away)
    notice()

    assert len(counted()) == 1
