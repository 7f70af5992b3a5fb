"""`manage.py rebuild_search`: write every search document anew, and with a cluster its index too."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from search.domain.indexing import refresh_all
from search.engines.contract import EngineAway
from search.engines.elastic.client import is_configured
from search.engines.elastic.rebuild import RebuildFailed, rebuild


class Command(BaseCommand):
    """Rebuild the search documents and their indexes; safe to repeat, the site goes on answering."""

    help = (
        "Write the search documents of all products, producers, sale points and stories anew; with ELASTICSEARCH_URL, make a new "
        "index and let it take the place of the old one. Safe to repeat: one that was interrupted goes on where it stopped."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the engine."""
        parser.add_argument(
            "--engine",
            choices=["database", "elasticsearch", "all"],
            default="all",
            help="which: documents and terms in the database, the index of the cluster, or both where there are both (default)",
        )

    def handle(self, **options: Any) -> None:
        """Rebuild and say how many."""
        if options["engine"] == "elasticsearch" and not is_configured():
            raise CommandError("Elasticsearch is not configured: ELASTICSEARCH_URL is empty.")
        if options["engine"] != "elasticsearch":
            for kind, count in refresh_all().items():
                self.stdout.write(f"{kind}: {count}")
        if options["engine"] != "database" and is_configured():
            self._rebuild_index()

    def _rebuild_index(self) -> None:
        def say(line: str) -> None:
            self.stdout.write(line)
            self.stdout.flush()

        try:
            rebuild(say, now=timezone.now)
        except EngineAway as error:
            raise CommandError(
                f"The cluster does not answer ({error}). The same command goes on where this one stopped."
            ) from error
        except RebuildFailed as error:
            raise CommandError(f"{error}. The index that answered until now still does.") from error
