"""Promoted products in the admin."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from catalog.models import Product
from search.models import Promotion
from tests.factories.catalog import CertificateFactory, ProductFactory
from tests.factories.search import PromotionFactory

pytestmark = pytest.mark.django_db


def listed(editor: Client, **asked: str) -> list[Promotion]:
    return list(editor.get(reverse("promotions:index"), asked).context["object_list"])


def entered(product: Product, **changed: Any) -> dict[str, Any]:
    day = timezone.localdate().isoformat()
    return {"words": "Quà Tết", "product": product.pk, "valid_from": day, "valid_to": "", "position": "0"} | changed


def errors(response: Any) -> dict[str, list[str]]:
    return dict(response.context["form"].errors)


@pytest.mark.parametrize("text", ["qua tet", "nuoc mam", "QUÀ nước", "ki ninh"])
def test_the_list_is_searched_without_marks_by_words_product_and_producer(editor: Client, text: str) -> None:
    product = CertificateFactory(product__name="Nước mắm", product__producer__name="HTX Kỳ Ninh").product
    row = PromotionFactory(words="Quà Tết ki ninh", product=product)
    PromotionFactory(words="mật ong", product=CertificateFactory(product__name="Mật ong").product)

    assert listed(editor, q=text) == [row]


def test_the_list_is_narrowed_by_whether_it_is_valid_today(editor: Client) -> None:
    today = timezone.localdate()
    valid = PromotionFactory()
    ended = PromotionFactory(valid_from=today - timedelta(days=3), valid_to=today)

    assert listed(editor, today="true") == [valid]
    assert listed(editor, today="false") == [ended]


@pytest.mark.parametrize(
    ("begins", "ends", "certificate", "expected", "is_shown"),
    [
        (-1, None, {}, "đang đứng đầu", True),
        (-1, 1, {}, "đang đứng đầu", True),
        (1, None, {}, "chưa đến ngày", False),
        (-2, 0, {}, "đã kết thúc", False),
        (-1, None, {"revoked": True}, "hôm nay không còn hiệu lực", False),
    ],
)
def test_the_list_says_whether_a_product_is_shown_first_today(
    editor: Client, begins: int, ends: int | None, certificate: dict[str, bool], expected: str, *, is_shown: bool
) -> None:
    today = timezone.localdate()
    PromotionFactory(
        product=CertificateFactory(**certificate).product,
        valid_from=today + timedelta(days=begins),
        valid_to=None if ends is None else today + timedelta(days=ends),
    )

    response = editor.get(reverse("promotions:index"))

    column, (row,) = response.context["table"].columns["today"], response.context["object_list"]
    assert (column.get_value(row), column.get_primary(row)) == (expected, is_shown)


def test_the_list_asks_as_much_for_thirty_as_for_one(editor: Client, statements: Any) -> None:
    counts = []
    for number in (1, 29):
        PromotionFactory.create_batch(number)
        editor.get(reverse("promotions:index"))
        with statements() as asked:
            editor.get(reverse("promotions:index"))
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_a_product_is_promoted_from_today_on(editor: Client) -> None:
    product = CertificateFactory().product

    assert editor.get(reverse("promotions:add")).context["form"].initial["valid_from"] == timezone.localdate()
    editor.post(reverse("promotions:add"), entered(product))

    row = Promotion.objects.get()
    assert (row.product, row.folded, row.valid_to) == (product, "qua tet", None)


@pytest.mark.parametrize("certificate", [None, {"expired": True}, {"revoked": True}, {"not_yet": True}])
def test_only_a_product_that_is_certified_today_is_promoted(editor: Client, certificate: dict[str, bool] | None) -> None:
    product = ProductFactory() if certificate is None else CertificateFactory(**certificate).product

    response = editor.post(reverse("promotions:add"), entered(product))

    assert errors(response) == {
        "product": [f"{product} hôm nay không có giấy chứng nhận còn hiệu lực. Chỉ sản phẩm còn hiệu lực mới được đưa lên đầu."]
    }
    assert not Promotion.objects.exists()


def test_a_retired_product_is_not_promoted(editor: Client) -> None:
    product = CertificateFactory().product
    Product.objects.filter(pk=product.pk).update(retired_on=timezone.localdate(), retired_because="x")

    assert list(errors(editor.post(reverse("promotions:add"), entered(product)))) == ["product"]


def test_a_promotion_whose_product_is_no_longer_certified_can_be_ended(editor: Client) -> None:
    row = PromotionFactory(product=CertificateFactory(revoked=True).product)
    today = timezone.localdate()

    editor.post(
        reverse("promotions:edit", args=[row.pk]),
        entered(row.product, valid_from=row.valid_from.isoformat(), valid_to=today.isoformat()),
    )

    row.refresh_from_db()
    assert row.valid_to == today


@pytest.mark.parametrize("words", ["Quà Tết", "qua tet", "  QUÀ   TẾT "])
def test_a_product_is_put_first_for_some_words_once(editor: Client, words: str) -> None:
    row = PromotionFactory(words="Quà Tết")

    response = editor.post(reverse("promotions:add"), entered(row.product, words=words))

    assert errors(response) == {"product": ["Sản phẩm này đã được đưa lên đầu cho các từ đó."]}


def test_a_promotion_is_saved_again_as_it_is(editor: Client) -> None:
    row = PromotionFactory(words="Quà Tết")

    editor.post(reverse("promotions:edit", args=[row.pk]), entered(row.product, position="3"))

    row.refresh_from_db()
    assert row.position == 3


@pytest.mark.parametrize(
    ("changed", "fields"),
    [({"words": "!!!"}, ["words"]), ({"product": ""}, ["product"]), ({"valid_to": "2020-01-01"}, ["__all__"])],
)
def test_what_makes_no_sense_is_refused(editor: Client, changed: dict[str, str], fields: list[str]) -> None:
    response = editor.post(reverse("promotions:add"), entered(CertificateFactory().product) | changed)

    assert list(errors(response)) == fields


def test_a_promotion_is_deleted_after_a_confirmation(editor: Client) -> None:
    row = PromotionFactory()
    address = reverse("promotions:delete", args=[row.pk])

    assert "Are you sure" in editor.get(address).content.decode()
    editor.post(address)

    assert not Promotion.objects.exists()


def test_a_promotion_has_a_page(editor: Client) -> None:
    row = PromotionFactory()

    assert str(row.product) in editor.get(reverse("promotions:inspect", args=[row.pk])).content.decode()
