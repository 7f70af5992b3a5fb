"""Writing out all that is needed to answer for each code ever printed (docs/how-to/keep-codes-alive.md).

A folder of CSV files with what they mean and a script that answers from them. It is written beside its final name and gets that
name in the last step: under the final name there is a whole export or none.
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from django.db import connection, models, transaction
from django.db.models import F, Max, Min, Sum

from catalog.models import Certificate, Producer, Product
from traceability import archive
from traceability.domain.keys.keyring import fingerprint
from traceability.models import Lot, Recall, StampEvent, StampOrder, StampRange

# Rows that are in memory at a time.
_CHUNK = 2000
_PRIVATE = 0o600
FORMAT = 1
COMPANIONS = ("README.md", "answer.py")


class ExportRefused(ValueError):
    """The export cannot be written; the message says why."""


@dataclass(frozen=True)
class Table:
    """One file: the rows of a model, and its columns with the fields that fill them.

    Order: by the number of the row, or by key and stamp, so that unchanged data gives an unchanged file.
    """

    name: str
    model: type[models.Model]
    columns: Mapping[str, str]
    order: tuple[str, ...] = ("pk",)


def _own(*names: str) -> dict[str, str]:
    return {name: name for name in names}


# What stays out: names of people, where stamps are delivered, tax codes, telephones, notes and the council's score.
TABLES = (
    Table(
        "ranges.csv",
        StampRange,
        _own("key_letter", "start", "stop")
        | {"order": "order_id", "product": "order__product_id", "lot": "lot_id"}
        | _own("activated_at", "voided_at", "void_reason"),
        order=("key_letter", "start"),
    ),
    Table(
        "events.csv",
        StampEvent,
        _own("id", "at", "action")
        | {"order": "order_id"}
        | _own("key_letter", "start", "stop")
        | {"lot": "lot_id", "reason": "reason", "by": "by_id"},
    ),
    Table(
        "orders.csv",
        StampOrder,
        {"id": "id", "product": "product_id"}
        | _own("quantity", "state", "ordered_at", "decided_at", "retired_at", "retired_because", "is_sample"),
    ),
    Table(
        "products.csv",
        Product,
        _own("id", "name", "slug", "gtin", "ocop_code")
        | {"producer": "producer_id"}
        | _own("place_as_certified", "retired_on", "retired_because", "is_sample"),
    ),
    Table("producers.csv", Producer, _own("id", "name", "slug", "kind", "is_sample")),
    Table(
        "lots.csv",
        Lot,
        {"id": "id", "product": "product_id"} | _own("code", "made_date", "best_before_date", "quantity", "unit", "is_sample"),
    ),
    Table(
        "recalls.csv",
        Recall,
        {"id": "id", "lot": "lot_id"} | _own("issued_at", "lifted_at", "reason", "advice", "paper", "is_sample"),
    ),
    Table(
        "certificates.csv",
        Certificate,
        {"id": "id", "product": "product_id"}
        | _own("stars", "decision_no", "decision_date", "authority_level", "authority", "rule_set", "valid_from", "valid_to")
        | _own("extended_to", "extension_no", "superseded_on", "revoked_on", "revocation_ground", "revocation_no", "is_sample"),
    ),
)


@dataclass(frozen=True)
class Written:
    """One file of an export as the manifest names it. Units: bytes."""

    rows: int
    bytes: int
    sha256: str


@dataclass(frozen=True)
class KeyNumbers:
    """What was issued under a key. `fingerprint` is empty when the key is lost. Units: stamps."""

    fingerprint: str
    first: int | None
    last: int | None
    stamps: int


@dataclass(frozen=True)
class Manifest:
    """What an export holds."""

    format: int
    made_at: str
    site: str
    keys: dict[str, KeyNumbers]
    files: dict[str, Written]

    @property
    def lost_keys(self) -> list[str]:
        """Letters that stamps were issued under and whose key is not at hand: nobody can answer for these stamps."""
        return [letter for letter, numbers in self.keys.items() if not numbers.fingerprint]


def export_codes(folder: Path, *, keys: Mapping[str, bytes], with_keys: bool, site: str, at: datetime) -> Manifest:
    """Write a folder that answers for every code, and give its manifest. Only its owner can read it.

    All files show one moment, however long it takes, and memory stays flat; on SQLite (the demo) writers wait meanwhile.
    Raises: ExportRefused: the folder exists, or cannot be written.
    """
    folder = folder.absolute()
    if os.path.lexists(folder):
        raise ExportRefused(f"{folder} exists already. Name a folder that does not.")
    try:
        # Beside the final name, since only within one file system a folder can be renamed in a single step.
        unfinished = Path(tempfile.mkdtemp(prefix=f".{folder.name}.unfinished-", dir=folder.parent))
    except OSError as error:
        raise ExportRefused(f"{folder.parent} cannot be written ({error.strerror}).") from None
    try:
        manifest = _write_all(unfinished, keys=keys, with_keys=with_keys, site=site, at=at)
        _settle(unfinished)
        unfinished.rename(folder)
    except OSError as error:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise ExportRefused(f"The export was not written ({error.strerror}).") from None
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    return manifest


def _write_all(folder: Path, *, keys: Mapping[str, bytes], with_keys: bool, site: str, at: datetime) -> Manifest:
    with _one_moment():
        numbers = _numbers_of(keys)
        counts = {table.name: _write_csv(folder / table.name, list(table.columns), _rows(table)) for table in TABLES}
    columns = ["letter", "fingerprint", *(["key"] if with_keys else [])]
    rows = ([letter, one.fingerprint, *([_hex(keys, letter)] if with_keys else [])] for letter, one in numbers.items())
    counts["keys.csv"] = _write_csv(folder / "keys.csv", columns, rows, private=with_keys)
    for name in COMPANIONS:
        shutil.copyfile(Path(archive.__file__).with_name(name), folder / name)
    files = {name: _written(folder / name, count) for name, count in (counts | dict.fromkeys(COMPANIONS, 0)).items()}
    manifest = Manifest(FORMAT, _text(at), site, numbers, files)
    content = json.dumps(asdict(manifest), ensure_ascii=False, indent=2)
    (folder / "manifest.json").write_text(content + "\n", encoding="utf-8")
    return manifest


@contextmanager
def _one_moment() -> Iterator[None]:
    """Let all queries within see the database as it is at the first of them."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if connection.vendor == "postgresql" and outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


