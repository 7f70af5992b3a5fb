"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlacesConfig(AppConfig):
    """Administrative units through time, and sale points."""

    name = "places"
    verbose_name = _("Places")
