"""Pages of products."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from catalog.models import Product
from catalog.models.product import PRODUCTS_PATH
from catalog.queries.products import listed_products, sectors_in_use
from core.fields import NFCTextField
from core.models import SampleMarked
from pages.blocks import StoryBlock
from pages.compose.cards import product_cards
from pages.compose.facts import product_facts
from pages.models.register_index import RegisterIndexMixin

PRODUCTS_ON_A_PAGE = 24


class ProductIndexPage(RegisterIndexMixin, Page):
    """The list of certified products. Below it every product of the register has an address, written page or not."""

    lead = NFCTextField(_("lead"), blank=True, max_length=300)

    content_panels: ClassVar = [*Page.content_panels, FieldPanel("lead")]
    parent_page_types: ClassVar = ["pages.HomePage"]
    subpage_types: ClassVar = ["pages.ProductPage"]
    max_count_per_parent = 1
    template = "pages/product_index_page.html"
    PATH = PRODUCTS_PATH
    record_model: ClassVar = Product
    record_template: ClassVar = "pages/product_page.html"

    class Meta:
        verbose_name = _("list of products")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add a page of products: those in force, of one sector when asked, named by `nhom`."""
        sector = request.GET.get("nhom", "")
        products = listed_products(on=timezone.localdate(), sector=sector)
        page = Paginator(products, PRODUCTS_ON_A_PAGE).get_page(request.GET.get("page"))
        chips = [{"label": _("All"), "url": "?", "active": not sector}]
        chips += [
            {"label": label, "url": f"?nhom={slug}", "active": slug == sector}
            for slug, label in sectors_in_use(on=timezone.localdate())
        ]
        return super().get_context(request, *args, **kwargs) | {
            "page_of": page,
            "cards": product_cards(page.object_list),
            "chips": chips,
            "base_query": f"nhom={sector}&" if sector and any(chip["active"] for chip in chips) else "",
        }

    def record_context(self, record: Any) -> dict[str, Any]:
        """Give what the register says of it."""
        return product_facts(record)


class ProductPage(SampleMarked, Page):  # type: ignore[django-manager-missing]  # Wagtail makes it as it runs
    """The story of a product, written by its producer. The certified facts come from the register and cannot be edited here."""

    product = models.ForeignKey(Product, verbose_name=_("product"), on_delete=models.PROTECT, related_name="pages")
    lead = NFCTextField(_("lead"), blank=True, max_length=400)
    body = StreamField(StoryBlock(), verbose_name=_("story"), blank=True)

    content_panels: ClassVar = [
        HelpPanel(template="pages/admin/certified_facts.html", heading=_("From the register (cannot be changed here)")),
        *Page.content_panels,
        FieldPanel("product", permission="pages.bind_to_register"),
        FieldPanel("lead"),
        FieldPanel("body"),
    ]
    parent_page_types: ClassVar = ["pages.ProductIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "pages/product_page.html"

    class Meta:
        verbose_name = _("product's page")
        verbose_name_plural = _("products' pages")
        permissions: ClassVar = [("bind_to_register", "Can choose which product or producer of the register a page shows")]

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """Take the register's address part, so that one product has one address."""
        if self.product_id:
            self.slug = self.product.slug
        super().full_clean(*args, **kwargs)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add what the register says."""
        return super().get_context(request, *args, **kwargs) | product_facts(self.product) | {"story": self}

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer; of a retired product with all that is known of it, and the word that it is gone."""
        response = super().serve(request, *args, **kwargs)
        response.status_code = response.context_data["http_status"]
        return response
