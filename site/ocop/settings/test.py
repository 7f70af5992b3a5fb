"""Settings of the test run: quick password hashes, files in a temporary folder, keys of its own."""

import hashlib
import tempfile
from pathlib import Path

from ocop.settings import environment as env
from ocop.settings.base import *  # noqa: F403
from ocop.settings.base import STORAGES

DEBUG = False
SECRET_KEY = "only-for-tests-" + "0" * 50
STAMP_KEYS = {
    "T": hashlib.sha256(b"key of the test stamps").digest(),
    "S": hashlib.sha256(b"an older key that still verifies").digest(),
}
STAMP_KEY_CURRENT = "T"
STAMP_KEYS_FILE = None  # The tests have keys of their own, whatever the shell knows.
ALLOWED_HOSTS = ["*"]
PUBLIC_URL = "https://ocop.example"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MEDIA_ROOT = Path(tempfile.mkdtemp(prefix="ocop-test-media-"))
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
ELASTICSEARCH_URL = []  # Tests that ask a cluster name it themselves.
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
if not env.read("DATABASE_URL") or "postgres" not in (env.read("DATABASE_URL") or ""):
    DATABASES = {"default": {**DATABASES["default"], "NAME": "file:ocop-tests?mode=memory&cache=shared"}}
