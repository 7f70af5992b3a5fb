from __future__ import annotations

import multiprocessing
import os
import stat
from datetime import date
from pathlib import Path

import pytest

from traceability.domain.keys import keyfile
from traceability.domain.keys.keyfile import change_key_file, others_may_read, read_key_file
from traceability.domain.keys.keyring import LETTERS, KeyRing, KeysRefused

DAY = date(2026, 11, 23)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "stamp-keys"


def add(letter):
    return lambda ring: ring.add(letter, letter.encode() * 32, on=DAY)


def left_behind(path):
    return sorted(file.name for file in path.parent.iterdir())


def test_file_is_made_private_and_read_again(path):
    made = change_key_file(path, add("A"))

    assert read_key_file(path) == made == KeyRing().add("A", b"A" * 32, on=DAY)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert left_behind(path) == ["stamp-keys", "stamp-keys.lock"]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o660, 0o610, 0o601])
def test_file_that_others_may_read_is_refused(path, mode):
    change_key_file(path, add("A"))
    path.chmod(mode)

    with pytest.raises(KeysRefused, match=f"chmod 600 {path}"):
        read_key_file(path)
    with pytest.raises(KeysRefused, match="chmod 600"):
        change_key_file(path, add("B"))


@pytest.mark.parametrize("mode", [0o600, 0o400])
def test_private_file_is_read(path, mode):
    change_key_file(path, add("A"))
    path.chmod(mode)

    assert set(read_key_file(path).secrets) == {"A"}


def test_file_that_is_missing_or_no_text_is_refused_by_name(path, tmp_path):
    with pytest.raises(KeysRefused, match="does not exist"):
        read_key_file(path)
    with pytest.raises(KeysRefused, match="cannot be read"):
        read_key_file(tmp_path)
    path.write_bytes(b"\xff\xfe")
    path.chmod(0o600)
    with pytest.raises(KeysRefused, match="no text file"):
        read_key_file(path)


def test_wrong_text_is_refused_with_the_name_of_the_file(path):
    path.write_text("A 0a0a current 2026-11-23\n")
    path.chmod(0o600)

    with pytest.raises(KeysRefused, match=f"{path}: Line 1") as refused:
        read_key_file(path)
    assert "0a0a" not in str(refused.value)


@pytest.mark.parametrize("lose", [lambda _ring: KeyRing(), lambda _ring: KeyRing().add("A", b"x" * 32, on=DAY)])
def test_change_that_would_lose_a_key_is_refused(path, lose):
    change_key_file(path, add("A"))
    before = path.read_bytes()

    with pytest.raises(KeysRefused, match="Key A would be lost"):
        change_key_file(path, lose)

    assert path.read_bytes() == before


@pytest.mark.parametrize("step", ["fsync", "fdopen", "replace"])
def test_crash_while_writing_leaves_the_old_file_whole(path, monkeypatch, step):
    change_key_file(path, add("A"))
    before = path.read_bytes()

    def crash(*_arguments, **_named):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path if step == "replace" else os, step, crash)
    with pytest.raises(KeysRefused, match="No space left on device"):
        change_key_file(path, add("B"))
    monkeypatch.undo()

    assert path.read_bytes() == before
    assert left_behind(path) == ["stamp-keys", "stamp-keys.lock"]


def test_folder_that_does_not_exist_is_refused(tmp_path):
    with pytest.raises(KeysRefused, match="folder must exist"):
        change_key_file(tmp_path / "nowhere" / "stamp-keys", add("A"))


def test_link_goes_on_being_a_link(path, tmp_path):
    link = tmp_path / "link"
    link.symlink_to(path)

    change_key_file(link, add("A"))
    change_key_file(link, add("B"))

    assert link.is_symlink()
    assert set(read_key_file(path).secrets) == {"A", "B"}


def test_owner_of_the_file_is_kept_when_root_changes_it(path, monkeypatch):
    change_key_file(path, add("A"))
    given = []
    monkeypatch.setattr(keyfile.os, "geteuid", lambda: 0)
    monkeypatch.setattr(keyfile.os, "fchown", lambda _handle, user, group: given.append((user, group)))

    change_key_file(path, add("B"))

    assert given == [(path.stat().st_uid, path.stat().st_gid)]


def test_two_commands_at_once_lose_no_key(path):
    fork = multiprocessing.get_context("fork")
    writers = [fork.Process(target=change_key_file, args=(path, add(letter))) for letter in LETTERS[:12]]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(timeout=30)

    assert [writer.exitcode for writer in writers] == [0] * 12
    assert set(read_key_file(path).secrets) == set(LETTERS[:12])


def test_folder_that_others_may_write_is_noticed(path):
    change_key_file(path, add("A"))
    path.parent.chmod(0o700)
    assert not others_may_read(path)

    path.parent.chmod(0o707)
    assert others_may_read(path)
    path.parent.chmod(0o700)
    path.chmod(0o640)
    assert others_may_read(path)
