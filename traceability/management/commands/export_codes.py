"""`manage.py export_codes`: all that is needed to answer for each code ever printed."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from traceability.domain.export import ExportRefused, export_codes


class Command(BaseCommand):
    help = "Write a folder that answers for every code ever printed, without the site. It must not exist yet."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="the folder to write")
        parser.add_argument("--with-keys", action="store_true", help="write the keys too: who has them can forge stamps")

    def handle(self, **options: Any) -> None:
        try:
            manifest = export_codes(
                options["folder"],
                keys=settings.STAMP_KEYS,
                with_keys=options["with_keys"],
                site=settings.PUBLIC_URL,
                at=timezone.now(),
            )
        except ExportRefused as refused:
            raise CommandError(str(refused)) from None
        except DatabaseError as error:
            raise CommandError(f"The database does not answer; nothing is written: {error}") from None
        stamps = sum(numbers.stamps for numbers in manifest.keys.values())
        self.stdout.write(
            f"{stamps:,} stamps in {manifest.files['ranges.csv'].rows:,} ranges are written to {options['folder']}."
        )
        self.stdout.write("README.md there says what each file is; answer.py answers a code.")
        for letter in manifest.lost_keys:
            self.stderr.write(f"WARNING: key {letter} is not among the keys. Nobody can answer for its stamps.")
        if options["with_keys"]:
            self.stderr.write(
                "WARNING: keys.csv holds the keys. Who reads it can forge stamps. Keep this folder encrypted or in a safe, "
                "and give away only exports without keys."
            )
        else:
            self.stdout.write("The keys are not in it: keep a copy of the key file in a safe, or no code can be read.")
