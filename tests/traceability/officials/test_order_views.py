"""The life of an order in the admin: ordered, approved, refused, cancelled, handed over, complete, retired."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from tests.factories.catalog import CertificateFactory
from tests.factories.traceability import ORDERED_AT, StampOrderFactory, StampRangeFactory
from traceability.enums import LabelShape, OrderState, PrintMedium, RunState, StampAction
from traceability.models import PrintRun, StampEvent, StampOrder, StampRange

pytestmark = pytest.mark.django_db
WISH = {"quantity": 240, "shape": "ROUND", "symbol_mm": "25", "medium": "ROLL", "roll_size": 500, "delivery": "HTX Kỳ Phú"}
YES = {"confirmed": "1"}


def errors(response: Any) -> dict[str, list[str]]:
    return dict(response.context["form"].errors)


def said(response: Any) -> str:
    return " ".join(str(sentence) for sentence in response.context["sentences"])


def page(order: StampOrder) -> str:
    return reverse("stamp-orders:inspect", args=[order.pk])


def act(client: Client, order: StampOrder, name: str, **entered: Any) -> Any:
    return client.post(reverse(f"stamp-orders:{name}", args=[order.pk]), entered)


def approved(state: OrderState, **more: Any) -> StampOrder:
    """Make an order with ten stamps."""
    order: StampOrder = StampOrderFactory(
        product=CertificateFactory().product, quantity=10, state=state, decided_at=ORDERED_AT, roll_size=24, **more
    )
    StampRangeFactory(order=order, start=0, stop=10)
    return order


# --- ordering -------------------------------------------------------------------------------------------------------


def test_stamps_are_ordered_with_everything_a_printer_must_know(official: Client) -> None:
    product = CertificateFactory().product

    response = official.post(reverse("stamp-orders:add"), WISH | {"product": product.pk})

    order = StampOrder.objects.get()
    assert response["Location"] == page(order)
    assert (order.product, order.quantity, order.state, order.ordered_by.username) == (product, 240, OrderState.ORDERED, "can-bo")
    assert (order.shape, order.symbol_mm, order.medium, order.roll_size, order.delivery) == (
        LabelShape.ROUND, 25, PrintMedium.ROLL, 500, "HTX Kỳ Phú",
    )  # fmt: skip


def test_a_product_without_certificate_gets_no_order(official: Client) -> None:
    product = CertificateFactory(revoked=True).product

    response = official.post(reverse("stamp-orders:add"), WISH | {"product": product.pk})

    assert product.name in errors(response)["__all__"][0]


@pytest.mark.parametrize(
    ("name", "value"),
    [("quantity", 0), ("quantity", 50_000_001), ("roll_size", 23), ("roll_size", 10_001), ("symbol_mm", "16"), ("shape", "STAR")],
)
def test_a_wish_out_of_bounds_is_told_at_its_field(official: Client, name: str, value: Any) -> None:
    product = CertificateFactory().product

    response = official.post(reverse("stamp-orders:add"), WISH | {"product": product.pk, name: value})

    assert list(errors(response)) == [name]
    assert not StampOrder.objects.exists()


def test_a_size_that_is_too_small_names_the_one_that_fits(official: Client, settings: Any) -> None:
    settings.PUBLIC_URL = "https://truy-xuat-nguon-goc.nong-san.hatinh.example"
    product = CertificateFactory(product__gtin="8936012345674").product

    response = official.post(reverse("stamp-orders:add"), WISH | {"product": product.pk, "symbol_mm": "15"})

    assert "20 mm" in errors(response)["symbol_mm"][0]


# --- beyond the declared output -------------------------------------------------------------------------------------


@pytest.fixture
def beyond() -> StampOrder:
    """An order that brings the year to 9,000 stamps, where 5,000 are declared."""
    product = CertificateFactory(product__yearly_output=5000).product
    StampOrderFactory(product=product, quantity=4000, ordered_at=timezone.now())
    order: StampOrder = StampOrderFactory(product=product, quantity=5000, ordered_at=timezone.now(), beyond_output=True)
    return order


def test_an_order_beyond_the_declared_output_is_told_so_at_once(official: Client) -> None:
    product = CertificateFactory(product__yearly_output=100).product

    response = official.post(reverse("stamp-orders:add"), WISH | {"product": product.pk}, follow=True)

    assert StampOrder.objects.get().beyond_output
    assert "240" in " ".join(str(message) for message in response.context["messages"])


def test_the_page_says_the_figures(official: Client, beyond: StampOrder) -> None:
    shown = official.get(page(beyond)).content.decode().replace(".", "")

    assert "5000" in shown
    assert "9000" in shown


def test_approving_beyond_the_output_asks_once_more_with_the_figures(official: Client, beyond: StampOrder) -> None:
    before = official.get(reverse("stamp-orders:approve", args=[beyond.pk]))
    asked = act(official, beyond, "approve")

    for text in (before.context["lead"], said(asked)):
        assert "5000" in text.replace(".", "")
        assert "9000" in text.replace(".", "")
    assert not StampRange.objects.exists()

    act(official, beyond, "approve", **YES)
    assert StampRange.objects.get().order == beyond


def test_the_list_is_narrowed_by_the_flag_and_shows_it(official: Client, beyond: StampOrder) -> None:
    response = official.get(reverse("stamp-orders:index"), {"beyond_output": "true"})

    assert list(response.context["object_list"]) == [beyond]
    assert "w-status" in response.content.decode()


def test_what_waits_comes_first(official: Client) -> None:
    old = StampOrderFactory()
    new = approved(OrderState.APPROVED)
    StampOrder.objects.filter(pk=new.pk).update(ordered_at=timezone.now())

    assert list(official.get(reverse("stamp-orders:index")).context["object_list"]) == [old, new]


def test_orders_are_searched_without_marks(official: Client) -> None:
    order = StampOrderFactory(product__name="Nước mắm")
    StampOrderFactory(product__name="Cu đơ")

    response = official.get(reverse("stamp-orders:index"), {"q": "nuoc mam"})

    assert list(response.context["object_list"]) == [order]


# --- deciding -------------------------------------------------------------------------------------------------------


def test_an_approved_order_has_stamps_of_the_current_key(official: Client, waiting: StampOrder) -> None:
    act(official, waiting, "approve")

    stamps = StampRange.objects.get()
    assert (stamps.order, stamps.key_letter, stamps.count) == (waiting, settings.STAMP_KEY_CURRENT, 100)
    assert StampEvent.objects.get().by.username == "can-bo"


def test_an_order_is_refused_with_a_reason(official: Client, waiting: StampOrder) -> None:
    assert "reason" in errors(act(official, waiting, "refuse", reason=""))
    act(official, waiting, "refuse", reason="Số lượng quá lớn")

    waiting.refresh_from_db()
    assert (waiting.state, waiting.decision_reason) == (OrderState.REFUSED, "Số lượng quá lớn")


@pytest.mark.parametrize(("first", "second"), [("approve", "approve"), ("approve", "refuse"), ("refuse", "approve")])
def test_the_second_of_two_who_decide_is_told_so(official: Client, waiting: StampOrder, first: str, second: str) -> None:
    act(official, waiting, first, reason="Nhầm")

    response = act(official, waiting, second, reason="Nhầm")

    assert errors(response)["__all__"]
    assert StampRange.objects.count() == (first == "approve")


def test_cancelling_says_first_how_many_stamps_become_void(official: Client, issued: StampRange) -> None:
    asked = act(official, issued.order, "cancel", reason="Đổi tên sản phẩm")

    assert "1.000" in said(asked)
    assert not StampRange.objects.filter(voided_at__isnull=False).exists()
    act(official, issued.order, "cancel", reason="Đổi tên sản phẩm", **YES)
    issued.order.refresh_from_db()
    assert issued.order.state == OrderState.CANCELLED
    assert StampRange.objects.get().voided_at is not None
    assert ModelLogEntry.objects.get(action="traceability.cancel").user.username == "can-bo"


def test_cancelling_an_order_without_stamps_voids_nothing(official: Client, waiting: StampOrder) -> None:
    assert len(act(official, waiting, "cancel", reason="Nhầm").context["sentences"]) == 2
    act(official, waiting, "cancel", reason="Nhầm", **YES)

    waiting.refresh_from_db()
    assert waiting.state == OrderState.CANCELLED


def test_cancelling_with_stamps_on_goods_is_refused_before_the_confirmation(official: Client) -> None:
    stamps = StampRangeFactory(activated=True)

    assert "1.000" in errors(act(official, stamps.order, "cancel", reason="Nhầm"))["__all__"][0]


def test_cancelling_tells_of_runs_and_of_files_that_are_out(official: Client, released: PrintRun, start: Any) -> None:
    sentences = said(act(official, released.order, "cancel", reason="Nhầm"))

    assert "70" in sentences
    assert len(act(official, released.order, "cancel", reason="Nhầm").context["sentences"]) == 3


# --- afterwards -----------------------------------------------------------------------------------------------------


def test_an_order_is_handed_over_and_completed(official: Client) -> None:
    order = approved(OrderState.PRINTED, delivery="HTX Kỳ Phú")
    assert "HTX Kỳ Phú" in official.get(reverse("stamp-orders:deliver", args=[order.pk])).context["lead"]

    assert "note" in errors(act(official, order, "deliver", note=" "))
    act(official, order, "deliver", note="Bà Hoa, biên bản 12")
    act(official, order, "complete", note="")

    order.refresh_from_db()
    assert order.state == OrderState.COMPLETED
    assert list(order.events.values_list("action", "reason")) == [
        (StampAction.DELIVERED, "Bà Hoa, biên bản 12"), (StampAction.COMPLETED, ""),
    ]  # fmt: skip


def test_the_second_of_two_who_hand_over_is_told_so(official: Client) -> None:
    order = approved(OrderState.PRINTED)
    act(official, order, "deliver", note="Bà Hoa")

    assert errors(act(official, order, "deliver", note="Ông Nam"))["__all__"]
    assert order.events.count() == 1


def test_completing_shows_the_count_and_the_rolls_with_a_gap(official: Client, released: PrintRun) -> None:
    order = released.order
    StampOrder.objects.filter(pk=order.pk).update(state=OrderState.DELIVERED)
    official.post(reverse("stamp-orders:void_rolls", args=[order.pk]), {"rolls": "1-2", "reason": "LOST", "note": "", **YES})

    totals, gaps = official.get(reverse("stamp-orders:complete", args=[order.pk])).context["sections"]

    assert [row[1] for row in totals.table.data] == [3, 70, 70, 0, 60, 10]
    assert [(roll.position, roll.unaccounted) for roll in gaps.table.data] == [(3, 10)]


def test_retiring_says_first_what_scanners_will_read(official: Client, issued: StampRange) -> None:
    asked = act(official, issued.order, "retire", reason="Nhãn mới từ 2027")
    assert "Nhãn mới từ 2027" in said(asked)
    assert "1.000" in said(asked)

    act(official, issued.order, "retire", reason="Nhãn mới từ 2027", **YES)

    issued.order.refresh_from_db()
    assert (issued.order.retired_because, StampRange.objects.get().void_reason) == ("Nhãn mới từ 2027", "OVERPRINTED")
    assert errors(act(official, issued.order, "retire", reason="Lần nữa"))["__all__"]
    assert errors(act(official, issued.order, "retire", reason="Lần nữa", **YES))["__all__"]


# --- what is offered when -------------------------------------------------------------------------------------------

STEPS = {
    "approve", "refuse", "cancel", "print", "deliver", "complete", "retire", "void_rolls", "restore_rolls", "qr_svg", "qr_png",
}  # fmt: skip
OFFERED = {
    OrderState.ORDERED: {"approve", "refuse", "cancel"},
    OrderState.APPROVED: {"print", "cancel", "retire", "void_rolls", "restore_rolls", "qr_svg", "qr_png"},
    OrderState.PRINTED: {"print", "deliver", "cancel", "retire", "void_rolls", "restore_rolls", "qr_svg", "qr_png"},
    OrderState.DELIVERED: {"complete", "retire", "void_rolls", "restore_rolls", "qr_svg", "qr_png"},
    OrderState.COMPLETED: {"retire", "void_rolls", "restore_rolls", "qr_svg", "qr_png"},
    OrderState.REFUSED: set(),
    OrderState.CANCELLED: set(),
}


@pytest.mark.parametrize("state", OFFERED)
def test_each_state_offers_what_can_be_done_in_it(official: Client, state: OrderState) -> None:
    order = StampOrderFactory() if state == OrderState.ORDERED else approved(state)

    shown = official.get(page(order)).content.decode()

    assert {name for name in STEPS if f'"{reverse(f"stamp-orders:{name}", args=[order.pk])}"' in shown} == OFFERED[state]


def test_what_is_retired_is_not_printed_or_restored(official: Client) -> None:
    order = approved(OrderState.APPROVED, retired_at=timezone.now(), retired_because="Cũ")

    shown = official.get(page(order)).content.decode()

    offered = {name for name in STEPS if f'"{reverse(f"stamp-orders:{name}", args=[order.pk])}"' in shown}
    assert offered == {"cancel", "void_rolls"}


@pytest.mark.parametrize("name", ["deliver", "complete", "cancel", "retire", "print"])
def test_an_act_in_the_wrong_state_is_refused_in_words(official: Client, name: str) -> None:
    order = StampOrderFactory(state=OrderState.REFUSED, decided_at=ORDERED_AT)

    response = act(official, order, name, reason="Nhầm", note="Nhầm", kind="PDF")

    assert errors(response)["__all__"]
    assert not PrintRun.objects.filter(state=RunState.QUEUED).exists()
