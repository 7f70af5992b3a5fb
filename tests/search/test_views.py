"""The page of results and the suggestions: what they show, what they cost, and how calm they stay."""

from __future__ import annotations

import unicodedata
from urllib.parse import urlencode

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.text import fold
from search import views
from search.addresses import HIGH_PRICE, KIND, KM, LAPSED, LITERAL, LOW_PRICE, NEAR, PAGE, SORT, TEXT
from search.domain.indexing import refresh, refresh_all
from search.domain.suggesting import Suggestion
from search.engines.contract import EngineAway
from search.facets import FACETS
from search.models import Miss, SearchDocument
from search.query import HITS_ON_A_PAGE
from search.sources import source_of
from tests.factories.catalog import CertificateFactory, ProductFactory, ProductSetFactory
from tests.factories.pages import StoryPageFactory
from tests.factories.places import CommuneFactory, SalePointFactory
from tests.factories.search import PromotionFactory

pytestmark = pytest.mark.django_db

SEARCH, SUGGEST = "/tim-kiem/", "/tim-kiem/goi-y"
PHONE = {"HTTP_USER_AGENT": "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36"}


def names(response, part="rows"):
    return [row.card["name"] for row in response.context["found"][part]]


def tabs(response):
    return [(tab["kind"], tab["count"], tab["url"], tab["active"]) for tab in response.context["found"]["tabs"]]


@pytest.fixture
def filled():
    CertificateFactory(product=ProductFactory(name="Nước mắm Kỳ Ninh", slug="nuoc-mam-ky-ninh"))
    CertificateFactory(product=ProductFactory(name="Cu đơ Phong Nga"))
    SalePointFactory(name="Chợ nước mắm", slug="cho-nuoc-mam")
    refresh_all()


@pytest.mark.parametrize("language", ["", "/en"])
@pytest.mark.parametrize("text", ["nuoc mam ky ninh", "NƯỚC MẮM KỲ NINH", unicodedata.normalize("NFD", "nước mắm kỳ ninh")])
def test_page_shows_what_was_found_the_best_first(client, filled, language, text):
    response = client.get(f"{language}{SEARCH}", {"q": text})

    assert response.status_code == 200
    assert names(response)[0] == "Nước mắm Kỳ Ninh"
    assert f"{language}/san-pham/nuoc-mam-ky-ninh/" in response.text
    assert '<meta name="robots" content="noindex">' in response.text


def test_tabs_count_each_kind_and_products_have_their_own_list(client, filled):
    response = client.get(SEARCH, {"q": "nước mắm", "loai": "diem-ban"})

    said = urlencode({"q": "nước mắm"})
    assert names(response) == ["Chợ nước mắm"]
    assert tabs(response) == [
        ("", 2, f"{SEARCH}?{said}", False),
        ("san-pham", 1, f"/san-pham/?{said}", False),
        ("diem-ban", 1, f"{SEARCH}?{said}&loai=diem-ban", True),
    ]


def test_unknown_kind_is_as_if_none_was_asked_for(client, filled):
    response = client.get(SEARCH, {"q": "nuoc mam", "loai": "khong-co"})

    assert response.context["found"]["query"].kind == ""
    assert set(names(response)) == {"Nước mắm Kỳ Ninh", "Chợ nước mắm"}


def test_hits_are_paged_by_links(client):
    for number in range(HITS_ON_A_PAGE + 1):
        CertificateFactory(product=ProductFactory(name=f"Cu đơ {number}"))
    refresh_all()

    first, second = (client.get(SEARCH, {"q": "cu do", "loai": "san-pham", "page": page}) for page in (1, 2))

    assert (len(names(first)), len(names(second)), first.context["found"]["result"].total) == (24, 1, HITS_ON_A_PAGE + 1)
    assert not set(names(first)) & set(names(second))
    assert 'rel="next" href="?q=cu+do&amp;loai=san-pham&amp;page=2"' in first.text
    assert 'rel="prev" href="?q=cu+do&amp;loai=san-pham"' in second.text
    assert "page=1" not in second.text


