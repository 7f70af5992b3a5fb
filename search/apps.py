"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """What is indexed, one query, one page of results."""

    name = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        """Connect what notices changed synonyms."""
        from search import signals  # noqa: F401, PLC0415  app ready: models must be loaded first
