from __future__ import annotations

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, PngImagePlugin
from wagtail.images.forms import get_image_form

from core.forms import reencode_picture
from core.models import Picture
from tests.factories.core import picture_bytes

HIDDEN = b"<?php echo 'hidden'; ?><script>alert(1)</script>"


def upload(content: bytes, name: str = "anh.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def drawn(content: bytes, name: str = "anh.jpg") -> tuple[bytes, Image.Image]:
    clean = reencode_picture(upload(content, name))
    return clean.read() or clean.file.getvalue(), Image.open(clean.file)


def exif(**tags: object) -> Image.Exif:
    found = Image.Exif()
    found[0x0110] = tags.get("model", "Phone of a named person")
    if "orientation" in tags:
        found[0x0112] = tags["orientation"]
    found.get_ifd(0x8825).update({1: "N", 2: (18.0, 20.0, 30.0)})
    return found


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_position_and_camera_are_dropped(kind):
    content = picture_bytes(kind, exif=exif())
    assert b"named person" in content

    clean, picture = drawn(content)

    assert not picture.getexif()
    assert b"named person" not in clean


def test_sideways_photograph_is_turned_upright():
    _clean, picture = drawn(picture_bytes("JPEG", size=(640, 480), exif=exif(orientation=6)))

    assert picture.size == (480, 640)


def test_payload_behind_the_picture_is_dropped():
    clean, _picture = drawn(picture_bytes("JPEG") + HIDDEN)

    assert b"hidden" not in clean


def test_payload_in_a_jpeg_comment_is_dropped():
    clean, _picture = drawn(picture_bytes("JPEG", comment=HIDDEN))

    assert b"hidden" not in clean


def test_payload_in_a_colour_profile_is_dropped():
    for kind, mode in (("JPEG", "RGB"), ("PNG", "RGBA")):
        clean, _picture = drawn(picture_bytes(kind, mode=mode, icc_profile=HIDDEN))
        assert b"hidden" not in clean


def test_payload_in_png_text_is_dropped():
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", HIDDEN.decode())
    clean, _picture = drawn(picture_bytes("PNG", mode="RGBA", pnginfo=notes), "anh.png")

    assert b"hidden" not in clean


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "anh.jpg"),
        (b"not a picture", "anh.jpg"),
        (b"\xff\xd8\xff\xe0" + b"\x00" * 40, "anh.jpg"),
        (b"GIF89a<script>alert(1)</script>", "anh.gif"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "anh.svg"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "anh.png"),
        (b"%PDF-1.7\n", "anh.jpg"),
        (picture_bytes("PNG")[:60], "anh.png"),
        (picture_bytes("JPEG")[:300], "anh.jpg"),
    ],
)
def test_what_is_no_picture_is_refused(content, name):
    with pytest.raises(ValidationError):
        reencode_picture(upload(content, name))


def test_damaged_picture_is_refused_or_drawn_but_never_breaks():
    content = picture_bytes("PNG", size=(40, 40))
    for position in range(8, len(content), 3):
        damaged = content[:position] + bytes([content[position] ^ 0xFF]) + content[position + 1 :]
        try:
            reencode_picture(upload(damaged, "anh.png"))
        except ValidationError:
            continue


def test_huge_picture_is_made_smaller():
    _clean, picture = drawn(picture_bytes("JPEG", size=(5120, 1280)))

    assert picture.size == (2560, 640)


def test_small_picture_keeps_its_size():
    _clean, picture = drawn(picture_bytes("JPEG", size=(320, 200)))

    assert picture.size == (320, 200)


@pytest.mark.parametrize(
    ("kind", "mode", "ending", "drawn_mode"),
    [
        ("PNG", "RGB", "JPEG", "RGB"),
        ("PNG", "RGBA", "PNG", "RGBA"),
        ("PNG", "LA", "PNG", "RGBA"),
        ("GIF", "P", "JPEG", "RGB"),
        ("JPEG", "CMYK", "JPEG", "RGB"),
        ("PNG", "I;16", "JPEG", "RGB"),
        ("PNG", "1", "JPEG", "RGB"),
    ],
)
def test_every_kind_becomes_jpeg_or_with_transparency_png(kind, mode, ending, drawn_mode):
    clean = reencode_picture(upload(picture_bytes(kind, mode=mode), "ảnh.bmp"))
    picture = Image.open(clean.file)

    assert (picture.format, picture.mode) == (ending, drawn_mode)
    assert clean.name == ("ảnh.png" if ending == "PNG" else "ảnh.jpg")
    assert clean.content_type == f"image/{ending.lower()}"


@pytest.mark.django_db
def test_form_of_the_library_stores_the_drawn_picture():
    form = get_image_form(Picture)(
        {"title": "Hũ mắm", "collection": 1, "description": "Một hũ mắm", "tags": "", "credit": "", "is_sample": ""},
        {"file": upload(picture_bytes("PNG", size=(3000, 1500), mode="RGB"), "mam.png")},
    )
    assert form.is_valid(), form.errors

    picture = form.save()

    assert (picture.width, picture.height) == (2560, 1280)
    assert picture.file.name.endswith(".jpg")
    with picture.file.open() as stored:
        assert Image.open(io.BytesIO(stored.read())).format == "JPEG"


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["anh.svg", "anh.html", "anh.php"])
def test_form_of_the_library_refuses_other_files(name):
    form = get_image_form(Picture)(
        {"title": "x", "collection": 1}, {"file": upload(b'<svg xmlns="http://www.w3.org/2000/svg"/>', name)}
    )

    assert not form.is_valid()
    assert "file" in form.errors


@pytest.mark.django_db
def test_form_of_the_library_leaves_a_stored_file_alone():
    form = get_image_form(Picture)(
        {"title": "Hũ mắm", "collection": 1, "description": "Một hũ mắm"}, {"file": upload(picture_bytes("JPEG"))}
    )
    assert form.is_valid(), form.errors
    picture = form.save()
    stored = picture.file.name

    again = get_image_form(Picture)({"title": "Hũ mắm ngon", "collection": 1, "description": "Một hũ mắm"}, {}, instance=picture)

    assert again.is_valid(), again.errors
    assert again.save().file.name == stored
