import json
from html import unescape
from urllib.parse import quote, urlsplit

import pytest
from django.db import connection
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests.factories.catalog import CertificateFactory, ProductFactory
from tests.factories.pages import HomePageFactory, ProvinceSettingsFactory
from tests.factories.traceability import LotFactory, StampRangeFactory, code_of
from traceability.models import Scan
from traceability.views import resolver
from traceability.views.scan import WRONG_CODES

GTIN = "08934567000123"
OTHER_GTIN = "08934567000130"
SITE = "https://ocop.example"
CODE = code_of(1500)
PRODUCT = f"/01/{GTIN}"
PAGE = f"{SITE}/san-pham/nuoc-mam/"
LOT_PAGE = f"{SITE}/kiem-tra/lo/nuoc-mam/L-1/"
LINKSET = "application/linkset+json"
HTML_OF_A_BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"

pytestmark = pytest.mark.django_db


@pytest.fixture
def product():
    product = ProductFactory(gtin="8934567000123", name="Nước mắm", slug="nuoc-mam")
    CertificateFactory(product=product, decision_no="12/QĐ-UBND")
    return product


@pytest.fixture
def lot(product):
    return LotFactory(product=product, code="L-1")


@pytest.fixture
def stamps(lot):
    return StampRangeFactory(order__product=lot.product, start=1000, activated=True, lot=lot)


def links_of(response):
    return response.json()["linkset"]


# --- the stamp: the page of the scan at once ------------------------------------------------------------------------


@pytest.mark.parametrize("link", [f"{PRODUCT}/21/{CODE}", f"{PRODUCT}/10/L-1/21/{CODE}", f"{PRODUCT}/22/2A/10/L-1/21/{CODE}/"])
def test_stamp_is_answered_with_its_page_and_says_where_its_links_are(client, stamps, link):
    response = client.get(f"{link}?17=301231", HTTP_ACCEPT=HTML_OF_A_BROWSER)

    assert response.status_code == 200
    assert "Nước mắm" in response.text
    assert Scan.objects.count() == 1
    assert response["Access-Control-Allow-Origin"] == "*"
    assert f'<{SITE}{link.rstrip("/")}?linkType=linkset>; rel="linkset"; type="{LINKSET}"' in response["Link"]
    assert {"Accept", "Accept-Language"} <= set(response["Vary"].split(", "))


def test_stamp_page_takes_one_read_and_one_write(client, stamps, statements):
    path = f"{PRODUCT}/10/L-1/21/{CODE}"
    client.get(path)  # the identity of the site goes into the cache
    with statements() as sql:
        client.get(path)

    assert len(sql) == (2 if connection.vendor == "postgresql" else 3)


def test_wrong_code_takes_no_statement(client, statements):
    client.get(f"{PRODUCT}/21/T000-0000-0000-0000")
    with statements() as sql:
        response = client.get(f"{PRODUCT}/21/T000-0000-0000-0000")

    assert response.status_code == 404
    assert sql == []


@pytest.mark.parametrize("link", [f"/01/{OTHER_GTIN}/21/{CODE}", f"{PRODUCT}/10/L-2/21/{CODE}"])
@pytest.mark.parametrize("asked", ["", "?linkType=linkset", "?linkType=gs1:traceability"])
def test_stamp_beside_another_product_or_lot_is_not_ours(client, stamps, link, asked):
    ProductFactory(gtin=OTHER_GTIN)
    LotFactory(product=stamps.lot.product, code="L-2")

    assert client.get(link + asked).status_code == 404
    assert not Scan.objects.exists()


def test_who_asks_for_the_links_of_a_stamp_has_not_scanned_it(client, stamps):
    client.get(f"{PRODUCT}/21/{CODE}?linkType=linkset")
    client.get(f"{PRODUCT}/21/{CODE}", HTTP_ACCEPT=LINKSET)

    assert not Scan.objects.exists()


