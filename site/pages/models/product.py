"""Pages of products."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from catalog.models import Product
from catalog.models.product import PRODUCTS_PATH
from core.fields import NFCTextField
from core.models import SampleMarked
from pages.blocks import StoryBlock
from pages.compose.facts import product_facts
from pages.models.register_index import RegisterIndexMixin
from search.composing import product_list


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
        """Add what is found of the products that are asked for; of all with a certificate in force when nothing is."""
        return super().get_context(request, *args, **kwargs) | {"found": product_list(request)}

    def get_template(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        """Choose the whole page, or for htmx only what changes on it."""
        return "search/_list_update.html" if _is_update(request) else str(self.template)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer; to htmx with the address that the visitor's browser is to show."""
        response: Any = super().serve(request, *args, **kwargs)
        if "found" in response.context_data:
            patch_vary_headers(response, ["HX-Request"])
            if _is_update(request):
                response["HX-Push-Url"] = response.context_data["found"]["address"]
        return response

    def record_context(self, record: Any) -> dict[str, Any]:
        """Give what the register says of it."""
        return product_facts(record)


def _is_update(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true" and "HX-History-Restore-Request" not in request.headers


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
