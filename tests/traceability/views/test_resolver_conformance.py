"""GS1-Conformant Resolver, version 1.0: each sentence with a SHALL has a test of its name; most of those with a SHOULD too.

The statements stand in GS1's public test suite as ConformantResolver1_0.txt; "line" counts its lines. It says many things twice,
in a first part by subject (lines 1 to 32) and in a second part as a list (lines 34 to 43).
"""

# ruff: noqa: E501  The sentence is the name of the test, whatever its length.

import json
import re

import pytest

from tests.factories.catalog import CertificateFactory, ProductFactory
from tests.factories.traceability import LotFactory, StampRangeFactory, code_of
from tests.ocop.test_settings import COMPLETE, start

GTIN = "05412345000013"  # Of GS1's own examples, whose compressed forms are known.
SITE = "https://ocop.example"
CODE = code_of(1500)
PRODUCT, LOT, STAMP = f"/01/{GTIN}", f"/01/{GTIN}/10/ABC123", f"/01/{GTIN}/10/ABC123/21/{CODE}"
LEVELS = [PRODUCT, LOT, STAMP, f"/01/{GTIN}/21/{CODE}", f"/01/{GTIN}/22/2A", f"/01/{GTIN}/22/2A/10/ABC123", f"/01/{GTIN}/235/T"]
SHORT_LOT = "/AQnYUc1gmiCNV4JG"
VOCABULARY = "https://ref.gs1.org/voc/"
LINKSET = "application/linkset+json"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _register():
    product = ProductFactory(gtin="5412345000013", slug="nuoc-mam", name="Nước mắm")
    CertificateFactory(product=product)
    lot = LotFactory(product=product, code="ABC123", recalled=True)
    StampRangeFactory(order__product=product, start=1000, activated=True, lot=lot)


def linkset_of(client, path):
    response = client.get(path, HTTP_ACCEPT=LINKSET)
    assert response.status_code == 200
    return response.json()["linkset"]


def relations_of(context):
    return {name: targets for name, targets in context.items() if name not in {"anchor", "itemDescription"}}


def every_link(client):
    return [
        (relation, target)
        for path in LEVELS
        for context in linkset_of(client, path)
        for relation, targets in relations_of(context).items()
        for target in targets
    ]


def link_entries(response):
    """Part a Link header into address and parameters, as RFC 8288 says."""
    return [
        (address, dict(re.findall(r'(\w+)="([^"]*)"', parameters)))
        for address, parameters in re.findall(r"<([^>]*)>((?:; \w+=\"[^\"]*\")*)", response["Link"])
    ]


# --- the first part: keys, HTTP, errors -----------------------------------------------------------------------------


def test_for_primary_keys_that_have_key_qualifiers_all_key_qualifiers_shall_be_supported(client):
    """Line 1. The qualifiers of 01 are 22, 10, 21 and, alone, 235."""
    for path in ("/22/2A", "/10/ABC123", f"/21/{CODE}", "/235/T", f"/22/2A/10/ABC123/21/{CODE}"):
        assert client.get(f"/01/{GTIN}{path}").status_code in {200, 307}, path


def test_shall_support_http_1_1_or_higher_get_head_and_options_requests(client):
    """Line 2. The version is the matter of gunicorn and of the proxy."""
    assert [getattr(client, method)(PRODUCT).status_code for method in ("get", "head", "options")] == [307, 307, 204]


def test_shall_support_http_over_tls_https():
    """Line 3. By deployment: the production settings send everyone to HTTPS and keep them there."""
    started = start(**COMPLETE)

    assert started.returncode == 0, started.stderr
    settings = json.loads(started.stdout)
    assert settings["SECURE_SSL_REDIRECT"] is True
    assert settings["SECURE_HSTS_SECONDS"] > 0
    assert not [pattern for pattern in settings["SECURE_REDIRECT_EXEMPT"] if re.match(pattern, "01/05412345000013")]


@pytest.mark.parametrize(
    "path", [*LEVELS, SHORT_LOT, "/01/x", "/01/08934567000130", f"{PRODUCT}?linkType=linkset", "/.well-known/gs1resolver"]
)
@pytest.mark.parametrize("method", ["get", "head", "options", "post"])
def test_shall_support_cors(client, path, method):
    """Line 4."""
    response = getattr(client, method)(path, HTTP_ORIGIN="https://shop.example")

    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "Link" in response["Access-Control-Expose-Headers"]


