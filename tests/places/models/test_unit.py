from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, transaction
from django.utils import translation

from places.enums import UnitKind, UnitLevel
from places.models import Succession
from tests.factories.places import CommuneFactory, DistrictAreaFactory, DistrictFactory, ProvinceFactory, SuccessionFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("kind", "vietnamese", "english"),
    [
        (UnitKind.TINH, "tỉnh Hà Tĩnh", "Ha Tinh Province"),
        (UnitKind.THANH_PHO, "thành phố Hà Tĩnh", "Ha Tinh City"),
        (UnitKind.HUYEN, "huyện Hà Tĩnh", "Ha Tinh District"),
        (UnitKind.THI_XA, "thị xã Hà Tĩnh", "Ha Tinh Town"),
        (UnitKind.THANH_PHO_TINH, "thành phố Hà Tĩnh", "Ha Tinh City"),
        (UnitKind.XA, "xã Hà Tĩnh", "Ha Tinh Commune"),
        (UnitKind.PHUONG, "phường Hà Tĩnh", "Ha Tinh Ward"),
        (UnitKind.THI_TRAN, "thị trấn Hà Tĩnh", "Ha Tinh Township"),
        (UnitKind.DAC_KHU, "đặc khu Hà Tĩnh", "Ha Tinh Special Zone"),
    ],
)
def test_full_name_in_both_languages(kind, vietnamese, english):
    unit = CommuneFactory.build(name="Hà Tĩnh", name_en="Ha Tinh", kind=kind, parent=None)

    assert unit.full_name == vietnamese
    assert unit.label == vietnamese[0].upper() + vietnamese[1:]
    with translation.override("en"):
        assert unit.full_name == english


def test_full_name_in_english_falls_back_to_the_vietnamese_name():
    with translation.override("en"):
        assert CommuneFactory.build(name="Kỳ Anh", parent=None).full_name == "Kỳ Anh Commune"


def test_ended_unit_says_until_when():
    assert str(CommuneFactory.build(ended=True, name="Kỳ Phú", parent=None)) == "xã Kỳ Phú (– 01/07/2025)"
    assert CommuneFactory.build(ended=True).is_ended
    assert not CommuneFactory.build().is_ended


@pytest.mark.parametrize(
    "bad",
    [
        lambda: CommuneFactory(valid_from=date(2025, 7, 1), valid_to=date(2025, 7, 1)),
        lambda: CommuneFactory(valid_from=date(2025, 7, 1), valid_to=date(2025, 6, 1)),
        lambda: ProvinceFactory(parent=ProvinceFactory()),
        lambda: DistrictFactory(valid_to=None),
        lambda: [CommuneFactory(code="18775") for _ in range(2)],
        lambda: [CommuneFactory(key="one"), CommuneFactory(key="one", slug="two")],
        lambda: [CommuneFactory(slug="one"), CommuneFactory(slug="one")],
    ],
    ids=["no day", "backwards", "province in a province", "district without end", "code twice", "key twice", "address twice"],
)
def test_bad_unit_is_refused_by_the_database(bad):
    with pytest.raises(DatabaseError), transaction.atomic():
        bad()


def test_a_code_may_be_used_again_after_its_unit_ended():
    CommuneFactory(code="18775", ended=True)

    assert CommuneFactory(code="18775").code == "18775"
    assert CommuneFactory.create_batch(2, code="")


def test_succession_onto_itself_or_twice_is_refused_by_the_database():
    succession = SuccessionFactory()

    with pytest.raises(DatabaseError), transaction.atomic():
        SuccessionFactory(old=succession.old, new=succession.new)
    with pytest.raises(DatabaseError), transaction.atomic():
        SuccessionFactory(old=succession.old, new=succession.old)
    assert Succession.objects.count() == 1
    assert str(succession) == f"{succession.old} → {succession.new}"


def test_area_of_a_district_names_a_commune_once():
    area = DistrictAreaFactory()

    with pytest.raises(DatabaseError), transaction.atomic():
        DistrictAreaFactory(district=area.district, commune=area.commune)
    assert str(area) == f"{area.district}: {area.commune}"


def test_unit_with_points_or_parts_cannot_be_deleted():
    commune = CommuneFactory()

    with pytest.raises(DatabaseError), transaction.atomic():
        commune.parent.delete()
    assert commune.level == UnitLevel.COMMUNE
