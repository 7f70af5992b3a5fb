"""The home page of a province."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from catalog.queries.products import featured_products
from core.fields import NFCCharField, NFCTextField
from pages.compose.cards import product_cards, story_cards
from pages.compose.facts import programme_figures
from pages.models.story import StoryPage
from places.models import AdministrativeUnit
from places.queries.units import districts_with_points

PRODUCTS_AT_HOME = 8


class HomePage(Page):
    """The front door: search, a true story, products, sale points near, how to check a stamp, the programme in figures."""

    hero_title = NFCCharField(_("title above the search box"), max_length=120)
    lead = NFCTextField(_("lead"), blank=True, max_length=300)
    featured_story = models.ForeignKey(
        "pages.StoryPage", verbose_name=_("story on top"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("hero_title"),
        FieldPanel("lead"),
        FieldPanel("featured_story"),
    ]
    parent_page_types: ClassVar = ["wagtailcore.Page"]
    subpage_types: ClassVar = [
        "pages.ProductIndexPage",
        "pages.ProducerIndexPage",
        "pages.StoryIndexPage",
        "pages.StandardPage",
    ]
    template = "pages/home_page.html"

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Compose the front door."""
        today = timezone.localdate()
        province: AdministrativeUnit | None = request.province.unit  # type: ignore[attr-defined]
        stories = list(
            StoryPage.objects.live().descendant_of(self).select_related("picture").order_by("-first_published_at", "-pk")[:4]
        )
        featured = next((story for story in stories if story.pk == self.featured_story_id), stories[0] if stories else None)
        return super().get_context(request, *args, **kwargs) | {
            "featured": story_cards([featured])[0] if featured else None,
            "stories": story_cards([story for story in stories if story != featured][:3]),
            "products": product_cards(featured_products(on=today, province=province, count=PRODUCTS_AT_HOME)),
            "districts": [unit for unit in districts_with_points(province) if unit.point_count] if province else [],
            "figures": programme_figures(on=today, province=province),
            "check_url": reverse("check"),
            "points_url": reverse("sale-point-list"),
        }