@pytest.mark.parametrize(
    "wrong",
    [
        "/01/05412345000014",
        "/01/541234500001",
        f"{PRODUCT}/foo",
        f"{PRODUCT}/21/a/10/b",
        f"{PRODUCT}/10/{'x' * 21}",
        f"{PRODUCT}/10/a%20b",
    ],
)
def test_shall_extract_and_syntactically_validate_the_uri_and_report_errors_with_an_http_response_code_of_400(client, wrong):
    """Line 5."""
    assert [client.get(wrong).status_code, client.head(wrong).status_code] == [400, 400]


@pytest.mark.parametrize(
    "wrong", ["/01/x", "/01/08934567000130", f"{PRODUCT}/10/none", f"{PRODUCT}/21/none", "/01/x?linkType=gs1:none"]
)
@pytest.mark.parametrize("accept", ["text/html", "application/json", LINKSET])
def test_shall_not_use_a_200_ok_response_code_with_a_resource_that_indicates_an_error_condition(client, wrong, accept):
    """Line 6."""
    assert client.get(wrong, HTTP_ACCEPT=accept).status_code in {400, 404}


# --- compression ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("short", "whole"), [("/AQnYUc1gmg", PRODUCT), (SHORT_LOT, LOT), (f"{PRODUCT}/EEarwSM", LOT)])
def test_a_resolver_shall_be_able_to_decompress_a_uri_to_generate_a_gs1_digital_link_uri(client, short, whole):
    """Line 8."""
    compressed, uncompressed = client.get(short), client.get(whole)

    assert (compressed.status_code, compressed["Location"]) == (uncompressed.status_code, uncompressed["Location"])


def test_a_resolver_should_not_redirect_to_the_equivalent_uncompressed_uri_on_the_same_resolver(client):
    """Line 9."""
    assert "/01/" not in client.get(SHORT_LOT)["Location"]


@pytest.mark.parametrize(("short", "whole"), [("/AQnYUc1gmg", PRODUCT), (SHORT_LOT, LOT), (f"{PRODUCT}/EEarwSM", LOT)])
@pytest.mark.parametrize("query", ["", "?linkType=linkset", "?linkType=gs1:pip", "?linkType=gs1:none"])
def test_it_shall_expose_the_uncompressed_uri_in_the_link_response_header_with_a_rel_value_of_owl_sameas(
    client, short, whole, query
):
    """Line 10."""
    entries = link_entries(client.get(short + query))

    (address,) = [address for address, parameters in entries if parameters["rel"] == "owl:sameAs"]
    assert address.partition("?")[0] == SITE + whole


# --- linksets -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", LEVELS)
def test_shall_respond_to_a_query_parameter_of_linktype_set_to_linkset_and_or_a_request_with_the_http_accept_header_set_to_application_linkset_json_by_returning_a_list_of_links_available_to_the_client_application(
    client, path
):
    """Line 13, first sentence."""
    by_query = client.get(f"{path}?linkType=linkset")
    by_header = client.get(path, HTTP_ACCEPT=LINKSET)
    by_both = client.get(f"{path}?linkType=linkset", HTTP_ACCEPT=LINKSET)

    assert [one.status_code for one in (by_query, by_header, by_both)] == [200, 200, 200]
    assert by_query.json() == by_header.json() == by_both.json()


@pytest.mark.parametrize("path", LEVELS)
def test_the_list_shall_be_available_as_per_rfc9264(client, path):
    """Line 13, second sentence. RFC 9264, section 4.2: contexts with an anchor, relations with arrays of targets with an href."""
    response = client.get(path, HTTP_ACCEPT=LINKSET)

    assert response["Content-Type"] == LINKSET
    assert list(response.json()) == ["linkset"]
    for context in response.json()["linkset"]:
        assert context["anchor"].startswith(SITE)
        for targets in relations_of(context).values():
            assert isinstance(targets, list)
            assert all(isinstance(target["href"], str) for target in targets)
            assert all(isinstance(target.get("hreflang", []), list) for target in targets)


def test_if_the_request_gs1_digital_link_uri_includes_one_or_more_key_qualifiers_any_links_associated_with_each_level_up_to_the_primary_key_shall_be_included_in_the_linkset(
    client,
):
    """Line 14."""
    contexts = linkset_of(client, STAMP)

    assert [context["anchor"] for context in contexts] == [SITE + STAMP, SITE + LOT, SITE + PRODUCT]
    for context, path in zip(contexts[1:], (LOT, PRODUCT), strict=True):
        assert context == linkset_of(client, path)[0]


