"""What is asked about lots."""

from __future__ import annotations

from catalog.models import Product
from traceability.models import Lot

LOTS_ON_A_PAGE = 5


def latest_lots(product: Product) -> list[Lot]:
    """Give the latest lots of a product, the newest first, each with `is_recalled`; a list."""
    lots = list(product.lots.prefetch_related("recalls").order_by("-made_date", "-pk")[:LOTS_ON_A_PAGE])
    for lot in lots:
        lot.is_recalled = any(recall.lifted_at is None for recall in lot.recalls.all())  # type: ignore[attr-defined]
    return lots
