"""Print runs in the admin, from the first click to the files."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import storages
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories.catalog import CertificateFactory
from tests.factories.traceability import StampOrderFactory, StampRangeFactory
from traceability.domain.printing.runs import LEASE, cancel_run, claim_part
from traceability.enums import OrderState, RunState, StampAction
from traceability.models import PrintPart, PrintRun, StampEvent, StampOrder

pytestmark = pytest.mark.django_db
Start = Callable[..., PrintRun]
YES = {"confirmed": "1"}


def errors(response: Any) -> dict[str, list[str]]:
    return dict(response.context["form"].errors)


def address(run: PrintRun, name: str = "run", **which: Any) -> str:
    return reverse(f"print-runs:{name}", kwargs={"pk": run.pk, **which})


def start_at(client: Client, order: StampOrder, **entered: Any) -> Any:
    return client.post(reverse("stamp-orders:print", args=[order.pk]), {"kind": "CSV", "first": "", "last": ""} | entered)


# --- starting -------------------------------------------------------------------------------------------------------


def test_all_rolls_are_printed_unless_some_are_named(official: Client, small: StampOrder) -> None:
    response = start_at(official, small, kind="PDF")

    run = PrintRun.objects.get()
    assert response["Location"] == address(run)
    assert (run.kind, run.start, run.stop, run.started_by.username) == ("PDF", 0, 70, "can-bo")


@pytest.mark.parametrize(
    ("first", "last", "expected"), [("2", "2", (30, 60)), ("2", "", (30, 70)), ("", "2", (0, 60)), ("3", "3", (60, 70))]
)
def test_some_rolls_are_printed(official: Client, small: StampOrder, first: str, last: str, expected: tuple[int, int]) -> None:
    start_at(official, small, first=first, last=last)

    run = PrintRun.objects.get()
    assert (run.start, run.stop) == expected


@pytest.mark.parametrize(
    ("entered", "field"),
    [
        ({"first": "3", "last": "2"}, "last"),
        ({"first": "0"}, "first"),
        ({"first": "x"}, "first"),
        ({"kind": "DOC"}, "kind"),
        ({"first": "4"}, "__all__"),
        ({"first": "9" * 30}, "__all__"),
    ],
)
def test_what_cannot_be_printed_is_said(official: Client, small: StampOrder, entered: dict[str, str], field: str) -> None:
    assert list(errors(start_at(official, small, **entered))) == [field]
    assert not PrintRun.objects.exists()


def test_the_second_of_two_who_print_the_same_is_told_so(official: Client, small: StampOrder) -> None:
    start_at(official, small, last="2")

    assert errors(start_at(official, small, first="2"))["__all__"]
    assert PrintRun.objects.count() == 1


def test_labels_that_are_too_small_name_the_size_that_fits(official: Client, settings: Any) -> None:
    order = StampOrderFactory(product=CertificateFactory(product__gtin="8936012345674").product, approved=True, symbol_mm=15)
    StampRangeFactory(order=order)
    settings.PUBLIC_URL = "https://truy-xuat-nguon-goc.nong-san.hatinh.example"

    assert "20 mm" in errors(start_at(official, order))["__all__"][0]


def test_an_order_that_waits_is_not_printed(official: Client, waiting: StampOrder) -> None:
    assert official.get(reverse("stamp-orders:print", args=[waiting.pk])).status_code == 200
    assert errors(start_at(official, waiting))["__all__"]


# --- following ------------------------------------------------------------------------------------------------------


def asked(client: Client, run: PrintRun) -> dict[str, Any]:
    response = client.get(address(run, "progress"))
    assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))
    told: dict[str, Any] = response.json()
    return told


def test_progress_is_told_in_words_and_figures(official: Client, small: StampOrder, start: Start) -> None:
    run = start(small)
    part = run.parts.get(position=1)
    PrintPart.objects.filter(pk=part.pk).update(made_at=timezone.now(), count=30)

    told = asked(official, run)

    assert (told["percent"], told["is_over"], told["notice"]) == (33, False, "")
    assert [word for word in told["words"].replace(",", "").split() if word.isdecimal()] == ["1", "3", "30", "70"]


def test_the_page_follows_a_run_with_and_without_script(official: Client, small: StampOrder, start: Start) -> None:
    run = start(small)

    shown = official.get(address(run)).content.decode()

    assert "<progress" in shown
    assert "js/print_run" in shown
    assert '<noscript><meta http-equiv="refresh"' in shown


def test_a_run_that_is_over_is_no_longer_asked_for(official: Client, released: PrintRun) -> None:
    assert asked(official, released)["is_over"]
    assert "<progress" not in official.get(address(released)).content.decode()


def waits(run: PrintRun, **ago: Any) -> None:
    PrintRun.objects.filter(pk=run.pk).update(started_at=timezone.now() - timedelta(**ago))


@pytest.mark.parametrize(("seconds", "is_told"), [(25, False), (35, True)])
def test_after_half_a_minute_without_a_worker_the_page_says_so(
    official: Client, small: StampOrder, start: Start, seconds: int, is_told: bool
) -> None:
    run = start(small)
    waits(run, seconds=seconds)

    assert ("print_stamps" in asked(official, run)["notice"]) is is_told


def test_a_worker_that_is_at_it_is_not_missed(official: Client, small: StampOrder, start: Start) -> None:
    run = start(small)
    waits(run, hours=1)
    claim_part(at=timezone.now())

    assert asked(official, run)["notice"] == ""


def test_a_worker_that_is_at_another_run_is_not_missed(official: Client, small: StampOrder, start: Start) -> None:
    start(small)
    claim_part(at=timezone.now())
    other = StampOrderFactory(product=small.product, approved=True, roll_size=100)
    StampRangeFactory(order=other, start=5000, stop=5100)
    run = start(other)
    waits(run, hours=1)

    assert asked(official, run)["notice"] == ""


def test_a_worker_that_died_is_missed(official: Client, small: StampOrder, start: Start) -> None:
    run = start(small)
    waits(run, hours=1)
    claim_part(at=timezone.now() - LEASE - timedelta(seconds=1))

    assert "print_stamps" in asked(official, run)["notice"]


# --- cancel, retry, withdraw ----------------------------------------------------------------------------------------


def test_a_run_is_cancelled(official: Client, small: StampOrder, start: Start) -> None:
    run = start(small)

    response = official.post(address(run, "cancel"))

    run.refresh_from_db()
    assert (run.state, response["Location"]) == (RunState.CANCELLED, address(run))
    assert errors(official.post(address(run, "cancel")))["__all__"]


def test_a_failed_run_says_its_problem_and_is_tried_again(official: Client, small: StampOrder, start: Start) -> None:
    run = start(small)
    PrintRun.objects.filter(pk=run.pk).update(state=RunState.FAILED, problem="2: đầy đĩa")
    waits(run, hours=1)

    shown = official.get(address(run)).content.decode()
    assert "2: đầy đĩa" in shown
    assert address(run, "retry") in shown
    assert "2: đầy đĩa" in official.get(address(run, "retry")).context["lead"]

    official.post(address(run, "retry"))
    run.refresh_from_db()
    assert run.state == RunState.QUEUED
    # It has just been put into the queue: nobody is missed yet.
    assert asked(official, run)["notice"] == ""
    assert errors(official.post(address(run, "retry")))["__all__"]


def test_withdrawing_is_confirmed_and_tells_who_has_the_files(official: Client, released: PrintRun) -> None:
    before = official.post(address(released, "withdraw"), {"reason": "Sai khổ"}).context["sentences"]
    taken(official, address(released, "file", position=1))

    after = official.post(address(released, "withdraw"), {"reason": "Sai khổ"}).context["sentences"]

    assert len(after) == len(before) + 1
    assert "can-bo" in after[-1]
    released.refresh_from_db()
    assert released.state == RunState.RELEASED


def test_withdrawn_files_are_gone_and_the_stamps_can_be_printed_anew(
    official: Client, released: PrintRun, private: Path, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        official.post(address(released, "withdraw"), {"reason": "Sai khổ", **YES})

    released.refresh_from_db()
    released.order.refresh_from_db()
    assert (released.state, released.order.state) == (RunState.WITHDRAWN, OrderState.APPROVED)
    assert [file for file in private.rglob("*") if file.is_file()] == []
    assert errors(official.post(address(released, "withdraw"), {"reason": "Sai khổ", **YES}))["__all__"]
    assert start_at(official, released.order).status_code == 302


def offered(client: Client, run: PrintRun) -> set[str]:
    shown = client.get(address(run)).content.decode()
    return {name for name in ("cancel", "retry", "withdraw", "archive", "manifest") if f'"{address(run, name)}"' in shown}


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (RunState.QUEUED, {"cancel"}),
        (RunState.RUNNING, {"cancel"}),
        (RunState.FAILED, {"cancel", "retry"}),
        (RunState.CANCELLED, set()),
    ],
)
def test_each_state_offers_what_can_be_done_in_it(
    official: Client, small: StampOrder, start: Start, state: RunState, expected: set[str]
) -> None:
    run = start(small)
    hold = None if state == RunState.CANCELLED else 1
    PrintRun.objects.filter(pk=run.pk).update(state=state, hold=hold)

    assert offered(official, run) == expected


def test_a_released_run_offers_its_files(official: Client, released: PrintRun) -> None:
    assert offered(official, released) == {"withdraw", "archive", "manifest"}
    assert f'"{address(released, "file", position=3)}"' in official.get(address(released)).content.decode()


def test_files_of_stamps_that_were_handed_over_are_not_withdrawn(official: Client, released: PrintRun) -> None:
    StampOrder.objects.filter(pk=released.order_id).update(state=OrderState.DELIVERED)

    assert offered(official, released) == {"archive", "manifest"}
    assert errors(official.post(address(released, "withdraw"), {"reason": "Sai khổ", **YES}))["__all__"]


# --- taking the files -----------------------------------------------------------------------------------------------


def taken(client: Client, url: str) -> bytes:
    response = client.get(url)
    assert response.status_code == 200
    assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))
    assert response["Content-Disposition"].startswith("attachment")
    return b"".join(response.streaming_content)


def test_each_file_can_be_taken_and_each_taking_is_noted(official: Client, released: PrintRun) -> None:
    content = taken(official, address(released, "file", position=2))

    part = released.parts.get(position=2)
    assert hashlib.sha256(content).hexdigest() == part.sha256
    event = StampEvent.objects.get(action=StampAction.FETCHED)
    assert (event.start, event.stop, event.by.username) == (30, 60, "can-bo")
    assert event.reason == f"tem-{released.order_id}-{released.pk}-00002.csv"


def test_the_manifest_is_the_one_whose_hash_is_noted(official: Client, released: PrintRun) -> None:
    content = taken(official, address(released, "manifest"))

    assert hashlib.sha256(content).hexdigest() == released.digest
    assert json.loads(content)["count"] == 70
    assert StampEvent.objects.get(action=StampAction.FETCHED).reason.endswith("manifest.json")


def test_the_archive_holds_manifest_and_all_files(official: Client, released: PrintRun) -> None:
    archive = zipfile.ZipFile(io.BytesIO(taken(official, address(released, "archive"))))

    assert archive.testzip() is None
    listed = json.loads(archive.read(archive.namelist()[0]))
    assert archive.namelist()[1:] == [file["file"] for file in listed["files"]]
    assert [hashlib.sha256(archive.read(file["file"])).hexdigest() for file in listed["files"]] == [
        file["sha256"] for file in listed["files"]
    ]
    assert StampEvent.objects.filter(action=StampAction.FETCHED).count() == 1


FILES = [("manifest", {}), ("archive", {}), ("file", {"position": 1})]


@pytest.mark.parametrize(("name", "which"), FILES)
def test_nothing_is_taken_from_a_run_that_is_not_released(
    official: Client, small: StampOrder, start: Start, name: str, which: dict[str, int]
) -> None:
    run = start(small)
    for state in (RunState.QUEUED, RunState.RUNNING, RunState.FAILED):
        PrintRun.objects.filter(pk=run.pk).update(state=state)
        assert official.get(address(run, name, **which))["Location"] == address(run)
    cancel_run(run=run, at=timezone.now())

    assert official.get(address(run, name, **which))["Location"] == address(run)
    assert not StampEvent.objects.filter(action=StampAction.FETCHED).exists()


@pytest.mark.parametrize(("name", "which"), FILES)
@pytest.mark.parametrize("ended", [{"state": OrderState.CANCELLED}, {"retired_at": timezone.now(), "retired_because": "Cũ"}])
def test_nothing_is_taken_of_an_order_that_has_ended(
    official: Client, released: PrintRun, name: str, which: dict[str, int], ended: dict[str, Any]
) -> None:
    StampOrder.objects.filter(pk=released.order_id).update(**ended)

    assert official.get(address(released, name, **which))["Location"] == address(released)
    assert offered(official, released) == set()


@pytest.mark.parametrize(("name", "which"), FILES)
def test_a_file_that_is_missing_is_told_in_words(official: Client, released: PrintRun, name: str, which: dict[str, int]) -> None:
    for file in [*released.parts.values_list("file", flat=True), f"print/{released.pk}/manifest.json"]:
        storages["private"].delete(file)

    response = official.get(address(released, name, **which), follow=True)

    assert response.redirect_chain == [(address(released), 302)]
    assert len(list(response.context["messages"])) == 1
    assert not StampEvent.objects.filter(action=StampAction.FETCHED).exists()


def test_there_is_no_fourth_of_three_files(official: Client, released: PrintRun) -> None:
    assert official.get(address(released, "file", position=4)).status_code == 404


@pytest.mark.parametrize(("name", "which"), FILES)
def test_a_look_at_the_headers_takes_nothing(official: Client, released: PrintRun, name: str, which: dict[str, int]) -> None:
    assert official.head(address(released, name, **which)).status_code == 405
    assert official.post(address(released, name, **which)).status_code == 405


def test_files_of_a_long_run_come_fifty_at_a_time(official: Client, released: PrintRun) -> None:
    PrintPart.objects.bulk_create(
        PrintPart(
            run=released, position=number, start=0, stop=1, file="print/x", count=1, made_at=timezone.now(), read_twice=1, size=9
        )
        for number in range(4, 121)
    )

    shown = official.get(f"{address(released)}?file=119").context["sections"][0]

    assert [part.position for part in shown.table.data] == list(range(101, 121))


# --- the QR of one stamp --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "beginning"), [("qr_svg", b"<?xml"), ("qr_png", b"\x89PNG")])
def test_one_qr_can_be_had_as_a_picture(official: Client, small: StampOrder, name: str, beginning: bytes) -> None:
    response = official.get(reverse(f"stamp-orders:{name}", args=[small.pk]))

    assert b"".join(response.streaming_content).startswith(beginning)


def test_there_is_no_qr_before_approval(official: Client, waiting: StampOrder) -> None:
    assert official.get(reverse("stamp-orders:qr_svg", args=[waiting.pk])).status_code == 404
