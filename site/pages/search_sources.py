"""What can be found, and the signals that keep it found: products, producers, sale points, stories."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Count, Model, QuerySet
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail.signals import page_published, page_unpublished

from catalog.models import Certificate, Producer, Product, ProductSet, ProductStandard, Stocking
from catalog.queries.products import with_cards, with_search_facts
from core.text import slug
from pages.compose.cards import producer_cards, product_card, standing, story_cards
from pages.compose.places import UnitsByPlace
from pages.models import StoryPage
from places.enums import SalePointState, UnitLevel
from places.models import AdministrativeUnit, SalePoint
from places.presentation import point_card
from places.queries.sale_points import points_for_lists
from search.domain.amounts import amount_of
from search.domain.indexing import is_paused, mark
from search.domain.lexicon import forget
from search.facets import AMOUNT, COMMUNE, DISTRICT, FORM, IP_MARK, PROVINCE, SECTOR, SET, STANDARD, STARS, STOCK, value_slug
from search.sources import ALWAYS, NEVER, Document, Source, register

# How long the word of somebody who saw a product on a shelf holds.
CONFIRMED_DAYS = 90
IN_STOCK = "co"


def _only(rows: QuerySet[Any], numbers: Sequence[int] | None) -> QuerySet[Any]:
    return rows if numbers is None else rows.filter(pk__in=numbers)


def product_documents(numbers: Sequence[int] | None) -> Iterable[Document]:
    """Give the documents of products; one whose certificate has ended is found on request only."""
    today = timezone.localdate()
    products = _only(with_search_facts(Product.objects.order_by("pk")), numbers)
    where = UnitsByPlace()
    for product in products.iterator(chunk_size=500) if numbers is None else products:
        certificate, _status = standing(product.held, on=today)
        current_from, current_to = in_force(product.held, on=today) if product.retired_on is None else NEVER
        is_current = current_from <= today < current_to
        places = where.of_product(product)
        shelves = [stocking for stocking in product.stocked_at.all() if stocking.sale_point.state == SalePointState.OPERATING]
        product_set = product.product_set
        yield Document(
            object_id=product.pk,
            title=product.name,
            maker=product.producer.name,
            place=[product.place_as_certified, *(unit.name for unit in places)],
            sort=[*_set_words(product_set), *(mark.name for mark in product.ip_marks.all())],
            text=[product.summary, product.summary_en],
            places=[unit.slug for unit in places],
            facets=_product_facets(product, certificate, shelves, places, today),
            points=[
                (float(stocking.sale_point.latitude), float(stocking.sale_point.longitude))
                for stocking in shelves
                if stocking.sale_point.latitude is not None and stocking.sale_point.longitude is not None
            ],
            price=product.price_vnd,
            stars=certificate.stars if certificate and is_current else 0,
            fresh=certificate.decision_date if certificate else None,
            current_from=current_from,
            current_to=current_to,
        )


def in_force(held: Sequence[Certificate], *, on: date) -> tuple[date, date]:
    """Give the period in which a product is found without being asked for: the one of today, else the next, else none.

    Certificates that follow without a gap count as one, so that nothing is lost on the day between them. So a document says by
    itself when its certificate runs out, whether or not anybody writes it anew on that day.
    Shape: `held` newest first.
    """
    period = NEVER
    for certificate in reversed(held):
        start, end = certificate.valid_from, certificate.ends_on
        if end <= on or end <= start:
            continue
        if period == NEVER:
            period = (start, end)
        elif start <= period[1]:
            period = (period[0], max(period[1], end))
    return period


def _set_words(product_set: ProductSet | None) -> list[str]:
    if product_set is None:
        return []
    return [
        product_set.name,
        product_set.group,
        product_set.sector,
        product_set.name_en,
        product_set.group_en,
        product_set.sector_en,
    ]


def _product_facets(
    product: Product,
    certificate: Certificate | None,
    shelves: Sequence[Stocking],
    places: Sequence[AdministrativeUnit],
    today: date,
) -> dict[str, list[str]]:
    by_level = {level: [unit.slug for unit in places if unit.level == level] for level in UnitLevel}
    seen_lately = any((today - stocking.confirmed_on).days <= CONFIRMED_DAYS for stocking in shelves)
    standards = {standard.kind for standard in product.standards.all() if today in standard.period}
    return {
        SECTOR.name: [slug(product.product_set.sector)] if product.product_set and product.product_set.sector else [],
        SET.name: [product.product_set.slug] if product.product_set and product.product_set.slug else [],
        STARS.name: [str(certificate.stars)] if certificate else [],
        PROVINCE.name: [product.province.slug],
        DISTRICT.name: by_level[UnitLevel.DISTRICT],
        COMMUNE.name: [product.commune.slug] if product.commune else [],
        FORM.name: [value_slug(product.producer.kind)],
        STOCK.name: [IN_STOCK] if seen_lately else [],
        IP_MARK.name: sorted({value_slug(mark.kind) for mark in product.ip_marks.all()}),
        STANDARD.name: sorted(value_slug(kind) for kind in standards),
        AMOUNT.name: [amount] if (amount := amount_of(product.net_content)) else [],
    }


def product_cards_by_number(numbers: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Give the cards of products by number."""
    today = timezone.localdate()
    return {product.pk: product_card(product, today) for product in with_cards(Product.objects.filter(pk__in=numbers))}


