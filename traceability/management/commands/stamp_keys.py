"""`manage.py stamp_keys`: make, rotate, list and retire the keys of the stamps."""

from __future__ import annotations

import secrets
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from traceability.domain.keys.keyfile import change_key_file, read_key_file
from traceability.domain.keys.keyring import KEY_BYTES, KeyRing, KeysRefused, KeyState, StampKey, free_letter
from traceability.queries.keys import KeyUse, key_file, use_of_keys

_RESTART = "Restart web, worker and printing processes: they read the keys at their start."
_FROM_ENVIRONMENT = (
    "The keys come from STAMP_KEYS in the environment, which no command can change. Set STAMP_KEYS_FILE and run "
    "`manage.py stamp_keys adopt`, or "
)


class Command(BaseCommand):
    help = "Make, rotate, list and retire the keys of the stamps. Keys are never shown; fingerprints tell them apart."
    # The first key is made before there is a database, and a key file must be mendable whatever else is wrong.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        words = parser.add_subparsers(dest="word", required=True, metavar="new | rotate | list | retire | adopt")
        new = words.add_parser(
            "new", help="make a key; the first is current at once, later ones verify until they are rotated to"
        )
        new.add_argument("--letter", type=str.upper, help="its letter; without it the next free one")
        new.add_argument(
            "--print", action="store_true", help="keys in the environment: print the new entry of STAMP_KEYS, key and all"
        )
        rotate = words.add_parser("rotate", help="issue new stamps under that key; the former goes on verifying")
        rotate.add_argument("letter", type=str.upper)
        words.add_parser("list", help="letter, fingerprint, state and use of each key")
        retire = words.add_parser("retire", help="never issue under that key again; it goes on verifying")
        retire.add_argument("letter", type=str.upper)
        words.add_parser("adopt", help="take the keys of STAMP_KEYS into the file that STAMP_KEYS_FILE names")

    def handle(self, **options: Any) -> None:
        act: dict[str, Callable[[dict[str, Any]], None]] = {
            "new": self._new,
            "rotate": self._rotate,
            "list": self._list,
            "retire": self._retire,
            "adopt": self._adopt,
        }
        try:
            act[options["word"]](options)
        except KeysRefused as refused:
            raise CommandError(str(refused)) from None

    def _new(self, options: dict[str, Any]) -> None:
        if key_file() is None and not options["print"]:
            raise CommandError(_FROM_ENVIRONMENT + "add --print: it shows a new key to add to STAMP_KEYS.")
        if key_file() is not None and options["print"]:
            raise CommandError("The keys are in a file; a key is never printed. Leave --print out.")
        issued = _use()
        made = secrets.token_bytes(KEY_BYTES)

        def add(ring: KeyRing) -> KeyRing:
            letter = options["letter"] or free_letter({*ring.secrets, *issued})
            if letter in issued and letter not in ring.secrets:
                raise KeysRefused(f"Stamps were issued under a key {letter} that is lost. A new key must have another letter.")
            return ring.add(letter, made, on=timezone.localdate())

        if key_file() is None:
            self._print_entry(add(_ring_of_environment()))
            return
        file = self._file()
        if not file.exists() and settings.STAMP_KEYS:
            raise KeysRefused(
                "The keys in use come from STAMP_KEYS. Run `manage.py stamp_keys adopt` first, so that they verify on."
            )
        ring = change_key_file(file, add)
        key = ring.keys[-1]
        self.stdout.write(f"Key {key.letter} is made: fingerprint {key.fingerprint}, {key.state}.")
        if key.state != KeyState.CURRENT:
            self.stdout.write(f"{_RESTART} Then `manage.py stamp_keys rotate {key.letter}` lets it make new stamps.")
        self._remind(file)
        self._warn_of_lost(issued, ring.secrets)

    def _rotate(self, options: dict[str, Any]) -> None:
        key = change_key_file(self._file(), lambda ring: ring.rotate(options["letter"])).key(options["letter"])
        self.stdout.write(f"Key {key.letter} (fingerprint {key.fingerprint}) is current. {_RESTART}")

    def _retire(self, options: dict[str, Any]) -> None:
        key = change_key_file(self._file(), lambda ring: ring.retire(options["letter"])).key(options["letter"])
        self.stdout.write(
            f"Key {key.letter} (fingerprint {key.fingerprint}) is retired: it never makes stamps again, and goes on verifying. "
            f"{_RESTART}"
        )

    def _adopt(self, options: dict[str, Any]) -> None:
        file = self._file()
        if file.exists():
            raise CommandError(f"{file} exists already. Its keys are in use; nothing is changed.")
        ring = _ring_of_environment()
        if not ring.keys:
            raise CommandError(
                "There is nothing to take over: STAMP_KEYS is empty. `manage.py stamp_keys new` makes the first key."
            )
        change_key_file(file, lambda _none: ring)
        self.stdout.write(
            f"{file} holds the keys {', '.join(ring.secrets)}. Take STAMP_KEYS and STAMP_KEY_CURRENT out of the environment."
        )
        self.stdout.write(_RESTART)
        self._remind(file)

    def _list(self, options: dict[str, Any]) -> None:
        file = key_file()
        if file is None or (not file.exists() and settings.STAMP_KEYS):
            ring, where = _ring_of_environment(), "environment (STAMP_KEYS)"
        else:
            ring, where = read_key_file(file), str(file)
        use = _use()
        self.stdout.write(f"Keys from: {where}")
        row = "{:<7}{:<13}{:<11}{:<12}{:>20}{:>20}{:>20}"
        self.stdout.write(
            row.format("letter", "fingerprint", "state", "created", "numbers used", "numbers left", "stamps issued")
        )
        for key in ring.keys:
            of_key = use.get(key.letter, KeyUse())
            numbers = [f"{number:,}" for number in (of_key.used, of_key.left, of_key.issued)]
            created = "unknown" if where.startswith("environment") else key.created_date.isoformat()
            self.stdout.write(row.format(key.letter, key.fingerprint, key.state, created, *numbers))
        self._warn_of_lost(use, ring.secrets)

    def _print_entry(self, ring: KeyRing) -> None:
        key = ring.keys[-1]
        self.stdout.write(f"{key.letter}:{key.secret.hex()}")
        self.stderr.write(
            f"Fingerprint {key.fingerprint}. Add this entry to STAMP_KEYS after a comma, restart, then set "
            f"STAMP_KEY_CURRENT={key.letter} and restart again. Whoever reads it can forge stamps: clear your screen."
        )

    def _remind(self, file: Path) -> None:
        self.stdout.write(f"Copy {file} to your safe now: without it no printed stamp can be verified.")

    def _warn_of_lost(self, use: dict[str, KeyUse], keys: dict[str, bytes]) -> None:
        for letter in sorted(set(use) - set(keys)):
            self.stderr.write(
                f"WARNING: {use[letter].issued:,} stamps were issued under key {letter}, which is not among the keys. "
                "To consumers they look forged. Put the key back from your copy."
            )

    def _file(self) -> Path:
        file = key_file()
        if file is None:
            raise CommandError(_FROM_ENVIRONMENT + "edit STAMP_KEYS and STAMP_KEY_CURRENT by hand (docs/settings.md).")
        return file


def _use() -> dict[str, KeyUse]:
    try:
        return use_of_keys()
    except DatabaseError as error:
        raise CommandError(f"The database does not answer, and it knows which letters are in use: {error}") from None


def _ring_of_environment() -> KeyRing:
    """Give the keys of the settings as a ring. When they were made is not known there: today stands for it."""
    keys, current = settings.STAMP_KEYS, settings.STAMP_KEY_CURRENT
    today = timezone.localdate()
    return KeyRing(
        tuple(
            StampKey(letter, secret, KeyState.CURRENT if letter == current else KeyState.VERIFYING, today)
            for letter, secret in keys.items()
        )
    )
