from __future__ import annotations

import io
import re

import pypdfium2
import pytest

from tests.factories.printing import CHOICES, ODD_NAMES, codes_of, design_of
from traceability.domain.codes import readable
from traceability.domain.printing import pdf
from traceability.domain.printing.label_face import draw_face
from traceability.domain.printing.labels import (
    FormatTooSmall,
    label_size_mm,
    module_mm,
    page_size_mm,
    per_sheet,
    places,
    symbol_place,
)
from traceability.domain.printing.outlines import FONT_FILE
from traceability.domain.qr import QUIET_ZONE
from traceability.enums import LabelShape, PrintMedium

PIXELS_A_MM = 12
HARDEST = {"product": "ẴỖỰ gọng Ộ", "producer": "ƯỠNG ẨẤẶ", "stars": 5}


def file_of(design, codes, title="Tem OCOP"):
    out = io.BytesIO()
    pdf.write(design, codes, out, title=title)
    return out.getvalue()


def words_of(content):
    with pypdfium2.PdfDocument(content) as pdf:
        return " ".join(page.get_textpage().get_text_range() for page in pdf).split()


@pytest.mark.parametrize(("shape", "size", "medium"), CHOICES)
def test_pages_have_the_size_of_the_paper(shape, size, medium):
    design = design_of(shape, size, medium)
    count = per_sheet(design) + 1

    with pypdfium2.PdfDocument(file_of(design, codes_of(count))) as pdf:
        assert len(pdf) == 2
        for page in pdf:
            assert page.get_size() == pytest.approx([side * 72 / 25.4 for side in page_size_mm(design)], abs=0.01)


@pytest.mark.parametrize("medium", PrintMedium)
def test_same_stamps_give_the_same_bytes(medium):
    design, codes = design_of(medium=medium), codes_of(60)

    assert file_of(design, codes) == file_of(design, codes)
    assert file_of(design, codes) != file_of(design, codes_of(59))
    assert re.findall(rb"/CreationDate \((.+?)\)", file_of(design, codes)) == [b"D:20000101000000+00'00'"]


@pytest.mark.parametrize("medium", PrintMedium)
def test_words_are_found_label_by_label(medium):
    codes = codes_of(60)

    assert words_of(file_of(design_of(medium=medium), codes)) == [
        word for code in codes for word in ("OCOP", "Cu", "đơ", "Phong", "Nga", readable(code))
    ]


def test_codes_of_round_labels_are_found_in_two_lines():
    codes = codes_of(40)
    found = [word for word in words_of(file_of(design_of(LabelShape.ROUND), codes)) if re.fullmatch(r"\w{4}-\w{4}", word)]

    assert ["-".join(pair) for pair in zip(found[::2], found[1::2], strict=True)] == [readable(code) for code in codes]


@pytest.mark.parametrize(("shape", "size", "medium"), CHOICES)
def test_quiet_zones_are_white(shape, size, medium):
    design = design_of(shape, size, medium, **HARDEST)
    with pypdfium2.PdfDocument(file_of(design, codes_of(2))) as pdf:
        page = pdf[0].render(scale=PIXELS_A_MM * 25.4 / 72, grayscale=True).to_numpy()
    left, top = symbol_place(design)
    x, y = next(places(design))
    # Half a pixel of blur lies on either side of every edge.
    whole = [slice(round(at * PIXELS_A_MM) + 1, round((at + size) * PIXELS_A_MM) - 1) for at in (y + top, x + left)]
    symbol = page.reshape(page.shape[:2])[whole[0], whole[1]]
    ring = int(QUIET_ZONE * module_mm(design) * PIXELS_A_MM) - 2
    dark = symbol[ring + 3 : -ring - 3, ring + 3 : -ring - 3]

    assert symbol[:ring].min() == symbol[-ring:].min() == symbol[:, :ring].min() == symbol[:, -ring:].min() == 255
    # The symbol begins right behind the ring: its three corners are dark.
    assert dark[0, 0] == dark[0, -1] == dark[-1, 0] == 0


@pytest.mark.parametrize(("product", "producer"), ODD_NAMES)
@pytest.mark.parametrize("shape", LabelShape)
def test_any_name_makes_a_file(shape, product, producer):
    design = design_of(shape, 25, product=product, producer=producer)
    words = "".join(words_of(file_of(design, codes_of(1))))

    for shown in draw_face(design).words:
        assert all(character in words for character in shown.text.replace(" ", ""))


def test_a_code_of_wide_letters_is_narrowed_into_the_label():
    design = design_of(LabelShape.SQUARE, 15, PrintMedium.ROLL)
    side, _height = label_size_mm(design)
    with pypdfium2.PdfDocument(file_of(design, ["W" * 16, "T8X82DPM4Y8DCYM1"])) as pdf:
        boxes = []
        for page in pdf:
            text = page.get_textpage()
            places_of_code = range(text.count_chars() - 19, text.count_chars())
            boxes.append([text.get_charbox(place) for place in places_of_code])
            assert text.get_text_range(places_of_code.start, 19) in {"WWWW-WWWW-WWWW-WWWW", "T8X8-2DPM-4Y8D-CYM1"}

    for found in boxes:
        assert min(box[0] for box in found) > (1 + 0.8) * 72 / 25.4
        assert max(box[2] for box in found) < (1 + side - 0.8) * 72 / 25.4


def test_file_is_vectors_with_one_font_and_a_title():
    content = file_of(design_of(), codes_of(60), title="Tem Nước mắm (1) <&>")

    assert content.startswith(b"%PDF-")
    assert b"/Image" not in content.replace(b"/ImageB /ImageC /ImageI", b"")
    assert content.count(b"/FontFile2") == 1
    assert content.count(b"/Subtype /Form") == 1
    assert len(content) < FONT_FILE.stat().st_size + 60 * 700
    with pypdfium2.PdfDocument(content) as pdf:
        assert pdf.get_metadata_value("Title") == "Tem Nước mắm (1) <&>"


def test_format_too_small_writes_nothing():
    out = io.BytesIO()
    with pytest.raises(FormatTooSmall):
        pdf.write(design_of(symbol_mm=15, gtin="8934567000129"), codes_of(1), out, title="")

    assert out.getvalue() == b""
