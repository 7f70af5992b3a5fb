"""Putting stamps on lots in the admin."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.traceability import LotFactory, code_of
from traceability.models import Lot, StampRange

pytestmark = pytest.mark.django_db


def errors(response: Any) -> dict[str, list[str]]:
    return dict(response.context["form"].errors)


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

    assert response["Location"] == reverse("stamp-orders:inspect", args=[issued.order_id])
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


def test_numbers_that_were_never_issued_are_named(official: Client, issued: StampRange) -> None:
    lot = LotFactory(product=issued.order.product)

    response = official.post(reverse("stamp-orders:activate"), activation(lot, code_of(1990), code_of(2010)))

    code = code_of(2000)
    assert f"{code[:4]}-{code[4:8]}" in errors(response)["__all__"][0]
