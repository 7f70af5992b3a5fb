from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image, ImageFilter

from tests.factories.traceability import code_of
from traceability.domain import photos
from traceability.domain.codes import readable
from traceability.domain.photos import PhotoRefused, read_photo
from traceability.domain.qr import qr_png, stamp_url

pytestmark = pytest.mark.usefixtures("english")

CODE = code_of(4711)
SIDEWAYS = 6  # EXIF: the top of the scene is at the right of the picture.


def square(code=CODE, *, pixels=8, text=None):
    return Image.open(io.BytesIO(qr_png(text or stamp_url(code), pixels_per_module=pixels))).convert("RGB")


def scene(*squares, size=(1600, 1200), ground="#8d8475"):
    """Lay squares beside one another on a table."""
    picture = Image.new("RGB", size, ground)
    for place, one in enumerate(squares):
        left = size[0] * (2 * place + 1) // (2 * len(squares)) - one.width // 2
        picture.paste(one, (left, size[1] // 2 - one.height // 2))
    return picture


def written(picture, kind="PNG", **options):
    out = io.BytesIO()
    picture.save(out, kind, **options)
    out.seek(0)
    return out


def bomb(width, height):
    """Write a PNG that says it is huge: a few hundred bytes."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = zlib.compress(b"\0" * 10_000)
    return io.BytesIO(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b""))


PICTURES = {
    "plain": lambda: written(scene(square())),
    "as it is drawn": lambda: io.BytesIO(qr_png(stamp_url(CODE))),
    "photograph": lambda: written(scene(square()), "JPEG", quality=70),
    "webp": lambda: written(scene(square()), "WEBP", quality=70),
    "with a barcode number": lambda: written(scene(square(text=stamp_url(CODE, gtin="8934567000123")))),
    "askew": lambda: written(scene(square().rotate(23, expand=True, fillcolor="#8d8475")), "JPEG"),
    "upside down": lambda: written(scene(square()).rotate(180), "JPEG"),
    "a little blurred": lambda: written(scene(square()).filter(ImageFilter.GaussianBlur(3)), "JPEG", quality=80),
    "small in a large picture": lambda: written(scene(square(pixels=4), size=(3000, 4000)), "JPEG", quality=85),
    "in poor light": lambda: written(scene(square()).point(lambda value: 30 + value // 5), "JPEG", quality=85),
    "grey with transparency": lambda: written(scene(square()).convert("LA")),
    "transparent ground": lambda: written(transparent(square())),
    "of few colours": lambda: written(scene(square()).convert("P")),
}  # fmt: skip


def transparent(picture):
    """Give the dark modules alone."""
    grey = picture.convert("L")
    out = Image.new("RGBA", picture.size, (0, 0, 0, 0))
    out.putalpha(grey.point(lambda value: 255 - value))
    return out


@pytest.mark.parametrize("kind", PICTURES)
def test_stamp_on_a_photo_is_read(kind):
    assert read_photo(PICTURES[kind]()) == readable(CODE)


def test_photo_taken_sideways_is_turned_upright():
    exif = Image.Exif()
    exif[0x0112] = SIDEWAYS
    photo = written(scene(square(), size=(1600, 900)), "JPEG", exif=exif)

    assert photos._opened(photo).size == (900, 1600)
    assert read_photo(photo) == readable(CODE)


def test_the_same_stamp_twice_is_one_stamp():
    assert read_photo(written(scene(square(), square()))) == readable(CODE)


def test_other_codes_beside_the_stamp_do_not_matter():
    assert read_photo(written(scene(square(), square(text="https://bank.example/pay")))) == readable(CODE)


def refusal(photo):
    with pytest.raises(PhotoRefused) as refused:
        read_photo(photo)
    return refused.value.message


def test_several_stamps_are_too_many():
    assert "several stamps" in refusal(written(scene(square(), square(code_of(4712)))))


@pytest.mark.parametrize("text", ["https://bank.example/pay", f"https://ocop.example/t/{CODE[:-1]}0"])
def test_square_of_somebody_else_is_named(text):
    assert "not one of our stamps" in refusal(written(scene(square(text=text))))


def test_picture_without_a_square_gives_nothing():
    assert read_photo(written(scene(), "JPEG")) is None


@pytest.mark.parametrize("size", [(1, 1), (3, 2), (1, 400)])
def test_tiny_picture_gives_nothing(size):
    assert read_photo(written(Image.new("RGB", size))) is None


@pytest.mark.parametrize(
    "content",
    [b"", b"no picture", b"%PDF-1.7", b"\x89PNG\r\n\x1a\n", qr_png("x")[:150], b"<svg xmlns='http://www.w3.org/2000/svg'/>"],
)
def test_what_is_no_picture_is_refused(content):
    assert "not a photo" in refusal(io.BytesIO(content))


def test_kinds_that_no_telephone_sends_are_refused():
    assert "not a photo" in refusal(written(square(), "BMP"))


@pytest.mark.parametrize("size", [(8000, 5001), (12_000, 12_000), (60_000, 60_000)])
def test_bomb_is_refused_before_it_unfolds(size):
    assert "too large" in refusal(bomb(*size))


def test_file_of_many_bytes_is_refused_unread():
    assert "10 MB" in refusal(io.BytesIO(b"\0" * (photos.MOST_BYTES + 1)))


def test_large_photo_is_read_in_reasonable_time_and_size():
    photo = written(scene(square(pixels=12), size=(7000, 5000)), "JPEG", quality=60)

    assert max(photos._opened(photo).size) <= 2600
    assert read_photo(photo) == readable(CODE)
