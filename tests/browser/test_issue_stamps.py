"""The main job from end to end: stamps are ordered, approved, printed, put on a lot, scanned at a stall, and voided."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pypdfium2
import pytest
import zxingcpp

from tests.browser.conftest import Open
from tests.browser.desk import sign_in
from tests.browser.served import MANAGE, Site, run
from tests.browser.visits import Visit
from tests.browser.words import headline

ON_A_SHEET = 24
SHARP = 200 / 72  # 200 dots an inch, as a modest office printer does.


def choose(desk: Visit, field: str, words: str, title: str) -> None:
    """Choose a record in its window: open it, type some letters, take the one of that title."""
    page = desk.page
    page.locator(f"#id_{field}-chooser [data-chooser-action-choose]").first.click()
    page.locator(".modal input[type=text], .modal input[type=search]").first.fill(words)
    page.locator(".modal a[data-chooser-modal-choice]", has_text=title).first.click()
    page.locator(".modal").wait_for(state="hidden")


def send(desk: Visit) -> None:
    """Send the form of the page."""
    with desk.page.expect_navigation():
        desk.page.locator("main form[method=POST i] button[type=submit]").first.click()


def follow(desk: Visit, part: str) -> None:
    """Follow the link whose address holds a part."""
    with desk.page.expect_navigation():
        desk.page.locator(f"main a[href*='{part}']").first.click()


def order_and_approve(desk: Visit, product: str) -> None:
    """Order a sheet of stamps for a product and approve it; the order's page is open afterwards."""
    desk.open("/quan-ly/don-tem/new/")
    choose(desk, "product", product, product)
    desk.page.locator("input[name=quantity]").fill(str(ON_A_SHEET))
    send(desk)
    follow(desk, "/duyet/")
    send(desk)


def printed(desk: Visit, site: Site, folder: Path) -> list[str]:
    """Print the order that is open, download its sheet and read its squares, from the first to the last."""
    follow(desk, "/in/")
    send(desk)
    assert desk.page.locator("main progress").count() == 1
    run(site.environment, MANAGE, "print_stamps", "--once")
    # The page looks by itself, every two seconds.
    link = desk.page.locator("main a[href$='/tep/1/']")
    link.wait_for(timeout=15_000)
    with desk.page.expect_download() as download:
        link.click()
    file = folder / "sheet.pdf"
    download.value.save_as(file)
    sheets = pypdfium2.PdfDocument(file)
    assert len(sheets) == 1
    picture = sheets[0].render(scale=SHARP).to_numpy()
    sheets.close()
    squares = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)
    # As one reads: row by row, then from the left. A row is a good deal higher than a square is askew.
    in_order = sorted(squares, key=lambda square: (round(square.position.top_left.y / 100), square.position.top_left.x))
    return [square.text for square in in_order]


def on_interval(desk: Visit, first: str, last: str) -> None:
    """Fill in the first and the last stamp, as a scanner types them: whole addresses."""
    desk.page.locator("input[name=first_code]").fill(first)
    desk.page.locator("input[name=last_code]").fill(last)


def confirm(desk: Visit) -> None:
    """Send the form, read what will happen, and say yes."""
    send(desk)
    with desk.page.expect_navigation():
        desk.page.locator("main button[name=confirmed]").click()


@pytest.fixture
def work(site: Site) -> dict[str, Any]:
    """The product and the lot."""
    return dict(site.facts["desk"])


def test_stamps_from_order_to_scan_to_void(
    take_phone: Open, sit_down: Open, site: Site, work: dict[str, Any], tmp_path: Path
) -> None:
    desk, buyer = sit_down(), take_phone("Buyer")
    sign_in(desk, "can-bo", site.facts["accounts"]["can-bo"])
    order_and_approve(desk, work["product"])
    order = desk.path

    stamps = printed(desk, site, tmp_path)
    assert len(set(stamps)) == ON_A_SHEET
    assert {stamp.startswith(site.address) for stamp in stamps} == {True}
    at_stall = urlsplit(stamps[5]).path
    buyer.open(at_stall)
    assert buyer.heading == headline("NOT_ACTIVATED")

    desk.open(f"/quan-ly/lo/inspect/{work['lot']}/")
    follow(desk, "/kich-hoat/")
    on_interval(desk, stamps[0], stamps[-1])
    confirm(desk)
    other = urlsplit(stamps[6]).path
    buyer.open(other)
    assert buyer.heading == headline("FIRST_SCAN")
    assert buyer.page.locator(".o-scan__name").inner_text() == work["product"]

    desk.open(order)
    follow(desk, "/huy/")
    on_interval(desk, stamps[6], stamps[6])
    desk.page.locator("input[name=reason][value=MISPRINT]").check()
    confirm(desk)
    buyer.open(other)
    assert buyer.heading == headline("VOID")
    # Only that one: its neighbours on the sheet stay good.
    buyer.open(urlsplit(stamps[7]).path)
    assert buyer.heading == headline("FIRST_SCAN")
    assert [*desk.complaints, *desk.foreign_requests(), *buyer.complaints, *buyer.foreign_requests()] == []


def test_stamps_of_the_sheet_say_which_code_they_carry(sit_down: Open, site: Site, work: dict[str, Any], tmp_path: Path) -> None:
    desk = sit_down()
    sign_in(desk, "can-bo", site.facts["accounts"]["can-bo"])
    order_and_approve(desk, work["product"])

    stamps = printed(desk, site, tmp_path)

    document = pypdfium2.PdfDocument(tmp_path / "sheet.pdf")
    text = document[0].get_textpage().get_text_range()
    document.close()
    codes = [urlsplit(stamp).path.rstrip("/").rpartition("/")[2].replace("-", "") for stamp in stamps]
    # A code stands in two lines of two groups; a hyphen at the end of a line comes back as a mark of its own.
    plain = re.sub(r"[^0-9A-Z]", "", text)
    assert [code for code in codes if code not in plain] == []


@pytest.mark.parametrize("name", ["chu-the", "kiem-tra", "bien-tap"])
def test_nobody_but_an_official_orders_or_voids_stamps(name: str, sit_down: Open, site: Site) -> None:
    desk = sit_down()
    sign_in(desk, name, site.facts["accounts"][name])

    for address in ("/quan-ly/don-tem/new/", "/quan-ly/don-tem/huy/", "/quan-ly/don-tem/kich-hoat/", "/quan-ly/chung-nhan/new/"):
        desk.open(address)
        assert desk.path == "/quan-ly/", address
