"""Stamps as a table, for a print house that draws its own labels."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from traceability.domain.codes import readable
from traceability.domain.printing.labels import Design, module_mm
from traceability.domain.qr import stamp_url

COLUMNS = ("position", "code", "url", "stars", "product", "producer", "gtin", "shape", "symbol_mm", "module_mm")
# With its mark at the start, spreadsheet programs take UTF-8 for what it is.
ENCODING = "utf-8-sig"
# What makes a spreadsheet program take a cell for a formula.
_FORMULA = ("=", "+", "-", "@")


def write(design: Design, codes: Sequence[str], out: BinaryIO, *, title: str) -> None:
    """Write a table with a row for each stamp, in the order of the codes.

    Shape, column by column::

        position   1, 2, 3 and on
        code       as printed, in groups of four: no spreadsheet program takes it for a number
        url        what the symbol holds, level M
        stars      3, 4 or 5
        product    its whole name, on one line
        producer   likewise
        gtin       8 or 13 digits, or empty
        shape      SQUARE or ROUND
        symbol_mm  side of the symbol with its quiet zone of 4 modules
        module_mm  side of a module

    The title is not part of a table. Raises: FormatTooSmall: the symbols do not fit the format.
    """
    text = io.TextIOWrapper(out, encoding=ENCODING, newline="")
    table = csv.writer(text)
    table.writerow(COLUMNS)
    table.writerows(rows(design, codes))
    # Gives the file back unclosed.
    text.detach()


def rows(design: Design, codes: Sequence[str]) -> Iterator[list[str]]:
    """Give the rows of the table, without its head."""
    shared = [
        str(design.stars),
        plain(design.product),
        plain(design.producer),
        design.gtin,
        str(design.shape.value),
        str(design.symbol_mm),
        f"{module_mm(design):.3f}",
    ]
    for position, code in enumerate(codes, start=1):
        yield [str(position), readable(code), stamp_url(code, gtin=design.gtin), *shared]


def plain(text: str) -> str:
    """Put a text on one line and make sure that no spreadsheet program runs it: an apostrophe before it makes it a text."""
    text = " ".join(unicodedata.normalize("NFC", text).split())
    return f"'{text}" if text.startswith(_FORMULA) else text
