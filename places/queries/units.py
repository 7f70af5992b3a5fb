"""Finding administrative units, old and new."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Count, F, Q

from core.text import fold
from places.enums import SalePointState, UnitLevel
from places.models import AdministrativeUnit
from places.models.unit import UnitQuerySet


def units_named(text: str) -> UnitQuerySet:
    """Give every unit of that name, with or without marks or the word for its kind: both the old district and the new commune.

    Order: still existing ones first.
    """
    words = fold(text).split()
    kinds = {"tinh", "huyen", "xa", "phuong", "thi", "tran", "thanh", "pho", "tp", "tx", "tt", "p", "dac", "khu"}
    names = {" ".join(words[skip:]) for skip in range(len(words)) if all(word in kinds for word in words[:skip])}
    return AdministrativeUnit.objects.filter(folded__in=names).order_by(F("valid_to").desc(nulls_first=True), "level", "sort_key")


def districts_with_points(province: AdministrativeUnit) -> UnitQuerySet:
    """Give the former districts of a province with `point_count`, the number of operating sale points in each."""
    operating = Q(sale_points_of_district__state=SalePointState.OPERATING)
    provinces = [province.pk, *province.predecessions.values_list("old_id", flat=True)]
    return (
        AdministrativeUnit.objects.districts()
        .filter(parent_id__in=provinces)
        .annotate(point_count=Count("sale_points_of_district", filter=operating, distinct=True))
    )


def communes_with_points(province: AdministrativeUnit) -> UnitQuerySet:
    """Give today's communes of a province that have an operating sale point, with `point_count`."""
    operating = Q(sale_points__state=SalePointState.OPERATING)
    return (
        AdministrativeUnit.objects.communes()
        .filter(parent=province, valid_to=None)
        .annotate(point_count=Count("sale_points", filter=operating, distinct=True))
        .filter(point_count__gt=0)
    )


def successors_of(unit: AdministrativeUnit) -> Sequence[AdministrativeUnit]:
    """Give the units of today where an ended one lies, in dictionary order; a list.

    A district has no successor in law; its area tells which communes lie there.
    """
    if unit.level == UnitLevel.DISTRICT:
        found = AdministrativeUnit.objects.filter(former_districts__district=unit)
    else:
        found = AdministrativeUnit.objects.filter(predecessions__old=unit)
    return list(found.order_by("sort_key").distinct())


def predecessors_of(unit: AdministrativeUnit) -> Sequence[AdministrativeUnit]:
    """Give the ended units that went into a unit of today, in dictionary order; a list."""
    return list(AdministrativeUnit.objects.filter(successions__new=unit).select_related("parent").order_by("sort_key").distinct())
