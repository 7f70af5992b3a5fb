"""Make `.venv` hold what uv.lock says. `--dev` adds the tools for tests and checks.

Takes uv from the PATH, or installs a pinned one into `.tools/`. Does nothing when nothing changed.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

from paths import PYTHON, ROOT, TOOLS, VENV

UV_VERSION = "0.13.9"
OLDEST_UV = (0, 8)  # Older ones cannot read our lock file.
OLDEST_PYTHON = (3, 11)
NEWEST_PYTHON = (3, 13)


def find_uv() -> str | None:
    """Give the uv to use, if there is one already: ours first, then one on the PATH that is new enough."""
    for candidate in (str(TOOLS / "bin" / "uv"), shutil.which("uv")):
        if not candidate or not Path(candidate).exists():
            continue
        answer = subprocess.run([candidate, "--version"], capture_output=True, text=True, check=False)
        words = answer.stdout.split()
        if answer.returncode == 0 and len(words) > 1 and tuple(int(part) for part in words[1].split(".")[:2]) >= OLDEST_UV:
            return candidate
    return None


def install_uv() -> str:
    """Install uv into `.tools/`, with the pip that comes with Python."""
    print(f"No uv found: installing uv {UV_VERSION} into .tools/ ...", flush=True)
    try:
        venv.create(TOOLS, with_pip=True, clear=True)
    except (subprocess.CalledProcessError, OSError) as error:
        raise SystemExit(f"Python cannot make a virtual environment ({error}). On Debian: apt-get install python3-venv") from None
    command = [str(TOOLS / "bin" / "python"), "-m", "pip", "install", "-q", "--disable-pip-version-check", f"uv=={UV_VERSION}"]
    subprocess.run(command, check=True)
    return str(TOOLS / "bin" / "uv")


def fingerprint(*, dev: bool) -> str:
    """Give a text that changes when another installation is needed."""
    digest = hashlib.sha256(sys.version.encode() + str(dev).encode())
    for name in ("pyproject.toml", "uv.lock"):
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def is_current(*, dev: bool) -> bool:
    """Tell whether `.venv` was made from the files as they are; one with the tools serves to run the site too."""
    stamp = VENV / "ocop-installed.txt"
    if not PYTHON.exists() or not stamp.exists():
        return False
    wanted = {fingerprint(dev=True)} if dev else {fingerprint(dev=True), fingerprint(dev=False)}
    return stamp.read_text() in wanted


def sync(*, dev: bool) -> None:
    """Install what is missing.

    `--inexact` for a run: starting the site must not take the tools of its developer away.
    """
    command = [find_uv() or install_uv(), "sync", "--frozen", "--quiet"]
    command += ["--group", "dev"] if dev else ["--no-dev", "--inexact"]
    if OLDEST_PYTHON <= sys.version_info[:2] <= NEWEST_PYTHON:
        command += ["--python", sys.executable]
    print("Installing the packages of uv.lock into .venv ...", flush=True)
    # An active environment of another project must not be filled instead.
    environment = {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"}
    subprocess.run(command, cwd=ROOT, env=environment, check=True)
    (VENV / "ocop-installed.txt").write_text(fingerprint(dev=dev))


def main() -> int:
    """Read the arguments and install."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dev", action="store_true", help="also install the tools for tests and checks")
    dev = parser.parse_args().dev
    if sys.version_info < OLDEST_PYTHON:
        found = sys.version.split()[0]
        print(f"Python 3.11 or later is needed; this is {found}. Try: make PYTHON=python3.13 ...", file=sys.stderr)
        return 1
    if not is_current(dev=dev):
        try:
            sync(dev=dev)
        except subprocess.CalledProcessError as error:
            print(f"Installing failed (exit code {error.returncode}); the reason stands above.", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