def producer_documents(numbers: Sequence[int] | None) -> Iterable[Document]:
    """Give the documents of producers."""
    where = UnitsByPlace()
    for producer in _only(Producer.objects.select_related("commune__parent"), numbers):
        places = where.around(producer.commune)
        yield Document(
            object_id=producer.pk,
            title=producer.name,
            place=[producer.old_address, producer.address, *(unit.name for unit in places)],
            places=[unit.slug for unit in places],
            facets={FORM.name: [value_slug(producer.kind)], PROVINCE.name: _provinces(places)},
        )


def producer_cards_by_number(numbers: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Give the cards of producers by number."""
    producers = list(Producer.objects.select_related("commune").filter(pk__in=numbers))
    return dict(zip((producer.pk for producer in producers), producer_cards(producers), strict=True))


def point_documents(numbers: Sequence[int] | None) -> Iterable[Document]:
    """Give the documents of public sale points; one that sells no more is found on request only."""
    where = UnitsByPlace()
    for point in _only(SalePoint.objects.public().select_related("commune__parent", "former_district__parent"), numbers):
        places = where.around(point.commune, point.former_district)
        yield Document(
            object_id=point.pk,
            title=point.name,
            place=[point.address, point.old_address, *(unit.name for unit in places)],
            sort=[point.get_kind_display()],
            text=[point.description, point.description_en],
            places=[unit.slug for unit in places],
            facets={PROVINCE.name: _provinces(places)},
            points=[(float(point.latitude), float(point.longitude))] if point.latitude and point.longitude else [],
            current_to=(ALWAYS if point.state == SalePointState.OPERATING else NEVER)[1],
        )


def _provinces(places: Iterable[AdministrativeUnit]) -> list[str]:
    return [unit.slug for unit in places if unit.level == UnitLevel.PROVINCE and not unit.is_ended]


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
    where = UnitsByPlace()
    for story in _only(written.select_related("locale", "place__parent"), numbers):
        text = " ".join(str(block.value) for block in story.body if block.block_type in ("heading", "paragraph"))
        places = where.around(story.place)
        yield Document(
            object_id=story.pk,
            title=story.title,
            place=[unit.name for unit in places],
            sort=[story.kicker],
            text=[story.lead, strip_tags(text)],
            places=[unit.slug for unit in places],
            fresh=timezone.localdate(story.first_published_at) if story.first_published_at else None,
            language=story.locale.language_code if story.translation_key in translated else "",
        )


def story_cards_by_number(numbers: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Give the cards of stories by number."""
    stories = list(StoryPage.objects.live().select_related("picture").filter(pk__in=numbers))
    return dict(zip((story.pk for story in stories), story_cards(stories), strict=True))


PRODUCTS = Source(
    "san-pham", _("Products"), Product, product_documents, product_cards_by_number, "components/product_card.html", is_thing=True
)
PRODUCERS = Source(
    "chu-the", _("Producers"), Producer, producer_documents, producer_cards_by_number, "components/producer_card.html"
)
POINTS = Source(
    "diem-ban", _("Sale points"), SalePoint, point_documents, point_cards_by_number, "components/sale_point_card.html"
)
STORIES = Source("cau-chuyen", _("Stories"), StoryPage, story_documents, story_cards_by_number, "components/story_card.html")


def _product_changed(instance: Model, **_kwargs: Any) -> None:
    mark(PRODUCTS.kind, [instance.pk])


def _product_part_changed(instance: Any, **_kwargs: Any) -> None:
    mark(PRODUCTS.kind, [instance.product_id])


def _marks_changed(instance: Any, action: str, *, reverse: bool, pk_set: set[int] | None, **_kwargs: Any) -> None:
    if action.startswith("post_") and not reverse:
        mark(PRODUCTS.kind, [instance.pk])
    elif action.startswith("post_") and pk_set:
        mark(PRODUCTS.kind, sorted(pk_set))


def _producer_changed(instance: Producer, **_kwargs: Any) -> None:
    mark(PRODUCERS.kind, [instance.pk])
    mark(PRODUCTS.kind, list(instance.products.values_list("pk", flat=True)))


def _point_changed(instance: SalePoint, **_kwargs: Any) -> None:
    mark(POINTS.kind, [instance.pk])
    mark(PRODUCTS.kind, list(Stocking.objects.filter(sale_point=instance.pk).values_list("product_id", flat=True)))


def _story_changed(instance: Model, **_kwargs: Any) -> None:
    mark(STORIES.kind, [instance.pk])


def _place_changed(**_kwargs: Any) -> None:
    if not is_paused():
        transaction.on_commit(forget)


for _source in (PRODUCTS, PRODUCERS, POINTS, STORIES):
    register(_source)

for _sender, _handler in (
    (Product, _product_changed),
    (Certificate, _product_part_changed),
    (ProductStandard, _product_part_changed),
    (Stocking, _product_part_changed),
    (AdministrativeUnit, _place_changed),
    (Producer, _producer_changed),
    (SalePoint, _point_changed),
):
    post_save.connect(_handler, sender=_sender, dispatch_uid=f"search-{_sender.__name__}-saved")
    post_delete.connect(_handler, sender=_sender, dispatch_uid=f"search-{_sender.__name__}-deleted")
m2m_changed.connect(_marks_changed, sender=Product.ip_marks.through, dispatch_uid="search-marks-changed")
page_published.connect(_story_changed, sender=StoryPage, dispatch_uid="search-story-published")
page_unpublished.connect(_story_changed, sender=StoryPage, dispatch_uid="search-story-unpublished")