@pytest.mark.parametrize(("short", "whole"), [("/AQnYUc1gmg", PRODUCT), (SHORT_LOT, LOT), (f"{PRODUCT}/EEarwSMXRuGw", LOT)])
def test_the_uri_used_as_the_subject_of_facts_presented_shall_be_the_uncompressed_version(client, short, whole):
    """Line 15."""
    assert linkset_of(client, short)[0]["anchor"] == SITE + whole


def test_all_links_in_the_linkset_shall_include_the_target_url_the_link_type_and_a_link_title_and_should_include_the_human_languages(
    client,
):
    """Line 16. The default link has no language: line 20 forbids it."""
    for relation, target in every_link(client):
        assert relation.startswith(VOCABULARY)
        assert target["href"].startswith(f"{SITE}/")
        assert target["title"]
        assert ("hreflang" in target) == (relation != f"{VOCABULARY}defaultLink")


def test_if_a_media_type_is_defined_for_a_link_it_shall_be_one_defined_by_iana(client):
    """Line 17. All targets are pages."""
    assert {target["type"] for _relation, target in every_link(client) if "type" in target} == {"text/html"}


def test_links_that_are_typed_gs1_defaultlink_or_gs1_defaultlinkmulti_shall_also_be_described_using_a_descriptive_link_type(
    client,
):
    """Line 18."""
    for path in LEVELS:
        for context in linkset_of(client, path):
            relations = relations_of(context)
            defaults = [relations.pop(VOCABULARY + name, []) for name in ("defaultLink", "defaultLinkMulti")]
            described = {target["href"] for targets in relations.values() for target in targets}
            assert {target["href"] for targets in defaults for target in targets} <= described


@pytest.mark.parametrize("path", LEVELS)
def test_the_resolver_should_include_an_http_link_header_pointing_to_a_json_ld_context_file(client, path):
    """Line 19."""
    entries = link_entries(client.get(path, HTTP_ACCEPT=LINKSET))

    (address,) = [address for address, parameters in entries if parameters["rel"] == "http://www.w3.org/ns/json-ld#context"]
    response = client.get(address.removeprefix(SITE))
    assert (response.status_code, response["Content-Type"]) == (200, "application/ld+json")
    assert response.json()["@context"]["gs1"] == VOCABULARY


@pytest.mark.parametrize("path", LEVELS)
def test_the_resolver_shall_recognise_one_available_link_as_the_default_for_any_given_request_uri(client, path):
    """Line 20, first sentence. One at each level; the finest is that of the request."""
    for context in linkset_of(client, path):
        assert len(context[f"{VOCABULARY}defaultLink"]) == 1


def test_the_default_link_shall_not_have_any_optional_attributes(client):
    """Line 20, second sentence."""
    for relation, target in every_link(client):
        if relation == f"{VOCABULARY}defaultLink":
            assert set(target) == {"href", "title"}


# --- which link -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [path for path in LEVELS if "/21/" not in path])
def test_the_resolver_shall_redirect_to_the_default_link_unless_there_is_information_supplied_in_the_request_that_can_be_used_to_make_a_better_match(
    client, path
):
    """Line 21. A better match: the language. For a stamp see the next test."""
    default = linkset_of(client, path)[0][f"{VOCABULARY}defaultLink"][0]["href"]
    plain, english = client.get(path), client.get(path, HTTP_ACCEPT_LANGUAGE="en")

    assert (plain.status_code, plain["Location"]) == (307, default)
    offered = [
        target["href"] for target in linkset_of(client, path)[0][f"{VOCABULARY}defaultLinkMulti"] if "en" in target["hreflang"]
    ]
    assert english["Location"] == (offered[0] if offered else default)


@pytest.mark.parametrize("path", [path for path in LEVELS if "/21/" in path])
def test_default_link_of_a_stamp_is_answered_at_once(client, path):
    """Line 21, for serial numbers: a telephone gets the content of the default link without the way around."""
    default = linkset_of(client, path)[0][f"{VOCABULARY}defaultLink"][0]["href"]
    at_once, at_its_address = client.get(path), client.get(default.removeprefix(SITE))

    assert (at_once.status_code, at_once.content) == (200, at_its_address.content)
    assert client.get(f"{path}?linkType=gs1:defaultLink")["Location"].partition("?")[0] == default


