"""What the pages composed from the register show, and at what cost."""

from __future__ import annotations

import json
import re
from http import HTTPStatus
from pathlib import Path

import pytest
from django.core import signing
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone, translation

from catalog.domain.retirement import retire_product
from catalog.models import Product
from core.models import PictureRendition
from pages.models import ProducerPage, ProductPage
from search.domain.indexing import refresh_all
from tests.factories.catalog import CertificateFactory, ProducerFactory, ProductFactory, StockingFactory
from tests.factories.core import PictureFactory
from tests.factories.pages import (
    HomePageFactory,
    ProducerIndexPageFactory,
    ProductIndexPageFactory,
    ProvinceSettingsFactory,
    StoryPageFactory,
)
from tests.factories.places import ProvinceFactory, SalePointFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def tree():
    """A home page with the lists below it."""
    home = HomePageFactory()
    ProductIndexPageFactory(parent=home)
    ProducerIndexPageFactory(parent=home)
    return home


@pytest.fixture
def visitor() -> Client:
    return Client()


def story_page_of(product: Product) -> ProductPage:
    return (
        Product._meta.apps.get_model("pages", "ProductIndexPage")
        .objects.get()
        .add_child(instance=ProductPage(title=product.name, product=product, lead="Một câu chuyện.", slug=product.slug))
    )


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_product_without_a_page_is_served_from_the_register(visitor):
    certificate = CertificateFactory(product__name="Cu đơ Phong Nga")

    response = visitor.get(certificate.product.get_absolute_url())

    assert response.status_code == 200
    assert response.context["certified"] is True
    assert certificate.decision_no in text_of(response)


def test_product_with_a_page_shows_its_story_at_the_same_address(visitor):
    product = CertificateFactory().product
    page = story_page_of(product)

    response = visitor.get(product.get_absolute_url())

    assert response.context["story"].pk == page.pk
    assert "Một câu chuyện." in text_of(response)


@pytest.mark.parametrize("told", [True, False])
def test_retired_product_keeps_its_address_and_is_offered_no_more(visitor, told):
    product = CertificateFactory().product
    if told:
        story_page_of(product)
    retire_product(product=product, because="Cơ sở đã nghỉ", on=timezone.localdate())
    refresh_all()

    response = visitor.get(product.get_absolute_url())

    assert response.status_code == HTTPStatus.GONE
    assert "Cơ sở đã nghỉ" in text_of(response)
    assert 'id="where"' not in response.text
    assert product.name not in text_of(visitor.get("/san-pham/"))


@pytest.mark.parametrize(("state", "tone"), [("expired", "amber"), ("revoked", "brick")])
def test_product_whose_certificate_is_not_in_force_says_so_first_and_shows_no_stars(visitor, state, tone):
    certificate = CertificateFactory(**{state: True})
    story_page_of(certificate.product)

    response = visitor.get(certificate.product.get_absolute_url())

    assert (response.context["certified"], response.context["tone"]) == (False, tone)
    assert response.context["not_in_force"]
    assert str(response.context["not_in_force"]) in text_of(response)
    assert "o-stars__row" not in response.content.decode().partition('id="main"')[2].partition("</h1>")[0]


def test_product_never_certified_says_so(visitor):
    response = visitor.get(ProductFactory().get_absolute_url())

    assert response.context["certificate"] is None
    assert str(response.context["not_in_force"]) in text_of(response)


def test_certified_product_is_described_for_machines_and_a_lapsed_one_is_not_called_certified(visitor):
    def described(product):
        body = visitor.get(product.get_absolute_url()).content.decode()
        return json.loads(re.search(r"<script[^>]*application/ld\+json[^>]*>(.*?)</script>", body, re.DOTALL)[1])

    assert "hasCertification" in json.dumps(described(CertificateFactory().product))
    assert "hasCertification" not in json.dumps(described(CertificateFactory(expired=True).product))


def test_list_shows_only_what_is_in_force(visitor):
    certified, lapsed = CertificateFactory().product, CertificateFactory(expired=True).product
    refresh_all()

    text = text_of(visitor.get("/san-pham/"))

    assert certified.name in text
    assert lapsed.name not in text


@pytest.mark.parametrize("address", ["/san-pham/khong-co/", "/chu-the/khong-co/", "/san-pham/khong-co/khong-co/", "/khong-co/"])
def test_unknown_address_gets_help_and_404(visitor, address):
    response = visitor.get(address)

    assert response.status_code == 404
    assert 'role="search"' in response.content.decode()


def test_producer_without_a_page_is_served_from_the_register(visitor):
    product = CertificateFactory().product

    text = text_of(visitor.get(product.producer.get_absolute_url()))

    assert product.name in text
    assert product.producer.name in text


def test_tax_code_of_a_producer_is_not_shown(visitor):
    producer = ProducerFactory(tax_code="0100109106")

    assert "0100109106" not in visitor.get(producer.get_absolute_url()).content.decode()


def test_pages_take_the_address_of_their_record():
    product, producer = ProductFactory(), ProducerFactory()
    for page in (ProductPage(title="x", product=product), ProducerPage(title="y", producer=producer)):
        page.full_clean(exclude=["path", "depth", "locale", "translation_key", "url_path"])

        assert page.slug == (product if isinstance(page, ProductPage) else producer).slug


def test_stock_of_a_sale_point_is_shown_with_the_day_it_was_seen(visitor):
    stocking = StockingFactory(product=CertificateFactory().product)

    text = text_of(visitor.get(f"/diem-ban/{stocking.sale_point.slug}/"))

    assert stocking.product.name in text
    assert f"{stocking.confirmed_on:%d/%m/%Y}" in text


@pytest.mark.parametrize("address", ["/", "/chu-the/", "/cau-chuyen/"])
def test_lists_cost_the_same_at_one_and_at_thirty_rows(visitor, statements, address):
    ProvinceSettingsFactory(province=ProvinceFactory())
    picture = PictureFactory()

    def add_one():
        CertificateFactory(product__picture=picture, product__province=ProvinceFactory())
        StoryPageFactory(picture=picture)
        SalePointFactory()

    add_one()
    visitor.get(address)  # draws the pictures and fills the caches
    with statements() as one:
        visitor.get(address)
    for _number in range(29):
        add_one()
    visitor.get(address)
    with statements() as thirty:
        visitor.get(address)

    # Stories stand on the home page up to four, each with one picture of its own size to look up.
    slack = 8 if address in ("/", "/cau-chuyen/") else 0
    assert len(thirty) <= len(one) + slack
    assert len(thirty) < 40


def test_page_of_a_product_draws_its_pictures_once(visitor):
    product = CertificateFactory(product__picture=PictureFactory()).product

    def drawn():
        names = PictureRendition.objects.values_list("file", flat=True)
        return {name: Path(default_storage.path(name)).stat().st_mtime_ns for name in names}

    refresh_all()
    visitor.get("/san-pham/")  # fetches the picture with the size of cards
    visitor.get(product.get_absolute_url())
    first = drawn()
    visitor.get(product.get_absolute_url())

    assert len(first) > 1
    assert drawn() == first


def test_language_switch_leads_to_the_same_page(visitor):
    product = CertificateFactory().product

    response = visitor.get(product.get_absolute_url())

    with translation.override("en"):
        assert f'href="/en/san-pham/{product.slug}/"' in response.content.decode()


def test_forged_session_is_no_session(visitor):
    visitor.cookies["sessionid"] = signing.dumps({"_auth_user_id": "1"})

    assert visitor.get("/quan-ly/").status_code == 302
