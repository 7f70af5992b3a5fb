"""How sale points read on cards and pages."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from places.domain.opening import Opening, opening_at
from places.enums import SalePointState
from places.models import SalePoint


def opening_words(point: SalePoint, now: datetime) -> tuple[bool | None, str]:
    """Tell whether a point is open (None when nobody knows) and say it in words."""
    if point.state != SalePointState.OPERATING:
        return False, {
            SalePointState.SUSPENDED: _("Suspended: it does not sell at present"),
            SalePointState.CLOSED: _("Closed for good"),
        }.get(SalePointState(point.state), _("Not open yet"))
    opening = opening_at(now, point.opening_hours.all(), point.closed_days.all())
    if not opening.known:
        return None, _("Opening hours are not known: call first")
    return opening.is_open, _say(opening, now)


def point_card(point: SalePoint, now: datetime) -> dict[str, Any]:
    """Give what the card of a sale point shows."""
    is_open, label = opening_words(point, now)
    return {
        "url": reverse("unit-or-point", args=[point.slug]),
        "name": point.name,
        "kind": point.get_kind_display(),
        "address": f"{point.address}, {point.commune.full_name}",
        "district": point.former_district.label if point.former_district else "",
        "phone": point.shown_phone,
        "is_open": is_open,
        "open_label": label,
        "is_sample": point.is_sample,
    }


def _say(opening: Opening, now: datetime) -> str:
    if opening.is_open and opening.closes:
        said = _("Open, until %(time)s") % {"time": opening.closes.strftime("%H:%M")}
    elif opening.opens_at is None:
        said = _("Closed")
    elif opening.opens_at.date() == now.date():
        said = _("Closed, opens at %(time)s") % {"time": opening.opens_at.strftime("%H:%M")}
    else:
        said = _("Closed, opens on %(day)s at %(time)s") % {
            "day": date_format(opening.opens_at, "l j/n"),
            "time": opening.opens_at.strftime("%H:%M"),
        }
    return f"{said} ({opening.reason})" if opening.reason else said
