"""A load generator on the same machine: one process, some connections, a fixed time."""

from __future__ import annotations

import http.client
import statistics
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Measured:
    """Requests a second, and the median and 99th percentile of their time in milliseconds."""

    per_second: float
    p50_ms: float
    p99_ms: float
    failures: int


def measure(port: int, address: Callable[[int], str], *, connections: int, seconds: float, pace: float | None = None) -> Measured:
    """Ask for addresses for some time.

    `address` gives the n-th path to ask for. With `pace` (requests a second over all connections) it measures waiting times at
    that load; without, it asks as fast as it is answered.
    """
    times: list[float] = []
    failures = [0]
    numbers = iter(range(10**9))
    lock = threading.Lock()
    stop_at = time.perf_counter() + seconds

    def ask() -> None:
        due = time.perf_counter()
        while time.perf_counter() < stop_at:
            with lock:
                number = next(numbers)
            started = time.perf_counter()
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            connection.request("GET", address(number), headers={"User-Agent": f"bench/{number}", "Accept-Language": "vi"})
            response = connection.getresponse()
            response.read()
            connection.close()
            spent = time.perf_counter() - started
            with lock:
                times.append(spent)
                failures[0] += response.status != http.client.OK
            if pace:
                due += connections / pace
                time.sleep(max(0.0, due - time.perf_counter()))

    threads = [threading.Thread(target=ask) for _number in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    cuts = statistics.quantiles(times, n=100)
    return Measured(len(times) / seconds, cuts[49] * 1000, cuts[98] * 1000, failures[0])
