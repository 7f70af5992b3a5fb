from __future__ import annotations

import io
import stat

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError

from tests.factories.traceability import StampRangeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "archive"


def run(*words):
    out, err = io.StringIO(), io.StringIO()
    call_command("export_codes", *map(str, words), stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_export_says_what_it_wrote_and_that_keys_are_missing(folder):
    StampRangeFactory(start=0, stop=1_000_000)

    out, err = run(folder)

    assert f"1,000,000 stamps in 1 ranges are written to {folder}." in out
    assert "The keys are not in it" in out
    assert err == ""
    assert (folder / "answer.py").exists()


def test_export_with_keys_warns(folder, settings):
    _out, err = run(folder, "--with-keys")

    assert "Who reads it can forge stamps" in err
    assert settings.STAMP_KEYS["T"].hex() in (folder / "keys.csv").read_text()
    assert stat.S_IMODE((folder / "keys.csv").stat().st_mode) == 0o600


def test_stamps_of_a_lost_key_are_warned_of(folder):
    StampRangeFactory(key_letter="Q")

    assert "WARNING: key Q is not among the keys" in run(folder)[1]


def test_folder_that_exists_is_refused(folder):
    folder.mkdir()

    with pytest.raises(CommandError, match="exists already"):
        run(folder)


def test_database_that_does_not_answer_is_said(folder, monkeypatch):
    def fail(*_arguments):
        raise DatabaseError("connection refused")

    monkeypatch.setattr("traceability.domain.export._numbers_of", fail)

    with pytest.raises(CommandError, match="connection refused"):
        run(folder)
    assert list(folder.parent.iterdir()) == []
