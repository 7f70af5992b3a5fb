"""What addresses of lists say: a request read into a query, a query written as an address.

One query has one address: its parameters in one order, none that says nothing. What nobody can mean is left out, never refused.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.http import QueryDict
from django.utils.http import urlencode

from catalog.enums import IPMarkKind, ProducerKind, StandardKind, Stars
from core.money import NotMoney, parse_vnd
from core.text import nfc
from search.facets import (
    AMOUNT,
    FACETS,
    FORM,
    IP_MARK,
    NO_LIMIT,
    PRICE,
    STANDARD,
    STARS,
    STOCK,
    Facet,
    price_range,
    value_slug,
)
from search.query import LONGEST_TEXT, MOST_HITS, Near, Query, Sort
from search.sources import source_of

TEXT, KIND, NEAR, KM, SORT, PAGE, LAPSED, LITERAL = "q", "loai", "gan", "km", "sap-xep", "page", "het-han", "nguyen-van"
# What the two fields of a form say; an address holds the range that they mean.
LOW_PRICE, HIGH_PRICE = "gia-tu", "gia-den"
YES = "1"
IN_STOCK = "co"
# Units: kilometres.
DISTANCES = (5, 10, 20, 50, 100)
USUAL_KM = 20
MOST_VALUES = 24
# Units: đồng. Far above every price, and short enough for a range.
HIGHEST_PRICE = 10**11

_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,119}")
_AMOUNT = re.compile(r"[1-9][0-9]{0,6}(?:g|ml)")
# The values of closed vocabularies; of all else any address part may be one.
_CLOSED: dict[str, frozenset[str]] = {
    STARS.name: frozenset(str(stars) for stars in Stars.values),
    FORM.name: frozenset(map(value_slug, ProducerKind.values)),
    IP_MARK.name: frozenset(map(value_slug, IPMarkKind.values)),
    STANDARD.name: frozenset(map(value_slug, StandardKind.values)),
    STOCK.name: frozenset({IN_STOCK}),
}


def read_query(said: QueryDict, *, language: str, kind: str | None = None) -> Query:
    """Read what a visitor asks for; with a `kind` only things of that kind, whatever the address says."""
    text = _text(said.get(TEXT, ""))
    near = _near(said.get(NEAR, ""), said.get(KM, ""))
    query = Query(
        text=text,
        kind=kind if kind is not None else _kind(said.get(KIND, "")),
        language=language,
        filters=_filters(said),
        near=near,
        lapsed=said.get(LAPSED) == YES,
        # A form that holds another text than the one to be taken literally asks something new.
        literal=bool(text) and said.get(LITERAL) in (YES, text),
        page=_page(said.get(PAGE, "")),
    )
    return replace(query, sort=_sort(said.get(SORT, ""), query))


def parameters(query: Query, *, kind: str = "") -> list[tuple[str, str]]:
    """Give what the address of a query says, in order; `kind` is the one that the list holds anyway."""
    found: list[tuple[str, str]] = [(TEXT, query.text)] if query.text else []
    if query.kind != kind:
        found.append((KIND, query.kind))
    found += [(facet.name, value) for facet in FACETS for value in query.filters.get(facet.name, ())]
    if query.near is not None:
        found.append((NEAR, place_of(query.near)))
        if query.near.km != USUAL_KM:
            found.append((KM, f"{query.near.km:g}"))
    if query.sort:
        found.append((SORT, query.sort.value))
    found += [(name, YES) for name, is_so in ((LAPSED, query.lapsed), (LITERAL, query.literal)) if is_so]
    if query.page > 1:
        found.append((PAGE, str(query.page)))
    return found


@dataclass(frozen=True)
class Addresses:
    """Writes the addresses of one list: where it stands, and the kind of things that it holds whatever is asked."""

    path: str
    kind: str = ""

    def of(self, query: Query) -> str:
        """Give the address of a query."""
        said = urlencode(parameters(query, kind=self.kind))
        return f"{self.path}?{said}" if said else self.path


def place_of(near: Near) -> str:
    """Give a position as addresses say it: to about a kilometre, which is near enough to shop and too far to follow anybody."""
    return f"{near.latitude:.2f},{near.longitude:.2f}"


def with_values(query: Query, facet: str, values: Iterable[str]) -> Query:
    """Give the query with other values of one facet, from its first page."""
    filters = {**query.filters, facet: tuple(values)}
    return replace(query, filters={name: held for name, held in filters.items() if held}, page=1)


def without_value(query: Query, facet: str, value: str) -> Query:
    """Give the query without one value, from its first page."""
    return with_values(query, facet, (held for held in query.filters.get(facet, ()) if held != value))


def without_near(query: Query) -> Query:
    """Give the query for everywhere, from its first page."""
    return replace(query, near=None, sort=Sort.RELEVANCE if query.sort == Sort.NEAREST else query.sort, page=1)


def with_text(query: Query, text: str) -> Query:
    """Give the query with another text, from its first page."""
    return replace(query, text=text, literal=False, page=1)


def plain(query: Query) -> Query:
    """Give the query that only says where it stands: no text, nothing chosen."""
    return Query(kind=query.kind, language=query.language)


def is_plain(query: Query) -> bool:
    """Tell whether a query asks for the whole list, on whatever page."""
    return replace(query, page=1) == plain(query)


def _text(said: str) -> str:
    # Composed characters are shorter, never longer: four times the length holds all that can be meant.
    text = nfc(said[: 4 * LONGEST_TEXT])
    kept = "".join(letter if letter.isprintable() or letter in "\u200c\u200d" else " " for letter in text)
    return " ".join(kept.split())[:LONGEST_TEXT].strip()


def _kind(said: str) -> str:
    return said if source_of(said) else ""


def _filters(said: QueryDict) -> dict[str, tuple[str, ...]]:
    filters = {}
    for facet in FACETS:
        given = [value for value in said.getlist(facet.name)[: 4 * MOST_VALUES] if _may_be(facet, value)]
        if facet == PRICE and (typed := _typed_range(said.get(LOW_PRICE, ""), said.get(HIGH_PRICE, ""))):
            given.append(typed)
        if given:
            filters[facet.name] = tuple(sorted(set(given), key=_place_in_order)[:MOST_VALUES])
    return filters


def _place_in_order(value: str) -> tuple[tuple[int, int], str]:
    return price_range(value) or (0, 0), value


def _may_be(facet: Facet, value: str) -> bool:
    if facet == PRICE:
        return price_range(value) is not None
    if facet == AMOUNT:
        return bool(_AMOUNT.fullmatch(value))
    known = _CLOSED.get(facet.name)
    return value in known if known is not None else bool(_SLUG.fullmatch(value))


def _typed_range(low: str, high: str) -> str:
    """Give the range that two fields mean, both ends included; nothing when both are empty or no prices."""
    bounds = [_typed_price(low), _typed_price(high)]
    if None not in bounds:
        bounds.sort(key=lambda bound: bound or 0)
    least, most = bounds
    if least is None and most is None:
        return ""
    return f"{least or 0}-{'' if most is None else most + 1}"


def _typed_price(said: str) -> int | None:
    try:
        return min(parse_vnd(said[:40]), HIGHEST_PRICE)
    except NotMoney:
        return None


def typed_bounds(values: Iterable[str]) -> tuple[int | None, int | None]:
    """Give what the two fields of a form show for a range that is no band: the least and the most, both included."""
    for value in values:
        bounds = price_range(value)
        if bounds is not None:
            least, above = bounds
            return least or None, None if above >= NO_LIMIT else above - 1 if above % 10 == 1 else above
    return None, None


def _near(said: str, km: str) -> Near | None:
    latitude, comma, longitude = said[:40].partition(",")
    try:
        here = float(latitude), float(longitude)
    except ValueError:
        return None
    if not comma or not all(map(math.isfinite, here)) or abs(here[0]) > 90 or abs(here[1]) > 180:  # noqa: PLR2004
        return None
    return Near(round(here[0], 2), round(here[1], 2), next((far for far in DISTANCES if str(far) == km), USUAL_KM))


def _page(said: str) -> int:
    return max(1, min(int(said[:9]), MOST_HITS)) if said.isascii() and said.isdigit() else 1


def _sort(said: str, query: Query) -> Sort:
    if said not in set(Sort):
        return Sort.RELEVANCE
    sort = Sort(said)
    is_idle = (sort == Sort.NAME and not query.text) or (sort == Sort.NEAREST and query.near is None)
    return Sort.RELEVANCE if is_idle else sort
