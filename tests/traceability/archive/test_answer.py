"""The script that goes along with an export answers as the site does: what it repeats is held to the original here."""

from __future__ import annotations

import ast
import importlib.util
import io
import random
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from catalog.enums import RevocationGround
from core.codes import ALPHABET
from tests.factories.catalog import CertificateFactory, ProductFactory
from tests.factories.traceability import LotFactory, RecallFactory, StampRangeFactory, code_of
from traceability import archive
from traceability.domain.codes import NotOurs, StampNumber, make_code, read_code, readable
from traceability.domain.export import export_codes
from traceability.domain.scans import answer_scan
from traceability.enums import ScanChannel, VerdictKind

SOURCE = Path(archive.__file__).with_name("answer.py")
KEYS = {"T": settings.STAMP_KEYS["T"], "S": settings.STAMP_KEYS["S"]}
AT = datetime(2026, 11, 23, 3, tzinfo=UTC)
HISTORY = {VerdictKind.FIRST_SCAN, VerdictKind.SCANNED_BEFORE, VerdictKind.DOUBTFUL}


def load(file):
    specification = importlib.util.spec_from_file_location("stand_alone_answer", file)
    module = importlib.util.module_from_spec(specification)
    sys.modules[specification.name] = module  # dataclasses look there
    specification.loader.exec_module(module)
    return module


script = load(SOURCE)


# --- codes ----------------------------------------------------------------------------------------------------------


def site_reads(text):
    try:
        stamp = read_code(text, keys=KEYS)
    except NotOurs:
        return None
    return stamp.key_letter, stamp.number


@given(st.integers(min_value=0, max_value=2**40 - 1), st.sampled_from(["T", "S"]))
def test_code_is_read_as_the_site_reads_it(number, letter):
    code = make_code(StampNumber(letter, number), keys=KEYS)

    assert script.read_code(code, KEYS) == (letter, number)
    assert script.read_code(readable(code).lower(), KEYS) == (letter, number)


@given(st.text(max_size=80) | st.text(alphabet=f"{ALPHABET}-oilu", min_size=14, max_size=18).map("T".__add__))
def test_any_text_is_read_as_the_site_reads_it(text):
    assert script.read_code(text, KEYS) == site_reads(text)


def test_changed_codes_are_refused_as_the_site_refuses_them():
    code = make_code(StampNumber("T", 123_456), keys=KEYS)
    changes = [code[:at] + other + code[at + 1 :] for at in range(16) for other in ALPHABET]

    assert [script.read_code(change, KEYS) for change in changes] == [site_reads(change) for change in changes]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("T8X8-2DPM-4Y8D-CYM1", ("T8X8-2DPM-4Y8D-CYM1", "", "")),
        ("https://ocop.example/t/T8X82DPM4Y8DCYM1", ("T8X82DPM4Y8DCYM1", "", "")),
        ("HTTPS://OCOP.EXAMPLE/T/T8X82DPM4Y8DCYM1", ("T8X82DPM4Y8DCYM1", "", "")),
        (" https://ocop.example/t/T8X8%202DPM?lang=en#top\n", ("T8X8 2DPM", "", "")),
        ("ocop.example/t/T8X82DPM4Y8DCYM1", ("T8X82DPM4Y8DCYM1", "", "")),
        ("/t/T8X82DPM4Y8DCYM1", ("T8X82DPM4Y8DCYM1", "", "")),
        ("https://ocop.example/01/08936014180024/21/T8X82DPM4Y8DCYM1", ("T8X82DPM4Y8DCYM1", "08936014180024", "")),
        ("https://ocop.example/01/08936014180024/10/L%2F1/21/T8X8?17=270101", ("T8X8", "08936014180024", "L/1")),
        ("https://ocop.example/01/8936014180024/21/T8X8", ("T8X8", "08936014180024", "")),
        ("https://ocop.example/01/08936014180024", ("", "08936014180024", "")),
        ("https://ocop.example/san-pham/", ("", "", "")),
    ],
)
def test_address_is_taken_apart(text, read):
    assert script.read_address(text) == read


# --- answers --------------------------------------------------------------------------------------------------------


