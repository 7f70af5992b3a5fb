"""What every test may ask for. Factories are in `tests/factories`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from hypothesis import settings as hypothesis_settings

from search.domain import lexicon
from search.engines.database import columns

# The same examples on every run and machine; no deadline, because a busy machine is not a bug.
hypothesis_settings.register_profile("tests", derandomize=True, deadline=None, max_examples=200, database=None)
hypothesis_settings.load_profile("tests")

# What only opens, closes or prepares, and asks or changes nothing.
HOUSEKEEPING = ("BEGIN", "SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK", "COMMIT", "PREPARE", "PRAGMA", "DEALLOCATE")

OPENS_THE_DATABASE = {"db", "transactional_db", "live_server"}


def pytest_configure(config: pytest.Config) -> None:
    """Forgive what is not ours to mend."""
    # Wagtail leaves the file of a rendition that it draws to the garbage collector.
    config.addinivalue_line("filterwarnings", "ignore:Unclosed file <tempfile.SpooledTemporaryFile:ResourceWarning")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what opens the database: the rest gives the same on each, so that it is run on one of them only."""
    for item in items:
        if item.get_closest_marker("django_db") or OPENS_THE_DATABASE.intersection(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.database)


@pytest.fixture(scope="session", autouse=True)
def _folder_of_static_files(tmp_path_factory: pytest.TempPathFactory) -> None:
    # WhiteNoise warns when the folder that collectstatic fills does not exist.
    settings.STATIC_ROOT = Path(tmp_path_factory.mktemp("static"))


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def _search_without_memory() -> None:
    # What a process keeps of one test's database is wrong in the next.
    columns.forget()
    lexicon._kept = None


@pytest.fixture(autouse=True)
def _language_of_the_site() -> Iterator[None]:
    # A request leaves its language behind in the thread.
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture
def today() -> date:
    """The day of tests that pass their day in."""
    return date(2026, 11, 23)


@pytest.fixture
def now() -> datetime:
    """A moment of that day: ten in the morning in Hanoi."""
    return datetime(2026, 11, 23, 3, 0, 30, tzinfo=UTC)


@pytest.fixture
def get_request(rf: RequestFactory) -> Callable[..., Any]:
    """Give a plain GET request, with extra environment as keywords."""
    return lambda path="/", **extra: rf.get(path, **extra)


@pytest.fixture
def statements() -> Callable[[], AbstractContextManager[list[str]]]:
    """Collect the SQL that asks or changes something: no savepoints, no preparing."""

    @contextmanager
    def collect() -> Iterator[list[str]]:
        found: list[str] = []
        with CaptureQueriesContext(connection) as captured:
            yield found
        found += [
            query["sql"] for query in captured.captured_queries if not query["sql"].lstrip().upper().startswith(HOUSEKEEPING)
        ]

    return collect


@pytest.fixture
def english() -> Iterator[None]:
    """Let messages be what the sources say, for tests that look for their words."""
    with translation.override("en"):
        yield
