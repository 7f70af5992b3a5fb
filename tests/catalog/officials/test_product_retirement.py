"""Retiring a product in the admin, taking it back, and its declared output."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from catalog.models import Product
from tests.factories.catalog import CertificateFactory, ProducerFactory, ProductFactory

pytestmark = pytest.mark.django_db
WHY = {"because": "Ngừng sản xuất từ 2027."}
YES = {"confirmed": "1"}


@pytest.fixture
def official(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("can-bo"))
    return client


def entered(**changed: Any) -> dict[str, Any]:
    producer = ProducerFactory()
    values: dict[str, Any] = {"name": "Cu đơ", "producer": producer.pk, "commune": producer.commune_id}
    for prefix in ("standards", "channels", "stocked_at"):
        values |= {f"{prefix}-{name}": 0 for name in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS")}
        values[f"{prefix}-MAX_NUM_FORMS"] = 1000
    return values | changed


def act(client: Client, product: Product, name: str, **data: Any) -> Any:
    return client.post(reverse(f"products:{name}", args=[product.pk]), data)


def errors(response: Any) -> dict[str, list[str]]:
    return dict(response.context["form"].errors)


def test_retiring_says_first_what_visitors_will_see(official: Client) -> None:
    product = CertificateFactory().product

    sentences = act(official, product, "retire", **WHY).context["sentences"]

    assert any(WHY["because"] in sentence for sentence in sentences)
    assert len(sentences) == 5  # One more than for a product whose certificate has ended.
    assert len(act(official, ProductFactory(), "retire", **WHY).context["sentences"]) == 4
    product.refresh_from_db()
    assert product.retired_on is None


def test_retiring_takes_effect_when_confirmed(official: Client) -> None:
    product = ProductFactory()

    response = act(official, product, "retire", **WHY, **YES)

    product.refresh_from_db()
    assert (product.retired_on, product.retired_because) == (timezone.localdate(), WHY["because"])
    assert response["Location"] == reverse("products:inspect", args=[product.pk])
    assert ModelLogEntry.objects.get(action="catalog.retire").user.username == "can-bo"


@pytest.mark.parametrize("confirmed", [{}, YES])
def test_the_second_of_two_who_retire_is_told_so(official: Client, confirmed: dict[str, str]) -> None:
    product = ProductFactory()
    act(official, product, "retire", **WHY, **YES)

    assert errors(act(official, product, "retire", because="Khác", **confirmed))["__all__"]


@pytest.mark.parametrize("because", ["", "  ", "x" * 501])
def test_retiring_needs_a_reason(official: Client, because: str) -> None:
    assert list(errors(act(official, ProductFactory(), "retire", because=because, **YES))) == ["because"]


def test_a_product_is_taken_back(official: Client) -> None:
    product = ProductFactory()
    act(official, product, "retire", **WHY, **YES)

    act(official, product, "revive")

    product.refresh_from_db()
    assert (product.retired_on, product.retired_because) == (None, "")
    assert errors(act(official, product, "revive"))["__all__"]


def test_the_page_offers_the_one_or_the_other(official: Client) -> None:
    product = ProductFactory()
    address = {name: reverse(f"products:{name}", args=[product.pk]) for name in ("retire", "revive", "inspect", "edit")}

    for page in ("inspect", "edit"):
        shown = official.get(address[page]).content.decode()
        assert (address["retire"] in shown, address["revive"] in shown) == (True, False)
    act(official, product, "retire", **WHY, **YES)
    for page in ("inspect", "edit"):
        shown = official.get(address[page]).content.decode()
        assert (address["retire"] in shown, address["revive"] in shown) == (False, True)


@pytest.mark.parametrize(("value", "output"), [("5000", 5000), ("", None)])
def test_the_declared_output_is_entered_and_shown(official: Client, value: str, output: int | None) -> None:
    official.post(reverse("products:add"), entered(yearly_output=value))

    product = Product.objects.get()
    assert product.yearly_output == output
    assert ("5.000" in official.get(reverse("products:inspect", args=[product.pk])).content.decode()) is bool(output)


def test_a_declared_output_below_nothing_is_refused(official: Client) -> None:
    assert "yearly_output" in errors(official.post(reverse("products:add"), entered(yearly_output="-1")))
