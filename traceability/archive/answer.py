"""Answer a stamp from the files beside this script, without the site that printed it.

    python3 answer.py CODE-OR-ADDRESS [--on YYYY-MM-DD] [--keys FILE]
    python3 answer.py --verify

It needs Python 3.9 or later and nothing else. The keys come from keys.csv beside this script when it holds them, else from the
file that --keys names: such a keys.csv, or the key file of the site. README.md says what every file and column is.

This script lies in a folder far from the site's own sources, perhaps decades later: it can import none of them. What it says
once more is how a code is read, what a certificate is worth on a day, and in which order verdicts are decided; a test of the site
holds the two together. The day decides about certificate and best-before date; what was voided or recalled stands as exported.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from urllib.parse import unquote, urlsplit

Row = dict[str, str]
Keys = dict[str, bytes]

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LOOK_ALIKES = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V"})
SEPARATORS = str.maketrans(dict.fromkeys(" \t\r\n\u00a0\u2009\u202f-\u2010\u2011\u2012\u2013\u2014\u2212._"))
LENGTH, LONGEST_INPUT, KEY_HEX_DIGITS = 16, 64, 64
HANOI = timezone(timedelta(hours=7))

# The verdicts of the scan page. MATCHES stands for its last three, which only the history of scans tells apart.
WORDS = {
    "NOT_OURS": ("Không phải mã của sổ đăng ký này", "Not a code of this register"),
    "VOID": ("Tem này đã bị hủy", "This stamp is void"),
    "RECALLED": ("Lô hàng này đã bị thu hồi", "This lot is recalled"),
    "REVOKED": ("Giấy chứng nhận đã bị thu hồi", "The certificate has been revoked"),
    "EXPIRED": ("Giấy chứng nhận đã hết hiệu lực", "The certificate has expired"),
    "NOT_ACTIVATED": ("Tem này chưa được đưa vào sử dụng", "This stamp is not in use yet"),
    "MATCHES": ("Khớp với sổ đăng ký", "Matches the register"),
    "CERTIFICATE_EXTENDED": ("Giấy chứng nhận được gia hạn chờ kết quả", "The certificate runs on while renewal is decided"),
    "PAST_BEST_BEFORE": ("Lô hàng đã quá hạn sử dụng", "This lot is past its best-before date"),
}


@dataclass
class Answer:
    """A verdict, the notes beside it, and what the register held about the stamp."""

    kind: str
    notes: list[str] = field(default_factory=list)
    facts: dict[str, str] = field(default_factory=dict)


class CannotAnswer(Exception):
    """A file is missing or not as it should be; the message says which."""


# --- how a code is read ---------------------------------------------------------------------------------------------


def read_address(text: str) -> tuple[str, str, str]:
    """Give code, barcode number and lot of what was scanned or typed.

    Shape: an address `.../t/<code>` or `.../01/<barcode number>/10/<lot>/21/<code>` (lot or not), or a code alone.
    """
    if "/" not in text:
        return text, "", ""
    segments = [unquote(part) for part in urlsplit(text.strip()).path.split("/") if part]
    while segments and segments[0] not in ("t", "T", "01"):
        segments.pop(0)
    if not segments:
        return "", "", ""
    if segments[0] in ("t", "T"):
        return "/".join(segments[1:]), "", ""
    pairs = {segments[at]: segments[at + 1] for at in range(0, len(segments) - 1, 2)}
    return pairs.get("21", ""), pairs["01"].zfill(14) if "01" in pairs else "", pairs.get("10", "")


def read_code(text: str, keys: Keys) -> tuple[str, int] | None:
    """Give key letter and number of a code, or None when none of the keys has made it. README.md lays the code out."""
    if len(text) > LONGEST_INPUT:
        return None
    code = text.translate(SEPARATORS).upper().translate(LOOK_ALIKES)
    if len(code) != LENGTH or code[0] not in keys or any(character not in ALPHABET for character in code):
        return None
    key = keys[code[0]]
    masked, tag = _decode(code[1:9]), _decode(code[9:])
    number = masked ^ _first_bits(tag.to_bytes(8, "big"), 40, key, b"ocopmask")
    if _first_bits(code[0].encode() + number.to_bytes(8, "big"), 35, key, b"ocop-tag") != tag:
        return None
    return code[0], number


def _decode(text: str) -> int:
    number = 0
    for character in text:
        number = number << 5 | ALPHABET.index(character)
    return number


def _first_bits(message: bytes, bits: int, key: bytes, person: bytes) -> int:
    digest = hashlib.blake2s(message, key=key, person=person, digest_size=8).digest()
    return int.from_bytes(digest, "big") >> (64 - bits)


# --- the files ------------------------------------------------------------------------------------------------------


def rows(folder: Path, name: str) -> Iterator[Row]:
    """Give the rows of a file, one at a time.

    Raises: CannotAnswer: there is no such file.
    """
    try:
        with (folder / name).open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)
    except OSError as error:
        raise CannotAnswer(f"{name} cannot be read: {error.strerror}.") from None


def row_of(folder: Path, name: str, number: str) -> Row:
    """Give the row that has a number in its column `id`.

    Raises: CannotAnswer: there is none.
    """
    for row in rows(folder, name):
        if row["id"] == number:
            return row
    raise CannotAnswer(f"{name} has no row {number}.")


def read_keys(file: Path) -> Keys:
    """Read the keys from a keys.csv that holds them, or from a key file of the site.

    Raises: CannotAnswer: it holds no key.
    """
    keys = {}
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        raise CannotAnswer(f"{file} cannot be read.") from None
    for line in lines:
        words = line.replace(",", " ").split()
        secrets = [word for word in words[1:] if len(word) == KEY_HEX_DIGITS and not set(word.lower()) - set("0123456789abcdef")]
        if len(secrets) == 1 and words[0] in set(ALPHABET):
            keys[words[0]] = bytes.fromhex(secrets[0])
    if not keys:
        raise CannotAnswer(f"{file} holds no key. Name a file that does with --keys: without its key no code can be read.")
    return keys


# --- what a stamp is worth ------------------------------------------------------------------------------------------


def answer(folder: Path, text: str, on: date, keys: Keys) -> Answer:
    """Answer a code, or the address that a stamp carries, for a day.

    Raises: CannotAnswer: a file is missing.
    """
    code, gtin, lot_code = read_address(text)
    stamp = read_code(code, keys)
    part = _range_of(folder, stamp) if stamp else None
    if part is None:
        return Answer("NOT_OURS")
    product = row_of(folder, "products.csv", part["product"])
    lot = row_of(folder, "lots.csv", part["lot"]) if part["lot"] else {}
    if (gtin and product["gtin"].zfill(14) != gtin) or (lot_code and lot and lot["code"] != lot_code):
        return Answer("NOT_OURS")
    certificate = _certificate_of(folder, part["product"], on)
    status = _status(certificate, on)
    recall = _recall_of(folder, part["lot"])
    kind = _verdict(part, status, recall)
    found = Answer(kind, _notes(kind, status, lot, on))
    found.facts = _facts(part, product, lot, certificate, recall)
    found.facts["certificate status"] = status
    found.facts["producer"] = row_of(folder, "producers.csv", product["producer"])["name"]
    return found


def _range_of(folder: Path, stamp: tuple[str, int]) -> Row | None:
    for row in rows(folder, "ranges.csv"):
        if row["key_letter"] == stamp[0] and int(row["start"]) <= stamp[1] < int(row["stop"]):
            return row
    return None


def _certificate_of(folder: Path, product: str, on: date) -> Row:
    """Give the latest certificate of a product that has begun, or an empty row."""
    begun = [row for row in rows(folder, "certificates.csv") if row["product"] == product and row["valid_from"] <= on.isoformat()]
    return max(begun, key=lambda row: (row["valid_from"], int(row["id"])), default={})


def _recall_of(folder: Path, lot: str) -> Row:
    """Give the recall of a lot that is not lifted, or an empty row."""
    return next((row for row in rows(folder, "recalls.csv") if lot and row["lot"] == lot and not row["lifted_at"]), {})


def _status(certificate: Row, on: date) -> str:
    """Tell what a certificate is worth on a day; days written YYYY-MM-DD compare as they stand."""
    day = on.isoformat()
    if not certificate:
        return "NONE"
    if certificate["revoked_on"] and day >= certificate["revoked_on"]:
        return "REVOKED"
    if certificate["superseded_on"] and day >= certificate["superseded_on"]:
        return "SUPERSEDED"
    if day < certificate["valid_to"]:
        return "IN_FORCE"
    return "EXTENDED" if day < certificate["extended_to"] else "EXPIRED"


def _verdict(part: Row, status: str, recall: Row) -> str:
    """Decide; the first that applies counts."""
    if part["voided_at"]:
        return "VOID"
    if recall:
        return "RECALLED"
    if status == "REVOKED":
        return "REVOKED"
    if status not in ("IN_FORCE", "EXTENDED"):
        return "EXPIRED"
    return "MATCHES" if part["activated_at"] else "NOT_ACTIVATED"


def _notes(kind: str, status: str, lot: Row, on: date) -> list[str]:
    if kind in ("VOID", "REVOKED", "NOT_ACTIVATED"):
        return []
    notes = ["CERTIFICATE_EXTENDED"] if status == "EXTENDED" else []
    if lot and lot["best_before_date"] and lot["best_before_date"] < on.isoformat():
        notes.append("PAST_BEST_BEFORE")
    return notes


def _facts(part: Row, product: Row, lot: Row, certificate: Row, recall: Row) -> dict[str, str]:
    """Give what the register held, under names that stand in README.md; what is empty is left out."""
    end_of_certificate = ("extended_to", "superseded_on", "revoked_on", "revocation_ground", "revocation_no")
    chosen = (
        (product, "product", ("name", "place_as_certified", "gtin", "retired_on", "retired_because", "is_sample")),
        (lot, "lot", ("code", "made_date", "best_before_date")),
        (part, "stamp", ("key_letter", "order", "activated_at", "voided_at", "void_reason")),
        (recall, "recall", ("issued_at", "reason", "advice", "paper")),
        (certificate, "certificate", ("stars", "decision_no", "authority", "valid_from", "valid_to", *end_of_certificate)),
    )
    return {f"{kind}: {name}": row[name] for row, kind, names in chosen for name in names if row.get(name)}


# --- at a terminal --------------------------------------------------------------------------------------------------


def verify(folder: Path) -> list[str]:
    """Hold every file against manifest.json; give a line for each that differs.

    Raises: CannotAnswer: the manifest is missing or no manifest.
    """
    try:
        files = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["files"]
    except (OSError, ValueError, KeyError):
        raise CannotAnswer("manifest.json is missing or broken.") from None
    wrong = []
    for name, said in files.items():
        digest = hashlib.sha256()
        try:
            with (folder / name).open("rb") as file:
                for block in iter(lambda: file.read(1 << 20), b""):
                    digest.update(block)
        except OSError:
            wrong.append(f"{name} is missing.")
            continue
        if digest.hexdigest() != said["sha256"]:
            wrong.append(f"{name} was changed after the export.")
    return wrong


def main(words: list[str] | None = None) -> int:
    """Read the words of the command line and print an answer. Exit status: 0 answered, 1 files differ, 2 no answer."""
    folder = Path(__file__).resolve().parent
    if isinstance(sys.stdout, io.TextIOWrapper):  # a terminal that has no Vietnamese letters would end in an error
        sys.stdout.reconfigure(encoding="utf-8")
    parser = argparse.ArgumentParser(description="Answer a stamp from the files beside this script.")
    parser.add_argument("code", nargs="?", help="the code, or the whole address in the stamp")
    parser.add_argument("--on", default="", metavar="YYYY-MM-DD", help="the day to answer for; today if left out")
    parser.add_argument("--keys", type=Path, default=folder / "keys.csv", metavar="FILE", help="where the keys are")
    parser.add_argument("--verify", action="store_true", help="hold all files against manifest.json")
    options = parser.parse_args(words)
    if bool(options.code) == options.verify:
        parser.error("name a code, or ask for --verify")
    try:
        on = datetime.strptime(options.on, "%Y-%m-%d").date() if options.on else datetime.now(HANOI).date()  # noqa: DTZ007  a day
    except ValueError:
        parser.error("--on must be a day, YYYY-MM-DD")
    try:
        if options.verify:
            wrong = verify(folder)
            sys.stdout.write("\n".join(wrong or ["Every file is as it was exported."]) + "\n")
            return 1 if wrong else 0
        _print(answer(folder, options.code, on, read_keys(options.keys)), on)
    except CannotAnswer as problem:
        sys.stderr.write(f"{problem}\n")
        return 2
    except (KeyError, ValueError):
        sys.stderr.write("A file is not as it was exported; ask for --verify.\n")
        return 2
    return 0


def _print(found: Answer, on: date) -> None:
    for word in (found.kind, *found.notes):
        sys.stdout.write("{}: {} / {}\n".format(word, *WORDS[word]))
    sys.stdout.write(f"{'day':<28}{on.isoformat()}\n")
    for name, value in found.facts.items():
        sys.stdout.write(f"{name:<28}{value}\n")


if __name__ == "__main__":
    sys.exit(main())
