"""A person looks for a shop in the district as they know it, though the districts were closed in 2025."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.visits import Visit
from tests.browser.words import said


@pytest.mark.parametrize("script", [True, False], ids=["with a script", "without a script"])
@pytest.mark.parametrize("district", ["Cẩm Xuyên", "huyện Kỳ Anh"])
def test_former_district_leads_to_a_point_with_its_hours_and_both_addresses(
    district: str, script: bool, take_phone: Open
) -> None:
    phone = take_phone(java_script_enabled=script)
    page = phone.page
    phone.open("/diem-ban/")
    by_district = page.locator("section", has=page.locator("#districts-title"))

    by_district.get_by_role("link").filter(has_text=district).first.tap()
    page.wait_for_url("**/diem-ban/*/")
    assert district.casefold() in phone.heading.casefold()
    expect(page.locator(".o-notice time")).to_have_text("01/07/2025")

    card = page.locator(".o-card--point").first
    name = card.locator(".o-card__title").inner_text()
    card.locator(".o-card__link").tap()
    expect(page.locator("h1")).to_have_text(name)

    expect(page.locator(".o-hours tr")).to_have_count(7)
    text = page.locator("main").inner_text()
    assert said("Before 1 July 2025:") in text
    old = text.split(said("Before 1 July 2025:"))[1].splitlines()[0]
    assert district.removeprefix("huyện ") in old
    assert page.locator(".o-open").inner_text() != ""
    assert page.locator("a[href^='tel:']").first.is_visible()
    assert phone.complaints == []


def test_town_and_district_of_one_name_are_told_apart(phone: Visit) -> None:
    phone.open("/diem-ban/")
    labels = phone.page.locator("section", has=phone.page.locator("#districts-title")).locator(".o-chip").all_inner_texts()

    same_name = [label for label in labels if "Kỳ Anh" in label]
    assert len(same_name) == len(set(same_name)) == 2


def test_unknown_place_gets_a_helpful_page(phone: Visit) -> None:
    phone.open("/diem-ban/khong-co/")

    assert phone.status == 404
    expect(phone.page.get_by_role("search").first).to_be_visible()
