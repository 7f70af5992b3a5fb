"""Start a PostgreSQL of our own, run a command against it, remove it.

    python scripts/postgres.py -- COMMAND...       a throw-away server: quick, unsafe, gone afterwards
    python scripts/postgres.py --keep              a server for development under var/, until Ctrl-C; its data stays

The command finds the server in DATABASE_URL. The server listens on a free loopback port, asks for a password that only
this run knows, and uses no socket file, so that it needs no folder but its own.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from paths import VAR
from servers import (
    STOP_SECONDS,
    Unavailable,
    apt_install,
    free_port,
    run_command,
    server_user,
    signals_as_interrupt,
    wait_for_interrupt,
)

# Below the root: Debian, Red Hat, Homebrew on either processor.
FOLDERS = ("usr/lib/postgresql/*/bin", "usr/pgsql-*/bin", "opt/homebrew/opt/postgresql*/bin", "usr/local/opt/postgresql*/bin")
START_SECONDS = 60
DEVELOPMENT_PORT = 54320
# Nothing of a throw-away server is worth waiting for a disk.
THROW_AWAY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


def find_binaries() -> Path | None:
    """Give the folder of the newest PostgreSQL server programs: on the PATH, or where Debian and Homebrew put them."""
    on_path = shutil.which("initdb")
    if on_path and shutil.which("postgres"):
        return Path(on_path).resolve().parent
    found = [folder for pattern in FOLDERS for folder in Path("/").glob(pattern) if (folder / "initdb").exists()]
    return max(found, key=_version, default=None)


def _version(folder: Path) -> int:
    answer = subprocess.run([str(folder / "postgres"), "--version"], capture_output=True, text=True, check=False)
    number = answer.stdout.split()[2] if len(answer.stdout.split()) > 2 else "0"  # noqa: PLR2004  "postgres (PostgreSQL) 15.18"
    return int(number.partition(".")[0])


def install() -> Path:
    """Install the server with Debian's packages, without the cluster that they would start.

    Raises: Unavailable: we may not, or it failed.
    """
    if not shutil.which("apt-get"):
        raise Unavailable("no PostgreSQL server programs found, and no apt-get to install them with")
    if os.geteuid() != 0:
        raise Unavailable("no PostgreSQL server programs found; install them with: sudo apt-get install postgresql")
    print("No PostgreSQL found: installing it ...", flush=True)
    settings = Path("/etc/postgresql-common/createcluster.conf")
    if not settings.exists():
        settings.parent.mkdir(parents=True, exist_ok=True)
        settings.write_text("create_main_cluster = false\n")
    apt_install("postgresql")
    folder = find_binaries()
    if folder is None:
        raise Unavailable("apt-get could not install PostgreSQL")
    return folder


class Server:
    """One PostgreSQL server in a folder."""

    def __init__(self, folder: Path, *, throw_away: bool, port: int) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.binaries = find_binaries() or install()
        self.settings = THROW_AWAY if throw_away else ()
        self.port = port
        self.password = ""
        self._as_user = {**server_user("postgres", "nobody"), "cwd": folder}
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The address as DATABASE_URL wants it."""
        return f"postgres://ocop:{self.password}@127.0.0.1:{self.port}/ocop"

    def start(self) -> None:
        """Make the cluster if there is none, start it, make the database.

        Raises: Unavailable: it does not come up; the last lines of its log are in the message.
        """
        if "user" in self._as_user:
            os.chown(self.folder, self._as_user["user"], self._as_user["group"])
        self._initialise()
        command = [str(self.binaries / "postgres"), "-D", str(self.data), "-p", str(self.port)]
        for setting in ("listen_addresses=127.0.0.1", "unix_socket_directories=", *self.settings):
            command += ["-c", setting]
        log = (self.folder / "server.log").open("ab")
        files: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stdout": log, "stderr": log}
        # A session of its own: Ctrl-C reaches us alone, and we stop the server when the command has ended.
        self._process = subprocess.Popen(command, start_new_session=True, **files, **self._as_user)
        log.close()
        self._wait()
        self._make_database()

    def _initialise(self) -> None:
        password_file = self.folder / "password.txt"
        if self.data.exists():
            self.password = password_file.read_text().strip()
            return
        self.password = secrets.token_hex(16)
        password_file.write_text(self.password)
        password_file.chmod(0o600)
        if "user" in self._as_user:
            os.chown(password_file, self._as_user["user"], self._as_user["group"])
        # C.UTF-8 knows the case of every Vietnamese letter and is the same everywhere; macOS has it under no such name.
        locale = "C.UTF-8" if sys.platform == "linux" else "en_US.UTF-8"
        command = [str(self.binaries / "initdb"), "-D", str(self.data), "-U", "ocop", "-A", "scram-sha-256"]
        command += [f"--pwfile={password_file}", "-E", "UTF8", f"--locale={locale}"]
        if self.settings:
            command.append("--no-sync")
        answer = subprocess.run(command, capture_output=True, text=True, check=False, **self._as_user)
        if answer.returncode:
            raise Unavailable("initdb failed: " + " / ".join(answer.stderr.strip().splitlines()[-3:]))

    def _wait(self) -> None:
        assert self._process is not None
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until and self._process.poll() is None:
            ready = [str(self.binaries / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)]
            if subprocess.run(ready, check=False).returncode == 0:
                return
            time.sleep(0.1)
        lines = (self.folder / "server.log").read_text(errors="replace").strip().splitlines()[-3:]
        raise Unavailable("PostgreSQL does not start: " + " / ".join(lines))

    def _make_database(self) -> None:
        command = [str(self.binaries / "createdb"), "-h", "127.0.0.1", "-p", str(self.port), "-U", "ocop", "ocop"]
        environment = {**os.environ, "PGPASSWORD": self.password}
        answer = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if answer.returncode and "already exists" not in answer.stderr:
            raise Unavailable("createdb failed: " + answer.stderr.strip())

    def stop(self) -> None:
        """Stop the server: first politely, then not."""
        if self._process is None or self._process.poll() is not None:
            return
        for stronger in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):  # PostgreSQL's fast, immediate, and no shutdown.
            self._process.send_signal(stronger)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(timeout=STOP_SECONDS)
                return


