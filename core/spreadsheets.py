"""Tables as CSV that spreadsheets open as they are meant."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Write a table line by line, with the mark that lets spreadsheets read it as UTF-8."""
    line = io.StringIO()
    writer = csv.writer(line)
    line.write("\ufeff")
    writer.writerow(header)
    for row in rows:
        writer.writerow([spreadsheet_safe(value) for value in row])
        yield line.getvalue()
        line.seek(0)
        line.truncate()
    yield line.getvalue()


def spreadsheet_safe(value: object) -> object:
    """Keep a spreadsheet from running a text that begins like a formula."""
    return f"'{value}" if isinstance(value, str) and value and value[0] in "=+-@\t\r" else value
