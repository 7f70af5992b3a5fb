"""The scan page beside a one-query Django view and a Wagtail page, on PostgreSQL, in one run.

Each is asked in turn, several rounds, by two processes' worth of web workers on the same machine that asks; so only the ratios
count. The scan page records each scan and is never cached.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from bench.load import Measured, measure
from bench.server import served
from catalog.domain.certificates import Award, issue_certificate
from catalog.models import Product
from pages.models import ProductPage
from traceability.domain.codes import StampNumber, make_code
from traceability.domain.orders import approve_order, order_stamps
from traceability.domain.stamps import activate_stamps
from traceability.models import Lot
from traceability.numbers import Interval

STAMPS = 1_000_000


def run(*, rounds: int, seconds: float) -> None:
    """Prepare, measure in rounds, print a table."""
    addresses = _prepare()
    with served() as port:
        results = _rounds(port, addresses, rounds, seconds)
        paced = measure(port, addresses["scan page"], connections=8, seconds=seconds, pace=100)
    _report(results, paced)


def _prepare() -> dict[str, Callable[[int], str]]:
    call_command("migrate", verbosity=0)
    call_command("load_sample", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    product = Product.objects.get(pk=ProductPage.objects.live().order_by("pk").values_list("product_id", flat=True)[0])
    now = timezone.now()
    if not product.certificates.in_force(on=timezone.localdate(now)).exists():
        issue_certificate(product=product, award=Award(4, "bench", timezone.localdate(), "bench"), by=None, at=now)
    stamps = approve_order(
        order=order_stamps(product=product, quantity=STAMPS, by=None, at=now),
        key_letter=settings.STAMP_KEY_CURRENT,
        by=None,
        at=now,
    )
    lot = Lot.objects.create(product=product, code="BENCH", made_date=timezone.localdate(now), quantity=STAMPS)
    activate_stamps(interval=Interval(stamps.key_letter, stamps.start, stamps.stop), lot=lot, by=None, at=now)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    keys, letter, start = settings.STAMP_KEYS, stamps.key_letter, stamps.start
    return {
        "one-query view": lambda _number: f"/bench/one-query/{product.slug}",
        "scan page": lambda number: f"/t/{make_code(StampNumber(letter, start + number * 7919 % STAMPS), keys=keys)}",
        "Wagtail page": lambda _number: product.get_absolute_url(),
    }


def _rounds(port: int, addresses: dict[str, Callable[[int], str]], rounds: int, seconds: float) -> dict[str, list[Measured]]:
    results: dict[str, list[Measured]] = {name: [] for name in addresses}
    for address in addresses.values():
        measure(port, address, connections=4, seconds=1)
    for _round in range(rounds):
        for name, address in addresses.items():
            results[name].append(measure(port, address, connections=4, seconds=seconds))
    return results


def _report(results: dict[str, list[Measured]], paced: Measured) -> None:
    base = [one.per_second for one in results["one-query view"]]
    print("\n| what | requests/s | ratio to the one-query view | p50 ms | p99 ms | not 200 |\n|---|---|---|---|---|---|")
    for name, rows in results.items():
        rate = statistics.median(row.per_second for row in rows)
        ratio = statistics.median(row.per_second / other for row, other in zip(rows, base, strict=True))
        p50, p99 = (statistics.median(getattr(row, field) for row in rows) for field in ("p50_ms", "p99_ms"))
        print(f"| {name} | {rate:,.0f} | {ratio:.2f} | {p50:.1f} | {p99:.1f} | {sum(row.failures for row in rows)} |")
    print(f"\nScan page at 100 requests/s: p50 {paced.p50_ms:.1f} ms, p99 {paced.p99_ms:.1f} ms, {paced.failures} not 200.")
