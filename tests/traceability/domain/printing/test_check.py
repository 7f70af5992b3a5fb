from __future__ import annotations

import itertools
import re
import zipfile

import numpy as np
import pypdfium2
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.printing import CHOICES, codes_of, design_of, print_file_of
from traceability.domain.codes import readable
from traceability.domain.printing import check as checking
from traceability.domain.printing import pdf, svg
from traceability.domain.printing.check import NAMED_AT_MOST, SECOND_EVERY, SECOND_LEAST, Checked, FileNotReadable, check, sample
from traceability.domain.printing.labels import per_sheet
from traceability.domain.qr import Symbol, draw_symbol, stamp_url
from traceability.enums import FileKind, LabelShape, PrintMedium

pytestmark = pytest.mark.usefixtures("english")

HARDEST = {"product": "ẴỖỰ gọng Ộ", "producer": "ƯỠNG ẨẤẶ", "stars": 5}
DRAWN = [(FileKind.PDF, pdf), (FileKind.SVG, svg)]


def fits(shape, size, gtin):
    return not (size == 15 and gtin)


@pytest.mark.parametrize("gtin", ["", "8934567000129"])
@pytest.mark.parametrize(("shape", "size", "medium"), CHOICES)
@pytest.mark.parametrize("kind", FileKind)
def test_every_format_is_read_by_both_decoders(kind, shape, size, medium, gtin, tmp_path):
    if not fits(shape, size, gtin):
        gtin = ""
    design, codes = design_of(shape, size, medium, gtin=gtin, **HARDEST), codes_of(7)
    path = print_file_of(tmp_path, kind, design, codes)

    assert check(kind, design, codes, path) == Checked(7, 0 if kind == FileKind.CSV else 5)


@pytest.mark.parametrize("dpi", [100, 150, 300])
@pytest.mark.parametrize(("shape", "size", "medium"), CHOICES)
def test_pages_are_read_as_a_whole_and_nothing_else_is_taken_for_a_barcode(shape, size, medium, dpi, tmp_path):
    design, codes = design_of(shape, size, medium, **HARDEST), codes_of(4)
    with pypdfium2.PdfDocument(print_file_of(tmp_path, FileKind.PDF, design, codes)) as pdf:
        pages = [page.render(scale=dpi / 72, grayscale=True).to_numpy() for page in pdf]
    found = [barcode.text for page in pages for barcode in zxingcpp.read_barcodes(page.reshape(page.shape[:2]))]

    assert sorted(found) == sorted(stamp_url(code) for code in codes)


def test_a_sheet_and_a_label_are_read(tmp_path):
    design = design_of(LabelShape.ROUND, 30)
    codes = codes_of(per_sheet(design) + 1)

    for kind in (FileKind.PDF, FileKind.SVG):
        assert check(kind, design, codes, print_file_of(tmp_path, kind, design, codes)) == Checked(16, 5)


def test_codes_of_digits_alone_are_read(settings, tmp_path):
    settings.PUBLIC_URL = "https://ocop.vn"
    design, codes = design_of(), ["0" * 16, "1" * 16, *codes_of(2), "9" * 16]

    for kind in (FileKind.PDF, FileKind.SVG):
        assert check(kind, design, codes, print_file_of(tmp_path, kind, design, codes)).count == 5


def refusal(kind, design, codes, path):
    with pytest.raises(FileNotReadable) as refused:
        check(kind, design, codes, path)
    return str(refused.value)


def spoil(monkeypatch, module, url, symbol):
    """Let a writer draw another symbol for one address."""
    monkeypatch.setattr(module, "draw_symbol", lambda text, side: symbol if text == url else draw_symbol(text, side=side))


def painted_over(url):
    """Give the symbol of an address with a smear over its middle."""
    symbol = draw_symbol(url)
    modules = np.frombuffer(symbol.pixels, dtype=np.uint8).reshape(symbol.side, symbol.side).copy()
    modules[9:24, 9:24] = 0
    return Symbol(symbol.side, modules.tobytes())


