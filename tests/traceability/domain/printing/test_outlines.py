from __future__ import annotations

import struct

import pytest
from reportlab.pdfbase.ttfonts import TTFontFile

from traceability.domain.printing.outlines import CAPITAL, DEEPEST, FONT_FILE, TALLEST, cut, letter, printable, width

FONT = TTFontFile(str(FONT_FILE))
LETTERS = [chr(code) for code in FONT.charToGlyph if code <= 0xFFF0]
VIETNAMESE = "aăâeêioôơuưyđ"


def corners(character):
    return [(x, y) for _step, *numbers in letter(character) for x, y in zip(numbers[::2], numbers[1::2], strict=True)]


def test_every_letter_of_the_font_is_drawn_within_its_own_box():
    table = bytes(FONT.get_table("glyf"))
    for character in LETTERS:
        start, end = FONT.glyphPos[FONT.charToGlyph[ord(character)] :][:2]
        if start == end:
            assert letter(character) == ()
            continue
        _contours, left, lowest, right, highest = struct.unpack_from(">5h", table, start)
        found = corners(character)
        # The box of a glyph is that of its points on the curve; those off it may lie a little further out.
        reached = (min(x for x, _y in found), min(-y for _x, y in found), max(x for x, _y in found), max(-y for _x, y in found))
        assert reached == pytest.approx([side / 1000 for side in (left, lowest, right, highest)], abs=0.03), character


def test_outlines_are_closed_paths():
    for character in LETTERS:
        steps = [step for step, *_numbers in letter(character)]
        assert steps.count("M") == steps.count("Z")
        assert not steps or (steps[0], steps[-1]) == ("M", "Z")


def test_counters_turn_against_their_letter():
    def area(points):
        return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(points, points[1:] + points[:1], strict=True)) / 2

    contours, inked = [], 0.0
    for step, *numbers in letter("O"):
        if step == "M":
            contours.append([])
        if numbers:
            contours[-1].append(tuple(numbers[-2:]))
    inked = [area(contour) for contour in contours]

    assert len(inked) == 2
    assert inked[0] * inked[1] < 0


def test_heights_hold_for_every_vietnamese_letter():
    vietnamese = [one for one in LETTERS if one.isalpha()]

    assert min(-y for x, y in corners("H")) == 0
    assert max(-y for _x, y in corners("H")) == CAPITAL
    assert max(-y for one in vietnamese for _x, y in corners(one)) <= TALLEST
    assert min(-y for one in vietnamese for _x, y in corners(one)) >= -DEEPEST
    assert "Ẫ" in vietnamese and "ự" in vietnamese


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Cu đơ Phong Nga", "Cu đơ Phong Nga"),
        ("Me\u0302\u0301t", "M\u1ebft"),
        ("  Nước\n\tmắm  ", "Nước mắm"),
        ("漢字 Cu 😀 đơ", "Cu đơ"),
        ("<b>&amp;</b>", "<b>&amp;</b>"),
        ("\x00\x1b", ""),
        ("", ""),
    ],
)
def test_printable(text, shown):
    assert printable(text) == shown


def test_width_is_the_sum_of_the_letters():
    assert width("") == 0
    assert width("OCOP") == pytest.approx(sum(width(character) for character in "OCOP")) == pytest.approx(3.101)


@pytest.mark.parametrize("room", [0, 1, 2, 3.5, 5, 8, 20])
def test_cut_fits_and_shows_that_something_is_missing(room):
    text = cut("Nước mắm Kỳ Ninh", size=1, room=room)

    assert width(text) <= room
    assert text in {"", "Nước mắm Kỳ Ninh"} or (text.endswith("…") and "Nước mắm Kỳ Ninh".startswith(text[:-1]))
    assert " …" not in text


def test_cut_takes_as_much_as_fits():
    assert cut("Nước mắm Kỳ Ninh", size=1, room=width("Nước mắm…")) == "Nước mắm…"
    assert cut("Nước mắm", size=2, room=2 * width("Nước mắm")) == "Nước mắm"
    assert cut("Nước mắm", size=1, room=0.5) == ""
