from __future__ import annotations

from datetime import date

import pytest

from core.templatetags.ui import dmy, icon, pager_links, star_row, tel, vnd


@pytest.mark.parametrize(
    ("value", "shown"), [(245_000, "245.000\u00a0₫"), (1_234_567, "1.234.567\u00a0₫"), (0, "0\u00a0₫"), (None, "")]
)
def test_vnd_table(value, shown):
    assert vnd(value) == shown


@pytest.mark.parametrize(("day", "shown"), [(date(2027, 10, 15), "15/10/2027"), (None, "")])
def test_dmy_table(day, shown):
    assert dmy(day) == shown


@pytest.mark.parametrize(
    ("number", "target"),
    [("0239 385 1234", "tel:02393851234"), ("+84 912.345.678", "tel:+84912345678"), ("1900 1234", "tel:19001234")],
)
def test_tel_table(number, target):
    assert tel(number) == target


def test_icon_is_drawn_inline_and_hidden_from_screen_readers():
    drawing = icon("check-seal")

    assert drawing.startswith('<svg class="o-icon" aria-hidden="true" focusable="false"')
    assert icon("") == ""


@pytest.mark.parametrize(("name", "error"), [("../secret", ValueError), ("no-such-icon", FileNotFoundError), ("A", ValueError)])
def test_icon_of_another_name_is_refused(name, error):
    with pytest.raises(error):
        icon(name)


@pytest.mark.parametrize(("stars", "drawn"), [(3, True), (4, True), (5, True), (2, False), (0, False), (None, False), (6, False)])
def test_star_row_knows_three_to_five(stars, drawn):
    assert bool(star_row(stars)) is drawn


@pytest.mark.parametrize(
    ("number", "pages", "shown"),
    [
        (1, 1, "1"),
        (1, 2, "1 2"),
        (1, 9, "1 2 … 9"),
        (3, 9, "1 2 3 4 … 9"),
        (4, 9, "1 2 3 4 5 … 9"),
        (5, 9, "1 … 4 5 6 … 9"),
        (6, 9, "1 … 5 6 7 8 9"),
        (9, 9, "1 … 8 9"),
    ],
)
def test_pager_names_the_first_the_neighbours_and_the_last(number, pages, shown):
    steps = pager_links(number, pages)["steps"]

    assert " ".join(str(step["number"]) if step["url"] else "…" for step in steps) == shown


def test_pager_links_keep_what_was_asked_and_say_nothing_of_the_first_page():
    links = pager_links(2, 3, "q=mat+ong&")

    assert (links["before"], links["after"]) == ("?q=mat+ong", "?q=mat+ong&page=3")
    assert (pager_links(1, 3)["before"], pager_links(3, 3)["after"], pager_links(2, 3)["before"]) == ("", "", "?")
