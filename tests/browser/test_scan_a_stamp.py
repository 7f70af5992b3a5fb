"""A person at a market stall scans a stamp."""

from __future__ import annotations

import re

import pytest

from tests.browser.conftest import Open
from tests.browser.served import Site
from tests.browser.visits import Scale, Visit
from tests.browser.words import headline, said, sentence, verdict_words
from traceability.enums import VerdictKind

KINDS = [str(kind) for kind in VerdictKind]
KNOWN = [kind for kind in KINDS if kind != "NOT_OURS"]
LIGHT_BYTES = 60_000


@pytest.mark.parametrize("kind", KINDS)
def test_each_verdict_reads_whole_without_a_script(kind: str, take_phone: Open, site: Site) -> None:
    phone = take_phone(java_script_enabled=False)
    page = phone.page

    phone.open(f"/t/{site.stamp(kind)}")

    assert phone.status == (404 if kind == "NOT_OURS" else 200)
    assert phone.heading == headline(kind)
    assert page.locator(".o-verdict__other").inner_text() == headline(kind, "en")
    assert page.locator(".o-verdict__body > p").first.inner_text() == sentence(kind)
    # What matters most stands on the first screen: the telephone needs no thumb to show it.
    band = page.locator(".o-verdict__band").bounding_box()
    assert band is not None and band["y"] + band["height"] < 780
    assert phone.complaints == []


@pytest.mark.parametrize("kind", KNOWN)
def test_each_known_stamp_names_its_certificate(kind: str, take_phone: Open, site: Site) -> None:
    phone, code = take_phone(), site.stamp(kind)

    phone.open(f"/t/{code}")

    line = phone.page.locator(".o-certificate")
    assert re.search(r"\d+/QĐ-\S+", line.locator(".o-certificate__paper").inner_text())
    assert re.fullmatch(r"\d{2}/\d{2}/\d{4}", line.locator("time").inner_text())
    assert phone.page.locator(".o-code__plate").inner_text().replace("-", "") == code.replace("-", "")


def test_good_and_bad_news_differ_by_more_than_colour(take_phone: Open, site: Site) -> None:
    seen: dict[str, tuple[str, str, str]] = {}
    for kind in KINDS:
        phone = take_phone()
        phone.open(f"/t/{site.stamp(kind)}")
        icon = phone.page.locator(".o-verdict__icon").inner_html()
        seen[kind] = (phone.heading, icon, phone.page.locator(".o-verdict").get_attribute("class") or "")

    assert len({words for words, _icon, _tone in seen.values()}) == len(KINDS)
    icons = {
        tone: {icon for kind, (_w, icon, _t) in seen.items() if verdict_words(kind).tone == tone}
        for tone in ("leaf", "amber", "brick")
    }
    assert icons["leaf"].isdisjoint(icons["amber"] | icons["brick"])
    assert {kind: tone.split("--")[-1] for kind, (_w, _i, tone) in seen.items()} == {
        kind: verdict_words(kind).tone for kind in KINDS
    }


@pytest.mark.parametrize("kind", KINDS)
def test_each_verdict_is_light_and_keeps_to_itself(kind: str, take_phone: Open, site: Site) -> None:
    phone = take_phone()
    scale = Scale.below(phone.page)

    phone.open(f"/t/{site.stamp(kind)}")
    phone.settle()
    phone.page.wait_for_load_state("networkidle")

    assert scale.total <= LIGHT_BYTES
    assert len(phone.style_sheets()) <= 3
    assert phone.foreign_requests() == []
    assert phone.complaints == []
    assert phone.page.locator("main img").count() == (0 if kind == "NOT_OURS" else 1)


def test_first_phone_is_first_and_stays_so_while_the_second_is_told(take_phone: Open, site: Site) -> None:
    code = site.stamp("FIRST_SCAN")
    first, second = take_phone("First phone"), take_phone("Second phone")

    first.open(f"/t/{code}")
    first_heading = first.heading
    first.open(f"/t/{code}")
    again = first.heading
    second.open(f"/t/{code}")

    assert (first_heading, again) == (headline("FIRST_SCAN"), headline("FIRST_SCAN"))
    assert second.heading == headline("SCANNED_BEFORE")
    assert "2" in second.page.locator(".o-scan__known").inner_text()


def test_phone_speaks_the_language_of_its_owner_and_the_other_at_a_tap(take_phone: Open, site: Site) -> None:
    phone = take_phone("Traveller", locale="en-GB")
    code = site.stamp("EXPIRED")

    phone.open(f"/t/{code}")
    english = (phone.page.locator("html").get_attribute("lang"), phone.heading)
    phone.page.locator(".o-languages a[hreflang=vi]").tap()
    phone.page.wait_for_load_state()

    assert english == ("en", headline("EXPIRED", "en"))
    assert (phone.page.locator("html").get_attribute("lang"), phone.heading) == ("vi", headline("EXPIRED"))


def test_scanned_product_leads_on_to_its_page(phone: Visit, site: Site) -> None:
    phone.open(f"/t/{site.stamp('SCANNED_BEFORE')}")
    name = phone.page.locator(".o-scan__name").inner_text()

    phone.page.get_by_role("link", name=said("More about it")).tap()
    phone.page.wait_for_url("**/san-pham/**")

    assert phone.heading == name
