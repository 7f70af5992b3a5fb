"""Codes outlive the project: what a retired product and a retired issue of stamps answer."""

from __future__ import annotations

from datetime import UTC, date, datetime
from html import unescape
from http import HTTPStatus

import pytest
from django.urls import reverse

from catalog.domain.retirement import retire_product
from catalog.models import Product
from tests.factories.catalog import CertificateFactory
from tests.factories.core import UserFactory
from tests.factories.traceability import LotFactory, StampOrderFactory, StampRangeFactory, code_of
from traceability.domain.orders import cancel_order, retire_order

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 23, 3, tzinfo=UTC)


@pytest.fixture
def stamps():
    product = CertificateFactory(product__name="Cu đơ Phong Nga", product__slug="cu-do").product
    return StampRangeFactory(order__product=product, start=0, lot=LotFactory(product=product), activated_at=AT)


def text_of(response):
    return unescape(response.text)


def test_stamp_of_a_retired_product_answers_and_says_so(client, stamps):
    retire_product(product=stamps.order.product, because="Cơ sở đã nghỉ", on=date(2026, 11, 1))

    response = client.get(f"/t/{code_of(5)}?lang=en")

    assert response.status_code == HTTPStatus.OK
    assert "This product left the register on 01/11/2026: Cơ sở đã nghỉ" in text_of(response)


def test_stamp_of_a_retired_issue_answers_and_leads_to_its_tombstone(client, stamps):
    retire_order(order=stamps.order, reason="Dự án kết thúc", by=UserFactory(), at=AT)

    response = client.get(f"/t/{code_of(5)}?lang=en")

    assert "no longer put on new goods since 23/11/2026: Dự án kết thúc" in text_of(response)
    tombstone = reverse("retired-stamps", args=[stamps.order_id])
    assert tombstone in response.text
    page = client.get(tombstone)
    assert page.status_code == HTTPStatus.OK
    for word in ("Cu đơ Phong Nga", "Dự án kết thúc", "1.000"):
        assert word in text_of(page)


def test_cancelled_issue_has_a_tombstone_too(client, stamps):
    stamps.delete()
    fresh = StampRangeFactory(order__product=Product.objects.get(), start=5000)
    cancel_order(order=fresh.order, reason="Nhà in đóng cửa", by=UserFactory(), at=AT)

    page = client.get(reverse("retired-stamps", args=[fresh.order_id]))

    assert page.status_code == HTTPStatus.OK
    assert "Nhà in đóng cửa" in text_of(page)


def test_orders_that_live_are_nobodys_business(client, stamps):
    for number in (stamps.order_id, StampOrderFactory().pk, 10**9):
        assert client.get(reverse("retired-stamps", args=[number])).status_code == HTTPStatus.NOT_FOUND