@contextlib.contextmanager
def temporary_server() -> Iterator[Server]:
    """Give a running throw-away server; stop it and remove its folder whatever happens.

    Raises: Unavailable.
    """
    with signals_as_interrupt():
        folder = Path(tempfile.mkdtemp(prefix="ocop-postgres-"))
        server: Server | None = None
        try:
            server = Server(folder, throw_away=True, port=free_port())
            server.start()
            yield server
        finally:
            if server is not None:
                server.stop()
            shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def development_server(port: int) -> Iterator[Server]:
    """Give a running server whose data stays under var/; stop it whatever happens.

    Raises: Unavailable.
    """
    with signals_as_interrupt():
        folder = VAR / "postgres"
        folder.mkdir(parents=True, exist_ok=True)
        server = Server(folder, throw_away=False, port=port)
        try:
            server.start()
            print("PostgreSQL is running; its data stays in var/postgres. Ctrl-C stops it.")
            print(f"\n    export DATABASE_URL={server.url}\n", flush=True)
            yield server
        except KeyboardInterrupt:
            print("\nStopping PostgreSQL.")
            raise
        finally:
            server.stop()


def serve_development(port: int) -> int:
    """Run the server for development until Ctrl-C."""
    with contextlib.suppress(KeyboardInterrupt), development_server(port):
        wait_for_interrupt()
    return 0


def main() -> int:
    """Read the arguments and do it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keep", action="store_true", help="the server for development, kept under var/")
    parser.add_argument("--port", type=int, default=DEVELOPMENT_PORT, help="port of the server for development")
    parser.add_argument("command", nargs="*", help="what to run against a throw-away server, after --")
    arguments = parser.parse_args()
    try:
        if arguments.keep:
            return serve_development(arguments.port)
        if not arguments.command:
            parser.error("give a command after --, or --keep")
        with temporary_server() as server:
            return run_command(arguments.command, {**os.environ, "DATABASE_URL": server.url})
    except Unavailable as error:
        print(f"PostgreSQL is not available: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
