"""`manage.py load_units`: provinces, former districts and communes from the files of the project."""

from typing import Any

from django.core.management.base import BaseCommand

from places.domain.units import load_units


class Command(BaseCommand):
    """Load the administrative units; safe to repeat."""

    help = "Load provinces, former districts and communes with their successions. Safe to repeat."

    def handle(self, **options: Any) -> None:
        """Load and say how many."""
        self.stdout.write(f"{load_units()} administrative units.")
