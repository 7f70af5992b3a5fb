"""The demo's settings with the baseline views beside the site's own addresses."""

from ocop.settings.demo import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
ALLOWED_HOSTS = ["127.0.0.1"]
LOGGING = {"version": 1, "disable_existing_loggers": True}
# A key of its own for numbers that the bench writes straight into the database.
STAMP_KEYS = {**STAMP_KEYS, "Y": STAMP_KEYS["D"]}  # noqa: F405
