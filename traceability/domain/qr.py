"""The address in a stamp and its QR symbol."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import qrcode
import zxingcpp
from django.conf import settings
from numpy.typing import NDArray
from qrcode.constants import ERROR_CORRECT_M
from qrcode.image.svg import SvgPathImage

from traceability.domain.codes import StampNumber, make_code

# Four modules of quiet zone, as ISO/IEC 18004 asks.
QUIET_ZONE = 4
# Version 1 has 21 modules, each next one four more.
_SIDE_OF_VERSION_0, _MODULES_A_VERSION = 17, 4


def stamp_url(code: str, *, gtin: str = "") -> str:
    """Give the address that a stamp carries: a GS1 Digital Link with a GTIN, else our own short one (decision D4).

    Scheme and host stay in lower case: some telephones refuse capitals there.
    """
    return f"{settings.PUBLIC_URL}/01/{gtin.zfill(14)}/21/{code}" if gtin else f"{settings.PUBLIC_URL}/t/{code}"


def url_of(stamp: StampNumber, *, gtin: str = "", keys: Mapping[str, bytes] | None = None) -> str:
    """Give the address of a stamp by its number."""
    return stamp_url(make_code(stamp, keys=keys or settings.STAMP_KEYS), gtin=gtin)


def qr_svg(text: str) -> bytes:
    """Draw a QR symbol as SVG, level M."""
    out = io.BytesIO()
    qrcode.make(text, error_correction=ERROR_CORRECT_M, border=QUIET_ZONE, image_factory=SvgPathImage).save(out)
    return out.getvalue()


def qr_png(text: str, *, pixels_per_module: int = 10) -> bytes:
    """Draw a QR symbol as PNG, level M."""
    out = io.BytesIO()
    qrcode.make(text, error_correction=ERROR_CORRECT_M, border=QUIET_ZONE, box_size=pixels_per_module).save(out)
    return out.getvalue()


@dataclass(frozen=True)
class Symbol:
    """The modules of a QR symbol of level M, without the quiet zone.

    Shape: `pixels` holds `side` rows of `side` bytes, from the top; 0 is dark.
    """

    side: int
    pixels: bytes


def draw_symbol(text: str, *, side: int | None = None) -> Symbol:
    """Draw a QR symbol of level M, for files of many: several times as fast as the writer of single symbols.

    Units: `side` in modules forces the version, so that all symbols of a file are alike; None takes the smallest.
    Raises: ValueError: the text does not go into a symbol of that side, or into any.
    """
    forced = {} if side is None else {"version": (side - _SIDE_OF_VERSION_0) // _MODULES_A_VERSION}
    # The level by its own keyword: `options="ecLevel=M"` is taken without a word and makes level L (zxing-cpp 3.1).
    drawn = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M", **forced)
    pixels = np.asarray(drawn.to_image(scale=1, add_quiet_zones=False))
    return Symbol(pixels.shape[1], pixels.tobytes())


def qr_matrix(text: str) -> list[list[bool]]:
    """Give the modules of a QR symbol, level M, without the quiet zone; True is dark."""
    symbol = draw_symbol(text)
    return [
        [pixel == 0 for pixel in symbol.pixels[start : start + symbol.side]]
        for start in range(0, len(symbol.pixels), symbol.side)
    ]


def dark_runs(symbol: Symbol) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Give the dark stretches of the rows: as rectangles they are fewer than the modules, and show no seams beside one another.

    Shape: where each run starts, as `row * (side + 1) + column`, and how many modules it is long.
    """
    # A white column at the right keeps a run from going on in the next row; the very first module has a white one before it.
    flat = np.full(symbol.side * (symbol.side + 1) + 1, 255, dtype=np.uint8)
    flat[1:].reshape(symbol.side, symbol.side + 1)[:, :-1] = np.frombuffer(symbol.pixels, dtype=np.uint8).reshape(symbol.side, -1)
    changes = np.flatnonzero(flat[1:] != flat[:-1])
    return changes[::2], changes[1::2] - changes[::2]


class RunPen:
    """Writes the dark runs of symbols of one side as the words of a format, each looked up instead of formatted."""

    def __init__(self, side: int, word: Callable[[int, int, int], str]) -> None:
        self.side = side
        self._width = side + 1
        self._words = [
            word(start % self._width, start // self._width, length)
            for start in range(side * self._width)
            for length in range(self._width)
        ]

    def write(self, symbol: Symbol) -> str:
        """Give the words of all runs, each made of column, row and length; joined by line feeds.

        Raises: ValueError: the symbol has another side.
        """
        if symbol.side != self.side:
            raise ValueError(f"a symbol of {symbol.side} modules among those of {self.side}")
        starts, lengths = dark_runs(symbol)
        return "\n".join([self._words[key] for key in (starts * self._width + lengths).tolist()])
