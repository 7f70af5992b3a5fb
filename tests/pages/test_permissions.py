"""Who may open and do what in the officials' part of the admin: every address, by role, looked at and acted on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from tests.factories.catalog import CertificateFactory, IPMarkFactory
from tests.factories.places import SalePointFactory
from tests.factories.traceability import RecallFactory, StampOrderFactory, StampRangeFactory
from traceability.domain.printing.runs import start_run
from traceability.enums import FileKind, StampAction
from traceability.models import PrintRun, StampEvent

pytestmark = pytest.mark.django_db

RECORDS = {
    "catalog": ("producer", "product", "certificate", "ipmark"),
    "places": ("salepoint", "administrativeunit"),
    "traceability": ("lot", "stamporder", "recall"),
}
REGISTERS = ("producers", "products", "certificates", "ip-marks", "sale-points", "units", "lots", "stamp-orders", "recalls")
OPEN_WINDOWS = ("producer-chooser", "product-chooser", "unit-chooser", "province-chooser", "commune-chooser", "district-chooser")
CLOSED_WINDOWS = ("sale-point-chooser", "lot-chooser")
LOOK = ("index", "index_results", "inspect")
# What else may be looked at.
LOOK_TOO = {"stamp-orders": {"trail", "trail_csv"}}
# What an official does with each register beside looking: the names of the addresses.
ACT = {
    "producers": {"add", "edit", "history", "history_results"},
    "products": {"add", "edit", "retire", "revive", "history", "history_results"},
    "certificates": {"add", "extend", "revoke", "history", "history_results"},
    "ip-marks": {"add", "edit", "history", "history_results"},
    "sale-points": {"add", "edit", "history", "history_results"},
    "units": set(),
    "lots": {"add", "edit", "recall", "history", "history_results"},
    "stamp-orders": {
        "add", "approve", "refuse", "cancel", "print", "deliver", "complete", "retire", "qr_svg", "qr_png", "activate",
        "void", "void_rolls", "void_list", "restore", "restore_rolls", "restore_list", "history", "history_results",
    },
    "recalls": {"lift", "history", "history_results"},
}  # fmt: skip
WITHOUT_RECORD = {
    "index", "index_results", "add", "activate", "void", "void_list", "restore", "restore_list", "choose", "choose_results",
}  # fmt: skip
# Print runs have no list; their addresses are below those of the orders. Files are taken with GET alone.
RUN_LOOK = ("run", "progress")
RUN_ACT = {"cancel", "retry", "withdraw"}
RUN_FILES = {"manifest", "archive", "file"}


def person(role: str) -> User:
    """Make somebody with the permissions of a role."""
    user = User.objects.create_user(role)
    if role == "visitor":
        return user
    group = Group.objects.create(name=f"test {role}")
    group.permissions.add(Permission.objects.get(codename="access_admin", content_type__app_label="wagtailadmin"))
    actions = {"official": ("view", "add", "change"), "inspector": ("view",)}.get(role, ())
    for app, models in RECORDS.items():
        names = [f"{action}_{model}" for model in models for action in actions]
        group.permissions.add(*Permission.objects.filter(content_type__app_label=app, codename__in=names))
    user.groups.add(group)
    return user


@pytest.fixture
def records() -> dict[str, Any]:
    """One record in each register."""
    certificate = CertificateFactory()
    waiting = StampOrderFactory(product=certificate.product)
    stamps = StampRangeFactory(order__product=certificate.product, activated=True)
    recall = RecallFactory(lot=stamps.lot)
    unused = StampRangeFactory(order__product=certificate.product)
    return {
        "producers": certificate.product.producer,
        "products": certificate.product,
        "certificates": certificate,
        "ip-marks": IPMarkFactory(),
        "sale-points": SalePointFactory(),
        "units": certificate.product.province,
        "lots": stamps.lot,
        "stamp-orders": stamps.order,
        "recalls": recall,
        "waiting": waiting,
        "run": start_run(order=unused.order, kind=FileKind.CSV, by=None, at=timezone.now()),
    }


def address(register: str, name: str, records: dict[str, Any]) -> str:
    args = [] if name in WITHOUT_RECORD else [records[register].pk]
    return reverse(f"{register}:{name}", args=args)


def run_address(name: str, records: dict[str, Any]) -> str:
    return reverse(f"print-runs:{name}", args=[records["run"].pk, 1] if name == "file" else [records["run"].pk])


def all_addresses(register: str, records: dict[str, Any]) -> dict[str, str]:
    names = [*LOOK, *sorted(ACT[register] | LOOK_TOO.get(register, set()))]
    return {name: address(register, name, records) for name in names}


def run_addresses(records: dict[str, Any]) -> dict[str, str]:
    return {name: run_address(name, records) for name in (*RUN_LOOK, *sorted(RUN_ACT | RUN_FILES))}


def outcomes(client: Client, method: str, addresses: dict[str, str]) -> dict[str, str]:
    return {name: outcome(client, method, url) for name, url in addresses.items()}


Sign = Callable[[str], Client]


@pytest.fixture
def as_role(client: Client) -> Sign:
    def sign(role: str) -> Client:
        if role != "nobody":
            client.force_login(person(role))
        return client

    return sign


def outcome(client: Client, method: str, url: str) -> str:
    """Tell in a word how an address answers."""
    response = getattr(client, method)(url)
    if response.status_code == 302:
        if response["Location"].startswith(reverse("wagtailadmin_login")):
            return "sign in"
        return "refused" if response["Location"] == reverse("wagtailadmin_home") else "done"
    return {200: "shown", 403: "refused", 404: "none", 405: "not so"}[response.status_code]


def test_there_is_no_other_address() -> None:
    """What is added to a register is added to the lists above, or this fails."""
    found = {register: {name for name in _names(register) if name not in LOOK} for register in REGISTERS}

    assert found == {register: ACT[register] | LOOK_TOO.get(register, set()) for register in REGISTERS}
    assert _names("print-runs") == {*RUN_LOOK, *RUN_ACT, *RUN_FILES}


def _names(register: str) -> set[str]:
    namespaces = get_resolver().namespace_dict
    return {name for name in namespaces[register][1].reverse_dict if isinstance(name, str)}


@pytest.mark.parametrize("register", REGISTERS)
def test_officials_see_and_act(as_role: Sign, records: dict[str, Any], register: str) -> None:
    client, addresses = as_role("official"), all_addresses(register, records)

    assert outcomes(client, "get", addresses) == dict.fromkeys(addresses, "shown")


def test_officials_see_print_runs_and_take_files_when_they_are_released(as_role: Sign, records: dict[str, Any]) -> None:
    client, addresses = as_role("official"), run_addresses(records)

    # The run waits: taking its files leads back to its page.
    expected = dict.fromkeys(addresses, "shown") | dict.fromkeys(RUN_FILES, "done")
    assert outcomes(client, "get", addresses) == expected


@pytest.mark.parametrize("register", REGISTERS)
def test_inspectors_see_and_do_not_act(as_role: Sign, records: dict[str, Any], register: str) -> None:
    client, addresses = as_role("inspector"), all_addresses(register, records)
    acts = {name: addresses[name] for name in ACT[register] - {"history", "history_results"}}
    looks = {name: addresses[name] for name in (*LOOK, *LOOK_TOO.get(register, ()))}

    assert outcomes(client, "get", looks) == dict.fromkeys(looks, "shown")
    for method in ("get", "post"):
        assert outcomes(client, method, acts) == dict.fromkeys(acts, "refused")


def test_inspectors_see_print_runs_but_neither_change_nor_take_them(as_role: Sign, records: dict[str, Any]) -> None:
    client = as_role("inspector")
    PrintRun.objects.update(state="RELEASED", finished_at=timezone.now(), count=1, digest="0" * 64)
    acts = {name: run_address(name, records) for name in RUN_ACT | RUN_FILES}

    assert {name: outcome(client, "get", run_address(name, records)) for name in RUN_LOOK} == dict.fromkeys(RUN_LOOK, "shown")
    for method in ("get", "post"):
        assert outcomes(client, method, acts) == dict.fromkeys(acts, "refused")
    page = client.get(run_address("run", records)).content.decode()
    assert [name for name, url in acts.items() if url in page] == []
    assert not StampEvent.objects.filter(action=StampAction.FETCHED).exists()


@pytest.mark.parametrize("register", REGISTERS)
def test_inspectors_are_offered_nothing_to_do(as_role: Sign, records: dict[str, Any], register: str) -> None:
    client = as_role("inspector")

    page = client.get(address(register, "inspect", records)).content.decode()
    listed = client.get(address(register, "index", records)).content.decode()

    for name in ACT[register] - {"history", "history_results"}:
        assert address(register, name, records) not in page
        assert address(register, name, records) not in listed


@pytest.mark.parametrize("register", REGISTERS)
@pytest.mark.parametrize("role", ["editor", "producer"])
def test_editors_and_producers_see_no_register(as_role: Sign, records: dict[str, Any], role: str, register: str) -> None:
    client, addresses = as_role(role), all_addresses(register, records) | run_addresses(records)

    for method in ("get", "post"):
        assert outcomes(client, method, addresses) == dict.fromkeys(addresses, "refused")


@pytest.mark.parametrize("register", REGISTERS)
@pytest.mark.parametrize("role", ["nobody", "visitor"])
def test_who_is_not_of_the_staff_is_sent_to_sign_in(as_role: Sign, records: dict[str, Any], role: str, register: str) -> None:
    client, addresses = as_role(role), all_addresses(register, records) | run_addresses(records)

    for method in ("get", "post"):
        assert outcomes(client, method, addresses) == dict.fromkeys(addresses, "sign in")


@pytest.mark.parametrize("role", ["editor", "inspector"])
def test_choosers_of_what_is_public_open_to_all_staff(as_role: Sign, records: dict[str, Any], role: str) -> None:
    client = as_role(role)

    for window in OPEN_WINDOWS:
        assert outcome(client, "get", reverse(f"{window}:choose")) == "shown"


@pytest.mark.parametrize(("role", "expected"), [("editor", "refused"), ("inspector", "shown"), ("official", "shown")])
def test_choosers_of_what_is_not_public_open_to_those_who_may_see_it(
    as_role: Sign, records: dict[str, Any], role: str, expected: str
) -> None:
    client = as_role(role)

    for window in CLOSED_WINDOWS:
        assert outcome(client, "get", reverse(f"{window}:choose")) == expected
        assert outcome(client, "get", reverse(f"{window}:choose_results")) == expected


def test_nobody_deletes_not_even_an_administrator(client: Client, records: dict[str, Any]) -> None:
    client.force_login(User.objects.create_superuser("quan-tri"))

    for register in REGISTERS:
        prefix = address(register, "index", records)
        assert client.post(f"{prefix}delete/{records[register].pk}/").status_code == 404
        assert "/delete/" not in client.get(address(register, "inspect", records)).content.decode()


def test_the_menu_shows_registers_to_those_who_may_see_them(as_role: Sign) -> None:
    client = as_role("inspector")

    shown = client.get(reverse("wagtailadmin_home")).content.decode()

    assert all(reverse(f"{register}:index") in shown for register in REGISTERS)


def test_the_menu_of_an_editor_has_no_register(as_role: Sign) -> None:
    client = as_role("editor")

    shown = client.get(reverse("wagtailadmin_home")).content.decode()

    assert not any(f'"{reverse(f"{register}:index")}"' in shown for register in REGISTERS)
