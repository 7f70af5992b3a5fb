"""A producer writes, an official approves, and the public reads it: not before, and at once."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.desk import sign_in
from tests.browser.served import Site
from tests.browser.visits import Visit

NEW_LEAD = "Mẻ cu đơ đầu tiên trong ngày ra lò lúc bốn giờ sáng."


@pytest.fixture
def work(site: Site) -> dict[str, Any]:
    """The pages that the tests work on."""
    return dict(site.facts["desk"])


def lead_in_public(reader: Visit, address: str) -> str:
    """Open a product's page as the public does and give its story's lead."""
    reader.open(address)
    return reader.page.locator("#story .o-page-head__lead").inner_text()


def open_actions(desk: Visit) -> None:
    """Open the list of what can be done with the page."""
    desk.page.locator("footer [data-w-dropdown-target='toggle']").last.click()


def test_producer_writes_and_official_publishes(take_phone: Open, sit_down: Open, site: Site, work: dict[str, Any]) -> None:
    producer, official, reader = sit_down(), sit_down(), take_phone("Reader")
    editor = f"/quan-ly/pages/{work['own page']}/edit/"
    before = lead_in_public(reader, work["own address"])

    sign_in(producer, "chu-the", site.facts["accounts"]["chu-the"], onwards=editor)
    page = producer.page
    expect(page.locator("[name=action-publish]")).to_have_count(0)
    page.locator("textarea[name=lead]").fill(NEW_LEAD)
    if not page.locator("[name=action-submit]").first.is_visible():
        open_actions(producer)
    with page.expect_navigation():
        page.locator("[name=action-submit]").first.click()
    handed_in = lead_in_public(reader, work["own address"])

    sign_in(official, "can-bo", site.facts["accounts"]["can-bo"], onwards=editor)
    expect(official.page.locator("textarea[name=lead]")).to_have_value(NEW_LEAD)
    approve = official.page.locator("[data-workflow-action-name=approve]:not([data-workflow-action-modal-url])").first
    if not approve.is_visible():
        open_actions(official)
    with official.page.expect_navigation():
        approve.click()

    assert (handed_in, lead_in_public(reader, work["own address"])) == (before, NEW_LEAD)
    assert before != NEW_LEAD
    assert [*producer.complaints, *official.complaints] == []
    assert [*producer.foreign_requests(), *official.foreign_requests()] == []


def test_producer_cannot_touch_the_page_of_another(sit_down: Open, site: Site, work: dict[str, Any]) -> None:
    desk = sit_down()
    sign_in(desk, "chu-the", site.facts["accounts"]["chu-the"])

    for address in (f"/quan-ly/pages/{work['other page']}/edit/", f"/quan-ly/pages/{work['own page']}/delete/"):
        desk.open(address)
        assert desk.path == "/quan-ly/"


def test_producer_cannot_change_what_the_register_says(sit_down: Open, site: Site, work: dict[str, Any]) -> None:
    desk = sit_down()

    sign_in(desk, "chu-the", site.facts["accounts"]["chu-the"], onwards=f"/quan-ly/pages/{work['own page']}/edit/")

    # The facts are there to be read, and no field asks for them.
    expect(desk.page.locator("textarea[name=lead]")).to_be_visible()
    expect(desk.page.locator("[name=product]")).to_have_count(0)
    desk.open("/quan-ly/san-pham/")
    assert desk.path == "/quan-ly/"


def test_editors_window_keeps_to_its_policy(sit_down: Open, site: Site, work: dict[str, Any]) -> None:
    desk = sit_down()
    sign_in(desk, "bien-tap", site.facts["accounts"]["bien-tap"])

    for address in ("/quan-ly/", f"/quan-ly/pages/{work['own page']}/edit/", "/quan-ly/pages/", "/quan-ly/images/"):
        response = desk.open(address)
        desk.page.wait_for_load_state("networkidle")
        assert "content-security-policy" in response.headers

    assert desk.complaints == []
    assert desk.foreign_requests() == []
