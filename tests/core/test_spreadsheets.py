"""Tables as CSV."""

from __future__ import annotations

import pytest

from core.spreadsheets import csv_lines, spreadsheet_safe


@pytest.mark.parametrize("value", ["=1+1", "+1", "-1", "@x", "\tx", "\rx"])
def test_texts_that_begin_like_a_formula_are_quoted(value):
    assert spreadsheet_safe(value) == f"'{value}"


@pytest.mark.parametrize("value", ["", "x=1", 5, -5, None])
def test_other_values_stay(value):
    assert spreadsheet_safe(value) == value


def test_a_table_is_read_as_utf8_by_spreadsheets():
    assert "".join(csv_lines(["a", "b"], [["đỏ", 1], ["x,y", None]])) == '\ufeffa,b\r\nđỏ,1\r\n"x,y",\r\n'


def test_a_table_without_rows_has_its_header():
    assert "".join(csv_lines(["a"], [])) == "\ufeffa\r\n"
