from __future__ import annotations

import itertools

import pypdfium2
import pytest
import zxingcpp
from reportlab.lib.pagesizes import A4

from tests.factories.traceability import code_of
from traceability.domain.codes import readable
from traceability.domain.qr import stamp_url
from traceability.domain.sheets import COLUMNS, PER_SHEET, ROWS, StampLabel, sheet_pdf

LONG = "Nước mắm cốt cá cơm truyền thống thượng hạng Kỳ Ninh ủ chượp mười tám tháng trong chum sành"
LONG_PRODUCER = "Hợp tác xã Thu mua và Chế biến thủy hải sản Dịch vụ Nông nghiệp Tổng hợp Kỳ Phú Ánh Dương"


def label(number, **values):
    return StampLabel(
        code=code_of(number), **({"product": "Cu đơ Phong Nga", "producer": "HKD Nguyễn Văn Phong", "stars": 4} | values)
    )


def document(labels):
    return pypdfium2.PdfDocument(sheet_pdf(labels, title="Tem OCOP"))


def decoded(page):
    picture = page.render(scale=150 / 72, grayscale=True).to_numpy()
    return [barcode.text for barcode in zxingcpp.read_barcodes(picture.reshape(picture.shape[:2]))]


@pytest.mark.parametrize(("count", "pages"), [(1, 1), (24, 1), (25, 2)])
@pytest.mark.parametrize("gtin", ["", "8934567000129"])
def test_every_code_decodes_at_150_dpi(count, pages, gtin):
    labels = [label(number, gtin=gtin) for number in range(count)]
    with document(labels) as pdf:
        found = [decoded(page) for page in pdf]

    assert len(found) == pages
    assert sorted(itertools.chain(*found)) == sorted(stamp_url(one.code, gtin=gtin) for one in labels)


def test_sheet_of_long_names_still_decodes():
    labels = [label(number, product=LONG, producer=LONG_PRODUCER, gtin="8934567000129") for number in range(PER_SHEET)]
    with document(labels) as pdf:
        assert sorted(decoded(pdf[0])) == sorted(stamp_url(one.code, gtin="8934567000129") for one in labels)


def boxes(page):
    text = page.get_textpage()
    return [
        (text.get_text_range(index, 1), text.get_charbox(index))
        for index in range(text.count_chars())
        if text.get_text_range(index, 1).strip()
    ]


NAMES = [
    ("Cu đơ", "HKD"),
    (LONG, LONG_PRODUCER),
    ("W" * 60, "Ộ" * 60),
    ("ƯỠNG" * 20 + " " + LONG.upper(), LONG_PRODUCER.upper()),
]


@pytest.mark.parametrize(("product", "producer"), NAMES)
def test_text_stays_within_its_label(product, producer):
    width, height = A4[0] / COLUMNS, A4[1] / ROWS
    with document([label(number, product=product, producer=producer) for number in range(PER_SHEET)]) as pdf:
        for character, (left, bottom, right, top) in boxes(pdf[0]):
            assert int(left // width) == int(right // width), character
            assert int(bottom // height) == int(top // height), character
            # The symbol takes the first 31 mm.
            assert left % width > 29 * 72 / 25.4, character


@pytest.mark.parametrize(("product", "producer"), NAMES)
def test_lines_do_not_run_into_the_code(product, producer):
    with document([label(0, product=product, producer=producer)]) as pdf:
        found = boxes(pdf[0])

    code = readable(code_of(0)).replace("-", "")
    shown = "".join(character for character, _box in found).replace("-", "")
    assert shown.endswith(code)
    top_of_code = max(top for _character, (_left, _bottom, _right, top) in found[-18:])
    assert min(bottom for _character, (_left, bottom, _right, _top) in found[:-18]) >= top_of_code


def test_label_shows_stars_names_and_the_readable_code():
    with document([label(7, stars=5)]) as pdf:
        text = pdf[0].get_textpage().get_text_bounded()

    for shown in ("OCOP 5 sao", "Cu đơ Phong Nga", "HKD Nguyễn Văn Phong", readable(code_of(7))[:9], readable(code_of(7))[10:]):
        assert shown in text.replace("\r\n", "\n")


def test_sheet_names_its_title_and_embeds_no_picture():
    content = sheet_pdf([label(0)], title="Tem OCOP")

    assert content.startswith(b"%PDF-")
    assert b"/Subtype /Image" not in content
    with pypdfium2.PdfDocument(content) as pdf:
        assert pdf.get_metadata_value("Title") == "Tem OCOP"
