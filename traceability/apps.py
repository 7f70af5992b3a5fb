"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TraceabilityConfig(AppConfig):
    """Lots, stamps, scans."""

    name = "traceability"
    verbose_name = _("Traceability")

    def ready(self) -> None:
        """Register the system checks."""
        from traceability import checks  # noqa: F401, PLC0415  app ready: models must be loaded first
