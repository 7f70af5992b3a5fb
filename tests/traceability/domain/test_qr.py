from __future__ import annotations

import io
import re

import numpy as np
import pytest
import zxingcpp
from PIL import Image

from tests.factories.traceability import code_of
from traceability.domain.codes import StampNumber
from traceability.domain.qr import QUIET_ZONE, qr_matrix, qr_png, qr_svg, stamp_url, url_of

CODE = code_of(123_456)


@pytest.mark.parametrize(
    ("gtin", "url"),
    [
        ("", f"https://ocop.example/t/{CODE}"),
        ("8934567000129", f"https://ocop.example/01/08934567000129/21/{CODE}"),
        ("89345677", f"https://ocop.example/01/00000089345677/21/{CODE}"),
    ],
)
def test_stamp_url_with_and_without_a_barcode_number(gtin, url):
    assert stamp_url(CODE, gtin=gtin) == url
    assert url_of(StampNumber("T", 123_456), gtin=gtin) == url


def test_url_of_takes_other_keys():
    assert url_of(StampNumber("X", 1), keys={"X": b"k" * 32}).startswith("https://ocop.example/t/X")


def read(picture: Image.Image) -> list[str]:
    return [barcode.text for barcode in zxingcpp.read_barcodes(np.asarray(picture.convert("L")))]


@pytest.mark.parametrize("gtin", ["", "8934567000129"])
def test_png_decodes_to_the_address(gtin):
    url = stamp_url(CODE, gtin=gtin)

    assert read(Image.open(io.BytesIO(qr_png(url, pixels_per_module=4)))) == [url]


@pytest.mark.parametrize("gtin", ["", "8934567000129"])
def test_matrix_decodes_to_the_address(gtin):
    url = stamp_url(CODE, gtin=gtin)
    modules = np.pad(np.array(qr_matrix(url)), QUIET_ZONE)

    assert read(
        Image.fromarray(np.where(modules, 0, 255).astype(np.uint8)).resize((len(modules) * 5,) * 2, Image.Resampling.NEAREST)
    ) == [url]


def test_svg_holds_the_modules_of_the_matrix_and_no_script():
    url = stamp_url(CODE)
    drawing = qr_svg(url).decode()
    size = len(qr_matrix(url)) + 2 * QUIET_ZONE
    # Each dark module is one square of the path: "M4,4H5V5H4z", in tenths of a millimetre or modules alike.
    corners = {tuple(float(part) for part in found) for found in re.findall(r"M([\d.]+),([\d.]+)H", drawing)}
    scale = float(re.search(r'viewBox="0 0 ([\d.]+) ', drawing)[1]) / size
    modules = np.zeros((size, size), dtype=bool)
    for x, y in corners:
        modules[round(y / scale), round(x / scale)] = True

    picture = Image.fromarray(np.where(modules, 0, 255).astype(np.uint8)).resize((size * 5,) * 2, Image.Resampling.NEAREST)
    assert read(picture) == [url]
    assert "<script" not in drawing
