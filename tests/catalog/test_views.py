from __future__ import annotations

import csv
import io
import json
from datetime import date

import pytest
from django.utils import timezone

from catalog.models import Certificate
from tests.factories.catalog import CertificateFactory, ProducerFactory, ProductFactory

pytestmark = pytest.mark.django_db


def body(response):
    return b"".join(response.streaming_content)


def found(response):
    return [row["certificate"] for row in response.context["rows"]]


@pytest.fixture
def cu_do():
    return CertificateFactory(product=ProductFactory(name="Cu đơ Phong Nga"), decision_no="2394/QĐ-UBND")


@pytest.mark.parametrize(
    "asked", [{}, {"q": "cu do"}, {"q": "Cu đơ"}, {"q": "2394/QĐ-UBND"}, {"status": "hieu-luc"}, {"q": "", "status": ""}]
)
def test_register_finds(client, cu_do, asked):
    response = client.get("/chung-nhan/", asked)

    assert response.status_code == 200
    assert found(response) == [cu_do]
    for fact in ("Cu đơ Phong Nga", "2394/QĐ-UBND", cu_do.product.producer.name):
        assert fact in response.text


@pytest.mark.parametrize(
    "asked",
    [{"q": "không có"}, {"status": "thu-hoi"}, {"status": "het-han"}, {"q": "' OR 1=1 --"}, {"q": "<script>alert(1)</script>"}],
)
def test_register_without_a_hit_stays_calm(client, cu_do, asked):
    response = client.get("/chung-nhan/", asked)

    assert response.status_code == 200
    assert found(response) == []
    assert "<script>alert" not in response.text


@pytest.mark.parametrize(
    "asked", [{"status": "x"}, {"page": 10**9}, {"page": "-1"}, {"page": "x"}, {"q": "\x00"}, {"q": "x" * 5000}]
)
def test_register_asked_for_nonsense_stays_calm(client, cu_do, asked):
    assert client.get("/chung-nhan/", asked).status_code == 200


def test_register_is_paged_and_keeps_the_question(client):
    CertificateFactory.create_batch(31)

    first, second = client.get("/chung-nhan/?q=nuoc+mam"), client.get("/chung-nhan/?q=nuoc+mam&page=2")

    assert (len(found(first)), len(found(second))) == (30, 1)
    assert first.context["base_query"] == "q=nuoc+mam&"


def test_register_takes_the_same_number_of_queries_at_1_and_30_certificates(client, statements):
    def count():
        with statements() as sql:
            client.get("/chung-nhan/")
        return len(sql)

    CertificateFactory()
    client.get("/chung-nhan/")
    at_one = count()
    CertificateFactory.create_batch(29)

    assert count() == at_one


@pytest.mark.parametrize("language", ["", "/en"])
def test_certificate_shows_its_facts_and_history(client, cu_do, language):
    cu_do.events.create(action="ISSUED", on=cu_do.valid_from, paper="2394/QĐ-UBND", reason="Lần đầu", at=timezone.now())
    older = CertificateFactory(product=cu_do.product, valid_from=date(2019, 9, 1), decision_no="77/QĐ-UBND")

    response = client.get(f"{language}/chung-nhan/{cu_do.pk}/")

    assert response.status_code == 200
    assert [row["certificate"] for row in response.context["others"]] == [older]
    for fact in ("Cu đơ Phong Nga", "2394/QĐ-UBND", f"{cu_do.valid_until:%d/%m/%Y}", "UBND tỉnh Hà Tĩnh", "77/QĐ-UBND"):
        assert fact in response.text


@pytest.mark.parametrize("state", ["expired", "extended", "revoked", "superseded", "not_yet"])
def test_certificate_in_every_state_has_a_page(client, state):
    certificate = CertificateFactory(**{state: True})

    response = client.get(f"/chung-nhan/{certificate.pk}/")

    assert response.status_code == 200
    assert str(response.context["status_label"]) in response.text


@pytest.mark.parametrize("number", [0, 999_999, 10**18, 10**30])
def test_unknown_certificate_is_not_found(client, number):
    assert client.get(f"/chung-nhan/{number}/").status_code == 404


def test_score_of_the_council_is_not_shown(client):
    certificate = CertificateFactory(score="87.65")

    pages = [client.get(f"/chung-nhan/{certificate.pk}/").text, client.get("/chung-nhan/").text]
    pages += [body(client.get(f"/chung-nhan/du-lieu.{kind}")).decode() for kind in ("csv", "json")]

    assert not any("87.65" in page or "87,65" in page for page in pages)


@pytest.fixture
def many():
    CertificateFactory.create_batch(3)
    CertificateFactory(
        product=ProductFactory(name='=HYPERLINK("http://x"), "quoted"', producer=ProducerFactory(name="+84 HTX")),
        decision_no="@SUM(A1)",
        revoked=True,
    )
    CertificateFactory(product__name="-1 độ\nhai dòng", product__place_as_certified="\tthụt")
    return Certificate.objects.count()


def test_csv_is_whole_and_read_as_utf8_by_spreadsheets(client, many):
    response = client.get("/chung-nhan/du-lieu.csv")
    content = body(response)

    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert content.startswith(b"\xef\xbb\xbf")
    assert len(rows) == many
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in response["Content-Disposition"]


def test_csv_holds_nothing_that_a_spreadsheet_would_run(client, many):
    rows = list(csv.DictReader(io.StringIO(body(client.get("/chung-nhan/du-lieu.csv")).decode("utf-8-sig"), newline="")))

    cells = [value for row in rows for value in row.values()]
    assert not [value for value in cells if value[:1] in ("=", "+", "-", "@", "\t", "\r")]
    assert '\'=HYPERLINK("http://x"), "quoted"' in cells
    assert "'@SUM(A1)" in cells


def test_json_is_whole_and_says_its_licence_and_day(client, many):
    response = client.get("/chung-nhan/du-lieu.json")
    data = json.loads(body(response))

    assert (data["licence"], data["as_of"]) == ("CC-BY-4.0", timezone.localdate().isoformat())
    assert len(data["certificates"]) == many
    assert '=HYPERLINK("http://x"), "quoted"' in [row["product"] for row in data["certificates"]]
    assert {row["status"] for row in data["certificates"]} == {"IN_FORCE", "REVOKED"}


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_open_data_names_its_licence_and_may_be_read_from_everywhere(client, kind):
    response = client.get(f"/chung-nhan/du-lieu.{kind}")

    body(response)
    assert response["Link"] == '<https://creativecommons.org/licenses/by/4.0/>; rel="license"'
    assert response["Access-Control-Allow-Origin"] == "*"


def test_open_data_of_an_empty_register_is_still_whole(client):
    assert json.loads(body(client.get("/chung-nhan/du-lieu.json")))["certificates"] == []
    assert body(client.get("/chung-nhan/du-lieu.csv")).decode("utf-8-sig").startswith("product,producer,")


@pytest.mark.parametrize("path", ["/chung-nhan/", "/chung-nhan/du-lieu.csv", "/chung-nhan/du-lieu.json"])
def test_register_answers_head_and_refuses_post(client, path):
    head = client.head(path)

    assert head.status_code == 200
    if head.streaming:
        list(head.streaming_content)
    assert client.post(path).status_code == 405
