"""A person narrows the list of products down: in place with a script, page by page without one, by keyboard or by finger."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Request, Route, expect

from tests.browser.conftest import Open
from tests.browser.test_use_the_keyboard import press_tab_until
from tests.browser.visits import Visit
from tests.browser.words import said

LIST = "/san-pham/"
FOUR_STARS = "input[name=sao][value='4']"
HERE = {"latitude": 18.34282, "longitude": 105.90569}


@pytest.fixture
def desk(sit_down: Open) -> Visit:
    """A desk with the list on its screen, marked so that a page that is loaded anew is noticed."""
    return opened(sit_down())


def opened(visit: Visit, path: str = LIST) -> Visit:
    visit.open(path)
    visit.page.evaluate("window.__same = true")
    return visit


def is_same_page(visit: Visit) -> bool:
    return bool(visit.page.evaluate("window.__same === true"))


def cards(page: Page) -> list[str]:
    return page.locator(".o-results .o-card__title").all_inner_texts()


def chips(page: Page) -> list[str]:
    return page.locator(".o-chip--active").all_inner_texts()


def stars_shown(page: Page) -> set[str]:
    return set(page.locator(".o-results .o-stars__words").all_inner_texts())


# --- with a script --------------------------------------------------------------------------------------------------


def test_box_ticked_by_keyboard_narrows_in_place_and_keeps_the_focus(desk: Visit) -> None:
    page = desk.page
    press_tab_until(page, FOUR_STARS)

    page.keyboard.press("Space")
    page.wait_for_url("**/san-pham/?sao=4")

    expect(page.locator(FOUR_STARS)).to_be_focused()
    expect(page.locator(FOUR_STARS)).to_be_checked()
    assert stars_shown(page) == {said("%(stars)s-star OCOP") % {"stars": 4}}
    expect(page.locator("#list-status")).to_have_text(page.locator("#list-summary").inner_text())
    expect(page.locator("#list-status")).to_have_attribute("role", "status")
    assert is_same_page(desk)
    assert desk.complaints == []


def test_second_box_follows_from_where_the_first_was_and_counts_keep_up(desk: Visit) -> None:
    page = desk.page
    press_tab_until(page, FOUR_STARS)
    page.keyboard.press("Space")
    page.wait_for_url("**/san-pham/?sao=4")
    expect(page.locator(FOUR_STARS)).to_be_focused()

    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Space")
    page.wait_for_url("**/san-pham/?sao=4&sao=5")

    expect(page.locator("#panel-sao .o-facet__chosen")).to_contain_text("2")
    counts = [int(page.locator(f"label[for=f-sao-{stars}] .o-facet__count").inner_text()) for stars in (4, 5)]
    assert str(sum(counts)) in page.locator("#list-summary").inner_text()


def test_folded_part_that_was_opened_stays_open(desk: Visit) -> None:
    page = desk.page
    page.locator("#panel-gia > summary").click()
    page.locator("#panel-sao > summary").click()

    page.locator("#panel-gia input[type=checkbox]").first.check()
    page.wait_for_url("**gia=**")

    expect(page.locator("#panel-gia")).to_have_attribute("open", "")
    expect(page.locator("#panel-sao")).not_to_have_attribute("open", "")


def test_chip_is_taken_away_in_place_and_the_focus_is_somewhere(desk: Visit) -> None:
    page = opened(desk, f"{LIST}?sao=4&nhom=thuc-pham").page

    page.locator(".o-chip--active", has_text=said("4 stars")).click()
    page.wait_for_url("**/san-pham/?nhom=thuc-pham")

    expect(page.locator("#list-summary")).to_be_focused()
    expect(page.locator(FOUR_STARS)).not_to_be_checked()
    assert len(chips(page)) == 1
    assert is_same_page(desk)


def test_part_that_was_understood_is_taken_out_of_the_text(desk: Visit) -> None:
    page = opened(desk, f"{LIST}?q=nuoc+mam+duoi+200k").page

    page.locator(".o-chip--read").click()
    page.wait_for_url("**/san-pham/?q=nuoc+mam")

    expect(page.locator("#q")).to_have_value("nuoc mam")


def test_order_and_own_limits_change_the_list_in_place(desk: Visit) -> None:
    page = desk.page

    page.locator("#sort").select_option("gia")
    page.wait_for_url("**/san-pham/?sap-xep=gia")
    page.locator("#panel-gia > summary").click()
    page.locator("#f-gia-tu").fill("100k")
    page.locator("#f-gia-den").fill("150.000")
    page.keyboard.press("Enter")
    page.wait_for_url("**/san-pham/?gia=100000-150001&sap-xep=gia")

    prices = [int("".join(filter(str.isdigit, text))) for text in page.locator(".o-results .o-card__price").all_inner_texts()]
    assert prices == sorted(prices)
    assert 100_000 <= prices[0] <= prices[-1] <= 150_000
    assert is_same_page(desk)


def test_text_is_searched_in_place_and_what_is_chosen_stays(desk: Visit) -> None:
    page = opened(desk, f"{LIST}?nhom=thuc-pham").page

    page.locator("#q").fill("nuoc mam")
    page.locator("#q").press("Enter")
    page.wait_for_url("**/san-pham/?q=nuoc+mam&nhom=thuc-pham")

    assert page.title().startswith("nuoc mam")
    assert is_same_page(desk)


def test_back_shows_what_was_there_before(desk: Visit) -> None:
    page = desk.page
    before = cards(page)
    page.locator(FOUR_STARS).check()
    page.wait_for_url("**/san-pham/?sao=4")

    page.go_back()
    page.wait_for_function('!location.search && !document.querySelector("input[name=sao]:checked")')

    assert cards(page) == before


def test_language_is_changed_on_what_is_shown_now(desk: Visit) -> None:
    page = desk.page
    page.locator(FOUR_STARS).check()
    page.wait_for_url("**/san-pham/?sao=4")

    page.locator(".o-languages a[hreflang=en]").first.click()
    page.wait_for_url("**/en/san-pham/?sao=4")

    expect(page.locator(FOUR_STARS)).to_be_checked()


def test_drawer_of_the_phone_closes_over_the_results(phone: Visit) -> None:
    page = opened(phone).page
    page.locator("#drawer > summary").tap()
    page.locator("label[for=f-sao-4]").tap()
    page.wait_for_url("**/san-pham/?sao=4")

    expect(page.locator("#drawer")).to_have_attribute("open", "")
    page.locator("[data-apply]").tap()

    expect(page.locator("#drawer")).not_to_have_attribute("open", "")
    expect(page.locator("#list-summary")).to_be_focused()
    expect(page.locator("#list-summary")).to_be_in_viewport()


def test_answer_that_does_not_come_is_asked_for_as_a_page(desk: Visit) -> None:
    page = desk.page

    def lose(route: Route, request: Request) -> None:
        if request.headers.get("hx-request"):
            route.abort()
        else:
            route.continue_()

    page.route("**/san-pham/**", lose)
    page.locator(FOUR_STARS).check()
    page.wait_for_url("**sao=4**")

    expect(page.locator(FOUR_STARS)).to_be_checked()
    assert not is_same_page(desk)


def test_list_without_its_library_still_answers_a_tick(sit_down: Open) -> None:
    desk = sit_down()
    desk.page.route("**/htmx*.js", lambda route: route.abort())
    desk.open(LIST)

    desk.page.locator(FOUR_STARS).check()
    desk.page.wait_for_url("**sao=4**")

    expect(desk.page.locator(FOUR_STARS)).to_be_checked()


def test_position_is_asked_for_by_a_click_and_sent_without_its_last_decimals(take_phone: Open) -> None:
    phone = opened(take_phone(geolocation=HERE, permissions=["geolocation"]))
    page = phone.page
    page.locator("#drawer > summary").tap()
    page.locator("#panel-con-hang > summary").tap()

    page.locator("#f-near").tap()
    page.wait_for_url("**/san-pham/?gan=18.34%2C105.91")

    expect(page.locator("#f-gan")).to_be_checked()
    assert not [request.url for request in phone.requests if "18.342" in request.url]
    page.locator("#f-km").select_option("5")
    page.wait_for_url("**gan=18.34%2C105.91&km=5")
    page.locator("label[for=f-gan]").tap()
    page.wait_for_url("**/san-pham/")


def test_position_that_is_not_given_leaves_a_hint(take_phone: Open) -> None:
    page = opened(take_phone(permissions=[])).page
    page.locator("#drawer > summary").tap()
    page.locator("#panel-con-hang > summary").tap()

    page.locator("#f-near").tap()

    hint = said("Your browser did not give the position. Choose a district or commune instead.")
    expect(page.locator("[data-near-words]")).to_have_text(hint)


# --- without a script -----------------------------------------------------------------------------------------------


@pytest.fixture
def plain(take_phone: Open) -> Iterator[Visit]:
    """A telephone that runs no script, with the list on its screen."""
    phone = take_phone(java_script_enabled=False)
    phone.open(LIST)
    yield phone
    assert phone.complaints == []


def test_boxes_and_order_are_sent_by_a_button(plain: Visit) -> None:
    page = plain.page
    page.locator("#drawer > summary").tap()
    page.locator("label[for=f-sao-4]").tap()
    page.locator("[data-apply]").tap()
    page.wait_for_url("**sao=4**")

    assert stars_shown(page) == {said("%(stars)s-star OCOP") % {"stars": 4}}
    page.locator("#sort").select_option("gia-giam")
    page.locator(".o-sort__go").tap()
    page.wait_for_url("**sap-xep=gia-giam**")
    expect(page.locator(FOUR_STARS)).to_be_checked()


def test_chips_and_pages_are_links(plain: Visit) -> None:
    page = plain.page
    first = cards(page)
    page.locator("a[rel=next]").tap()
    page.wait_for_url("**/san-pham/?page=2")

    assert not set(first) & set(cards(page))
    page.goto(f"{plain.site_address}{LIST}?sao=4&nhom=thuc-pham")
    page.locator(".o-chip--active", has_text=said("4 stars")).tap()
    page.wait_for_url("**/san-pham/?nhom=thuc-pham")


def test_place_is_chosen_where_there_is_no_position(plain: Visit) -> None:
    page = plain.page
    page.locator("#drawer > summary").tap()
    page.locator("#panel-con-hang > summary").tap()

    expect(page.locator("[data-near-words]")).to_be_visible()
    expect(page.locator("#f-near")).to_be_hidden()


def test_search_keeps_what_is_chosen(plain: Visit) -> None:
    page = plain.page
    page.goto(f"{plain.site_address}{LIST}?nhom=thuc-pham")

    page.locator("#q").fill("nuoc mam")
    page.locator("#q").press("Enter")
    page.wait_for_url("**q=nuoc+mam**nhom=thuc-pham**")

    assert "nước mắm" in cards(page)[0].casefold()


def test_nothing_found_leads_on(plain: Visit) -> None:
    page = plain.page
    page.goto(f"{plain.site_address}{LIST}?q=mat+ong&sao=5&huyen=huyen-ky-anh")

    way = page.locator(".o-ways__way").first
    count = way.locator(".o-facet__count").inner_text()
    way.tap()
    page.wait_for_load_state()

    assert count in page.locator("#list-summary").inner_text() or page.locator(".o-results .o-card").count() > 0
