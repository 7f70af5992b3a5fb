"""Nobody is left out: axe finds nothing against WCAG 2.2 AA on any page, by day, by night, and on a wide screen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Open
from tests.browser.page_types import BILINGUAL, PAGES, SCANS, in_language
from tests.browser.served import Site
from tests.browser.visits import Visit

AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RUN = "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})"


def violations(page: Page, where: str) -> list[str]:
    """Give what axe finds, each as place, rule and the elements concerned."""
    found: dict[str, Any] = page.evaluate(RUN, RULES)
    return [
        f"{where}: {rule['id']} ({rule['help']}): {node['html'][:140]} {node['any'][0]['message'] if node['any'] else ''}"
        for rule in found["violations"]
        for node in rule["nodes"][:4]
    ]


def violations_by_day_by_night_and_wide(visit: Visit, name: str) -> list[str]:
    """Look at the page that is open in three ways."""
    page = visit.page
    page.add_script_tag(path=AXE)
    visit.settle()
    found = violations(page, f"{name}, light")
    page.emulate_media(color_scheme="dark")
    found += violations(page, f"{name}, dark")
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1280, "height": 900})
    return found + violations(page, f"{name}, wide")


# The policy that keeps strangers' scripts out keeps axe out as well: only here is it set aside. Movement is off, so that
# no colour is measured half-way.
OPTIONS: dict[str, Any] = {"bypass_csp": True, "reduced_motion": "reduce", "color_scheme": "light"}


@pytest.mark.parametrize("kind", PAGES)
def test_page_keeps_nobody_out(kind: str, take_phone: Open, site: Site) -> None:
    phone = take_phone(**OPTIONS)

    phone.open(site.page(kind))

    assert violations_by_day_by_night_and_wide(phone, kind) == []


@pytest.mark.parametrize("kind", SCANS)
def test_scan_page_keeps_nobody_out(kind: str, take_phone: Open, site: Site) -> None:
    phone = take_phone(**OPTIONS)

    phone.open(f"/t/{site.stamp(kind)}")

    assert violations_by_day_by_night_and_wide(phone, kind) == []


def test_open_menu_keeps_nobody_out(take_phone: Open) -> None:
    phone = take_phone(**OPTIONS)
    phone.open("/")
    phone.page.locator(".o-menu summary").tap()

    phone.page.add_script_tag(path=AXE)

    assert violations(phone.page, "menu") == []


@pytest.mark.parametrize("kind", ["products", "products near"])
def test_open_drawer_keeps_nobody_out(kind: str, take_phone: Open, site: Site) -> None:
    phone = take_phone(**OPTIONS)
    phone.open(site.page(kind))
    phone.page.locator("#drawer > summary").tap()
    phone.page.evaluate("document.querySelectorAll('#drawer details').forEach(part => part.open = true)")

    assert violations_by_day_by_night_and_wide(phone, f"{kind}, drawer") == []


@pytest.mark.parametrize("address", ["/", "/en/tim-kiem/"])
def test_suggestions_keep_nobody_out(address: str, take_phone: Open) -> None:
    phone = take_phone(**OPTIONS)
    phone.open(address)
    phone.page.locator("#q").press_sequentially("nuoc m")
    phone.page.locator("#main [role=option]").first.wait_for()
    phone.page.keyboard.press("ArrowDown")

    assert violations_by_day_by_night_and_wide(phone, "suggestions") == []


@pytest.mark.parametrize(
    "kind",
    [
        kind
        for kind in BILINGUAL
        if kind in {"home", "product with a story", "certificate", "sale point"} or kind.startswith(("products", "search"))
    ],
)
def test_english_page_keeps_nobody_out(kind: str, take_phone: Open, site: Site) -> None:
    phone = take_phone(**OPTIONS)

    phone.open(in_language(site.page(kind), "en"))
    phone.page.add_script_tag(path=AXE)

    assert violations(phone.page, f"{kind} in English") == []