def _numbers_of(keys: Mapping[str, bytes]) -> dict[str, KeyNumbers]:
    """Give every key at hand and every letter that stamps were issued under, by letter."""
    counted = StampRange.objects.order_by().values("key_letter")
    issued: dict[str, dict[str, Any]] = {
        row["key_letter"]: dict(row)
        for row in counted.annotate(first=Min("start"), last=Max("stop") - 1, stamps=Sum(F("stop") - F("start")))
    }
    return {
        letter: KeyNumbers(
            fingerprint(keys[letter]) if letter in keys else "",
            issued.get(letter, {}).get("first"),
            issued.get(letter, {}).get("last"),
            issued.get(letter, {}).get("stamps", 0),
        )
        for letter in sorted({*keys, *issued})
    }


def _rows(table: Table) -> Iterator[tuple[Any, ...]]:
    rows = table.model._default_manager.order_by(*table.order).values_list(*table.columns.values())
    return rows.iterator(chunk_size=_CHUNK)


def _write_csv(file: Path, columns: list[str], rows: Iterable[Iterable[Any]], *, private: bool = False) -> int:
    """Write a file and give the number of its rows."""
    count = 0
    # A private file is so from its first moment on.
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE if private else 0o644)
    with os.fdopen(handle, "w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(columns)
        for row in rows:
            writer.writerow([_text(value) for value in row])
            count += 1
    return count


def _text(value: Any) -> str:
    """Write a value as every language on every machine reads it: UTC with Z, days as YYYY-MM-DD, yes or no."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case datetime():
            return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case date():
            return value.isoformat()
    return str(value)


def _hex(keys: Mapping[str, bytes], letter: str) -> str:
    return keys[letter].hex() if letter in keys else ""


def _written(file: Path, rows: int) -> Written:
    with file.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    return Written(rows, file.stat().st_size, digest)


def _settle(folder: Path) -> None:
    """Wait until everything is on the disk: a name that stands after a power cut must stand for whole files."""
    for path in (*folder.iterdir(), folder):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
