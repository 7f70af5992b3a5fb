"""Prepare the demo and serve it: `make run`, `make run PORT=8001`, `make run HOST=192.168.1.20`, `make lan`.

Each step is skipped while nothing that it reads has changed; what was done last is noted in `var/prepared.json`.
With a HOST, telephones in the same network can open the site and the QR codes carry that address.
"""

from __future__ import annotations

import argparse
import errno
import hashlib
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import NoReturn

from paths import PYTHON, ROOT, VAR, VENV, site_environment

APPS = ("core", "places", "catalog", "traceability", "programme", "market", "search", "site")
NOTE = VAR / "prepared.json"
LOOPBACK = ("127.0.0.1", "localhost")
# They decide how a page looks, not what stands in the database.
SHOW_ONLY = {"views", "views.py", "forms", "forms.py", "urls.py", "templatetags", "middleware.py", "__pycache__"}


def fingerprint(files: Iterable[Path], *words: str) -> str:
    """Give a text that changes when one of the files or words does."""
    digest = hashlib.sha256("\0".join(words).encode())
    for file in sorted(files):
        digest.update(str(file.relative_to(ROOT)).encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def files_below(*names: str, without: Iterable[str] = ("__pycache__",)) -> list[Path]:
    """Give all files below these folders of ours, but for those whose path holds a name of `without`."""
    unwanted = set(without)
    every = (file for name in names for file in (ROOT / name).rglob("*"))
    return [file for file in every if file.is_file() and not unwanted & set(file.relative_to(ROOT).parts)]


def database_file(url: str) -> Path | None:
    """Give the file of a SQLite database, None for any other."""
    return ROOT / url.removeprefix("sqlite:///") if url.startswith("sqlite:///") else None


def wanted_state(environment: dict[str, str]) -> dict[str, str]:
    """Give the fingerprint of each step's input, in the order of the steps."""
    lock = ROOT / "uv.lock"
    url = environment.get("DATABASE_URL", "sqlite:///var/demo.sqlite3")
    content = files_below(*APPS, without=SHOW_ONLY)
    migrations = [file for file in content if "migrations" in file.parts]
    return {
        "migrate": fingerprint([lock, *migrations], url),
        "setup_site": fingerprint([lock, *content], url, environment["PUBLIC_URL"]),
        "load_sample": fingerprint([lock, *content], url),
        "collectstatic": fingerprint([lock, *files_below("static")], environment.get("STATIC_ROOT", "")),
    }


def noted_state(environment: dict[str, str]) -> dict[str, str]:
    """Give what the last start did, less what has been removed since."""
    try:
        noted: dict[str, str] = json.loads(NOTE.read_text())
    except (OSError, ValueError):
        return {}
    file = database_file(environment.get("DATABASE_URL", "sqlite:///var/demo.sqlite3"))
    if file is not None and not (file.exists() and file.stat().st_size):
        for step in ("migrate", "setup_site", "load_sample"):
            noted.pop(step, None)
    if not (ROOT / environment.get("STATIC_ROOT", "var/static")).is_dir():
        noted.pop("collectstatic", None)
    return noted


def manage(environment: dict[str, str], *words: str) -> int:
    """Run one management command."""
    return subprocess.run([str(PYTHON), str(ROOT / "manage.py"), *words], cwd=ROOT, env=environment, check=False).returncode


def prepare(environment: dict[str, str]) -> int:
    """Bring database, sample data and static files up to date.

    Returns: the exit code of the first step that failed, 0 when none did.
    """
    steps = {
        "migrate": ("Database", ["migrate", "--noinput", "--verbosity", "0"]),
        "setup_site": ("Site and pages", ["setup_site"]),
        "load_sample": ("Sample data", ["load_sample"]),
        "collectstatic": ("Static files", ["collectstatic", "--noinput", "--verbosity", "0"]),
    }
    VAR.mkdir(exist_ok=True)
    noted = noted_state(environment)
    for step, state in wanted_state(environment).items():
        if noted.get(step) == state:
            continue
        title, words = steps[step]
        print(f"{title} ...", flush=True)
        started = time.monotonic()
        code = manage(environment, *words)
        if code:
            print(f"`manage.py {step}` failed (exit code {code}); the reason stands above.", file=sys.stderr)
            return code
        print(f"{title}: done in {time.monotonic() - started:.1f} s", flush=True)
        noted[step] = state
        NOTE.write_text(json.dumps(noted, indent=2) + "\n")
    return 0


def own_address() -> str:
    """Give this machine's address in its network. Opens a datagram socket, which sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # An address kept for documentation: only the route to it is asked for.
            return str(probe.getsockname()[0])
        except OSError:
            return "127.0.0.1"


def why_port_is_closed(bind: str, port: int) -> str | None:
    """Say in words why we cannot listen there, or None when we can."""
    with socket.socket() as probe:
        # As gunicorn does: a connection that has just been closed is no obstacle.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((bind, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return f"Port {port} is taken by another program. Stop it, or choose another port: make run PORT={port + 1}"
            return f"Cannot listen on port {port}: {error.strerror}. Choose another port: make run PORT=8001"
    return None


def serving_environment(host: str, port: int) -> dict[str, str]:
    """Give the environment of the demo; what the caller has set stays."""
    environment = site_environment()
    environment.setdefault("DJANGO_SETTINGS_MODULE", "ocop.settings.demo")
    environment.setdefault("PUBLIC_URL", f"http://{host}:{port}")
    environment.setdefault("ALLOWED_HOSTS", ",".join(dict.fromkeys((*LOOPBACK, host))))
    return environment


def gunicorn_command(bind: str, port: int) -> list[str]:
    """Give the command that serves.

    One process with threads: SQLite has one writer anyway, and without Redis each process would keep a cache of its own,
    so that an edit would show in one and not in the other.
    """
    return [
        str(VENV / "bin" / "gunicorn"), "--pythonpath", "site", "ocop.wsgi", "--bind", f"{bind}:{port}",
        "--workers", "1", "--threads", "8", "--timeout", "60", "--graceful-timeout", "3", "--no-control-socket",
        "--log-level", "warning",
    ]  # fmt: skip


def serve(command: list[str], environment: dict[str, str]) -> NoReturn:
    """Let the server take this process over, so that signals reach it straight."""
    os.chdir(ROOT)
    os.execve(command[0], command, environment)  # noqa: S606  no shell is wanted


def main() -> int:
    """Read the arguments, prepare, serve."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--host", default="127.0.0.1", help="address that visitors type; any but loopback opens the site")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--lan", action="store_true", help="take this machine's own address in its network as the host")
    parser.add_argument("--prepare-only", action="store_true", help="do not serve")
    arguments = parser.parse_args()
    host = own_address() if arguments.lan or arguments.host == "0.0.0.0" else arguments.host  # noqa: S104  asked for by name
    bind = host if host in LOOPBACK else "0.0.0.0"  # noqa: S104  as above
    if not arguments.prepare_only and (reason := why_port_is_closed(bind, arguments.port)):
        print(reason, file=sys.stderr)
        return 1
    environment = serving_environment(host, arguments.port)
    if code := prepare(environment):
        return code
    if arguments.prepare_only:
        return 0
    # Both load the whole site first; side by side the visitor waits half as long. The server reaps the finished child.
    subprocess.Popen([str(PYTHON), str(ROOT / "manage.py"), "show_addresses"], cwd=ROOT, env=environment)
    # The server takes this process over, number and all, so the worker knows by it when to leave.
    worker = [str(PYTHON), str(ROOT / "manage.py"), "print_stamps", "--leave-with", str(os.getpid())]
    subprocess.Popen(worker, cwd=ROOT, env=environment)
    print(f"Serving on http://{host}:{arguments.port}/  Ctrl-C stops.", flush=True)
    serve(gunicorn_command(bind, arguments.port), environment)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
