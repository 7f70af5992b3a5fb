from __future__ import annotations

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.traceability import code_of
from traceability.domain.code_lists import (
    MOST_CODES,
    MOST_UNKNOWN,
    CodeListRefused,
    UnknownLine,
    pack,
    read_list,
    unpack,
)
from traceability.numbers import Interval, merge

KEYS = settings.STAMP_KEYS
NUMBERS = st.lists(st.integers(0, 2**40 - 1), min_size=1, max_size=30)


def read(content):
    return read_list(content.encode() if isinstance(content, str) else content, keys=KEYS)


def numbers(found):
    return [(one.key_letter, number) for one in found.intervals for number in range(one.start, one.stop)]


def spell(number, style):
    code = code_of(number)
    grouped = "-".join(code[at : at + 4] for at in range(0, 16, 4))
    return (
        code,
        grouped,
        code.lower(),
        f" {grouped} ",
        f'"{code}"',
        f"https://ocop.example/t/{code}",
        f"https://ocop.example/01/08936012345674/21/{code}?x=1#y",
        f"\u200b{grouped}\ufeff",
        f"“{code}”",
    )[style]


STYLES = st.integers(0, 8)


@given(st.lists(st.tuples(st.integers(0, 2**40 - 1), STYLES), min_size=1, max_size=30), st.sampled_from(["\n", "\r\n", "\r"]))
def test_every_spelling_is_read(lines, end):
    found = read(end.join(spell(number, style) for number, style in lines))

    assert numbers(found) == sorted({("T", number) for number, _style in lines})
    assert (found.unknown, found.repeated) == ((), len(lines) - len({number for number, _style in lines}))


@given(NUMBERS, st.sampled_from([",", ";", "\t"]), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]), st.integers(0, 2))
def test_the_named_column_is_found_whatever_parts_the_columns(given_numbers, delimiter, encoding, place):
    cells = ["ghi chú", "số", "ngày"]
    cells[place] = "Mã"
    rows = [delimiter.join(cells)]
    for number in given_numbers:
        row = ["x", "1", "2026"]
        row[place] = spell(number, number % 2)
        rows.append(delimiter.join(row))

    found = read("\r\n".join(rows).encode(encoding))

    assert numbers(found) == sorted({("T", number) for number in given_numbers})
    assert found.unknown == ()


@given(st.binary(max_size=400))
def test_whatever_is_sent_is_read_or_refused_in_words(content):
    try:
        count = read(content).count
    except CodeListRefused as refusal:
        count = len(refusal.messages)

    assert count > 0


@given(st.lists(st.tuples(st.sampled_from("TS"), st.integers(0, 2**40 - 2), st.integers(1, 1000)), max_size=40))
def test_packing_loses_nothing(rows):
    intervals = merge(Interval(letter, start, start + count) for letter, start, count in rows)

    assert unpack(pack(intervals)) == intervals


@pytest.mark.parametrize("header", ["code", "Code", "CODE", "mã", "Mã", "MÃ", "Mã tem", "ma", '"Mã"', "\ufeffmã"])
def test_names_of_the_column(header):
    assert read(f"x,{header}\n1,{code_of(5)}").count == 1


def test_without_a_named_column_the_first_is_read():
    found = read(f"{code_of(5)},Kho 1\n{code_of(6)},Kho 2")

    assert found.intervals == (Interval("T", 5, 7),)


def test_windows_of_vietnam_is_read():
    assert read(f"mã;ghi chú\r\n{code_of(5)};hỏng".encode("cp1258", "replace")).count == 1


def test_codes_of_several_keys_are_told_apart():
    assert read(f"{code_of(5)}\n{code_of(5, 'S')}").intervals == (Interval("S", 5, 6), Interval("T", 5, 6))


def test_lines_that_are_no_codes_are_told_with_their_numbers():
    found = read(f"\n{code_of(5)}\nxin chào\n\n{code_of(6)[:-1]}Z\n;;ghi chú\n")

    assert [line.number for line in found.unknown] == [3, 5, 6]
    assert found.unknown[0] == UnknownLine(3, "xin chào")


def test_a_quotation_mark_that_is_never_closed_spoils_its_own_line_only():
    found = read(f'x,"{code_of(5)}\n{code_of(6)},"y\n{code_of(7)}')

    assert numbers(found) == [("T", 6), ("T", 7)]
    assert [line.number for line in found.unknown] == [1]


def test_a_long_line_is_cut_where_it_is_shown():
    (line,) = read(f"{code_of(5)}\n{'x' * 200_000}").unknown

    assert len(line.text) == 80


def test_bounds():
    many = "\n".join(code_of(number) for number in range(MOST_CODES))
    assert read(many).intervals == (Interval("T", 0, MOST_CODES),)

    with pytest.raises(CodeListRefused):
        read(f"{many}\n{code_of(MOST_CODES)}")
    with pytest.raises(CodeListRefused):
        read(code_of(5) + "\nx" * (MOST_UNKNOWN + 1))
    with pytest.raises(CodeListRefused):
        read(b"x" * (1024 * 1024 + 1))


@pytest.mark.parametrize("content", [b"", b"\n\n", b";;\n,,\n", b"xin", b"\0", b"PK\x03\x04\0"])
def test_what_holds_no_code_is_refused(content):
    with pytest.raises(CodeListRefused):
        read(content)
