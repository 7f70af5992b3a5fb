"""What lists can be narrowed by: the names that addresses use, their words, and how a value reads."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Facet:
    """One way to narrow a list. `name` stands in addresses; `is_shown` is False for what is only ever understood from a text."""

    name: str
    label: str | Promise
    is_shown: bool = True


SECTOR = Facet("nhom", _("Group"))
SET = Facet("bo", _("Product set"))
STARS = Facet("sao", _("Stars"))
PROVINCE = Facet("tinh", _("Province"))
DISTRICT = Facet("huyen", _("Former district"))
COMMUNE = Facet("xa", _("Commune"))
PLACE = Facet("noi", _("Place"), is_shown=False)
FORM = Facet("loai-hinh", _("Legal form of the producer"))
PRICE = Facet("gia", _("Price"))
STOCK = Facet("con-hang", _("In stock at a sale point"))
IP_MARK = Facet("nhan-hieu", _("Protected sign"))
STANDARD = Facet("tieu-chuan", _("Standard"))
AMOUNT = Facet("luong", _("Net content"), is_shown=False)

FACETS = (SECTOR, SET, STARS, PROVINCE, DISTRICT, COMMUNE, PLACE, FORM, PRICE, STOCK, IP_MARK, STANDARD, AMOUNT)
# Their values stand among the terms of a document, so that a text that names one finds the others as well, only later.
NAMED = (AMOUNT, STARS, SET)
BY_NAME = {facet.name: facet for facet in FACETS}
# Of more values than so many the rarest are left out: who looks for one of them narrows by another first.
MOST_CHOICES = 200
# The facet whose values are ranges and are compared with a document's price.
RANGES = PRICE.name
# Units: đồng; the last is open.
PRICE_BANDS = ("0-50000", "50000-100000", "100000-200000", "200000-500000", "500000-")
# The least price that is not one: whole đồng fit below it in every engine.
NO_LIMIT = 10**15


def value_slug(value: str) -> str:
    """Give a value of one of the register's vocabularies as addresses say it: COOPERATIVE_GROUP as "cooperative-group"."""
    return value.lower().replace("_", "-")


def price_range(value: str) -> tuple[int, int] | None:
    """Read a range of prices, `[low, high)` in đồng; None when it is none.

    Shape: "low-high", "low-" or "-high".
    """
    low, dash, high = value.partition("-")
    if (
        not dash
        or not (low or high)
        or len(value) > 2 * 13
        or not all(part.isascii() and part.isdigit() for part in (low, high) if part)
    ):
        return None
    return int(low or 0), int(high) if high else NO_LIMIT


def band_of(price: int) -> str:
    """Give the band that a price lies in."""
    return next(band for band in PRICE_BANDS if _holds(band, price))


def _holds(band: str, price: int) -> bool:
    bounds = price_range(band)
    assert bounds is not None
    return bounds[0] <= price < bounds[1]
