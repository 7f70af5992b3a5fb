"""Print files."""

from __future__ import annotations

from pathlib import Path

from tests.factories.traceability import code_of
from traceability.domain.printing.files import EXTENSIONS, write_file
from traceability.domain.printing.labels import Design
from traceability.enums import FileKind, LabelShape, PrintMedium

LONG = "Nước mắm cốt cá cơm truyền thống thượng hạng Kỳ Ninh ủ chượp mười tám tháng trong chum sành"
LONG_PRODUCER = "Hợp tác xã Thu mua và Chế biến thủy hải sản Dịch vụ Nông nghiệp Tổng hợp Kỳ Phú Ánh Dương"
# The tallest and the deepest letters there are, the widest, none at all, and what other formats would take for their own.
ODD_NAMES = [
    ("ẪỖỂỰ gọng Ộ", "ƯỠNG ẨẤẶ"),
    (LONG, LONG_PRODUCER),
    ((LONG + " ") * 10, LONG_PRODUCER * 10),
    ("W" * 200, "Ộ" * 200),
    ("", ""),
    (" \n\t ", "漢字 😀"),
    ('<b>"Cu đơ"</b> & \\(Con) <!ENTITY x>', "=cmd|'/C calc'!A0"),
]
CHOICES = [(shape, size, medium) for shape in LabelShape for size in (15, 20, 25, 30) for medium in PrintMedium]


def design_of(
    shape: LabelShape = LabelShape.SQUARE, symbol_mm: int = 20, medium: PrintMedium = PrintMedium.A4, **values: object
) -> Design:
    """Give a design of a product with a common name."""
    shared = {"stars": 4, "product": "Cu đơ Phong Nga", "producer": "HKD Nguyễn Văn Phong", "gtin": ""}
    return Design(shape=shape, symbol_mm=symbol_mm, medium=medium, **(shared | values))  # type: ignore[arg-type]


def codes_of(count: int) -> list[str]:
    """Give the first codes under the key of the tests."""
    return [code_of(number) for number in range(count)]


def print_file_of(folder: Path, kind: FileKind, design: Design, codes: list[str]) -> Path:
    """Write a print file into a folder."""
    path = folder / f"stamps.{EXTENSIONS[kind]}"
    write_file(kind, design, codes, path, title="Tem OCOP")
    return path
