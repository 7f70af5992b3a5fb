"""`manage.py load_sample`: the demonstration of Hà Tĩnh."""

import logging
import time
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from pages.sample.load import load_sample

SEED = 2026


class Command(BaseCommand):
    """Load the sample data; safe to repeat."""

    help = "Fill the site with the sample data of Hà Tĩnh, all or nothing. Safe to repeat. Never on a real site."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the seed, the day, and the word that it is a demonstration."""
        parser.add_argument("--seed", type=int, default=SEED, help="what invented values are made from")
        parser.add_argument("--today", type=date.fromisoformat, help="YYYY-MM-DD: invented dates are counted from it")
        parser.add_argument(
            "--yes-this-is-a-demo", action="store_true", help="load although the site runs with production settings"
        )

    def handle(self, **options: Any) -> None:
        """Load, with a line for each step."""
        if settings.SESSION_COOKIE_SECURE and not options["yes_this_is_a_demo"]:
            raise CommandError(
                "These are production settings, and the sample accounts have passwords that everybody knows. "
                "If this site is a demonstration all the same, add --yes-this-is-a-demo."
            )
        # A line for each page that Wagtail publishes would bury ours.
        logging.getLogger("wagtail").setLevel(logging.WARNING)
        began = time.monotonic()
        load_sample(
            today=options["today"] or timezone.localdate(),
            seed=options["seed"],
            say=lambda text: self.stdout.write(f"{time.monotonic() - began:5.1f} s  {text}"),
        )
