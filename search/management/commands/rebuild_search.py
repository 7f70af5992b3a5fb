"""`manage.py rebuild_search`: write every search document anew."""

from typing import Any

from django.core.management.base import BaseCommand

from search.indexing import refresh_all


class Command(BaseCommand):
    """Rebuild the search documents and their index; safe to repeat, the site goes on answering."""

    help = "Write the search documents of all products, producers, sale points and stories anew. Safe to repeat."

    def handle(self, **options: Any) -> None:
        """Rebuild and say how many."""
        for kind, count in refresh_all().items():
            self.stdout.write(f"{kind}: {count}")
