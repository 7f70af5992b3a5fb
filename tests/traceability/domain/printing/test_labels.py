from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from core.codes import ALPHABET
from tests.factories.printing import CHOICES, design_of
from tests.factories.traceability import code_of
from traceability.domain.printing.labels import (
    A4_MM,
    GAP_MM,
    MARGIN_MM,
    SYMBOL_SIZES,
    FormatTooSmall,
    label_size_mm,
    module_mm,
    modules_of,
    page_size_mm,
    per_sheet,
    places,
    require_fit,
    smallest_symbol_mm,
    symbol_place,
    symbol_side,
)
from traceability.domain.qr import draw_symbol, stamp_url
from traceability.enums import LabelShape, PrintMedium

pytestmark = pytest.mark.usefixtures("english")

CODE = code_of(1)
SHORT, GTIN = f"https://ocop.example/t/{CODE}", f"https://ocop.example/01/08934567000129/21/{CODE}"
ENDLESS = f"https://{'rat-dai.' * 40}vn/t/{CODE}"


@pytest.mark.parametrize(
    ("url", "modules", "fits"),
    [
        (f"http://a.vn/t/{CODE}", 25, 15),
        (SHORT, 29, 15),
        (GTIN, 33, 20),
        (f"https://ocop.hatinh.gov.vn/t/{CODE}", 29, 15),
        (f"https://ocop.hatinh.gov.vn/01/08934567000129/21/{CODE}", 33, 20),
        (f"https://{'a' * 60}.hatinh.gov.vn/01/08934567000129/21/{CODE}", 45, 25),
        (ENDLESS, 73, None),
    ],
)
def test_smallest_format_of_an_address(url, modules, fits):
    assert modules_of(url) == modules
    assert smallest_symbol_mm(modules) == fits


@pytest.mark.parametrize(
    ("modules", "fits"),
    # (29 + 8) * 0.396 = 14.652 is GS1's own example.
    [(21, 15), (29, 15), (33, 20), (41, 20), (45, 25), (53, 25), (57, 30), (65, 30), (69, None), (177, None)],
)
def test_smallest_format_of_a_symbol(modules, fits):
    assert smallest_symbol_mm(modules) == fits


@pytest.mark.parametrize(("url", "size", "module"), [(SHORT, 15, 15 / 37), (SHORT, 30, 30 / 37), (GTIN, 20, 20 / 41)])
def test_module_of_a_format_that_fits(url, size, module):
    assert require_fit(url=url, symbol_mm=size) == pytest.approx(module)


@pytest.mark.parametrize(
    ("url", "size", "message"),
    [
        (
            GTIN,
            15,
            (
                "On a symbol of 15 mm a module would be 0.366 mm; 0.396 mm is the least that telephones read. "
                "The smallest format that fits is 20 mm."
            ),
        ),
        (
            ENDLESS,
            30,
            (
                "On a symbol of 30 mm a module would be 0.370 mm; 0.396 mm is the least that telephones read. "
                "Not even 30 mm is enough: the address of the site (PUBLIC_URL) must be shorter."
            ),
        ),
        (SHORT, 16, "There is no format of 16 mm."),
        (SHORT, 1000, "There is no format of 1000 mm."),
    ],
)
def test_format_that_does_not_fit_is_refused_by_name(url, size, message):
    with pytest.raises(FormatTooSmall) as refused:
        require_fit(url=url, symbol_mm=size)

    assert refused.value.messages == [message]
    assert isinstance(refused.value, ValidationError)


def test_module_of_a_design_follows_its_gtin_and_the_address_of_the_site(settings):
    assert module_mm(design_of(symbol_mm=15)) == pytest.approx(15 / 37)
    with pytest.raises(FormatTooSmall, match="fits is 20 mm"):
        module_mm(design_of(symbol_mm=15, gtin="8934567000129"))

    settings.PUBLIC_URL = f"https://{'a' * 60}.vn"
    with pytest.raises(FormatTooSmall, match="fits is 20 mm"):
        module_mm(design_of(symbol_mm=15))


