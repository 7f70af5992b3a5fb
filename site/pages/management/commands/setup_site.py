"""`manage.py setup_site`: what a new site needs before it can open."""

from typing import Any

from django.core.management.base import BaseCommand

from pages.setup import setup_site
from search.domain.indexing import paused, refresh_all


class Command(BaseCommand):
    """Make languages, first pages, roles and the approval workflow; safe to repeat."""

    help = "Load units and rules, make the first pages in both languages, the roles and the approval workflow. Safe to repeat."

    def handle(self, **options: Any) -> None:
        """Set up and say where the site begins."""
        with paused():
            home = setup_site()
        refresh_all()
        self.stdout.write(f"The site is set up; it begins at {home.full_url}")
