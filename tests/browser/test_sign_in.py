"""A person signs in: with the right password, with the wrong one too often, and with a telephone as second factor."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.desk import fill_in, one_time_code, sign_in
from tests.browser.served import Site
from tests.browser.visits import Visit
from tests.browser.words import said

WRONG_TRIES = 8


def test_wrong_password_eight_times_closes_the_door_for_that_person_alone(sit_down: Open, site: Site) -> None:
    careless, careful = sit_down(), sit_down()
    name, password = "hay-quen", site.facts["accounts"]["hay-quen"]

    headings = []
    for _try in range(WRONG_TRIES):
        sign_in(careless, name, "not the password")
        headings.append(careless.heading)
    # Even the right password does not open it now.
    sign_in(careless, name, password)

    assert said("Too many wrong passwords") not in headings[: WRONG_TRIES - 1]
    assert careless.heading == said("Too many wrong passwords")
    expect(careless.page.get_by_role("link", name=said("Set a new password"))).to_be_visible()
    careless.open("/quan-ly/")
    assert careless.path == "/quan-ly/login/"
    # Somebody else in the same office comes in as always.
    sign_in(careful, "can-bo-thu", site.facts["accounts"]["can-bo-thu"])
    assert careful.path == "/quan-ly/"


def test_second_factor_once_set_up_is_asked_for(sit_down: Open, site: Site) -> None:
    name = "can-bo-thu-hai"
    password = site.facts["accounts"][name]
    first = sit_down()
    sign_in(first, name, password)
    first.open("/quan-ly/xac-thuc/cai-dat/")
    otpauth = first.page.locator("a[href^='otpauth:']").get_attribute("href")
    assert otpauth is not None

    # A wrong code sets nothing up. For a second after it the site takes no other, so a quick person asks again.
    answer(first, "000000" if one_time_code(otpauth) != "000000" else "111111")
    expect(first.page.locator(".o-recovery")).to_have_count(0)
    for _try in range(20):
        answer(first, one_time_code(otpauth))
        if first.page.locator(".o-recovery").count():
            break
    recovery = first.page.locator(".o-recovery li").all_inner_texts()
    assert len(set(recovery)) == 8

    # The next day, on another machine: the password alone opens nothing.
    second = sit_down()
    sign_in(second, name, password)
    assert second.path == "/quan-ly/xac-thuc/"
    second.open("/quan-ly/pages/")
    assert second.path == "/quan-ly/xac-thuc/"
    # A code works once, so this is the next one; the site allows for clocks that run half a minute ahead.
    answer(second, one_time_code(otpauth, ahead=1))
    assert second.path.startswith("/quan-ly/pages/")

    # The telephone is lost: a recovery code opens the door, once.
    third, fourth = sit_down(), sit_down()
    sign_in(third, name, password)
    answer(third, recovery[0])
    assert third.path == "/quan-ly/"
    sign_in(fourth, name, password)
    answer(fourth, recovery[0])
    assert fourth.path == "/quan-ly/xac-thuc/"
    expect(fourth.page.locator("input[name=token]")).to_be_visible()


def answer(desk: Visit, code: str) -> None:
    """Type a code into the form and send it."""
    page = desk.page
    page.locator("input[name=token]").fill(code)
    with page.expect_navigation():
        page.locator("main form button[type=submit]").click()


def test_sign_out_closes_the_admin(sit_down: Open, site: Site) -> None:
    desk = sit_down()
    sign_in(desk, "can-bo-thu", site.facts["accounts"]["can-bo-thu"])
    assert desk.path == "/quan-ly/"

    desk.page.context.clear_cookies()
    desk.open("/quan-ly/")

    assert desk.path == "/quan-ly/login/"
    fill_in(desk.page, "can-bo-thu", "not the password")
    assert desk.path == "/quan-ly/login/"
