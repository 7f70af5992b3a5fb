"""Parts of a page of results as templates want them: cards, what the list is narrowed to, what was understood."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from catalog.models import Product
from catalog.models.product import PRODUCTS_PATH
from search.addresses import Addresses, with_text, without_near, without_value
from search.domain.meaning import Understood
from search.facets import NAMED, PLACE
from search.models import Promotion
from search.presentation import Labels, near_label, sort_labels
from search.query import Hit, Query, Result
from search.sources import source_of
from search.terms import folded_words

# What a text says of these is looked for among the words; all else it says is a filter.
_AMONG_WORDS = frozenset({PLACE.name, *(facet.name for facet in NAMED)})


@dataclass(frozen=True)
class Row:
    """One hit: its card, and whether it is the first of those that fit only in part."""

    template: str
    card: dict[str, Any]
    is_first_in_part: bool = False


@dataclass(frozen=True)
class Chip:
    """Something that the list is narrowed to. `url` takes it away; `words` are those of the text that were understood so."""

    label: str
    url: str
    words: str = ""
    active: bool = True
    removable: bool = True


def rows_of(hits: Sequence[Hit], *, leave_out: Collection[tuple[str, int]] = ()) -> list[Row]:
    """Give the cards of hits in their order; something deleted a moment ago is left out."""
    hits = [hit for hit in hits if (hit.kind, hit.object_id) not in leave_out]
    wanted: dict[str, list[int]] = {}
    for hit in hits:
        wanted.setdefault(hit.kind, []).append(hit.object_id)
    templates: dict[str, str] = {}
    cards: dict[tuple[str, int], dict[str, Any]] = {}
    for kind, numbers in wanted.items():
        if (source := source_of(kind)) is not None:
            templates[kind] = source.card_template
            cards |= {(kind, number): card for number, card in source.cards(numbers).items()}
    shown = [hit for hit in hits if (hit.kind, hit.object_id) in cards]
    first_in_part = next((hit for hit in shown if not hit.is_exact), None)
    return [Row(templates[hit.kind], cards[hit.kind, hit.object_id], hit is first_in_part) for hit in shown]


def promotions(query: Query, *, on: date) -> list[tuple[str, int]]:
    """Give the things that editors put first for exactly these words: products with a certificate in force.

    None where the list is narrowed down, or ordered by something else than how well things fit.
    """
    folded = " ".join(folded_words(query.bounded_text))[:120]
    if not folded or query.filters or query.near or query.sort or query.kind not in ("", PRODUCTS_PATH):
        return []
    certified = Product.objects.certified(on=on)
    numbers = Promotion.objects.for_words(folded, on=on).filter(product__in=certified).values_list("product_id", flat=True)
    return [(PRODUCTS_PATH, number) for number in numbers]


def chips_of(query: Query, result: Result, labels: Labels, addresses: Addresses) -> list[Chip]:
    """Give what the list is narrowed to, chosen or understood, each with the address without it."""
    chips = [
        Chip(labels.of(facet, value), addresses.of(without_value(query, facet, value)))
        for facet, values in query.filters.items()
        for value in values
    ]
    if query.near is not None:
        chips.append(Chip(near_label(query.near), addresses.of(without_near(query))))
    if query.lapsed:
        without = replace(query, lapsed=False, page=1)
        chips.append(Chip(_("Ended certificates too"), addresses.of(without)))
    chips += [
        Chip(reading_of(understood, labels), addresses.of(with_text(query, understood.rest)), understood.words)
        for understood in _in_effect(query, result)
    ]
    return chips


def reading_of(understood: Understood, labels: Labels) -> str:
    """Say how a part of the text was understood; all of it when it may be several."""
    return " / ".join(labels.of(understood.facet, value) for value, _label in understood.readings)


def dropped_of(query: Query, result: Result, labels: Labels) -> str:
    """Say which understood filters were set aside because nothing was within them."""
    if not result.dropped_filters or result.meaning is None:
        return ""
    return ", ".join(
        reading_of(understood, labels) for understood in result.meaning.understood if understood.facet not in _AMONG_WORDS
    )


def sort_options(query: Query) -> list[dict[str, Any]]:
    """Give the orders to choose from."""
    labels = sort_labels(has_text=bool(query.text), has_place=query.near is not None)
    return [{"value": sort.value, "label": label, "is_chosen": sort == query.sort} for sort, label in labels]


def _in_effect(query: Query, result: Result) -> list[Understood]:
    """Give what was understood and holds: what was chosen by hand outweighs it, what found nothing was set aside."""
    if result.meaning is None:
        return []
    return [
        understood
        for understood in result.meaning.understood
        if understood.facet in _AMONG_WORDS
        or (understood.facet in result.meaning.filters and understood.facet not in query.filters)
    ]