def weak(url):
    """Give the symbol of an address at level L."""
    drawn = zxingcpp.create_barcode(url, zxingcpp.BarcodeFormat.QRCode, ec_level="L", version=3)
    return Symbol(29, memoryview(drawn.to_image(scale=1, add_quiet_zones=False)).tobytes())


@pytest.mark.parametrize(
    ("symbol_for", "reason"),
    [
        (painted_over, "there is no readable symbol"),
        (lambda _url: Symbol(29, b"\xff" * 29**2), "there is no readable symbol"),
        (weak, "the symbol is not of level M"),
        (lambda _url: draw_symbol("https://fake.example/t/0000000000000000", side=29), "the symbol leads to another address"),
        (lambda _url: draw_symbol(stamp_url(codes_of(7)[1])), "it is the symbol of position 2"),
    ],
)
@pytest.mark.parametrize("medium", PrintMedium)
@pytest.mark.parametrize(("kind", "module"), DRAWN)
def test_a_spoiled_symbol_is_refused_by_name(kind, module, medium, symbol_for, reason, tmp_path, monkeypatch):
    design, codes = design_of(medium=medium), codes_of(7)
    url = stamp_url(codes[4])
    spoil(monkeypatch, module, url, symbol_for(url))
    path = print_file_of(tmp_path, kind, design, codes)

    assert refusal(kind, design, codes, path) == (
        f"1 of 7 stamps of the file are not right. position 5, {readable(codes[4])}: {reason}."
    )


@pytest.mark.parametrize(("kind", "module"), DRAWN)
def test_two_exchanged_stamps_are_refused_by_name(kind, module, tmp_path):
    design, codes = design_of(), codes_of(7)
    path = print_file_of(tmp_path, kind, design, [*codes[:2], codes[3], codes[2], *codes[4:]])

    assert refusal(kind, design, codes, path) == (
        "2 of 7 stamps of the file are not right. "
        f"position 3, {readable(codes[2])}: it is the symbol of position 4; "
        f"position 4, {readable(codes[3])}: it is the symbol of position 3."
    )


def test_a_missing_stamp_is_refused_and_five_are_named(tmp_path):
    design, codes = design_of(), codes_of(12)
    path = print_file_of(tmp_path, FileKind.PDF, design, codes[:3] + codes[4:])
    message = refusal(FileKind.PDF, design, codes, path)

    assert message.startswith(
        f"9 of 12 stamps of the file are not right. position 4, {readable(codes[3])}: it is the symbol of position 5;"
    )
    assert re.findall(r"position (\d+),", message) == ["4", "5", "6", "7", "8"]
    assert len(re.findall(r"position (\d+),", message)) == NAMED_AT_MOST


@pytest.mark.parametrize(
    ("kind", "medium", "made", "message"),
    [
        (FileKind.PDF, PrintMedium.A4, 6, "1 of 7 stamps .+ position 7, .+: there is no readable symbol"),
        (FileKind.PDF, PrintMedium.A4, 8, "There is something beside the labels of stamps 1 to 7"),
        (FileKind.PDF, PrintMedium.ROLL, 6, "The file has 6 parts instead of 7"),
        (FileKind.PDF, PrintMedium.ROLL, 8, "The file has 8 parts instead of 7"),
        (FileKind.PDF, PrintMedium.A4, 55, "The file has 2 parts instead of 1"),
        (FileKind.SVG, PrintMedium.A4, 6, "The file has 6 parts instead of 7"),
        (FileKind.SVG, PrintMedium.A4, 8, "The file has 8 parts instead of 7"),
        (FileKind.SVG, PrintMedium.A4, 55, "The file has 2 parts instead of 1"),
        (FileKind.SVG, PrintMedium.ROLL, 8, "A drawing holds something else than labels"),
        (FileKind.CSV, PrintMedium.A4, 6, "The file has 6 parts instead of 7"),
        (FileKind.CSV, PrintMedium.A4, 8, "The file has 8 parts instead of 7"),
    ],
)
def test_a_wrong_number_of_stamps_is_refused(kind, medium, made, message, tmp_path):
    design = design_of(medium=medium)
    path = print_file_of(tmp_path, kind, design, codes_of(made))

    assert re.match(message, refusal(kind, design, codes_of(7), path))


