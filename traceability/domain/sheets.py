"""An A4 sheet of 24 stamps as PDF, to be printed on ordinary label paper."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from traceability.domain.codes import readable
from traceability.domain.qr import QUIET_ZONE, qr_matrix, stamp_url

COLUMNS, ROWS = 3, 8
PER_SHEET = COLUMNS * ROWS
# Labels of 70 x 37 mm fill an A4 page in three columns and eight rows.
_LABEL_WIDTH, _LABEL_HEIGHT = A4[0] / COLUMNS, A4[1] / ROWS
_SYMBOL_MM = 29
_FONT = "Stamp"
# The face of the site (its licence lies in static/fonts), as the TrueType file that a PDF can embed.
_FONT_FILE = Path(__file__).resolve().parents[1] / "fonts" / "be-vietnam-pro-600.ttf"


@dataclass(frozen=True)
class StampLabel:
    """What one label of a sheet shows."""

    code: str
    product: str
    producer: str
    stars: int
    gtin: str = ""


def sheet_pdf(labels: Sequence[StampLabel], *, title: str) -> bytes:
    """Draw labels on A4 sheets of 24, as vectors.

    Shape: one PDF with as many pages as are needed; the readable code stands beside each symbol.
    """
    if _FONT not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(_FONT, str(_FONT_FILE)))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, pageCompression=1)
    canvas.setTitle(title)
    for position, label in enumerate(labels):
        place = position % PER_SHEET
        if position and place == 0:
            canvas.showPage()
        row, column = divmod(place, COLUMNS)
        _draw(canvas, label, column * _LABEL_WIDTH, A4[1] - (row + 1) * _LABEL_HEIGHT)
    canvas.save()
    return out.getvalue()


def _draw(canvas: Canvas, label: StampLabel, left: float, bottom: float) -> None:
    matrix = qr_matrix(stamp_url(label.code, gtin=label.gtin))
    module = _SYMBOL_MM * mm / (len(matrix) + 2 * QUIET_ZONE)
    x0, y0 = left + 2 * mm, bottom + (_LABEL_HEIGHT - _SYMBOL_MM * mm) / 2
    path = canvas.beginPath()
    for row, modules in enumerate(reversed(matrix)):
        for first, length in _runs(modules):
            path.rect(x0 + (first + QUIET_ZONE) * module, y0 + (row + QUIET_ZONE) * module, length * module, module)
    canvas.drawPath(path, stroke=0, fill=1)
    # High enough that three lines of product and two of producer end above the code.
    x, y = x0 + _SYMBOL_MM * mm, y0 + (_SYMBOL_MM - 3) * mm
    width = _LABEL_WIDTH - (x - left) - 2 * mm
    for text, size, leading in (
        (f"OCOP {label.stars} sao", 8, 4.2),
        *((line, 8, 3.6) for line in _lines(label.product, 8, width)[:3]),
        *((line, 6, 2.8) for line in _lines(label.producer, 6, width)[:2]),
    ):
        canvas.setFont(_FONT, size)
        canvas.drawString(x, y, text)
        y -= leading * mm
    canvas.setFont(_FONT, 7.5)
    code = readable(label.code)
    canvas.drawString(x, y0 + 5.4 * mm, code[:9])
    canvas.drawString(x, y0 + 2.4 * mm, code[10:])


def _runs(modules: Sequence[bool]) -> list[tuple[int, int]]:
    """Give the dark stretches of a row as first module and length: fewer rectangles, and no hairlines between them."""
    runs: list[tuple[int, int]] = []
    for position, dark in enumerate(modules):
        if not dark:
            continue
        if runs and sum(runs[-1]) == position:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((position, 1))
    return runs


def _lines(text: str, size: float, width: float) -> list[str]:
    """Break a text into lines that fit; a word that is too long alone is cut off."""
    lines: list[str] = []
    for word in text.split():
        if lines and pdfmetrics.stringWidth(f"{lines[-1]} {word}", _FONT, size) <= width:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(word)
    return [_cut(line, size, width) for line in lines]


def _cut(line: str, size: float, width: float) -> str:
    """Take as much of a line as fits, with an ellipsis if that is not all of it."""
    if pdfmetrics.stringWidth(line, _FONT, size) <= width:
        return line
    while pdfmetrics.stringWidth(f"{line}…", _FONT, size) > width:
        line = line[:-1]
    return f"{line}…"
