from __future__ import annotations

import unicodedata
from datetime import date

import pytest

from places.domain.units import load_units
from places.enums import UnitKind
from places.models import AdministrativeUnit
from places.queries.units import communes_with_points, districts_with_points, predecessors_of, successors_of, units_named
from tests.factories.places import (
    REFORM,
    CommuneFactory,
    DistrictAreaFactory,
    DistrictFactory,
    ProvinceFactory,
    SalePointFactory,
    SuccessionFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ky_anh():
    """The commune of today, and the district and the town of before, all of one name."""
    province = ProvinceFactory(name="Hà Tĩnh")
    return {
        "xa": CommuneFactory(key="xa-ky-anh", name="Kỳ Anh", name_en="Ky Anh", parent=province),
        "huyen": DistrictFactory(key="huyen-ky-anh", name="Kỳ Anh", name_en="Ky Anh", parent=province),
        "thi-xa": DistrictFactory(
            key="thi-xa-ky-anh", name="Kỳ Anh", kind=UnitKind.THI_XA, parent=province, valid_to=date(2025, 6, 1)
        ),
        "other": CommuneFactory(key="xa-ky-van", name="Kỳ Văn", parent=province),
    }


@pytest.mark.parametrize(
    "text",
    [
        "xa ky anh",
        "Kỳ Anh",
        "huyện Kỳ Anh",
        "KY ANH",
        "tx. Kỳ Anh",
        "thị xã kỳ anh",
        "ky-anh",
        unicodedata.normalize("NFD", "Xã Kỳ Anh"),
    ],
)
def test_units_named_gives_old_and_new_of_one_name_the_living_first(ky_anh, text):
    assert list(units_named(text)) == [ky_anh["xa"], ky_anh["huyen"], ky_anh["thi-xa"]]


def test_units_named_are_told_apart_by_their_labels(ky_anh):
    assert [str(unit) for unit in units_named("xa ky anh")] == [
        "xã Kỳ Anh",
        "huyện Kỳ Anh (– 01/07/2025)",
        "thị xã Kỳ Anh (– 01/06/2025)",
    ]


@pytest.mark.parametrize("text", ["", "   ", "xa", "ky", "không có", "anh ky", "' OR 1=1 --"])
def test_units_named_gives_nothing_for_other_text(ky_anh, text):
    assert list(units_named(text)) == []


def test_units_named_knows_a_name_that_begins_like_a_kind():
    unit = CommuneFactory(name="Phường Khu")

    assert list(units_named("phuong khu")) == [unit]
    assert list(units_named("xã phường khu")) == [unit]


def test_units_named_on_the_real_units():
    load_units()

    assert [unit.full_name for unit in units_named("xa ky anh")] == ["xã Kỳ Anh", "huyện Kỳ Anh", "thị xã Kỳ Anh"]
    assert next(iter(units_named("Hà Tĩnh"))).full_name == "tỉnh Hà Tĩnh"


def test_successors_of_an_ended_commune_are_those_it_went_into(ky_anh):
    old = CommuneFactory(ended=True, name="Kỳ Phú")
    SuccessionFactory(old=old, new=ky_anh["xa"])
    SuccessionFactory(old=old, new=ky_anh["other"], is_partial=True)

    assert successors_of(old) == [ky_anh["xa"], ky_anh["other"]]
    assert predecessors_of(ky_anh["xa"]) == [old]


def test_successors_of_a_district_are_the_communes_where_it_lay(ky_anh):
    DistrictAreaFactory(district=ky_anh["huyen"], commune=ky_anh["other"])
    DistrictAreaFactory(district=ky_anh["huyen"], commune=ky_anh["xa"])
    DistrictAreaFactory()

    assert successors_of(ky_anh["huyen"]) == [ky_anh["xa"], ky_anh["other"]]


def test_predecessors_are_in_the_order_of_a_dictionary():
    new = CommuneFactory()
    for name in ("Đức Long", "Bạ", "Ba", "Bà"):
        SuccessionFactory(new=new, old=CommuneFactory(ended=True, name=name))

    assert [unit.name for unit in predecessors_of(new)] == ["Ba", "Bà", "Bạ", "Đức Long"]


def test_successors_of_a_living_commune_are_none(ky_anh):
    assert successors_of(ky_anh["xa"]) == []
    assert predecessors_of(ky_anh["xa"]) == []


def test_districts_with_points_counts_operating_points_only(ky_anh):
    SalePointFactory.create_batch(2, commune=ky_anh["xa"], former_district=ky_anh["huyen"])
    for state in ("registered", "suspended", "closed"):
        SalePointFactory(**{state: True}, commune=ky_anh["xa"], former_district=ky_anh["huyen"])
    DistrictFactory()  # of another province

    districts = districts_with_points(ky_anh["xa"].parent)

    assert {unit.full_name: unit.point_count for unit in districts} == {"huyện Kỳ Anh": 2, "thị xã Kỳ Anh": 0}


def test_districts_with_points_includes_those_of_a_merged_province():
    new, old = ProvinceFactory(name="Đồng Nai"), ProvinceFactory(name="Bình Phước", ended=True)
    SuccessionFactory(old=old, new=new)
    district = DistrictFactory(name="Bù Đăng", parent=old)

    assert list(districts_with_points(new)) == [district]


def test_communes_with_points_leaves_out_empty_and_ended_ones(ky_anh):
    SalePointFactory(commune=ky_anh["xa"])
    SalePointFactory(commune=ky_anh["other"], closed=True)

    communes = communes_with_points(ky_anh["xa"].parent)

    assert [(unit, unit.point_count) for unit in communes] == [(ky_anh["xa"], 1)]


def test_units_on_a_day(ky_anh):
    units = AdministrativeUnit.objects.filter(folded="ky anh")

    assert set(units.on(date(2025, 6, 30))) == {ky_anh["huyen"]}
    assert set(units.on(REFORM)) == {ky_anh["xa"]}
    assert set(units.on(date(2025, 5, 31))) == {ky_anh["huyen"], ky_anh["thi-xa"]}
    assert not ky_anh["xa"].exists_on(date(2025, 6, 30))
    assert ky_anh["xa"].exists_on(date(2030, 1, 1))
