"""The search: how long answers take, whether they hold what was asked for, and what happens when the catalogue grows.

Each step runs in a process of its own (`bench.search_process`) on a database of its own; here they are only put in order.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg

from bench.environment import ROOT

PRODUCTS = 17_000
SIZES = (1_000, 5_000, 17_000, 50_000, 100_000)
LARGE_SIZES = (17_000, 100_000, 1_000_000)
# What is printed of times: on the wall, and the work of the processors, which minds no neighbour on the machine.
_CUTS = ("p50", "p95", "p99", "max", "work_p50", "work_p95")


def run(*, rounds: int) -> None:
    """Measure a full register on both databases, beside Wagtail's search, and documents in growing numbers; print tables."""
    with postgresql("bench_search") as server, tempfile.TemporaryDirectory(prefix="ocop-bench-") as folder:
        databases = {"PostgreSQL": server, "SQLite": f"sqlite:///{folder}/bench.sqlite3"}
        filled, measured, compared = {}, {}, {}
        for name, url in databases.items():
            step("prepare", url)
            filled[name] = step("fill", url, size=PRODUCTS)
            measured[name] = step("measure", url, size=PRODUCTS, rounds=rounds)
            compared[name] = step("compare", url, size=PRODUCTS)
    _report_register(filled, measured)
    _report_sorts(measured)
    _report_compared(compared)
    with postgresql("bench_search_growth") as server:
        step("prepare", server)
        _report_growth(list(_grown(server, SIZES, rounds)))


def run_million(*, rounds: int) -> None:
    """Measure growing numbers of documents on Elasticsearch, up to a million; print a table."""
    cluster = os.environ.get("ELASTICSEARCH_URL", "")
    if not cluster:
        sys.exit("There is no Elasticsearch to measure a million documents on.")
    rows = []
    with postgresql("bench_search_million") as server:
        step("prepare", server)
        for size, grown in _growing(server, LARGE_SIZES):
            # Each size has an index of its own, so that each is filled as the first one is.
            names = {"ELASTICSEARCH_URL": cluster, "ELASTICSEARCH_INDEX": f"bench-{size}"}
            built = step("index", server, names)
            rows.append((size, grown, built, step("measure", server, names, size=size, rounds=rounds)))
            print(f"{size:,}: {json.dumps(rows[-1][1:])}", file=sys.stderr, flush=True)
    _report_million(rows)


