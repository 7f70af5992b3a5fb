"""What the browser tests share: one site, one browser, and a fresh telephone for each person."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.browser.served import Site, serve_demo
from tests.browser.visits import DESKTOP, PHONE, WATCH_SHIFTS, Visit

NAMES = ("/usr/bin/chromium", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
]  # fmt: skip
# Long enough for a busy machine; a test that waits longer has found something.
PATIENCE_MS = 15_000
HERE = Path(__file__).parent

# Playwright keeps an event loop in this thread; Django would take our plain calls for asynchronous ones.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

Open = Callable[..., Visit]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything in this folder, so that `-m "not browser"` leaves it out."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the browser."""
    found = os.environ.get("OCOP_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if not found:
        pytest.skip("no Chromium or Chrome on this machine; name one in OCOP_CHROMIUM")
    return found


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """One browser for the run; each visitor has a context of their own."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, headless=True, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo, served. When it cannot be, nothing here can be tested, and one message says why."""
    with ExitStack() as stack:
        try:
            served = stack.enter_context(serve_demo(tmp_path_factory.mktemp("site")))
        except RuntimeError as error:
            pytest.exit(f"The demo cannot be served: {error}", returncode=1)
        yield served


@pytest.fixture
def open_window(browser: Browser, site: Site) -> Iterator[Open]:
    """Open a window for somebody new; keywords are the options of Playwright's contexts."""
    contexts: list[BrowserContext] = []

    def open_one(**options: Any) -> Visit:
        context = browser.new_context(**options)
        contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        if options.get("java_script_enabled", True):
            context.add_init_script(WATCH_SHIFTS)
        return Visit(context.new_page(), site.address)

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture
def take_phone(open_window: Open) -> Open:
    """Take a telephone in hand that has never been here. `name` tells one telephone from another."""

    def take(name: str = "Phone", **options: Any) -> Visit:
        agent = f"Mozilla/5.0 (Linux; Android 14; {name}) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36"
        return open_window(**{**PHONE, "user_agent": agent, **options})

    return take


@pytest.fixture
def phone(take_phone: Open) -> Visit:
    """A telephone."""
    return take_phone()


@pytest.fixture
def sit_down(open_window: Open) -> Open:
    """Sit down at a desk."""
    return lambda **options: open_window(**{**DESKTOP, **options})
