"""Run the tests in four parts: on SQLite, on PostgreSQL, in a browser, on Elasticsearch. Say at the end what ran, and what not.

A part that this machine cannot run is skipped by name, with the reason; a part that finds no tests has failed.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import dataclass, field

from cluster import temporary_cluster
from paths import PYTHON, ROOT, VAR, site_environment
from postgres import temporary_server
from servers import Unavailable, apt_install, run_command

BROWSERS = ("/usr/bin/chromium", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NO_TESTS = 5  # pytest's exit code.
# Each part says itself what it runs on, whatever the shell has set.
OUR_SERVERS = ("DATABASE_URL", "ELASTICSEARCH_URL", "OCOP_TEST_ELASTICSEARCH", "OCOP_TEST_ELASTICSEARCH_PIDS")
# Three keep two copies of everything when one is lost, and can still agree on who leads.
CLUSTER_NODES = 3


@dataclass
class Part:
    """What became of one part."""

    title: str
    code: int = 0
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    seconds: float = 0.0
    reason: str = ""

    @property
    def state(self) -> str:
        """One word for the table."""
        if self.reason:
            return "SKIPPED"
        return "FAILED" if self.code else "passed"


@dataclass
class Run:
    """All parts, and what is passed on to pytest."""

    pytest_arguments: list[str]
    parts: list[Part] = field(default_factory=list)

    def pytest(self, part: Part, arguments: list[str], **environment: str) -> None:
        """Run pytest once and read the figures from its report."""
        self.parts.append(part)
        print(f"\n--- {part.title} ---", flush=True)
        report = VAR / "tests" / f"{len(self.parts)}.xml"
        report.parent.mkdir(parents=True, exist_ok=True)
        report.unlink(missing_ok=True)
        command = [str(PYTHON), "-m", "pytest", *arguments, f"--junitxml={report}", *self.pytest_arguments]
        started = time.monotonic()
        # Whatever the tests leave in the temporary folder goes with it: uploads, browser profiles.
        with tempfile.TemporaryDirectory(prefix="ocop-tests-", ignore_cleanup_errors=True) as folder:
            part.code = run_command(command, site_environment(TMPDIR=folder, **environment))
        part.seconds = time.monotonic() - started
        if report.exists():
            suite = ET.parse(report).getroot().find("testsuite")  # noqa: S314  pytest wrote it a moment ago
            if suite is not None:
                count = {name: int(suite.get(name, "0")) for name in ("tests", "failures", "errors", "skipped")}
                part.failed, part.skipped = count["failures"] + count["errors"], count["skipped"]
                part.passed = count["tests"] - part.failed - part.skipped

    def skip(self, title: str, reason: str) -> None:
        """Note a part that this machine cannot run."""
        print(f"\n--- {title}: skipped: {reason} ---", flush=True)
        self.parts.append(Part(title, reason=reason))


def on_sqlite(run: Run) -> None:
    """Part one."""
    marks = "not browser and not postgres and not elasticsearch"
    run.pytest(Part("unit tests on SQLite"), ["-n", "2", "--ignore=tests/browser", "-m", marks])


def on_postgres(run: Run) -> None:
    """Part two: what opens the database. The rest has run in part one, and gives the same here."""
    title = "unit tests on PostgreSQL"
    try:
        with temporary_server() as server:
            arguments = [
                "-n",
                "2",
                "--ignore=tests/browser",
                "-m",
                "(database or postgres) and not browser and not elasticsearch",
            ]
            run.pytest(Part(title), arguments, DATABASE_URL=server.url)
    except Unavailable as error:
        run.skip(title, str(error))


def find_browser() -> str:
    """Give the path of Chromium; as root on Debian, install it when there is none.

    Raises: Unavailable.
    """
    for _attempt in range(2):
        found = next(filter(None, map(shutil.which, BROWSERS)), None)
        if found:
            return found
        if os.geteuid() != 0 or not shutil.which("apt-get"):
            break
        print("No Chromium found: installing it ...", flush=True)
        apt_install("chromium")
    raise Unavailable("no Chromium or Chrome found; install one, on Debian with: sudo apt-get install chromium")


def in_browser(run: Run) -> None:
    """Part three."""
    title = "browser tests in Chromium"
    try:
        browser = find_browser()
    except Unavailable as error:
        run.skip(title, str(error))
        return
    # Playwright keeps an event loop in this thread; Django would take our plain calls for asynchronous ones.
    arguments = ["tests/browser", "-m", "not elasticsearch"]
    run.pytest(Part(title), arguments, OCOP_CHROMIUM=browser, DJANGO_ALLOW_ASYNC_UNSAFE="true")


def on_elasticsearch(run: Run) -> None:
    """Part four, one test after the other: they share a cluster, and some take a node of it away."""
    title = "search on Elasticsearch"
    try:
        with temporary_cluster(CLUSTER_NODES) as cluster:
            told = {
                "OCOP_TEST_ELASTICSEARCH": ",".join(cluster.urls),
                "OCOP_TEST_ELASTICSEARCH_PIDS": ",".join(map(str, cluster.process_groups)),
            }
            run.pytest(Part(title), ["--ignore=tests/browser", "-m", "elasticsearch"], **told)
    except Unavailable as error:
        run.skip(title, str(error))


PARTS: dict[str, Callable[[Run], None]] = {
    "sqlite": on_sqlite,
    "postgres": on_postgres,
    "browser": in_browser,
    "elasticsearch": on_elasticsearch,
}


def summary(parts: list[Part], seconds: float) -> str:
    """Give the closing table, and under it one line like pytest's own."""
    lines = ["", "=== what ran ==="]
    for part in parts:
        figures = f"{part.passed} passed, {part.failed} failed, {part.skipped} skipped in {part.seconds:.0f} s"
        if part.code == NO_TESTS:
            figures = "no tests were found"
        lines.append(f"{part.state:8} {part.title}: {part.reason or figures}")
    total = {word: sum(getattr(part, word) for part in parts) for word in ("failed", "passed", "skipped")}
    total["skipped"] += sum(1 for part in parts if part.reason)
    # A part that broke before it could count is a failure all the same.
    total["failed"] += sum(1 for part in parts if part.code and not part.failed)
    figures = ", ".join(f"{number} {word}" for word, number in total.items() if number) or "no tests ran"
    lines += ["", f" {figures} in {seconds:.2f}s ".center(80, "=")]
    return "\n".join(lines)


def main() -> int:
    """Read the arguments and run the parts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--parts", default=",".join(PARTS), help="which, joined by commas: " + ", ".join(PARTS))
    parser.add_argument("pytest_arguments", nargs="*", help="passed on to pytest, after --")
    arguments = parser.parse_args()
    os.chdir(ROOT)
    for name in OUR_SERVERS:
        os.environ.pop(name, None)
    run = Run(arguments.pytest_arguments)
    started = time.monotonic()
    for name in arguments.parts.split(","):
        PARTS[name](run)
    print(summary(run.parts, time.monotonic() - started), flush=True)
    return 1 if any(part.code for part in run.parts) else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        print("\nInterrupted; what was started has been stopped and removed.", file=sys.stderr)
        sys.exit(130)
