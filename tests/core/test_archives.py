"""Archives that are sent while they are written."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from datetime import UTC, datetime

import pytest

from core.archives import Entry, stream_zip

AT = datetime(2026, 11, 23, 3, tzinfo=UTC)


class Zeros(io.RawIOBase):
    """A file of so many zeros that takes no room."""

    def __init__(self, size):
        self.left = size

    def read(self, size=-1):
        give = min(size, self.left)
        self.left -= give
        return bytes(give)


def entry(name, content, *, sized=True):
    return Entry(name, len(content) if sized else None, lambda: io.BytesIO(content))


def test_an_archive_holds_what_was_put_into_it():
    files = {"a.txt": b"mot", "thư mục/b.bin": bytes(range(256)) * 1000, "rong": b""}

    written = b"".join(stream_zip([entry(name, content) for name, content in files.items()], at=AT))

    archive = zipfile.ZipFile(io.BytesIO(written))
    assert archive.testzip() is None
    assert {name: archive.read(name) for name in archive.namelist()} == files
    assert {one.compress_type for one in archive.infolist()} == {zipfile.ZIP_STORED}


def test_a_size_need_not_be_known():
    written = b"".join(stream_zip([entry("a", b"x" * 100_000, sized=False)], at=AT))

    assert zipfile.ZipFile(io.BytesIO(written)).read("a") == b"x" * 100_000


def test_an_archive_of_nothing_is_an_archive():
    assert zipfile.ZipFile(io.BytesIO(b"".join(stream_zip([], at=AT)))).namelist() == []


def test_memory_does_not_grow_with_the_files():
    size = 200 * 1024 * 1024
    entries = [Entry(f"{number}", size, lambda: Zeros(size)) for number in range(2)]
    tracemalloc.start()
    sent = sum(len(piece) for piece in stream_zip(entries, at=AT))
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert sent > 2 * size
    assert peak < 2 * 1024 * 1024


def test_a_file_that_cannot_be_read_ends_the_archive_in_the_middle():
    def missing():
        raise FileNotFoundError("b")

    sent = []
    with pytest.raises(FileNotFoundError):
        sent.extend(stream_zip([entry("a", b"x"), Entry("b", 1, missing)], at=AT))

    assert b"".join(sent)
    assert not zipfile.is_zipfile(io.BytesIO(b"".join(sent)))
