from __future__ import annotations

import csv
import hashlib
import json
import re
import stat
import threading
import tracemalloc
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection

from catalog.enums import RevocationGround
from tests.factories.catalog import CertificateFactory, ProducerFactory, ProductFactory
from tests.factories.core import UserFactory
from tests.factories.traceability import LotFactory, RecallFactory, StampEventFactory, StampOrderFactory, StampRangeFactory
from traceability import archive
from traceability.domain import export
from traceability.domain.codes import StampNumber, make_code, readable
from traceability.domain.export import COMPANIONS, TABLES, ExportRefused, KeyNumbers, export_codes
from traceability.domain.keys.keyring import fingerprint
from traceability.enums import OrderState, StampAction, VerdictKind, VoidReason
from traceability.models import StampRange

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 23, 3, tzinfo=UTC)
KEYS = {"S": b"s" * 32, "T": b"t" * 32}
README = Path(archive.__file__).with_name("README.md").read_text(encoding="utf-8")


def write(folder, *, with_keys=False, keys=KEYS, at=AT):
    return export_codes(folder, keys=keys, with_keys=with_keys, site="https://ocop.example", at=at)


def rows(folder, name):
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def register():
    """A product with an order that was split, and everything that hangs on it."""
    product = ProductFactory(name="Nước mắm “Kỳ Phú”, 40° đạm", gtin="8936014180024", producer__name="HTX Kỳ Phú")
    CertificateFactory(product=product, score="80.5", revoked=True)
    order = StampOrderFactory(
        product=product, approved=True, delivery="12 Phan Đình Phùng", ordered_by=UserFactory(username="ba-lan")
    )
    lot = RecallFactory(lot=LotFactory(product=product), reason="Dòng một\nDòng hai").lot
    StampRangeFactory(order=order, start=0, stop=600)
    StampRangeFactory(order=order, start=600, stop=1000, lot=lot, activated=True, voided=True)
    StampEventFactory(order=order, by=order.ordered_by, start=0, stop=1000)
    return order


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "archive"


# --- what is written ------------------------------------------------------------------------------------------------


def test_ranges_say_the_fate_of_every_stamp(register, folder):
    write(folder)

    common = {"key_letter": "T", "order": str(register.pk), "product": str(register.product_id)}
    lot = str(register.product.lots.get().pk)
    assert rows(folder, "ranges.csv") == [
        {**common, "start": "0", "stop": "600", "lot": "", "activated_at": "", "voided_at": "", "void_reason": ""},
        {
            **common,
            "start": "600",
            "stop": "1000",
            "lot": lot,
            "activated_at": "2026-10-01T02:00:00Z",
            "voided_at": "2026-11-01T02:00:00Z",
            "void_reason": "MISPRINT",
        },
    ]


def test_files_hold_what_the_register_holds(register, folder):
    write(folder)
    product, certificate = register.product, register.product.certificates.get()

    assert rows(folder, "products.csv")[0] == {
        "id": str(product.pk),
        "name": "Nước mắm “Kỳ Phú”, 40° đạm",
        "slug": product.slug,
        "gtin": "8936014180024",
        "ocop_code": "",
        "producer": str(product.producer_id),
        "place_as_certified": "xã Kỳ Phú, huyện Kỳ Anh, tỉnh Hà Tĩnh",
        "retired_on": "",
        "retired_because": "",
        "is_sample": "no",
    }
    assert rows(folder, "recalls.csv")[0]["reason"] == "Dòng một\nDòng hai"
    assert rows(folder, "events.csv")[0]["by"] == str(register.ordered_by_id)
    written = rows(folder, "certificates.csv")[0]
    assert (written["revoked_on"], written["revocation_no"]) == (certificate.revoked_on.isoformat(), "3763/QĐ-UBND")
    assert [len(rows(folder, table.name)) for table in TABLES] == [2, 1, 1, 1, 1, 1, 1, 1]


def test_nothing_of_a_person_is_written(register, folder):
    write(folder, with_keys=True)

    text = "".join(file.read_text(encoding="utf-8") for file in folder.iterdir())
    assert [word for word in ("ba-lan", "Phan Đình Phùng", "80.5") if word in text] == []


def test_million_stamps_are_one_line(folder):
    StampRangeFactory(start=0, stop=1_000_000)

    write(folder)

    lines = (folder / "ranges.csv").read_text().splitlines()
    assert len(lines) == 2
    assert lines[1].startswith("T,0,1000000,")


def test_lines_stand_in_the_order_of_their_numbers(folder):
    for letter, start in (("T", 2000), ("S", 5000), ("T", 0)):
        StampRangeFactory(key_letter=letter, start=start)

    write(folder)

    assert [(row["key_letter"], row["start"]) for row in rows(folder, "ranges.csv")] == [("S", "5000"), ("T", "0"), ("T", "2000")]


# --- the manifest ---------------------------------------------------------------------------------------------------


