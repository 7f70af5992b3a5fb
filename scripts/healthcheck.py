"""Tell the container engine whether this container lives: `healthcheck.py web`, or `worker`, or `printer`."""

from __future__ import annotations

import os
import sys
import urllib.error
import urllib.request
from pathlib import Path

PORT = 8000
SECONDS = 5


def web_lives() -> bool:
    """Ask the web process for /healthz, under a host name that it answers to."""
    host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip().lstrip(".")
    request = urllib.request.Request(f"http://127.0.0.1:{PORT}/healthz", headers={"Host": host})
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310  the address stands two lines above
            return bool(answer.status == 200)  # noqa: PLR2004  HTTP's "OK"
    except (urllib.error.URLError, OSError):
        return False


def command_lives(command: bytes) -> bool:
    """Look for a management command among the processes of this container; workers open no port that could be asked."""
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if command in file.read_bytes().split(b"\0"):
                return True
        except OSError:  # It ended while we looked.
            continue
    return False


if __name__ == "__main__":
    commands = {"worker": b"db_worker", "printer": b"print_stamps", "feeder": b"feed_search"}
    lives = web_lives() if sys.argv[1] == "web" else command_lives(commands[sys.argv[1]])
    sys.exit(0 if lives else 1)
