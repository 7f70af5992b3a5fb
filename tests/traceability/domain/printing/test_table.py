from __future__ import annotations

import csv
import io

import pytest

from tests.factories.printing import codes_of, design_of
from traceability.domain.codes import readable
from traceability.domain.printing import table
from traceability.domain.printing.labels import FormatTooSmall
from traceability.domain.printing.table import COLUMNS, plain
from traceability.domain.qr import stamp_url
from traceability.enums import LabelShape


def file_of(design, codes):
    out = io.BytesIO()
    table.write(design, codes, out, title="Tem OCOP")
    assert not out.closed
    return out.getvalue()


def test_a_row_for_each_stamp_in_order():
    codes = codes_of(3)
    design = design_of(LabelShape.ROUND, 20, gtin="8934567000129", product='Mật "ong", rừng')
    head, *rows = csv.reader(io.StringIO(file_of(design, codes).decode("utf-8-sig"), newline=""))

    assert tuple(head) == COLUMNS
    assert rows == [
        [
            str(position),
            readable(code),
            stamp_url(code, gtin="8934567000129"),
            "4",
            'Mật "ong", rừng',
            "HKD Nguyễn Văn Phong",
            "8934567000129",
            "ROUND",
            "20",
            "0.488",
        ]
        for position, code in enumerate(codes, start=1)
    ]


def test_bytes_are_those_that_spreadsheet_programs_expect():
    (code,) = codes_of(1)
    content = file_of(design_of(product='Mật "ong", rừng'), [code])

    assert (
        content
        == (
            "\ufeffposition,code,url,stars,product,producer,gtin,shape,symbol_mm,module_mm\r\n"
            f'1,{readable(code)},https://ocop.example/t/{code},4,"Mật ""ong"", rừng",HKD Nguyễn Văn Phong,,SQUARE,20,0.541\r\n'
        ).encode()
    )
    assert content == file_of(design_of(product='Mật "ong", rừng'), [code])


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Cu đơ", "Cu đơ"),
        ("  Cu\r\n\tđơ ", "Cu đơ"),
        ("=cmd|'/C calc'!A0", "'=cmd|'/C calc'!A0"),
        ("+84 912", "'+84 912"),
        ("-5 độ", "'-5 độ"),
        ("@SUM(1)", "'@SUM(1)"),
        ("\t=1+1", "'=1+1"),
        ("Cu đơ = ngon", "Cu đơ = ngon"),
        ("mă\u0301m", "mắm"),
        ("", ""),
    ],
)
def test_names_are_plain_text(name, shown):
    assert plain(name) == shown


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@a", "\r=1", '"=1"', "a\n=b", "'=1"])
def test_no_cell_is_a_formula(name):
    table = csv.reader(io.StringIO(file_of(design_of(product=name, producer=name), codes_of(2)).decode("utf-8-sig"), newline=""))

    assert not [cell for row in table for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_no_code_is_taken_for_a_number():
    # "7E12..." and sixteen digits would be rounded by a spreadsheet program; with hyphens they are texts.
    rows = list(csv.reader(io.StringIO(file_of(design_of(), ["7E12345678901234", "1" * 16]).decode("utf-8-sig"), newline="")))

    assert [row[1] for row in rows[1:]] == ["7E12-3456-7890-1234", "1111-1111-1111-1111"]


def test_format_too_small_is_refused():
    with pytest.raises(FormatTooSmall):
        file_of(design_of(symbol_mm=15, gtin="8934567000129"), codes_of(1))
