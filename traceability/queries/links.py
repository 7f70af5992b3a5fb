"""The links that the register has for a product, a lot and a stamp: what a GS1 resolver may lead to, and nothing else.

Every target is built here from our own public address and our own routes. Link types: GS1 Web Vocabulary, ref.gs1.org/voc.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.conf import settings
from django.db.models import Exists, OuterRef, Subquery
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from wagtail.models import Page

from catalog.models import Certificate, Product, Stocking
from catalog.models.product import PRODUCTS_PATH
from places.enums import SalePointState
from traceability.models import Lot, Recall

GS1_VOCABULARY = "https://ref.gs1.org/voc/"
DEFAULT = GS1_VOCABULARY + "defaultLink"
# The same default for several languages: a default link itself carries nothing that could be chosen by.
DEFAULT_MULTI = GS1_VOCABULARY + "defaultLinkMulti"
PRODUCT_PAGE = GS1_VOCABULARY + "pip"
CERTIFICATE = GS1_VOCABULARY + "certificationInfo"
TRACEABILITY = GS1_VOCABULARY + "traceability"
RETAILERS = GS1_VOCABULARY + "hasRetailers"
RECALL = GS1_VOCABULARY + "recallStatus"
HTML = "text/html"
_PRODUCT = _("Product page")
_SALE_POINTS = _("Sale points that have it")
_DECISION = _("OCOP certificate %(number)s")
_LOT = _("The lot and its certificate")
_STAMP = _("What the register says about this stamp")
_RECALLED = _("This lot is recalled")
BOTH = tuple(code for code, _label in settings.LANGUAGES)


@dataclass(frozen=True)
class Link:
    """One link: its relation and its target are whole addresses. A default link has no language and no media type."""

    relation: str
    target: str
    title: str
    languages: tuple[str, ...] = ()
    media_type: str = ""


@dataclass(frozen=True, slots=True)
class LinkedProduct:
    """What the links of a product are made from. The certificate is the latest that has begun."""

    pk: int
    name: str
    slug: str
    certificate_pk: int | None
    decision_no: str | None
    has_sale_points: bool
    has_english_page: bool


@dataclass(frozen=True, slots=True)
class LinkedLot:
    """What the links of a lot are made from."""

    product_slug: str
    code: str
    is_recalled: bool


def find_linked_product(gtin: str, *, on: date) -> LinkedProduct | None:
    """Give the product of a GTIN of 14 digits, however many of them the register writes; None when we have none. One query."""
    newest = Certificate.objects.filter(product=OuterRef("pk"), valid_from__lte=on).newest_first()
    stocked = Stocking.objects.filter(product=OuterRef("pk"), sale_point__state=SalePointState.OPERATING)
    # In English too, one list page serves every product of the register.
    english_list = Page.objects.live().filter(locale__language_code="en", slug=PRODUCTS_PATH)
    found = Product.objects.filter(gtin__in=_written_forms(gtin)).order_by("pk")
    row = found.values_list(
        "pk",
        "name",
        "slug",
        Subquery(newest.values("pk")[:1]),
        Subquery(newest.values("decision_no")[:1]),
        Exists(stocked),
        Exists(english_list),
    ).first()
    return LinkedProduct(*row) if row else None


def find_linked_lot(product: LinkedProduct, code: str) -> LinkedLot | None:
    """Give a lot of a product by its number, letter by letter; None when there is none. One query."""
    open_recall = Recall.objects.filter(lot=OuterRef("pk"), lifted_at=None)
    row = Lot.objects.filter(product_id=product.pk, code=code).values_list("code", Exists(open_recall)).first()
    return LinkedLot(product.slug, *row) if row else None


def product_links(product: LinkedProduct) -> tuple[Link, ...]:
    """Give the links of a product, the default first: its page, where to buy it, its certificate in the register."""
    page = ("wagtail_serve", f"{PRODUCTS_PATH}/{product.slug}/")
    languages = BOTH if product.has_english_page else BOTH[:1]
    pages = [_page(PRODUCT_PAGE, _PRODUCT, language, *page) for language in languages]
    retailers = [_page(RETAILERS, _SALE_POINTS, language, *page) for language in languages if product.has_sale_points]
    certificates = [
        _page(CERTIFICATE, _DECISION, language, "certificate", product.certificate_pk, number=product.decision_no)
        for language in BOTH
        if product.certificate_pk
    ]
    at_its_place = [replace(link, target=f"{link.target}#where") for link in retailers]
    return (*_defaults(pages), *pages, *at_its_place, *certificates)


def lot_links(lot: LinkedLot) -> tuple[Link, ...]:
    """Give the links of a lot, the default first: its page, and the same page as news of a recall while one is open."""
    pages = [_page(TRACEABILITY, _LOT, language, "lot", lot.product_slug, lot.code) for language in BOTH]
    return (*_defaults(pages), *pages, *recall_links(lot))


def stamp_links(code: str, lot: LinkedLot | None) -> tuple[Link, ...]:
    """Give the links of a stamp, the default first: the page of its scan, and the recall of the lot that it is on.

    Shape: `code` has 16 characters without hyphens. The page of a scan has one address and asks the telephone for its language.
    """
    page = replace(_page(TRACEABILITY, _STAMP, settings.LANGUAGE_CODE, "scan", code), languages=BOTH)
    return (_defaults([page])[0], page, *(recall_links(lot) if lot else ()))


def recall_links(lot: LinkedLot) -> tuple[Link, ...]:
    """Give where to read that and why a lot is recalled; nothing while it is not."""
    languages = BOTH if lot.is_recalled else ()
    return tuple(_page(RECALL, _RECALLED, language, "lot", lot.product_slug, lot.code) for language in languages)


def _page(relation: str, title: Promise, language: str, name: str, *arguments: object, **words: object) -> Link:
    with override(language):
        address = f"{settings.PUBLIC_URL}{reverse(name, args=arguments)}"
        return Link(relation, address, str(title) % words, (language,), HTML)


def _defaults(pages: list[Link]) -> list[Link]:
    """Give the one default, which may carry nothing but its title, and the same page for each language to choose from."""
    return [Link(DEFAULT, pages[0].target, pages[0].title), *(replace(page, relation=DEFAULT_MULTI) for page in pages)]


def _written_forms(gtin: str) -> list[str]:
    """Give the ways to write a GTIN: with 14 digits, and shorter as far as it begins with zeros."""
    return [gtin[14 - length :] for length in (14, 13, 12, 8) if not gtin[: 14 - length].strip("0")]
