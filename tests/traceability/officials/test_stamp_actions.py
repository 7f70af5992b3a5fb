"""From the order to the void stamp, in the admin."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from tests.factories.catalog import CertificateFactory
from tests.factories.traceability import LotFactory, StampOrderFactory, StampRangeFactory, code_of
from traceability.enums import OrderState, StampAction
from traceability.models import Lot, StampEvent, StampOrder, StampRange

pytestmark = pytest.mark.django_db


@pytest.fixture
def official(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("can-bo"))
    return client


@pytest.fixture
def order() -> StampOrder:
    return StampOrderFactory(product=CertificateFactory().product, quantity=100)


@pytest.fixture
def issued() -> StampRange:
    """The stamps 1000 to 1999 of a certified product."""
    return StampRangeFactory(order__product=CertificateFactory().product, start=1000, stop=2000)


def errors(response: Any) -> dict[str, list[str]]:
    return dict(response.context["form"].errors)


def page(order: StampOrder) -> str:
    return reverse("stamp-orders:inspect", args=[order.pk])


def test_stamps_are_ordered(official: Client) -> None:
    product = CertificateFactory().product

    response = official.post(reverse("stamp-orders:add"), {"product": product.pk, "quantity": 240})

    order = StampOrder.objects.get()
    assert response["Location"] == page(order)
    assert (order.product, order.quantity, order.state, order.ordered_by.username) == (product, 240, OrderState.ORDERED, "can-bo")


def test_a_product_without_certificate_gets_no_order(official: Client) -> None:
    product = CertificateFactory(revoked=True).product

    response = official.post(reverse("stamp-orders:add"), {"product": product.pk, "quantity": 240})

    assert product.name in errors(response)["__all__"][0]


def test_an_approved_order_has_stamps_of_the_current_key(official: Client, order: StampOrder) -> None:
    official.post(reverse("stamp-orders:approve", args=[order.pk]))

    stamps = StampRange.objects.get()
    assert (stamps.order, stamps.key_letter, stamps.count) == (order, settings.STAMP_KEY_CURRENT, 100)
    assert StampEvent.objects.get().by.username == "can-bo"


def test_the_second_of_two_who_approve_is_told_so(official: Client, order: StampOrder) -> None:
    official.post(reverse("stamp-orders:approve", args=[order.pk]))

    response = official.post(reverse("stamp-orders:approve", args=[order.pk]))

    assert errors(response)["__all__"]
    assert StampRange.objects.count() == 1


def test_an_order_is_refused_with_a_reason(official: Client, order: StampOrder) -> None:
    address = reverse("stamp-orders:refuse", args=[order.pk])

    assert "reason" in errors(official.post(address, {"reason": ""}))
    official.post(address, {"reason": "Số lượng quá lớn"})

    order.refresh_from_db()
    assert (order.state, order.decision_reason) == (OrderState.REFUSED, "Số lượng quá lớn")


def test_sheets_come_as_a_file_and_are_remembered(official: Client, issued: StampRange) -> None:
    response = official.post(reverse("stamp-orders:print", args=[issued.order_id]), {"first": 1, "count": 25})

    assert response["Content-Type"] == "application/pdf"
    assert "attachment" in response["Content-Disposition"]
    assert b"".join(response.streaming_content).startswith(b"%PDF")
    assert ModelLogEntry.objects.get(action="traceability.print").data == {"first": 1, "count": 25}


def test_an_order_that_waits_is_not_printed(official: Client, order: StampOrder) -> None:
    response = official.post(reverse("stamp-orders:print", args=[order.pk]), {"first": 1, "count": 24})

    assert errors(response)["__all__"]


def test_too_many_at_once_are_refused(official: Client, issued: StampRange) -> None:
    response = official.post(reverse("stamp-orders:print", args=[issued.order_id]), {"first": 1, "count": 2401})

    assert "2400" in errors(response)["count"][0].replace(".", "")


@pytest.mark.parametrize(("name", "beginning"), [("qr_svg", b"<?xml"), ("qr_png", b"\x89PNG")])
def test_one_qr_can_be_had_as_a_picture(official: Client, issued: StampRange, name: str, beginning: bytes) -> None:
    response = official.get(reverse(f"stamp-orders:{name}", args=[issued.order_id]))

    assert b"".join(response.streaming_content).startswith(beginning)


def test_there_is_no_qr_before_approval(official: Client, order: StampOrder) -> None:
    assert official.get(reverse("stamp-orders:qr_svg", args=[order.pk])).status_code == 404


def spellings(number: int) -> list[str]:
    code = code_of(number)
    return [
        code.lower(),
        f" {code[:4]} {code[4:]} ",
        f"https://ocop.example/t/{code}",
        f"https://ocop.example/01/08936012345674/21/{code}?x=1",
    ]


@pytest.mark.parametrize("spelling", range(4))
def test_stamps_are_activated_as_typed_or_scanned(official: Client, issued: StampRange, spelling: int) -> None:
    lot = LotFactory(product=issued.order.product)
    entered = {"first_code": spellings(1000)[spelling], "last_code": spellings(1099)[spelling], "lot": lot.pk, "confirmed": "1"}

    response = official.post(reverse("stamp-orders:activate"), entered)

    assert response["Location"] == page(issued.order)
    assert list(lot.stamp_ranges.values_list("start", "stop")) == [(1000, 1100)]


def test_activating_shows_first_what_goes_where(official: Client, issued: StampRange) -> None:
    lot = LotFactory(product=issued.order.product, quantity=10)
    entered = {"first_code": code_of(1000), "last_code": code_of(1099), "lot": lot.pk}

    response = official.post(reverse("stamp-orders:activate"), entered)

    sentences = [str(sentence) for sentence in response.context["sentences"]]
    assert "100" in sentences[0]
    assert "10 " in sentences[-1]
    assert not lot.stamp_ranges.exists()


def activation(lot: Lot, first: str, last: str) -> dict[str, Any]:
    return {"first_code": first, "last_code": last, "lot": lot.pk, "confirmed": "1"}


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        ("7K3M-9QXP-A2D4-F6H8", code_of(1001), "first_code"),
        ("", code_of(1001), "first_code"),
        (code_of(1099), code_of(1000), "__all__"),
        (code_of(1000), code_of(1000, "S"), "__all__"),
        (code_of(1990), code_of(2010), "__all__"),
    ],
)
def test_what_cannot_be_activated_is_said(official: Client, issued: StampRange, first: str, last: str, field: str) -> None:
    lot = LotFactory(product=issued.order.product)

    response = official.post(reverse("stamp-orders:activate"), activation(lot, first, last))

    assert list(errors(response)) == [field]
    assert not lot.stamp_ranges.exists()


def test_stamps_of_another_product_are_refused(official: Client, issued: StampRange) -> None:
    response = official.post(reverse("stamp-orders:activate"), activation(LotFactory(), code_of(1000), code_of(1001)))

    assert errors(response)["__all__"]


VOIDING = {"first_code": code_of(1000), "last_code": code_of(1009), "reason": "STOLEN", "note": "Mất một cuộn"}


def test_voiding_shows_first_what_would_be_void(official: Client, issued: StampRange) -> None:
    response = official.post(reverse("stamp-orders:void"), VOIDING)

    assert "10" in str(response.context["sentences"][0])
    assert not StampRange.objects.filter(voided_at__isnull=False).exists()


def test_voiding_takes_effect_when_confirmed(official: Client, issued: StampRange) -> None:
    official.post(reverse("stamp-orders:void"), VOIDING | {"confirmed": "1"})

    void = StampRange.objects.get(voided_at__isnull=False)
    assert (void.start, void.stop, void.void_reason) == (1000, 1010, "STOLEN")
    event = StampEvent.objects.get(action=StampAction.VOIDED)
    assert (event.by.username, event.reason.endswith("Mất một cuộn")) == ("can-bo", True)


def test_what_is_void_already_is_said(official: Client, issued: StampRange) -> None:
    official.post(reverse("stamp-orders:void"), VOIDING | {"confirmed": "1"})

    response = official.post(reverse("stamp-orders:void"), VOIDING)

    assert errors(response)["__all__"]


def test_the_page_of_an_order_shows_stamps_and_events(official: Client, issued: StampRange) -> None:
    official.post(reverse("stamp-orders:void"), VOIDING | {"confirmed": "1"})

    shown = official.get(page(issued.order)).content.decode()

    assert "Mất một cuộn" in shown
    assert "11–1000" in shown.replace("1.000", "1000")


def test_orders_are_searched_without_marks(official: Client) -> None:
    order = StampOrderFactory(product__name="Nước mắm")
    StampOrderFactory(product__name="Cu đơ")

    response = official.get(reverse("stamp-orders:index"), {"q": "nuoc mam"})

    assert list(response.context["object_list"]) == [order]
