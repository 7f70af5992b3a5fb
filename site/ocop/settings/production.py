"""The real site. It refuses to start while anything that it needs is missing, and names all of it at once."""

from django.core.exceptions import ImproperlyConfigured

from ocop.settings import environment as env

if _missing := env.missing_in_production():
    raise ImproperlyConfigured(
        "The site cannot start. These environment variables are missing: "
        + ", ".join(_missing)
        + ". Each is described in docs/settings.md."
        + (" STAMP_KEYS_FILE can stand in for STAMP_KEYS and STAMP_KEY_CURRENT." if "STAMP_KEYS" in _missing else "")
    )

from ocop.settings.base import *  # noqa: F403
from ocop.settings.base import PUBLIC_URL, STAMP_KEYS_FILE
from ocop.settings.keys import is_being_made, stamp_keys

DEBUG = False
SECRET_KEY = env.read("SECRET_KEY")
STAMP_KEYS, STAMP_KEY_CURRENT = stamp_keys(STAMP_KEYS_FILE)
if STAMP_KEY_CURRENT not in STAMP_KEYS and not is_being_made(STAMP_KEYS_FILE):
    raise ImproperlyConfigured("STAMP_KEY_CURRENT must be the letter of one of STAMP_KEYS")

SECOND_FACTOR_REQUIRED = True
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
# The health checks come from inside, without TLS.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
SECURE_HSTS_SECONDS = env.read_int("HSTS_SECONDS")
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"
# Wagtail shows previews of pages in a frame of this very site, so DENY is not to be had; frame-ancestors says 'self' too.
SILENCED_SYSTEM_CHECKS = ["security.W019"]
