"""Labels: their sizes, what fits on them, and where they lie on a sheet or a roll.

The number of a format is the side of the symbol with its quiet zone, which is what a telephone reads; the label is larger.
All lengths are in mm, x from the left and y from the top.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from traceability.domain.codes import LENGTH
from traceability.domain.qr import QUIET_ZONE, draw_symbol, stamp_url
from traceability.enums import LabelShape, PrintMedium

SYMBOL_SIZES = (15, 20, 25, 30)
# Source: GS1 General Specifications, symbol specification table 1: X-dimension of a QR code with GS1 Digital Link, smallest
# 0.396 mm. (29 + 8) * 0.396 mm = 14.652 mm is GS1 UK's own example.
SMALLEST_MODULE_MM = 0.396

A4_MM = (210.0, 297.0)
# Office printers leave the outermost 5 mm white; between two labels a knife needs 2 mm.
MARGIN_MM, GAP_MM = 5.0, 2.0

# The side of a square label and the diameter of a round one, by the symbol's: close to its one and a half and 1.8 times, and such
# that no row or column of an A4 sheet is lost by a hair. From 25 mm on a square label has a line more, for the producer.
_SIDES_MM = {
    LabelShape.SQUARE: {15: 23.2, 20: 30.0, 25: 39.2, 30: 48.4},
    LabelShape.ROUND: {15: 26.8, 20: 36.4, 25: 45.6, 30: 55.0},
}
_PRODUCER_FROM = 25
# What a square label has above the symbol, in parts of its side; more stands below.
_ABOVE = 0.185
# The code that needs the most room: a letter is the dearest of our characters, so whatever fits it fits all others.
_DEAREST = "A" * LENGTH


class FormatTooSmall(ValidationError):
    """The symbol would have modules too small to be read from a package."""


@dataclass(frozen=True)
class Design:
    """What the labels of one run share. Units: `symbol_mm` is the side of the symbol with its quiet zone."""

    shape: LabelShape
    symbol_mm: int
    medium: PrintMedium
    stars: int
    product: str
    producer: str
    gtin: str

    @property
    def names_producer(self) -> bool:
        """Tell whether the label has room for the producer's name."""
        return self.symbol_mm >= _PRODUCER_FROM and bool(self.producer.strip())


def label_size_mm(design: Design) -> tuple[float, float]:
    """Give width and height of a label; of a round one, the diameter twice."""
    side = _SIDES_MM[design.shape][design.symbol_mm]
    return side, side


def modules_of(url: str) -> int:
    """Give the side of the symbol of an address in modules, without the quiet zone.

    The last 16 characters are taken for the code, and the answer holds for every code in its place: digits pack closer than
    letters, so single codes might do with less, but all symbols of a file are drawn alike.
    """
    return draw_symbol(url[:-LENGTH] + _DEAREST).side


def smallest_symbol_mm(modules: int) -> int | None:
    """Give the smallest format for a symbol of so many modules, or None."""
    return next((size for size in SYMBOL_SIZES if _module_mm(modules, size) >= SMALLEST_MODULE_MM), None)


def require_fit(*, url: str, symbol_mm: int) -> float:
    """Give the side of a module in mm.

    Raises: FormatTooSmall: a telephone could not read it; the message names the smallest format that fits.
    """
    modules = modules_of(url)
    module = _module_mm(modules, symbol_mm)
    if symbol_mm in SYMBOL_SIZES and module >= SMALLEST_MODULE_MM:
        return module
    numbers = {
        "size": symbol_mm,
        "module": f"{module:.3f}",
        "limit": SMALLEST_MODULE_MM,
        "fits": smallest_symbol_mm(modules),
        "largest": SYMBOL_SIZES[-1],
    }
    if symbol_mm not in SYMBOL_SIZES:
        raise FormatTooSmall(_("There is no format of %(size)s mm.") % numbers)
    if numbers["fits"] is None:
        raise FormatTooSmall(
            _(
                "On a symbol of %(size)s mm a module would be %(module)s mm; %(limit)s mm is the least that telephones read. "
                "Not even %(largest)s mm is enough: the address of the site (PUBLIC_URL) must be shorter."
            )
            % numbers
        )
    raise FormatTooSmall(
        _(
            "On a symbol of %(size)s mm a module would be %(module)s mm; %(limit)s mm is the least that telephones read. "
            "The smallest format that fits is %(fits)s mm."
        )
        % numbers
    )


def module_mm(design: Design) -> float:
    """Give the side of a module of a run.

    Raises: FormatTooSmall: its symbols do not fit the format.
    """
    return require_fit(url=stamp_url(_DEAREST, gtin=design.gtin), symbol_mm=design.symbol_mm)


def symbol_side(design: Design) -> int:
    """Give the side of all symbols of a run in modules, without the quiet zone."""
    return modules_of(stamp_url(_DEAREST, gtin=design.gtin))


def page_size_mm(design: Design) -> tuple[float, float]:
    """Give the page of a file: A4, or one label with the gap to the next."""
    if design.medium == PrintMedium.A4:
        return A4_MM
    width, height = label_size_mm(design)
    return width + GAP_MM, height + GAP_MM


def columns_and_rows(design: Design) -> tuple[int, int]:
    """Give how many labels lie beside and below one another on a page."""
    if design.medium == PrintMedium.ROLL:
        return 1, 1
    width, height = label_size_mm(design)
    columns, rows = (
        int((paper - 2 * MARGIN_MM + GAP_MM) / (side + GAP_MM)) for paper, side in zip(A4_MM, (width, height), strict=True)
    )
    return columns, rows


def per_sheet(design: Design) -> int:
    """Give the labels of one page: of a roll, one."""
    columns, rows = columns_and_rows(design)
    return columns * rows


def places(design: Design) -> Iterator[tuple[float, float]]:
    """Give the upper left corners of the labels of a page, by rows, centred on the paper. Shape: `per_sheet` of them."""
    columns, rows = columns_and_rows(design)
    label, paper = label_size_mm(design), page_size_mm(design)
    left, top = (
        (whole - count * side - (count - 1) * GAP_MM) / 2
        for whole, count, side in zip(paper, (columns, rows), label, strict=True)
    )
    for row in range(rows):
        for column in range(columns):
            yield left + column * (label[0] + GAP_MM), top + row * (label[1] + GAP_MM)


def symbol_place(design: Design) -> tuple[float, float]:
    """Give the upper left corner of the symbol's quiet zone, from that of the label."""
    width, height = label_size_mm(design)
    left = (width - design.symbol_mm) / 2
    top = (height - design.symbol_mm) / 2 if design.shape == LabelShape.ROUND else _ABOVE * design.symbol_mm
    return left, top


def _module_mm(modules: int, symbol_mm: float) -> float:
    return symbol_mm / (modules + 2 * QUIET_ZONE)
