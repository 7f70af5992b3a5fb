import pytest
from django.utils import translation
from wagtail.models import Locale, Page

from places.enums import SalePointState
from tests.factories.catalog import CertificateFactory, ProductFactory, StockingFactory, months_ago
from tests.factories.pages import HomePageFactory, ProductIndexPageFactory
from tests.factories.traceability import LotFactory
from traceability.queries.links import (
    CERTIFICATE,
    DEFAULT,
    DEFAULT_MULTI,
    HTML,
    PRODUCT_PAGE,
    RECALL,
    RETAILERS,
    TRACEABILITY,
    Link,
    LinkedLot,
    LinkedProduct,
    find_linked_lot,
    find_linked_product,
    lot_links,
    product_links,
    stamp_links,
)

pytestmark = pytest.mark.django_db

GTIN = "08934567000123"
SITE = "https://ocop.example"


def linked(**values):
    return LinkedProduct(
        **{
            "pk": 1,
            "name": "Nước mắm",
            "slug": "nuoc-mam",
            "certificate_pk": None,
            "decision_no": None,
            "has_sale_points": False,
            "has_english_page": False,
        }
        | values
    )


def english_list():
    HomePageFactory()
    english = Locale.objects.create(language_code="en")
    home = Page.objects.get(depth=1).add_child(instance=Page(title="OCOP", slug="home-en", locale=english))
    return ProductIndexPageFactory(parent=home, locale=english)


# --- what is found --------------------------------------------------------------------------------------------------


def test_product_is_found_with_all_that_its_links_need(today, django_assert_num_queries):
    product = ProductFactory(gtin="8934567000123", slug="nuoc-mam")
    CertificateFactory(product=product, expired=True)
    certificate = CertificateFactory(product=product, decision_no="12/QĐ-UBND", valid_from=months_ago(1))
    StockingFactory(product=product, sale_point__state=SalePointState.OPERATING)
    english_list()

    with django_assert_num_queries(1):
        found = find_linked_product(GTIN, on=certificate.valid_from)

    assert found == LinkedProduct(product.pk, product.name, "nuoc-mam", certificate.pk, "12/QĐ-UBND", True, True)


def test_product_with_nothing_around_it_is_found(today):
    product = ProductFactory(gtin="8934567000123")
    CertificateFactory(product=product, not_yet=True, valid_from="2099-01-01", valid_to="2102-01-01")
    StockingFactory(product=product, sale_point__state=SalePointState.CLOSED)
    StockingFactory(sale_point__state=SalePointState.OPERATING)

    assert find_linked_product(GTIN, on=today) == LinkedProduct(product.pk, product.name, product.slug, None, None, False, False)


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("08934567000123", "08934567000123"),
        ("8934567000123", "08934567000123"),
        ("614141123452", "00614141123452"),
        ("95212340", "00000095212340"),
        ("18934567000120", "18934567000120"),
    ],
)
def test_product_is_found_however_the_register_writes_its_number(today, written, asked):
    product = ProductFactory(gtin=written)

    assert find_linked_product(asked, on=today).pk == product.pk


def test_product_without_number_is_never_found(today):
    ProductFactory(gtin="")

    assert find_linked_product(GTIN, on=today) is None
    assert find_linked_product("00000000000000", on=today) is None


def test_lot_is_found_by_its_number_letter_by_letter(django_assert_num_queries):
    lot = LotFactory(code="L/1", product__slug="mam")
    LotFactory(code="L-2")
    product = linked(pk=lot.product_id, slug="mam")

    with django_assert_num_queries(1):
        assert find_linked_lot(product, "L/1") == LinkedLot("mam", "L/1", is_recalled=False)
    assert find_linked_lot(product, "L-2") is None


def test_lot_is_recalled_while_a_recall_is_open(now):
    lot = LotFactory(recalled=True)
    product = linked(pk=lot.product_id)
    assert find_linked_lot(product, lot.code).is_recalled is True

    lot.recalls.update(lifted_at=now)

    assert find_linked_lot(product, lot.code).is_recalled is False


# --- links ----------------------------------------------------------------------------------------------------------


def test_product_in_one_language_has_its_page_and_a_bare_default():
    page = f"{SITE}/san-pham/nuoc-mam/"

    assert product_links(linked()) == (
        Link(DEFAULT, page, title_of("Product page")),
        Link(DEFAULT_MULTI, page, title_of("Product page"), ("vi",), HTML),
        Link(PRODUCT_PAGE, page, title_of("Product page"), ("vi",), HTML),
    )


