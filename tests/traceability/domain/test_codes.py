from __future__ import annotations

import hashlib
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from core.codes import ALPHABET, tidy
from traceability.domain.codes import LENGTH, NotOurs, StampNumber, is_key_letter, make_code, read_code, readable

# The keys of `ocop.settings.test`, written out: printed stamps outlive settings.
KEYS = {
    "T": hashlib.sha256(b"key of the test stamps").digest(),
    "S": hashlib.sha256(b"an older key that still verifies").digest(),
}
NUMBERS = st.integers(min_value=0, max_value=2**40 - 1)

# Worked out once. A stamp is printed for years: if one of these fails, stamps on packages stop being ours. Never change them.
PRINTED = {
    ("T", 0): "T8X82DPM4Y8DCYM1",
    ("T", 1): "TRSF1F00G7YNXYBP",
    ("T", 2): "TJM81ZX9CK0Y4KB9",
    ("T", 1_000): "TYAP70NQ7HM5SJWV",
    ("T", 123_456_789): "T9PBA382XJXX9Q2Z",
    ("T", 1_099_511_627_775): "T22XHS64BSSAYCMX",
    ("S", 0): "S8J76NYYSH6HRRFP",
    ("S", 42): "S103MAFFC4Y05CDH",
    ("S", 549_755_813_888): "S6XMNN6P7RWMHWPQ",
}


def refuses(text: str) -> bool:
    try:
        read_code(text, keys=KEYS)
    except NotOurs:
        return True
    return False


@pytest.mark.parametrize(("key_letter", "number", "code"), [(*stamp, code) for stamp, code in PRINTED.items()])
def test_printed_stamps_stay_valid_for_ever(key_letter, number, code):
    assert make_code(StampNumber(key_letter, number), keys=KEYS) == code
    assert read_code(code, keys=KEYS) == StampNumber(key_letter, number)


@given(NUMBERS, st.sampled_from(["T", "S"]))
def test_read_code_reads_what_make_code_wrote(number, key_letter):
    stamp = StampNumber(key_letter, number)
    code = make_code(stamp, keys=KEYS)

    assert len(code) == LENGTH
    assert set(code) <= set(ALPHABET)
    assert read_code(code, keys=KEYS) == stamp
    assert read_code(readable(code), keys=KEYS) == stamp


@given(NUMBERS, st.integers(min_value=0, max_value=LENGTH - 1), st.sampled_from(ALPHABET))
def test_one_changed_character_is_refused(number, position, character):
    code = make_code(StampNumber("T", number), keys=KEYS)
    assume(code[position] != character)

    assert refuses(code[:position] + character + code[position + 1 :])


def test_every_single_change_of_one_code_is_refused():
    code = make_code(StampNumber("T", 123_456), keys=KEYS)
    changes = {code[:at] + other + code[at + 1 :] for at in range(LENGTH) for other in ALPHABET if other != code[at]}

    assert len(changes) == LENGTH * 31
    assert all(refuses(change) for change in changes)


def test_two_exchanged_neighbours_are_refused():
    code = make_code(StampNumber("T", 123_456), keys=KEYS)
    swapped = {code[:at] + code[at + 1] + code[at] + code[at + 2 :] for at in range(LENGTH - 1)} - {code}

    assert all(refuses(change) for change in swapped)


@given(NUMBERS, st.randoms(use_true_random=False))
def test_case_separators_and_look_alikes_are_forgiven(number, chance):
    code = make_code(StampNumber("T", number), keys=KEYS)
    look_alikes = {"0": "0oO", "1": "1iIlL", "V": "VvuU"}
    typed = "".join(chance.choice(look_alikes.get(letter, letter + letter.lower())) for letter in code)
    typed = chance.choice(["-", " ", "–", "\u00a0", ""]).join(typed[start : start + 4] for start in range(0, LENGTH, 4))

    assert read_code(f" {typed}\n", keys=KEYS) == StampNumber("T", number)
    assert tidy(typed) == code


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "T", "t/", "-" * 16, "0" * 16, "T" * 16, "T" * 17, "T" * 64, "T" * 65, "x" * 10_000),
        *("\x00" * 16, "T\x00" + "0" * 14, "' OR 1=1; --", "%00", "../../etc", "\u0422" * 16, "Tươngmắmnướcngon", "😀" * 16),
        *("\uff34" + "\uff10" * 15, "T" + "\u0663" * 15, "I" * 16, "ß" * 8, "null", "https://ocop.example/t/T"),
    ],
)
def test_other_text_is_not_ours(text):
    assert refuses(text)


@given(st.text())
def test_any_text_is_answered(text):
    assert refuses(text)


@given(NUMBERS, st.integers(min_value=0, max_value=LENGTH - 1))
def test_truncated_code_is_refused(number, length):
    assert refuses(make_code(StampNumber("T", number), keys=KEYS)[:length])


@given(NUMBERS, st.text(alphabet=ALPHABET, min_size=1, max_size=20))
def test_longer_code_is_refused(number, more):
    code = make_code(StampNumber("T", number), keys=KEYS)

    assert refuses(code + more)
    assert refuses(more + code)


@given(NUMBERS)
def test_code_of_another_key_is_refused(number):
    other = make_code(StampNumber("T", number), keys={"T": b"k" * 32})
    relabelled = "S" + make_code(StampNumber("T", number), keys=KEYS)[1:]

    assert refuses(other)
    assert refuses(relabelled)


def test_older_key_goes_on_verifying_and_a_withdrawn_one_does_not():
    code = make_code(StampNumber("S", 7), keys=KEYS)

    assert read_code(code, keys=KEYS) == StampNumber("S", 7)
    with pytest.raises(NotOurs):
        read_code(code, keys={"T": KEYS["T"]})


def test_neighbouring_numbers_give_unrelated_codes():
    codes = [make_code(StampNumber("T", number), keys=KEYS)[1:] for number in range(1000)]
    same = [sum(one == other for one, other in zip(left, right, strict=True)) for left, right in pairwise(codes)]

    assert len(set(codes)) == 1000
    # Of 15 characters about 15/32 agree by chance.
    assert sum(same) / len(same) < 0.7
    assert max(same) <= 5


@pytest.mark.parametrize("number", [2**40, 2**60])
def test_number_of_more_than_40_bits_is_refused(number):
    with pytest.raises(ValueError, match="does not fit"):
        make_code(StampNumber("T", number), keys=KEYS)


def test_key_that_is_not_at_hand_is_an_error():
    with pytest.raises(KeyError):
        make_code(StampNumber("X", 1), keys=KEYS)


@pytest.mark.parametrize(("letter", "fits"), [("A", True), ("0", True), ("I", False), ("a", False), ("AB", False), ("", False)])
def test_key_letter_survives_typing(letter, fits):
    assert is_key_letter(letter) is fits
