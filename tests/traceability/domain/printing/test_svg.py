from __future__ import annotations

import io
import re
import zipfile
from xml.etree import ElementTree as ET

import pytest

from tests.factories.printing import CHOICES, LONG, ODD_NAMES, codes_of, design_of
from traceability.domain.printing import svg
from traceability.domain.printing.labels import FormatTooSmall, label_size_mm, per_sheet
from traceability.domain.printing.svg import LABELS_A_STRIP
from traceability.enums import LabelShape, PrintMedium

SVG, LINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}href"


def file_of(design, codes, title="Tem OCOP"):
    out = io.BytesIO()
    svg.write(design, codes, out, title=title)
    return out.getvalue()


def drawings_of(design, codes, title="Tem OCOP"):
    with zipfile.ZipFile(io.BytesIO(file_of(design, codes, title))) as archive:
        return [archive.read(name).decode() for name in archive.namelist()]


@pytest.mark.parametrize("shape", LabelShape)
def test_a_drawing_for_each_sheet(shape):
    design = design_of(shape, 30)
    first, second = drawings_of(design, codes_of(per_sheet(design) + 3))

    assert first.count('<use xlink:href="#face"/>') == per_sheet(design)
    assert second.count('<use xlink:href="#face"/>') == 3
    for drawing in (first, second):
        assert 'width="210mm" height="297mm" viewBox="0 0 210 297"' in drawing


def test_a_drawing_for_each_hundred_labels_of_a_roll():
    design = design_of(medium=PrintMedium.ROLL)
    pitch = label_size_mm(design)[1] + 2
    first, second = drawings_of(design, codes_of(LABELS_A_STRIP + 7))

    assert f'width="{pitch:.0f}mm" height="{100 * pitch:.0f}mm"' in first
    assert f'width="{pitch:.0f}mm" height="{7 * pitch:.0f}mm"' in second
    tops = [float(top) for top in re.findall(r'<g transform="translate\(1 ([\d.]+)\)"><use', first)]
    assert tops == pytest.approx([1 + label * pitch for label in range(LABELS_A_STRIP)])


def test_same_stamps_give_the_same_bytes_under_steady_names():
    design, codes = design_of(), codes_of(60)
    content = file_of(design, codes)

    assert content == file_of(design, codes)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert [(entry.filename, entry.date_time[0], entry.compress_type) for entry in archive.infolist()] == [
            ("stamps-0001.svg", 1980, zipfile.ZIP_DEFLATED),
            ("stamps-0002.svg", 1980, zipfile.ZIP_DEFLATED),
        ]


@pytest.mark.parametrize(("shape", "size", "medium"), CHOICES)
def test_drawings_need_no_font_and_hold_nothing_but_paths(shape, size, medium):
    (drawing,) = drawings_of(design_of(shape, size, medium), codes_of(3))
    root = ET.fromstring(drawing)  # noqa: S314 - we have just written it

    assert {element.tag.removeprefix(SVG) for element in root.iter()} == {"svg", "title", "defs", "g", "path", "use"}
    defined = {element.attrib["id"] for element in root.iter() if "id" in element.attrib}
    assert {element.attrib[LINK] for element in root.iter(f"{SVG}use")} <= {f"#{name}" for name in defined}
    assert "NaN" not in drawing and "e-" not in re.sub(r"[a-z]+-", "", " ".join(re.findall(r' d="([^"]+)"', drawing)))


@pytest.mark.parametrize(("product", "producer"), ODD_NAMES)
def test_names_become_outlines_whatever_they_hold(product, producer):
    (drawing,) = drawings_of(design_of(symbol_mm=25, product=product, producer=producer), codes_of(1), title=product or "x")
    root = ET.fromstring(drawing)  # noqa: S314 - we have just written it

    # XML makes one space of line breaks only in attributes; a title keeps its text.
    assert root.findtext(f"{SVG}title") == (product or "x")
    assert "<!" not in drawing


def test_letters_of_codes_stand_in_their_order():
    (code,) = codes_of(1)
    (drawing,) = drawings_of(design_of(LabelShape.ROUND, product=LONG), [code])

    assert "".join(re.findall(r'<use xlink:href="#c(.)" x=', drawing)).replace("-", "") == code


def test_format_too_small_writes_nothing():
    out = io.BytesIO()
    with pytest.raises(FormatTooSmall):
        svg.write(design_of(symbol_mm=15, gtin="8934567000129"), codes_of(1), out, title="")

    assert out.getvalue() == b""
