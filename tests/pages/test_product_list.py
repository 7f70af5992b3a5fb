"""The list of products: what is chosen, what it shows, what htmx gets, and what it costs."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.enums import ProducerKind
from search.addresses import HIGH_PRICE, KM, LAPSED, LITERAL, LOW_PRICE, NEAR, PAGE, SORT, TEXT
from search.domain.indexing import refresh_all
from search.facets import FACETS
from search.models import Miss
from tests.factories.catalog import CertificateFactory, ProducerFactory, ProductFactory, ProductSetFactory, StockingFactory
from tests.factories.core import PictureFactory
from tests.factories.pages import HomePageFactory, ProductIndexPageFactory
from tests.factories.places import CommuneFactory, DistrictFactory, ProvinceFactory, SalePointFactory
from tests.factories.search import PromotionFactory

pytestmark = pytest.mark.django_db

LIST = "/san-pham/"
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture(autouse=True)
def tree():
    """The list, below a home page."""
    return ProductIndexPageFactory(parent=HomePageFactory())


def certify(name, stars=4, **values):
    return CertificateFactory(product=ProductFactory(name=name, **values), stars=stars).product


def names(response, part="rows"):
    return [row.card["name"] for row in response.context["found"][part]]


def chips(response):
    return {chip.label: chip.url for chip in response.context["found"]["chips"]}


def choices(response, name):
    parts = [part for panel in response.context["found"]["form"].panels for part in panel.parts if part.name == name]
    return {choice.label: (choice.count, choice.is_chosen) for part in parts for choice in part.choices}


@pytest.fixture
def goods():
    food, noodles = ProductSetFactory(slug="bun"), ProductSetFactory(slug="mien")
    drink = ProductSetFactory(slug="tra", sector="Đồ uống", sector_en="Drinks")
    province = ProvinceFactory(slug="tinh-ha-tinh", name="Hà Tĩnh")
    district = DistrictFactory(slug="huyen-ky-anh", name="Kỳ Anh", parent=province)
    commune = CommuneFactory(slug="xa-ky-anh", name="Kỳ Anh", parent=province)
    place = {"province": province, "commune": commune, "former_district": district}
    certify("Bún khô", 3, product_set=food, price_vnd=30_000, **place)
    certify("Miến gạo", 4, product_set=noodles, price_vnd=120_000, province=province)
    certify("Trà xanh", 5, product_set=drink, price_vnd=60_000, producer=ProducerFactory(kind=ProducerKind.COMPANY))
    CertificateFactory(expired=True, product=ProductFactory(name="Bún đã hết hạn", product_set=food))
    refresh_all()


@pytest.mark.parametrize("language", ["", "/en"])
def test_plain_list_shows_what_is_in_force_by_name(client, goods, language):
    response = client.get(f"{language}{LIST}")

    assert names(response) == ["Bún khô", "Miến gạo", "Trà xanh"]
    assert f'<link rel="canonical" href="http://testserver{language}{LIST}">' in response.text
    assert "noindex" not in response.text
    assert response.context["found"]["chips"] == []


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"nhom": "do-uong"}, ["Trà xanh"]),
        ({"nhom": ["do-uong", "thuc-pham"]}, ["Bún khô", "Miến gạo", "Trà xanh"]),
        ({"bo": "mien", "sao": "4"}, ["Miến gạo"]),
        ({"tinh": "tinh-ha-tinh"}, ["Bún khô", "Miến gạo"]),
        ({"huyen": "huyen-ky-anh"}, ["Bún khô"]),
        ({"noi": "xa-ky-anh"}, ["Bún khô"]),
        ({"loai-hinh": "company"}, ["Trà xanh"]),
        ({"gia": ["0-50000", "100000-200000"]}, ["Bún khô", "Miến gạo"]),
        ({"gia-tu": "50k", "gia-den": "120.000"}, ["Miến gạo", "Trà xanh"]),
        ({"q": "bún"}, ["Bún khô"]),
        ({"q": "bún", "het-han": "1"}, ["Bún khô", "Bún đã hết hạn"]),
        ({"sap-xep": "gia-giam"}, ["Miến gạo", "Trà xanh", "Bún khô"]),
        ({"sap-xep": "sao"}, ["Trà xanh", "Miến gạo", "Bún khô"]),
        ({"nhom": "khong-co"}, []),
    ],
)
def test_list_is_narrowed_and_ordered(client, goods, asked, expected):
    response = client.get(LIST, asked)

    assert names(response) == expected
    assert '<meta name="robots" content="noindex">' in response.text
    assert "canonical" not in response.text


def test_each_choice_says_how_much_it_leaves(client, goods):
    response = client.get(LIST, {"sao": "4"})

    assert choices(response, "sao") == {"5 sao": (1, False), "4 sao": (1, True), "3 sao": (1, False)}
    assert choices(response, "nhom") == {"Thực phẩm": (1, False)}
    assert 'name="sao" value="4" form="list-form" checked' in response.text


def test_chosen_value_without_hits_stays_so_that_it_can_be_taken_back(client, goods):
    response = client.get(LIST, {"sao": "4", "nhom": "do-uong"})

    assert choices(response, "nhom")["Đồ uống"] == (0, True)


def test_chips_take_one_thing_away_each(client, goods):
    response = client.get(LIST, {"q": "bún kỳ anh", "tinh": "tinh-ha-tinh", "gan": "18.3,105.9", "het-han": "1"})

    place, near, lapsed, understood = chips(response).values()
    assert (place, near) == (
        "/san-pham/?q=b%C3%BAn+k%E1%BB%B3+anh&gan=18.30%2C105.90&het-han=1",
        place.replace("gan=18.30%2C105.90", "tinh=tinh-ha-tinh"),
    )
    assert lapsed == "/san-pham/?q=b%C3%BAn+k%E1%BB%B3+anh&tinh=tinh-ha-tinh&gan=18.30%2C105.90"
    assert understood == "/san-pham/?q=b%C3%BAn&tinh=tinh-ha-tinh&gan=18.30%2C105.90&het-han=1"


def test_what_was_understood_from_the_text_is_said_with_both_readings(client, goods, english):
    found = client.get("/en/san-pham/", {"q": "bún kỳ anh dưới 50k"}).context["found"]

    understood = {chip.label: chip.url for chip in found["chips"] if chip.words}
    assert understood == {
        "Up to 50.000\u00a0₫": "/en/san-pham/?q=b%C3%BAn+k%E1%BB%B3+anh",
        "Kỳ Anh District (former) / Kỳ Anh Commune": "/en/san-pham/?q=b%C3%BAn+d%C6%B0%E1%BB%9Bi+50k",
    }


def test_price_that_finds_nothing_is_set_aside_and_said(client, goods, english):
    response = client.get("/en/san-pham/", {"q": "bún dưới 10k"})

    assert names(response) == ["Bún khô"]
    assert "Nothing was found for “Up to 10.000\u00a0₫”; these are shown without that." in response.text
    assert [chip for chip in response.context["found"]["chips"] if chip.words] == []


def test_value_nobody_knows_is_shown_as_written_and_can_be_removed(client, goods):
    assert chips(client.get(LIST, {"bo": "khong-co"})) == {"khong-co": "/san-pham/"}


def test_form_carries_along_what_has_no_box(client, goods):
    response = client.get(LIST, {"q": "bun khoo", "noi": "xa-ky-anh", "het-han": "1", "nguyen-van": "1"})

    assert response.context["found"]["form"].kept == (("noi", "xa-ky-anh"), ("het-han", "1"), ("nguyen-van", "bun khoo"))


def test_ended_certificates_are_offered_and_say_so(client, goods):
    offered = client.get(LIST, {"q": "bún"}).context["found"]["lapsed_url"]
    response = client.get(offered)

    assert offered == "/san-pham/?q=b%C3%BAn&het-han=1"
    assert [row.card["tone"] for row in response.context["found"]["rows"]] == ["leaf", "amber"]
    assert response.context["found"]["lapsed_url"] == ""


def test_position_narrows_and_lets_order_by_distance(client, goods):
    near, far = SalePointFactory(latitude=18.34, longitude=105.9), SalePointFactory(latitude=18.5, longitude=105.7)
    for name, point in (("Cu đơ xa", far), ("Cu đơ gần", near)):
        StockingFactory(product=certify(name), sale_point=point)
    refresh_all()

    everywhere = client.get(LIST, {"gan": "18.34,105.90", "km": "50", "sap-xep": "gan"})
    close = client.get(LIST, {"gan": "18.34,105.90", "km": "5"})

    assert names(everywhere) == ["Cu đơ gần", "Cu đơ xa"]
    assert names(close) == ["Cu đơ gần"]
    assert "gan" not in {sort["value"] for sort in client.get(LIST).context["found"]["sorts"]}


def test_nothing_found_counts_the_ways_out(client, goods, english):
    found = client.get("/en/san-pham/", {"xa": "xa-ky-anh", "nhom": "thuc-pham", "sao": "4"}).context["found"]

    assert found["rows"] == []
    assert {way.label: (way.count, way.url) for way in found["ways_out"]} == {
        "In all of Hà Tĩnh Province": (1, "/en/san-pham/?nhom=thuc-pham&sao=4&noi=tinh-ha-tinh"),
        "Without “Kỳ Anh Commune”": (1, "/en/san-pham/?nhom=thuc-pham&sao=4"),
        "Without “4 stars”": (1, "/en/san-pham/?nhom=thuc-pham&xa=xa-ky-anh"),
    }


def test_nothing_found_near_looks_further(client, goods, english):
    StockingFactory(product=certify("Cu đơ"), sale_point=SalePointFactory(latitude=18.34, longitude=105.9))
    refresh_all()

    found = client.get("/en/san-pham/", {"q": "cu đơ", "gan": "18.90,105.60"}).context["found"]

    assert [(way.label, way.count) for way in found["ways_out"]] == [
        ("Within 100 km of me", 1),
        ("Everywhere, not only near me", 1),
    ]


def test_other_kinds_that_the_words_find_are_named(client, goods):
    SalePointFactory(name="Chợ bún")
    refresh_all()

    elsewhere = client.get(LIST, {"q": "bún"}).context["found"]["elsewhere"]

    assert [(tab["kind"], tab["count"], tab["url"]) for tab in elsewhere] == [
        ("diem-ban", 1, "/tim-kiem/?q=b%C3%BAn&loai=diem-ban")
    ]


def test_promoted_product_stands_first_here_too(client, goods):
    PromotionFactory(words="bún", product=certify("Miến dong"))

    response = client.get(LIST, {"q": "bun"})

    assert (names(response, "promoted"), names(response)) == (["Miến dong"], ["Bún khô"])


def test_pages_have_addresses_and_the_last_stands_for_those_behind(client, goods):
    for number in range(60):
        certify(f"Cu đơ {number:02}")
    refresh_all()

    second, behind = client.get(LIST, {"page": 2}), client.get(LIST, {"page": 10**9})

    assert 'rel="prev" href="?"' in second.text
    assert 'rel="next" href="?page=3"' in second.text
    assert f'<link rel="canonical" href="http://testserver{LIST}?page=2">' in second.text
    assert behind.context["found"]["query"].page == 3
    assert 'aria-current="page" aria-label="Trang 3"' in behind.text or re.search(
        r'aria-current="page" aria-label="[^"]*3"', behind.text
    )


def test_search_without_result_is_counted(client, goods):
    client.get(LIST, {"q": "máy cày"}, HTTP_USER_AGENT="Mozilla/5.0 (Linux; Android 14)")

    assert list(Miss.objects.values_list("text", "count")) == [("máy cày", 1)]


# --- htmx -----------------------------------------------------------------------------------------------------------


def test_htmx_gets_only_what_changes_and_the_address_without_what_says_nothing(client, goods):
    response = client.get(LIST, {"q": "", "sao": "4", "gia-tu": "", "gia-den": "", "sap-xep": ""}, **HTMX)

    assert response["HX-Push-Url"] == "/san-pham/?sao=4"
    assert "HX-Request" in response["Vary"]
    assert "<html" not in response.text
    assert 'id="list"' in response.text
    assert '<p id="list-status">1 ' in response.text
    assert "<title>Sản phẩm · OCOP</title>" in response.text


def test_page_that_the_browser_goes_back_to_is_whole(client, goods):
    response = client.get(LIST, {"sao": "4"}, **HTMX, HTTP_HX_HISTORY_RESTORE_REQUEST="true")

    assert "<html" in response.text
    assert "HX-Push-Url" not in response


def test_record_without_a_page_is_served_whole_to_anyone(client, goods):
    product = certify("Cu đơ")

    assert "<html" in client.get(product.get_absolute_url(), **HTMX).text


# --- calm, and what it costs ----------------------------------------------------------------------------------------

PARAMETERS = [TEXT, NEAR, KM, SORT, PAGE, LAPSED, LITERAL, LOW_PRICE, HIGH_PRICE, "la", *(facet.name for facet in FACETS)]
MEANT = [
    "1",
    "4",
    "99",
    "thuc-pham",
    "tinh-ha-tinh",
    "0-50000",
    "5-1",
    "18.3,105.9",
    "100",
    "gan",
    "co",
    "bún",
    "50k",
    "<b>",
    "'",
    '"',
]


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    asked=st.dictionaries(
        st.sampled_from(PARAMETERS), st.lists(st.one_of(st.text(max_size=40), st.sampled_from(MEANT)), min_size=1, max_size=3)
    )
)
def test_list_asked_for_anything_stays_calm(client, goods, asked):
    assert client.get(LIST, asked).status_code == 200


@pytest.mark.parametrize(
    "text", ["x" * 10_000, "\x00", "😀", "\u202eabc", '"NEAR( OR *', "nuoc:*&!", "<script>alert(1)</script>"]
)
def test_text_of_any_kind_is_shown_and_never_run(client, goods, text):
    response = client.get(LIST, {"q": text, "nhom": text, "xa": text, "sap-xep": text, "page": text, "gan": text})

    assert response.status_code == 200
    assert "<script>alert" not in response.text


# Of few hits the search looks for what fits in part as well, unless the words are taken literally.
@pytest.mark.parametrize("asked", [{}, {"sao": "4"}, {"q": "cu đơ", "nguyen-van": "1"}, {"q": "cu đơ"}])
def test_list_takes_the_same_number_of_queries_at_1_and_at_30_products(client, statements, asked):
    picture = PictureFactory()

    def add_one(number):
        product_set = ProductSetFactory(slug=f"bo-{number}")
        stock = {"product_set": product_set, "picture": picture, "former_district": DistrictFactory()}
        StockingFactory(product=certify(f"Cu đơ {number}", **stock))

    def count():
        refresh_all()
        client.get(LIST, asked)
        with statements() as sql:
            response = client.get(LIST, asked)
        return len(sql), response.context["found"]["result"].total

    add_one(0)
    at_one = count()
    for number in range(1, 30):
        add_one(number)
    at_thirty = count()

    assert (at_one[1], at_thirty[1]) == (1, 30)
    assert at_thirty[0] <= at_one[0] < 30
    assert at_thirty[0] == at_one[0] or asked == {"q": "cu đơ"}


# --- in words -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "summary"),
    [
        ({}, "3 products with a certificate in force"),
        ({"het-han": "1"}, "4 products"),
        ({"q": "bún", "nguyen-van": "1"}, "1 product with a certificate in force"),
        ({"q": "bún tre"}, "Nothing has all your words; 1 fits in part"),
        ({"q": "bún khô trà", "sao": "3"}, "Nothing has all your words; 1 fits in part"),
        ({"sao": "5", "bo": "bun"}, "Nothing found"),
    ],
)
def test_number_of_products_is_said_in_one_line(client, goods, english, asked, summary):
    response = client.get("/en/san-pham/", asked)

    assert response.context["found"]["summary"] == summary
    assert summary in response.text


def test_what_fits_and_what_fits_in_part_are_counted_apart(client, goods, english):
    bun = ProductSetFactory._meta.model.objects.get(slug="bun")
    for name in ("Bún gạo lứt", "Phở khô"):
        certify(name, product_set=bun)
    refresh_all()

    response = client.get("/en/san-pham/", {"q": "bún"})

    assert response.context["found"]["summary"] == "2 fit, 1 more fit in part"
    assert "These fit in part" in response.text


def test_style_guide_shows_the_parts_of_a_list(client):
    text = client.get("/styleguide/").text

    assert [
        part for part in ("o-suggest__line", "o-facet__more", "o-near", "o-promoted", "o-ways", "o-tabs") if part not in text
    ] == []