@pytest.mark.parametrize(("kind", "module"), [(FileKind.PDF, pdf), (FileKind.SVG, svg)])
def test_another_code_under_the_symbol_is_refused(kind, module, tmp_path, monkeypatch):
    design, codes = design_of(LabelShape.ROUND), codes_of(7)
    monkeypatch.setattr(module, "readable", lambda code: readable(codes[0] if code == codes[5] else code))
    path = print_file_of(tmp_path, kind, design, codes)
    monkeypatch.undo()

    assert f"position 6, {readable(codes[5])}: another code is written under it" in refusal(kind, design, codes, path)


def test_ink_beside_the_labels_is_refused(tmp_path, monkeypatch):
    design, codes = design_of(), codes_of(3)
    write = pdf.RunPen.write
    monkeypatch.setattr(pdf.RunPen, "write", lambda pen, symbol: write(pen, symbol) + " -30 0 4 4 re")
    path = print_file_of(tmp_path, FileKind.PDF, design, codes)

    assert refusal(FileKind.PDF, design, codes, path) == "There is something beside the labels of stamps 1 to 3."


def test_pages_of_another_size_are_refused(tmp_path):
    path = print_file_of(tmp_path, FileKind.PDF, design_of(symbol_mm=25, medium=PrintMedium.ROLL), codes_of(2))

    assert refusal(FileKind.PDF, design_of(medium=PrintMedium.ROLL), codes_of(2), path) == (
        "A page has another size than the labels ask for."
    )


@pytest.mark.parametrize(("kind", "module"), DRAWN)
def test_a_symbol_that_only_one_decoder_reads_is_refused(kind, module, tmp_path, monkeypatch):
    design, codes = design_of(), codes_of(7)
    path = print_file_of(tmp_path, kind, design, codes)
    answers = itertools.cycle([stamp_url(codes[0]), "something else"])
    monkeypatch.setattr(checking, "_decode_again", lambda _modules: next(answers))

    assert f"position 1, {readable(codes[0])}" not in refusal(kind, design, codes, path)
    answers = itertools.repeat("")
    assert f"position 7, {readable(codes[6])}: the second decoder does not read it" in refusal(kind, design, codes, path)


def change_drawing(path, old, new):
    with zipfile.ZipFile(path) as archive:
        drawings = {name: archive.read(name).decode() for name in archive.namelist()}
    changed = {name: re.sub(old, new, text, count=1) for name, text in drawings.items()}
    assert changed != drawings
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in changed.items():
            archive.writestr(name, text)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<svg", "<!DOCTYPE svg [<!ENTITY x 'y'>]><svg"),
        ("</svg>", "<rect width='200' height='200'/></svg>"),
        ("</defs>", "</defs><script/>"),
        ("</defs>", "<path id='x'/></defs>"),
        ("<title>", "<desc>"),
        ('width="210mm"', 'width="105mm"'),
        ("</svg>", "</svg"),
        ('id="cA"', 'id="cB"'),
    ],
)
def test_a_drawing_with_something_else_is_refused(old, new, tmp_path):
    path = print_file_of(tmp_path, FileKind.SVG, design_of(), codes_of(2))
    change_drawing(path, old, new)

    assert refusal(FileKind.SVG, design_of(), codes_of(2), path) in {
        "A drawing holds something else than labels.",
        "The file is no ZIP of drawings.",
        "The file has 3 parts instead of 2.",
    }


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (r'(<g transform="translate\()(\S+ \S+\)"><use xlink:href="#face")', r"\g<1>1\2"),
        (r'(<path transform="translate\([^"]+\) scale\()', r"\g<1>1"),
        (r'd="M0,0h7v1', 'd="M0,0h7v2'),
        (r'd="M0,0h7v1h-7z', 'd="M25,0h7v1h-7z'),
        (r'd="M0,0h7v1h-7z', 'd="M0,29h7v1h-7z'),
        (r'd="M0,0h7v1h-7z', 'd="M0,0h7v1h-6z'),
        (r'(<use xlink:href="#face"/>)', r"\1\1"),
        (r'(<use xlink:href="#face"/>)', ""),
        (r'(<use xlink:href="#face")', r'\1 opacity="0"'),
        (r'<use xlink:href="#cT" x="0"/>', '<use x="0"/>'),
    ],
)
def test_a_label_drawn_in_another_way_is_refused_by_name(old, new, tmp_path):
    codes = codes_of(3)
    path = print_file_of(tmp_path, FileKind.SVG, design_of(), codes)
    change_drawing(path, old, new)

    assert refusal(FileKind.SVG, design_of(), codes, path) == (
        f"1 of 3 stamps of the file are not right. position 1, {readable(codes[0])}: the label is drawn in another way."
    )