def test_link_type_of_a_stamp_redirects(client, stamps):
    response = client.get(f"{PRODUCT}/21/{CODE}?linkType=gs1:traceability")

    assert (response.status_code, response["Location"]) == (307, f"{SITE}/t/{CODE}?linkType=gs1:traceability")


def test_guessing_stamps_by_their_links_is_slowed_as_on_the_scan_page(client, product):
    path = f"{PRODUCT}/21/T000000000000000?linkType=linkset"
    answers = [client.get(path, HTTP_ACCEPT=LINKSET).status_code for _ in range(WRONG_CODES.count + 2)]

    assert answers == [404] * WRONG_CODES.count + [429] * 2
    response = client.get(path)
    assert (response.status_code, response["Retry-After"]) == (429, str(WRONG_CODES.seconds))
    assert client.get(f"{PRODUCT}?linkType=linkset").status_code == 200


# --- product and lot: a redirect ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("link", "target"),
    [
        (PRODUCT, PAGE),
        (f"{PRODUCT}/", PAGE),
        ("/01/8934567000123", PAGE),
        (f"{PRODUCT}/22/2A", PAGE),
        (f"{PRODUCT}/235/TPX", PAGE),
        (f"{PRODUCT}/10/L-1", LOT_PAGE),
        (f"{PRODUCT}/10/L-1/", LOT_PAGE),
        (f"{PRODUCT}/22/2A/10/L-1", LOT_PAGE),
    ],
)
def test_product_and_lot_lead_to_their_pages(client, lot, link, target):
    response = client.get(link)

    assert (response.status_code, response["Location"]) == (307, target)


def test_target_of_a_lot_is_there(client, lot):
    location = client.get(f"{PRODUCT}/10/L-1?17=301231")["Location"]

    assert client.get(location.removeprefix(SITE)).status_code == 200


def test_query_goes_on_to_the_letter(client, lot):
    query = "17=301231&x=a%2Fb%20c&flag&&linkType=gs1:pip;utm=%C3%A9"

    assert client.get(f"{PRODUCT}?{query}")["Location"] == f"{PAGE}?{query}"


def test_query_stands_before_the_place_on_the_page(client, product, monkeypatch):
    assert resolver._with_query("https://a/b/#where", "x=1") == "https://a/b/?x=1#where"
    assert resolver._with_query("https://a/b/#where", "") == "https://a/b/#where"


def test_letters_beyond_ascii_in_a_query_are_encoded(client, product):
    response = client.get(PRODUCT, QUERY_STRING="x=é".encode().decode("latin-1"))

    assert response["Location"] == f"{PAGE}?x=%C3%A9"


@pytest.mark.parametrize(
    ("accepted", "asked", "prefix"),
    [
        ("en-GB,en;q=0.9", "", "/en"),
        ("vi", "", ""),
        ("vi", "lang=en", "/en"),
        ("en", "lang=vi", ""),
        ("fr", "", ""),
        ("", "lang=xx", ""),
    ],
)
def test_language_of_the_visitor_chooses_the_page(client, lot, accepted, asked, prefix):
    response = client.get(f"{PRODUCT}/10/L-1?{asked}", HTTP_ACCEPT_LANGUAGE=accepted)

    assert urlsplit(response["Location"]).path == f"{prefix}/kiem-tra/lo/nuoc-mam/L-1/"


@pytest.mark.parametrize(
    "link_type",
    ["gs1:certificationInfo", "https://ref.gs1.org/voc/certificationInfo", "https://gs1.org/voc/certificationInfo"],
)
@pytest.mark.parametrize("level", ["", "/10/L-1", f"/21/{CODE}"])
def test_link_type_is_understood_short_long_and_encoded_at_every_level(client, stamps, link_type, level):
    certificate = stamps.lot.product.certificates.get()
    for written in (link_type, quote(link_type, safe="")):
        response = client.get(f"{PRODUCT}{level}?linkType={written}")

        assert (response.status_code, response["Location"].partition("?")[0]) == (307, f"{SITE}/chung-nhan/{certificate.pk}/")


