"""A producer's member orders stamps and puts a roll on a lot with a telephone: with script, without, and by the live camera."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.desk import sign_in
from tests.browser.served import Site
from tests.browser.test_accessibility import AXE, OPTIONS, violations
from tests.browser.visits import Visit
from tests.browser.words import headline, said
from traceability.domain.qr import qr_png

HOME = "/khong-gian/tem/"
MEMBER = "chu-the"

# A browser that reads codes and has a camera: headless Chromium on Linux has neither.
CAMERA = """
window.BarcodeDetector = class {
  static async getSupportedFormats() { return ["qr_code"]; }
  async detect() { return window.seen ? [{rawValue: window.seen}] : []; }
};
navigator.mediaDevices.getUserMedia = async () => {
  if (window.refusal) throw new DOMException("", window.refusal);
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d");
  setInterval(() => pen.fillRect(0, 0, Math.random() * 90, 90), 50);
  return canvas.captureStream(10);
};
"""


@pytest.fixture
def roll(site: Site) -> dict[str, Any]:
    """The order with its codes, and the lot."""
    return dict(site.facts["roll"])


def come_in(phone: Visit, site: Site) -> None:
    """Go to the workspace and sign in at its door."""
    sign_in(phone, MEMBER, site.facts["accounts"][MEMBER], onwards=HOME)
    assert phone.path == HOME


def press(phone: Visit, selector: str) -> None:
    """Press what leads to another page."""
    with phone.page.expect_navigation():
        phone.page.locator(selector).first.click()


def photograph(phone: Visit, site: Site, folder: Path, code: str, *, sends_itself: bool) -> None:
    """Take a picture of a stamp and send it."""
    picture = folder / f"{code}.png"
    picture.write_bytes(qr_png(f"{site.address}/t/{code}"))
    field = phone.page.locator("input[name=photo]")
    with phone.page.expect_navigation():
        field.set_input_files(picture)
        if not sends_itself:
            phone.page.locator("[data-scan-form] button[type=submit]").click()


def order(phone: Visit, quantity: str) -> None:
    """Order stamps; the order's page is open afterwards."""
    phone.open(f"{HOME}dat/")
    phone.page.locator("input[name=quantity]").fill(quantity)
    phone.page.locator("textarea[name=delivery]").fill("Xưởng cu đơ, phường Hà Huy Tập")
    press(phone, "main form:not([action*=logout]) button[type=submit]")
    press(phone, "main form[method=post]:not([action*=logout]) button[type=submit]")


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_roll_is_ordered_put_on_a_lot_and_scanned(
    script: bool, take_phone: Open, site: Site, roll: dict[str, Any], tmp_path: Path
) -> None:
    phone, buyer = take_phone("Producer", java_script_enabled=script), take_phone("Buyer")
    # Each of the two walks has stamps of its own.
    codes = roll["codes"][:10] if script else roll["codes"][10:20]
    come_in(phone, site)
    order(phone, "1.200" if script else "1.300")
    assert phone.path.startswith(f"{HOME}don/")
    expect(phone.page.locator(".o-badge")).to_have_text(said("Sent"))
    buyer.open(f"/t/{codes[3]}")
    assert buyer.heading == headline("NOT_ACTIVATED")

    phone.open(f"{HOME}gan/")
    press(phone, f"a[href='{HOME}gan/{roll['lot']}/']")
    photograph(phone, site, tmp_path, codes[0], sends_itself=script)
    photograph(phone, site, tmp_path, codes[-1], sends_itself=script)
    press(phone, "button[name=confirmed]")

    assert phone.path == f"{HOME}gan/{roll['lot']}/xong/"
    expect(phone.page.locator("main .o-verdict__headline")).to_have_text(headline("FIRST_SCAN"))
    buyer.open(f"/t/{codes[4]}")
    assert buyer.heading == headline("FIRST_SCAN")
    press(phone, "main a[href*='/t/']")
    assert phone.heading == headline("FIRST_SCAN")
    assert [*phone.complaints, *phone.foreign_requests()] == []


def test_live_camera_reads_and_goes_on_and_says_what_is_wrong(take_phone: Open, site: Site, roll: dict[str, Any]) -> None:
    phone = take_phone("Camera")
    phone.page.add_init_script(CAMERA)
    come_in(phone, site)
    phone.open(f"{HOME}gan/{roll['lot']}/")
    start, words = phone.page.locator("[data-scanner-start]"), phone.page.locator("[data-scanner-words]")

    for refusal, attribute in (("NotAllowedError", "denied"), ("NotFoundError", "missing"), ("NotReadableError", "failed")):
        phone.page.evaluate("name => { window.refusal = name }", refusal)
        start.click()
        expect(words).to_have_text(str(phone.page.locator("[data-scanner]").get_attribute(f"data-{attribute}")))
        expect(start).to_be_focused()
    phone.page.evaluate("() => { window.refusal = null; window.seen = 'https://bank.example/pay' }")
    start.click()
    expect(words).to_have_text(str(phone.page.locator("[data-scanner]").get_attribute("data-strange")))
    with phone.page.expect_navigation():
        phone.page.evaluate("address => { window.seen = address }", f"{site.address}/t/{roll['codes'][40]}")

    assert phone.path == f"{HOME}gan/{roll['lot']}/"
    assert phone.heading == said("The last stamp")
    assert [*phone.complaints, *phone.foreign_requests()] == []


def test_every_page_keeps_nobody_out(take_phone: Open, site: Site, roll: dict[str, Any]) -> None:
    phone = take_phone("Axe", **OPTIONS)
    first, last = roll["codes"][50], roll["codes"][55]
    come_in(phone, site)
    step, wish = f"{HOME}gan/{roll['lot']}/", "quantity=70&symbol_mm=20&shape=ROUND&medium=A4&roll_size=100&delivery=Nha"
    phone.open(f"{HOME}dat/")
    product = phone.page.locator("input[name=product]").first.get_attribute("value")
    named = f"first={first}&reach=one"
    addresses = [
        HOME, f"/en{HOME}", f"{HOME}dat/", f"{HOME}dat/?quantity=x", f"{HOME}dat/?product={product}&{wish}",
        f"{HOME}don/{roll['order']}/", f"{HOME}gan/", f"{HOME}gan/lo-moi/", step, f"{step}?first={first}",
        f"{step}?first={first}&last={last}", f"{step}?first=x", f"{HOME}bao-hong/", f"{HOME}bao-hong/?{named}",
        f"{HOME}bao-hong/?{named}&reason=LOST&note=x",
    ]  # fmt: skip

    found = []
    for address in addresses:
        phone.open(address)
        phone.page.add_script_tag(path=AXE)
        for scheme in ("light", "dark"):
            phone.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            found += violations(phone.page, f"{address}, {scheme}")
        phone.page.emulate_media(color_scheme="light")
        if phone.page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            found.append(f"{address} is wider than the telephone")

    assert found == []


def test_official_without_a_team_is_told_whom_this_is_for(take_phone: Open, site: Site) -> None:
    phone = take_phone("Official", **OPTIONS)
    sign_in(phone, "can-bo", site.facts["accounts"]["can-bo"])

    phone.open(HOME)

    assert phone.status == 403
    assert phone.heading == said("This place is for producers")
    phone.page.add_script_tag(path=AXE)
    assert violations(phone.page, "no team") == []
