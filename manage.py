#!/usr/bin/env python
"""Run a management command of the OCOP site."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent


def main() -> None:
    """Put `site/` on the path (it is a plain folder, never a package) and hand over to Django."""
    sys.path.insert(0, str(ROOT / "site"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ocop.settings.demo")
    from django.core.management import execute_from_command_line  # noqa: PLC0415  slow import: the path must be set first

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
