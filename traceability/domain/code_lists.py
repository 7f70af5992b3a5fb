"""Lists of stamp codes as people keep them: a column of a spreadsheet, a text file, what a scanner typed. Pure."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.text import fold
from traceability.domain.codes import NotOurs, StampNumber
from traceability.domain.readings import stamp_in
from traceability.numbers import Interval, merge, total

MOST_BYTES = 1024 * 1024
MOST_CODES = 20_000
# More lines than these nobody reads before saying yes to skip them: it is another file.
MOST_UNKNOWN = 1000
# What the column of the codes is called, without marks: "code", "mã".
_NAMES_OF_THE_COLUMN = {"code", "codes", "stamp code", "ma", "ma tem"}
_DELIMITERS = ";\t,"
_LINES_THAT_SHOW_THE_DELIMITER = 20
_SHOWN_OF_A_LINE = 80
# As editors count lines; what `str.splitlines` knows beyond that would shift the numbers.
_LINE_END = re.compile(r"\r\n|\r|\n")
_INVISIBLE = str.maketrans(dict.fromkeys("\ufeff\u200b\u200c\u200d\u2060"))
_ENDS = " \t\"'“”‘’,;"  # noqa: RUF001  quotation marks of all kinds


class CodeListRefused(ValidationError):
    """The list cannot be used; its message says why and what to do."""


@dataclass(frozen=True)
class UnknownLine:
    """A line that is no code of ours. `number` counts from 1, as editors do; a long text is cut."""

    number: int
    text: str


@dataclass(frozen=True)
class CodeList:
    """What a list names. `intervals` are sorted and merged; `repeated` counts the lines that name a stamp again."""

    intervals: tuple[Interval, ...]
    unknown: tuple[UnknownLine, ...] = ()
    repeated: int = 0

    @property
    def count(self) -> int:
        """How many stamps."""
        return total(self.intervals)


def read_list(content: bytes, *, keys: Mapping[str, bytes]) -> CodeList:
    """Read a CSV or text file of codes: one a line, the first column, or the column called "code" or "mã".

    Commas, semicolons and tabs part columns; UTF-8, UTF-16 and the old Vietnamese Windows alphabet are read.
    Raises: CodeListRefused: it is too large, no text, holds no code of ours, or mostly other things.
    """
    if len(content) > MOST_BYTES:
        raise CodeListRefused(_("The file is larger than 1 MB. Send it in parts."))
    found: set[StampNumber] = set()
    unknown: list[UnknownLine] = []
    repeated = 0
    for number, cell, line in _cells(_text(content)):
        try:
            stamp = stamp_in(cell.translate(_INVISIBLE).strip(_ENDS), keys=keys)
        except NotOurs:
            unknown.append(UnknownLine(number, line.strip()[:_SHOWN_OF_A_LINE]))
            continue
        repeated += stamp in found
        found.add(stamp)
    _require_sense(found, unknown)
    return CodeList(tuple(merge(Interval.of(stamp) for stamp in found)), tuple(unknown), repeated)


def pack(intervals: Iterable[Interval]) -> list[list[object]]:
    """Write intervals as plain lists that compress well.

    Shape: for each key `[letter, [gap, count, gap, count, ...]]`, each gap counted from the end of the interval before.
    """
    steps: dict[str, list[int]] = {}
    ends: dict[str, int] = {}
    for one in merge(intervals):
        steps.setdefault(one.key_letter, []).extend((one.start - ends.get(one.key_letter, 0), one.count))
        ends[one.key_letter] = one.stop
    return [[letter, numbers] for letter, numbers in steps.items()]


def unpack(packed: Sequence[Sequence[object]]) -> list[Interval]:
    """Read what `pack` wrote."""
    intervals = []
    for letter, steps in packed:
        assert isinstance(steps, list)
        end = 0
        for gap, count in zip(steps[::2], steps[1::2], strict=True):
            intervals.append(Interval(str(letter), end + gap, end + gap + count))
            end += gap + count
    return intervals


def _text(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = content.decode("utf-16", "replace")
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            # What Vietnamese Windows writes when a spreadsheet is saved as plain CSV.
            text = content.decode("cp1258", "replace")
    if "\0" in text:
        raise CodeListRefused(_("This is no text file. Save the list as CSV, then send that file."))
    return text


def _cells(text: str) -> Iterator[tuple[int, str, str]]:
    """Give number, code cell and text of each line that is not blank.

    Each line is read by itself: a quotation mark that is never closed spoils its own line, not the rest of the file.
    """
    lines = [(number, line) for number, line in enumerate(_LINE_END.split(text), start=1) if line.strip(f"{_ENDS}\ufeff")]
    delimiter = _delimiter(line for _number, line in lines[:_LINES_THAT_SHOW_THE_DELIMITER])
    column = 0
    for position, (number, line) in enumerate(lines):
        cells = _split(line, delimiter)
        if position == 0 and (named := _named_column(cells)) is not None:
            column = named
            continue
        yield number, cells[column] if column < len(cells) else "", line


def _delimiter(lines: Iterable[str]) -> str:
    text = "\n".join(lines)
    return max(reversed(_DELIMITERS), key=text.count)


def _split(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter, skipinitialspace=True), [])
    except csv.Error:
        return [line]


def _named_column(cells: Sequence[str]) -> int | None:
    names = [fold(cell.translate(_INVISIBLE).strip(_ENDS)) for cell in cells]
    return next((place for place, name in enumerate(names) if name in _NAMES_OF_THE_COLUMN), None)


def _require_sense(found: set[StampNumber], unknown: Sequence[UnknownLine]) -> None:
    if not found and not unknown:
        raise CodeListRefused(_("The file holds no codes."))
    if not found or len(unknown) > MOST_UNKNOWN:
        first = {"number": unknown[0].number, "text": unknown[0].text, "count": len(unknown)}
        if not found:
            raise CodeListRefused(_("No line of the file is a code of ours. Line %(number)s is: “%(text)s”.") % first)
        raise CodeListRefused(
            _("%(count)s lines of the file are no codes of ours; the first is line %(number)s: “%(text)s”. Is it the right file?")
            % first
        )
    if len(found) > MOST_CODES:
        raise CodeListRefused(_("The file names more than 20,000 stamps. Send it in parts."))
