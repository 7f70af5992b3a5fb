"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogConfig(AppConfig):
    """The register."""

    name = "catalog"
    verbose_name = _("Register")
