"""Wagtail's default search over the same names: what one would have without a search of one's own."""

from __future__ import annotations

from itertools import islice

from wagtail.search.backends import get_search_backend

from bench.catalogue import Catalogue
from bench.models import Named

_AT_ONCE = 1_000
_HITS_ON_A_PAGE = 24


def fill(catalogue: Catalogue, size: int) -> None:
    """Write the names and index them, as `manage.py update_index` does."""
    rows = (
        Named(
            title=good.name,
            maker=good.maker.name,
            place=", ".join(good.maker.place.names),
            is_current=good.is_current,
        )
        for good in catalogue.goods(1, size)
    )
    while portion := list(islice(rows, _AT_ONCE)):
        Named.objects.bulk_create(portion)
    rebuilder = get_search_backend().rebuilder_class(get_search_backend().get_index_for_model(Named))
    index = rebuilder.start()
    index.add_model(Named)
    stored = Named.objects.order_by("pk").iterator(chunk_size=_AT_ONCE)
    while portion := list(islice(stored, _AT_ONCE)):
        index.add_items(Named, portion)
    rebuilder.finish()


def look(_catalogue: Catalogue, text: str) -> list[str]:
    """Give the names on the first page; the hits are counted, as a page says how many there are."""
    results = get_search_backend().search(text, Named.objects.filter(is_current=True))
    titles = [row.title for row in results[:_HITS_ON_A_PAGE]]
    results.count()
    return titles
