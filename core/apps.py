"""App configuration."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Vietnamese text, periods, money, codes, pictures."""

    name = "core"
