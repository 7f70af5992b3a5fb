from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.codes import ALPHABET, NotACode, decode, encode, group, tidy


@given(st.integers(min_value=0, max_value=2**60 - 1))
def test_decode_reads_what_encode_wrote(number):
    text = encode(number, length=12)

    assert len(text) == 12
    assert decode(text) == number


def test_alphabet_has_no_look_alikes():
    assert len(set(ALPHABET)) == 32
    assert not set("ILOU") & set(ALPHABET)


@pytest.mark.parametrize(
    ("number", "length", "text"), [(0, 1, "0"), (31, 1, "Z"), (32, 2, "10"), (0, 4, "0000"), (1023, 2, "ZZ")]
)
def test_encode_table(number, length, text):
    assert encode(number, length=length) == text


@pytest.mark.parametrize(("number", "length"), [(-1, 4), (32, 1), (2**40, 8)])
def test_encode_refuses_what_does_not_fit(number, length):
    with pytest.raises(ValueError, match="does not fit"):
        encode(number, length=length)


@pytest.mark.parametrize("text", ["I", "l", "0U", "é", "\u0663", "0 1", "\x00", "a"])
def test_decode_refuses_other_characters(text):
    with pytest.raises(NotACode):
        decode(text)


@pytest.mark.parametrize(
    "typed",
    [
        "7k3m-9qxp",
        "7K3M 9QXP",
        " 7K3M\u00a09QXP\n",
        "7K3M\u20109QXP",
        "7K3M\u20119QXP",
        "7K3M–9QXP",
        "7K3M—9QXP",
        "7K3M\u22129QXP",
        "7K3M_9QXP.",
        "7\u202fK\u20093M9QXP",
    ],
)
def test_tidy_forgives_separators_and_case(typed):
    assert tidy(typed) == "7K3M9QXP"


def test_tidy_reads_look_alikes_as_digits():
    assert tidy("ILOU ilou") == "110V110V"


@pytest.mark.parametrize(("code", "shown"), [("7K3M9QXPA2D4F6H8", "7K3M-9QXP-A2D4-F6H8"), ("7K3M9", "7K3M-9"), ("", "")])
def test_group_parts_by_four(code, shown):
    assert group(code) == shown
