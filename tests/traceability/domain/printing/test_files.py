from __future__ import annotations

import pytest

from tests.factories.printing import codes_of, design_of
from traceability.domain.printing.files import EXTENSIONS, Checked, FileNotReadable, check_file, write_file
from traceability.domain.printing.labels import FormatTooSmall
from traceability.enums import FileKind

BEGINNINGS = {FileKind.PDF: b"%PDF-", FileKind.SVG: b"PK\x03\x04", FileKind.CSV: b"\xef\xbb\xbfposition,"}


@pytest.mark.parametrize("kind", FileKind)
def test_each_kind_is_written_and_read_again(kind, tmp_path):
    path, design, codes = tmp_path / f"part.{EXTENSIONS[kind]}", design_of(), codes_of(7)
    path.write_bytes(b"an older part" * 10_000)
    write_file(kind, design, codes, path, title="Tem OCOP")

    assert path.read_bytes().startswith(BEGINNINGS[kind])
    assert check_file(kind, design, codes, path) == Checked(7, 0 if kind == FileKind.CSV else 5)


@pytest.mark.parametrize("kind", FileKind)
def test_a_file_is_the_same_each_time(kind, tmp_path):
    for name in ("one", "other"):
        write_file(kind, design_of(), codes_of(7), tmp_path / name, title="Tem OCOP")

    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()


@pytest.mark.parametrize("kind", FileKind)
def test_a_file_of_one_kind_is_not_taken_for_another(kind, tmp_path):
    write_file(kind, design_of(), codes_of(7), tmp_path / "part", title="Tem OCOP")

    for other in set(FileKind) - {kind}:
        with pytest.raises(FileNotReadable):
            check_file(other, design_of(), codes_of(7), tmp_path / "part")


@pytest.mark.parametrize("kind", FileKind)
def test_what_cannot_be_printed_is_refused(kind, tmp_path):
    with pytest.raises(ValueError, match="without stamps"):
        write_file(kind, design_of(), [], tmp_path / "part", title="Tem OCOP")
    with pytest.raises(FormatTooSmall):
        write_file(kind, design_of(symbol_mm=15, gtin="8934567000129"), codes_of(1), tmp_path / "part", title="Tem OCOP")
    assert not (tmp_path / "part").exists()
