"""ZIP archives that are sent while they are written: no part of them is ever held whole."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import IO

_PIECE = 64 * 1024


@dataclass(frozen=True)
class Entry:
    """A file of an archive: its name there, its bytes if they are known, and how it is opened."""

    name: str
    size: int | None
    open: Callable[[], AbstractContextManager[IO[bytes]]]


class _Outlet:
    """What `zipfile` writes into: it cannot go back, and gives away what it has."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._pieces.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """There is nothing to wait for."""

    def take(self) -> bytes:
        """Give what was written since the last time."""
        taken = b"".join(self._pieces)
        self._pieces.clear()
        return taken


def stream_zip(entries: Iterable[Entry], *, at: datetime) -> Iterator[bytes]:
    """Write an archive without compression, piece by piece.

    Memory: a piece of 64 kB, and a line for each file. A file that cannot be read ends the archive in the middle, so that
    whoever takes it sees that it is broken.
    """
    outlet = _Outlet()
    with zipfile.ZipFile(outlet, "w", zipfile.ZIP_STORED) as archive:  # type: ignore[call-overload]  # it needs no more than this
        for entry in entries:
            about = zipfile.ZipInfo(entry.name, at.timetuple()[:6])
            about.file_size = entry.size or 0
            with entry.open() as source, archive.open(about, "w", force_zip64=entry.size is None) as target:
                while piece := source.read(_PIECE):
                    target.write(piece)
                    yield outlet.take()
            yield outlet.take()
    yield outlet.take()