def certificates(product, fate):
    """Give a product the certificates that a name stands for."""
    day = date(2024, 3, 1)
    if fate == "renewed":
        CertificateFactory(product=product, valid_from=date(2021, 3, 1), superseded_on=day)
        CertificateFactory(product=product, valid_from=day)
    elif fate == "renewed, then revoked":
        CertificateFactory(product=product, valid_from=date(2021, 3, 1), superseded_on=day)
        CertificateFactory(product=product, valid_from=day, **revoked(date(2026, 6, 1)))
    elif fate == "extended":
        made = CertificateFactory.build(product=product, valid_from=day)
        CertificateFactory(product=product, valid_from=day, extended_to=made.valid_to + timedelta(days=150))
    elif fate == "superseded":
        CertificateFactory(product=product, valid_from=day, superseded_on=date(2026, 1, 1))
    elif fate == "revoked after its end":
        CertificateFactory(product=product, valid_from=date(2020, 1, 1), **revoked(date(2026, 6, 1)))
    elif fate == "to come":
        CertificateFactory(product=product, valid_from=date(2027, 1, 1))
    elif fate == "plain":
        CertificateFactory(product=product, valid_from=day)


def revoked(day):
    return {"revoked_on": day, "revocation_ground": RevocationGround.OTHER, "revocation_no": "1/QĐ"}


FATES = (
    *("plain", "renewed", "renewed, then revoked", "extended", "superseded", "revoked after its end", "to come", "none"),
)  # fmt: skip
STATES = ({}, {"activated": True}, {"voided": True}, {"activated": True, "voided": True})


@pytest.fixture
def archive_folder(db, tmp_path):
    """A register of every fate and state, exported with its keys."""
    start = 0
    for position, fate in enumerate(FATES):
        product = ProductFactory(gtin="8936014180024" if position == 0 else "")
        certificates(product, fate)
        lots = [
            LotFactory(product=product, best_before_date=None),
            LotFactory(product=product, made_date=date(2025, 1, 1), best_before_date=date(2026, 12, 31)),
            LotFactory(product=product, recalled=True),
            LotFactory(product=product),
        ]
        RecallFactory(lot=lots[3], lifted_at=datetime(2026, 11, 10, tzinfo=UTC))
        for lot in lots:
            for state in STATES:
                more = {"lot": lot} if "activated" in state else {}
                StampRangeFactory(order__product=product, start=start, stop=start + 10, **state, **more)
                start += 15  # five numbers that were never issued
    folder = tmp_path / "archive"
    export_codes(folder, keys=KEYS, with_keys=True, site="https://ocop.example", at=AT)
    return folder


def days():
    """Give days around every change of the certificates above, and years later."""
    turns = [date(2024, 3, 1), date(2026, 1, 1), date(2026, 6, 1), date(2027, 1, 1), date(2027, 3, 1), date(2027, 7, 29)]
    near = [turn + timedelta(days=by) for turn in turns for by in (-1, 0)]
    return [*near, date(2026, 11, 23), date(2030, 1, 1), date(2040, 1, 1)]


def site_answers(text, day, **more):
    at = datetime.combine(day, time(12), tzinfo=UTC)
    verdict = answer_scan(text, at=at, viewer=1, channel=ScanChannel.TYPED, **more).verdict
    return "MATCHES" if verdict.kind in HISTORY else str(verdict.kind), [str(note) for note in verdict.notes]


def test_every_state_on_every_day_is_answered_as_the_site_answers_it(archive_folder):
    alone = load(archive_folder / "answer.py")
    keys = alone.read_keys(archive_folder / "keys.csv")
    numbers = [*range(3, 15 * len(FATES) * len(STATES) * 4, 15), *range(12, 200, 15), 2**40 - 1]
    seen = set()

    for number in numbers:
        code = code_of(number)
        for day in random.Random(number).sample(days(), 5):
            found = alone.answer(archive_folder, code, day, keys)
            assert (found.kind, found.notes) == site_answers(code, day), (number, day)
            seen |= {found.kind, *found.notes}

    assert keys == KEYS
    assert seen == set(script.WORDS)


def test_other_texts_and_keys_are_answered_as_the_site_answers_them(archive_folder):
    day = date(2026, 11, 23)

    for text in ("", "T000-0000-0000-0000", code_of(18)[:-1], code_of(18, "S"), readable(code_of(18)).lower()):
        assert script.answer(archive_folder, text, day, KEYS).kind == site_answers(text, day)[0]


@pytest.mark.parametrize(
    ("gtin", "lot", "kind"),
    [
        ("08936014180024", "", "MATCHES"),
        ("08936014180025", "", "NOT_OURS"),
        ("08936014180024", "right", "MATCHES"),
        ("08936014180024", "wrong", "NOT_OURS"),
    ],
)
def test_address_with_barcode_number_and_lot_is_held_against_the_register(archive_folder, gtin, lot, kind):
    number, day = 18, date(2026, 11, 23)
    right = next(row["code"] for row in script.rows(archive_folder, "lots.csv"))
    lot_code = {"": "", "right": right, "wrong": "X"}[lot]
    code = code_of(number)

    address = f"https://ocop.example/01/{gtin}{f'/10/{lot_code}' if lot_code else ''}/21/{code}"

    assert script.answer(archive_folder, address, day, KEYS).kind == kind
    assert site_answers(code, day, gtin=gtin, lot=lot_code)[0] == kind


