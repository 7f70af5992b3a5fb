"""What all labels of a run have in common, drawn once: star logo, names, border; and where the code of each goes.

One drawing in black at every size. Square: logo above the symbol, name and code below, a line around all. Round: the name runs
along the edge and interrupts the line there, the logo stands above the symbol, the code below in two lines. Nothing enters the
quiet zone of the symbol. The border is a line, and no row of beads or teeth, however well that would suit a stamp: on sheets of
the smallest labels zxing-cpp read such rows as EAN-13 at some resolutions, and so might a till.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import cos, hypot, pi, sin

from traceability.domain.printing.labels import Design, label_size_mm, symbol_place
from traceability.domain.printing.outlines import CAPITAL, DEEPEST, TALLEST, Step, cut, printable, width
from traceability.enums import LabelShape, PrintMedium

POINT_MM = 25.4 / 72
# Nothing smaller is legible in print.
LEAST_TYPE_MM = 4 * POINT_MM
HAIRLINE_MM, HAIRLINE_GREY = 0.1, 0.7

# All other lengths are parts of the symbol's side.
_LINE, _INSET, _CORNER = 0.012, 0.045, 0.05
_STAR, _STAR_PITCH, _LOGO_TYPE, _ROUND_LOGO_TYPE = 0.1, 0.114, 0.112, 0.095
_NAME_TYPE, _NAME_TYPE_OF_TWO, _PRODUCER_TYPE, _CODE_TYPE = 0.097, 0.088, 0.063, 0.086
# A long name is drawn smaller, down to this part of its size, before it is cut off.
_SHRINK = 0.7
# How much of the circle a name may take, as an angle.
_TURN_OF_NAME, _TURN_OF_PRODUCER = 1.1 * pi, 0.75 * pi
# How far the handles of a Bézier curve stand out that makes a quarter of a circle (error below 0.03 %).
_ROUNDNESS = 0.5523
# The inner corners of a star: stouter than the 0.38 of a pentagram, which is too thin at 1.5 mm.
_STAR_INNER = 0.44
_CODE = 19


@dataclass(frozen=True)
class CodeLine:
    """Where a part of each readable code is written: centred on a base line, at most so wide. Units: mm from the corner."""

    part: slice
    x: float
    y: float
    type_mm: float
    room: float

    def place(self, code: str) -> tuple[str, float, float]:
        """Give the part of a readable code, where it starts, and how far its letters are narrowed (1 for almost every code)."""
        text = code[self.part]
        natural = width(text) * self.type_mm
        narrowed = min(1.0, self.room / natural)
        return text, self.x - natural * narrowed / 2, narrowed


@dataclass(frozen=True)
class Words:
    """A text that starts on a base line, turned clockwise around its start. Units: mm from the label's corner, radians."""

    text: str
    x: float
    y: float
    type_mm: float
    turn: float = 0


@dataclass(frozen=True)
class Face:
    """The shared drawing of a run, all of it in black. Units: mm from the upper left corner of the label.

    Shape: `stars` are filled; `border` is a line `border_mm` wide; `outline` is where a knife goes, a hairline in grey, empty on
    rolls.
    """

    stars: tuple[Step, ...]
    words: tuple[Words, ...]
    border: tuple[Step, ...]
    border_mm: float
    outline: tuple[Step, ...]
    code: tuple[CodeLine, ...]


def draw_face(design: Design) -> Face:
    """Draw what the labels of a run share."""
    return (_round if design.shape == LabelShape.ROUND else _square)(design)


def _square(design: Design) -> Face:
    unit = design.symbol_mm
    side, _height = label_size_mm(design)
    _left, top = symbol_place(design)
    middle = side / 2
    room = side - 2 * (_INSET + 0.035) * unit
    word, gap, row = width("OCOP") * _LOGO_TYPE, 0.045, (design.stars - 1) * _STAR_PITCH + _STAR
    logo_y, logo_x = top - 0.06 * unit, middle - (word + gap + row) / 2 * unit
    words = [Words("OCOP", logo_x, logo_y + CAPITAL * _LOGO_TYPE / 2 * unit, _LOGO_TYPE * unit)]
    names = [(design.product, _NAME_TYPE)]
    if design.names_producer:
        names = [(design.product, _NAME_TYPE_OF_TWO), (design.producer, _PRODUCER_TYPE)]
    y = top + unit
    for name, part in names:
        text, type_mm = _fitted(name, part * unit, room)
        y += TALLEST * part * unit
        words.append(Words(text, middle - width(text) * type_mm / 2, y, type_mm))
        y += DEEPEST * part * unit
    code_y = side - (_INSET + _LINE / 2 + 0.028) * unit
    return Face(
        stars=tuple(_stars(design.stars, logo_x + (word + gap + row / 2) * unit, logo_y, unit)),
        words=tuple(words),
        border=tuple(_frame(side, _INSET * unit, _CORNER * unit)),
        border_mm=_LINE * unit,
        outline=tuple(_square_outline(side)) if design.medium == PrintMedium.A4 else (),
        code=(CodeLine(slice(0, _CODE), middle, code_y, _code_type(unit), room),),
    )


