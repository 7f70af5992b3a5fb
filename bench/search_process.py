"""One step of the measurements of the search, in a process of its own: `python -m bench.search_process STEP JSON`.

A process of its own, because a web process too begins with nothing in memory, and because each step has its own database: the
environment names it. What was found is printed as JSON, on the last line.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).resolve().parents[1] / "site")]
os.environ["DJANGO_SETTINGS_MODULE"] = "bench.search_settings"

import django  # noqa: E402  # isort: skip

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from bench import search_timing, wagtail_default  # noqa: E402
from bench.catalogue import Catalogue  # noqa: E402
from bench.register import fill_register  # noqa: E402
from catalog.domain.rules import load_product_sets  # noqa: E402
from catalog.models import Product  # noqa: E402
from places.domain.units import load_units  # noqa: E402
from search.domain import words  # noqa: E402
from search.domain.indexing import paused, refresh, refresh_all  # noqa: E402
from search.domain.thesaurus_file import load_vocabulary  # noqa: E402
from search.engines.elastic import rebuild as elastic_rebuild  # noqa: E402
from search.engines.elastic.client import client  # noqa: E402
from search.engines.elastic.schema import live_alias  # noqa: E402
from search.models import SearchDocument, SearchWord  # noqa: E402
from search.sources import Source, register, sources  # noqa: E402

_IN_ONE_TRANSACTION = 50_000


def prepare() -> dict[str, Any]:
    """Make the tables; load units, product sets and the vocabulary."""
    call_command("migrate", verbosity=0, run_syncdb=True)
    with paused(), transaction.atomic():
        load_units()
        load_product_sets()
        load_vocabulary()
    return {}


def fill(*, size: int) -> dict[str, Any]:
    """Write the catalogue into the register, and all documents from there, twice: the first time and when nothing has changed."""
    catalogue = Catalogue(timezone.localdate())
    with paused():
        filling = _seconds(lambda: fill_register(catalogue, size))
    _analyse()
    found = {"filling": filling, "first": _seconds(refresh_all), "again": _seconds(refresh_all)}
    _analyse()
    return {**found, "documents": SearchDocument.objects.count()}


def grow(*, first: int, last: int) -> dict[str, Any]:
    """Write the documents of some more goods, and count the words of all."""
    source = _synthetic()
    writing = sum(
        _seconds(lambda start=start: refresh(source, range(start, min(start + _IN_ONE_TRANSACTION, last + 1))))
        for start in range(first, last + 1, _IN_ONE_TRANSACTION)
    )
    counting = _seconds(lambda: words.count_all({source.kind for source in sources() if source.is_thing}))
    _analyse()
    return {"writing": writing, "counting": counting, "words": SearchWord.objects.count(), "peak_mb": _peak_mb()}


def index() -> dict[str, Any]:
    """Fill an Elasticsearch index from the documents; give how fast, and how much of the disk it takes."""
    seconds = _seconds(lambda: elastic_rebuild.rebuild(lambda _text: None, now=timezone.now))
    cluster = client(seconds=60.0)
    merging = _seconds(lambda: _wait_for_merging(cluster))
    cluster.indices.refresh(index=live_alias())
    stats = cluster.indices.stats(index=live_alias())["_all"]["primaries"]
    size = {"documents": stats["docs"]["count"], "mb": stats["store"]["size_in_bytes"] / 1024**2}
    return {"seconds": seconds, "merging": merging, **size}


def _wait_for_merging(cluster: Any) -> None:
    """Wait until each shard is one part, but no longer than ten minutes."""
    give_up = time.monotonic() + 600
    while time.monotonic() < give_up:
        about = cluster.indices.stats(index=live_alias())
        if about["_all"]["primaries"]["segments"]["count"] <= about["_shards"]["successful"]:
            return
        time.sleep(0.5)


def measure(*, size: int, rounds: int) -> dict[str, Any]:
    """Ask the mix of queries and type names, with everything warm."""
    _synthetic()
    return search_timing.measure(Catalogue(timezone.localdate()), size, rounds) | {"peak_mb": _peak_mb()}


def compare(*, size: int) -> dict[str, Any]:
    """Ask for the same names here and of Wagtail's default search."""
    catalogue = Catalogue(timezone.localdate())
    indexing = _seconds(lambda: wagtail_default.fill(catalogue, size))
    _analyse()
    return {"indexing": indexing, **search_timing.compare(catalogue, size)}


def _synthetic() -> Source:
    """Put the catalogue in the place of the register's products, unless there are some."""
    catalogue = Catalogue(timezone.localdate())
    known = next(source for source in sources() if source.is_thing)
    if not Product.objects.exists():
        register(
            Source(
                kind=known.kind,
                label=known.label,
                model=known.model,
                documents=lambda numbers: catalogue.documents(numbers or ()),
                cards=known.cards,
                card_template=known.card_template,
                is_thing=True,
            )
        )
    return next(source for source in sources() if source.kind == known.kind)


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _peak_mb() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024**2 if sys.platform == "darwin" else 1024)


def _analyse() -> None:
    """Let the database learn how the rows lie, as it does by itself in time."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


STEPS: dict[str, Callable[..., dict[str, Any]]] = {
    "prepare": prepare, "fill": fill, "grow": grow, "index": index, "measure": measure, "compare": compare,
}  # fmt: skip

if __name__ == "__main__":
    step, arguments = sys.argv[1], json.loads(sys.argv[2])
    print(json.dumps(STEPS[step](**arguments)))
