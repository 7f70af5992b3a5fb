"""Cards: what a list shows of a product, a producer, a story."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Protocol

from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.enums import CertificateStatus
from catalog.models import Certificate, Producer, Product
from catalog.presentation import tone_of
from catalog.queries.products import CARD_PICTURE
from core.models import Picture
from core.text import initial


class Story(Protocol):
    """What a card asks of a story; the page type itself stands above this module."""

    title: str
    lead: str
    kicker: str
    url: str | None
    picture: Picture | None
    first_published_at: datetime | None
    is_sample: bool


STORY_PICTURE = "fill-800x500|format-webp|webpquality-70"


def picture_values(picture: Picture | None, size: str, *, small: str = "") -> dict[str, Any] | None:
    """Give a picture in one size, as the picture component wants it; with a smaller one for phones where that is named."""
    if picture is None:
        return None
    drawn = picture.get_rendition(size)
    srcset = ""
    if small:
        smaller = picture.get_rendition(small)
        srcset = f"{smaller.url} {smaller.width}w, {drawn.url} {drawn.width}w"
    return {
        "srcset": srcset,
        "sizes": "(min-width: 48em) 34rem, 100vw",
        "url": drawn.url,
        "width": drawn.width,
        "height": drawn.height,
        "alt": str(picture.description),
        "credit": picture.credit,
        "is_sample": picture.is_sample,
    }


def standing(held: Iterable[Certificate], *, on: date) -> tuple[Certificate | None, CertificateStatus | None]:
    """Give the certificate that speaks for a product on a day, and its status: the latest that has begun.

    Shape: `held` newest first.
    """
    for certificate in held:
        if certificate.valid_from <= on:
            return certificate, certificate.status(on=on)
    return None, None


def product_cards(products: Iterable[Product]) -> list[dict[str, Any]]:
    """Give the cards of products that were fetched by `catalog.queries.products.with_cards`."""
    today = timezone.localdate()
    return [product_card(product, today) for product in products]


def product_card(product: Product, today: date) -> dict[str, Any]:
    """Give what the card of a product shows. Stars only while they are in force."""
    certificate, status = standing(product.held, on=today)
    tone = tone_of(status)
    return {
        "url": product.get_absolute_url(),
        "name": product.name,
        "producer": product.producer.name,
        "place": (product.commune or product.province).full_name,
        "stars": certificate.stars if certificate and tone == "leaf" else None,
        "tone": tone,
        "status_label": status.label if status else _("not certified"),
        "picture": picture_values(product.picture, CARD_PICTURE),
        "initial": initial(product.name),
        "price": product.price_vnd,
        "is_sample": product.is_sample,
    }


def producer_cards(producers: Iterable[Producer]) -> list[dict[str, Any]]:
    """Give the cards of producers."""
    if isinstance(producers, QuerySet):
        producers = producers.select_related("commune")
    producers = list(producers)
    counts = dict(Product.objects.filter(producer__in=producers).order_by().values_list("producer").annotate(count=Count("pk")))
    return [
        {
            "url": producer.get_absolute_url(),
            "name": producer.name,
            "kind": producer.get_kind_display(),
            "place": producer.commune.full_name if producer.commune else "",
            "product_count": counts.get(producer.pk, 0),
            "initial": initial(producer.name),
            "is_sample": producer.is_sample,
        }
        for producer in producers
    ]


def story_cards(stories: Iterable[Story]) -> list[dict[str, Any]]:
    """Give the cards of stories."""
    return [
        {
            "url": story.url,
            "title": story.title,
            "lead": story.lead,
            "kicker": story.kicker,
            "picture": picture_values(story.picture, STORY_PICTURE),
            "initial": initial(story.title),
            "date": story.first_published_at,
            "is_sample": story.is_sample,
        }
        for story in stories
    ]
