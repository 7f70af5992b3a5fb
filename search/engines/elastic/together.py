"""Facets that are counted as one: counting goes through every hit once for each field, so some facets share a field.

What documents have is written as one word, "thuc-pham|bo-1|4|cooperative": of so few values there are some hundred such words,
each is counted once, and the counts of the single values are their sums. Of communes there are too many.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from search.facets import DISTRICT, FORM, IP_MARK, PRICE, PROVINCE, SECTOR, SET, STANDARD, STARS, STOCK

TOGETHER: Mapping[str, tuple[str, ...]] = {
    "goods": (SECTOR.name, SET.name, STARS.name, FORM.name),
    "offer": (PRICE.name, STOCK.name, IP_MARK.name),
    "norms": (STANDARD.name,),
    "area": (PROVINCE.name, DISTRICT.name),
}
# Values are parts of addresses: neither of these stands in one.
_BETWEEN_FACETS, _BETWEEN_VALUES = "|", ","


def words_of(facets: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Give what a document has, as one word for each of the groups."""
    return {
        group: _BETWEEN_FACETS.join(_BETWEEN_VALUES.join(dict.fromkeys(facets.get(name, ()))) for name in names)
        for group, names in TOGETHER.items()
    }


def sums(group: str, buckets: Iterable[Mapping[str, Any]], wanted: Collection[str]) -> dict[str, dict[str, int]]:
    """Give the counts of the single values of the facets that are wanted, from those of the words of a group."""
    found: dict[str, dict[str, int]] = {name: {} for name in TOGETHER[group] if name in wanted}
    for bucket in buckets:
        for name, values in zip(TOGETHER[group], bucket["key"].split(_BETWEEN_FACETS), strict=True):
            counts = found.get(name)
            if values and counts is not None:
                for value in values.split(_BETWEEN_VALUES):
                    counts[value] = counts.get(value, 0) + bucket["doc_count"]
    return found
