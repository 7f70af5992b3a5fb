"""Windows in which a producer or a product is found by a few letters; both are public."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from catalog.models import Producer, Product
from core.officials.forms import FoldedSearchForm
from core.officials.viewsets import FoldedChooserViewSet


class ProducerSearchForm(FoldedSearchForm):
    """Producers by name and tax code."""

    search_fields = ("folded", "tax_code")


class ProducerChooserViewSet(FoldedChooserViewSet):
    """All producers."""

    model = Producer
    icon = "group"
    search_form = ProducerSearchForm
    choose_one_text = _("Choose a producer")
    choose_another_text = _("Choose another producer")
    edit_item_text = _("Edit this producer")

    def get_object_list(self) -> QuerySet[Any]:
        """Give all producers."""
        return Producer.objects.select_related("commune")

    def columns(self) -> list[Any]:
        """Tell producers of one name apart."""
        return [Column("commune", label=_("Commune"), accessor="commune"), Column("tax_code", label=_("Tax code"))]


class ProductSearchForm(FoldedSearchForm):
    """Products by their own name, their producer's, their OCOP code and their barcode."""

    search_fields = ("folded", "ocop_code", "gtin")


class ProductChooserViewSet(FoldedChooserViewSet):
    """All products."""

    model = Product
    icon = "tag"
    search_form = ProductSearchForm
    choose_one_text = _("Choose a product")
    choose_another_text = _("Choose another product")
    edit_item_text = _("Edit this product")

    def get_object_list(self) -> QuerySet[Any]:
        """Give all products with their producers."""
        return Product.objects.select_related("producer")

    def columns(self) -> list[Any]:
        """Tell products of one name apart."""
        return [Column("producer", label=_("Producer"), accessor="producer"), Column("ocop_code", label=_("OCOP code"))]


producer_chooser = ProducerChooserViewSet("producer-chooser", url_prefix="chon/chu-the")
product_chooser = ProductChooserViewSet("product-chooser", url_prefix="chon/san-pham")
CHOOSERS = (producer_chooser, product_chooser)
