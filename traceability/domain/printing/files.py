"""One door to print files: make one, and read it again before anybody gets it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from traceability.domain.printing import pdf, svg, table
from traceability.domain.printing.check import Checked, FileNotReadable, check
from traceability.domain.printing.labels import Design, module_mm
from traceability.enums import FileKind

__all__ = ["EXTENSIONS", "Checked", "FileNotReadable", "check_file", "write_file"]

_WRITERS = {FileKind.PDF: pdf.write, FileKind.SVG: svg.write, FileKind.CSV: table.write}
# Drawings come many to a file, so a ZIP holds them.
EXTENSIONS = {FileKind.PDF: "pdf", FileKind.SVG: "zip", FileKind.CSV: "csv"}


def write_file(kind: FileKind, design: Design, codes: Sequence[str], path: Path, *, title: str) -> None:
    """Write a print file with a label for each code, in their order; what stood at the path is replaced.

    Memory does not grow with the stamps beyond what the finished file takes, some 0.4 kB each.
    Raises: ValueError: there are no codes. FormatTooSmall: the symbols do not fit the format.
    """
    if not codes:
        raise ValueError("a print file without stamps")
    # Refused before anything is replaced.
    module_mm(design)
    with path.open("wb") as out:
        _WRITERS[kind](design, codes, out, title=title)


check_file = check
