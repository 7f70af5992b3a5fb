"""A person looks for a product, as one writes on a telephone: mostly without marks."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from core.text import fold
from tests.browser.conftest import Open
from tests.browser.visits import Visit
from tests.browser.words import said


def search(phone: Visit, text: str) -> list[str]:
    """Search from the home page and give the titles that were found, in their order."""
    phone.open("/")
    box = phone.page.get_by_role("search").locator("input[name=q]")
    box.fill(text)
    box.press("Enter")
    phone.page.wait_for_url("**/tim-kiem/**")
    return phone.page.locator(".o-results .o-card__title").all_inner_texts()


@pytest.mark.parametrize("text", ["nuoc mam", "cu do", "NUOC MAM", "mat ong"])
def test_words_without_marks_find_the_marked(text: str, phone: Visit) -> None:
    titles = search(phone, text)

    assert titles != []
    assert [title for title in titles if fold(text) in fold(title)] != []
    assert phone.complaints == []


def test_exact_marks_stand_first(phone: Visit) -> None:
    plain, marked = search(phone, "cu do"), search(phone, "cu đơ")

    assert "cu đơ" in marked[0].casefold()
    assert {title for title in marked if "cu đơ" in title.casefold()} <= set(plain)


def test_product_is_reached_from_its_hit(phone: Visit) -> None:
    search(phone, "cu do")
    hit = phone.page.locator(".o-results .o-card--product .o-card__link").first
    name = hit.inner_text()

    hit.tap()
    phone.page.wait_for_url("**/san-pham/**")

    assert phone.heading == name


def test_search_works_without_a_script(take_phone: Open) -> None:
    titles = search(take_phone(java_script_enabled=False), "nuoc mam")

    assert titles != []


def test_tabs_lead_to_one_kind_with_as_many_hits_as_they_say(phone: Visit) -> None:
    search(phone, "cu do")
    tab = phone.page.locator(".o-tabs__tab[href*='loai=chu-the']")
    count = tab.locator(".o-facet__count").inner_text()

    tab.tap()
    phone.page.wait_for_url("**loai=chu-the**")

    assert phone.page.locator(".o-results .o-card").count() == int(count)
    assert phone.page.locator(".o-results .o-card--row").count() == int(count)
    expect(phone.page.locator(".o-tabs__tab[aria-current=page]")).to_contain_text(said("Producers"))


def test_tab_of_products_leads_to_the_list_of_products(phone: Visit) -> None:
    search(phone, "cu do")

    phone.page.locator(".o-tabs__tab[href^='/san-pham/']").tap()
    phone.page.wait_for_url("**/san-pham/?q=cu+do")

    assert "cu đơ" in phone.page.locator(".o-results .o-card__title").first.inner_text().casefold()


def test_slip_is_put_right_and_can_be_searched_for_as_typed(phone: Visit) -> None:
    titles = search(phone, "nuoc mma")

    assert "nuoc mam" in fold(titles[0])
    phone.page.locator(".o-notice a").tap()
    phone.page.wait_for_url("**nguyen-van=1**")
    expect(phone.page.locator(".o-notice")).to_have_count(0)


def test_nothing_found_says_what_to_try(phone: Visit) -> None:
    assert search(phone, "khongcogiday") == []

    expect(phone.page.locator(".o-empty__title")).to_have_text(said("Nothing found for “%(text)s”") % {"text": "khongcogiday"})
    phone.page.locator(".o-empty a").last.tap()
    phone.page.wait_for_url("**/san-pham/")


def test_empty_question_asks_back(phone: Visit) -> None:
    assert search(phone, "") == []

    assert phone.status == 200
    assert phone.heading == said("Search")


def test_words_are_shown_as_typed_and_never_run(phone: Visit) -> None:
    search(phone, "<script>alert(1)</script>")

    assert "<script>alert(1)</script>" in phone.heading
    assert phone.complaints == []