def test_barcode_number_of_a_product_without_one_is_not_ours(archive_folder):
    number, day = 15 * 4 * 4 + 18, date(2026, 11, 23)
    address = f"https://ocop.example/01/08936014180024/21/{code_of(number)}"

    assert script.answer(archive_folder, code_of(number), day, KEYS).kind == "MATCHES"
    assert script.answer(archive_folder, address, day, KEYS).kind == "NOT_OURS"


# --- at a terminal --------------------------------------------------------------------------------------------------


def say(folder, *words):
    """Run the script as a person does, in a process that knows nothing of the site."""
    return subprocess.run(
        [sys.executable, "-I", str(folder / "answer.py"), *words],
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )


def test_script_answers_in_a_process_of_its_own(archive_folder):
    done = say(archive_folder, f"https://ocop.example/t/{code_of(18)}", "--on", "2026-11-23")

    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("MATCHES: Khớp với sổ đăng ký / Matches the register\n")
    assert "certificate: stars          4\n" in done.stdout
    assert "certificate status          IN_FORCE\n" in done.stdout
    product = next(script.rows(archive_folder, "products.csv"))
    assert f"product: name               {product['name']}\n" in done.stdout
    assert say(archive_folder, "--verify").stdout == "Every file is as it was exported.\n"


def call(folder, *words):
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        try:
            status = load(folder / "answer.py").main(list(words))
        except SystemExit as left:
            status = left.code
    return status, out.getvalue() + err.getvalue()


def test_keys_may_lie_elsewhere(archive_folder, tmp_path):
    safe = tmp_path / "stamp-keys"
    safe.write_text(f"# from the safe\nT {KEYS['T'].hex()} retired 2026-01-01\nS {KEYS['S'].hex()} current 2026-06-01\n")
    (archive_folder / "keys.csv").write_text("letter,fingerprint\nT,00000000\n")

    assert call(archive_folder, code_of(18)) == (
        2,
        f"{archive_folder / 'keys.csv'} holds no key. Name a file that does with --keys: without its key no code can be read.\n",
    )
    assert call(archive_folder, code_of(18), "--on", "2026-11-23", "--keys", str(safe))[0] == 0
    assert script.read_keys(safe) == KEYS


def test_changed_and_missing_files_are_noticed(archive_folder):
    lots = archive_folder / "lots.csv"
    lots.write_text(lots.read_text().replace("2026-12-31", "2027-12-31"))
    (archive_folder / "recalls.csv").unlink()

    assert call(archive_folder, "--verify") == (1, "lots.csv was changed after the export.\nrecalls.csv is missing.\n")
    status, said = call(archive_folder, code_of(18))
    assert (status, said) == (2, "recalls.csv cannot be read: No such file or directory.\n")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["T000", "--on", "23/11/2026"], "--on must be a day"),
        ([], "name a code, or ask for --verify"),
        (["T000", "--verify"], "name a code, or ask for --verify"),
        (["T000", "--keys", "/nowhere/keys"], "cannot be read"),
    ],
)
def test_wrong_words_are_answered_without_a_traceback(archive_folder, words, said):
    status, text = call(archive_folder, *words)

    assert status == 2
    assert said in text


def test_broken_files_are_answered_without_a_traceback(archive_folder):
    (archive_folder / "ranges.csv").write_text("key_letter,start,stop\nT,zero,one\n")
    assert call(archive_folder, code_of(18)) == (2, "A file is not as it was exported; ask for --verify.\n")

    (archive_folder / "manifest.json").write_text("{}")
    assert call(archive_folder, "--verify") == (2, "manifest.json is missing or broken.\n")


def test_row_that_another_names_must_be_there(archive_folder):
    products = archive_folder / "products.csv"
    products.write_text(products.read_text().splitlines()[0] + "\n")

    status, said = call(archive_folder, code_of(18))

    assert (status, "products.csv has no row" in said) == (2, True)


def test_script_is_written_for_older_pythons():
    ast.parse(SOURCE.read_text(), feature_version=(3, 9))


def test_sources_of_the_script_are_of_the_standard_library():
    imported = [
        line.split()[1].split(".")[0] for line in SOURCE.read_text().splitlines() if line.startswith(("import ", "from "))
    ]

    assert set(imported) <= sys.stdlib_module_names
