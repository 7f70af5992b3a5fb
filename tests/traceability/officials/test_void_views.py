"""Voiding stamps and undoing it in the admin: a stretch, whole rolls, the codes of a file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from tests.factories.catalog import CertificateFactory
from tests.factories.traceability import LotFactory, StampOrderFactory, StampRangeFactory, code_of
from traceability.domain.orders import retire_order
from traceability.domain.stamps import activate_stamps, void_intervals
from traceability.enums import OrderState, StampAction, VoidReason
from traceability.models import StampEvent, StampOrder, StampRange
from traceability.numbers import Interval
from traceability.officials import void_forms

pytestmark = pytest.mark.django_db
YES = {"confirmed": "1"}
WHY = {"reason": "STOLEN", "note": "Mất một cuộn"}
STRETCH = {"first_code": code_of(1000), "last_code": code_of(1009)} | WHY


def errors(response: Any) -> dict[str, list[str]]:
    return dict(response.context["form"].errors)


def said(response: Any) -> str:
    return " ".join(str(sentence) for sentence in response.context["sentences"])


def void() -> list[tuple[int, int]]:
    return list(StampRange.objects.filter(voided_at__isnull=False).order_by("start").values_list("start", "stop"))


def post(client: Client, name: str, entered: dict[str, Any], *args: int) -> Any:
    return client.post(reverse(f"stamp-orders:{name}", args=args), entered)


# --- a stretch ------------------------------------------------------------------------------------------------------


def test_voiding_shows_first_what_would_be_void(official: Client, issued: StampRange) -> None:
    lot = LotFactory(product=issued.order.product, code="L-77")
    activate_stamps(interval=Interval("T", 1000, 1004), lot=lot, by=None, at=timezone.now())
    void_intervals([Interval("T", 1008, 1010)], reason=VoidReason.LOST, note="", by=None, at=timezone.now())

    sentences = post(official, "void", STRETCH).context["sentences"]

    assert [word for word in sentences[0].replace(".", " ").split() if word.isdecimal()] == ["8", "4", "2"]
    assert str(issued.order.product) in sentences[2]
    assert "L-77 (4)" in sentences[2]
    assert void() == [(1008, 1010)]


def test_voiding_takes_effect_when_confirmed(official: Client, issued: StampRange) -> None:
    response = post(official, "void", STRETCH | YES)

    assert response["Location"] == reverse("stamp-orders:inspect", args=[issued.order_id])
    assert void() == [(1000, 1010)]
    event = StampEvent.objects.get(action=StampAction.VOIDED)
    assert (event.by.username, event.reason.endswith("Mất một cuộn")) == ("can-bo", True)
    assert ModelLogEntry.objects.get(action="traceability.void").user.username == "can-bo"


def test_one_stamp_alone_is_voided(official: Client, issued: StampRange) -> None:
    post(official, "void", WHY | {"first_code": f"https://ocop.example/t/{code_of(1500).lower()}", "last_code": ""} | YES)

    assert void() == [(1500, 1501)]


@pytest.mark.parametrize("confirmed", [{}, YES])
def test_the_second_of_two_who_void_is_told_so(official: Client, issued: StampRange, confirmed: dict[str, str]) -> None:
    post(official, "void", STRETCH | YES)

    response = post(official, "void", STRETCH | confirmed)

    assert errors(response)["__all__"]
    assert StampEvent.objects.count() == 1


@pytest.mark.parametrize(
    ("entered", "field"),
    [
        ({"first_code": ""}, "first_code"),
        ({"first_code": "7K3M-9QXP-A2D4-F6H8"}, "first_code"),
        ({"last_code": code_of(999)}, "__all__"),
        ({"last_code": code_of(1000, "S")}, "__all__"),
        ({"last_code": code_of(2005)}, "__all__"),
        ({"reason": ""}, "reason"),
        ({"reason": "ORDER_CANCELLED"}, "reason"),
        ({"reason": "KEY_LEAKED"}, "reason"),
        ({"note": "x" * 1001}, "note"),
    ],
)
def test_what_cannot_be_voided_is_said(official: Client, issued: StampRange, entered: dict[str, str], field: str) -> None:
    assert field in errors(post(official, "void", STRETCH | entered | YES))
    assert void() == []


def test_the_way_back_leads_to_the_filled_in_form(official: Client, issued: StampRange) -> None:
    response = post(official, "void", STRETCH | {"back": "1"})

    assert code_of(1009) in response.content.decode()
    assert void() == []


# --- rolls ----------------------------------------------------------------------------------------------------------


def test_whole_rolls_are_voided(official: Client, issued: StampRange) -> None:
    entered = {"rolls": "2, 4-5"} | WHY
    assert "300" in said(post(official, "void_rolls", entered, issued.order_id))

    post(official, "void_rolls", entered | YES, issued.order_id)

    assert void() == [(1100, 1200), (1300, 1500)]


@pytest.mark.parametrize("rolls", ["", " , ", "0", "11", "3-2", "1-11", "x", "1.5", "9" * 40, "1," * 500])
def test_rolls_that_are_none_are_refused(official: Client, issued: StampRange, rolls: str) -> None:
    assert list(errors(post(official, "void_rolls", {"rolls": rolls} | WHY | YES, issued.order_id))) == ["rolls"]
    assert void() == []


def test_an_order_without_stamps_has_no_rolls(official: Client, waiting: StampOrder) -> None:
    assert errors(post(official, "void_rolls", {"rolls": "1"} | WHY, waiting.pk))["__all__"]


# --- a file ---------------------------------------------------------------------------------------------------------


def file_of(text: str | bytes, name: str = "tem.csv") -> dict[str, Any]:
    content = text.encode() if isinstance(text, str) else text
    return {"file": SimpleUploadedFile(name, content, content_type="text/csv")}


LIST = "STT;Mã;Ghi chú\r\n" + "\r\n".join(
    [f'1;"{code_of(1000).lower()}";x', f"2;https://ocop.example/t/{code_of(1001)};", "3;không phải mã;", f"4;{code_of(1500)};"]
)


def carried(response: Any) -> dict[str, str]:
    return dict(response.context["hidden"])


def test_a_file_is_shown_first_with_the_lines_that_are_skipped(official: Client, issued: StampRange) -> None:
    response = post(official, "void_list", file_of(LIST) | WHY)

    assert "3" in said(response)
    assert [line.partition(": ")[2] for line in response.context["listed"]] == ["3;không phải mã;"]
    assert " 4" in response.context["listed"][0]
    assert "1" in response.context["confirm_label"]
    assert void() == []


def test_a_confirmed_file_takes_effect_without_being_sent_again(official: Client, issued: StampRange) -> None:
    asked = post(official, "void_list", file_of(LIST) | WHY)

    post(official, "void_list", carried(asked) | YES)

    assert void() == [(1000, 1002), (1500, 1501)]


def test_no_file_takes_effect_unseen(official: Client, issued: StampRange) -> None:
    response = post(official, "void_list", file_of(LIST) | WHY | YES)

    assert response.context["listed"]
    assert void() == []


def test_the_way_back_keeps_what_was_read(official: Client, issued: StampRange) -> None:
    asked = post(official, "void_list", file_of(LIST) | WHY)
    back = post(official, "void_list", carried(asked) | {"back": "1"})
    token = carried(asked)["token"]
    assert token in back.content.decode()

    again = post(official, "void_list", WHY | {"token": token})

    assert "3" in said(again)


def test_a_new_file_counts_more_than_the_old_preview(official: Client, issued: StampRange) -> None:
    asked = post(official, "void_list", file_of(LIST) | WHY)

    response = post(official, "void_list", carried(asked) | file_of(code_of(1700)))
    post(official, "void_list", carried(response) | YES)

    assert void() == [(1700, 1701)]


def test_a_preview_of_somebody_else_is_worth_nothing(official: Client, issued: StampRange, client: Client) -> None:
    asked = post(official, "void_list", file_of(LIST) | WHY)
    client.force_login(User.objects.create_superuser("khac"))

    assert list(errors(post(client, "void_list", carried(asked) | YES))) == ["file"]
    assert void() == []


def test_a_preview_holds_for_its_own_act_only(official: Client, issued: StampRange) -> None:
    asked = post(official, "restore_list", file_of(code_of(1000)) | {"note": "Nhầm"})
    assert errors(asked)["__all__"]
    void_intervals([Interval("T", 1000, 1001)], reason=VoidReason.LOST, note="", by=None, at=timezone.now())
    asked = post(official, "restore_list", file_of(code_of(1000)) | {"note": "Nhầm"})

    assert list(errors(post(official, "void_list", WHY | carried(asked) | YES))) == ["file"]


def test_a_preview_holds_for_an_hour(official: Client, issued: StampRange, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = post(official, "void_list", file_of(LIST) | WHY)
    monkeypatch.setattr(void_forms, "TOKEN_SECONDS", -1)

    assert list(errors(post(official, "void_list", carried(asked) | YES))) == ["file"]
    assert void() == []


@pytest.mark.parametrize("token", ["x", "a:b:c", "=" * 100])
def test_a_made_up_preview_is_refused(official: Client, token: str) -> None:
    assert list(errors(post(official, "void_list", WHY | {"token": token} | YES))) == ["file"]


@pytest.mark.parametrize(
    "content",
    [
        "", "\r\n\r\n", "không có mã nào", b"PK\x03\x04\x00\x00", b"\xff\xfe\x00", b"\x00" * 10,
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"x" * (1024 * 1024 + 1),
    ],
)  # fmt: skip
def test_a_file_that_is_none_is_refused_in_words(official: Client, content: Any) -> None:
    assert list(errors(post(official, "void_list", file_of(content) | WHY))) == ["file"]


def test_no_file_at_all_is_said(official: Client) -> None:
    assert list(errors(post(official, "void_list", WHY))) == ["file"]


def test_codes_that_were_never_issued_are_named(official: Client, issued: StampRange) -> None:
    missing = code_of(5000)

    response = post(official, "void_list", file_of(f"{code_of(1000)}\n{missing}") | WHY)

    assert f"{missing[:4]}-{missing[4:8]}" in errors(response)["__all__"][0]


def test_stamps_of_several_orders_are_noted_with_each(official: Client, issued: StampRange) -> None:
    other = StampRangeFactory(order__product=CertificateFactory().product, start=5000, stop=5010)
    asked = post(official, "void_list", file_of(f"{code_of(1000)}\n{code_of(5000)}") | WHY)
    assert str(issued.order.product) in said(asked)
    assert str(other.order.product) in said(asked)

    response = post(official, "void_list", carried(asked) | YES)

    assert response["Location"] == reverse("stamp-orders:index")
    logged = ModelLogEntry.objects.filter(action="traceability.void").values_list("object_id", flat=True)
    assert set(logged) == {str(issued.order_id), str(other.order_id)}


# --- undoing --------------------------------------------------------------------------------------------------------


@pytest.fixture
def spoilt(issued: StampRange) -> StampRange:
    """The stamps 1000 to 1009 are on a lot, 1000 to 1019 are void."""
    lot = LotFactory(product=issued.order.product)
    activate_stamps(interval=Interval("T", 1000, 1010), lot=lot, by=None, at=timezone.now() - timedelta(hours=1))
    void_intervals([Interval("T", 1000, 1020)], reason=VoidReason.LOST, note="", by=None, at=timezone.now())
    return issued


BACK = {"first_code": code_of(1000), "last_code": code_of(1029), "note": "Đã tìm thấy"}


def test_undoing_shows_first_what_consumers_will_read(official: Client, spoilt: StampRange) -> None:
    sentences = post(official, "restore", BACK).context["sentences"]

    assert [word for word in sentences[0].replace(".", " ").split() if word.isdecimal()] == ["20", "10"]
    assert void() == [(1000, 1010), (1010, 1020)]


def test_undoing_takes_effect_when_confirmed(official: Client, spoilt: StampRange) -> None:
    post(official, "restore", BACK | YES)

    assert void() == []
    restored = StampEvent.objects.filter(action=StampAction.RESTORED)
    assert set(restored.values_list("reason", "by__username")) == {("Đã tìm thấy", "can-bo")}
    assert ModelLogEntry.objects.filter(action="traceability.restore").exists()


@pytest.mark.parametrize("confirmed", [{}, YES])
def test_the_second_of_two_who_undo_is_told_so(official: Client, spoilt: StampRange, confirmed: dict[str, str]) -> None:
    post(official, "restore", BACK | YES)

    assert errors(post(official, "restore", BACK | confirmed))["__all__"]


def test_undoing_needs_a_reason(official: Client, spoilt: StampRange) -> None:
    assert list(errors(post(official, "restore", BACK | {"note": " "} | YES))) == ["note"]
    assert void()


Ending = Callable[[StampOrder], object]


@pytest.mark.parametrize(
    "end",
    [
        lambda order: StampOrder.objects.filter(pk=order.pk).update(state=OrderState.CANCELLED),
        lambda order: retire_order(order=order, reason="Cũ", by=None, at=timezone.now()),
    ],
)
@pytest.mark.parametrize("confirmed", [{}, YES])
def test_stamps_of_an_order_that_has_ended_stay_void(
    official: Client, spoilt: StampRange, end: Ending, confirmed: dict[str, str]
) -> None:
    end(spoilt.order)
    before = void()

    assert errors(post(official, "restore", BACK | confirmed))["__all__"]
    assert void() == before


def test_rolls_and_files_are_restored_too(official: Client, issued: StampRange) -> None:
    void_intervals([issued.interval], reason=VoidReason.LOST, note="", by=None, at=timezone.now())

    post(official, "restore_rolls", {"rolls": "1-9", "note": "Đã tìm thấy"} | YES, issued.order_id)
    asked = post(official, "restore_list", file_of(code_of(1950)) | {"note": "Đã tìm thấy"})
    post(official, "restore_list", carried(asked) | YES)

    assert void() == [(1900, 1950), (1951, 2000)]


def test_the_forms_lead_to_one_another(official: Client) -> None:
    order = StampOrderFactory(approved=True)
    for act in ("void", "restore"):
        links = official.get(reverse(f"stamp-orders:{act}"), {"order": order.pk}).context["links"]
        assert [link.url for link in links] == [
            reverse(f"stamp-orders:{act}_rolls", args=[order.pk]),
            reverse(f"stamp-orders:{act}_list"),
        ]
        assert len(official.get(reverse(f"stamp-orders:{act}"), {"order": "999999"}).context["links"]) == 1