def test_something_deleted_a_moment_ago_is_left_out(client, filled):
    row = SearchDocument.objects.get(kind="san-pham", title="Nước mắm Kỳ Ninh")
    SearchDocument.objects.filter(pk=row.pk).update(object_id=999_999)
    refresh(source_of("diem-ban"))

    response = client.get(SEARCH, {"q": "nước mắm"})

    assert response.status_code == 200
    assert names(response) == ["Chợ nước mắm"]


def test_what_fits_in_part_says_so(client, filled, english):
    response = client.get(f"/en{SEARCH}", {"q": "nước mắm tinh khiết"})

    assert response.context["found"]["result"].exact == 0
    assert response.context["found"]["summary"].startswith("Nothing has all your words")
    assert "These fit in part" not in response.text


def test_slip_is_put_right_and_can_be_taken_back(client, filled):
    response = client.get(SEARCH, {"q": "nuoc mma"})
    taken_back = client.get(response.context["found"]["literal_url"])

    assert fold(response.context["found"]["result"].suggestion) == "nuoc mam"
    assert response.context["found"]["literal_url"] == f"{SEARCH}?q=nuoc+mma&nguyen-van=1"
    assert taken_back.context["found"]["literal_url"] == ""


def test_nothing_found_helps(client, filled, english):
    response = client.get(f"/en{SEARCH}", {"q": "khongcogiday"})

    assert (names(response), response.context["found"]["result"].total) == ([], 0)
    assert "Nothing found for “khongcogiday”" in response.text
    assert 'href="/en/san-pham/"' in response.text


def test_place_alone_is_a_question_too(client):
    commune = CommuneFactory(slug="xa-ky-anh", name="Kỳ Anh")
    CertificateFactory(product=ProductFactory(name="Bún", commune=commune))
    CertificateFactory(product=ProductFactory(name="Miến"))
    refresh_all()

    response = client.get(SEARCH, {"noi": "xa-ky-anh", "loai": "san-pham"})

    assert names(response) == ["Bún"]
    assert [chip.label for chip in response.context["found"]["chips"]] == ["Xã Kỳ Anh"]


# --- promoted products ----------------------------------------------------------------------------------------------


@pytest.fixture
def promoted(filled):
    product = CertificateFactory(product=ProductFactory(name="Mật ong rừng")).product
    refresh_all()
    return PromotionFactory(words="Nước mắm", product=product)


def test_promoted_product_stands_first_says_so_and_is_not_repeated(client, promoted):
    for number in range(HITS_ON_A_PAGE):
        CertificateFactory(product=ProductFactory(name=f"Mật ong {number}"))
    refresh_all()
    PromotionFactory(words="mật ong", product=promoted.product)

    first, second = (client.get(SEARCH, {"q": "MAT ONG", "page": page}) for page in (1, 2))

    assert names(first, "promoted") == ["Mật ong rừng"]
    assert names(second, "promoted") == []
    assert "Mật ong rừng" not in names(first) + names(second)
    with translation.override("vi"):
        assert translation.gettext("Chosen by the editors") in first.text


@pytest.mark.parametrize("asked", [{"q": "nuoc"}, {"q": "nuoc mam", "loai": "diem-ban"}, {"q": "nuoc mam", "sao": "4"}])
def test_promotion_is_for_exactly_these_words_and_nothing_narrowed_down(client, promoted, asked):
    assert names(client.get(SEARCH, asked), "promoted") == []


def test_promotion_of_a_product_whose_certificate_ended_is_not_shown(client, filled):
    PromotionFactory(words="nuoc mam", product=CertificateFactory(expired=True).product)

    assert names(client.get(SEARCH, {"q": "nuoc mam"}), "promoted") == []


# --- calm, and what it costs ----------------------------------------------------------------------------------------

