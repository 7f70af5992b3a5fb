"""The two pages of results: the list of products, and everything of the site that words find."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.http import urlencode
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from catalog.models.product import PRODUCTS_PATH
from search.addresses import LAPSED, LITERAL, YES, Addresses, is_plain, parameters, plain, read_query, with_text
from search.domain.finding import find
from search.facets import BY_NAME
from search.helping import ways_out
from search.listing import chips_of, dropped_of, promotions, rows_of, sort_options
from search.narrowing import COUNTED, narrowing_form, values_shown
from search.noticing import notice_miss
from search.presentation import Labels
from search.query import Hit, Query, Result
from search.sources import sources


def product_list(request: HttpRequest) -> dict[str, Any]:
    """Answer what is asked of the list of products, as its template wants it."""
    addresses = Addresses(request.path, PRODUCTS_PATH)
    query = read_query(request.GET, language=get_language() or "vi", kind=PRODUCTS_PATH)
    today = timezone.localdate()
    result = find(query, today=today, facets=COUNTED)
    notice_miss(request, query, result, day=today)
    query = replace(query, page=result.page)
    labels = Labels(values_shown(query, result))
    return _found(query, result, labels, addresses, today) | {
        "summary": _summary(query, result),
        "form": narrowing_form(query, result, labels, kept=_kept(query)),
        "sorts": sort_options(query),
        "elsewhere": [tab for tab in tabs_of(query, result.counts) if tab["kind"] not in ("", PRODUCTS_PATH)]
        if query.text
        else [],
    }


def site_search(request: HttpRequest) -> dict[str, Any]:
    """Answer what is asked of the whole site, as the template wants it. Who asks nothing costs nothing."""
    addresses = Addresses(request.path)
    query = read_query(request.GET, language=get_language() or "vi")
    today = timezone.localdate()
    if is_plain(query):
        return {"query": query, "address": addresses.of(plain(query)), "is_asked": False}
    result = find(query, today=today)
    notice_miss(request, query, result, day=today)
    query = replace(query, page=result.page)
    labels = Labels(values_shown(query, result))
    return _found(query, result, labels, addresses, today) | {
        "summary": _summary(query, result),
        "tabs": tabs_of(query, result.counts),
        "is_asked": True,
    }


def tabs_of(query: Query, counts: Mapping[str, int]) -> list[dict[str, Any]]:
    """Give the kinds that the words find, each with its number and address; products have a list of their own."""
    everything, of_products = Addresses(reverse("search")), list_of_products()
    first = replace(query, kind="", page=1)
    tabs = [{"kind": "", "label": _("All"), "count": sum(counts.values()), "url": everything.of(first), "active": not query.kind}]
    for source in sources():
        of_kind = replace(first, kind=source.kind)
        is_product = source.kind == PRODUCTS_PATH
        tabs.append(
            {
                "kind": source.kind,
                "label": source.label,
                "count": counts.get(source.kind, 0),
                "url": (of_products if is_product else everything).of(of_kind),
                "active": query.kind == source.kind,
            }
        )
    return [tab for tab in tabs if tab["count"] or tab["active"]]


def list_of_products() -> Addresses:
    """Give who writes the addresses of the list of products."""
    return Addresses(reverse("wagtail_serve", args=[f"{PRODUCTS_PATH}/"]), PRODUCTS_PATH)


def _found(query: Query, result: Result, labels: Labels, addresses: Addresses, today: date) -> dict[str, Any]:
    """Give what both pages show."""
    first = replace(query, page=1)
    put_first = promotions(query, on=today)
    rows = rows_of(result.hits, leave_out=put_first)
    promoted = rows_of([Hit(kind, number) for kind, number in put_first]) if query.page == 1 else []
    base = urlencode(parameters(first, kind=addresses.kind))
    return {
        "query": query,
        "result": result,
        "rows": rows,
        "promoted": promoted,
        "chips": chips_of(query, result, labels, addresses),
        "address": addresses.of(query),
        "base_query": f"{base}&" if base else "",
        "is_plain": is_plain(query),
        "is_narrowed": not is_plain(query) or query.page > 1,
        "clear_url": addresses.of(with_text(plain(query), query.text)),
        "all_url": list_of_products().path,
        "lapsed_url": addresses.of(replace(first, lapsed=True)) if result.lapsed and not query.lapsed else "",
        "literal_url": addresses.of(replace(first, literal=True)) if result.is_corrected else "",
        "suggested_url": addresses.of(with_text(query, result.suggestion)) if result.suggestion else "",
        "dropped": dropped_of(query, result, labels),
        "ways_out": ways_out(query, labels, addresses, today=today) if not rows and not promoted else [],
    }


def _kept(query: Query) -> list[tuple[str, str]]:
    """Give what a form carries along: what is chosen but has no box of its own, and what was asked for by a link."""
    kept = [(name, value) for name, values in query.filters.items() if not BY_NAME[name].is_shown for value in values]
    if query.lapsed:
        kept.append((LAPSED, YES))
    if query.literal:
        kept.append((LITERAL, query.text))
    return kept


def _summary(query: Query, result: Result) -> str:
    """Say how much was found, in one line that is also read aloud."""
    in_part = result.total - result.exact
    said = {"exact": _number(result.exact), "rest": _number(in_part), "counter": _number(result.total)}
    if not result.total:
        return _("Nothing found")
    if in_part and result.exact:
        return (
            ngettext("%(exact)s fits, %(rest)s more fit in part", "%(exact)s fit, %(rest)s more fit in part", result.exact) % said
        )
    if in_part:
        return (
            ngettext(
                "Nothing has all your words; %(rest)s fits in part", "Nothing has all your words; %(rest)s fit in part", in_part
            )
            % said
        )
    if query.kind != PRODUCTS_PATH:
        return ngettext("%(counter)s result", "%(counter)s results", result.total) % said
    if query.lapsed:
        return ngettext("%(counter)s product", "%(counter)s products", result.total) % said
    return (
        ngettext(
            "%(counter)s product with a certificate in force", "%(counter)s products with a certificate in force", result.total
        )
        % said
    )


def _number(count: int) -> str:
    return str(number_format(count, use_l10n=True, force_grouping=True))
