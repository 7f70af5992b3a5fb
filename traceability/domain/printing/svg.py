"""Stamps as SVG, in a ZIP: a drawing for each A4 sheet, and for rolls one for each hundred labels in a column.

Letters are outlines: drawing programs do not read fonts that are embedded in an SVG, and a print house need not have ours. Each
letter is defined once in a file and used where it stands, in SVG 1.1, which older programs read, too.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import degrees
from typing import BinaryIO
from xml.sax.saxutils import escape

from core.codes import ALPHABET
from traceability.domain.codes import readable
from traceability.domain.printing.label_face import HAIRLINE_GREY, HAIRLINE_MM, Face, draw_face
from traceability.domain.printing.labels import (
    Design,
    module_mm,
    page_size_mm,
    places,
    symbol_place,
    symbol_side,
)
from traceability.domain.printing.outlines import Step, letter, width
from traceability.domain.qr import QUIET_ZONE, RunPen, draw_symbol, stamp_url
from traceability.enums import PrintMedium

LABELS_A_STRIP = 100
# A transform, and letters by their links and how far along they stand.
Line = tuple[str, list[tuple[str, str]]]
# ZIP knows no time before this one; any fixed one makes the same files twice the same.
_LONG_AGO = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Sheet:
    """One drawing: its name in the ZIP, its paper, and where its labels lie. Units: mm."""

    name: str
    width: float
    height: float
    places: tuple[tuple[float, float], ...]

    @property
    def attributes(self) -> dict[str, str]:
        """What its root element says of the paper."""
        width, height = _mm(self.width), _mm(self.height)
        return {"version": "1.1", "width": f"{width}mm", "height": f"{height}mm", "viewBox": f"0 0 {width} {height}"}


def write(design: Design, codes: Sequence[str], out: BinaryIO, *, title: str) -> None:
    """Write a ZIP of drawings, in the order of the codes. The same design and codes give the same bytes.

    Raises: FormatTooSmall: the symbols do not fit the format.
    """
    frame = LabelFrame(design)
    shared = defs(frame.face)
    with zipfile.ZipFile(out, "w") as archive:
        done = 0
        for sheet in sheets(design, len(codes)):
            entry = zipfile.ZipInfo(sheet.name, _LONG_AGO)
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
            labels = frame.labels(codes[done : done + len(sheet.places)], sheet.places)
            done += len(sheet.places)
            archive.writestr(entry, "\n".join(_drawing(sheet, shared, labels, title)))


def sheets(design: Design, count: int) -> Iterator[Sheet]:
    """Give the drawings of a file of so many labels."""
    paper = page_size_mm(design)
    corners = list(places(design))
    if design.medium == PrintMedium.ROLL:
        ((left, top),) = corners
        corners = [(left, top + label * paper[1]) for label in range(LABELS_A_STRIP)]
    for number, done in enumerate(range(0, count, len(corners)), start=1):
        here = tuple(corners[: count - done])
        height = paper[1] * len(here) if design.medium == PrintMedium.ROLL else paper[1]
        yield Sheet(f"stamps-{number:04}.svg", paper[0], height, here)


class LabelFrame:
    """Writes labels as elements: `<g>` at its place, holding the face, the symbol, and the letters of the code."""

    def __init__(self, design: Design) -> None:
        self.face = draw_face(design)
        self.side, self._gtin = symbol_side(design), design.gtin
        self._pen = RunPen(self.side, lambda column, row, length: f"M{column},{row}h{length}v1h-{length}z")
        module = module_mm(design)
        left, top = symbol_place(design)
        self.symbol_transform = (
            f"translate({_mm(left + QUIET_ZONE * module)} {_mm(top + QUIET_ZONE * module)}) scale({module:.6f})"
        )

    def labels(self, codes: Sequence[str], corners: Iterable[tuple[float, float]]) -> Iterator[str]:
        """Give one element for each code."""
        for code, corner in zip(codes, corners, strict=True):
            symbol = self._pen.write(draw_symbol(stamp_url(code, gtin=self._gtin), side=self.side))
            yield (
                f'<g transform="{at(corner)}"><use xlink:href="#face"/>\n'
                f'<path transform="{self.symbol_transform}" d="{symbol}"/>\n{"".join(self._code(code))}</g>'
            )

    def code_lines(self, code: str) -> list[Line]:
        """Give the lines of a code: the transform of each, and its letters with how far along they stand."""
        lines: list[Line] = []
        for line in self.face.code:
            text, x, narrowed = line.place(readable(code))
            letters, along = [], 0.0
            for character in text:
                letters.append((f"#{_letter_id(character)}", _mm(along)))
                along += width(character)
            size = f"scale({line.type_mm * narrowed:.4f} {line.type_mm:.4f})"
            lines.append((f"translate({_mm(x)} {_mm(line.y)}) {size}", letters))
        return lines

    def _code(self, code: str) -> Iterator[str]:
        for transform, letters in self.code_lines(code):
            yield f'<g transform="{transform}">'
            for link, along in letters:
                yield f'<use xlink:href="{link}" x="{along}"/>'
            yield "</g>"


def at(corner: tuple[float, float]) -> str:
    """Write the transform that puts a label at its place."""
    return f"translate({_mm(corner[0])} {_mm(corner[1])})"


def defs(face: Face) -> str:
    """Write what a drawing defines once: the face of the labels, and the letters of the codes at type size 1."""
    pen = f'fill="none" stroke="black" stroke-linecap="round" stroke-width="{_mm(face.border_mm)}"'
    parts = [f'<path d="{_path(face.stars)}"/>', f'<path d="{_path(face.border)}" {pen}/>']
    if face.outline:
        grey = round(255 * HAIRLINE_GREY)
        parts.append(
            f'<path d="{_path(face.outline)}" fill="none" stroke="rgb({grey},{grey},{grey})" stroke-width="{_mm(HAIRLINE_MM)}"/>'
        )
    for words in face.words:
        turned = f" rotate({degrees(words.turn):.3f})" if words.turn else ""
        parts.append(f'<g transform="translate({_mm(words.x)} {_mm(words.y)}){turned} scale({words.type_mm:.4f})">')
        along = 0.0
        for character in words.text:
            if steps := letter(character):
                parts.append(f'<path transform="translate({_mm(along)})" d="{_path(steps)}"/>')
            along += width(character)
        parts.append("</g>")
    letters = (f'<path id="{_letter_id(character)}" d="{_path(letter(character))}"/>' for character in f"{ALPHABET}-")
    return "\n".join(["<defs>", '<g id="face">', *parts, "</g>", *letters, "</defs>"])


def _drawing(sheet: Sheet, shared: str, labels: Iterable[str], title: str) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        + " ".join(f'{name}="{value}"' for name, value in sheet.attributes.items())
        + ">"
    )
    yield f"<title>{escape(title)}</title>"
    yield shared
    yield from labels
    yield "</svg>\n"


def _letter_id(character: str) -> str:
    return f"c{character}"


def _path(steps: Iterable[Step]) -> str:
    return "".join(step + " ".join(_mm(number) for number in numbers) for step, *numbers in steps)


def _mm(length: float) -> str:
    text = f"{length:.4f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
