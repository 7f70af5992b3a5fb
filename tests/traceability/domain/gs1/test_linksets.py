import pytest

from tests.factories.catalog import CertificateFactory, ProductFactory
from tests.factories.traceability import LotFactory, StampRangeFactory, code_of
from traceability.domain.gs1.digital_link import parse_link
from traceability.domain.gs1.linksets import (
    Level,
    NotInRegister,
    StampNotOurs,
    choose,
    levels_of,
    linkset,
    relation_of,
    wants_whole_list,
)
from traceability.queries.links import CERTIFICATE, DEFAULT, DEFAULT_MULTI, PRODUCT_PAGE, RECALL, TRACEABILITY, Link

pytestmark = pytest.mark.usefixtures("english")

GTIN = "08934567000123"
CODE = code_of(1500)
VI = Link(PRODUCT_PAGE, "https://ocop.example/vi", "vi", ("vi",), "text/html")
EN = Link(PRODUCT_PAGE, "https://ocop.example/en", "en", ("en",), "text/html")


# --- pure -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "relation"),
    [
        ("gs1:pip", PRODUCT_PAGE),
        ("https://ref.gs1.org/voc/pip", PRODUCT_PAGE),
        ("https://gs1.org/voc/pip", PRODUCT_PAGE),
        ("http://gs1.org/voc/pip", PRODUCT_PAGE),
        ("https://example.org/voc/pip", "https://example.org/voc/pip"),
        ("pip", "pip"),
    ],
)
def test_link_type_is_understood_short_and_long(written, relation):
    assert relation_of(written) == relation


def test_whole_list_has_two_names():
    assert [wants_whole_list(name) for name in ("linkset", "all", "gs1:pip", "")] == [True, True, False, False]


@pytest.mark.parametrize(
    ("languages", "chosen"),
    [(["vi"], VI), (["en"], EN), (["en-gb", "vi"], EN), (["fr", "en"], EN), (["fr"], VI), ([], VI), (["*"], VI)],
)
def test_language_chooses_between_links_of_one_type(languages, chosen):
    assert choose([Level("/01/x", "", (VI, EN))], PRODUCT_PAGE, languages=languages) == chosen


def test_type_is_taken_from_the_finest_level_that_has_one():
    lot = Link(TRACEABILITY, "https://ocop.example/lot", "lot")
    levels = [Level("/fine", "", (lot,)), Level("/coarse", "", (VI, EN))]

    assert choose(levels, TRACEABILITY, languages=["en"]) == lot
    assert choose(levels, PRODUCT_PAGE, languages=["en"]) == EN
    assert choose(levels, RECALL, languages=["en"]) is None


@pytest.mark.parametrize("asked", ["", DEFAULT])
def test_default_is_that_of_the_finest_level_in_the_language_of_the_visitor(asked):
    bare = Link(DEFAULT, VI.target, "vi")
    english = Link(DEFAULT_MULTI, EN.target, "en", ("en",))
    other = Link(DEFAULT, "https://ocop.example/other", "other")

    assert choose([Level("/a", "", (bare, english)), Level("/b", "", (other,))], asked, languages=["en"]) == english
    assert choose([Level("/a", "", (bare,)), Level("/b", "", (other,))], asked, languages=["en"]) == bare


def test_linkset_is_written_by_relation_with_what_is_known():
    levels = [Level(f"/01/{GTIN}", "Mắm", (Link(DEFAULT, VI.target, "vi"), VI, EN))]

    assert linkset(levels) == {
        "linkset": [
            {
                "anchor": f"https://ocop.example/01/{GTIN}",
                "itemDescription": "Mắm",
                DEFAULT: [{"href": VI.target, "title": "vi"}],
                PRODUCT_PAGE: [
                    {"href": VI.target, "title": "vi", "type": "text/html", "hreflang": ["vi"]},
                    {"href": EN.target, "title": "en", "type": "text/html", "hreflang": ["en"]},
                ],
            }
        ]
    }


# --- from the register ----------------------------------------------------------------------------------------------


@pytest.fixture
def product(db):
    product = ProductFactory(gtin="8934567000123", name="Nước mắm", slug="nuoc-mam")
    CertificateFactory(product=product)
    return product


def paths(link, today):
    return [level.path.removeprefix(f"/01/{GTIN}") for level in levels_of(parse_link(f"/01/{GTIN}{link}"), on=today)]


def test_every_level_up_to_the_product_is_given(product, today, django_assert_num_queries):
    lot = LotFactory(product=product, code="L/1")
    StampRangeFactory(order__product=product, start=1000, activated=True, lot=lot)

    assert paths("", today) == [""]
    assert paths("/10/L%2F1", today) == ["/10/L%2F1", ""]
    assert paths(f"/21/{CODE}", today) == [f"/21/{CODE}", ""]
    assert paths(f"/22/V/10/L%2F1/21/{CODE}", today) == [f"/22/V/10/L%2F1/21/{CODE}", "/22/V/10/L%2F1", ""]
    assert paths("/22/V", today) == [""]
    assert paths("/235/T", today) == [""]
    with django_assert_num_queries(3):
        levels_of(parse_link(f"/01/{GTIN}/10/L%2F1/21/{CODE}"), on=today)


def test_levels_say_what_they_are(product, today):
    lot = LotFactory(product=product, code="L1")
    StampRangeFactory(order__product=product, start=1000, activated=True, lot=lot)

    levels = levels_of(parse_link(f"/01/{GTIN}/10/L1/21/{CODE.lower()}"), on=today)

    assert [level.description for level in levels] == [
        f"Nước mắm, stamp {CODE[:4]}-{CODE[4:8]}-{CODE[8:12]}-{CODE[12:]}",
        "Nước mắm, lot L1",
        "Nước mắm",
    ]
    assert levels[0].links[0].target == f"https://ocop.example/t/{CODE}"
    assert CERTIFICATE in {link.relation for link in levels[-1].links}


def test_recall_of_the_lot_shows_on_its_stamps_too(product, today):
    StampRangeFactory(order__product=product, start=1000, activated=True, lot=LotFactory(product=product, recalled=True))

    (stamp, _product) = levels_of(parse_link(f"/01/{GTIN}/21/{CODE}"), on=today)

    assert RECALL in {link.relation for link in stamp.links}


def test_stamp_that_is_on_no_lot_yet_takes_any_lot_of_the_product(product, today):
    LotFactory(product=product, code="L1")
    StampRangeFactory(order__product=product, start=1000)

    assert len(levels_of(parse_link(f"/01/{GTIN}/10/L1/21/{CODE}"), on=today)) == 3


@pytest.mark.parametrize("link", ["/01/08934567000130", f"/01/{GTIN}/10/none", f"/01/{GTIN}/10/none/21/{CODE}"])
def test_what_the_register_does_not_know_is_refused(product, today, link):
    LotFactory(code="none")  # of another product

    with pytest.raises(NotInRegister):
        levels_of(parse_link(link), on=today)


@pytest.mark.parametrize("link", ["/21/XYZ", f"/21/{code_of(99_000)}", f"/10/L2/21/{CODE}", f"/21/{code_of(5500)}"])
def test_what_is_no_stamp_of_this_product_and_lot_is_refused(product, today, link):
    LotFactory(product=product, code="L2")
    StampRangeFactory(order__product=product, start=1000, activated=True)
    StampRangeFactory(start=5000, activated=True)  # of another product

    with pytest.raises(StampNotOurs):
        levels_of(parse_link(f"/01/{GTIN}{link}"), on=today)
