"""A person types and is offered what may be meant: by keyboard, by finger, by ear, or not at all."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Open
from tests.browser.visits import Visit

BOX, LINES = "#main input[role=combobox]", "#main [role=option]"


def type_in(visit: Visit, path: str, text: str) -> Locator:
    """Type into the search box of a page and wait for the suggestions; give the box."""
    visit.open(path)
    box = visit.page.locator(BOX).first
    box.press_sequentially(text)
    visit.page.locator(LINES).first.wait_for()
    return box


def active(box: Locator) -> Locator:
    """Give the line that the box points to."""
    return box.page.locator(f"#{box.get_attribute('aria-activedescendant')}")


@pytest.mark.parametrize("path", ["/", "/san-pham/", "/tim-kiem/", "/chu-the/", "/khong-co-trang-nay/"])
def test_every_search_box_suggests(path: str, phone: Visit) -> None:
    box = type_in(phone, path, "nuoc m")

    expect(box).to_have_attribute("aria-expanded", "true")
    expect(box).to_have_attribute("aria-autocomplete", "list")
    listbox = phone.page.locator(f"#{box.get_attribute('aria-controls')}")
    expect(listbox).to_have_attribute("role", "listbox")
    assert listbox.get_attribute("aria-label")
    assert "nước mắm" in phone.page.locator(LINES).first.inner_text()


def test_count_is_said_politely(phone: Visit) -> None:
    box = type_in(phone, "/", "nuoc m")

    count = phone.page.locator(LINES).count()
    expect(box.locator("xpath=../*[@role='status']")).to_contain_text(str(count))


def test_arrows_walk_through_and_enter_takes_a_line(sit_down: Open) -> None:
    desk = sit_down()
    box = type_in(desk, "/", "cu do")
    page = desk.page

    page.keyboard.press("ArrowDown")
    expect(active(box)).to_have_attribute("aria-selected", "true")
    expect(box).to_be_focused()
    page.keyboard.press("End")
    last = page.locator(LINES).last
    expect(last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(box).not_to_have_attribute("aria-activedescendant", "suggestion-0-0")
    expect(page.locator("[aria-selected=true]")).to_have_count(0)
    page.keyboard.press("ArrowUp")
    expect(last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Home")
    expect(page.locator(LINES).first).to_have_attribute("aria-selected", "true")
    product = page.locator(f"{LINES}[data-url^='/san-pham/']:not([data-text])").first
    name = product.locator(".o-suggest__words").inner_text()
    while product.get_attribute("aria-selected") != "true":
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/san-pham/*/")

    assert desk.heading == name
    assert desk.complaints == []


def test_suggested_words_are_searched_for(phone: Visit) -> None:
    type_in(phone, "/", "nuoc m")

    phone.page.locator(f"{LINES}[data-text='nước mắm']").tap()
    phone.page.wait_for_url("**/tim-kiem/**")

    assert "nước mắm" in phone.heading


def test_suggested_words_narrow_the_list_in_place(sit_down: Open) -> None:
    desk = sit_down()
    type_in(desk, "/san-pham/?nhom=thuc-pham", "nuoc m")

    desk.page.locator(f"{LINES}[data-text='nước mắm']").click()
    desk.page.wait_for_url("**/san-pham/?q=n%C6%B0%E1%BB%9Bc+m%E1%BA%AFm&nhom=thuc-pham")

    expect(desk.page.locator("[role=listbox]")).to_be_hidden()


def test_escape_closes_and_down_opens_again(sit_down: Open) -> None:
    desk = sit_down()
    box = type_in(desk, "/", "nuoc m")

    desk.page.keyboard.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(desk.page.locator("[role=listbox]")).to_be_hidden()
    expect(box).to_have_value("nuoc m")
    desk.page.keyboard.press("ArrowDown")
    expect(desk.page.locator("[role=listbox]")).to_be_visible()
    desk.page.keyboard.press("Tab")
    expect(desk.page.locator("[role=listbox]")).to_be_hidden()


def test_enter_without_a_line_searches_for_what_was_typed(phone: Visit) -> None:
    box = type_in(phone, "/", "nuoc m")

    box.press("Enter")
    phone.page.wait_for_url("**/tim-kiem/?q=nuoc+m")


def test_place_leads_to_its_products(phone: Visit) -> None:
    type_in(phone, "/", "ky anh")

    phone.page.locator(f"{LINES}[data-url*='noi=']").first.tap()
    phone.page.wait_for_url("**/san-pham/?noi=**")

    assert phone.page.locator(".o-results .o-card").count() > 0


def test_fast_typing_asks_seldom_and_shows_what_belongs_to_the_text(phone: Visit) -> None:
    phone.open("/")
    box = phone.page.locator(BOX).first

    box.press_sequentially("nuoc mam", delay=15)
    phone.page.locator(LINES).first.wait_for()

    asked = [request.url for request in phone.requests if "goi-y" in request.url]
    assert len(asked) <= 3
    assert asked[-1].endswith("q=nuoc%20mam")


def test_one_letter_asks_nothing(phone: Visit) -> None:
    phone.open("/")
    phone.page.locator(BOX).first.press_sequentially("n")
    phone.page.wait_for_timeout(400)

    assert [request.url for request in phone.requests if "goi-y" in request.url] == []


def test_box_goes_on_as_a_plain_one_when_the_network_fails(phone: Visit) -> None:
    phone.page.route("**/goi-y*", lambda route: route.abort("connectionfailed"))
    phone.open("/")
    box = phone.page.locator(BOX).first
    box.press_sequentially("nuoc m")
    phone.page.wait_for_timeout(400)

    expect(box).to_have_attribute("aria-expanded", "false")
    box.press("Enter")
    phone.page.wait_for_url("**/tim-kiem/?q=nuoc+m")


def test_box_without_a_script_is_as_it_was(take_phone: Open) -> None:
    phone = take_phone(java_script_enabled=False)
    phone.open("/")

    expect(phone.page.locator("#main input[name=q]")).not_to_have_attribute("role", "combobox")
