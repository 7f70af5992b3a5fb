"""One visitor's window, and everything that goes wrong in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import CDPSession, ConsoleMessage, Page, Request, Response

PHONE: dict[str, Any] = {
    "viewport": {"width": 360, "height": 780},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
    "locale": "vi-VN",
    "timezone_id": "Asia/Ho_Chi_Minh",
}
DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}, "locale": "vi-VN", "timezone_id": "Asia/Ho_Chi_Minh"}

# Sums up what moved on the page without the visitor having touched it.
WATCH_SHIFTS = """
window.__shifts = [];
new PerformanceObserver(list => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) {
    const nodes = entry.sources.map(source => source.node && source.node.className).join(" ");
    window.__shifts.push({value: entry.value, nodes});
  }
}).observe({type: "layout-shift", buffered: true});
"""
SETTLED = """
async () => {
  await document.fonts.ready;
  const shown = [...document.images].filter(image => image.loading !== "lazy");
  await Promise.all(shown.map(image => image.decode().catch(() => null)));
  for (let frame = 0; frame < 2; frame++) await new Promise(resolve => requestAnimationFrame(resolve));
}
"""


@dataclass
class Visit:
    """A page of the browser with what it asked for and what it complained of."""

    page: Page
    site_address: str
    complaints: list[str] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    status: int = 0

    def __post_init__(self) -> None:
        """Begin to listen."""
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(f"script error: {error}"))
        self.page.on("requestfailed", self._miss)
        self.page.on("request", lambda request: self.requests.append(request))  # noqa: PLW0108  Playwright marks it

    def open(self, path: str) -> Response:
        """Open an address of the site and wait until all of it is there."""
        response = self.page.goto(self.site_address + path, wait_until="load")
        assert response is not None
        self.status = response.status
        return response

    def settle(self) -> None:
        """Wait until typefaces and pictures are in place."""
        self.page.evaluate(SETTLED)

    @property
    def path(self) -> str:
        """Where the visitor is: the path, without the question."""
        return urlsplit(self.page.url).path

    @property
    def heading(self) -> str:
        """The text of the page's main heading."""
        return self.page.locator("h1").inner_text()

    def foreign_requests(self) -> list[str]:
        """Give every address asked for that is not the site's own."""
        return [
            request.url
            for request in self.requests
            if not request.url.startswith((self.site_address + "/", "data:", "blob:", "about:"))
        ]

    def style_sheets(self) -> list[str]:
        """Give the style sheets asked for."""
        return [request.url for request in self.requests if request.resource_type == "stylesheet"]

    def shift(self) -> float:
        """Give how far the page jumped while it came in (cumulative layout shift)."""
        return sum(entry["value"] for entry in self.page.evaluate("window.__shifts"))

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type not in {"error", "warning"}:
            return
        # The browser reports the status of the page itself, which a test states for itself.
        if message.text.startswith("Failed to load resource") and message.location["url"] == self.page.url:
            return
        self.complaints.append(f"{message.type}: {message.text}")

    def _miss(self, request: Request) -> None:
        # A page that is left while something of it still loads has lost nothing.
        if request.failure != "net::ERR_ABORTED":
            self.complaints.append(f"not loaded: {request.url} {request.failure}")


@dataclass
class Scale:
    """Weighs what comes over the line, as the browser itself counts it: headers and compression included."""

    session: CDPSession
    total: int = 0

    @classmethod
    def below(cls, page: Page) -> Scale:
        """Begin to weigh, with an empty cache."""
        scale = cls(page.context.new_cdp_session(page))
        scale.session.send("Network.enable")
        scale.session.send("Network.setCacheDisabled", {"cacheDisabled": True})
        scale.session.on("Network.loadingFinished", scale._add)
        return scale

    def _add(self, event: dict[str, Any]) -> None:
        self.total += int(event["encodedDataLength"])
