"""What the scripts that start servers of our own share: a user, ports, a folder, an end in good order."""

from __future__ import annotations

import contextlib
import ctypes
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

STOP_SECONDS = 20
# Below the root: tried when the folder that the person has set cannot be entered by everybody.
TEMPORARY_FOLDERS = ("tmp", "var/tmp")
# Linux's number, from sys/prctl.h.
PR_SET_PDEATHSIG = 1


class Unavailable(Exception):
    """A server or a program cannot be had on this machine; the message says why."""


def apt_install(package: str) -> None:
    """Install one Debian package; its absence afterwards is the caller's to notice."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update"], ["install", "-y", "--no-install-recommends", package]):
        subprocess.run(
            ["apt-get", "-q", *words], env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False
        )


def may_install() -> bool:
    """Tell whether we are root on a system with Debian's packages."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def server_user(*names: str) -> dict[str, Any]:
    """Give the arguments that start a program as the first of these users when we are root: servers of data refuse root.

    Raises: Unavailable: we are root, and there is none of them.
    """
    if os.geteuid() != 0:
        return {}
    for name in names:
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(name)
            return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise Unavailable(f"root cannot run it, and there is no user {' or '.join(names)}")


def free_port() -> int:
    """Give a loopback port that nobody listens on."""
    return free_ports(1)[0]


def free_ports(count: int) -> list[int]:
    """Give different loopback ports that nobody listens on."""
    with contextlib.ExitStack() as stack:
        # All are held until the last is found: the system gives none of them twice.
        probes = [stack.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [int(probe.getsockname()[1]) for probe in probes]


def port_is_free(port: int) -> bool:
    """Tell whether we could listen on a loopback port."""
    with socket.socket() as probe:
        # A connection that has just been closed is no obstacle.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def can_enter(folder: Path) -> bool:
    """Tell whether any user may enter a folder: it and every folder above it must be searchable by all."""
    return all(place.stat().st_mode & 0o001 for place in (folder, *folder.parents))


def temporary_folder(prefix: str) -> Path:
    """Make a folder for a server that may run as another user than we do.

    Raises: Unavailable: we are root, and each temporary folder lies in one that only root may enter.
    """
    for place in (Path(tempfile.gettempdir()).resolve(), *(Path("/") / name for name in TEMPORARY_FOLDERS)):
        if os.geteuid() != 0 or (place.is_dir() and can_enter(place)):
            return Path(tempfile.mkdtemp(prefix=prefix, dir=place))
    raise Unavailable("no temporary folder that an unprivileged user may enter")


def give_away(folder: Path, user: dict[str, Any]) -> None:
    """Make a folder with all that is in it the property of the user whom `server_user` gave; nothing, if it gave none."""
    if "user" not in user:
        return
    for place in (folder, *folder.rglob("*")):
        os.chown(place, user["user"], user["group"], follow_symlinks=False)


def die_with_us() -> Callable[[], None] | None:
    """Give what a child must call before it starts a program, so that the system kills it when we are killed.

    Returns: None where there is no such thing: outside Linux. There a hard kill of ours leaves the program behind.
    """
    if sys.platform != "linux":
        return None
    # Looked up here: between its making and the start of the program a child had better load nothing.
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    parent = os.getpid()

    def ask() -> None:
        prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # We were killed before it could ask.
            os.kill(os.getpid(), signal.SIGKILL)

    return ask


def group_lives(group: int) -> bool:
    """Tell whether a process group still has a member."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # macOS says so of a group that holds nothing but the dead.
        return False
    return True


def stop_groups(processes: list[subprocess.Popen[bytes]]) -> None:
    """Stop all processes with everything that they started: first politely, then not. Each leads a group of its own."""
    for stronger, seconds in ((signal.SIGTERM, STOP_SECONDS), (signal.SIGKILL, STOP_SECONDS)):
        for process in processes:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, stronger)
                os.killpg(process.pid, signal.SIGCONT)  # A stopped process would not hear the polite word.
        until = time.monotonic() + seconds
        # The leader must be waited for: until then the dead one counts as a member of its group.
        while any([process.poll() is None or group_lives(process.pid) for process in processes]):  # noqa: C419  each is polled
            if time.monotonic() > until:
                break
            time.sleep(0.05)
        else:
            return


@contextlib.contextmanager
def signals_as_interrupt() -> Iterator[None]:
    """Let a termination or a closed terminal end us like Ctrl-C does: through every `finally`."""

    def interrupt(number: int, _frame: object) -> None:
        raise KeyboardInterrupt(signal.Signals(number).name)

    before = {number: signal.signal(number, interrupt) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """Let no second signal break off what is being put in order."""
    before = {number: signal.signal(number, signal.SIG_IGN) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def run_command(command: list[str], environment: dict[str, str]) -> int:
    """Run a command to its end; when we are interrupted, it is told so and waited for."""
    process = subprocess.Popen(command, env=environment)
    try:
        return process.wait()
    except KeyboardInterrupt:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired, KeyboardInterrupt):
            process.wait(timeout=STOP_SECONDS)
        if process.poll() is None:
            process.kill()
            process.wait()
        raise


def wait_for_interrupt() -> None:
    """Wait until Ctrl-C or a termination, which end it as KeyboardInterrupt."""
    while True:
        time.sleep(3600)