def _round(design: Design) -> Face:
    unit = design.symbol_mm
    side, _height = label_size_mm(design)
    middle = side / 2
    above, below = middle - unit / 2, middle + unit / 2
    # The names run between the corners of the symbol and the edge, and the border goes on where they end.
    corner, tall = hypot(unit, unit) / 2, (TALLEST + DEEPEST) * _NAME_TYPE * unit
    base = corner + (middle - corner - tall) / 2 + DEEPEST * _NAME_TYPE * unit
    name, type_mm = _fitted(design.product, _NAME_TYPE * unit, base * _TURN_OF_NAME)
    turn, turn_below = width(name) * type_mm / base, 0.0
    words = list(_arc(name, middle, base, type_mm))
    if design.names_producer:
        outer = middle - (0.045 + DEEPEST * _PRODUCER_TYPE) * unit
        name, type_mm = _fitted(design.producer, _PRODUCER_TYPE * unit, outer * _TURN_OF_PRODUCER)
        turn_below = width(name) * type_mm / outer
        words += _arc(name, middle, outer, type_mm, below=True)
    word, code_type = _ROUND_LOGO_TYPE * unit, _code_type(unit)
    words.append(Words("OCOP", middle - width("OCOP") * word / 2, above - 0.13 * unit, word))
    first = below + 0.01 * unit + CAPITAL * code_type
    return Face(
        stars=tuple(_stars(design.stars, middle, above - 0.058 * unit, unit)),
        words=tuple(words),
        border=tuple(_ring(middle, base + CAPITAL * _NAME_TYPE * unit / 2, 0.07 * unit, (turn, turn_below))),
        border_mm=_LINE * unit,
        outline=tuple(_along(middle, middle, 0, 2 * pi)) if design.medium == PrintMedium.A4 else (),
        code=(
            CodeLine(slice(0, _CODE // 2), middle, first, code_type, 0.75 * unit),
            # Narrower, because the circle is.
            CodeLine(slice(_CODE // 2 + 1, _CODE), middle, first + (CAPITAL + 0.25) * code_type, code_type, 0.62 * unit),
        ),
    )


def _code_type(unit: float) -> float:
    return max(LEAST_TYPE_MM, _CODE_TYPE * unit)


def _fitted(text: str, type_mm: float, room: float) -> tuple[str, float]:
    """Make a name smaller as far as it stays legible, then cut it."""
    text = printable(text)
    if text:
        least = max(min(LEAST_TYPE_MM, type_mm), _SHRINK * type_mm)
        type_mm = max(min(type_mm, room / width(text)), least)
    return cut(text, size=type_mm, room=room), type_mm


def _arc(text: str, middle: float, radius: float, type_mm: float, *, below: bool = False) -> Iterator[Words]:
    """Write along a circle, its base line at the radius: over the top, or through the bottom with the letters' heads inwards."""
    angle = -width(text) * type_mm / radius / 2
    for character in text:
        half = width(character) * type_mm / 2
        angle += half / radius
        turn = -angle if below else angle
        x = middle + radius * sin(angle)
        y = middle + (radius if below else -radius) * cos(angle)
        if character != " ":
            yield Words(character, x - half * cos(turn), y - half * sin(turn), type_mm, turn)
        angle += half / radius


def _stars(count: int, x: float, y: float, unit: float) -> Iterator[Step]:
    for place in range(count):
        yield from _star(x + (place - (count - 1) / 2) * _STAR_PITCH * unit, y, _STAR / 2 * unit)


def _star(x: float, y: float, radius: float) -> Iterator[Step]:
    # A little lower and larger than its circle: the points above weigh less than the feet.
    y, radius = y + 0.05 * radius, 1.05 * radius
    for corner in range(10):
        reach = radius * (_STAR_INNER if corner % 2 else 1)
        yield ("L" if corner else "M", x + reach * sin(corner * pi / 5), y - reach * cos(corner * pi / 5))
    yield ("Z",)


def _frame(side: float, inset: float, corner: float) -> Iterator[Step]:
    """Draw a square with round corners."""
    near, far, bend = inset, side - inset, corner * (1 - _ROUNDNESS)
    yield ("M", near + corner, near)
    yield ("L", far - corner, near)
    yield ("C", far - bend, near, far, near + bend, far, near + corner)
    yield ("L", far, far - corner)
    yield ("C", far, far - bend, far - bend, far, far - corner, far)
    yield ("L", near + corner, far)
    yield ("C", near + bend, far, near, far - bend, near, far - corner)
    yield ("L", near, near + corner)
    yield ("C", near, near + bend, near + bend, near, near + corner, near)
    yield ("Z",)


def _ring(middle: float, radius: float, air: float, turns: tuple[float, float]) -> Iterator[Step]:
    """Draw the parts of a circle that no name takes, right and left alike. Units: `turns` of the names, radians."""
    above, below = (turn / 2 + air / radius if turn else 0.0 for turn in turns)
    if above + below < pi:
        for side in (1, -1):
            yield from _along(middle, radius, side * above, side * (pi - below))


def _along(middle: float, radius: float, start: float, stop: float) -> Iterator[Step]:
    """Go along a circle: angles from the top, clockwise. Source: the usual approximation by Bézier curves."""
    parts = 4
    step = (stop - start) / parts
    bend = radius * 4 / 3 * sin(step / 4) / cos(step / 4)
    yield ("M", middle + radius * sin(start), middle - radius * cos(start))
    for part in range(parts):
        here, there = start + part * step, start + (part + 1) * step
        x0, y0 = middle + radius * sin(here), middle - radius * cos(here)
        x1, y1 = middle + radius * sin(there), middle - radius * cos(there)
        yield ("C", x0 + bend * cos(here), y0 + bend * sin(here), x1 - bend * cos(there), y1 - bend * sin(there), x1, y1)


def _square_outline(side: float) -> list[Step]:
    return [("M", 0, 0), ("L", side, 0), ("L", side, side), ("L", 0, side), ("Z",)]