ODD = [
    {},
    {"q": ""},
    {"q": "không hề có"},
    {"q": "x" * 10_000},
    {"q": "đ " * 5_000},
    {"q": '" * ( ) : ^ NEAR AND OR NOT -'},
    {"q": '"nuoc AND'},
    {"q": "nuoc:* & | ! <->"},
    {"q": "{!lucene} nuoc~2^3 [a TO b] \\"},
    {"q": "😀"},
    {"q": "\u202enước\u202c mắm שלום"},
    {"q": "nuoc\x00mam"},
    {"q": "\x00"},
    {"q": "nuoc", "page": 10**9},
    {"q": "nuoc", "page": "9" * 5000},
    {"q": "nuoc", "page": "-1"},
    {"q": "nuoc", "page": "x"},
    {"q": "nuoc", "loai": "khong-co"},
    {"q": "nuoc", "loai": "\x00"},
    {"q": "nuoc", "sap-xep": "khong-co", "nhom": ["a", "b", "<b>"], "sao": "99", "gia": "1-0", "gan": "x,y"},
    {"q": "<script>alert(1)</script>"},
    {"q": "' OR 1=1 --", "nhom": "' OR 1=1 --"},
]


@pytest.mark.parametrize("asked", ODD)
@pytest.mark.parametrize("address", [SEARCH, SUGGEST])
def test_page_asked_for_anything_stays_calm(client, filled, address, asked):
    response = client.get(address, asked)

    assert response.status_code == 200
    assert "<script>alert" not in response.text


PARAMETERS = [TEXT, KIND, NEAR, KM, SORT, PAGE, LAPSED, LITERAL, LOW_PRICE, HIGH_PRICE, "la", *(facet.name for facet in FACETS)]


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=st.dictionaries(st.sampled_from(PARAMETERS), st.lists(st.text(max_size=40), min_size=1, max_size=3), max_size=5))
@pytest.mark.parametrize("address", [SEARCH, SUGGEST])
def test_page_asked_for_what_nobody_thought_of_stays_calm(client, filled, address, asked):
    assert client.get(address, asked).status_code == 200


@pytest.mark.parametrize("asked", [{"q": "cu do"}, {"q": "cu do", "loai": "san-pham"}])
def test_page_takes_the_same_number_of_queries_at_1_and_30_hits(client, statements, asked):
    def count():
        with statements() as sql:
            assert names(client.get(SEARCH, asked))
        return len(sql)

    CertificateFactory(product=ProductFactory(name="Cu đơ"))
    refresh_all()
    client.get(SEARCH, asked)
    at_one = count()
    for number in range(29):
        CertificateFactory(product=ProductFactory(name=f"Cu đơ {number}"))
    refresh_all()
    client.get(SEARCH, asked)

    assert count() == at_one < 30


def test_empty_question_asks_the_index_nothing(client, statements):
    client.get(SEARCH)
    with statements() as sql:
        response = client.get(SEARCH)

    assert response.context["found"]["is_asked"] is False
    assert not [one for one in sql if "search_" in one]


def test_page_answers_head_and_refuses_post(client):
    for address in (SEARCH, SUGGEST):
        assert client.head(f"{address}?q=nuoc").status_code == 200
        assert client.post(address).status_code == 405


def test_search_without_result_is_counted_once_for_each_visitor(client, filled):
    for text in ("mật ong bạc hà", "mật ong bạc hà", "nước mắm kỳ ninh"):
        client.get(SEARCH, {"q": text}, **PHONE)

    assert list(Miss.objects.values_list("text", "count")) == [("mật ong bạc hà", 1)]


# --- suggestions ----------------------------------------------------------------------------------------------------


def test_suggestions_are_options_that_lead_somewhere(client, filled):
    ProductSetFactory(slug="nuoc-mam", name="Nước mắm, nước chấm")

    response = client.get(SUGGEST, {"q": "nuoc m"})

    lines = response.context["lines"]
    urls = {line["url"]: line["label"] for line in lines}
    assert urls["/san-pham/nuoc-mam-ky-ninh/"] == "Nước mắm Kỳ Ninh"
    assert urls["/diem-ban/cho-nuoc-mam/"] == "Chợ nước mắm"
    assert urls["/san-pham/?bo=nuoc-mam"] == "Nước mắm, nước chấm"
    assert response.text.count('role="option"') == len(lines)
    assert 'role="listbox"' in response.text


