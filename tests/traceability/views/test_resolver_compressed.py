import pytest

from tests.factories.catalog import ProductFactory
from tests.factories.pages import HomePageFactory
from tests.factories.traceability import LotFactory

SITE = "https://ocop.example"
LINKSET = "application/linkset+json"

pytestmark = pytest.mark.django_db


def links_of(response):
    return response.json()["linkset"]


@pytest.fixture
def packed(db):
    """The product and lot of GS1's own examples."""
    product = ProductFactory(gtin="5412345000013", slug="nuoc-mam", name="Nước mắm")
    return LotFactory(product=product, code="ABC123")


@pytest.mark.parametrize(
    ("short", "whole"),
    [
        ("/AQnYUc1gmg", "/01/05412345000013"),
        ("/AQnYUc1gmg/", "/01/05412345000013"),
        ("/AQnYUc1gmiCNV4JG", "/01/05412345000013/10/ABC123"),
        ("/AQnYUc1gmiCNV4JGLo3DY", "/01/05412345000013/10/ABC123?17=290331"),
        ("/01/05412345000013/EEarwSM", "/01/05412345000013/10/ABC123"),
        ("/01/5412345000013/EEarwSMXRuGw/", "/01/05412345000013/10/ABC123?17=290331"),
        ("/01/05412345000013/EEarwSMXRuGw?a=b", "/01/05412345000013/10/ABC123?17=290331&a=b"),
        ("/AQnYUc1gmiCNV4JGQhcNT6K6c", "/01/05412345000013/10/ABC123/21/72292641703"),
    ],
)
def test_compressed_address_is_answered_like_the_whole_one_and_tells_it(client, packed, short, whole):
    compressed, uncompressed = client.get(short), client.get(whole)

    assert (compressed.status_code, compressed.get("Location")) == (uncompressed.status_code, uncompressed.get("Location"))
    assert f'<{SITE}{whole}>; rel="owl:sameAs"' in compressed["Link"]
    assert "owl:sameAs" not in uncompressed["Link"]


def test_linkset_of_a_compressed_address_speaks_of_the_whole_one(client, packed):
    response = client.get("/AQnYUc1gmiCNV4JG?linkType=linkset")

    assert links_of(response)[0]["anchor"] == f"{SITE}/01/05412345000013/10/ABC123"
    assert client.get("/AQnYUc1gmiCNV4JG", HTTP_ACCEPT=LINKSET).json() == response.json()


@pytest.mark.parametrize(
    "path",
    [
        "/chung-nhan",
        "/kiem-tra",
        "/san-pham-khong-co",
        "/AQnYUc1gmgX",
        "/AN2yxDhfaiaw",  # well compressed, but of a pallet
        "/A" + "Q" * 500,
        "/robots.txt",
        "/aaaaaaaaaaaaaaaaaaaa",
    ],
)
def test_other_words_at_the_root_never_meet_the_resolver(client, path):
    HomePageFactory()

    assert "Access-Control-Allow-Origin" not in client.get(path)


@pytest.mark.parametrize(
    ("path", "status"), [("/chung-nhan", 301), ("/kiem-tra", 301), ("/diem-ban", 301), ("/khong-co-trang-nay", 404)]
)
def test_pages_of_the_site_are_reached_as_before(client, path, status):
    HomePageFactory()
    response = client.get(path, follow=status == 404)

    assert response.status_code == status
    if status == 301:
        assert response["Location"] == f"{path}/"
