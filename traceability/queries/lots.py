"""What is asked about lots."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from catalog.models import Certificate, Product
from traceability.models import Lot, Recall

LOTS_ON_A_PAGE = 5


def latest_lots(product: Product) -> list[Lot]:
    """Give the latest lots of a product, the newest first, each with `is_recalled`; a list."""
    lots = list(product.lots.prefetch_related("recalls").order_by("-made_date", "-pk")[:LOTS_ON_A_PAGE])
    for lot in lots:
        lot.is_recalled = any(recall.lifted_at is None for recall in lot.recalls.all())  # type: ignore[attr-defined]
    return lots


@dataclass(frozen=True)
class LotRecord:
    """A lot with its product, producer and places; its open recall; the product's latest certificate that has begun."""

    lot: Lot
    recall: Recall | None
    certificate: Certificate | None


def find_lot(*, slug: str, code: str, on: date) -> LotRecord | None:
    """Give a lot by the address part of its product and its number, letter by letter. Three queries, one when there is none."""
    lots = Lot.objects.select_related("product__producer", "product__commune", "product__province")
    lot = lots.filter(product__slug=slug, code=code).first()
    if lot is None:
        return None
    recall = lot.recalls.filter(lifted_at=None).first()
    certificate = lot.product.certificates.filter(valid_from__lte=on).newest_first().first()
    return LotRecord(lot, recall, certificate)
