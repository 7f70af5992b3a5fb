"""Keep the tests off the network: only this machine's own addresses can be reached.

Loaded by `-p tests.plugins.network` (pyproject.toml), in the controller and in each xdist worker.
"""

from __future__ import annotations

import ipaddress
import socket
from typing import Any

_connect = socket.socket.connect
_connect_ex = socket.socket.connect_ex


class NetworkBlocked(OSError):
    """A test tried to reach another machine."""


def is_allowed(family: int, address: Any) -> bool:
    """Tell whether a test may connect: loopback and local sockets only.

    A host name other than `localhost` is refused without being looked up: the look-up would itself be network.
    """
    if family not in (socket.AF_INET, socket.AF_INET6):
        return True
    host = str(address[0]).partition("%")[0]
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _check(sock: socket.socket, address: Any) -> None:
    if not is_allowed(sock.family, address):
        raise NetworkBlocked(f"a test tried to reach {address[0]}; tests reach this machine only")


def _guarded_connect(self: socket.socket, address: Any) -> None:
    _check(self, address)
    _connect(self, address)


def _guarded_connect_ex(self: socket.socket, address: Any) -> int:
    _check(self, address)
    return _connect_ex(self, address)


def pytest_configure() -> None:
    """Block before the first test is collected."""
    socket.socket.connect = _guarded_connect  # type: ignore[method-assign,assignment]
    socket.socket.connect_ex = _guarded_connect_ex  # type: ignore[method-assign,assignment]


def pytest_unconfigure() -> None:
    """Give the network back, for whatever runs in this process afterwards."""
    socket.socket.connect = _connect  # type: ignore[method-assign]
    socket.socket.connect_ex = _connect_ex  # type: ignore[method-assign]
