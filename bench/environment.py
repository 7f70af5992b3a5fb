"""Imported before anything of Django: paths, settings, and folders that leave with the bench."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "site")]
os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
_FOLDER = tempfile.TemporaryDirectory(prefix="ocop-bench-")
for _name in ("MEDIA_ROOT", "STATIC_ROOT", "PRIVATE_ROOT"):
    os.environ[_name] = f"{_FOLDER.name}/{_name.lower()}"
