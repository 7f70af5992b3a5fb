from __future__ import annotations

import pytest
from django.core.cache import cache

from search.domain.breaker import cluster
from search.domain.tallies import FALLBACKS, answers_of, count
from search.models import SearchChange, SearchDocument

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _breaker_is_closed():
    cluster.reset()
    yield
    cluster.reset()


def values(response) -> dict[str, int]:
    lines = [line for line in response.content.decode().splitlines() if not line.startswith("#")]
    return {name: int(value) for name, _space, value in (line.rpartition(" ") for line in lines)}


def test_metrics_of_a_quiet_site_are_zeros(client):
    response = client.get("/metrics")

    assert response["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert "no-cache" in response["Cache-Control"]
    assert values(response) == {
        'ocop_search_answers_total{engine="database"}': 0,
        'ocop_search_answers_total{engine="elasticsearch"}': 0,
        "ocop_search_fallbacks_total": 0,
        "ocop_search_breaker_open": 0,
        "ocop_search_documents_pending": 0,
        "ocop_search_changes_pending": 0,
    }


def test_metrics_tell_what_happened_and_what_waits(client, settings):
    settings.ELASTICSEARCH_URL = ["http://127.0.0.1:1"]
    for name in (answers_of("database"), answers_of("database"), answers_of("elasticsearch"), FALLBACKS):
        count(name)
    cluster.failed()
    SearchDocument.objects.create(kind="hang", object_id=1, edition=1)
    SearchChange.objects.create(kind="hang", object_id=2)

    assert list(values(client.get("/metrics")).values()) == [2, 1, 1, 1, 1, 1]


def test_metrics_are_in_the_format_of_prometheus(client):
    lines = client.get("/metrics").content.decode()

    assert lines.endswith("\n")
    assert lines.startswith(
        "# HELP ocop_search_answers_total Questions to an engine that were answered, by engine.\n"
        "# TYPE ocop_search_answers_total counter\n"
    )


def test_metrics_begin_anew_with_the_cache(client):
    count(FALLBACKS)
    cache.clear()

    assert values(client.get("/metrics"))["ocop_search_fallbacks_total"] == 0


def test_metrics_without_the_cache_tell_the_rest(client, settings):
    settings.CACHES = {"default": {"BACKEND": "tests.core.broken_cache.BrokenCache"}}

    assert set(values(client.get("/metrics"))) == {
        "ocop_search_breaker_open",
        "ocop_search_documents_pending",
        "ocop_search_changes_pending",
    }


def test_metrics_refuse_post(client):
    assert client.post("/metrics").status_code == 405
