"""Facts of the register as pages show them: certified, not edited."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.domain.certificates import days_left
from catalog.enums import CertificateStatus
from catalog.models import Certificate, Producer, Product, Stocking
from catalog.presentation import tone_of
from catalog.queries.products import with_cards
from core.text import initial
from pages.compose.cards import picture_values, producer_cards, product_card, product_cards, standing
from pages.compose.structured import product_data
from places.enums import SalePointState
from places.models import AdministrativeUnit, SalePoint
from places.presentation import point_card
from places.queries.sale_points import points_for_lists
from traceability.queries.lots import latest_lots

HERO_PICTURE = "fill-1200x800|format-webp|webpquality-72"
HERO_ON_A_PHONE = "fill-720x480|format-webp|webpquality-70"
SIMILAR_PRODUCTS = 4


def product_facts(product: Product) -> dict[str, Any]:
    """Give everything the page of a product shows beside its story."""
    today = timezone.localdate()
    product = with_cards(Product.objects.filter(pk=product.pk)).get()
    held: list[Certificate] = product.held
    certificate, status = standing(held, on=today)
    tone = tone_of(status)
    return {
        "product": product,
        "certificate": certificate,
        "certified": tone == "leaf",
        "tone": tone,
        "status": status,
        "status_label": status.label if status else _("not certified"),
        "retired": _retirement(product),
        # The address stays for the sake of printed codes, but the thing is gone: machines should know.
        "http_status": HTTPStatus.GONE if product.retired_on else HTTPStatus.OK,
        "not_in_force": _not_in_force(certificate, status),
        "days_left": days_left(certificate, on=today) if certificate else None,
        "facts": _facts(product),
        "held": [(one, one.status(on=today)) for one in held],
        "marks": list(product.ip_marks.all()),
        "standards": list(product.standards.on(today)),
        "channels": list(product.channels.all()),
        "stockings": _stockings(product),
        "lots": latest_lots(product),
        "maker": producer_cards(Producer.objects.filter(pk=product.producer_id))[0],
        "similar": _similar(product, today),
        "hero": picture_values(product.picture, HERO_PICTURE, small=HERO_ON_A_PHONE),
        "structured": product_data(product, certificate if tone == "leaf" else None),
        "initial": initial(product.name),
        "is_sample": product.is_sample or bool(certificate and certificate.is_sample),
        "crumbs": [
            {"title": _("Home"), "url": reverse("wagtail_serve", args=[""])},
            {"title": _("Products"), "url": reverse("wagtail_serve", args=["san-pham/"])},
            {"title": product.name},
        ],
    }


def producer_facts(producer: Producer) -> dict[str, Any]:
    """Give everything the page of a producer shows beside what it tells of itself."""
    return {
        "producer": producer,
        "facts": _producer_facts(producer),
        "products": product_cards(with_cards(Product.objects.filter(producer=producer).order_by("sort_key"))),
        "initial": initial(producer.name),
        "crumbs": [
            {"title": _("Home"), "url": reverse("wagtail_serve", args=[""])},
            {"title": _("Producers"), "url": reverse("wagtail_serve", args=["chu-the/"])},
            {"title": producer.name},
        ],
    }


def stock_of(point: SalePoint) -> list[dict[str, Any]]:
    """Give the products that a sale point stocks, the one seen there last first."""
    confirmed = dict(Stocking.objects.filter(sale_point=point).values_list("product_id", "confirmed_on"))
    products = with_cards(Product.objects.filter(pk__in=confirmed))
    today = timezone.localdate()
    rows = [{"card": product_card(product, today), "confirmed_on": confirmed[product.pk]} for product in products]
    return sorted(rows, key=lambda row: row["confirmed_on"], reverse=True)


def programme_figures(*, on: date, province: AdministrativeUnit | None) -> list[tuple[str, int]]:
    """Give the programme of a province in four numbers with their words; of all provinces when none is named."""
    in_province = Q(product__province=province) if province else Q()
    points = SalePoint.objects.open_to_visitors()
    certificates = Certificate.objects.in_force(on=on).filter(in_province)
    return [
        (_("certified products"), certificates.count()),
        (_("with four or five stars"), certificates.filter(stars__gte=4).count()),
        (_("producers"), certificates.values("product__producer").distinct().count()),
        (_("sale points"), points.in_unit(province).count() if province else points.count()),
    ]


def _retirement(product: Product) -> str:
    if product.retired_on is None:
        return ""
    return _("This product left the register on %(day)s: %(reason)s") % {
        "day": product.retired_on.strftime("%d/%m/%Y"),
        "reason": product.retired_because,
    }


def _facts(product: Product) -> list[tuple[str, str]]:
    today = ", ".join(unit.full_name for unit in (product.commune, product.province) if unit)
    facts = [
        (_("Producer"), product.producer.name),
        (_("Place as certified"), product.place_as_certified),
        (_("Place today"), today),
        (_("Product set"), str(product.product_set or "")),
        (_("Season"), product.season),
        (_("Net content"), product.net_content),
        (_("OCOP code"), product.ocop_code),
        (_("Barcode (GTIN)"), product.gtin),
    ]
    return [(term, value) for term, value in facts if value]


def _producer_facts(producer: Producer) -> list[tuple[str, str]]:
    """Give what the register knows of a producer. Its tax code stays inside: a household's is a person's number."""
    facts = [
        (_("Legal form"), producer.get_kind_display()),
        (_("Address"), producer.address),
        (_("Place today"), producer.commune.full_name if producer.commune else ""),
        (_("Address as published"), producer.old_address),
    ]
    return [(term, value) for term, value in facts if value]


def _not_in_force(certificate: Certificate | None, status: CertificateStatus | None) -> str:
    """Say in one sentence why a product may not be presented as certified; nothing when it may."""
    if certificate is None or status is None:
        return _("The register holds no OCOP certificate for this product.")
    if status == CertificateStatus.REVOKED and certificate.revoked_on:
        return _("Its certificate was revoked on %(day)s by decision %(number)s: %(ground)s.") % {
            "day": certificate.revoked_on.strftime("%d/%m/%Y"),
            "number": certificate.revocation_no,
            "ground": certificate.get_revocation_ground_display(),
        }
    if status == CertificateStatus.EXPIRED:
        return _("Its certificate ran out on %(day)s. It is shown as history and may not be sold as an OCOP product.") % {
            "day": certificate.valid_until.strftime("%d/%m/%Y")
        }
    return ""


def _stockings(product: Product) -> list[dict[str, Any]]:
    """Give the operating sale points that have the product, the one confirmed last first."""
    now = timezone.localtime()
    rows = Stocking.objects.filter(product=product, sale_point__state=SalePointState.OPERATING).values_list(
        "sale_point_id", "confirmed_on"
    )
    confirmed = dict(rows)
    points = points_for_lists().filter(pk__in=confirmed)
    return sorted(
        ({"card": point_card(point, now), "confirmed_on": confirmed[point.pk]} for point in points),
        key=lambda row: row["confirmed_on"],
        reverse=True,
    )


def _similar(product: Product, today: date) -> list[dict[str, Any]]:
    if product.product_set_id is None:
        return []
    others = Product.objects.certified(on=today).filter(product_set=product.product_set_id).exclude(pk=product.pk)
    return product_cards(with_cards(others.order_by("sort_key"))[:SIMILAR_PRODUCTS])
