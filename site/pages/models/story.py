"""Stories."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page

from catalog.models import Product
from catalog.queries.products import with_cards
from core.fields import NFCCharField, NFCTextField
from core.models import SampleMarked
from pages.blocks import StoryBlock
from pages.compose.cards import product_cards, story_cards
from places.models import AdministrativeUnit

STORIES_ON_A_PAGE = 12


class StoryIndexPage(Page):
    """The list of stories, the newest first."""

    lead = NFCTextField(_("lead"), blank=True, max_length=300)

    content_panels: ClassVar = [*Page.content_panels, FieldPanel("lead")]
    parent_page_types: ClassVar = ["pages.HomePage"]
    subpage_types: ClassVar = ["pages.StoryPage"]
    max_count_per_parent = 1
    template = "pages/story_index_page.html"

    class Meta:
        verbose_name = _("list of stories")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add a page of stories."""
        stories = StoryPage.objects.live().child_of(self).select_related("picture").order_by("-first_published_at", "-pk")
        page = Paginator(stories, STORIES_ON_A_PAGE).get_page(request.GET.get("page"))
        return super().get_context(request, *args, **kwargs) | {"page_of": page, "cards": story_cards(page.object_list)}


class StoryPage(SampleMarked, Page):  # type: ignore[django-manager-missing]  # Wagtail makes it as it runs
    """A story of a place, its people and what they make."""

    kicker = NFCCharField(_("line above the title"), max_length=60, blank=True)
    lead = NFCTextField(_("lead"), max_length=400)
    picture = models.ForeignKey(
        "core.Picture", verbose_name=_("picture"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    place = models.ForeignKey(
        AdministrativeUnit, verbose_name=_("place"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    body = StreamField(StoryBlock(), verbose_name=_("story"), blank=True)

    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("kicker"),
        FieldPanel("lead"),
        FieldPanel("picture"),
        FieldPanel("place"),
        FieldPanel("body"),
        InlinePanel("story_products", label=_("products of the story"), max_num=8),
    ]
    parent_page_types: ClassVar = ["pages.StoryIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "pages/story_page.html"

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the products that the story is about."""
        products = with_cards(Product.objects.filter(pk__in=[row.product_id for row in self.story_products.all()]))
        return super().get_context(request, *args, **kwargs) | {"products": product_cards(products)}


class StoryProduct(Orderable):
    """A product that a story is about."""

    page = ParentalKey(StoryPage, on_delete=models.CASCADE, related_name="story_products")
    product = models.ForeignKey(Product, verbose_name=_("product"), on_delete=models.CASCADE, related_name="+")

    panels: ClassVar = [FieldPanel("product")]
