"""Stamps as PDF: vectors in one black ink, the words as text that can be found and copied."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from math import cos, sin
from typing import BinaryIO

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFName, PDFStream
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from core.codes import ALPHABET
from traceability.domain.codes import readable
from traceability.domain.printing.label_face import HAIRLINE_GREY, HAIRLINE_MM, Face, draw_face
from traceability.domain.printing.labels import (
    Design,
    label_size_mm,
    module_mm,
    page_size_mm,
    per_sheet,
    places,
    symbol_place,
    symbol_side,
)
from traceability.domain.printing.outlines import FONT_FILE, Step
from traceability.domain.qr import QUIET_ZONE, RunPen, Symbol, draw_symbol, stamp_url

POINTS_A_MM = 72 / 25.4
_FONT, _FACE = "Stamp", "face"
_OPERATORS = {"M": "m", "L": "l", "C": "c", "Z": "h"}


def write(design: Design, codes: Sequence[str], out: BinaryIO, *, title: str) -> None:
    """Write a file of stamps, in the order of the codes.

    Shape: A4 sheets, or a page for each label of a roll. The same design and codes give the same bytes.
    Raises: FormatTooSmall: the symbols do not fit the format.
    """
    width, height = (side * POINTS_A_MM for side in page_size_mm(design))
    canvas = Canvas(out, pagesize=(width, height), pageCompression=1, invariant=1)
    canvas.setTitle(title)
    canvas.setCreator("OCOP")
    face, font = draw_face(design), _Font(canvas)
    _draw_form(canvas, design, face, font)
    writer = _LabelWriter(design, face, font)
    rest = iter(codes)
    while page := list(islice(rest, per_sheet(design))):
        writer.draw(canvas, page)
        canvas.showPage()
        _pack_last_page(canvas)
    canvas.save()


class _Font:
    """The typeface in one file: reportlab keeps of it what is used, under names of its own."""

    def __init__(self, canvas: Canvas) -> None:
        if _FONT not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(_FONT, str(FONT_FILE)))
        self._font = pdfmetrics.getFont(_FONT)
        self._document = canvas._doc  # noqa: SLF001 - as reportlab's drawString does for every string; we do it once for a file
        ((_subset, bytes_of_code),) = self._font.splitString(f"{ALPHABET}-", self._document)
        # What lets the codes be written as they are.
        assert bytes_of_code == f"{ALPHABET}-".encode()
        self.of_codes = self._font.getSubsetInternalName(0, self._document)

    def show(self, text: str, points: float) -> Iterator[str]:
        """Give the operators that show a text."""
        for subset, part in self._font.splitString(text, self._document):
            yield f"{self._font.getSubsetInternalName(subset, self._document)} {points:.3f} Tf <{part.hex()}> Tj"


class _LabelWriter:
    """Writes the operators of pages: what differs between labels is a symbol and a line or two of text."""

    def __init__(self, design: Design, face: Face, font: _Font) -> None:
        module, side = module_mm(design), symbol_side(design)
        self._gtin, self._side, self._code = design.gtin, side, face.code
        # In the symbol's own system a module is 1, and rows count upwards from the lowest.
        self._pen = RunPen(side, lambda column, row, length: f"{column} {side - 1 - row} {length} 1 re")
        self._type_sizes = [f"{font.of_codes} {line.type_mm * POINTS_A_MM:.3f}" for line in face.code]
        left, top = symbol_place(design)
        height = page_size_mm(design)[1]
        self._places = [(x, height - y) for x, y in places(design)]
        scale = f"{module * POINTS_A_MM:.5f}"
        self._symbol_frames = [
            f"q {scale} 0 0 {scale} {_pt(x + left + QUIET_ZONE * module)} {_pt(y - top - (QUIET_ZONE + side) * module)} cm"
            for x, y in self._places
        ]

    def draw(self, canvas: Canvas, codes: Sequence[str]) -> None:
        """Draw the labels of a page: of each the face, the symbol, the code."""
        for code, frame, (x, y) in zip(codes, self._symbol_frames, self._places, strict=False):
            canvas.saveState()
            canvas.translate(x * POINTS_A_MM, y * POINTS_A_MM)
            canvas.doForm(_FACE)
            canvas.restoreState()
            canvas.addLiteral(f"{frame}\n{self._pen.write(self._symbol(code))}\nf Q\nBT")
            for line, type_size in zip(self._code, self._type_sizes, strict=True):
                text, start, narrowed = line.place(readable(code))
                canvas.addLiteral(
                    f"{100 * narrowed:.4g} Tz {type_size} Tf 1 0 0 1 {_pt(x + start)} {_pt(y - line.y)} Tm ({text}) Tj"
                )
            canvas.addLiteral("ET")

    def _symbol(self, code: str) -> Symbol:
        return draw_symbol(stamp_url(code, gtin=self._gtin), side=self._side)


def _draw_form(canvas: Canvas, design: Design, face: Face, font: _Font) -> None:
    """Draw the face once; its origin is the upper left corner of the label."""
    width, height = (side * POINTS_A_MM for side in label_size_mm(design))
    canvas.beginForm(_FACE, -1, -height - 1, width + 1, 1)
    if face.outline:
        canvas.addLiteral(f"{HAIRLINE_GREY} G {_pt(HAIRLINE_MM)} w\n{_path(face.outline)}\nS")
    canvas.addLiteral("0 g 0 G")
    canvas.addLiteral(f"1 J {_pt(face.border_mm)} w\n{_path(face.border)}\nS")
    canvas.addLiteral(f"{_path(face.stars)}\nf\nBT")
    for words in face.words:
        along, across = cos(words.turn), sin(words.turn)
        canvas.addLiteral(f"{along:.4f} {-across:.4f} {across:.4f} {along:.4f} {_pt(words.x)} {_pt(-words.y)} Tm")
        for part in font.show(words.text, words.type_mm * POINTS_A_MM):
            canvas.addLiteral(part)
    canvas.addLiteral("ET")
    canvas.endForm()


def _path(steps: Iterable[Step]) -> str:
    """Write a path as operators: y goes upwards in a PDF."""
    return "\n".join(
        " ".join([*(_pt(-number if place % 2 else number) for place, number in enumerate(numbers)), _OPERATORS[step]])
        for step, *numbers in steps
    )


def _pt(length_mm: float) -> str:
    text = f"{length_mm * POINTS_A_MM:.3f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _pack_last_page(canvas: Canvas) -> None:
    """Compress a page when it is done: else a file would stand in memory as text, some 7 kB a stamp, until it is saved."""
    page = canvas._doc.Pages.pages[-1]  # noqa: SLF001 - the canvas has no door to it
    page.Contents = PDFStream(PDFDictionary({"Filter": PDFName("FlateDecode")}), zlib.compress(page.stream.encode("ascii")))
    page.stream = None
