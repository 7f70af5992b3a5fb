"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TraceabilityConfig(AppConfig):
    """Lots, stamps, scans."""

    name = "traceability"
    verbose_name = _("Traceability")
