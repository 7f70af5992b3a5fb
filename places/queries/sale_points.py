"""Finding sale points."""

from __future__ import annotations

from django.db.models import Prefetch

from places.models import AdministrativeUnit, SalePoint, SalePointPicture
from places.models.sale_point import SalePointQuerySet


def points_for_lists() -> SalePointQuerySet:
    """Give public sale points with all that a card of them shows, in a fixed number of queries."""
    return (
        SalePoint.objects.public()
        .select_related("commune", "commune__parent", "former_district")
        .prefetch_related(
            "opening_hours", "closed_days", Prefetch("pictures", SalePointPicture.objects.select_related("picture"))
        )
        .order_by("sort_key")
    )


def points_in(unit: AdministrativeUnit) -> SalePointQuerySet:
    """Give the public sale points in a province, a former district or a commune, with what a card shows."""
    return points_for_lists().in_unit(unit)
