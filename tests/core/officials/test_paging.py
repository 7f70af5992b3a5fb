"""Long tables in parts."""

from __future__ import annotations

import pytest

from core.officials.paging import Window


def window(get_request, asked="", *, total=120):
    return Window.of(get_request(f"/?roll={asked}"), "roll", size=50, total=total)


@pytest.mark.parametrize(
    ("asked", "expected"), [("", (1, 50)), ("50", (1, 50)), ("51", (51, 100)), ("120", (101, 120)), ("999", (101, 120))]
)
def test_the_part_that_holds_the_row_is_shown(get_request, asked, expected):
    shown = window(get_request, asked)

    assert (shown.first, shown.last) == expected
    assert list(range(1, 121))[shown.rows] == list(range(expected[0], expected[1] + 1))


@pytest.mark.parametrize("asked", ["0", "-5", "x", "1e3", "²", "9" * 50])
def test_nonsense_shows_the_beginning(get_request, asked):
    assert window(get_request, asked).first == 1


@pytest.mark.parametrize(
    ("asked", "expected"), [("", ["51", "101"]), ("51", ["1", "101"]), ("101", ["1", "51"]), ("x", ["51", "101"])]
)
def test_links_lead_to_the_other_parts(get_request, asked, expected):
    links = window(get_request, asked).links()

    assert sorted({link.url for link in links}) == sorted({f"?roll={row}#roll" for row in expected})


@pytest.mark.parametrize("total", [0, 1, 50])
def test_a_short_table_has_no_links(get_request, total):
    shown = window(get_request, total=total)

    assert (shown.links(), shown.words, shown.last) == ([], "", total)
