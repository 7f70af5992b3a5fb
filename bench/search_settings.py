"""The settings of the bench with the bench itself as an app: its one model is what Wagtail's search is measured on."""

from bench.settings import *  # noqa: F403

INSTALLED_APPS = [*INSTALLED_APPS, "bench"]  # noqa: F405
