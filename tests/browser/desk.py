"""What people do at their desks in the admin: sign in, open a page's editor, write, hand in."""

from __future__ import annotations

import base64
import struct
import time
from hmac import digest
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page

from tests.browser.visits import Visit

STEP_SECONDS = 30


def sign_in(desk: Visit, name: str, password: str, *, onwards: str = "/quan-ly/") -> None:
    """Sign in at the door of the admin."""
    desk.open(f"/quan-ly/login/?next={onwards}")
    fill_in(desk.page, name, password)


def fill_in(page: Page, name: str, password: str) -> None:
    """Fill in the form at the door, send it, and wait for the answer."""
    page.locator("input[name=username]").fill(name)
    page.locator("input[name=password]").fill(password)
    with page.expect_navigation():
        page.locator("form button[type=submit]").click()


def one_time_code(otpauth: str, *, ahead: int = 0) -> str:
    """Give the six digits that an authenticator app shows; `ahead` counts the steps of half a minute to look ahead.

    Source: RFC 6238, with SHA-1 and six digits as every app takes them for granted.
    """
    secret = parse_qs(urlsplit(otpauth).query)["secret"][0]
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    mac = digest(key, struct.pack(">Q", int(time.time()) // STEP_SECONDS + ahead), "sha1")
    offset = mac[-1] & 15
    return f"{(struct.unpack('>I', mac[offset : offset + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"
