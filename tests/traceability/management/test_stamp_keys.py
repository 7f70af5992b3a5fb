from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError

from tests.factories.traceability import StampRangeFactory
from traceability.domain.keys.keyfile import read_key_file
from traceability.models import StampSeries

pytestmark = pytest.mark.django_db


@pytest.fixture
def key_file(settings, tmp_path):
    """A place for the file, as production has it before the first key is made."""
    settings.STAMP_KEYS_FILE = tmp_path / "stamp-keys"
    settings.STAMP_KEYS, settings.STAMP_KEY_CURRENT = {}, ""
    return settings.STAMP_KEYS_FILE


def run(*words):
    out, err = io.StringIO(), io.StringIO()
    call_command("stamp_keys", *words, stdout=out, stderr=err)
    return out.getvalue() + err.getvalue()


def states(key_file):
    return {key.letter: str(key.state) for key in read_key_file(key_file).keys}


def test_keys_live_their_whole_life_in_the_file(key_file):
    said = [run("new"), run("new"), run("rotate", "B"), run("retire", "A"), run("new", "--letter", "k")]

    assert states(key_file) == {"A": "retired", "B": "current", "K": "verifying"}
    ring = read_key_file(key_file)
    assert all(ring.key(letter).fingerprint in text for letter, text in zip("ABBAK", said, strict=True))
    assert not [text for text in said for key in ring.keys if key.secret.hex() in text]
    assert all("Restart web" in text for text in said[1:])


def test_keys_are_random(key_file):
    run("new")
    run("new")

    first, second = read_key_file(key_file).secrets.values()
    assert first != second
    assert len(first) == len(second) == 32


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("new", "--letter", "I"), "cannot name a key"),
        (("new", "--letter", "AA"), "cannot name a key"),
        (("new", "--letter", "A"), "names a key already"),
        (("new", "--print"), "never printed"),
        (("rotate", "A"), "current already"),
        (("rotate", "Z"), "no key Z"),
        (("retire", "A"), "Rotate to another key first"),
        (("adopt",), "exists already"),
        ((), "required"),
        (("lose", "A"), "invalid choice"),
    ],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(key_file, words, said):
    run("new")
    before = key_file.read_bytes()

    with pytest.raises(CommandError, match=said):
        run(*words)

    assert key_file.read_bytes() == before


@pytest.mark.parametrize("words", [("rotate", "A"), ("retire", "A")])
def test_keys_that_were_never_made_cannot_be_changed(key_file, words):
    with pytest.raises(CommandError, match="no key A"):
        run(*words)

    assert not key_file.exists()


def test_list_of_no_file_says_how_to_make_it(key_file):
    with pytest.raises(CommandError, match="stamp_keys new"):
        run("list")


def test_list_shows_use_and_no_key(key_file):
    run("new")
    run("new")
    StampSeries.objects.create(key_letter="A", next_number=1_500)
    StampRangeFactory(key_letter="A", start=0, stop=1_500)

    lines = run("list").splitlines()

    ring = read_key_file(key_file)
    day = ring.keys[0].created_date.isoformat()
    assert lines[0] == f"Keys from: {key_file}"
    assert [line.split() for line in lines[2:]] == [
        ["A", ring.key("A").fingerprint, "current", day, "1,500", f"{2**40 - 1_500:,}", "1,500"],
        ["B", ring.key("B").fingerprint, "verifying", day, "0", f"{2**40:,}", "0"],
    ]


def test_list_warns_of_stamps_whose_key_is_lost(key_file):
    run("new")
    StampRangeFactory(key_letter="Q", start=0, stop=1_200)

    assert "WARNING: 1,200 stamps were issued under key Q" in run("list")


def test_letter_of_a_lost_key_is_never_given_to_another(key_file):
    StampRangeFactory(key_letter="A")

    with pytest.raises(CommandError, match="key A that is lost"):
        run("new", "--letter", "A")
    said = run("new")

    assert states(key_file) == {"B": "current"}
    assert "WARNING" in said


def test_database_that_does_not_answer_is_said(key_file, monkeypatch):
    def fail():
        raise DatabaseError("connection refused")

    monkeypatch.setattr("traceability.management.commands.stamp_keys.use_of_keys", fail)

    with pytest.raises(CommandError, match=r"does not answer.*connection refused"):
        run("new")


# --- keys in the environment ----------------------------------------------------------------------------------------


def test_keys_of_the_environment_are_listed():
    said = run("list")

    assert "environment (STAMP_KEYS)" in said
    assert [line.split()[::2][:2] for line in said.splitlines()[2:]] == [["T", "current"], ["S", "verifying"]]


@pytest.mark.parametrize("words", [("new",), ("rotate", "S"), ("retire", "S"), ("adopt",)])
def test_keys_of_the_environment_are_changed_by_hand(words):
    with pytest.raises(CommandError, match=r"STAMP_KEYS in the environment.*STAMP_KEYS_FILE"):
        run(*words)


def test_new_key_for_the_environment_is_printed_only_when_asked(settings):
    entry = run("new", "--print").splitlines()[0]

    letter, _, secret = entry.partition(":")
    assert letter == "A"
    assert len(bytes.fromhex(secret)) == 32
    assert letter not in settings.STAMP_KEYS


def test_keys_move_from_the_environment_into_the_file(settings, tmp_path):
    settings.STAMP_KEYS_FILE = tmp_path / "stamp-keys"

    with pytest.raises(CommandError, match="stamp_keys adopt"):
        run("new")
    run("adopt")

    assert states(settings.STAMP_KEYS_FILE) == {"T": "current", "S": "verifying"}
    assert read_key_file(settings.STAMP_KEYS_FILE).secrets == settings.STAMP_KEYS


def test_nothing_to_adopt_is_said(key_file):
    with pytest.raises(CommandError, match="nothing to take over"):
        run("adopt")

    assert not key_file.exists()
