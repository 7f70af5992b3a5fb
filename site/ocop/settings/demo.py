"""The site on one's own machine, with sample data. Never on the internet: its keys are printed right here."""

import hashlib

from ocop.settings import environment as env
from ocop.settings.base import *  # noqa: F403
from ocop.settings.base import STAMP_KEYS_FILE
from ocop.settings.keys import stamp_keys

DEBUG = False  # A visitor of the demo sees the error pages that a visitor of the real site would see.
SECRET_KEY = env.read("SECRET_KEY") or "demo-only-" + hashlib.sha256(b"the demo holds no secret").hexdigest()
STAMP_KEYS, STAMP_KEY_CURRENT = stamp_keys(STAMP_KEYS_FILE)
STAMP_KEYS = STAMP_KEYS or {"D": hashlib.sha256(b"stamps of the demo are worth nothing").digest()}
STAMP_KEY_CURRENT = STAMP_KEY_CURRENT or "D"
SESSION_COOKIE_NAME = "ocop_demo_session"