def step(name: str, database: str, environment: dict[str, str] | None = None, /, **arguments: Any) -> dict[str, Any]:
    """Run one step on a database; give what it found."""
    print(f"search: {name} {arguments or ''} on {urlsplit(database).scheme}", file=sys.stderr, flush=True)
    done = subprocess.run(
        [sys.executable, "-m", "bench.search_process", name, json.dumps(arguments)],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": database, "ELASTICSEARCH_URL": ""} | (environment or {}),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


@contextmanager
def postgresql(name: str) -> Iterator[str]:
    """Make a database beside the one of the bench; give its address, and remove it."""
    url = urlsplit(os.environ["DATABASE_URL"])
    with psycopg.connect(urlunsplit(url._replace(path="/postgres")), autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            yield urlunsplit(url._replace(path=f"/{name}"))
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _growing(server: str, sizes: Sequence[int]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Write documents up to each size; give it, and how fast they were written."""
    before = 0
    for size in sizes:
        grown = step("grow", server, first=before + 1, last=size)
        yield size, grown | {"rate": (size - before) / grown["writing"]}
        before = size


def _grown(server: str, sizes: Sequence[int], rounds: int) -> Iterator[tuple[int, dict[str, Any], dict[str, Any]]]:
    for size, grown in _growing(server, sizes):
        found = step("measure", server, size=size, rounds=rounds)
        print(f"{size:,}: {json.dumps(found['all'])}", file=sys.stderr, flush=True)
        yield size, grown, found


def _report_register(filled: dict[str, dict[str, Any]], measured: dict[str, dict[str, Any]]) -> None:
    print(f"\n| {PRODUCTS:,} products | p50 ms | p95 ms | p99 ms | longest ms | work p50 ms | work p95 ms |")
    print("|---|---|---|---|---|---|---|")
    for name, found in measured.items():
        for what, label in (("all", "queries with all facets"), ("suggestions", "suggestions")):
            print(f"| {label}, {name} | " + " | ".join(f"{found[what][cut]:.1f}" for cut in _CUTS) + " |")
    print("\n| writing and reading | documents | rebuild s | again, no changes s | columns s | words s |")
    print("|---|---|---|---|---|---|")
    for name, found in filled.items():
        loading = measured[name]["loading"]
        print(
            f"| {name} | {found['documents']:,} | {found['first']:.1f} | {found['again']:.1f} | {loading['columns']:.2f} "
            f"| {loading['lexicon']:.2f} |"
        )


def _report_sorts(measured: dict[str, dict[str, Any]]) -> None:
    names = list(measured)
    heads = " | ".join(f"{name} p50 / p95, work p95 ms" for name in names)
    print(f"\n| sort of query | queries | {heads} |\n|---|---|{'---|' * len(names)}")
    for sort, found in measured[names[0]]["sorts"].items():
        cells = [
            f"{one['p50']:.1f} / {one['p95']:.1f}, {one['work_p95']:.1f}"
            for one in (measured[name]["sorts"][sort] for name in names)
        ]
        print(f"| {sort} | {found['queries']} | {' | '.join(cells)} |")


def _report_compared(compared: dict[str, dict[str, Any]]) -> None:
    print(
        "\n| 200 names typed | in the first ten, ours / Wagtail | nDCG@10 | p50 ms | ratio | p95 ms | ratio |"
        "\n|---|---|---|---|---|---|---|"
    )
    for name, found in compared.items():
        for way, figures in found["ways"].items():
            ours, other = figures["ours"], figures["wagtail"]
            times = [f"{ours[cut]:.1f} / {other[cut]:.1f} | {ours[cut] / other[cut]:.2f}" for cut in ("p50", "p95")]
            shares = f"{ours['found']:.1%} / {other['found']:.1%} | {ours['ndcg']:.3f} / {other['ndcg']:.3f}"
            print(f"| {way}, {name} | {shares} | {' | '.join(times)} |")


def _report_growth(rows: Sequence[tuple[int, dict[str, Any], dict[str, Any]]]) -> None:
    print(
        "\n| documents | p50 ms | p95 ms | work p95 ms | suggest p50 | p95 | columns s | words s | known | peak MB | written/s |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|---|")
    for size, grown, found in rows:
        cells = [
            *(found["all"][cut] for cut in ("p50", "p95", "work_p95")),
            *(found["suggestions"][cut] for cut in ("p50", "p95")),
        ]
        print(
            f"| {size:,} | {' | '.join(f'{cell:.1f}' for cell in cells)} | {found['loading']['columns']:.2f} "
            f"| {found['loading']['lexicon']:.2f} | {grown['words']:,} | {found['peak_mb']:.0f} | {grown['rate']:,.0f} |"
        )


def _report_million(rows: Sequence[tuple[int, dict[str, Any], dict[str, Any], dict[str, Any]]]) -> None:
    print(
        "\n| documents | rows written/s | words counted s | indexed/s | merged s | index MB | p50 ms | p95 ms | p99 ms "
        "| suggestions p95 ms | words s | peak MB |\n|---|---|---|---|---|---|---|---|---|---|---|---|"
    )
    for size, grown, built, found in rows:
        if list(found["engines"]) != ["elasticsearch"]:
            print(f"Not all of these were answered by the cluster: {found['engines']}")
        cells = [*(found["all"][cut] for cut in ("p50", "p95", "p99")), found["suggestions"]["p95"]]
        print(
            f"| {size:,} | {grown['rate']:,.0f} | {grown['counting']:.1f} | {built['documents'] / built['seconds']:,.0f} "
            f"| {built['merging']:.0f} | {built['mb']:.0f} | {' | '.join(f'{cell:.1f}' for cell in cells)} "
            f"| {found['loading']['lexicon']:.1f} | {found['peak_mb']:.0f} |"
        )