def title_of(text, language="vi"):
    with translation.override(language):
        return translation.gettext(text)


def test_product_with_everything_has_every_link_in_both_languages():
    links = product_links(linked(certificate_pk=7, decision_no="12/QĐ", has_sale_points=True, has_english_page=True))

    assert [(link.relation, link.target.removeprefix(SITE), link.languages) for link in links] == [
        (DEFAULT, "/san-pham/nuoc-mam/", ()),
        (DEFAULT_MULTI, "/san-pham/nuoc-mam/", ("vi",)),
        (DEFAULT_MULTI, "/en/san-pham/nuoc-mam/", ("en",)),
        (PRODUCT_PAGE, "/san-pham/nuoc-mam/", ("vi",)),
        (PRODUCT_PAGE, "/en/san-pham/nuoc-mam/", ("en",)),
        (RETAILERS, "/san-pham/nuoc-mam/#where", ("vi",)),
        (RETAILERS, "/en/san-pham/nuoc-mam/#where", ("en",)),
        (CERTIFICATE, "/chung-nhan/7/", ("vi",)),
        (CERTIFICATE, "/en/chung-nhan/7/", ("en",)),
    ]
    assert links[-1].title == "OCOP certificate 12/QĐ"


def test_titles_follow_the_language_of_the_target_not_of_the_visitor():
    with translation.override("en"):
        in_english = product_links(linked(has_english_page=True))
    with translation.override("vi"):
        in_vietnamese = product_links(linked(has_english_page=True))

    assert in_english == in_vietnamese


@pytest.mark.parametrize("is_recalled", [False, True])
def test_lot_has_its_page_and_while_recalled_the_recall(is_recalled):
    links = lot_links(LinkedLot("mam", "L/1", is_recalled=is_recalled))

    expected = [
        (DEFAULT, "/kiem-tra/lo/mam/L/1/", ()),
        (DEFAULT_MULTI, "/kiem-tra/lo/mam/L/1/", ("vi",)),
        (DEFAULT_MULTI, "/en/kiem-tra/lo/mam/L/1/", ("en",)),
        (TRACEABILITY, "/kiem-tra/lo/mam/L/1/", ("vi",)),
        (TRACEABILITY, "/en/kiem-tra/lo/mam/L/1/", ("en",)),
    ]
    if is_recalled:
        expected += [(RECALL, "/kiem-tra/lo/mam/L/1/", ("vi",)), (RECALL, "/en/kiem-tra/lo/mam/L/1/", ("en",))]
    assert [(link.relation, link.target.removeprefix(SITE), link.languages) for link in links] == expected


def test_signs_in_a_lot_number_are_encoded_in_its_address():
    (default, *_others) = lot_links(LinkedLot("mam", 'a?b%c"#', is_recalled=False))

    assert default.target == f"{SITE}/kiem-tra/lo/mam/a%3Fb%25c%22%23/"


def test_stamp_has_the_page_of_its_scan_and_the_recall_of_its_lot():
    plain = stamp_links("T000", None)
    recalled = stamp_links("T000", LinkedLot("mam", "L", is_recalled=True))

    assert [(link.relation, link.target, link.languages) for link in plain] == [
        (DEFAULT, f"{SITE}/t/T000", ()),
        (TRACEABILITY, f"{SITE}/t/T000", ("vi", "en")),
    ]
    assert recalled[:2] == plain
    assert {link.relation for link in recalled[2:]} == {RECALL}
    assert stamp_links("T000", LinkedLot("mam", "L", is_recalled=False)) == plain


def test_default_carries_no_optional_attribute_and_stands_beside_a_descriptive_type():
    for links in (product_links(linked()), lot_links(LinkedLot("mam", "L", is_recalled=False)), stamp_links("T0", None)):
        defaults = [link for link in links if link.relation == DEFAULT]
        assert len(defaults) == 1
        assert (defaults[0].languages, defaults[0].media_type) == ((), "")
        others = [link.target for link in links if link.relation not in {DEFAULT, DEFAULT_MULTI}]
        assert {link.target for link in links if link.relation in {DEFAULT, DEFAULT_MULTI}} <= set(others)
