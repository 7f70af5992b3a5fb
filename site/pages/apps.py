"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    """The CMS and the public pages that are composed from the register."""

    name = "pages"
    verbose_name = _("Pages")

    def ready(self) -> None:
        """Connect what refreshes the search index, the cached identity of a site, and the access of producers to their pages."""
        from pages import search_sources, signals, teams  # noqa: F401, PLC0415  app ready: models must be loaded first
