"""The key file on the disk: read only when it is private, changed by one process at a time, never half written.

Free of Django, like `traceability.domain.keys.keyring`: the settings read it.
"""

from __future__ import annotations

import fcntl
import os
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from traceability.domain.keys.keyring import KeyRing, KeysRefused, parse, render

_PRIVATE = 0o600
_OTHERS = 0o077


def read_key_file(path: Path) -> KeyRing:
    """Give the keys of a file.

    Raises: KeysRefused: there is no such file, others may read it, it cannot be read, or its text is not in order.
    """
    try:
        # Asked of the open file, so that nobody can put another one in its place between the question and the reading.
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            if mode & _OTHERS:
                raise KeysRefused(
                    f"{path} holds the keys of the stamps, and others than its owner may read it "
                    f"(mode {stat.S_IMODE(mode):04o}). Run: chmod 600 {path}"
                )
            text = file.read().decode()
    except FileNotFoundError:
        raise KeysRefused(f"{path} does not exist. `manage.py stamp_keys new` makes it, or put your copy back.") from None
    except UnicodeDecodeError:
        raise KeysRefused(f"{path} is no text file.") from None
    except OSError as error:
        raise KeysRefused(f"{path} cannot be read ({error.strerror}). It must belong to the user that runs the site.") from None
    try:
        return parse(text)
    except KeysRefused as refused:
        raise KeysRefused(f"{path}: {refused}") from None


def change_key_file(path: Path, change: Callable[[KeyRing], KeyRing]) -> KeyRing:
    """Replace the keys of a file by what `change` makes of them, and give them; a file that does not exist is an empty ring.

    Whoever comes second waits. The new file takes the place of the old one in a single step: a crash leaves the one or the other.
    Raises: KeysRefused: as `read_key_file`, as `change`, when a key would be lost, or when the folder cannot be written.
    """
    # The file itself, wherever a link leads: the link is not to be replaced by a file.
    path = path.resolve()
    try:
        with _locked(path):
            before = read_key_file(path) if path.exists() else KeyRing()
            after = change(before)
            if lost := [letter for letter, secret in before.secrets.items() if after.secrets.get(letter) != secret]:
                raise KeysRefused(f"Key {', '.join(lost)} would be lost. Nothing is changed.")
            _replace(path, render(after))
    except OSError as error:
        raise KeysRefused(
            f"{path} cannot be written ({error.strerror}). Its folder must exist and belong to the user that runs the command."
        ) from None
    return after


def others_may_read(path: Path) -> bool:
    """Tell whether others than the owner may read the file, or put another one in its place."""
    return bool(path.stat().st_mode & _OTHERS or path.resolve().parent.stat().st_mode & stat.S_IWOTH)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Hold a lock file beside the path: the path itself is replaced, and a lock on it would be replaced with it."""
    handle = os.open(path.with_name(f"{path.name}.lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, _PRIVATE)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _replace(path: Path, text: str) -> None:
    # mkstemp gives the owner alone the right to read.
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            _keep_owner(path, file.fileno())
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        with suppress(FileNotFoundError):
            temporary.unlink()
        raise
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)  # the new name, too, is on the disk before anybody relies on it
    finally:
        os.close(folder)


def _keep_owner(path: Path, handle: int) -> None:
    """Leave the file to whom it belonged, when root changes it: the site must still be able to read it."""
    if path.exists() and os.geteuid() == 0:
        before = path.stat()
        os.fchown(handle, before.st_uid, before.st_gid)
