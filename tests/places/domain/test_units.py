from __future__ import annotations

from datetime import date

import pytest
from django.core.management import call_command
from django.db.models import Count, Q
from django.test import TestCase

from places.domain.units import load_units
from places.models import AdministrativeUnit, DistrictArea, Succession

pytestmark = pytest.mark.django_db

HA_TINH, THO_XUAN = "42", "d395"
TODAY = date(2026, 11, 23)


@pytest.fixture
def loaded():
    load_units()
    return AdministrativeUnit.objects


def rows():
    return (
        list(AdministrativeUnit.objects.order_by("key").values()),
        list(Succession.objects.order_by("pk").values()),
        list(DistrictArea.objects.order_by("pk").values()),
    )


def test_load_units_twice_changes_nothing(loaded):
    before = rows()

    count = load_units()

    assert count == loaded.count()
    assert rows() == before


def test_load_units_brings_a_changed_row_in_line_and_keeps_its_address(loaded):
    unit = loaded.get(key=HA_TINH)
    loaded.filter(pk=unit.pk).update(name="Khác", slug="dia-chi-cu")

    load_units()

    unit.refresh_from_db()
    assert (unit.name, unit.slug, unit.folded) == ("Hà Tĩnh", "dia-chi-cu", "ha tinh")


def test_load_units_keeps_what_is_no_longer_in_the_files(loaded):
    old = AdministrativeUnit.objects.create(
        key="khong-con",
        level="COMMUNE",
        kind="XA",
        name="Không còn",
        slug="xa-khong-con",
        valid_from=date(2018, 1, 1),
        valid_to=date(2019, 1, 1),
    )

    load_units()

    assert AdministrativeUnit.objects.filter(pk=old.pk).exists()


class RealUnitsTest(TestCase):
    """The files of the project, loaded once for all that is only read."""

    @classmethod
    def setUpTestData(cls):
        load_units()

    def test_units_of_today_are_complete(self):
        assert AdministrativeUnit.objects.provinces().on(TODAY).count() == 34
        assert AdministrativeUnit.objects.communes().on(TODAY).filter(parent__key=HA_TINH).count() == 69
        assert AdministrativeUnit.objects.districts().on(TODAY).count() == 0

    def test_former_districts_of_ha_tinh_are_complete(self):
        districts = AdministrativeUnit.objects.districts().filter(parent__key__in=[HA_TINH, f"old-{HA_TINH}"])

        # Lộc Hà ended six months before the others: it went into the city of Hà Tĩnh.
        assert districts.count() == 13
        assert [unit.name for unit in districts.on(date(2024, 12, 31))] == [
            *("Can Lộc", "Cẩm Xuyên", "Đức Thọ", "Hà Tĩnh", "Hồng Lĩnh", "Hương Khê", "Hương Sơn", "Kỳ Anh", "Kỳ Anh"),
            *("Lộc Hà", "Nghi Xuân", "Thạch Hà", "Vũ Quang"),
        ]

    def test_communes_of_tho_xuan_are_the_eight_of_the_reform(self):
        communes = AdministrativeUnit.objects.filter(former_districts__district__key=THO_XUAN).communes()

        assert [unit.name for unit in communes] == [
            *("Lam Sơn", "Sao Vàng", "Thọ Lập", "Thọ Long", "Thọ Xuân", "Xuân Hoà", "Xuân Lập", "Xuân Tín"),
        ]
        assert {unit.code for unit in communes} == {"15544", "15553", "15568", "15505", "15499", "15520", "15592", "15574"}

    def test_predecessors_of_tho_long_are_those_of_the_resolution(self):
        names = AdministrativeUnit.objects.filter(successions__new__code="15505", successions__new__valid_to=None).values_list(
            "name", flat=True
        )

        assert set(names) == {"Thọ Lộc", "Xuân Phong", "Nam Giang", "Bắc Lương", "Tây Hồ"}

    def test_every_unit_stands_under_one_of_the_right_level(self):
        assert not AdministrativeUnit.objects.filter(level="PROVINCE").exclude(parent=None).exists()
        assert not AdministrativeUnit.objects.filter(level="DISTRICT").exclude(parent__level="PROVINCE").exists()
        assert (
            not AdministrativeUnit.objects.filter(level="COMMUNE", valid_to=None)
            .exclude(parent__level="PROVINCE", parent__valid_to=None)
            .exists()
        )
        assert not AdministrativeUnit.objects.exclude(level="PROVINCE").filter(parent=None).exists()

    def test_successions_lead_from_ended_units_to_later_ones(self):
        wrong = Succession.objects.filter(
            Q(old__valid_to=None)
            | Q(effective_date__lt=date(2018, 1, 1))
            | Q(new__valid_to__isnull=False, new__valid_to__lte=date(2025, 6, 30))
        )

        assert list(wrong) == []

    def test_ended_communes_of_ha_tinh_all_go_on(self):
        lost = (
            AdministrativeUnit.objects.communes()
            .filter(valid_to__isnull=False)
            .filter(Q(parent__parent__key=HA_TINH) | Q(parent__key=HA_TINH))
            .annotate(count=Count("successions"))
            .filter(count=0)
        )

        assert [str(unit) for unit in lost] == []

    def test_addresses_are_unique_and_readable(self):
        slugs = list(AdministrativeUnit.objects.values_list("slug", flat=True))

        assert len(set(slugs)) == len(slugs)
        assert {"tinh-ha-tinh", "huyen-ky-anh", "xa-ky-anh", "thi-xa-ky-anh"} <= set(slugs)


def test_command_says_how_many(capsys):
    call_command("load_units")

    assert capsys.readouterr().out == f"{AdministrativeUnit.objects.count()} administrative units.\n"