def test_drawings_under_other_names_are_refused(tmp_path):
    path = print_file_of(tmp_path, FileKind.SVG, design_of(), codes_of(2))
    path.write_bytes(path.read_bytes().replace(b"stamps-0001.svg", b"stamps-0002.svg"))

    assert refusal(FileKind.SVG, design_of(), codes_of(2), path) == "The drawings of the file have other names."


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("2,{1}", "2,{0}", "the row holds another code"),
        ("2,{1}", "2,ZZZZ-ZZZZ-ZZZZ-ZZZZ", "the row holds another code"),
        ("2,{1}", "2,", "the row holds another code"),
        ("2,{1}", "3,{1}", "the row holds something else"),
        (",4,Cu", ",5,Cu", "the row holds something else"),
        ("/t/", "/x/", "the row holds something else"),
        ("0.541", "0.541,", "the row holds another code"),
    ],
)
def test_a_changed_row_is_refused_by_name(old, new, reason, tmp_path):
    codes = codes_of(3)
    path = print_file_of(tmp_path, FileKind.CSV, design_of(), codes)
    old, new = (text.format(*(readable(code) for code in codes)) for text in (old, new))
    head, first, second, third, end = path.read_bytes().decode().split("\r\n")
    assert old in second
    path.write_bytes("\r\n".join([head, first, second.replace(old, new), third, end]).encode())

    assert refusal(FileKind.CSV, design_of(), codes, path) == (
        f"1 of 3 stamps of the file are not right. position 2, {readable(codes[1])}: {reason}."
    )


@pytest.mark.parametrize(
    ("kind", "content", "message"),
    [
        (FileKind.PDF, b"", "The file is no PDF."),
        (FileKind.PDF, b"%PDF-1.4\nnothing", "The file is no PDF."),
        (FileKind.SVG, b"", "The file is no ZIP of drawings."),
        (FileKind.SVG, b"<svg/>", "The file is no ZIP of drawings."),
        (FileKind.CSV, b"", "The file is no table."),
        (FileKind.CSV, b"\xff\xfe", "The file is no table."),
        (FileKind.CSV, b'"', "The file is no table."),
        (FileKind.CSV, b"code\r\n1\r\n", "The table has other columns."),
    ],
)
def test_a_broken_file_is_refused(kind, content, message, tmp_path):
    path = tmp_path / "part"
    path.write_bytes(content)

    assert refusal(kind, design_of(), codes_of(1), path) == message


@given(st.integers(min_value=1, max_value=20_000))
def test_sample_is_spread_over_the_file(count):
    places = sorted(sample(count))

    assert places[0] == 0
    assert places[-1] == count - 1
    assert len(places) >= min(count, SECOND_LEAST)
    assert all(there - here <= SECOND_EVERY for here, there in itertools.pairwise(places))
