"""The printing worker as a real process, killed for real."""

from __future__ import annotations

import csv
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from tests.factories.catalog import CertificateFactory
from tests.factories.traceability import StampOrderFactory, StampRangeFactory, code_of
from traceability.domain.printing.runs import start_run
from traceability.enums import FileKind

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[2]
AT = datetime(2026, 11, 23, 3, tzinfo=UTC)
ROLLS, ROLL_SIZE = 20, 150


@pytest.fixture
def database(tmp_path):
    """A database file with a run that waits: a copy of the test database, as another process can open it."""
    if connection.vendor != "sqlite":
        pytest.skip("The test database of PostgreSQL is one transaction, which no other process can see")
    product = CertificateFactory(valid_from=date(2025, 1, 1)).product
    order = StampOrderFactory(product=product, approved=True, quantity=ROLLS * ROLL_SIZE, roll_size=ROLL_SIZE)
    StampRangeFactory(order=order, start=0, stop=ROLLS * ROLL_SIZE)
    start_run(order=order, kind=FileKind.CSV, by=None, at=AT)
    file = tmp_path / "copy.sqlite3"
    file.write_bytes(connection.connection.serialize())
    return file


def worker(database, *words):
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "ocop.settings.demo",
        "DATABASE_URL": f"sqlite:///{database}",
        "PRIVATE_ROOT": str(database.parent / "private"),
        "STAMP_KEYS": ",".join(f"{letter}:{key.hex()}" for letter, key in settings.STAMP_KEYS.items()),
        "STAMP_KEY_CURRENT": "T",
        "STAMP_KEYS_FILE": "",
    }
    return subprocess.Popen(
        [sys.executable, str(ROOT / "manage.py"), "print_stamps", *words], cwd=ROOT, env=environment, stderr=subprocess.PIPE
    )


def ask(database, sql):
    with sqlite3.connect(database, timeout=10) as asking:
        rows = asking.execute(sql).fetchall()
    asking.close()
    return rows


def made(database):
    return ask(database, "SELECT count(*) FROM traceability_printpart WHERE made_at IS NOT NULL")[0][0]


def kill_after(database, parts):
    process = worker(database)
    deadline = time.monotonic() + 60
    while made(database) < parts and time.monotonic() < deadline:
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    # The next worker would wait for the lease of the dead one; two minutes are too long for a test.
    ask(database, "UPDATE traceability_printpart SET leased_until = '2000-01-01' WHERE leased_until IS NOT NULL")


def test_killed_twice_and_finished_without_a_missing_or_doubled_stamp(database):
    kill_after(database, 3)
    kill_after(database, 8)
    between = made(database)

    last = worker(database, "--once", "--processes", "2")
    _out, errors = last.communicate(timeout=120)

    assert last.returncode == 0, errors.decode()
    assert 8 <= between < ROLLS
    assert ask(database, "SELECT state, count FROM traceability_printrun") == [("RELEASED", ROLLS * ROLL_SIZE)]
    folder = database.parent / "private"
    manifest = json.loads((folder / "print/1/manifest.json").read_bytes())
    kept = dict(ask(database, "SELECT sha256, file FROM traceability_printpart"))
    codes = []
    for one in manifest["files"]:
        content = (folder / kept[one["sha256"]]).read_bytes()
        assert sha256(content).hexdigest() == one["sha256"]
        codes += [row["code"].replace("-", "") for row in csv.DictReader(content.decode("utf-8-sig").splitlines())]
    assert codes == [code_of(number) for number in range(ROLLS * ROLL_SIZE)]
    assert ask(database, "SELECT count(*) FROM traceability_stampevent WHERE action = 'PRINTED'") == [(1,)]


def test_worker_leaves_when_it_is_told_or_its_parent_is_gone(database):
    ask(database, "UPDATE traceability_printrun SET state = 'CANCELLED', hold = NULL")
    idle, orphan = worker(database), worker(database, "--leave-with", "1")

    assert orphan.wait(timeout=60) == 0
    idle.terminate()
    assert idle.wait(timeout=60) in (0, -signal.SIGTERM)
    for process in (idle, orphan):
        process.communicate()


@pytest.mark.parametrize("processes", [0, 10_000])
def test_absurd_number_of_processes_is_refused(processes):
    with pytest.raises(CommandError):
        call_command("print_stamps", once=True, processes=processes)


def test_nothing_to_do_is_done_at_once():
    call_command("print_stamps", once=True)
