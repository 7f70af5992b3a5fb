"""Finding products with what their cards and pages show, in a fixed number of queries."""

from __future__ import annotations

from datetime import date

from django.db.models import Prefetch

from catalog.models import Certificate, Product, Stocking
from catalog.models.product import ProductQuerySet
from core.models import Picture
from places.models import AdministrativeUnit

# The picture of a card, drawn once and then kept.
CARD_PICTURE = "fill-480x360|format-webp|webpquality-70"


def with_cards(products: ProductQuerySet) -> ProductQuerySet:
    """Fetch what cards show along with the products: producer, place, picture, and `held`, the certificates newest first."""
    return products.select_related("producer", "commune", "province", "product_set").prefetch_related(
        Prefetch("certificates", Certificate.objects.newest_first(), to_attr="held"),
        # All sizes: of a picture fetched with some, the others would be drawn anew at every request.
        Prefetch("picture", Picture.objects.prefetch_renditions()),
    )


def with_search_facts(products: ProductQuerySet) -> ProductQuerySet:
    """Fetch what the search documents of products are made from, in a fixed number of queries; `held` as in `with_cards`."""
    return products.select_related("producer", "commune", "province", "product_set", "former_district").prefetch_related(
        Prefetch("certificates", Certificate.objects.newest_first(), to_attr="held"),
        Prefetch("stocked_at", Stocking.objects.select_related("sale_point")),
        "ip_marks",
        "standards",
    )


def featured_products(*, on: date, province: AdministrativeUnit | None, count: int) -> list[Product]:
    """Give some products in force to show first: more stars before fewer, newer decisions before older; a list."""
    certificates = Certificate.objects.in_force(on=on)
    if province is not None:
        certificates = certificates.filter(product__province=province)
    order = list(
        certificates.order_by("-stars", "-decision_date", "product__sort_key").values_list("product_id", flat=True)[:count]
    )
    return sorted(with_cards(Product.objects.filter(pk__in=order)), key=lambda product: order.index(product.pk))
