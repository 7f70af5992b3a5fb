"""Reading a print file again, every symbol of it, before anybody gets it.

What is read is the file itself, not what it was made from: a PDF is rendered, the paths of an SVG are painted, a table is parsed.
Every symbol must be where it belongs and hold the address of its stamp; a sample is read by a second decoder, of another family.
"""

from __future__ import annotations

import csv
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import numpy as np
import zxingcpp
from django.conf import settings
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from traceability.domain.codes import NotOurs, make_code, read_code, readable
from traceability.domain.printing import svg, table
from traceability.domain.printing.labels import Design, label_size_mm, module_mm, page_size_mm, per_sheet, places, symbol_place
from traceability.domain.qr import QUIET_ZONE, stamp_url
from traceability.enums import FileKind

if TYPE_CHECKING:
    import pypdfium2

# The second decoder reads one stamp in so many, spread evenly, first and last among them, and never fewer than the least.
SECOND_EVERY, SECOND_LEAST = 50, 5
# Enough for both decoders, and little enough to read thousands a second.
PIXELS_A_MODULE = 3
NAMED_AT_MOST = 5

# pdfium must not be used by two threads of a process at a time, not even on two documents.
_PDFIUM = Lock()
_QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
_WHITE = 255
# Anti-aliasing reaches this many pixels beyond a label.
_BLUR = 2
_SAME_SIZE_PT = 0.1
_RUN = re.compile(r"M(\d+),(\d+)h(\d+)v1h-(\d+)z")
_SVG, _LINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}href"

Picture = NDArray[np.uint8]


class FileNotReadable(Exception):
    """A print file does not hold the stamps that it should, each once, in order, and readable."""


@dataclass(frozen=True)
class Checked:
    """How many symbols the first decoder has read, which is all, and how many the second."""

    count: int
    second_count: int


def check(kind: FileKind, design: Design, codes: Sequence[str], path: Path) -> Checked:
    """Read a file again and compare it with the codes that it was made for.

    Raises: FileNotReadable: a symbol is missing, doubled, foreign, misplaced or unreadable, or there is something else in the
    file. The message names the first five positions and codes.
    """
    reading = _Reading(design, codes)
    match kind:
        case FileKind.PDF:
            with _PDFIUM:
                _read_pdf(reading, path)
        case FileKind.SVG:
            _read_svg(reading, path)
        case FileKind.CSV:
            _read_csv(reading, path)
    reading.finish()
    return Checked(len(codes), reading.second_count)