@pytest.mark.parametrize(
    "attack",
    [
        f"{PRODUCT}?linkType=https://evil.example/",
        f"{PRODUCT}?linkType=gs1:pip&next=https://evil.example/",
        f"{PRODUCT}/10/https:%2F%2Fevil.example",
        f"{PRODUCT}/10/%2F%2Fevil.example/21/x",
        f"{PRODUCT}?//evil.example",
        f"{PRODUCT}?linkType=gs1:pip%0d%0aLocation:%20https://evil.example/",
        f"{PRODUCT}/10/L-1?@evil.example",
        "/01//evil.example",
        "/01/https://evil.example",
    ],
)
def test_nothing_in_a_request_leads_elsewhere(client, lot, attack):
    response = client.get(attack, HTTP_HOST="evil.example")

    assert response.status_code in (307, 400, 404)
    if response.status_code == 307:
        assert response["Location"].startswith(f"{SITE}/")
    assert "evil.example" not in response.get("Link", "").replace("evil.example/21/x", "")


# --- linkset --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accept", "query", "media_type"),
    [
        (LINKSET, "", LINKSET),
        (f"{LINKSET}, */*;q=0.1", "", LINKSET),
        (f"{LINKSET}, */*", "", LINKSET),
        ("*/*", "linkType=linkset", LINKSET),
        ("*/*", "linkType=all", LINKSET),
        (HTML_OF_A_BROWSER, "linkType=linkset", LINKSET),
        ("application/json", "linkType=linkset", "application/json"),
        ("application/ld+json", "linkType=linkset", "application/ld+json"),
    ],
)
def test_linkset_is_given_in_the_media_type_that_is_asked_for(client, product, accept, query, media_type):
    response = client.get(f"{PRODUCT}?{query}", HTTP_ACCEPT=accept)

    assert (response.status_code, response["Content-Type"]) == (200, media_type)
    assert links_of(response)[0]["anchor"] == f"{SITE}{PRODUCT}"
    assert ("@context" in response.json()) == (media_type == "application/ld+json")


@pytest.mark.parametrize(
    "accept", ["*/*", HTML_OF_A_BROWSER, f"text/html,{LINKSET};q=0.5", f"{LINKSET};q=0", "", "application/json"]
)
def test_who_does_not_ask_for_the_linkset_first_is_redirected(client, product, accept):
    assert client.get(PRODUCT, HTTP_ACCEPT=accept).status_code == 307


def test_linkset_follows_rfc_9264_and_stays_with_us(client, stamps):
    response = client.get(f"{PRODUCT}/22/2A/10/L-1/21/{CODE}?linkType=linkset&17=301231")

    document = response.json()
    assert list(document) == ["linkset"]
    assert [one["anchor"] for one in document["linkset"]] == [
        f"{SITE}{PRODUCT}/22/2A/10/L-1/21/{CODE}",
        f"{SITE}{PRODUCT}/22/2A/10/L-1",
        f"{SITE}{PRODUCT}",
    ]
    for context in document["linkset"]:
        relations = {name: targets for name, targets in context.items() if name not in {"anchor", "itemDescription"}}
        assert isinstance(context["itemDescription"], str)
        assert relations
        for relation, targets in relations.items():
            assert relation.startswith("https://ref.gs1.org/voc/")
            assert isinstance(targets, list)
            assert targets
            for target in targets:
                assert set(target) <= {"href", "title", "type", "hreflang"}
                assert target["href"].startswith(f"{SITE}/")
                assert target["title"]
                assert target.get("type", "text/html") == "text/html"
                assert set(target.get("hreflang", ["vi"])) <= {"vi", "en"}
    assert document == json.loads(response.text)


def test_language_of_the_description_is_that_of_the_visitor(client, lot):
    path = f"{PRODUCT}/10/L-1?linkType=linkset"

    response = client.get(path, HTTP_ACCEPT_LANGUAGE="en-GB,vi;q=0.5")

    assert response["Content-Language"] == "en"
    assert links_of(response)[0]["itemDescription"] == "Nước mắm, lot L-1"


