"""The forms and lists of producers, products and protected signs."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from catalog.models import IPMark, Producer, Product, ProductStandard, Stocking
from tests.factories.catalog import CertificateFactory, IPMarkFactory, ProducerFactory, ProductFactory
from tests.factories.places import CommuneFactory, DistrictFactory, ProvinceFactory, SalePointFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def official(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("can-bo"))
    return client


def formset(prefix: str, *rows: dict[str, Any], known: int = 0) -> dict[str, Any]:
    values: dict[str, Any] = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": known}
    values |= {f"{prefix}-MIN_NUM_FORMS": 0, f"{prefix}-MAX_NUM_FORMS": 1000}
    for number, row in enumerate(rows):
        values |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return values


def entered(producer: Producer, **changed: Any) -> dict[str, Any]:
    values = {"name": "Cu đơ Bà Hường", "producer": producer.pk, "commune": producer.commune_id or ""}
    for prefix in ("standards", "channels", "stocked_at"):
        values |= formset(prefix)
    return values | changed


def errors(response: Any) -> dict[str, list[str]]:
    return dict(response.context["form"].errors)


def test_a_new_product_gets_address_part_and_province_by_itself(official: Client) -> None:
    producer = ProducerFactory()
    ProductFactory(slug="cu-do-ba-huong")

    official.post(reverse("products:add"), entered(producer))

    product = Product.objects.get(name="Cu đơ Bà Hường")
    assert (product.slug, product.province, product.folded[:15]) == (
        "cu-do-ba-huong-2",
        producer.commune.parent,
        "cu do ba huong ",
    )
    assert ModelLogEntry.objects.get(object_id=product.pk, action="wagtail.create").user.username == "can-bo"


def test_the_address_part_stays(official: Client) -> None:
    product = ProductFactory(slug="cu-do")

    official.post(
        reverse("products:edit", args=[product.pk]),
        entered(product.producer, slug="khac", province=product.province_id, commune=product.commune_id),
    )

    product.refresh_from_db()
    assert (product.name, product.slug) == ("Cu đơ Bà Hường", "cu-do")


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("gtin", "8936012345678", "4"),
        ("ocop_code", "42-18652", "42-18652-7-2026"),
    ],
)
def test_a_wrong_number_is_named_with_the_right_one(official: Client, field: str, value: str, words: str) -> None:
    response = official.post(reverse("products:add"), entered(ProducerFactory(), **{field: value}))

    assert words in errors(response)[field][0]


@pytest.mark.parametrize("code", ["42-18652-7-2026", "42-445-18652-7-2024"])
def test_both_layouts_of_the_ocop_code_are_taken(official: Client, code: str) -> None:
    official.post(reverse("products:add"), entered(ProducerFactory(), ocop_code=code))

    assert Product.objects.get(ocop_code=code)


def test_places_of_the_wrong_level_are_refused(official: Client) -> None:
    district = DistrictFactory()
    wrong = {"commune": district.pk, "former_district": CommuneFactory().pk, "province": district.pk}

    response = official.post(reverse("products:add"), entered(ProducerFactory(), **wrong))

    assert set(errors(response)) == {"commune", "former_district", "province"}


def test_a_commune_of_another_province_is_refused(official: Client) -> None:
    response = official.post(reverse("products:add"), entered(ProducerFactory(), province=ProvinceFactory().pk))

    assert list(errors(response)) == ["province"]


def test_channels_and_points_are_entered_with_the_product(official: Client) -> None:
    point = SalePointFactory()
    rows = formset("channels", {"kind": "SHOPEE", "url": "https://shopee.vn/cu-do"}) | formset(
        "stocked_at", {"sale_point": point.pk, "confirmed_on": "2026-11-20"}
    )

    official.post(reverse("products:add"), entered(ProducerFactory(), **rows))

    product = Product.objects.get(name="Cu đơ Bà Hường")
    assert [channel.url for channel in product.channels.all()] == ["https://shopee.vn/cu-do"]
    assert Stocking.objects.get().sale_point == point


def test_a_standard_is_ended_and_never_removed(official: Client) -> None:
    product = ProductFactory()
    standard = ProductStandard.objects.create(product=product, kind="HACCP", valid_from="2024-01-01")
    row = {"id": standard.pk, "kind": "HACCP", "number": "", "issuer": "", "valid_from": "2024-01-01", "DELETE": "on"}

    response = official.post(
        reverse("products:edit", args=[product.pk]),
        entered(product.producer, commune=product.commune_id, province=product.province_id, **formset("standards", row, known=1)),
    )

    assert errors(response)["__all__"]
    assert ProductStandard.objects.filter(pk=standard.pk).exists()


@pytest.mark.parametrize("register", ["producers", "products", "certificates", "ip-marks"])
def test_lists_are_searched_without_marks(official: Client, register: str) -> None:
    certificate = CertificateFactory(product__name="Nước mắm", product__producer__name="HTX Nước Mắm Kỳ Ninh")
    CertificateFactory(product__name="Cu đơ", product__producer__name="HTX Kẹo")
    mark = IPMarkFactory(name="Nước mắm Cửa Khẩu")
    IPMarkFactory(name="Cu đơ Hà Tĩnh")
    expected = {
        "producers": certificate.product.producer,
        "products": certificate.product,
        "certificates": certificate,
        "ip-marks": mark,
    }

    response = official.get(reverse(f"{register}:index"), {"q": "nuoc mam"})

    assert list(response.context["object_list"]) == [expected[register]]


@pytest.mark.parametrize("register", ["products", "ip-marks"])
def test_lists_find_either_spelling_of_i_and_y(official: Client, register: str) -> None:
    product, mark = ProductFactory(name="Mỳ gạo"), IPMarkFactory(name="Mỳ gạo Kỳ Anh")

    response = official.get(reverse(f"{register}:index"), {"q": "mi gao"})

    assert list(response.context["object_list"]) == [{"products": product, "ip-marks": mark}[register]]


@pytest.mark.parametrize("register", ["producers", "products", "certificates"])
def test_lists_ask_as_much_for_three_as_for_one(official: Client, statements: Any, register: str) -> None:
    counts = []
    for _round in range(2):
        CertificateFactory.create_batch(1 if not counts else 2)
        official.get(reverse(f"{register}:index"))
        with statements() as asked:
            official.get(reverse(f"{register}:index"))
        counts.append(len(asked))

    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("status", "stars", "expected"), [("hieu-luc", "", 1), ("thu-hoi", "", 1), ("", "5", 0), ("", "4", 2), ("het-han", "", 0)]
)
def test_certificates_are_narrowed_by_worth_and_stars(official: Client, status: str, stars: str, expected: int) -> None:
    CertificateFactory()
    CertificateFactory(revoked=True)

    response = official.get(reverse("certificates:index"), {"status": status, "stars": stars})

    assert len(response.context["object_list"]) == expected


def test_products_are_narrowed_by_the_stars_of_today(official: Client) -> None:
    held = CertificateFactory().product
    CertificateFactory(expired=True)

    response = official.get(reverse("products:index"), {"stars": "4"})

    assert list(response.context["object_list"]) == [held]


def test_choosers_find_without_marks_and_tell_producers_apart(official: Client) -> None:
    product = ProductFactory(name="Nước mắm", producer__name="HTX Kỳ Ninh")
    ProductFactory(name="Cu đơ")

    response = official.get(reverse("product-chooser:choose_results"), {"q": "nuoc mam"})

    assert list(response.context["results"]) == [product]
    assert "HTX Kỳ Ninh" in response.content.decode()


def test_a_protected_sign_is_entered(official: Client) -> None:
    official.post(reverse("ip-marks:add"), {"kind": "COLLECTIVE_MARK", "name": "Cam Khe Mây"})

    assert IPMark.objects.get().name == "Cam Khe Mây"


@pytest.mark.parametrize("register", ["producers", "products", "ip-marks"])
def test_records_have_a_page(official: Client, register: str) -> None:
    product = CertificateFactory().product
    record = {"producers": product.producer, "products": product, "ip-marks": IPMarkFactory()}[register]

    assert str(record) in official.get(reverse(f"{register}:inspect", args=[record.pk])).content.decode()
