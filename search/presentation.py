"""How values of facets read, in the language of the page."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catalog.enums import IPMarkKind, ProducerKind, StandardKind, Stars
from catalog.models import ProductSet
from core.money import format_vnd
from core.text import slug
from places.models import AdministrativeUnit
from search.facets import (
    AMOUNT,
    COMMUNE,
    DISTRICT,
    FORM,
    IP_MARK,
    NO_LIMIT,
    PLACE,
    PRICE,
    PROVINCE,
    SECTOR,
    SET,
    STANDARD,
    STARS,
    STOCK,
    price_range,
    value_slug,
)
from search.query import Near, Sort

PLACES = frozenset({PROVINCE.name, DISTRICT.name, COMMUNE.name, PLACE.name})
_IN_SETS = frozenset({SECTOR.name, SET.name})
_CHOICES = {FORM.name: ProducerKind, IP_MARK.name: IPMarkKind, STANDARD.name: StandardKind}
_THOUSAND = 1000


class Labels:
    """The labels of some values. What only the database can say is read once: one query for places, one for product sets."""

    def __init__(self, values: Iterable[tuple[str, str]]) -> None:
        """Take facet and value of everything that will be asked for."""
        wanted: dict[str, set[str]] = {}
        for facet, value in values:
            wanted.setdefault(facet, set()).add(value)
        self.units = _units({slug_ for facet in PLACES for slug_ in wanted.get(facet, ())})
        self._sets = _set_names() if any(wanted.get(facet) for facet in _IN_SETS) else {}
        self._names = _names_of_choices()

    def of(self, facet: str, value: str) -> str:
        """Say a value where it stands alone. One that nobody knows is said as it is written."""
        if facet in PLACES:
            unit = self.units.get(value)
            return _place(unit) if unit else value
        return self.in_list(facet, value)

    def in_list(self, facet: str, value: str) -> str:
        """Say a value under the name of its facet."""
        if facet in PLACES:
            unit = self.units.get(value)
            return unit.label if unit else value
        if facet in _IN_SETS:
            return self._sets.get((facet, value), value)
        if facet == PRICE.name:
            return price_label(value)
        if facet == AMOUNT.name:
            return amount_label(value)
        return self._names.get((facet, value), value)

    def units_apart(self, slugs: Iterable[str]) -> dict[str, str]:
        """Say places of one list so that those of one name are told apart: by what they are part of."""
        labels = {value: self.in_list(PLACE.name, value) for value in slugs}
        shared = {label for label in labels.values() if list(labels.values()).count(label) > 1}
        return {
            value: f"{label}, {unit.parent.full_name}"
            if label in shared and (unit := self.units.get(value)) is not None and unit.parent is not None
            else label
            for value, label in labels.items()
        }


def price_label(value: str) -> str:
    """Say a range of prices."""
    bounds = price_range(value)
    if bounds is None:
        return value
    low, above = bounds
    # A range that somebody typed holds its end: 0 to 100.000 is written 0-100001.
    holds_end = above % 10 == 1
    high = format_vnd(above - 1 if holds_end else above)
    if above >= NO_LIMIT:
        return _("From %(low)s") % {"low": format_vnd(low)}
    if low:
        return _("From %(low)s to %(high)s") % {"low": format_vnd(low).removesuffix("\u00a0₫"), "high": high}
    return (_("Up to %(high)s") if holds_end else _("Under %(high)s")) % {"high": high}


def amount_label(value: str) -> str:
    """Say a net content: "500g" as 500 g, "1500ml" as 1,5 l."""
    for unit, large in (("ml", "l"), ("g", "kg")):
        if value.endswith(unit) and (number := value.removesuffix(unit)).isdecimal():
            amount = int(number)
            if amount >= _THOUSAND:
                return f"{number_format(amount / _THOUSAND).rstrip('0').rstrip(',.')} {large}"
            return f"{amount} {unit}"
    return value


def near_label(near: Near) -> str:
    """Say a distance around the visitor."""
    return _("Sold within %(km)s km of me") % {"km": f"{near.km:g}"}


def sort_labels(*, has_text: bool, has_place: bool) -> list[tuple[Sort, str]]:
    """Give the orders that a list can have, with their words; the usual one first."""
    labels = [
        *([(Sort.RELEVANCE, _("Best match")), (Sort.NAME, _("By name"))] if has_text else [(Sort.RELEVANCE, _("By name"))]),
        (Sort.STARS, _("Most stars first")),
        (Sort.PRICE_UP, _("Lowest price first")),
        (Sort.PRICE_DOWN, _("Highest price first")),
        (Sort.NEWEST, _("Newly certified first")),
    ]
    return [*labels, (Sort.NEAREST, _("Nearest first"))] if has_place else labels


def _place(unit: AdministrativeUnit) -> str:
    # Districts ended together, so their name says it; the word helps where a commune of today bears the same name.
    return _("%(place)s (former)") % {"place": unit.label} if unit.is_ended else unit.label


def _units(slugs: set[str]) -> dict[str, AdministrativeUnit]:
    if not slugs:
        return {}
    return {unit.slug: unit for unit in AdministrativeUnit.objects.filter(slug__in=slugs).select_related("parent")}


def _set_names() -> dict[tuple[str, str], str]:
    """Give the names of sectors and product sets by facet and address part; of two with one address part the newer."""
    names: dict[tuple[str, str], str] = {}
    english = get_language() == "en"
    rows = ProductSet.objects.order_by("valid_from").values_list("slug", "name", "name_en", "sector", "sector_en")
    for part, name, name_en, sector, sector_en in rows:
        if part:
            names[SET.name, part] = name_en if english and name_en else name
        if sector:
            names[SECTOR.name, slug(sector)] = sector_en if english and sector_en else sector
    return names


def _names_of_choices() -> dict[tuple[str, str], str]:
    names = {
        (facet, value_slug(value)): str(label)[:1].upper() + str(label)[1:]
        for facet, choices in _CHOICES.items()
        for value, label in choices.choices
    }
    names |= {(STARS.name, str(stars.value)): str(stars.label) for stars in Stars}
    return names | {(STOCK.name, "co"): str(STOCK.label)}
