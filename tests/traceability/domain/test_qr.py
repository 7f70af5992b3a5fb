from __future__ import annotations

import io
import re

import numpy as np
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tests.factories.traceability import code_of
from traceability.domain.codes import StampNumber
from traceability.domain.qr import (
    QUIET_ZONE,
    RunPen,
    Symbol,
    dark_runs,
    draw_symbol,
    qr_matrix,
    qr_png,
    qr_svg,
    stamp_url,
    url_of,
)

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


def read(picture: Image.Image) -> list[tuple[str, str]]:
    """Give the text and the level of error correction of each symbol of a picture."""
    return [(found.text, found.extra["ECLevel"]) for found in zxingcpp.read_barcodes(np.asarray(picture.convert("L")))]


def picture_of(modules: np.ndarray) -> Image.Image:
    dark = np.pad(modules, QUIET_ZONE)
    return Image.fromarray(np.where(dark, 0, 255).astype(np.uint8).repeat(5, axis=0).repeat(5, axis=1))


@pytest.mark.parametrize("gtin", ["", "8934567000129"])
def test_png_decodes_to_the_address_at_level_m(gtin):
    url = stamp_url(CODE, gtin=gtin)

    assert read(Image.open(io.BytesIO(qr_png(url, pixels_per_module=4)))) == [(url, "M")]


@pytest.mark.parametrize("gtin", ["", "8934567000129"])
def test_matrix_decodes_to_the_address_at_level_m(gtin):
    url = stamp_url(CODE, gtin=gtin)

    assert read(picture_of(np.array(qr_matrix(url)))) == [(url, "M")]


def test_svg_holds_the_modules_at_level_m_and_no_script():
    url = stamp_url(CODE)
    drawing = qr_svg(url).decode()
    size = len(qr_matrix(url)) + 2 * QUIET_ZONE
    # Each dark module is one square of the path: "M4,4H5V5H4z", in tenths of a millimetre or modules alike.
    corners = {tuple(float(part) for part in found) for found in re.findall(r"M([\d.]+),([\d.]+)H", drawing)}
    scale = float(re.search(r'viewBox="0 0 ([\d.]+) ', drawing)[1]) / size
    modules = np.zeros((size, size), dtype=bool)
    for x, y in corners:
        modules[round(y / scale), round(x / scale)] = True

    assert read(picture_of(modules)) == [(url, "M")]
    assert "<script" not in drawing


def modules_of_symbol(symbol: Symbol) -> np.ndarray:
    return np.frombuffer(symbol.pixels, dtype=np.uint8).reshape(symbol.side, symbol.side) == 0


@pytest.mark.parametrize("side", [None, 29, 33, 57])
def test_draw_symbol_of_a_given_side(side):
    url = stamp_url(CODE)
    symbol = draw_symbol(url, side=side)

    assert symbol.side == (side or 29)
    assert read(picture_of(modules_of_symbol(symbol))) == [(url, "M")]


@pytest.mark.parametrize("side", [21, 25])
def test_draw_symbol_refuses_a_side_that_is_too_small(side):
    with pytest.raises(ValueError, match=r".+"):
        draw_symbol(stamp_url(CODE), side=side)


@st.composite
def symbols(draw: st.DrawFn) -> Symbol:
    side = draw(st.integers(min_value=1, max_value=12))
    return Symbol(side, bytes(draw(st.lists(st.sampled_from([0, 255]), min_size=side**2, max_size=side**2))))


@given(symbols())
def test_dark_runs_rebuild_the_symbol(symbol):
    starts, lengths = dark_runs(symbol)
    rebuilt = np.zeros((symbol.side, symbol.side), dtype=bool)
    for start, length in zip(starts.tolist(), lengths.tolist(), strict=True):
        row, column = divmod(start, symbol.side + 1)
        # Longest runs: none touches the next one.
        assert not rebuilt[row, max(0, column - 1) : column + length + 1].any()
        rebuilt[row, column : column + length] = True

    assert (rebuilt == modules_of_symbol(symbol)).all()


@given(symbols())
def test_run_pen_writes_each_run_once(symbol):
    written = RunPen(symbol.side, "{} {} {}".format).write(symbol)
    starts, lengths = dark_runs(symbol)

    assert [tuple(map(int, line.split())) for line in written.splitlines()] == [
        (start % (symbol.side + 1), start // (symbol.side + 1), length) for start, length in zip(starts, lengths, strict=True)
    ]


def test_run_pen_refuses_a_symbol_of_another_side():
    with pytest.raises(ValueError, match="a symbol of 29 modules among those of 33"):
        RunPen(33, "{} {} {}".format).write(draw_symbol(stamp_url(CODE)))
