from html import unescape

import pytest

from tests.factories.catalog import CertificateFactory, ProductFactory
from tests.factories.pages import HomePageFactory, ProvinceSettingsFactory
from tests.factories.traceability import VOIDED_AT, LotFactory, RecallFactory
from traceability.queries.links import LinkedLot, lot_links

pytestmark = pytest.mark.django_db

PAGE = "/kiem-tra/lo/nuoc-mam/L-1/"


@pytest.fixture
def lot():
    product = ProductFactory(name="Nước mắm Kỳ Phú", slug="nuoc-mam", producer__name="HTX Kỳ Phú", gtin="8934567000123")
    return LotFactory(product=product, code="L-1")


def text_of(response):
    return unescape(response.text)


@pytest.mark.parametrize(("prefix", "language"), [("", "vi"), ("/en", "en")])
def test_page_says_what_the_lot_is_and_what_its_certificate_is_worth(client, lot, prefix, language):
    certificate = CertificateFactory(product=lot.product, decision_no="2394/QĐ-UBND")

    response = client.get(prefix + PAGE)

    text = text_of(response)
    assert response.status_code == 200
    assert f'<html lang="{language}"' in text
    for fact in (
        "Nước mắm Kỳ Phú",
        "HTX Kỳ Phú",
        "L-1",
        "15/09/2026",
        "15/09/2036",
        "8934567000123",
        "2394/QĐ-UBND",
        f"{certificate.valid_until:%d/%m/%Y}",
    ):
        assert fact in text, fact
    assert text.count("<h1") == 1
    assert "o-verdict" not in text


def test_recalled_lot_says_why_since_when_and_what_to_do_without_stars(client, lot):
    HomePageFactory()
    ProvinceSettingsFactory()
    CertificateFactory(product=lot.product)
    RecallFactory(lot=lot, reason="Vượt ngưỡng histamin", advice="Mang trả lại nơi mua.")

    text = text_of(client.get("/en" + PAGE))

    for fact in (
        "This lot is recalled",
        "Vượt ngưỡng histamin",
        "Mang trả lại nơi mua.",
        f"{VOIDED_AT:%d/%m/%Y}",
        "0239 385 1234",
    ):
        assert fact in text, fact
    assert "o-verdict--brick" in text
    assert "o-stars" not in text


def test_lifted_recall_is_over(client, lot, now):
    RecallFactory(lot=lot, lifted_at=now)

    assert "o-verdict" not in text_of(client.get(PAGE))


@pytest.mark.parametrize("fate", ["expired", "revoked", "extended"])
def test_certificate_is_shown_with_its_status_of_today(client, lot, fate):
    certificate = CertificateFactory(product=lot.product, decision_no="12/QĐ", **{fate: True})

    text = text_of(client.get("/en" + PAGE))

    assert "12/QĐ" in text
    assert f"{certificate.valid_until:%d/%m/%Y}" in text
    assert ("o-certified" in text) == (fate == "extended")


def test_product_without_certificate_says_so(client, lot):
    assert "The register holds no OCOP certificate for this product." in text_of(client.get("/en" + PAGE))


def test_past_best_before_date_is_said(client, lot):
    type(lot).objects.update(made_date="2020-01-01", best_before_date="2020-02-01")

    assert "The best before date of this lot has passed." in text_of(client.get("/en" + PAGE))


@pytest.mark.parametrize("code", ["A/B", "A B", 'a?b%c"#', "Lô số 1", "<b>x</b>", "a.b-c_d", "//x"])
def test_odd_lot_numbers_have_an_address(client, lot, code):
    type(lot).objects.update(code=code)
    (default, *_others) = lot_links(LinkedLot("nuoc-mam", code, is_recalled=False))

    response = client.get(default.target.removeprefix("https://ocop.example"))

    assert response.status_code == 200
    assert "<b>x</b>" not in response.text


@pytest.mark.parametrize("path", ["/kiem-tra/lo/nuoc-mam/l-1/", "/kiem-tra/lo/khac/L-1/", "/kiem-tra/lo/nuoc-mam/%00/"])
def test_other_lots_are_not_found(client, lot, path):
    assert client.get(path).status_code == 404


def test_sample_data_says_so(client, lot):
    type(lot).objects.update(is_sample=True)

    assert "Sample data" in text_of(client.get("/en" + PAGE))


def test_page_answers_head_and_refuses_post(client, lot):
    assert client.head(PAGE).status_code == 200
    assert client.post(PAGE).status_code == 405


@pytest.mark.parametrize("recalls", [0, 5])
def test_page_takes_three_statements_of_its_own(client, lot, statements, now, recalls):
    CertificateFactory(product=lot.product)
    for _ in range(recalls):
        RecallFactory(lot=lot, lifted_at=now)
    client.get(PAGE)  # the identity of the site goes into the cache
    with statements() as sql:
        client.get(PAGE)

    assert len(sql) == 3
