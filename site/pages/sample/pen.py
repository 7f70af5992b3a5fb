"""Flat drawing with Pillow: a sheet of warm paper and a few shapes with clean edges.

Units: every length is in pixels of the finished picture, 1600 by 1200; the sheet is drawn twice as large and made smaller.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

Point = tuple[float, float]

WIDTH, HEIGHT = 1600, 1200
TABLE = 850
_SCALE = 2
_CURVE_STEPS = 14
_FONT_FILE = Path(__file__).resolve().parents[3] / "traceability" / "fonts" / "be-vietnam-pro-600.ttf"
_NOTE = "Hình minh hoạ · mẫu"

PAPER, WEAVE, GLOW, WOOD, WOOD_SHADE = "#FBF8F1", "#F0E8D3", "#F4E3B8", "#E3CFA0", "#CDB37C"
LEAF, LEAF_DARK, LEAF_LIGHT, SPROUT = "#1F5D3A", "#174A2E", "#3F7F57", "#8FB28C"
BRICK, BRICK_DARK, GOLD, GOLD_LIGHT, STRAW = "#A63D22", "#843019", "#B87A00", "#E2B458", "#F2D58A"
INK, BARK, CLAY, CLAY_DARK, CREAM, WHITE = "#2B2A24", "#6B4A32", "#9A5A3A", "#7B4429", "#F6EEDB", "#FFFDF7"
SKY, SEA, SEA_DARK, STONE = "#DCE7DC", "#86AFA6", "#4F8780", "#B9B09A"


class Pen:
    """Draws on one sheet."""

    def __init__(self, *, glow: str = GLOW, table: str = WOOD) -> None:
        """Lay out paper, the woven-bamboo lines, a glow behind the subject and a table under it."""
        self.image = _paper().copy()
        self.draw = ImageDraw.Draw(self.image)
        self._corner = (0, 0)
        if glow:
            self.oval(800, 560, 470, 470, glow)
        if table:
            self.rect(-20, TABLE, WIDTH + 20, HEIGHT + 20, table)
            self.rect(-20, TABLE, WIDTH + 20, TABLE + 14, mix(table, WHITE, 0.35))

    def poly(self, points: Sequence[Point], fill: str) -> None:
        """Fill a polygon."""
        self.draw.polygon(self._on_sheet(points), fill=fill)

    def blob(self, points: Sequence[Point], fill: str) -> None:
        """Fill a closed curve that runs smoothly through the points."""
        self.poly(_smooth(points, closed=True), fill)

    def rect(self, left: float, top: float, right: float, bottom: float, fill: str, *, radius: float = 0) -> None:
        """Fill a rectangle, with round corners if wished."""
        self.draw.rounded_rectangle(self._on_sheet([(left, top), (right, bottom)]), radius=radius * _SCALE, fill=fill)

    def oval(self, x: float, y: float, wide: float, high: float, fill: str, *, turn: float = 0) -> None:
        """Fill an ellipse by its centre and half-axes, turned by some degrees."""
        if not turn:
            self.draw.ellipse(self._on_sheet([(x - wide, y - high), (x + wide, y + high)]), fill=fill)
            return
        self.poly(oval_points(x, y, wide, high, turn=turn), fill)

    def line(self, points: Sequence[Point], width: float, fill: str) -> None:
        """Draw a smooth stroke through the points, with round ends."""
        curve = self._on_sheet(_smooth(points, closed=False))
        self.draw.line(curve, fill=fill, width=round(width * _SCALE), joint="curve")
        half = width * _SCALE / 2
        for x, y in (curve[0], curve[-1]):
            self.draw.ellipse([x - half, y - half, x + half, y + half], fill=fill)

    def shadow(self, x: float, y: float, wide: float, *, fill: str = WOOD_SHADE) -> None:
        """Draw the flat shadow of something that stands on the table."""
        self.oval(x, y, wide, max(14, wide * 0.11), fill)

    def leaf(self, foot: Point, tip: Point, *, wide: float, fill: str = LEAF, vein: str = SPROUT) -> None:
        """Draw a leaf from its foot to its tip."""
        (x0, y0), (x1, y1) = foot, tip
        length = math.hypot(x1 - x0, y1 - y0)
        along, across = ((x1 - x0) / length, (y1 - y0) / length), (-(y1 - y0) / length, (x1 - x0) / length)

        def at(part: float, side: float) -> Point:
            return (
                x0 + along[0] * length * part + across[0] * wide * side,
                y0 + along[1] * length * part + across[1] * wide * side,
            )

        self.blob(
            [foot, at(0.25, 0.42), at(0.55, 0.5), at(0.85, 0.25), tip, at(0.85, -0.25), at(0.55, -0.5), at(0.25, -0.42)], fill
        )
        if vein:
            self.line([at(0.06, 0), at(0.9, 0)], max(2.5, wide * 0.05), vein)

    @contextmanager
    def inside(self, points: Sequence[Point]) -> Iterator[None]:
        """Let everything that is drawn meanwhile show only inside a polygon: shades and patterns of an object."""
        outline = self._on_sheet(points)
        columns, rows = [x for x, _y in outline], [y for _x, y in outline]
        corner = (int(min(columns)), int(min(rows)))
        cut = self.image.crop((*corner, int(max(columns)) + 1, int(max(rows)) + 1))
        mask = Image.new("L", cut.size, 0)
        ImageDraw.Draw(mask).polygon([(x - corner[0], y - corner[1]) for x, y in outline], fill=255)
        sheet, self.draw, self._corner = self.draw, ImageDraw.Draw(cut), corner
        yield
        self.draw, self._corner = sheet, (0, 0)
        self.image.paste(cut, corner, mask)

    def png(self) -> bytes:
        """Give the finished picture, with the note that it is a drawing."""
        finished = self.image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
        font = ImageFont.truetype(str(_FONT_FILE), 26)
        note = ImageDraw.Draw(finished)
        # High enough to stay when the picture is cropped to 16:10.
        left, top, right, bottom = note.textbbox((WIDTH - 50, 1072), _NOTE, font=font, anchor="rs")
        note.rounded_rectangle([left - 18, top - 11, right + 18, bottom + 11], radius=22, fill=PAPER)
        note.text((WIDTH - 50, 1072), _NOTE, font=font, fill="#6F6242", anchor="rs")
        out = io.BytesIO()
        finished.save(out, "PNG", compress_level=6)
        return out.getvalue()

    def _on_sheet(self, points: Sequence[Point]) -> list[Point]:
        """Give points as pixels of the sheet, or of the piece of it that is drawn on at the moment."""
        left, top = self._corner
        return [(x * _SCALE - left, y * _SCALE - top) for x, y in points]


@cache
def _paper() -> Image.Image:
    """Give the empty sheet: paper with the woven-bamboo lines, tiles of three strokes that lean to the right and to the left."""
    image = Image.new("RGB", (WIDTH * _SCALE, HEIGHT * _SCALE), PAPER)
    draw = ImageDraw.Draw(image)
    tile = 96 * _SCALE
    for row in range(HEIGHT * _SCALE // tile + 1):
        for column in range(WIDTH * _SCALE // tile + 1):
            left, top = column * tile, row * tile
            for shift in (0.2 * tile, 0.5 * tile, 0.8 * tile):
                strokes: tuple[tuple[float, ...], ...]
                if (row + column) % 2:
                    strokes = ((left, top + shift, left + shift, top), (left + shift, top + tile, left + tile, top + shift))
                else:
                    strokes = (
                        (left + tile - shift, top, left + tile, top + shift),
                        (left, top + tile - shift, left + shift, top + tile),
                    )
                for stroke in strokes:
                    draw.line(stroke, fill=WEAVE, width=2 * _SCALE)
    return image


def oval_points(x: float, y: float, wide: float, high: float, *, turn: float = 0) -> list[Point]:
    """Give an ellipse as a polygon of 72 corners, turned by some degrees."""
    cosine, sine = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    corners = [(wide * math.cos(step * math.pi / 36), high * math.sin(step * math.pi / 36)) for step in range(72)]
    return [(x + a * cosine - b * sine, y + a * sine + b * cosine) for a, b in corners]


def smooth(points: Sequence[Point]) -> list[Point]:
    """Give a closed smooth curve through the points as a polygon, for `Pen.inside`."""
    return _smooth(points, closed=True)


def mirrored(points: Sequence[Point], *, axis: float) -> list[Point]:
    """Give an outline and its mirror image as one closed outline; the points run down the right side."""
    return [*points, *[(2 * axis - x, y) for x, y in reversed(points)]]


def _smooth(points: Sequence[Point], *, closed: bool) -> list[Point]:
    """Run a Catmull-Rom spline through the points."""
    if len(points) < 3:  # noqa: PLR2004  two points are a straight line
        return list(points)
    count = len(points)
    curve: list[Point] = []
    for index in range(count if closed else count - 1):
        around = [
            points[(index + shift) % count] if closed else points[min(max(index + shift, 0), count - 1)]
            for shift in (-1, 0, 1, 2)
        ]
        curve += [_spline(around, step / _CURVE_STEPS) for step in range(_CURVE_STEPS)]
    if not closed:
        curve.append(points[-1])
    return curve


def _spline(around: Sequence[Point], part: float) -> Point:
    def one(a: float, b: float, c: float, d: float) -> float:
        return 0.5 * (2 * b + (c - a) * part + (2 * a - 5 * b + 4 * c - d) * part**2 + (3 * b - a - 3 * c + d) * part**3)

    first, second, third, fourth = around
    return one(first[0], second[0], third[0], fourth[0]), one(first[1], second[1], third[1], fourth[1])


def mix(one: str, other: str, part: float) -> str:
    """Give a colour between two: the first for 0, the other for 1."""
    pairs = [(int(one[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(a + (b - a) * part):02X}" for a, b in pairs)