def test_manifest_names_time_site_numbers_and_hashes(register, folder):
    StampRangeFactory(key_letter="X", start=70, stop=80)

    manifest = write(folder)

    said = json.loads((folder / "manifest.json").read_text())
    assert (said["format"], said["made_at"], said["site"]) == (1, "2026-11-23T03:00:00Z", "https://ocop.example")
    assert said["keys"]["T"] == {"fingerprint": fingerprint(KEYS["T"]), "first": 0, "last": 999, "stamps": 1000}
    assert manifest.keys["S"] == KeyNumbers(fingerprint(KEYS["S"]), None, None, 0)
    assert manifest.keys["X"] == KeyNumbers("", 70, 79, 10)
    assert manifest.lost_keys == ["X"]
    assert set(said["files"]) == {file.name for file in folder.iterdir()} - {"manifest.json"}
    for name, written in said["files"].items():
        content = (folder / name).read_bytes()
        assert (written["bytes"], written["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())
    assert said["files"]["ranges.csv"]["rows"] == 3


@pytest.mark.parametrize("with_keys", [False, True])
def test_unchanged_data_gives_the_same_hashes(register, tmp_path, with_keys):
    first = write(tmp_path / "first", with_keys=with_keys)
    second = write(tmp_path / "second", with_keys=with_keys, at=AT + timedelta(days=30))

    assert first.files == second.files
    StampRangeFactory(start=5000)
    assert write(tmp_path / "third", with_keys=with_keys).files != first.files


# --- the keys -------------------------------------------------------------------------------------------------------


def test_keys_stay_out_unless_they_are_asked_for(register, folder):
    write(folder)

    assert rows(folder, "keys.csv") == [{"letter": letter, "fingerprint": fingerprint(key)} for letter, key in KEYS.items()]
    assert not [file for file in folder.iterdir() for key in KEYS.values() if key.hex() in file.read_text()]


def test_keys_that_are_asked_for_lie_in_a_private_file(register, folder):
    StampRangeFactory(key_letter="X", start=0)

    write(folder, with_keys=True)

    assert {row["letter"]: row["key"] for row in rows(folder, "keys.csv")} == {"S": "73" * 32, "T": "74" * 32, "X": ""}
    assert stat.S_IMODE((folder / "keys.csv").stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


# --- all or nothing -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", [Path.mkdir, Path.touch, lambda path: path.symlink_to("nowhere")])
def test_what_exists_is_never_touched(folder, make):
    make(folder)

    with pytest.raises(ExportRefused, match="exists already"):
        write(folder)

    assert [file.name for file in folder.parent.iterdir()] == ["archive"]


def test_folder_that_cannot_be_made_is_refused(tmp_path):
    with pytest.raises(ExportRefused, match="cannot be written"):
        write(tmp_path / "nowhere" / "archive")


@pytest.mark.parametrize("error", [KeyboardInterrupt, RuntimeError, OSError(28, "No space left on device")])
@pytest.mark.parametrize("step", ["_write_csv", "_written", "_settle"])
def test_interrupted_export_leaves_nothing(register, folder, monkeypatch, error, step):
    def fail(*_arguments, **_named):
        raise error

    monkeypatch.setattr(export, step, fail)

    with pytest.raises(ExportRefused if isinstance(error, OSError) else error):
        write(folder)

    assert list(folder.parent.iterdir()) == []


def test_folder_has_its_name_only_when_it_is_whole(register, folder, monkeypatch):
    seen = []
    settle = export._settle

    def look(unfinished):
        seen.append((folder.exists(), unfinished.parent == folder.parent, (unfinished / "manifest.json").exists()))
        settle(unfinished)

    monkeypatch.setattr(export, "_settle", look)
    write(folder)

    assert seen == [(False, True, True)]


# --- much data, changing data ---------------------------------------------------------------------------------------


def test_memory_stays_flat(folder, tmp_path):
    order = StampOrderFactory(approved=True)

    def peak(count, into):
        StampRange.objects.all().delete()
        made = (StampRange(order=order, key_letter="T", start=start, stop=start + 1) for start in range(count))
        StampRange.objects.bulk_create(made, batch_size=500)
        tracemalloc.start()
        write(into)
        highest = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return highest

    few, many = peak(3_000, tmp_path / "few"), peak(12_000, folder)

    assert many < few * 1.5


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_files_show_one_moment(folder, monkeypatch):
    if connection.vendor == "sqlite":
        pytest.skip("SQLite: the test database is one connection, nobody can write meanwhile")
    StampRangeFactory(start=0)
    write_csv = export._write_csv

    def write_while_others_work(file, *arguments, **named):
        def work():
            StampRangeFactory(start=int(hashlib.sha256(file.name.encode()).hexdigest()[:8], 16))
            connection.close()

        worker = threading.Thread(target=work)
        worker.start()
        worker.join(timeout=30)
        return write_csv(file, *arguments, **named)

    monkeypatch.setattr(export, "_write_csv", write_while_others_work)
    manifest = write(folder)

    assert StampRange.objects.count() > 1
    assert manifest.keys["T"].stamps == 1000
    assert [manifest.files[name].rows for name in ("ranges.csv", "orders.csv", "products.csv", "producers.csv")] == [1, 1, 1, 1]


# --- what the README of the archive says ----------------------------------------------------------------------------


def test_companions_go_along(folder):
    write(folder)

    assert [(folder / name).read_bytes() for name in COMPANIONS] == [
        Path(archive.__file__).with_name(name).read_bytes() for name in COMPANIONS
    ]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_readme_explains_every_column(table):
    part = README.split(f"| `{table.name}` |")[1]
    part = re.split(r"\n\| `\w+\.", part)[0]

    assert [name for name in table.columns if f"`{name}`" not in part] == []


def test_readme_explains_every_word():
    words = [*VoidReason, *StampAction, *OrderState, *RevocationGround, *list(VerdictKind)[:6]]

    assert [str(word.value) for word in words if f"`{word.value}`" not in README] == []


def test_vectors_of_the_readme_are_true():
    key = bytes(range(32))
    vectors = re.findall(r"^\| (\d+) \| `(A[0-9A-Z-]{18})` \|$", README, re.MULTILINE)

    assert len(vectors) == 4
    assert [readable(make_code(StampNumber("A", int(number)), keys={"A": key})) for number, _code in vectors] == [
        code for _number, code in vectors
    ]


def test_producer_of_no_product_is_written_too(folder):
    ProducerFactory(name="HTX chưa có sản phẩm")

    write(folder)

    assert [row["name"] for row in rows(folder, "producers.csv")] == ["HTX chưa có sản phẩm"]
