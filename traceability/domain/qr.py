"""The address in a stamp and its QR symbol."""

from __future__ import annotations

import io
from collections.abc import Mapping

import qrcode
import zxingcpp
from django.conf import settings
from qrcode.constants import ERROR_CORRECT_M
from qrcode.image.svg import SvgPathImage

from traceability.domain.codes import StampNumber, make_code

# Four modules of quiet zone, as ISO/IEC 18004 asks.
QUIET_ZONE = 4


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


def qr_matrix(text: str) -> list[list[bool]]:
    """Give the modules of a QR symbol, level M, without the quiet zone; True is dark.

    For sheets of many: this writer is several times as fast as the one that draws single symbols.
    """
    symbol = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, options="ecLevel=M")
    pixels = symbol.to_image(scale=1, add_quiet_zones=False)
    width = pixels.shape[1]
    flat = memoryview(pixels).tobytes()  # type: ignore[arg-type]  # it is a buffer, whatever its stub says
    return [[pixel == 0 for pixel in flat[start : start + width]] for start in range(0, len(flat), width)]
