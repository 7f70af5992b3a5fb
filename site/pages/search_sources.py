"""What can be found, and the signals that keep it found: products, producers, sale points, stories."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Count, Model, QuerySet
from django.db.models.signals import post_delete, post_save
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail.signals import page_published, page_unpublished

from catalog.models import Certificate, Producer, Product
from catalog.queries.products import with_cards
from pages.compose.cards import producer_cards, product_card, standing, story_cards
from pages.models import StoryPage
from places.models import AdministrativeUnit, SalePoint
from places.presentation import point_card
from places.queries.sale_points import points_for_lists
from search.indexing import is_paused, refresh
from search.sources import Document, Source, register


def _only(rows: QuerySet[Any], numbers: Sequence[int] | None) -> QuerySet[Any]:
    return rows if numbers is None else rows.filter(pk__in=numbers)


def _place_words(*units: AdministrativeUnit | None) -> str:
    return " ".join(unit.name for unit in units if unit is not None)


def product_documents(numbers: Sequence[int] | None) -> Iterable[Document]:
    """Give the documents of products; a lapsed one is found after those in force."""
    today = timezone.localdate()
    for product in _only(with_cards(Product.objects.select_related("former_district")), numbers):
        _certificate, status = standing(product.held, on=today)
        yield Document(
            object_id=product.pk,
            title=product.name,
            text=" ".join(
                [
                    product.producer.name,
                    product.place_as_certified,
                    _place_words(product.commune, product.former_district, product.province),
                    str(product.product_set.name if product.product_set else ""),
                    product.summary,
                    product.summary_en,
                ]
            ),
            is_current=status in ("IN_FORCE", "EXTENDED") and product.retired_on is None,
        )


def product_cards_by_number(numbers: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Give the cards of products by number."""
    today = timezone.localdate()
    return {product.pk: product_card(product, today) for product in with_cards(Product.objects.filter(pk__in=numbers))}


def producer_documents(numbers: Sequence[int] | None) -> Iterable[Document]:
    """Give the documents of producers; one whose name is made up comes after those that are known."""
    for producer in _only(Producer.objects.select_related("commune__parent"), numbers):
        place = _place_words(producer.commune, producer.commune.parent if producer.commune else None)
        yield Document(
            object_id=producer.pk,
            title=producer.name,
            text=f"{producer.old_address} {producer.address} {place}",
            is_current=not producer.is_sample,
        )


def producer_cards_by_number(numbers: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Give the cards of producers by number."""
    producers = list(Producer.objects.select_related("commune").filter(pk__in=numbers))
    return dict(zip((producer.pk for producer in producers), producer_cards(producers), strict=True))


def point_documents(numbers: Sequence[int] | None) -> Iterable[Document]:
    """Give the documents of public sale points."""
    for point in _only(SalePoint.objects.public().select_related("commune__parent", "former_district"), numbers):
        place = _place_words(point.commune, point.former_district, point.commune.parent)
        yield Document(
            object_id=point.pk,
            title=point.name,
            text=f"{point.address} {point.old_address} {place} {point.description} {point.description_en}",
            is_current=point.state == "OPERATING",
        )


def point_cards_by_number(numbers: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Give the cards of sale points by number."""
    now = timezone.localtime()
    return {point.pk: point_card(point, now) for point in points_for_lists().filter(pk__in=numbers)}


def story_documents(numbers: Sequence[int] | None) -> Iterable[Document]:
    """Give the documents of published stories; one that has no translation of its own is found in every language."""
    written = StoryPage.objects.live().filter(alias_of=None).select_related("locale")
    translated = {
        key for key, count in written.values_list("translation_key").annotate(count=Count("pk")).order_by() if count > 1
    }
    for story in _only(written, numbers):
        text = " ".join(str(block.value) for block in story.body if block.block_type in ("heading", "paragraph"))
        yield Document(
            object_id=story.pk,
            title=story.title,
            text=f"{story.kicker} {story.lead} {strip_tags(text)}",
            language=story.locale.language_code if story.translation_key in translated else "",
        )


def story_cards_by_number(numbers: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Give the cards of stories by number."""
    stories = list(StoryPage.objects.live().select_related("picture").filter(pk__in=numbers))
    return dict(zip((story.pk for story in stories), story_cards(stories), strict=True))


PRODUCTS = Source("san-pham", _("Products"), Product, product_documents, product_cards_by_number, "components/product_card.html")
PRODUCERS = Source(
    "chu-the", _("Producers"), Producer, producer_documents, producer_cards_by_number, "components/producer_card.html"
)
POINTS = Source(
    "diem-ban", _("Sale points"), SalePoint, point_documents, point_cards_by_number, "components/sale_point_card.html"
)
STORIES = Source("cau-chuyen", _("Stories"), StoryPage, story_documents, story_cards_by_number, "components/story_card.html")


def _refresh_later(source: Source, numbers: list[int]) -> None:
    if is_paused():
        return
    transaction.on_commit(partial(refresh, source, numbers))


def _product_changed(instance: Model, **_kwargs: Any) -> None:
    _refresh_later(PRODUCTS, [instance.pk])


def _certificate_changed(instance: Certificate, **_kwargs: Any) -> None:
    _refresh_later(PRODUCTS, [instance.product_id])


def _producer_changed(instance: Producer, **_kwargs: Any) -> None:
    _refresh_later(PRODUCERS, [instance.pk])
    _refresh_later(PRODUCTS, list(instance.products.values_list("pk", flat=True)))


def _point_changed(instance: SalePoint, **_kwargs: Any) -> None:
    _refresh_later(POINTS, [instance.pk])


def _story_changed(instance: Model, **_kwargs: Any) -> None:
    _refresh_later(STORIES, [instance.pk])


for _source in (PRODUCTS, PRODUCERS, POINTS, STORIES):
    register(_source)

for _sender, _handler in (
    (Product, _product_changed),
    (Certificate, _certificate_changed),
    (Producer, _producer_changed),
    (SalePoint, _point_changed),
):
    post_save.connect(_handler, sender=_sender, dispatch_uid=f"search-{_sender.__name__}-saved")
    post_delete.connect(_handler, sender=_sender, dispatch_uid=f"search-{_sender.__name__}-deleted")
page_published.connect(_story_changed, sender=StoryPage, dispatch_uid="search-story-published")
page_unpublished.connect(_story_changed, sender=StoryPage, dispatch_uid="search-story-unpublished")
