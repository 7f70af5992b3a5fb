"""Sale points of the sample data, and what they have in stock."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, time, timedelta
from decimal import Decimal

from catalog.models import Product, Stocking
from core.text import slug
from core.validators import tidy_phone
from pages.sample.loading import HOME_PROVINCE, Load, csv_rows
from places.enums import SalePointKind, SalePointState
from places.models import ClosedDays, OpeningHours, SalePoint, SalePointPicture

_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_CONFIRMED_WITHIN = 90
_STOCK = {SalePointKind.OCOP_CENTRE: 26, SalePointKind.SUPERMARKET: 18, SalePointKind.TRADE_CENTRE: 18, SalePointKind.MARKET: 6}
_STOCK_OTHERWISE = 11
# What a drawn picture can stand for; other points have none, and the page shows the pattern with the initial.
_PICTURES = {
    SalePointKind.MARKET: "market",
    SalePointKind.OCOP_CENTRE: "woven",
    SalePointKind.TOURIST_AREA: "hills",
    SalePointKind.RESTAURANT_HOTEL: "coast",
    SalePointKind.CRAFT_VILLAGE: "woven",
}
_CLOSED = re.compile(r"(\S+)\.\.(\S+) (.+)")


def load_points(load: Load) -> list[SalePoint]:
    """Enter the sale points that are missing, with their hours, closed days and some pictures; give the new ones."""
    known = set(SalePoint.objects.values_list("slug", flat=True))
    points = []
    for row in csv_rows("sale_points.csv"):
        address_part = slug(row["key"].removeprefix("sp-"))
        if address_part in known:
            continue
        point = _point(load, row, address_part)
        point.full_clean(exclude=["folded", "sort_key"])
        point.save()
        OpeningHours.objects.bulk_create(
            OpeningHours(sale_point=point, weekday=day, opens=opens, closes=closes)
            for day, opens, closes in read_hours(row["hours"])
        )
        ClosedDays.objects.bulk_create(
            ClosedDays(sale_point=point, first_day=first, last_day=last, reason=why)
            for first, last, why in read_closed(row["closed_on"])
        )
        if point.kind in _PICTURES:
            SalePointPicture.objects.create(sale_point=point, picture=load.pictures[_PICTURES[SalePointKind(point.kind)]])
        points.append(point)
    return points


def load_stock(load: Load, points: list[SalePoint]) -> int:
    """Put certified products into the given points, those of their district first; give the number of entries.

    A shop outside the province sells what comes from it.
    """
    certified = list(Product.objects.certified(on=load.today).exclude(price_vnd=None).select_related("province").order_by("pk"))
    entries = []
    for point in points:
        if point.state != SalePointState.OPERATING:
            continue
        chance = load.chance(f"stock:{point.slug}")
        home = HOME_PROVINCE if point.kind == SalePointKind.OUTSIDE_PROVINCE else (point.commune.parent or point.commune).key
        offered = [product for product in certified if product.province.key == home]
        near = {product.pk for product in offered if product.former_district_id == point.former_district_id}
        offered.sort(key=lambda product: (product.pk not in near, chance.random()))
        for product in offered[: _STOCK.get(SalePointKind(point.kind), _STOCK_OTHERWISE)]:
            seen = load.today - timedelta(days=chance.randint(0, _CONFIRMED_WITHIN))
            entries.append(Stocking(sale_point=point, product=product, confirmed_on=seen, is_sample=True))
    return len(Stocking.objects.bulk_create(entries))


def read_hours(text: str) -> Iterator[tuple[str, time, time]]:
    """Read opening hours such as "Mo-Fr 07:30-11:30,13:30-17:00;Sa 07:30-11:30": weekday (Monday is "1"), opens, closes."""
    for part in filter(None, text.split(";")):
        days, ranges = part.split(" ", 1)
        first, _dash, last = days.partition("-")
        for day in range(_DAYS.index(first), _DAYS.index(last or first) + 1):
            for stretch in ranges.split(","):
                opens, closes = (time.fromisoformat(moment) for moment in stretch.split("-"))
                yield str(day + 1), opens, closes


def read_closed(text: str) -> Iterator[tuple[date, date, str]]:
    """Read closed days such as "2027-02-05..2027-02-08 Nghỉ Tết;...": first day, last day, reason."""
    for part in filter(None, text.split(";")):
        match = _CLOSED.fullmatch(part)
        if match is None:
            raise ValueError(f"closed days cannot be read: {part!r}")
        yield date.fromisoformat(match[1]), date.fromisoformat(match[2]), match[3]


def _point(load: Load, row: dict[str, str], address_part: str) -> SalePoint:
    commune = load.units[row["commune_key"]]
    return SalePoint(
        name=row["name"],
        slug=address_part,
        kind=row["kind"],
        state=row["state"],
        description=row["description_vi"],
        description_en=row["description_en"],
        commune=commune,
        former_district=load.units.get(row["district_key"]),
        # Pages write the commune behind the address themselves.
        address=row["address"].split(f", {commune.full_name}")[0],
        old_address=row["address_old"],
        latitude=Decimal(row["lat"]),
        longitude=Decimal(row["lon"]),
        phone=tidy_phone(row["phone"]),
        zalo=tidy_phone(row["zalo"]),
        manager=row["manager"],
        registration_no=row["registration_no"],
        registration_date=date.fromisoformat(row["registration_date"]) if row["registration_date"] else None,
        facilities=[word for word in row["facilities"].split(",") if word],
        payments=[word for word in row["payments"].split(",") if word],
        languages=[word for word in row["languages"].split(",") if word],
        is_sample=bool(row["invented"]),
    )