@pytest.mark.parametrize("path", LEVELS)
def test_for_any_request_uri_no_matter_how_granular_there_shall_be_a_default_link_at_the_entry_level_or_higher_up_the_tree(
    client, path
):
    """Line 22."""
    assert any(f"{VOCABULARY}defaultLink" in context for context in linkset_of(client, path))
    assert client.get(f"{path}?linkType=gs1:defaultLink").status_code == 307


@pytest.mark.parametrize("path", LEVELS)
def test_shall_redirect_to_the_requested_type_of_link_if_available(client, path):
    """Line 23."""
    for context in linkset_of(client, path):
        for relation, targets in relations_of(context).items():
            response = client.get(f"{path}?linkType={relation}")

            finest = next(one for one in linkset_of(client, path) if relation in one)
            assert response.status_code == 307
            if context is finest or context == finest:
                assert response["Location"].partition("?")[0] in {target["href"] for target in targets}


@pytest.mark.parametrize("path", LEVELS)
@pytest.mark.parametrize("link_type", ["gs1:recipeInfo", "https://ref.gs1.org/voc/epil", "https://schema.org/review", "nonsense"])
def test_shall_return_a_404_not_found_message_if_a_link_of_the_requested_type_is_not_available(client, path, link_type):
    """Line 24."""
    assert client.get(f"{path}?linkType={link_type}").status_code == 404


@pytest.mark.parametrize(
    "query", ["foo=bar", "17=301231&3103=000189", "linkType=gs1:certificationInfo&a=b", "a=1&a=2;c=%2F&flag"]
)
@pytest.mark.parametrize("path", [PRODUCT, LOT])
def test_by_default_shall_pass_on_all_keyvalue_pairs_in_the_query_string_of_the_request_uri_if_present_when_redirecting(
    client, path, query
):
    """Line 25. All of them, linkType too: the sentence knows no exception, and our pages ignore what they do not know."""
    assert client.get(f"{path}?{query}")["Location"].endswith(f"?{query}")


def test_should_support_use_of_the_accept_language_to_disambiguate_between_multiple_links_of_the_same_linktype(client):
    """Line 26. There is one media type and no context to choose by, so Accept and `context`, which it MAY support, change nothing."""
    path = f"{PRODUCT}?linkType=gs1:certificationInfo"

    assert client.get(path, HTTP_ACCEPT_LANGUAGE="en;q=0.9, vi;q=0.5")["Location"].startswith(f"{SITE}/en/")
    assert client.get(path, HTTP_ACCEPT_LANGUAGE="vi, en;q=0.5")["Location"].startswith(f"{SITE}/chung-nhan/")


# --- description file and the rest ----------------------------------------------------------------------------------


def test_the_resolver_shall_provide_a_resolver_description_file_at_well_known_gs1resolver(client):
    """Line 28."""
    response = client.get("/.well-known/gs1resolver")

    assert (response.status_code, response["Content-Type"]) == (200, "application/json")
    assert response.json()["resolverRoot"] == SITE


def test_the_list_of_supported_primary_identifiers_shall_be_provided_in_the_resolver_description_file(client):
    """Line 29."""
    assert client.get("/.well-known/gs1resolver").json()["supportedPrimaryKeys"] == ["01"]


def test_a_context_file_that_can_be_used_to_render_the_linkset_as_json_ld_should_be_declared_in_the_resolver_description_file(
    client,
):
    """Line 30."""
    address = client.get("/.well-known/gs1resolver").json()["jsonLdContextLocation"]

    assert client.get(address.removeprefix(SITE))["Content-Type"] == "application/ld+json"


def test_if_supporting_redirection_based_on_an_mo_or_global_company_prefix_redirections_shall_be_annotated_with_the_gs1_handledby_link_type_instead_of_the_link_to_the_linkset(
    client,
):
    """Line 31. Not supported: a number of the same company that is not in the register is not found, and goes nowhere."""
    response = client.get("/01/05412345000020")

    assert response.status_code == 404
    assert "Location" not in response


@pytest.mark.parametrize("path", [*LEVELS, SHORT_LOT])
def test_should_tolerate_trailing_slashes_at_the_end_of_gs1_digital_link_uris(client, path):
    """Lines 32 and 43."""
    with_slash, without = client.get(f"{path}/"), client.get(path)

    assert (with_slash.status_code, with_slash.get("Location")) == (without.status_code, without.get("Location"))
    assert with_slash["Link"] == without["Link"]


# --- the second part, where it says more than the first -------------------------------------------------------------