@pytest.mark.parametrize(("level", "count"), [("", 1), ("/10/L-1", 2), (f"/21/{CODE}", 2), (f"/10/L-1/21/{CODE}", 3)])
def test_linkset_takes_one_statement_for_each_thing_that_is_named(client, stamps, statements, level, count):
    with statements() as sql:
        response = client.get(f"{PRODUCT}{level}?linkType=linkset")

    assert response.status_code == 200
    assert len(sql) == count


# --- what is refused ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path", ["/01/", "/01/08934567000129", f"{PRODUCT}/foo", f"{PRODUCT}/21/S/10/L", f"{PRODUCT}/10/%0A", "/01/%FF"]
)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_bad_syntax_is_told_on_a_page_without_a_statement(client, statements, path, language):
    client.get(path)
    with statements() as sql:
        response = client.get(path, HTTP_ACCEPT_LANGUAGE=language)

    assert response.status_code == 400
    assert response["Content-Type"] == "text/html; charset=utf-8"
    assert response["Content-Language"] == language
    assert f'<html lang="{language}"' in response.text
    assert response["X-Robots-Tag"] == "noindex"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert sql == []


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/01/08934567000129", 400, "The last digit of the GTIN (01) 08934567000129 does not fit the others."),
        (f"/01/{OTHER_GTIN}", 404, f"No product of this register has the barcode number {OTHER_GTIN}."),
        (f"{PRODUCT}/10/L-9", 404, "The register knows the product, but no lot “L-9” of it."),
        (f"{PRODUCT}?linkType=gs1:recipeInfo", 404, "There is no link of the type “gs1:recipeInfo” for this item."),
        (f"{PRODUCT}?linkType=gs1:recallStatus", 404, "There is no link of the type “gs1:recallStatus” for this item."),
    ],
)
def test_refusal_says_why_to_people_and_to_programs(client, lot, path, status, said):
    page = client.get(path, HTTP_ACCEPT_LANGUAGE="en", HTTP_ACCEPT=HTML_OF_A_BROWSER)
    problem = client.get(path, HTTP_ACCEPT_LANGUAGE="en", HTTP_ACCEPT="application/json")

    assert (page.status_code, problem.status_code) == (status, status)
    assert said in unescape(page.text)
    assert problem["Content-Type"] == "application/problem+json"
    assert problem.json() == {"type": "about:blank", "title": problem.json()["title"], "status": status, "detail": said}
    assert problem.json()["title"] in unescape(page.text)


@pytest.mark.parametrize("accept", [LINKSET, "application/problem+json", "application/ld+json"])
def test_refused_linkset_is_no_linkset(client, accept):
    response = client.get(f"{PRODUCT}?linkType=linkset", HTTP_ACCEPT=accept)

    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")


def test_text_from_the_address_is_escaped(client, product):
    response = client.get(f"{PRODUCT}?linkType=<script>alert(1)</script>")

    assert response.status_code == 404
    assert "<script>alert" not in response.text


# --- a slash inside a number ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["RAW_URI", "REQUEST_URI"])
def test_slash_in_a_lot_number_is_told_apart_where_the_server_gives_the_raw_address(client, lot, name):
    type(lot).objects.update(code="A/B")
    path = f"{PRODUCT}/10/A%2FB"

    assert client.get(path, **{name: f"{path}?x=1"})["Location"] == f"{SITE}/kiem-tra/lo/nuoc-mam/A/B/"
    assert client.get(path).status_code == 400


@pytest.mark.parametrize("path", [f"{PRODUCT}/10/%FF", f"{PRODUCT}/10/L%C3%B4", f"{PRODUCT}/10/%0A"])
def test_letters_that_no_barcode_holds_are_refused_in_the_raw_address_too(client, lot, path):
    assert client.get(path, RAW_URI=path).status_code == 400


