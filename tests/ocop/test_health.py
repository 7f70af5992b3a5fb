from __future__ import annotations

import logging

import pytest
from django.db import OperationalError, connection

from search.domain.breaker import cluster
from search.models import SearchDocument

CHECKS = {"database", "migrations", "cache", "media", "stamp_keys", "search"}


def test_healthz_answers_without_the_database(client):
    # No database mark: a query would fail the test.
    response = client.get("/healthz")

    assert (response.status_code, response.content) == (200, b"ok")
    assert "no-cache" in response["Cache-Control"]


@pytest.mark.django_db
def test_readyz_says_each_dependency(client):
    response = client.get("/readyz")

    assert response.status_code == 200
    assert response.json() == {"status": "ready", "checks": dict.fromkeys(CHECKS, "ok"), "search_pending": 0}


@pytest.mark.django_db
def test_readyz_without_the_cluster_is_ready_and_says_what_waits(client, settings):
    settings.ELASTICSEARCH_URL = ["http://127.0.0.1:1"]
    SearchDocument.objects.create(kind="hang", object_id=1, edition=1)
    cluster.reset()

    response = client.get("/readyz")
    cluster.reset()

    assert response.status_code == 200
    assert response.json() == {
        "status": "ready",
        "checks": {**dict.fromkeys(CHECKS, "ok"), "search": "fallback"},
        "search_pending": 1,
    }


@pytest.mark.django_db
def test_readyz_without_the_database_is_not_ready_and_tells_no_reason(client, caplog):
    def lost(*_arguments):
        raise OperationalError("password of user ocop at 10.0.0.3 is wrong")

    with connection.execute_wrapper(lost), caplog.at_level(logging.INFO):
        response = client.get("/readyz")

    assert response.status_code == 503
    assert (response.json()["status"], response.json()["search_pending"]) == ("not ready", None)
    assert response.json()["checks"]["database"] == "failed"
    assert response.json()["checks"]["cache"] == "ok"
    assert "10.0.0.3" not in response.text
    assert "readiness: database failed (OperationalError)" in caplog.messages


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changed", "failed"),
    [
        ({"STAMP_KEY_CURRENT": "X"}, "stamp_keys"),
        ({"CACHES": {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}}, "cache"),
        ({"CACHES": {"default": {"BACKEND": "tests.core.broken_cache.BrokenCache"}}}, "cache"),
    ],
)
def test_readyz_names_what_failed(client, settings, changed, failed):
    for name, value in changed.items():
        setattr(settings, name, value)

    response = client.get("/readyz")

    assert response.status_code == 503
    assert [name for name, outcome in response.json()["checks"].items() if outcome == "failed"] == [failed]


@pytest.mark.django_db
def test_readyz_names_a_folder_of_uploads_that_cannot_be(client, settings, tmp_path):
    (tmp_path / "file").touch()
    settings.MEDIA_ROOT = tmp_path / "file" / "media"

    assert client.get("/readyz").json()["checks"]["media"] == "failed"


@pytest.mark.django_db
def test_readyz_knows_missing_migrations(client):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'search'")

    assert client.get("/readyz").json()["checks"]["migrations"] == "failed"


@pytest.mark.django_db
def test_readyz_leaves_a_bucket_alone(client, settings):
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}

    assert client.get("/readyz").json()["checks"]["media"] == "ok"


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
@pytest.mark.django_db
def test_health_answers_head_and_refuses_post(client, path):
    assert client.head(path).status_code == 200
    assert client.post(path).status_code == 405
