"""Stamps at national scale: the scan page with ten thousand and with fifty million stamps issued; issuing a million.

Two databases on one server, two sets of web workers, asked in turn: what differs between them is the number of stamps alone.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from bench.load import Measured, measure
from bench.server import served
from catalog.models import Certificate, Product
from traceability.domain.codes import StampNumber, make_code
from traceability.domain.orders import approve_order, order_stamps
from traceability.enums import OrderState
from traceability.models import Lot, StampOrder, StampSeries

FEW, MANY = 10_000, 50_000_000
_ORDER, _PARTS = 1000, 4
_LETTER = "Y"

# Each order of a thousand stamps has four ranges, as rolls have that were put on three lots and not used up.
_RANGES = """INSERT INTO traceability_stamprange
       (order_id, key_letter, start, stop, lot_id, activated_at, voided_at, void_reason)
SELECT %(order)s, %(letter)s, n, n + %(step)s,
       CASE WHEN n %% %(size)s < %(size)s - %(step)s THEN %(lot)s END,
       CASE WHEN n %% %(size)s < %(size)s - %(step)s THEN now() END, NULL, ''
  FROM generate_series(%(first)s::bigint, %(last)s::bigint - 1, %(step)s::bigint) n"""


def run(*, rounds: int, seconds: float) -> None:
    """Prepare two databases, measure in turn, print a table."""
    call_command("migrate", verbosity=0)
    if not Product.objects.exists():
        call_command("load_sample", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0, clear=False)
    issuing = _issue_a_million()
    order, lot = _order_to_fill()
    _fill(order, lot, 0, FEW)
    few, many = os.environ["DATABASE_URL"], _copy_database()
    with psycopg.connect(many) as large, large.cursor() as cursor:
        cursor.execute(_RANGES, _values(order, lot, FEW, MANY))
        large.commit()
        large.autocommit = True
        cursor.execute("VACUUM ANALYZE traceability_stamprange")
    sizes = {f"{FEW:,}": (few, FEW), f"{MANY:,}": (many, MANY)}
    results: dict[str, list[Measured]] = {name: [] for name in sizes}
    with served(DATABASE_URL=few) as first, served(DATABASE_URL=many) as second:
        ports = dict(zip(sizes, (first, second), strict=True))
        for name, (_url, count) in sizes.items():
            measure(ports[name], _address(count), connections=4, seconds=2)
        for _round in range(rounds):
            for name, (_url, count) in sizes.items():
                results[name].append(measure(ports[name], _address(count), connections=4, seconds=seconds))
    _report(results, issuing)


def _address(count: int) -> Callable[[int], str]:
    """Give addresses of stamps spread over all that were issued; 7919 is a prime, so none comes twice soon."""

    def address(number: int) -> str:
        return f"/t/{make_code(StampNumber(_LETTER, number * 7919 * 131 % count), keys=settings.STAMP_KEYS)}"

    return address


def _issue_a_million() -> float:
    """Give the seconds that approving an order of a million stamps takes."""
    certificate = Certificate.objects.in_force(on=timezone.localdate()).first()
    assert certificate is not None, "the sample data has certificates in force"
    order = order_stamps(product=certificate.product, quantity=1_000_000, by=None, at=timezone.now())
    started = time.perf_counter()
    approve_order(order=order, key_letter=settings.STAMP_KEY_CURRENT, by=None, at=timezone.now())
    return time.perf_counter() - started


def _order_to_fill() -> tuple[StampOrder, Lot]:
    certificate = Certificate.objects.in_force(on=timezone.localdate()).first()
    assert certificate is not None, "the sample data has certificates in force"
    now = timezone.now()
    order = StampOrder.objects.create(
        product=certificate.product, quantity=MANY, state=OrderState.APPROVED, ordered_at=now, decided_at=now
    )
    StampSeries.objects.create(key_letter=_LETTER, next_number=MANY)
    made = timezone.localdate() - timedelta(days=10)
    return order, Lot.objects.create(product=certificate.product, code="BENCH", made_date=made, quantity=MANY)


def _values(order: StampOrder, lot: Lot, first: int, last: int) -> dict[str, object]:
    step = _ORDER // _PARTS
    return {"order": order.pk, "lot": lot.pk, "letter": _LETTER, "first": first, "last": last, "step": step, "size": _ORDER}


def _fill(order: StampOrder, lot: Lot, first: int, last: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_RANGES, _values(order, lot, first, last))
        cursor.execute("ANALYZE")


def _copy_database() -> str:
    """Copy the database under another name and give its address."""
    url = urlsplit(os.environ["DATABASE_URL"])
    name = url.path.lstrip("/")
    connection.close()
    with psycopg.connect(urlunsplit(url._replace(path="/postgres")), autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}_many" TEMPLATE "{name}"')
    return urlunsplit(url._replace(path=f"/{name}_many"))


def _report(results: dict[str, list[Measured]], issuing: float) -> None:
    base = [one.per_second for one in next(iter(results.values()))]
    print("\n| stamps issued | scan pages/s | ratio | p50 ms | p99 ms | not 200 |\n|---|---|---|---|---|---|")
    for name, rows in results.items():
        ratio = statistics.median(row.per_second / other for row, other in zip(rows, base, strict=True))
        rate, p50, p99 = (statistics.median(getattr(row, field) for row in rows) for field in ("per_second", "p50_ms", "p99_ms"))
        print(f"| {name} | {rate:,.0f} | {ratio:.2f} | {p50:.1f} | {p99:.1f} | {sum(row.failures for row in rows)} |")
    print(f"\nIssuing 1,000,000 stamps (approving their order): {issuing * 1000:.0f} ms.")
