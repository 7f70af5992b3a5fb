"""The demo, prepared once and served for the whole run: a database, files and a port of its own."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[2]
MANAGE = str(ROOT / "manage.py")
PREPARE = (MANAGE, "shell", "--no-imports", "--command", "from tests.browser.prepare import main; main()")
# What the site reads from the environment must not come from the shell of the person who runs the tests.
FORGOTTEN = (
    "REDIS_URL", "S3_BUCKET", "TRUSTED_PROXIES", "TASKS_BACKEND", "SECOND_FACTOR", "STAMP_KEYS", "STAMP_KEY_CURRENT",
    "STAMP_KEYS_FILE", "ELASTICSEARCH_URL",
)  # fmt: skip


@dataclass(frozen=True)
class Site:
    """A running site: its address, and what `prepare.py` says of its content."""

    address: str
    facts: dict[str, Any]
    environment: dict[str, str]

    def url(self, path: str) -> str:
        """Give the whole address of a path."""
        return self.address + path

    def page(self, kind: str) -> str:
        """Give the path of one page of a kind."""
        return str(self.facts["addresses"][kind])

    def stamp(self, kind: str) -> str:
        """Give the code of a stamp that is answered with a verdict; a first scan is used up by the asking."""
        return str(self.facts["fresh"].pop() if kind == "FIRST_SCAN" else self.facts["verdicts"][kind])


def free_port() -> int:
    """Give a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment_of(folder: Path, address: str) -> dict[str, str]:
    """Give the environment of the demo with everything that it writes in one folder."""
    kept = {name: value for name, value in os.environ.items() if name not in FORGOTTEN}
    return kept | {
        "DJANGO_SETTINGS_MODULE": "ocop.settings.demo",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "site"), str(ROOT)]),
        "DATABASE_URL": f"sqlite:///{folder / 'demo.sqlite3'}",
        "MEDIA_ROOT": str(folder / "media"),
        "PRIVATE_ROOT": str(folder / "private"),
        "STATIC_ROOT": str(folder / "static"),
        "PUBLIC_URL": address,
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "LOG_LEVEL": "WARNING",
    }


def last_lines(text: str, count: int = 12) -> str:
    """Give the end of a log, where the reason stands."""
    return "\n".join(text.strip().splitlines()[-count:])


def run(environment: dict[str, str], *words: str) -> str:
    """Run Python in the environment of the site and give what it printed.

    Raises: RuntimeError: it failed; the message ends as its complaint did.
    """
    done = subprocess.run([sys.executable, *words], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{Path(words[0]).name} failed:\n{last_lines(done.stderr)}")
    return done.stdout


@contextmanager
def started(command: list[str], environment: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Keep a program running, with its output in a file."""
    with log.open("wb") as output, subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=output) as process:
        try:
            yield process
        finally:
            process.terminate()
            process.wait(timeout=20)


@contextmanager
def serve_demo(folder: Path) -> Iterator[Site]:
    """Prepare the demo in a folder and serve it as `scripts/serve.py` does: one process with threads."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    environment = environment_of(folder, address)
    with started(
        [sys.executable, MANAGE, "collectstatic", "--noinput", "-v", "0"], environment, folder / "static.log"
    ) as collecting:
        facts = json.loads(run(environment, *PREPARE).splitlines()[-1])
        if collecting.wait():
            raise RuntimeError(f"collectstatic failed:\n{last_lines((folder / 'static.log').read_text())}")
    command = [
        sys.executable, "-m", "gunicorn", "--pythonpath", "site", "ocop.wsgi", "--bind", f"127.0.0.1:{port}",
        "--workers", "1", "--threads", "8", "--timeout", "60", "--graceful-timeout", "3", "--no-control-socket",
        "--log-level", "warning",
    ]  # fmt: skip
    with started(command, environment, folder / "server.log") as process:
        wait_until_ready(process, address, folder / "server.log")
        yield Site(address, facts, environment)


def wait_until_ready(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    """Wait until the site answers.

    Raises: RuntimeError: it ended, or did not answer within half a minute; the message ends as its log does.
    """
    give_up = time.monotonic() + 30
    while time.monotonic() < give_up and process.poll() is None:
        try:
            with urlopen(f"{address}/readyz", timeout=10):  # noqa: S310  our own server
                return
        except OSError:
            # Wait for the end of the process for a moment: if it comes, there is nothing more to wait for.
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=0.1)
    raise RuntimeError(f"the site does not answer:\n{last_lines(log.read_text())}")
