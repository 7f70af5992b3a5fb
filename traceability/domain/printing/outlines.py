"""Letters as outlines: what a print house gets never depends on the fonts that it has.

Reads the `glyf` table of our one TrueType font. Source: OpenType specification, table `glyf`.
"""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from reportlab.pdfbase.ttfonts import TTFontFile

# The face of the site (its licence lies in static/fonts), with every letter of Vietnamese.
FONT_FILE = Path(__file__).resolve().parents[2] / "fonts" / "be-vietnam-pro-600.ttf"
# In parts of the type size: the height of a capital, of a capital under two stacked marks (Ẵ, Ỗ), and the depth of a g or of ự.
CAPITAL, TALLEST, DEEPEST = 0.74, 1.22, 0.245
ELLIPSIS = "…"

# A step of a path: M and L with a point, C with three, Z with none. Lengths are in mm, y grows downwards.
Step = tuple[str, *tuple[float, ...]]
Point = tuple[float, float]

_ON_CURVE, _X_SHORT, _Y_SHORT, _REPEAT, _X_SAME, _Y_SAME = 1, 2, 4, 8, 16, 32
_WORDS, _OFFSETS, _SCALED, _MORE = 1, 2, 8 | 64 | 128, 32


def printable(text: str) -> str:
    """Give a text as we can print it: composed marks, single spaces, without the characters that the font lacks."""
    known = _font().charToGlyph
    return " ".join("".join(c if ord(c) in known else " " for c in unicodedata.normalize("NFC", text)).split())


def width(text: str) -> float:
    """Measure a printable text, in parts of the type size."""
    widths = _font().charWidths
    return sum(widths[ord(character)] for character in text) / 1000


def cut(text: str, *, size: float, room: float) -> str:
    """Take as much of a printable text as fits, with an ellipsis if that is not all of it.

    Units: `size` and `room` alike. Returns: an empty text where not even a letter with the ellipsis fits.
    """
    if width(text) * size <= room:
        return text
    while text and width(text + ELLIPSIS) * size > room:
        text = text[:-1].rstrip()
    return text + ELLIPSIS if text else ""


@lru_cache(maxsize=512)
def letter(character: str) -> tuple[Step, ...]:
    """Give the outline of one letter: type size 1, origin on the base line, y downwards."""
    font = _font()
    steps: list[Step] = []
    for contour in _contours(font.charToGlyph[ord(character)]):
        steps += _curve([(x / font.unitsPerEm, -y / font.unitsPerEm, on) for x, y, on in contour])
    return tuple(steps)


@lru_cache(maxsize=1)
def _font() -> TTFontFile:
    return TTFontFile(str(FONT_FILE))


@lru_cache(maxsize=1)
def _glyphs() -> bytes:
    return bytes(_font().get_table("glyf"))


def _contours(glyph: int) -> Iterator[list[tuple[float, float, bool]]]:
    """Read the contours of a glyph: points with whether they lie on the curve."""
    start, end = _font().glyphPos[glyph : glyph + 2]
    if start == end:
        return
    table = _glyphs()
    (contours,) = struct.unpack_from(">h", table, start)
    yield from (_simple if contours >= 0 else _composite)(table, start + 10, max(contours, 0))


def _composite(table: bytes, at: int, _contours_known: int) -> Iterator[list[tuple[float, float, bool]]]:
    flags = _MORE
    while flags & _MORE:
        flags, part = struct.unpack_from(">HH", table, at)
        # Our font places its parts by plain offsets; a test reads every glyph of it.
        assert flags & _OFFSETS and not flags & _SCALED
        dx, dy = struct.unpack_from(">hh" if flags & _WORDS else ">bb", table, at + 4)
        at += 8 if flags & _WORDS else 6
        for contour in _contours(part):
            yield [(x + dx, y + dy, on) for x, y, on in contour]


def _simple(table: bytes, at: int, contours: int) -> Iterator[list[tuple[float, float, bool]]]:
    ends = struct.unpack_from(f">{contours}H", table, at)
    at += 2 * contours
    at += 2 + struct.unpack_from(">H", table, at)[0]  # the instructions for screens
    flags: list[int] = []
    while len(flags) <= ends[-1]:
        flag, at = table[at], at + 1
        flags.append(flag)
        if flag & _REPEAT:
            flags += [flag] * table[at]
            at += 1
    xs, at = _coordinates(table, at, flags, (_X_SHORT, _X_SAME))
    ys, at = _coordinates(table, at, flags, (_Y_SHORT, _Y_SAME))
    points = [(x, y, bool(flag & _ON_CURVE)) for x, y, flag in zip(xs, ys, flags, strict=True)]
    for first, last in zip((-1, *ends), ends, strict=False):
        yield points[first + 1 : last + 1]


def _coordinates(table: bytes, at: int, flags: list[int], bits: tuple[int, int]) -> tuple[list[float], int]:
    short, same = bits
    value, values = 0, []
    for flag in flags:
        if flag & short:
            value += table[at] if flag & same else -table[at]
            at += 1
        elif not flag & same:
            value += struct.unpack_from(">h", table, at)[0]
            at += 2
        values.append(float(value))
    return values, at


def _curve(points: list[tuple[float, float, bool]]) -> list[Step]:
    """Turn a closed contour of quadratic curves into cubic ones: PDF knows no others."""
    first = next((place for place, point in enumerate(points) if point[2]), None)
    assert first is not None, "a contour without a point on the curve: our font has none"
    points = points[first:] + points[: first + 1]
    here = points[0][:2]
    steps: list[Step] = [("M", *here)]
    control: Point | None = None
    for x, y, on in points[1:]:
        if control is None and on:
            steps.append(("L", x, y))
        elif control is not None:
            # Between two points off the curve lies one on it, in the middle.
            to = (x, y) if on else ((control[0] + x) / 2, (control[1] + y) / 2)
            steps.append(_cubic(here, control, to))
            here = to
        if on:
            here = (x, y)
        control = None if on else (x, y)
    return [*steps, ("Z",)]


def _cubic(start: Point, control: Point, end: Point) -> Step:
    (x0, y0), (x1, y1), (x2, y2) = start, control, end
    near, far = (x0 + (x1 - x0) * 2 / 3, y0 + (y1 - y0) * 2 / 3), (x2 + (x1 - x2) * 2 / 3, y2 + (y1 - y2) * 2 / 3)
    return ("C", *near, *far, x2, y2)
