"""The public lists of sale points and the page of each. Anyone may see them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.validators import format_phone
from places.enums import Facility, PaymentMethod, SalePointState, SpokenLanguage, UnitLevel, Weekday
from places.models import AdministrativeUnit, SalePoint
from places.presentation import opening_words, point_card
from places.queries.sale_points import points_for_lists, points_in
from places.queries.units import communes_with_points, districts_with_points, predecessors_of, successors_of

StockOf = Callable[[SalePoint], list[dict[str, Any]]]


def _no_stock(_point: SalePoint) -> list[dict[str, Any]]:
    return []


@require_safe
def point_list(request: HttpRequest) -> HttpResponse:
    """List the districts and communes, and every sale point of the province."""
    province: AdministrativeUnit | None = request.province.unit  # type: ignore[attr-defined]
    points = points_in(province) if province else points_for_lists()
    now = timezone.localtime()
    context = {
        "province": province,
        "districts": list(districts_with_points(province)) if province else [],
        "communes": list(communes_with_points(province)) if province else [],
        "cards": [point_card(point, now) for point in points],
        "crumbs": [_home(), {"title": _("Sale points")}],
    }
    return render(request, "places/point_list.html", context)


@require_safe
def unit_or_point(request: HttpRequest, slug: str, stock_of: StockOf = _no_stock) -> HttpResponse:
    """Show a former district or a commune with its points, or one point: both live under one address.

    What a point stocks is known further up, in the register; the project's addresses hand it in.
    """
    unit = AdministrativeUnit.objects.select_related("parent").filter(slug=slug).first()
    if unit is not None:
        return render(request, "places/unit.html", _unit_context(unit))
    point = get_object_or_404(points_for_lists(), slug=slug)
    return render(request, "places/point.html", _point_context(point) | {"stock": stock_of(point)})


def _unit_context(unit: AdministrativeUnit) -> dict[str, Any]:
    now = timezone.localtime()
    successors = successors_of(unit) if unit.is_ended else []
    points = list(points_in(unit))
    if not points and unit.is_ended and unit.level == UnitLevel.COMMUNE:
        # Who comes with an old name wants the points that are there today.
        points = list(points_for_lists().filter(commune__in=successors))
    return {
        "unit": unit,
        "cards": [point_card(point, now) for point in points],
        "successors": successors,
        "predecessors": predecessors_of(unit),
        "namesakes": list(
            AdministrativeUnit.objects.filter(folded=unit.folded).exclude(pk=unit.pk).exclude(level=UnitLevel.PROVINCE)
        ),
        "crumbs": [*_crumbs(), {"title": unit.label}],
    }


def _point_context(point: SalePoint) -> dict[str, Any]:
    now = timezone.localtime()
    hours = [
        (
            day.label,
            ", ".join(f"{row.opens:%H:%M}–{row.closes:%H:%M}" for row in point.opening_hours.all() if row.weekday == day)
            or _("closed"),
        )
        for day in Weekday
    ]
    return {
        "point": point,
        "card": point_card(point, now),
        "opening": opening_words(point, now),
        "is_open_to_visitors": point.state == SalePointState.OPERATING,
        "hours": hours if point.opening_hours.all() else [],
        "exceptions": [row for row in point.closed_days.all() if row.last_day >= now.date()],
        "description": (get_language() == "en" and point.description_en) or point.description,
        "facts": _facts(point),
        "pictures": [row.picture for row in point.pictures.all()],
        "crumbs": [
            *_crumbs(),
            *(
                [{"title": point.former_district.label, "url": reverse("unit-or-point", args=[point.former_district.slug])}]
                if point.former_district
                else []
            ),
            {"title": point.name},
        ],
    }


def _facts(point: SalePoint) -> list[tuple[str, str]]:
    """Give what a visitor finds at a point: comforts, ways to pay, languages, who runs it, where exactly it is."""
    position = f"{point.latitude}, {point.longitude}" if point.latitude is not None else ""
    facts = [
        (_("What you find"), ", ".join(str(Facility(value).label) for value in point.facilities)),
        (_("Ways to pay"), ", ".join(str(PaymentMethod(value).label) for value in point.payments)),
        (_("Languages spoken"), ", ".join(str(SpokenLanguage(value).label) for value in point.languages)),
        (_("Zalo"), format_phone(point.zalo) if point.zalo else ""),
        (_("Run by"), point.manager),
        (_("Position"), position),
    ]
    return [(term, value) for term, value in facts if value]


def _crumbs() -> list[dict[str, str]]:
    return [_home(), {"title": _("Sale points"), "url": reverse("sale-point-list")}]


def _home() -> dict[str, str]:
    return {"title": _("Home"), "url": reverse("wagtail_serve", args=[""])}
