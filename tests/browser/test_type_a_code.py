"""A person whose camera is broken types the code of a stamp."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.served import Site
from tests.browser.visits import Visit
from tests.browser.words import headline


def badly_typed(code: str) -> str:
    """Write a code as a hurried thumb does: small letters, spaces for hyphens, o for 0 and l for 1."""
    plain = code.replace("-", "").lower().replace("0", "o").replace("1", "l")
    return "  " + " ".join(plain[start : start + 4] for start in range(0, 16, 4)) + " "


def type_code(phone: Visit, text: str) -> None:
    """Type into the form that is on the page and send it."""
    phone.page.locator("input[name=code]").fill(text)
    phone.page.locator("main form button[type=submit]").tap()
    phone.page.wait_for_url("**/t/**")


def with_zero_and_one(codes: list[str]) -> str:
    """Give a code that holds both characters which are mistaken most."""
    return next(code for code in codes if "0" in code and "1" in code)


def test_badly_typed_code_is_understood(phone: Visit, site: Site) -> None:
    code = with_zero_and_one(site.facts["fresh"])

    phone.open("/kiem-tra/")
    type_code(phone, badly_typed(code))

    assert phone.heading in {headline("FIRST_SCAN"), headline("SCANNED_BEFORE")}
    assert phone.page.locator(".o-code__plate").inner_text().replace("-", "") == code.replace("-", "")
    assert phone.complaints == []


def test_wrong_code_gets_help_and_is_shown_as_typed(phone: Visit) -> None:
    phone.open("/kiem-tra/")
    type_code(phone, "ABCD-EFGH-1234-5678")

    assert phone.heading == headline("NOT_OURS")
    expect(phone.page.locator(".o-scan__product .o-code__plate")).to_have_text("ABCD-EFGH-1234-5678")
    expect(phone.page.locator(".o-scan__hints li")).to_have_count(3)
    expect(phone.page.locator("input[name=code]")).to_be_visible()


def test_wrong_code_can_be_typed_again_at_once(phone: Visit, site: Site) -> None:
    phone.open("/kiem-tra/")
    type_code(phone, "nothing of ours")

    phone.page.locator("input[name=code]").fill(site.stamp("VOID"))
    phone.page.locator("main form button[type=submit]").tap()
    expect(phone.page.locator("h1")).to_have_text(headline("VOID"))


@pytest.mark.parametrize("text", ["x/y?z#%", "<b>7K3M</b>", "mã số một hai ba", "../../quan-ly/"])
def test_odd_characters_are_answered_like_any_wrong_code(text: str, phone: Visit) -> None:
    phone.open("/kiem-tra/")
    type_code(phone, text)

    assert phone.heading == headline("NOT_OURS")
    expect(phone.page.locator(".o-scan__product .o-code__plate")).to_have_text(text)


def test_over_long_text_is_answered_like_any_wrong_code(phone: Visit) -> None:
    # The field takes no more than it should, but an address can hold anything.
    phone.open("/kiem-tra/?code=" + "7K3M" * 400)

    assert phone.heading == headline("NOT_OURS")
    shown = phone.page.locator(".o-scan__product .o-code__plate").inner_text()
    assert re.fullmatch(r"(7K3M)+", shown)
    assert len(shown) <= 64
    assert phone.page.evaluate("document.documentElement.scrollWidth") == 360


def test_over_long_scanned_address_is_answered_like_any_wrong_code(phone: Visit) -> None:
    response = phone.open("/t/" + "7K3M" * 400)

    assert response.status == 404
    assert phone.heading == headline("NOT_OURS")
    assert phone.page.evaluate("document.documentElement.scrollWidth") == 360
