"""The site behind gunicorn, two workers, on a free port."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from bench.environment import ROOT


@contextmanager
def served(**environment: str) -> Iterator[int]:
    """Serve the site with some variables of its own; give the port."""
    port = _free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "--pythonpath", f"{ROOT / 'site'},{ROOT}", "-w", "2", "-b", f"127.0.0.1:{port}",
         "--log-level", "error", "ocop.wsgi"],
        cwd=ROOT, env=os.environ | {"DJANGO_SETTINGS_MODULE": "bench.settings"} | environment,
    )  # fmt: skip
    try:
        _wait(port)
        yield port
    finally:
        server.terminate()
        server.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int) -> None:
    for _attempt in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    sys.exit("The web server of the bench did not start.")
