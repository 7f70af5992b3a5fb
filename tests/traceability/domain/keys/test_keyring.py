from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from traceability.domain.codes import is_key_letter
from traceability.domain.keys.keyring import (
    LETTERS,
    KeyRing,
    KeysRefused,
    KeyState,
    StampKey,
    fingerprint,
    free_letter,
    parse,
    render,
)

DAY = date(2026, 11, 23)
A, B = b"a" * 32, b"b" * 32
ROOT = Path(__file__).resolve().parents[4]


def ring(**states):
    """Give keys A, B, ... in the states that are named."""
    return KeyRing(
        tuple(StampKey(letter, letter.lower().encode() * 32, KeyState(state), DAY) for letter, state in states.items())
    )


def states(of):
    return {key.letter: str(key.state) for key in of.keys}


# --- the ring -------------------------------------------------------------------------------------------------------


def test_first_key_is_current_and_later_ones_verify():
    made = KeyRing().add("A", A, on=DAY).add("B", B, on=DAY)

    assert states(made) == {"A": "current", "B": "verifying"}
    assert made.current == StampKey("A", A, KeyState.CURRENT, DAY)
    assert made.secrets == {"A": A, "B": B}


def test_empty_ring_has_no_current_key():
    assert KeyRing().current is None


@pytest.mark.parametrize(
    ("letter", "secret", "said"),
    [
        ("A", B, "names a key already"),
        ("I", B, "cannot name a key"),
        ("b", B, "cannot name a key"),
        ("BB", B, "cannot name a key"),
        ("", B, "cannot name a key"),
        ("B", b"short", "not 32 bytes"),
        ("B", A, "the same key"),
    ],
)
def test_key_that_would_confuse_is_refused(letter, secret, said):
    with pytest.raises(KeysRefused, match=said):
        KeyRing().add("A", A, on=DAY).add(letter, secret, on=DAY)


def test_rotation_leaves_the_former_key_verifying():
    assert states(ring(A="current", B="verifying", C="retired").rotate("B")) == {"A": "verifying", "B": "current", "C": "retired"}


def test_rotation_can_be_taken_back():
    before = ring(A="current", B="verifying")

    assert before.rotate("B").rotate("A") == before


@pytest.mark.parametrize(("letter", "said"), [("A", "current already"), ("C", "retired"), ("X", "no key X")])
def test_rotation_to_a_key_that_cannot_issue_is_refused(letter, said):
    with pytest.raises(KeysRefused, match=said):
        ring(A="current", B="verifying", C="retired").rotate(letter)


def test_retired_key_goes_on_verifying():
    after = ring(A="current", B="verifying").retire("B")

    assert states(after) == {"A": "current", "B": "retired"}
    assert set(after.secrets) == {"A", "B"}
    assert after.retire("B") == after


@pytest.mark.parametrize(("letter", "said"), [("A", "Rotate to another key first"), ("X", "no key X")])
def test_retirement_of_the_current_key_is_refused(letter, said):
    with pytest.raises(KeysRefused, match=said):
        ring(A="current", B="verifying").retire(letter)


def test_letters_are_taken_in_order_and_run_out():
    assert [free_letter(()), free_letter({"A", "B"}), free_letter(set(LETTERS) - {"7"})] == ["A", "C", "7"]
    assert len(LETTERS) == 32
    assert all(is_key_letter(letter) for letter in LETTERS)
    with pytest.raises(KeysRefused, match="All 32"):
        free_letter(LETTERS)


def test_fingerprint_tells_keys_apart_and_shows_nothing_of_them():
    key = ring(A="current").keys[0]

    assert key.fingerprint == fingerprint(A) == "f0a97458"
    assert fingerprint(A) != fingerprint(B)
    assert A.hex() not in repr(key)
    assert repr(A) not in repr(key)


# --- the text -------------------------------------------------------------------------------------------------------


def line(letter="A", key="0a" * 32, state="current", day="2026-11-23"):
    return f"{letter} {key} {state} {day}"


def test_text_is_read_with_comments_and_loose_spaces():
    text = f"# a comment\n\n  {line()}  \n{line('B', '0B' * 32, 'retired').replace(' ', '   ')}\r\n#{line('C')}\n"

    assert parse(text) == KeyRing(
        (StampKey("A", b"\x0a" * 32, KeyState.CURRENT, DAY), StampKey("B", b"\x0b" * 32, KeyState.RETIRED, DAY))
    )


@given(
    st.lists(st.tuples(st.sampled_from(LETTERS), st.binary(min_size=32, max_size=32)), min_size=1, unique_by=lambda one: one[0])
)
def test_text_that_was_written_reads_as_the_same_keys(made):
    keys = KeyRing()
    for letter, secret in made:
        if secret not in keys.secrets.values():
            keys = keys.add(letter, secret, on=DAY)

    assert parse(render(keys)) == keys


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no key"),
        ("# nothing but a comment", "no key"),
        (line()[:-11], "Line 1 must be four words"),
        (f"{line()} more", "Line 1 must be four words"),
        (line("AB"), "Line 1 must begin with one of"),
        (line("u"), "Line 1 must begin with one of"),
        (f"{line()}\n{line('B', '0b' * 31)}", "Line 2: the key must be 64"),
        (line(key="zz" * 32), "Line 1: the key must be 64"),
        (line(state="old"), "Line 1: the state must be one of current, verifying, retired"),
        (line(day="23/11/2026"), "Line 1: the day must be written"),
        (f"{line()}\n{line(key='0b' * 32, state='verifying')}", "two keys A"),
        (f"{line()}\n{line('B', state='verifying')}", "the same key"),
        (f"{line()}\n{line('B', '0b' * 32)}", "Exactly one key must be current; these are: A, B"),
        (line(state="verifying"), "Exactly one key must be current; these are: none"),
    ],
)
def test_text_out_of_order_is_refused_without_its_content(text, said):
    with pytest.raises(KeysRefused, match=said) as refused:
        parse(text)

    assert "0a0a" not in str(refused.value)
    assert "zzzz" not in str(refused.value)


def test_settings_may_read_keys_before_any_app_is_loaded():
    code = (
        "import sys; import traceability.domain.keys.keyfile; from django.apps import apps; from django.conf import settings; "
        "assert not apps.apps_ready and not settings.configured; assert 'traceability.models' not in sys.modules"
    )

    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)
