"""`manage.py load_rules`: the product sets of every rule set from the files of the project."""

from typing import Any

from django.core.management.base import BaseCommand

from catalog.domain.rules import load_product_sets


class Command(BaseCommand):
    """Load the product sets; safe to repeat."""

    help = "Load the product sets of today's decision and of the older ones. Safe to repeat."

    def handle(self, **options: Any) -> None:
        """Load and say how many."""
        self.stdout.write(f"{load_product_sets()} product sets.")
