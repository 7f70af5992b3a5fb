"""Whatever page a visitor is on, in either language: it holds still, fits, names itself, and asks nobody else."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Open
from tests.browser.page_types import BILINGUAL, PAGES, SCANS, STATUS, VIETNAMESE_ONLY, in_language
from tests.browser.served import Site
from tests.browser.visits import PHONE, Visit

MOST_SHIFT = 0.02
WIDTH = PHONE["viewport"]["width"]

# What sticks out to the right of the screen, named so that it can be found.
STICKS_OUT = """
width => document.documentElement.scrollWidth <= width ? [] : [...document.querySelectorAll("body *")]
  .filter(node => node.getBoundingClientRect().right > width + 0.5)
  .map(node => `${node.tagName.toLowerCase()}.${node.className}`).slice(0, 5)
  .concat(`page is ${document.documentElement.scrollWidth} wide`)
"""


# Wagtail draws the doors of its admin; how they settle is not ours.
DOORS = ("sign in", "new password")


def assert_page_is_sound(phone: Visit, language: str, *, holds_still: bool = True) -> None:
    """State what holds for every page."""
    page = phone.page
    phone.settle()
    facts = {
        "sticks out": page.evaluate(STICKS_OUT, WIDTH),
        "main headings": page.locator("h1").count(),
        "language": page.locator("html").get_attribute("lang"),
        "complaints": phone.complaints,
        "asked of others": phone.foreign_requests(),
    }
    assert facts == {"sticks out": [], "main headings": 1, "language": language, "complaints": [], "asked of others": []}
    assert page.title().strip() != ""
    assert phone.heading.strip() != ""
    assert not holds_still or phone.shift() < MOST_SHIFT, page.evaluate("window.__shifts")


@pytest.mark.parametrize("kind", BILINGUAL)
def test_page_is_sound_in_both_languages_and_each_leads_to_the_other(kind: str, phone: Visit, site: Site) -> None:
    page, vietnamese = phone.page, site.page(kind)
    phone.open(vietnamese)
    assert phone.status == STATUS.get(kind, 200)
    assert_page_is_sound(phone, "vi")

    # On a telephone the switch may stand in the menu; it is the same link.
    english = page.locator("a[hreflang=en]").first.get_attribute("href")
    assert english == in_language(vietnamese, "en")
    phone.open(english)
    assert phone.status == STATUS.get(kind, 200)
    assert_page_is_sound(phone, "en")
    assert page.locator("a[hreflang=vi]").first.get_attribute("href") == vietnamese


@pytest.mark.parametrize("kind", VIETNAMESE_ONLY)
def test_page_in_one_language_is_sound(kind: str, phone: Visit, site: Site) -> None:
    phone.open(site.page(kind))

    assert phone.status == STATUS.get(kind, 200)
    assert_page_is_sound(phone, "vi", holds_still=kind not in DOORS)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("kind", SCANS)
def test_scan_page_is_sound(kind: str, language: str, take_phone: Open, site: Site) -> None:
    phone = take_phone()

    phone.open(f"/t/{site.stamp(kind)}?lang={language}")

    assert phone.status == (404 if kind == "NOT_OURS" else 200)
    assert_page_is_sound(phone, language)


def test_every_kind_of_page_is_looked_at(site: Site) -> None:
    assert set(site.facts["addresses"]) == set(PAGES)