def sample(count: int) -> set[int]:
    """Give the places, from 0, that the second decoder reads."""
    size = min(count, max(SECOND_LEAST, -(-count // SECOND_EVERY) + 1))
    return {place * (count - 1) // max(size - 1, 1) for place in range(size)}


class _Reading:
    """Collects what is wrong with a file, place by place."""

    def __init__(self, design: Design, codes: Sequence[str]) -> None:
        self.design, self.codes = design, codes
        self.second_count = 0
        self._urls = [stamp_url(code, gtin=design.gtin) for code in codes]
        self.sample = sample(len(codes))
        self._wrong: dict[int, str] = {}

    @cached_property
    def _place_of(self) -> dict[str, int]:
        return {url: place for place, url in enumerate(self._urls)}

    def refuse(self, place: int, reason: str) -> None:
        """Note what is wrong at a place; the first reason counts."""
        self._wrong.setdefault(place, reason)

    def see(self, place: int, picture: Picture) -> None:
        """Decode the picture of one symbol."""
        found = zxingcpp.read_barcodes(picture, formats=_QR, try_rotate=False, try_downscale=False, try_invert=False)
        if len(found) != 1:
            self.refuse(place, _("there are two symbols") if found else _("there is no readable symbol"))
        elif found[0].text != self._urls[place]:
            self.refuse(place, self._foreign(found[0].text))
        elif found[0].ec_level != "M":
            self.refuse(place, _("the symbol is not of level M"))

    def see_again(self, place: int, modules: Picture) -> None:
        """Decode a symbol with the second decoder, from its modules and quiet zone, a pixel each."""
        self.second_count += 1
        if _decode_again(modules) != self._urls[place]:
            self.refuse(place, _("the second decoder does not read it"))

    def _foreign(self, url: str) -> str:
        if url in self._place_of:
            return _("it is the symbol of position %(place)s") % {"place": self._place_of[url] + 1}
        return _("the symbol leads to another address")

    def finish(self) -> None:
        if not self._wrong:
            return
        named = "; ".join(
            _("position %(place)s, %(code)s: %(reason)s")
            % {"place": place + 1, "code": readable(self.codes[place]), "reason": self._wrong[place]}
            for place in sorted(self._wrong)[:NAMED_AT_MOST]
        )
        raise FileNotReadable(
            _("%(wrong)s of %(all)s stamps of the file are not right. %(named)s.")
            % {"wrong": len(self._wrong), "all": len(self.codes), "named": named}
        )


def _decode_again(modules: Picture) -> str:
    """Read a symbol with OpenCV: its Aruco detector, which missed none of 6,000; the plain one misses one in three hundred.

    Both stumble over the grey edges of small renderings, so it gets the modules as they were read from the middle of each.
    """
    import cv2  # noqa: PLC0415 - slow import

    text, _corners, _straight = cv2.QRCodeDetectorAruco().detectAndDecode(_enlarged(modules))
    return str(text)


def _enlarged(modules: Picture) -> Picture:
    return modules.repeat(PIXELS_A_MODULE, axis=0).repeat(PIXELS_A_MODULE, axis=1)


def _read_pdf(reading: _Reading, path: Path) -> None:
    import pypdfium2  # noqa: PLC0415 - slow import

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError:
        raise FileNotReadable(_("The file is no PDF.")) from None
    with document:
        size = per_sheet(reading.design)
        _require_count(len(document), -(-len(reading.codes) // size))
        pixels = PIXELS_A_MODULE / module_mm(reading.design)
        for number in range(len(document)):
            page = document[number]
            try:
                _read_page(reading, page, range(number * size, min((number + 1) * size, len(reading.codes))), pixels)
            finally:
                page.close()


def _read_page(reading: _Reading, page: pypdfium2.PdfPage, here: range, pixels: float) -> None:
    """Read one page. Units: `pixels` a mm."""
    size = page_size_mm(reading.design)
    if any(abs(found - side * 72 / 25.4) > _SAME_SIZE_PT for found, side in zip(page.get_size(), size, strict=True)):
        raise FileNotReadable(_("A page has another size than the labels ask for."))
    bitmap = page.render(scale=pixels * 25.4 / 72, grayscale=True)
    try:
        # A view of pdfium's memory: it must not outlive the bitmap.
        paper = bitmap.to_numpy().reshape(bitmap.height, bitmap.width)
        left, top = symbol_place(reading.design)
        corners = list(places(reading.design))[: len(here)]
        for place, (x, y) in zip(here, corners, strict=True):
            symbol = (x + left, y + top)
            reading.see(place, np.ascontiguousarray(_cut(paper, symbol, reading.design.symbol_mm, pixels)))
            if place in reading.sample:
                reading.see_again(place, _middles(paper, symbol, reading.design.symbol_mm, pixels))
        label = max(label_size_mm(reading.design))
        for x, y in corners:
            _cut(paper, (x, y), label, pixels)[:] = _WHITE
        if paper.min() < _WHITE:
            raise FileNotReadable(_("There is something beside the labels of stamps %(first)s to %(last)s.") % _numbers(here))
    finally:
        bitmap.close()
    _read_words(reading, page, here)


def _read_words(reading: _Reading, page: pypdfium2.PdfPage, here: range) -> None:
    text_page = page.get_textpage()
    try:
        text = re.sub(r"[^0-9A-Z]", "", text_page.get_text_range())
    finally:
        text_page.close()
    done = 0
    for place in here:
        found = text.find(reading.codes[place], done)
        if found < 0:
            reading.refuse(place, _("another code is written under it"))
        else:
            done = found + len(reading.codes[place])


def _cut(paper: Picture, corner: tuple[float, float], side: float, pixels: float) -> Picture:
    """Cut a square out of a picture, with the blur at its edges. Units: mm, `pixels` a mm."""
    columns, rows = (slice(max(0, int(at * pixels) - _BLUR), int((at + side) * pixels) + _BLUR + 1) for at in corner)
    return paper[rows, columns]


def _middles(paper: Picture, corner: tuple[float, float], side: float, pixels: float) -> Picture:
    """Give the modules of a symbol, each from the pixel in its middle. Units: mm, `pixels` a mm."""
    count = round(side * pixels / PIXELS_A_MODULE)
    columns, rows = (((at * pixels) + (np.arange(count) + 0.5) * PIXELS_A_MODULE).astype(int) for at in corner)
    return np.where(paper[np.ix_(rows, columns)] <= _WHITE // 2, 0, _WHITE).astype(np.uint8)


def _read_svg(reading: _Reading, path: Path) -> None:
    frame = svg.LabelFrame(reading.design)
    shared = svg.defs(frame.face)
    try:
        with zipfile.ZipFile(path) as archive:
            expected = list(svg.sheets(reading.design, len(reading.codes)))
            if archive.namelist() != [sheet.name for sheet in expected]:
                _require_count(len(archive.namelist()), len(expected))
                raise FileNotReadable(_("The drawings of the file have other names."))
            done = 0
            for sheet in expected:
                here = range(done, done + len(sheet.places))
                _read_drawing(reading, frame, archive.read(sheet.name).decode(), shared, (sheet, here))
                done = here.stop
    except (zipfile.BadZipFile, UnicodeDecodeError, ET.ParseError):
        raise FileNotReadable(_("The file is no ZIP of drawings.")) from None


def _read_drawing(reading: _Reading, frame: svg.LabelFrame, text: str, shared: str, at: tuple[svg.Sheet, range]) -> None:
    sheet, here = at
    # A declaration could bring entities, and with them anything; what we write has none.
    before, found, after = text.partition(shared)
    if "<!" in text or not found or shared in after:
        raise FileNotReadable(_("A drawing holds something else than labels."))
    root = ET.fromstring(before + after)  # noqa: S314 - without declarations there is nothing to expand
    title, *labels = root
    if title.tag != f"{_SVG}title" or root.attrib != sheet.attributes:
        raise FileNotReadable(_("A drawing holds something else than labels."))
    _require_count(len(labels), len(here))
    for place, corner, label in zip(here, sheet.places, labels, strict=True):
        try:
            modules = _painted(frame, label, corner)
            reading.see(place, _enlarged(modules))
            if place in reading.sample:
                reading.see_again(place, modules)
            written = [(line.attrib["transform"], [(use.attrib[_LINK], use.attrib["x"]) for use in line]) for line in label[2:]]
        except (ValueError, KeyError):
            reading.refuse(place, _("the label is drawn in another way"))
            continue
        if written != frame.code_lines(reading.codes[place]):
            reading.refuse(place, _("another code is written under it"))


def _painted(frame: svg.LabelFrame, label: ET.Element, corner: tuple[float, float]) -> Picture:
    """Paint the symbol of a label with its quiet zone, a pixel a module.

    Raises: ValueError: the label is no such element as we write.
    """
    face, symbol, *lines = label
    tags = [label.tag, face.tag, symbol.tag, *(line.tag for line in lines)]
    if tags != [f"{_SVG}{name}" for name in ("g", "use", "path", *("g" for _line in frame.face.code))]:
        raise ValueError(tags)
    path = symbol.attrib.pop("d")
    if (label.attrib, face.attrib, symbol.attrib) != (
        {"transform": svg.at(corner)},
        {_LINK: "#face"},
        {"transform": frame.symbol_transform},
    ):
        raise ValueError(label.attrib)
    side = frame.side + 2 * QUIET_ZONE
    modules = np.full((side, side), _WHITE, dtype=np.uint8)
    for run in path.split():
        x, y, length = _read_run(run, frame.side)
        modules[y + QUIET_ZONE, x + QUIET_ZONE : x + QUIET_ZONE + length] = 0
    return modules


def _read_run(run: str, side: int) -> tuple[int, int, int]:
    found = _RUN.fullmatch(run)
    x, y, length, back = map(int, found.groups()) if found else (0, 0, 0, -1)
    if length != back or y >= side or x + length > side:
        raise ValueError(run)
    return x, y, length


def _read_csv(reading: _Reading, path: Path) -> None:
    try:
        with path.open(encoding=table.ENCODING, newline="") as file:
            head, *rows = csv.reader(file, strict=True)
    except (ValueError, csv.Error):
        raise FileNotReadable(_("The file is no table.")) from None
    if tuple(head) != table.COLUMNS:
        raise FileNotReadable(_("The table has other columns."))
    _require_count(len(rows), len(reading.codes))
    for place, (row, expected) in enumerate(zip(rows, table.rows(reading.design, reading.codes), strict=True)):
        if len(row) != len(expected) or _code_in(row[1]) != reading.codes[place]:
            reading.refuse(place, _("the row holds another code"))
        elif row != expected:
            reading.refuse(place, _("the row holds something else"))


def _code_in(text: str) -> str:
    try:
        return make_code(read_code(text, keys=settings.STAMP_KEYS), keys=settings.STAMP_KEYS)
    except NotOurs:
        return ""


def _require_count(found: int, expected: int) -> None:
    if found != expected:
        raise FileNotReadable(_("The file has %(found)s parts instead of %(expected)s.") % {"found": found, "expected": expected})


def _numbers(here: range) -> dict[str, int]:
    return {"first": here.start + 1, "last": here.stop}
