from __future__ import annotations

from itertools import combinations, pairwise
from math import atan2, cos, degrees, hypot, sin

import pytest

from core.codes import ALPHABET
from tests.factories.printing import CHOICES, LONG, LONG_PRODUCER, ODD_NAMES, design_of
from traceability.domain.printing.label_face import LEAST_TYPE_MM, draw_face
from traceability.domain.printing.labels import label_size_mm, symbol_place
from traceability.domain.printing.outlines import CAPITAL, letter, width
from traceability.enums import LabelShape, PrintMedium

SIZES = [(shape, size) for shape, size, medium in CHOICES if medium == PrintMedium.A4]


def steps_of(words):
    """Give the points of a text on the label, one list for each letter."""
    along = 0.0
    for character in words.text:
        points = []
        for _step, *numbers in letter(character):
            for u, v in zip(numbers[::2], numbers[1::2], strict=True):
                x, y = (u + along) * words.type_mm, v * words.type_mm
                points.append(
                    (words.x + x * cos(words.turn) - y * sin(words.turn), words.y + x * sin(words.turn) + y * cos(words.turn))
                )
        along += width(character)
        if points:
            yield points


def ink_of(design):
    """Give the points of all that a label shows, but its symbol and code."""
    face = draw_face(design)
    for words in face.words:
        for points in steps_of(words):
            yield from points
    for _step, *numbers in face.stars:
        yield from zip(numbers[::2], numbers[1::2], strict=True)
    for _step, *numbers in face.border:
        yield from zip(numbers[::2], numbers[1::2], strict=True)


def code_boxes(design, code="WMWM-WMWM-WMWM-WMWM"):
    """Give left, top, right and bottom of each line of the widest code."""
    for line in draw_face(design).code:
        text, start, narrowed = line.place(code)
        yield start, line.y - CAPITAL * line.type_mm, start + width(text) * line.type_mm * narrowed, line.y


@pytest.mark.parametrize(("product", "producer"), ODD_NAMES)
@pytest.mark.parametrize(("shape", "size"), SIZES)
def test_ink_stays_out_of_the_quiet_zone_and_within_the_label(shape, size, product, producer):
    design = design_of(shape, size, product=product, producer=producer, stars=5)
    side, _height = label_size_mm(design)
    left, top = symbol_place(design)
    boxes = [(x, y) for box in code_boxes(design) for x in box[::2] for y in box[1::2]]

    for x, y in [*ink_of(design), *boxes]:
        assert not (left < x < left + size and top < y < top + size)
        # A knife may be off by a third of a millimetre.
        edge = side / 2 - hypot(x - side / 2, y - side / 2) if shape == LabelShape.ROUND else min(x, y, side - x, side - y)
        assert edge >= 0.3


@pytest.mark.parametrize(("product", "producer"), ODD_NAMES)
@pytest.mark.parametrize("size", [15, 20, 25, 30])
def test_lines_of_a_square_label_do_not_touch(size, product, producer):
    design = design_of(LabelShape.SQUARE, size, product=product, producer=producer)
    face = draw_face(design)
    lines = [[y for points in steps_of(words) for _x, y in points] for words in face.words if words.text]
    bands = sorted([(min(line), max(line)) for line in lines] + [(box[1], box[3]) for box in code_boxes(design)])

    assert all(one[1] < other[0] for one, other in pairwise(bands))


@pytest.mark.parametrize(("product", "producer"), ODD_NAMES)
@pytest.mark.parametrize("size", [15, 20, 25, 30])
def test_names_of_a_round_label_touch_neither_code_nor_logo_nor_border(size, product, producer):
    design = design_of(LabelShape.ROUND, size, product=product, producer=producer, stars=5)
    face = draw_face(design)
    *arcs, logo = face.words
    arc_points = [point for words in arcs for points in steps_of(words) for point in points]
    (logo_points,) = [[point for points in steps_of(logo) for point in points]]
    boxes = [*code_boxes(design), (min(logo_points)[0], min(y for _x, y in logo_points), max(logo_points)[0], logo.y)]

    assert logo.text == "OCOP"
    for left, top, right, bottom in boxes:
        assert not any(left < x < right and top < y < bottom for x, y in arc_points)
    for _step, *numbers in face.border:
        x0, y0 = numbers[-2:]
        assert all(hypot(x - x0, y - y0) > 2 * face.border_mm for x, y in arc_points)


