from __future__ import annotations

import unicodedata

import pytest

from search.domain.indexing import refresh, refresh_all
from search.models import SearchDocument
from search.sources import source_of
from search.views import HITS_ON_A_PAGE
from tests.factories.catalog import CertificateFactory, ProductFactory
from tests.factories.places import SalePointFactory

pytestmark = pytest.mark.django_db


def names(response):
    return [row["card"]["name"] for row in response.context["results"]]


@pytest.fixture
def filled():
    CertificateFactory(product=ProductFactory(name="Nước mắm Kỳ Ninh", slug="nuoc-mam-ky-ninh"))
    CertificateFactory(product=ProductFactory(name="Cu đơ Phong Nga"))
    SalePointFactory(name="Chợ nước mắm")
    refresh_all()


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("text", ["nuoc mam ky ninh", "NƯỚC MẮM KỲ NINH", unicodedata.normalize("NFD", "nước mắm kỳ ninh")])
def test_page_shows_what_was_found(client, filled, language, text):
    response = client.get(f"{language}/tim-kiem/", {"q": text})

    assert response.status_code == 200
    assert names(response) == ["Nước mắm Kỳ Ninh"]
    assert "Nước mắm Kỳ Ninh" in response.text
    assert f"{language}/san-pham/nuoc-mam-ky-ninh/" in response.text


def test_chips_count_each_kind_and_filter(client, filled):
    response = client.get("/tim-kiem/", {"q": "nước mắm", "loai": "diem-ban"})

    assert names(response) == ["Chợ nước mắm"]
    assert [(chip["url"], chip["active"]) for chip in response.context["chips"]] == [
        ("?q=n%C6%B0%E1%BB%9Bc+m%E1%BA%AFm", False),
        ("?q=n%C6%B0%E1%BB%9Bc+m%E1%BA%AFm&loai=san-pham", False),
        ("?q=n%C6%B0%E1%BB%9Bc+m%E1%BA%AFm&loai=diem-ban", True),
    ]


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"q": ""},
        {"q": "không hề có"},
        {"q": "x" * 10_000},
        {"q": '" * ( ) : ^ NEAR AND OR NOT -'},
        {"q": '"nuoc AND'},
        {"q": "😀"},
        {"q": "nuoc\x00mam"},
        {"q": "\x00"},
        {"q": "nuoc", "page": 10**9},
        {"q": "nuoc", "page": "9" * 5000},
        {"q": "nuoc", "page": "-1"},
        {"q": "nuoc", "page": "x"},
        {"q": "nuoc", "loai": "khong-co"},
        {"q": "nuoc", "loai": "\x00"},
        {"q": "<script>alert(1)</script>"},
        {"q": "' OR 1=1 --"},
    ],
)
def test_page_asked_for_anything_stays_calm(client, filled, asked):
    response = client.get("/tim-kiem/", asked)

    assert response.status_code == 200
    assert "<script>alert" not in response.text


def test_unknown_kind_is_as_if_none_was_asked_for(client, filled):
    response = client.get("/tim-kiem/", {"q": "nuoc mam", "loai": "khong-co"})

    assert response.context["kind"] == ""
    assert len(names(response)) == 2


def test_hits_are_paged(client):
    for number in range(HITS_ON_A_PAGE + 1):
        ProductFactory(name=f"Cu đơ {number}")
    refresh_all()

    first, second = (client.get("/tim-kiem/", {"q": "cu do", "loai": "san-pham", "page": page}) for page in (1, 2))

    assert (len(names(first)), len(names(second)), first.context["total"]) == (HITS_ON_A_PAGE, 1, HITS_ON_A_PAGE + 1)
    assert not set(names(first)) & set(names(second))


def test_something_deleted_a_moment_ago_is_left_out(client, filled):
    SearchDocument.objects.create(kind="san-pham", object_id=999_999, title="Nước mắm đã xoá")
    SearchDocument.objects.create(kind="loai-la", object_id=1, title="Nước mắm lạ")
    refresh(source_of("diem-ban"))

    response = client.get("/tim-kiem/", {"q": "nước mắm"})

    assert response.status_code == 200
    assert set(names(response)) == {"Nước mắm Kỳ Ninh", "Chợ nước mắm"}


def test_page_takes_the_same_number_of_queries_at_1_and_30_hits(client, statements):
    def count():
        with statements() as sql:
            assert names(client.get("/tim-kiem/", {"q": "cu do"}))
        return len(sql)

    CertificateFactory(product=ProductFactory(name="Cu đơ"))
    refresh_all()
    client.get("/tim-kiem/", {"q": "cu do"})
    at_one = count()
    for number in range(29):
        CertificateFactory(product=ProductFactory(name=f"Cu đơ {number}"))
    refresh_all()

    assert count() == at_one


def test_empty_question_asks_the_index_nothing(client, statements):
    client.get("/tim-kiem/")
    with statements() as sql:
        client.get("/tim-kiem/")

    assert not [one for one in sql if "search_searchdocument" in one]


def test_page_answers_head_and_refuses_post(client):
    assert client.head("/tim-kiem/?q=nuoc").status_code == 200
    assert client.post("/tim-kiem/").status_code == 405
