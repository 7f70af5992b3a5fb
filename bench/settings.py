"""The demo's settings with the baseline views beside the site's own addresses."""

from ocop.settings.demo import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
ALLOWED_HOSTS = ["127.0.0.1"]
LOGGING = {"version": 1, "disable_existing_loggers": True}