@pytest.mark.parametrize(("shape", "size"), SIZES)
def test_nothing_is_written_smaller_than_four_points(shape, size):
    face = draw_face(design_of(shape, size, product=LONG, producer=LONG_PRODUCER))

    assert all(line.type_mm >= LEAST_TYPE_MM for line in face.code)
    assert all(words.type_mm >= LEAST_TYPE_MM - 1e-9 for words in face.words)


def test_codes_grow_with_the_label():
    for shape in LabelShape:
        sizes = [draw_face(design_of(shape, size)).code[0].type_mm for size in (15, 20, 25, 30)]
        assert sizes == sorted(set(sizes))


@pytest.mark.parametrize("stars", [3, 4, 5])
@pytest.mark.parametrize(("shape", "size"), SIZES)
def test_as_many_stars_as_the_certificate_has(shape, size, stars):
    steps = [step for step, *_numbers in draw_face(design_of(shape, size, stars=stars)).stars]

    assert steps == ["M", *"L" * 9, "Z"] * stars


@pytest.mark.parametrize(("shape", "size"), SIZES)
def test_a_common_name_is_shown_whole_and_a_long_one_is_cut(shape, size):
    def shown(product):
        return "".join(words.text for words in draw_face(design_of(shape, size, product=product)).words)

    assert "CuđơPhongNga" in shown("Cu đơ Phong Nga").replace(" ", "")
    assert "…" not in shown("Cu đơ Phong Nga")
    assert "…" in shown(LONG * 2)


@pytest.mark.parametrize("shape", LabelShape)
def test_only_sheets_show_where_to_cut(shape):
    assert draw_face(design_of(shape)).outline
    assert draw_face(design_of(shape, medium=PrintMedium.ROLL)).outline == ()


@pytest.mark.parametrize("shape", LabelShape)
def test_lines_show_the_whole_code_and_narrow_only_the_widest(shape):
    lines = draw_face(design_of(shape, 15)).code

    assert "-".join(line.place("T8X8-2DPM-4Y8D-CYM1")[0] for line in lines) == "T8X8-2DPM-4Y8D-CYM1"
    assert [line.place("T8X8-2DPM-4Y8D-CYM1")[2] for line in lines] == [1] * len(lines)
    for line in lines:
        text, start, narrowed = line.place("WWWW-WWWW-WWWW-WWWW")
        assert 0.7 < narrowed < 1
        assert 2 * (line.x - start) == pytest.approx(line.room) == pytest.approx(width(text) * line.type_mm * narrowed)


@pytest.mark.parametrize(
    ("product", "producer", "ends"),
    [("", "", [0, 180]), ("Cu đơ", "", [16, 180]), ("Cu đơ", "HTX Kỳ Ninh", [16, 162]), ("W" * 200, "W" * 200, [103, 108])],
)
def test_the_border_of_a_round_label_goes_from_name_to_name(product, producer, ends):
    face = draw_face(design_of(LabelShape.ROUND, 25, product=product, producer=producer))
    middle = label_size_mm(design_of(LabelShape.ROUND, 25))[0] / 2
    points = [numbers[-2:] for _step, *numbers in face.border]
    right = [degrees(atan2(x - middle, middle - y)) for x, y in points[: len(points) // 2]]

    assert [right[0], right[-1]] == pytest.approx(ends, abs=3)
    # The left half mirrors the right one.
    assert [2 * middle - x for x, _y in points[len(points) // 2 :]] == pytest.approx([x for x, _y in points[: len(points) // 2]])


def test_stars_do_not_overlap():
    for shape, size in SIZES:
        steps = draw_face(design_of(shape, size, stars=5)).stars
        stars = [[numbers for _step, *numbers in steps[first : first + 10]] for first in range(0, 55, 11)]
        for one, other in combinations(stars, 2):
            assert max(x for x, _y in one) < min(x for x, _y in other)


def test_every_letter_of_codes_can_be_drawn():
    assert all(letter(character) for character in f"{ALPHABET}-")
