"""How fast stamps become print files, beside two plain ways to make them, and how much memory it takes.

Each way runs in processes of its own, in turn, in three rounds; only the ratios count. `python -m bench.printing`
"""

from __future__ import annotations

import io
import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from itertools import groupby
from multiprocessing import get_context
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from pathlib import Path

import numpy as np
import qrcode
import zxingcpp
from django.conf import settings
from qrcode.constants import ERROR_CORRECT_M
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from traceability.domain.codes import StampNumber, make_code, readable
from traceability.domain.printing.files import check_file, write_file
from traceability.domain.printing.labels import Design
from traceability.domain.printing.outlines import FONT_FILE
from traceability.domain.qr import stamp_url
from traceability.enums import FileKind, LabelShape, PrintMedium

# Read when the first setting is asked for; within `make bench` it stands already.
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ocop.settings.test")

ROUNDS = 3
A_FILE = 5_000
_ACROSS, _DOWN = 3, 8
DESIGN = Design(LabelShape.SQUARE, 20, PrintMedium.A4, 4, "Nước mắm Kỳ Ninh", "HTX Kỳ Ninh", "")


def measure_printing() -> str:
    """Measure everything and give a table in Markdown."""
    ways: dict[str, tuple[Callable[[list[str]], None], int, int]] = {
        "plain qrcode, matrix only": (_qrcode_matrix, 200, 1),
        "plain qrcode, PNG": (_qrcode_png, 200, 1),
        "zxing-cpp + reportlab, a plain sheet": (_plain_sheet, 2_000, 1),
        "ours, one process": (_write, A_FILE, 1),
        "ours, two processes": (_write, A_FILE, 2),
        "ours, two processes, every symbol read again": (_write_and_check, A_FILE, 2),
    }
    rates: dict[str, list[float]] = {name: [] for name in ways}
    for _round in range(ROUNDS):
        for name, (work, count, processes) in ways.items():
            seconds, _peak = _run(work, count, processes)
            rates[name].append(count * processes / seconds)
    qrcode_rate, sheet_rate = rates["plain qrcode, matrix only"], rates["zxing-cpp + reportlab, a plain sheet"]
    lines = ["| what | stamps/s | ratio to plain qrcode | ratio to the plain sheet |", "|---|---|---|---|"]
    for name, found in rates.items():
        ratios = (
            statistics.median(rate / other for rate, other in zip(found, base, strict=True)) for base in (qrcode_rate, sheet_rate)
        )
        lines.append(f"| {name} | {statistics.median(found):,.0f} | " + " | ".join(f"{ratio:.2f}" for ratio in ratios) + " |")
    lines += ["", "| made and read again, files of 5,000 stamps | peak memory of the process |", "|---|---|"]
    for count in (A_FILE, 10 * A_FILE):
        _seconds, peak = _run(_write_and_check, count, 1)
        lines.append(f"| {count:,} stamps | {peak / 1024:.0f} MB |")
    return "\n".join(lines)


def _run(work: Callable[[list[str]], None], count: int, processes: int) -> tuple[float, int]:
    """Do a work in processes that start together. Gives seconds until the last is done, and the largest peak in kB."""
    context = get_context("spawn")
    together, results = context.Barrier(processes), context.Queue()
    started = [
        context.Process(target=_in_child, args=(work, (number * count, count), together, results)) for number in range(processes)
    ]
    for process in started:
        process.start()
    found = [results.get(timeout=600) for _process in started]
    for process in started:
        process.join()
    return max(end for _start, end, _peak in found) - min(start for start, _end, _peak in found), max(row[2] for row in found)


def _in_child(
    work: Callable[[list[str]], None], numbers: tuple[int, int], together: Barrier, results: Queue[tuple[float, float, int]]
) -> None:
    first, count = numbers
    letter = settings.STAMP_KEY_CURRENT
    codes = [make_code(StampNumber(letter, first + number), keys=settings.STAMP_KEYS) for number in range(count)]
    work(codes[:5])
    together.wait()
    # The clock of the machine, which processes share.
    start = time.monotonic()
    for done in range(0, count, A_FILE):
        work(codes[done : done + A_FILE])
    end = time.monotonic()
    results.put((start, end, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss))


def _qrcode_matrix(codes: list[str]) -> None:
    for code in codes:
        symbol = qrcode.QRCode(error_correction=ERROR_CORRECT_M)
        symbol.add_data(stamp_url(code))
        symbol.get_matrix()


def _qrcode_png(codes: list[str]) -> None:
    for code in codes:
        qrcode.make(stamp_url(code), error_correction=ERROR_CORRECT_M).save(io.BytesIO())


def _plain_sheet(codes: list[str]) -> None:
    """Draw sheets of 24 as one would at first: a rectangle for each run of dark modules, a string for each text."""
    if "Plain" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont("Plain", str(FONT_FILE)))
    canvas = Canvas(io.BytesIO(), pagesize=A4, pageCompression=1)
    for position, code in enumerate(codes):
        place = position % (_ACROSS * _DOWN)
        if position and place == 0:
            canvas.showPage()
        row, column = divmod(place, _ACROSS)
        left, bottom = column * A4[0] / _ACROSS, A4[1] - (row + 1) * A4[1] / _DOWN
        _plain_symbol(canvas, code, left + 2 * mm, bottom + 4 * mm)
        canvas.setFont("Plain", 8)
        for line, text in enumerate((f"OCOP {DESIGN.stars} sao", DESIGN.product, readable(code)[:9], readable(code)[10:])):
            canvas.drawString(left + 32 * mm, bottom + (28 - 5 * line) * mm, text)
    canvas.save()


def _plain_symbol(canvas: Canvas, code: str, left: float, bottom: float) -> None:
    symbol = zxingcpp.create_barcode(stamp_url(code), zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    modules: Sequence[Sequence[int]] = np.asarray(symbol.to_image(scale=1, add_quiet_zones=False)).tolist()
    size = 29 * mm / (len(modules) + 8)
    for row, pixels in enumerate(reversed(modules)):
        column = 0
        for pixel, run in groupby(pixels):
            length = len(list(run))
            if pixel == 0:
                canvas.rect(left + (column + 4) * size, bottom + (row + 4) * size, length * size, size, stroke=0, fill=1)
            column += length


def _write(codes: list[str]) -> None:
    with tempfile.TemporaryDirectory(prefix="ocop-bench-") as folder:
        write_file(FileKind.PDF, DESIGN, codes, Path(folder, "stamps.pdf"), title="bench")


def _write_and_check(codes: list[str]) -> None:
    with tempfile.TemporaryDirectory(prefix="ocop-bench-") as folder:
        path = Path(folder, "stamps.pdf")
        write_file(FileKind.PDF, DESIGN, codes, path, title="bench")
        check_file(FileKind.PDF, DESIGN, codes, path)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "site"))
    print(measure_printing())
