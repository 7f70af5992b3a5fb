"""How values of facets read, in both languages."""

from __future__ import annotations

import pytest
from django.utils import translation

from places.enums import UnitKind
from search.presentation import Labels, amount_label, near_label, price_label, sort_labels
from search.query import Near, Sort
from tests.factories.catalog import ProductSetFactory
from tests.factories.places import CommuneFactory, DistrictFactory, ProvinceFactory


@pytest.mark.parametrize(
    ("value", "label"),
    [
        ("0-50000", "Under 50.000\u00a0₫"),
        ("0-100001", "Up to 100.000\u00a0₫"),
        ("50000-100000", "From 50.000 to 100.000\u00a0₫"),
        ("20000-60001", "From 20.000 to 60.000\u00a0₫"),
        ("500000-", "From 500.000\u00a0₫"),
        ("x", "x"),
    ],
)
def test_prices_read_as_ranges(english, value, label):
    assert price_label(value) == label


@pytest.mark.parametrize(
    ("value", "language", "label"),
    [
        ("500g", "vi", "500 g"),
        ("1000g", "vi", "1 kg"),
        ("1500ml", "vi", "1,5 l"),
        ("1500ml", "en", "1.5 l"),
        ("10000g", "en", "10 kg"),
        ("x", "vi", "x"),
    ],
)
def test_amounts_read_with_their_unit(value, language, label):
    with translation.override(language):
        assert amount_label(value) == label


def test_orders_depend_on_what_can_be_ordered(english):
    def orders(**more):
        return [sort for sort, _label in sort_labels(**more)]

    assert dict(sort_labels(has_text=False, has_place=False))[Sort.RELEVANCE] == "By name"
    assert Sort.NAME not in orders(has_text=False, has_place=False)
    assert orders(has_text=True, has_place=False)[:2] == [Sort.RELEVANCE, Sort.NAME]
    assert orders(has_text=False, has_place=True)[-1] == Sort.NEAREST


def test_distance_reads_in_kilometres(english):
    assert near_label(Near(18, 105, 50)) == "Sold within 50 km of me"


@pytest.mark.django_db
def test_values_read_in_the_language_of_the_page():
    ProductSetFactory(slug="nuoc-mam", sector="Thực phẩm", sector_en="Food", name="Nước mắm", name_en="Fish sauce")
    ProductSetFactory(slug="nuoc-mam", name="Nước mắm xưa", name_en="", valid_from="2018-01-01")
    ProvinceFactory(slug="tinh-ha-tinh", name="Hà Tĩnh", name_en="Ha Tinh")
    DistrictFactory(slug="huyen-ky-anh", name="Kỳ Anh", name_en="Ky Anh")
    wanted = [
        ("nhom", "thuc-pham"),
        ("bo", "nuoc-mam"),
        ("tinh", "tinh-ha-tinh"),
        ("huyen", "huyen-ky-anh"),
        ("sao", "4"),
        ("loai-hinh", "cooperative-group"),
        ("tieu-chuan", "vietgap"),
        ("xa", "khong-co"),
        ("bo", "khong-co"),
    ]

    said = {}
    for language in ("vi", "en"):
        with translation.override(language):
            labels = Labels(wanted)
            said[language] = [labels.of(facet, value) for facet, value in wanted]

    assert said["vi"][:3] == ["Thực phẩm", "Nước mắm", "Tỉnh Hà Tĩnh"]
    assert said["en"] == [
        *("Food", "Fish sauce", "Ha Tinh Province", "Ky Anh District (former)"),
        *("4 stars", "Cooperative group", "VietGAP", "khong-co", "khong-co"),
    ]


@pytest.mark.django_db
def test_ended_places_say_so_alone_but_not_below_their_heading(english):
    DistrictFactory(slug="huyen-ky-anh", name="Kỳ Anh", name_en="")
    labels = Labels([("huyen", "huyen-ky-anh")])

    assert labels.of("noi", "huyen-ky-anh") == "Kỳ Anh District (former)"
    assert labels.in_list("huyen", "huyen-ky-anh") == "Kỳ Anh District"


@pytest.mark.django_db
def test_places_of_one_name_are_told_apart():
    one, other = ProvinceFactory(name="Hà Tĩnh"), ProvinceFactory(name="Đồng Nai", kind=UnitKind.THANH_PHO)
    slugs = [CommuneFactory(name="Tân Phú", parent=one).slug, CommuneFactory(name="Tân Phú", parent=other).slug]
    single = CommuneFactory(name="Kỳ Anh").slug
    labels = Labels([("xa", slug) for slug in (*slugs, single)])

    assert list(labels.units_apart([*slugs, single, "khong-co"]).values()) == [
        "Xã Tân Phú, tỉnh Hà Tĩnh",
        "Xã Tân Phú, thành phố Đồng Nai",
        "Xã Kỳ Anh",
        "khong-co",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 30])
def test_labels_take_two_queries_however_many_there_are(count, django_assert_num_queries):
    wanted = [("xa", CommuneFactory().slug) for _number in range(count)]
    wanted += [("bo", ProductSetFactory(slug=f"bo-{number}").slug) for number in range(count)]

    with django_assert_num_queries(2):
        labels = Labels(wanted)
        assert all(labels.of(facet, value) != value for facet, value in wanted)
        labels.units_apart(value for facet, value in wanted if facet == "xa")


@pytest.mark.django_db
def test_nothing_to_say_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        Labels([("sao", "4"), ("gia", "0-50000")])