@pytest.mark.parametrize("path", LEVELS)
def test_should_expose_link_to_the_linkset_in_an_http_link_header_even_when_redirecting(client, path):
    """Line 34."""
    (address,) = [address for address, parameters in link_entries(client.get(path)) if parameters["rel"] == "linkset"]

    assert client.get(address.removeprefix(SITE))["Content-Type"] == LINKSET


@pytest.mark.parametrize("path", LEVELS)
def test_shall_recognise_one_available_link_as_the_default_for_any_given_request_uri(client, path):
    """Line 35, as line 20; and `linkType` may name it."""
    default = linkset_of(client, path)[0][f"{VOCABULARY}defaultLink"][0]["href"]

    assert client.get(f"{path}?linkType=gs1:defaultLink")["Location"].partition("?")[0] == default


@pytest.mark.parametrize("path", [*LEVELS, SHORT_LOT])
@pytest.mark.parametrize("query", ["", "?linkType=linkset"])
def test_all_links_exposed_shall_include_the_target_url_the_link_relationship_type_the_link_type_and_a_human_readable_title(
    client, path, query
):
    """Line 36. In the Link header as in the linkset (line 16)."""
    entries = link_entries(client.get(path + query))

    assert entries
    for address, parameters in entries:
        assert address.startswith(f"{SITE}/")
        assert parameters["rel"]
        assert parameters["title"]


@pytest.mark.parametrize(("accepted", "prefix"), [("", ""), ("vi-VN", ""), ("en-GB, vi;q=0.5", "/en"), ("fr", "")])
def test_shall_redirect_to_the_default_link_unless_there_is_information_in_the_request_that_can_be_matched_against_available_link_metadata_to_provide_a_better_response(
    client, accepted, prefix
):
    """Line 37, as line 21."""
    assert client.get(LOT, HTTP_ACCEPT_LANGUAGE=accepted)["Location"] == f"{SITE}{prefix}/kiem-tra/lo/nuoc-mam/ABC123/"


@pytest.mark.parametrize(
    ("link_type", "folder"),
    [("gs1:pip", "/san-pham/"), ("gs1:recallStatus", "/kiem-tra/lo/"), ("gs1:traceability", "/kiem-tra/lo/")],
)
def test_shall_redirect_to_the_requested_linktype_if_available(client, link_type, folder):
    """Line 38, as line 23."""
    response = client.get(f"{LOT}?linkType={link_type}")

    assert response.status_code == 307
    assert response["Location"].startswith(SITE + folder)


def test_shall_pass_on_all_key_value_pairs_of_a_compressed_address_too(client):
    """Line 39, as line 25: what was compressed goes on as well."""
    assert client.get("/AQnYUc1gmiCNV4JGLo3DY?a=b")["Location"].endswith("?17=290331&a=b")


def test_shall_provide_a_resolver_description_file_at_well_known_gs1resolver(client):
    """Line 40, as line 28; for HEAD and OPTIONS too."""
    assert [getattr(client, method)("/.well-known/gs1resolver").status_code for method in ("get", "head", "options")] == [
        200,
        200,
        204,
    ]


def test_if_supporting_multiple_links_per_identified_item_shall_recognise_the_gs1_web_vocabulary_namespace(client):
    """Line 41, first sentence."""
    answers = {
        client.get(f"{PRODUCT}?linkType={prefix}pip")["Location"].partition("?")[0]
        for prefix in ("gs1:", VOCABULARY, "https://gs1.org/voc/")
    }

    assert answers == {f"{SITE}/san-pham/nuoc-mam/"}
    assert {"namespace": VOCABULARY, "prefix": "gs1:"} in client.get("/.well-known/gs1resolver").json()["supportedLinkType"]


def test_a_resolver_may_recognise_additional_namespaces_but_link_types_defined_elsewhere_shall_not_duplicate_link_types_available_from_gs1(
    client,
):
    """Line 41, second sentence. No other namespace is used."""
    assert all(relation.startswith(VOCABULARY) for relation, _target in every_link(client))


def test_if_supporting_redirection_based_on_an_mo_or_global_company_prefix_redirections_shall_be_annotated_with_the_gs1_handledby_link_type(
    client,
):
    """Line 42, as line 31: nothing is handed on to others."""
    assert all(target["href"].startswith(f"{SITE}/") for _relation, target in every_link(client))
    assert "handledBy" not in client.get("/01/05412345000020").get("Link", "")
