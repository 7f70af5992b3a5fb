"""A person without a mouse: everything is reached with Tab and Enter, and one always sees where one is."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.visits import Visit
from tests.browser.words import said

MOST_STEPS = 80
# Where the focus is: its address or name, whether it is on the screen, and whether a ring is drawn around it.
FOCUS = """
() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const box = element.getBoundingClientRect();
  const onScreen = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  const seen = box.width > 0 && box.height > 0 && onScreen;
  const drawn = node => {
    const style = getComputedStyle(node);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none";
  };
  // A card's link spreads over the card by ::after and may draw its ring there.
  const after = getComputedStyle(element, "::after");
  const ring = drawn(element) || (after.outlineStyle !== "none" && parseFloat(after.outlineWidth) >= 2);
  return {tag: element.tagName, href: element.getAttribute("href"), name: element.getAttribute("name"), seen, ring,
          words: (element.innerText || element.getAttribute("aria-label") || "").trim()};
}
"""


def press_tab_until(page: Page, wanted: str) -> list[dict[str, object]]:
    """Press Tab until the focus matches a selector; give every stop on the way."""
    stops: list[dict[str, object]] = []
    for _step in range(MOST_STEPS):
        page.keyboard.press("Tab")
        stops.append(page.evaluate(FOCUS))
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            return stops
    raise AssertionError(
        f"Tab never reaches {wanted}; it stopped at {[stop and (stop['href'] or stop['name']) for stop in stops]}"
    )


@pytest.fixture(params=["phone", "desk"])
def visit(request: pytest.FixtureRequest, take_phone: Open, sit_down: Open) -> Visit:
    """The home page, on both sizes of screen."""
    visit: Visit = take_phone() if request.param == "phone" else sit_down()
    visit.open("/")
    return visit


def test_skip_link_comes_first_and_skips_the_menu(visit: Visit) -> None:
    page = visit.page

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name=said("Skip to content"))).to_be_focused()
    assert page.evaluate(FOCUS)["seen"]
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.evaluate("document.querySelector('#main').contains(document.activeElement)")


def test_every_stop_is_seen_and_ringed_on_the_way_to_a_product(visit: Visit) -> None:
    page = visit.page

    stops = press_tab_until(page, ".o-card--product .o-card__link")
    name = stops[-1]["words"]
    page.keyboard.press("Enter")
    page.wait_for_url("**/san-pham/**")

    assert [stop for stop in stops if not (stop and stop["seen"] and stop["ring"])] == []
    assert visit.heading == name


def test_search_is_reached_and_sent_by_keyboard(visit: Visit) -> None:
    page = visit.page

    press_tab_until(page, "#main input[name=q]")
    page.keyboard.type("nuoc mam")
    page.keyboard.press("Enter")
    page.wait_for_url("**/tim-kiem/**")

    assert page.locator(".o-results .o-card").count() > 0


def test_menu_of_the_phone_opens_closes_and_leads_on_by_keyboard(phone: Visit) -> None:
    page = phone.page
    phone.open("/")

    press_tab_until(page, ".o-menu summary")
    page.keyboard.press("Enter")
    expect(page.locator(".o-menu__panel")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".o-menu__panel")).to_be_hidden()
    expect(page.locator(".o-menu summary")).to_be_focused()
    page.keyboard.press("Enter")
    press_tab_until(page, ".o-menu__panel a[href='/diem-ban/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/diem-ban/")

    assert phone.heading == said("Sale points")


def test_menu_of_the_phone_works_without_a_script(take_phone: Open) -> None:
    phone = take_phone(java_script_enabled=False)
    phone.open("/")

    phone.page.locator(".o-menu summary").tap()
    phone.page.locator(".o-menu__panel a[href='/chung-nhan/']").tap()
    phone.page.wait_for_url("**/chung-nhan/")

    assert phone.status == 200


def test_language_is_changed_by_keyboard(sit_down: Open) -> None:
    desk = sit_down()
    desk.open("/diem-ban/")

    press_tab_until(desk.page, ".o-languages a[hreflang=en]")
    desk.page.keyboard.press("Enter")
    desk.page.wait_for_url("**/en/diem-ban/")

    assert desk.page.locator("html").get_attribute("lang") == "en"
    assert desk.heading == said("Sale points", "en")


def test_code_is_typed_and_answered_by_keyboard(sit_down: Open) -> None:
    desk = sit_down()
    desk.open("/kiem-tra/")

    press_tab_until(desk.page, "input[name=code]")
    desk.page.keyboard.type("abcd efgh")
    press_tab_until(desk.page, "main form button[type=submit]")
    desk.page.keyboard.press("Enter")
    desk.page.wait_for_url("**/t/**")

    assert desk.page.locator(".o-verdict__headline").is_visible()