@given(
    st.text(alphabet=ALPHABET, min_size=16, max_size=16) | st.text(alphabet="0123456789", min_size=16, max_size=16),
    st.sampled_from(
        ["https://o.vn/t/", "https://ocop.vn/t/", f"https://{'a' * 18}.vn/01/08934567000129/21/", "https://a.gov.vn/t/"]
    ),
)
def test_no_code_needs_a_larger_symbol_than_reckoned(code, base):
    assert draw_symbol(base + code).side <= modules_of(base + code)


def test_codes_of_digits_alone_are_drawn_as_large_as_all_others(settings):
    settings.PUBLIC_URL = "https://ocop.vn"

    # The encoder would pack the digits closer.
    assert draw_symbol(stamp_url("0" * 16)).side == 25
    assert symbol_side(design_of()) == modules_of(stamp_url("0" * 16)) == 29


@pytest.mark.parametrize(
    ("shape", "size", "label", "count"),
    [
        (LabelShape.SQUARE, 15, 23.2, 88),
        (LabelShape.SQUARE, 20, 30.0, 54),
        (LabelShape.SQUARE, 25, 39.2, 28),
        (LabelShape.SQUARE, 30, 48.4, 20),
        (LabelShape.ROUND, 15, 26.8, 70),
        (LabelShape.ROUND, 20, 36.4, 35),
        (LabelShape.ROUND, 25, 45.6, 24),
        (LabelShape.ROUND, 30, 55.0, 15),
    ],
)
def test_labels_of_an_a4_sheet(shape, size, label, count):
    assert label_size_mm(design_of(shape, size)) == (label, label)
    assert per_sheet(design_of(shape, size)) == count


@pytest.mark.parametrize(("shape", "size", "medium"), CHOICES)
def test_labels_lie_apart_and_within_the_margins(shape, size, medium):
    design = design_of(shape, size, medium)
    side, height = label_size_mm(design)
    paper, corners = page_size_mm(design), list(places(design))
    margin = MARGIN_MM if medium == PrintMedium.A4 else GAP_MM / 2

    assert side == height
    assert len(corners) == per_sheet(design)
    for x, y in corners:
        assert margin - 1e-6 <= x <= paper[0] - side - margin + 1e-6
        assert margin - 1e-6 <= y <= paper[1] - side - margin + 1e-6
    for one, other in combinations(corners, 2):
        assert max(abs(one[0] - other[0]), abs(one[1] - other[1])) >= side + GAP_MM - 1e-6
    # By rows, each from the left.
    assert all(one[::-1] < other[::-1] for one, other in pairwise(corners))


@pytest.mark.parametrize("shape", LabelShape)
def test_a_page_of_a_roll_is_a_label_and_the_gap(shape):
    design = design_of(shape, 20, PrintMedium.ROLL)
    side, _height = label_size_mm(design)

    assert page_size_mm(design) == (side + GAP_MM, side + GAP_MM)
    assert page_size_mm(design_of(shape, 20)) == A4_MM


@pytest.mark.parametrize(("shape", "size", "medium"), CHOICES)
def test_the_symbol_lies_within_the_label(shape, size, medium):
    design = design_of(shape, size, medium)
    side, _height = label_size_mm(design)
    left, top = symbol_place(design)

    corners = [(x, y) for x in (left, left + size) for y in (top, top + size)]
    if shape == LabelShape.ROUND:
        assert all((x - side / 2) ** 2 + (y - side / 2) ** 2 < (side / 2) ** 2 for x, y in corners)
    else:
        assert all(0 < part < side for corner in corners for part in corner)


def test_only_larger_labels_name_the_producer():
    assert [size for size in SYMBOL_SIZES if design_of(symbol_mm=size).names_producer] == [25, 30]
    assert not design_of(symbol_mm=30, producer=" ").names_producer
