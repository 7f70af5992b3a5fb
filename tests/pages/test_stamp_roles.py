"""The real roles of a site, and the people of a producer, before the officials' stamp screens."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from pages.roles import EDITORS, INSPECTORS, OFFICIALS
from pages.teams import open_team
from tests.factories.catalog import CertificateFactory
from tests.factories.traceability import StampRangeFactory, code_of
from traceability.domain.printing.runs import start_run
from traceability.enums import FileKind, StampAction
from traceability.models import PrintPart, PrintRun, StampEvent, StampRange

pytestmark = pytest.mark.django_db


@pytest.fixture
def stamps(small_site: None, db: None) -> StampRange:
    """A site with its roles, and issued stamps with a run that is marked as released."""
    made: StampRange = StampRangeFactory(order__product=CertificateFactory().product, start=0, stop=1000)
    start_run(order=made.order, kind=FileKind.CSV, by=None, at=timezone.now())
    PrintPart.objects.update(made_at=timezone.now(), count=1000, file="print/1/00001-1.csv", size=1, read_twice=1)
    PrintRun.objects.update(state="RELEASED", finished_at=timezone.now(), count=1000, digest="0" * 64)
    return made


def sign_in(client: Client, group: str, stamps: StampRange) -> None:
    user = User.objects.create_user("nguoi-nay")
    if group == "team":
        open_team(stamps.order.product.producer, members=[user])
    else:
        user.groups.add(Group.objects.get(name=group))
    client.force_login(user)


def attempts(stamps: StampRange) -> list[tuple[str, str, dict[str, Any]]]:
    """Everything that changes stamps or takes files, as somebody would send it who knows the addresses."""
    order, run, yes = stamps.order_id, PrintRun.objects.get().pk, {"confirmed": "1"}
    stretch = {"first_code": code_of(0), "last_code": code_of(9)}
    why = {"reason": "LOST", "note": "x"}
    return [
        ("post", reverse("stamp-orders:void"), stretch | why | yes),
        ("post", reverse("stamp-orders:void_rolls", args=[order]), {"rolls": "1"} | why | yes),
        ("post", reverse("stamp-orders:void_list"), why | yes),
        ("post", reverse("stamp-orders:restore"), stretch | {"note": "x"} | yes),
        ("post", reverse("stamp-orders:print", args=[order]), {"kind": "CSV"}),
        ("post", reverse("stamp-orders:cancel", args=[order]), {"reason": "x"} | yes),
        ("post", reverse("stamp-orders:retire", args=[order]), {"reason": "x"} | yes),
        ("post", reverse("print-runs:withdraw", args=[run]), {"reason": "x"} | yes),
        ("get", reverse("print-runs:manifest", args=[run]), {}),
        ("get", reverse("print-runs:archive", args=[run]), {}),
        ("get", reverse("print-runs:file", args=[run, 1]), {}),
    ]


@pytest.mark.parametrize("group", [INSPECTORS, EDITORS, "team"])
def test_only_officials_void_restore_print_and_take(client: Client, stamps: StampRange, group: str) -> None:
    sign_in(client, group, stamps)

    answers = {(getattr(client, method)(url, data)["Location"]) for method, url, data in attempts(stamps)}

    assert answers == {reverse("wagtailadmin_home")}
    assert not StampEvent.objects.exists()
    assert PrintRun.objects.get().state == "RELEASED"
    assert StampRange.objects.get().voided_at is None


def test_nobody_gets_in_without_signing_in(client: Client, stamps: StampRange) -> None:
    for method, url, data in attempts(stamps):
        assert getattr(client, method)(url, data)["Location"].startswith(reverse("wagtailadmin_login"))
    assert not StampEvent.objects.exists()


@pytest.mark.parametrize(("group", "status"), [(OFFICIALS, 200), (INSPECTORS, 200), (EDITORS, 302), ("team", 302)])
def test_who_sees_an_order_and_its_run(client: Client, stamps: StampRange, group: str, status: int) -> None:
    sign_in(client, group, stamps)
    order, run = stamps.order_id, PrintRun.objects.get().pk

    for url in (
        reverse("stamp-orders:inspect", args=[order]),
        reverse("stamp-orders:trail", args=[order]),
        reverse("stamp-orders:trail_csv", args=[order]),
        reverse("print-runs:run", args=[run]),
        reverse("print-runs:progress", args=[run]),
    ):
        assert client.get(url).status_code == status


@pytest.mark.parametrize(("group", "sees"), [(OFFICIALS, True), (INSPECTORS, False)])
def test_codes_are_for_those_who_may_issue_stamps(client: Client, stamps: StampRange, group: str, sees: bool) -> None:
    sign_in(client, group, stamps)
    StampEvent.objects.create(
        order=stamps.order, action=StampAction.ISSUED, key_letter="T", start=0, stop=1000, at=timezone.now()
    )
    code = code_of(0)
    readable = "-".join(code[at : at + 4] for at in range(0, 16, 4))

    page = client.get(reverse("stamp-orders:inspect", args=[stamps.order_id])).content.decode()
    trail = b"".join(client.get(reverse("stamp-orders:trail_csv", args=[stamps.order_id])).streaming_content).decode()

    assert (readable in page, readable in trail) == (sees, sees)


def test_officials_do_what_officials_do(client: Client, stamps: StampRange) -> None:
    sign_in(client, OFFICIALS, stamps)

    client.post(
        reverse("stamp-orders:void"),
        {"first_code": code_of(0), "last_code": code_of(9), "reason": "LOST", "note": "", "confirmed": "1"},
    )

    assert list(StampEvent.objects.values_list("action", "start", "stop")) == [(StampAction.VOIDED, 0, 10)]
