"""Reading the stamp on a photograph. Whoever has no camera in the browser takes a picture, and the server reads it."""

from __future__ import annotations

import struct
import threading
import zlib
from collections.abc import Iterator
from typing import BinaryIO

import zxingcpp
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageFilter, ImageOps, UnidentifiedImageError

from traceability.domain.codes import NotOurs, make_code, readable
from traceability.domain.readings import stamp_in

MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 40_000_000
# What telephones send; other readers of Pillow are never asked.
_KINDS = ("JPEG", "PNG", "WEBP")
_QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
# More pixels than this along a side help no reader: a symbol of 29 modules that fills a twentieth of it has 4.5 a module.
_LONGEST_SIDE = 2600
# How a photograph was held (EXIF, tag 0x0112), and what turns it upright.
_ORIENTATION = 0x0112
_TO_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
# A decoded photograph takes up to 160 MB for a moment; no more of them at once than this.
_TURNS = threading.BoundedSemaphore(2)


class PhotoRefused(ValidationError):
    """The photograph cannot be taken as it is; the message says why and what to do."""


def read_photo(file: BinaryIO) -> str | None:
    """Give the readable code of the one stamp of ours on a photograph; None when no QR can be read on it.

    Pure but for the keys of the settings. Nothing of the photograph is kept.
    Raises: PhotoRefused: it is too large, no picture, shows several of our stamps, or only codes that are not ours.
    """
    file.seek(0, 2)
    if file.tell() > MOST_BYTES:
        raise PhotoRefused(
            _("This photo has more than %(most)s MB. Choose a smaller size in the camera, or type the code.")
            % {"most": MOST_BYTES // 1024**2}
        )
    file.seek(0)
    with _TURNS:
        return _code_on(_opened(file))


def _opened(file: BinaryIO) -> Image.Image:
    """Give the picture upright, grey and of a useful size.

    Raises: PhotoRefused: it is no picture that can be read, or has too many pixels.
    """
    try:
        # The size stands in the first bytes: a small file that would unfold to gigabytes is refused before it does.
        with Image.open(file, formats=_KINDS) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise PhotoRefused(
                    _("This photo is too large: more than %(most)s megapixels. Choose a smaller size in the camera.")
                    % {"most": MOST_PIXELS // 10**6}
                )
            # A JPEG is scaled down while it is unpacked, which saves most of the time and memory.
            opened.draft("L", (_LONGEST_SIDE, _LONGEST_SIDE))
            turn = _TO_UPRIGHT.get(opened.getexif().get(_ORIENTATION, 1))
            grey = _on_white(opened)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise PhotoRefused(_("This photo is too large. Choose a smaller size in the camera.")) from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error):
        raise PhotoRefused(
            _("This file is not a photo that can be read. Take a picture of the stamp, or type the code.")
        ) from None
    grey.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    return grey.transpose(turn) if turn is not None else grey


def _on_white(picture: Image.Image) -> Image.Image:
    """Give a picture in grey; what is transparent becomes white."""
    if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
        picture = picture.convert("LA")
        ground = Image.new("L", picture.size, 255)
        ground.paste(picture.getchannel("L"), mask=picture.getchannel("A"))
        picture = ground
    return picture.convert("L")


def _attempts(picture: Image.Image) -> Iterator[Image.Image]:
    """Give the picture in ways that different faults need, the likeliest first."""
    yield picture
    # Noise and slight blur vanish in a smaller picture.
    yield picture.resize((max(picture.width // 2, 1), max(picture.height // 2, 1)), Image.Resampling.LANCZOS)
    yield ImageOps.autocontrast(picture, cutoff=2)
    # Stamps are held to the middle; there, every pixel is made four.
    width, height = picture.size
    middle = picture.crop((width // 4, height // 4, width - width // 4, height - height // 4))
    yield middle.resize((middle.width * 2, middle.height * 2), Image.Resampling.BICUBIC)
    yield picture.filter(ImageFilter.UnsharpMask(radius=4, percent=250, threshold=2))


def _code_on(picture: Image.Image) -> str | None:
    strange = False
    for attempt in _attempts(picture):
        texts = {found.text for found in zxingcpp.read_barcodes(attempt, formats=_QR)}
        ours = {code for text in texts if (code := _our_code(text))}
        if len(ours) > 1:
            raise PhotoRefused(_("This photo shows several stamps. Go nearer, so that only the one you mean is on it."))
        if ours:
            return ours.pop()
        strange = strange or bool(texts)
    if strange:
        raise PhotoRefused(
            _("The square on this photo is not one of our stamps. Cover other codes on the package and take the stamp alone.")
        )
    return None


def _our_code(text: str) -> str | None:
    try:
        return readable(make_code(stamp_in(text, keys=settings.STAMP_KEYS), keys=settings.STAMP_KEYS))
    except NotOurs:
        return None
