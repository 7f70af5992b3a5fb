"""Lots and their recalls in the admin."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from tests.factories.catalog import ProductFactory
from tests.factories.traceability import LotFactory, RecallFactory, StampRangeFactory
from traceability.models import Lot, Recall

pytestmark = pytest.mark.django_db
RECALL = {"reason": "Vượt ngưỡng histamin", "advice": "Không sử dụng.", "paper": ""}


@pytest.fixture
def official(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("can-bo"))
    return client


def entered(lot: Lot, **changed: Any) -> dict[str, Any]:
    values = {
        "product": lot.product_id,
        "code": lot.code,
        "made_date": "2026-09-15",
        "quantity": 500,
        "unit": "BOTTLE",
        "note": "",
    }
    return values | changed


def test_a_lot_is_entered(official: Client) -> None:
    product = ProductFactory()

    official.post(reverse("lots:add"), entered(Lot(product=product, code="L2026-01")))

    lot = Lot.objects.get()
    assert (lot.product, lot.code, lot.quantity) == (product, "L2026-01", 500)


def test_a_lot_with_stamps_stays_what_it_is(official: Client) -> None:
    lot = StampRangeFactory(activated=True).lot

    response = official.post(reverse("lots:edit", args=[lot.pk]), entered(lot, code="khac", product=ProductFactory().pk))

    assert set(response.context["form"].errors) == {"code", "product"}


def test_a_lot_with_stamps_can_be_noted_on(official: Client) -> None:
    lot = StampRangeFactory(activated=True).lot

    official.post(reverse("lots:edit", args=[lot.pk]), entered(lot, note="Kho 2"))

    lot.refresh_from_db()
    assert lot.note == "Kho 2"


def test_recalling_says_first_what_consumers_will_read(official: Client) -> None:
    lot = StampRangeFactory(activated=True).lot

    response = official.post(reverse("lots:recall", args=[lot.pk]), RECALL)

    sentences = " ".join(str(sentence) for sentence in response.context["sentences"])
    assert RECALL["reason"] in sentences
    assert RECALL["advice"] in sentences
    assert not Recall.objects.exists()


def test_recalling_takes_effect_when_confirmed(official: Client) -> None:
    lot = LotFactory()

    response = official.post(reverse("lots:recall", args=[lot.pk]), RECALL | {"confirmed": "1"})

    assert response["Location"] == reverse("lots:inspect", args=[lot.pk])
    assert Recall.objects.get().lot == lot
    assert RECALL["reason"] in official.get(response["Location"]).content.decode()


@pytest.mark.parametrize("confirmed", [{}, {"confirmed": "1"}])
def test_the_second_of_two_who_recall_is_told_so(official: Client, confirmed: dict[str, str]) -> None:
    lot = LotFactory(recalled=True)

    response = official.post(reverse("lots:recall", args=[lot.pk]), RECALL | confirmed)

    assert response.context["form"].errors["__all__"]
    assert Recall.objects.count() == 1


def test_a_recall_is_lifted_with_a_reason_that_its_page_shows(official: Client) -> None:
    recall = RecallFactory()

    response = official.post(reverse("recalls:lift", args=[recall.pk]), {"reason": "Kiểm nghiệm lại đạt"})

    recall.refresh_from_db()
    assert recall.lifted_at is not None
    shown = official.get(response["Location"]).content.decode()
    assert "Kiểm nghiệm lại đạt" in shown
    assert "can-bo" in shown


@pytest.mark.parametrize("register", ["lots", "recalls"])
def test_lists_are_searched_without_marks(official: Client, register: str) -> None:
    recall = RecallFactory(lot__product__name="Nước mắm")
    RecallFactory(lot__product__name="Cu đơ")

    response = official.get(reverse(f"{register}:index"), {"q": "nuoc mam"})

    assert list(response.context["object_list"]) == [{"lots": recall.lot, "recalls": recall}[register]]


@pytest.mark.parametrize(("recalled", "count"), [("true", 1), ("false", 1), ("", 2)])
def test_lots_are_narrowed_by_recall(official: Client, recalled: str, count: int) -> None:
    LotFactory()
    LotFactory(recalled=True)

    response = official.get(reverse("lots:index"), {"recalled": recalled})

    assert len(response.context["object_list"]) == count
