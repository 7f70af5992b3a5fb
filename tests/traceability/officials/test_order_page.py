"""The page of an order, its history, and how many queries they cost."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories.catalog import CertificateFactory
from tests.factories.core import UserFactory
from tests.factories.traceability import LotFactory, StampEventFactory, StampOrderFactory, StampRangeFactory
from traceability.domain.orders import order_stamps
from traceability.domain.stamps import activate_stamps, void_intervals
from traceability.enums import FileKind, LabelShape, PrintMedium, RunState, StampAction, VoidReason
from traceability.models import PrintPart, PrintRun, StampEvent, StampOrder, StampRange
from traceability.numbers import Interval

pytestmark = pytest.mark.django_db


def page(order: StampOrder) -> str:
    return reverse("stamp-orders:inspect", args=[order.pk])


def section(client: Client, address: str, number: int) -> list[Any]:
    return list(client.get(address).context["sections"][number].table.data)


def test_the_page_shows_stamps_rolls_and_events(official: Client, issued: StampRange) -> None:
    void_intervals([Interval("T", 1000, 1010)], reason=VoidReason.LOST, note="Mất một cuộn", by=None, at=timezone.now())

    shown = official.get(page(issued.order)).content.decode()

    assert "Mất một cuộn" in shown
    assert "11–1000" in shown.replace("1.000", "1000")
    assert "Chưa dùng: 990" in shown or "990" in shown


def test_what_happened_to_the_order_itself_is_in_its_history(official: Client) -> None:
    order = order_stamps(product=CertificateFactory().product, quantity=10, by=UserFactory(), at=timezone.now())

    events = section(official, page(order), 3)

    assert [(event.action, event.start) for event in events] == [(StampAction.ORDERED, None)]


def test_rolls_come_fifty_at_a_time(official: Client) -> None:
    order = StampOrderFactory(approved=True, quantity=24 * 120, roll_size=24)
    StampRangeFactory(order=order, start=0, stop=24 * 120)

    assert [roll.position for roll in section(official, page(order), 1)] == list(range(1, 51))
    assert [roll.position for roll in section(official, f"{page(order)}?roll=117", 1)] == list(range(101, 121))
    assert [roll.position for roll in section(official, f"{page(order)}?roll=51", 1)] == list(range(51, 101))


@pytest.mark.parametrize("asked", ["", "0", "-1", "x", "9" * 40, "²"])
def test_nonsense_in_the_address_shows_the_first_rolls(official: Client, issued: StampRange, asked: str) -> None:
    assert section(official, f"{page(issued.order)}?roll={asked}&stretch={asked}", 1)[0].position == 1


def filled(rows: int, *, base: int) -> StampOrder:
    """Make an order with so many stretches, rolls, print runs and events; its numbers begin at the base."""
    order: StampOrder = StampOrderFactory(product=CertificateFactory().product, approved=True, quantity=24 * rows, roll_size=24)
    StampRangeFactory(order=order, start=base, stop=base + 24 * rows)
    lot, person = LotFactory(product=order.product), UserFactory()
    for row in range(rows):
        begin = base + row * 24
        activate_stamps(interval=Interval("T", begin, begin + 12), lot=lot, by=person, at=timezone.now())
        void_intervals([Interval("T", begin, begin + 1)], reason=VoidReason.LOST, note="", by=person, at=timezone.now())
        run = PrintRun.objects.create(
            order=order, key_letter="T", start=begin, stop=begin + 24, kind=FileKind.CSV, shape=LabelShape.SQUARE,
            symbol_mm=20, medium=PrintMedium.ROLL, stars=4, product_name="x", producer_name="y", started_at=timezone.now(),
            started_by=person, finished_at=timezone.now(), state=RunState.RELEASED, count=24, digest="0" * 64,
        )  # fmt: skip
        PrintPart.objects.create(run=run, position=1, start=begin, stop=begin + 24, made_at=timezone.now(), count=24, file="x")
    return order


@pytest.mark.parametrize("name", ["inspect", "trail", "complete"])
def test_many_rows_cost_no_more_queries_than_one(official: Client, statements: Callable[..., Any], name: str) -> None:
    one, many = (reverse(f"stamp-orders:{name}", args=[filled(rows, base=rows * 1000).pk]) for rows in (1, 30))
    counts = []
    for address in (one, many):
        official.get(address)
        with statements() as asked:
            assert official.get(address).status_code == 200
        counts.append(len(asked))

    assert counts[0] == counts[1]
    assert counts[0] <= 40


def test_a_list_of_many_orders_costs_no_more_queries(official: Client, statements: Callable[..., Any]) -> None:
    counts = []
    for more in (1, 29):
        StampOrderFactory.create_batch(more, ordered_by=UserFactory())
        with statements() as asked:
            official.get(reverse("stamp-orders:index"))
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_the_whole_history_is_paged(official: Client, issued: StampRange) -> None:
    now = timezone.now()
    StampEvent.objects.bulk_create(
        StampEvent(order=issued.order, action="ACTIVATED", key_letter="T", start=n, stop=n + 1, at=now + timedelta(seconds=n))
        for n in range(1000, 1250)
    )
    address = reverse("stamp-orders:trail", args=[issued.order_id])

    assert [event.start for event in section(official, address, 0)] == list(range(1000, 1200))
    assert [event.start for event in section(official, f"{address}?event=201", 0)] == list(range(1200, 1250))


def rows_of(response: Any) -> list[dict[str, str]]:
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_the_whole_history_comes_as_csv(official: Client, issued: StampRange) -> None:
    StampEventFactory(order=issued.order, start=1000, stop=2000)
    void_intervals(
        [Interval("T", 1005, 1007)], reason=VoidReason.STOLEN, note="=1+1", by=UserFactory(username="an"), at=timezone.now()
    )
    StampEventFactory(order=issued.order, action=StampAction.CANCELLED, key_letter="", start=None, stop=None, reason="=1+1")

    response = official.get(reverse("stamp-orders:trail_csv", args=[issued.order_id]))
    rows = rows_of(response)

    assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))
    assert sorted((row["what"], row["first"], row["last"], row["count"], row["by"]) for row in rows) == [
        ("CANCELLED", "", "", "", ""), ("ISSUED", "1", "1000", "1000", ""), ("VOIDED", "6", "7", "2", "an"),
    ]  # fmt: skip
    assert [row["reason"] for row in rows if row["what"] == "CANCELLED"] == ["'=1+1"]
    assert all(len(row["first_code"]) in {0, 19} for row in rows)


def test_each_voiding_can_be_undone_from_the_history(official: Client, issued: StampRange) -> None:
    void_intervals([Interval("T", 1005, 1007)], reason=VoidReason.STOLEN, note="", by=None, at=timezone.now())
    event = StampEvent.objects.get()
    address = reverse("stamp-orders:restore") + f"?event={event.pk}"

    assert address in official.get(page(issued.order)).content.decode()
    initial = official.get(address).context["form"].initial
    assert [len(code) for code in initial.values()] == [19, 19]


@pytest.mark.parametrize("asked", ["x", "0", "999999", "9" * 30])
def test_an_event_that_is_none_prefills_nothing(official: Client, asked: str) -> None:
    assert official.get(reverse("stamp-orders:restore"), {"event": asked}).context["form"].initial == {}