def test_raw_address_that_is_not_the_requested_one_is_not_believed(client, lot):
    assert client.get(PRODUCT, RAW_URI=f"/01/{OTHER_GTIN}")["Location"] == PAGE


# --- methods, description, context ----------------------------------------------------------------------------------

ADDRESSES = [PRODUCT, "/AQnYUc1gmg", "/.well-known/gs1resolver", "/linkset-context.jsonld"]


@pytest.mark.parametrize("path", ADDRESSES)
def test_preflight_is_answered_without_looking(client, path, statements):
    with statements() as sql:
        response = client.options(path, HTTP_ORIGIN="https://shop.example", HTTP_ACCESS_CONTROL_REQUEST_METHOD="GET")

    assert (response.status_code, response.content, sql) == (204, b"", [])
    assert response["Allow"] == "GET, HEAD, OPTIONS"
    assert response["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Link" in response["Access-Control-Expose-Headers"]


@pytest.mark.parametrize("path", ADDRESSES)
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
def test_other_methods_are_refused_even_without_a_form_token(path, method):
    response = getattr(Client(enforce_csrf_checks=True), method)(path)

    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, OPTIONS")


def test_head_is_answered_like_get_without_a_body(client, lot):
    for path in (f"{PRODUCT}/10/L-1", f"{PRODUCT}?linkType=linkset", "/01/x", f"/01/{OTHER_GTIN}", "/.well-known/gs1resolver"):
        head, get = client.head(path), client.get(path)

        assert (head.status_code, head.content) == (get.status_code, b"")
        assert {name: head[name] for name in ("Link", "Location", "Content-Type") if name in head} == {
            name: get[name] for name in ("Link", "Location", "Content-Type") if name in get
        }


def test_resolver_describes_itself(client):
    HomePageFactory()
    ProvinceSettingsFactory()

    response = client.get("/.well-known/gs1resolver")

    assert response["Content-Type"] == "application/json"
    assert response.json() == {
        "name": "OCOP Hà Tĩnh",
        "resolverRoot": SITE,
        "supportedPrimaryKeys": ["01"],
        "supportedLinkType": [{"namespace": "https://ref.gs1.org/voc/", "prefix": "gs1:"}],
        "linkTypeDefaultCanBeLinkset": False,
        "jsonLdContextLocation": f"{SITE}/linkset-context.jsonld",
        "contact": {"fn": "OCOP Hà Tĩnh", "hasTelephone": "tel:+842393851234"},
    }


def test_resolver_of_a_site_without_hotline_names_none(client):
    assert client.get("/.well-known/gs1resolver").json()["contact"] == {"fn": "OCOP"}


def test_context_names_what_linksets_say(client, lot):
    response = client.get("/linkset-context.jsonld")
    terms = response.json()["@context"]

    assert response["Content-Type"] == "application/ld+json"
    for one in links_of(client.get(f"{PRODUCT}/10/L-1?linkType=linkset")):
        plain = {name for name in one if "://" not in name} | {
            name for targets in one.values() if isinstance(targets, list) for target in targets for name in target
        }
        assert plain <= set(terms)


# --- any address ----------------------------------------------------------------------------------------------------

segments = st.one_of(
    st.sampled_from(["01", "10", "21", "22", GTIN, OTHER_GTIN, "L-1", CODE, "AQnYUc1gmg", "EEarwSM", ""]), st.text(max_size=10)
)


@hypothesis_settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    parts=st.lists(segments, max_size=7), query=st.text(max_size=20), accept=st.sampled_from(["", LINKSET, "application/json"])
)
def test_any_address_below_01_is_answered_calmly(client, stamps, parts, query, accept):
    path = "/01/" + "/".join(quote(part, safe="") for part in parts)

    response = client.get(f"{path}?{quote(query, safe='=&')}", HTTP_ACCEPT=accept)

    assert response.status_code in {200, 307, 400, 404, 429}
    if response.status_code == 307:
        assert response["Location"].startswith(f"{SITE}/")
