"""Liveness and readiness, for the container engine, the proxy and the person on duty."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from search.domain.answering import standing, waiting

logger = logging.getLogger(__name__)


class NotReady(Exception):
    """A dependency answers, but not as the site needs it."""


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """Say that the process answers. Asks nothing else, so that a dead database does not restart healthy processes."""
    return HttpResponse("ok", content_type="text/plain; charset=utf-8")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Say of each dependency whether it is "ok" or "failed": 503 when one has failed, else 200. Reasons go to the log only.

    The search says "fallback" while the database answers in place of the cluster: nobody misses anything, so the site is ready.
    """
    checks = {name: _outcome(name, check) for name, check in CHECKS.items()}
    is_ready = "failed" not in checks.values()
    return JsonResponse(
        {
            "status": "ready" if is_ready else "not ready",
            "checks": checks,
            "search_pending": waiting() if is_ready else None,
        },
        status=200 if is_ready else 503,
    )


def _outcome(name: str, check: Callable[[], str | None]) -> str:
    try:
        return check() or "ok"
    except Exception as error:  # Each driver has its own errors, and any of them means "not ready".
        # The text of a driver's error may hold an address or a user name: it goes to the log at a level that is off by default.
        logger.warning("readiness: %s failed (%s)", name, type(error).__name__)
        logger.debug("readiness: %s", name, exc_info=error)
        return "failed"


def check_database() -> None:
    """Ask the database for one row."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()


def check_migrations() -> None:
    """Compare the migrations of this version with those that the database has seen.

    Raises: NotReady: some are missing.
    """
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise NotReady("migrations are missing")


def check_cache() -> None:
    """Write to the cache and read it back.

    Raises: NotReady: the cache lost it.
    """
    cache.set("readyz", "ok", timeout=10)
    if cache.get("readyz") != "ok":
        raise NotReady("the cache forgets")


def check_media() -> None:
    """Ask whether uploads can be stored; a bucket is not asked, a request to it at each check would cost money.

    Raises: NotReady: the folder cannot be written.
    """
    if not isinstance(default_storage, FileSystemStorage):
        return
    folder = Path(default_storage.location)
    while not folder.exists():  # Django makes the folder at the first upload; what counts is that it can.
        folder = folder.parent
    if not os.access(folder, os.W_OK | os.X_OK):
        raise NotReady("the folder of uploads cannot be written")


def check_stamp_keys() -> None:
    """Ask whether new stamps can be issued and old ones verified.

    Raises: NotReady: the current key is not among the keys.
    """
    if settings.STAMP_KEY_CURRENT not in settings.STAMP_KEYS:
        raise NotReady("the current stamp key is missing")


def check_search() -> str | None:
    """Ask whether the cluster answers, where there is one; that the database does is what the other checks ask."""
    return "fallback" if standing().is_fallback else None


CHECKS: dict[str, Callable[[], str | None]] = {
    "database": check_database,
    "migrations": check_migrations,
    "cache": check_cache,
    "media": check_media,
    "stamp_keys": check_stamp_keys,
    "search": check_search,
}