def test_suggested_words_are_a_text_and_places_a_list_of_products(client, monkeypatch):
    CommuneFactory(slug="xa-ky-anh", name="Kỳ Anh")
    found = [Suggestion("words", "mật ong", value="mật ong"), Suggestion("noi", "Kỳ Anh", "xã", "xa-ky-anh")]
    monkeypatch.setattr(views, "suggest", lambda *_args, **_more: found)

    lines = client.get("/en/tim-kiem/goi-y", {"q": "x"}).context["lines"]

    assert [(line["label"], line["text"], line["url"]) for line in lines] == [
        ("mật ong", "mật ong", f"/en/san-pham/?{urlencode({'q': 'mật ong'})}"),
        ("Kỳ Anh Commune", "", "/en/san-pham/?noi=xa-ky-anh"),
    ]


def test_suggested_thing_that_is_gone_is_left_out_and_so_is_a_kind_nobody_knows(client, monkeypatch):
    found = [Suggestion("san-pham", "Đã xóa", value="999999"), Suggestion("la", "Lạ", value="1")]
    monkeypatch.setattr(views, "suggest", lambda *_args, **_more: found)

    response = client.get(SUGGEST, {"q": "x"})

    assert response.context["lines"] == []
    assert "listbox" not in response.text


def test_story_is_suggested_with_the_address_of_its_page(client, monkeypatch):
    story = StoryPageFactory(title="Làng nước mắm")
    monkeypatch.setattr(views, "suggest", lambda *_args, **_more: [Suggestion("cau-chuyen", story.title, value=str(story.pk))])

    assert [line["url"] for line in client.get(SUGGEST, {"q": "x"}).context["lines"]] == [story.url]


def test_suggestions_may_be_kept_for_a_minute_and_by_anyone(client, filled):
    response = client.get(SUGGEST, {"q": "nuoc"})

    assert response["Cache-Control"] == "public, max-age=60"
    assert response["X-Robots-Tag"] == "noindex"
    assert "Cookie" not in response.get("Vary", "")


def test_suggestions_are_few_of_each_kind(client, filled):
    for number in range(9):
        CertificateFactory(product=ProductFactory(name=f"Nước mắm số {number}"))
        SalePointFactory(name=f"Quầy nước mắm {number}")
    refresh_all()

    lines = client.get(SUGGEST, {"q": "nuoc"}).context["lines"]

    assert len(lines) <= 12
    assert sum(line["url"].startswith("/diem-ban/") for line in lines) == 1


def test_suggestions_are_refused_to_who_asks_too_often(client, monkeypatch):
    monkeypatch.setattr(views, "SUGGESTIONS", views.Limit("suggestions-test", count=2, seconds=60))

    assert [client.get(SUGGEST, {"q": "nuoc"}).status_code for _number in range(3)] == [200, 200, 429]


def test_suggestions_are_none_when_no_engine_answers(client, monkeypatch):
    def away(*_args, **_more):
        raise EngineAway

    monkeypatch.setattr(views, "suggest", away)

    response = client.get(SUGGEST, {"q": "nuoc"})

    assert (response.status_code, response.context["lines"]) == (200, [])


def test_suggestions_take_the_same_number_of_queries_at_1_and_30_things(client, statements):
    def count():
        with statements() as sql:
            assert client.get(SUGGEST, {"q": "cu d"}).context["lines"]
        return len(sql)

    CertificateFactory(product=ProductFactory(name="Cu đơ"))
    refresh_all()
    client.get(SUGGEST, {"q": "cu d"})
    at_one = count()
    for number in range(29):
        CertificateFactory(product=ProductFactory(name=f"Cu đơ {number}"))
    refresh_all()
    client.get(SUGGEST, {"q": "cu d"})

    assert count() == at_one < 30
