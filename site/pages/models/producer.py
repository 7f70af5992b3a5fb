"""Pages of producers."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from catalog.models import Producer
from catalog.models.producer import PRODUCERS_PATH
from core.fields import NFCTextField
from core.models import SampleMarked
from pages.blocks import StoryBlock
from pages.compose.cards import producer_cards
from pages.compose.facts import producer_facts
from pages.models.register_index import RegisterIndexMixin

PRODUCERS_ON_A_PAGE = 24


class ProducerIndexPage(RegisterIndexMixin, Page):
    """The list of producers. Below it every producer of the register has an address, written page or not."""

    lead = NFCTextField(_("lead"), blank=True, max_length=300)

    content_panels: ClassVar = [*Page.content_panels, FieldPanel("lead")]
    parent_page_types: ClassVar = ["pages.HomePage"]
    subpage_types: ClassVar = ["pages.ProducerPage"]
    max_count_per_parent = 1
    template = "pages/producer_index_page.html"
    PATH = PRODUCERS_PATH
    record_model: ClassVar = Producer
    record_template: ClassVar = "pages/producer_page.html"

    class Meta:
        verbose_name = _("list of producers")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add a page of producers."""
        page = Paginator(Producer.objects.order_by("sort_key", "pk"), PRODUCERS_ON_A_PAGE).get_page(request.GET.get("page"))
        return super().get_context(request, *args, **kwargs) | {"page_of": page, "cards": producer_cards(page.object_list)}

    def record_context(self, record: Any) -> dict[str, Any]:
        """Give what the register says of it."""
        return producer_facts(record)


class ProducerPage(SampleMarked, Page):  # type: ignore[django-manager-missing]  # Wagtail makes it as it runs
    """What a producer tells of itself. The certified facts beside it come from the register."""

    producer = models.ForeignKey(Producer, verbose_name=_("producer"), on_delete=models.PROTECT, related_name="pages")
    lead = NFCTextField(_("lead"), blank=True, max_length=400)
    picture = models.ForeignKey(
        "core.Picture", verbose_name=_("picture"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    body = StreamField(StoryBlock(), verbose_name=_("story"), blank=True)

    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("producer", permission="pages.bind_to_register"),
        FieldPanel("lead"),
        FieldPanel("picture"),
        FieldPanel("body"),
    ]
    parent_page_types: ClassVar = ["pages.ProducerIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "pages/producer_page.html"

    class Meta:
        verbose_name = _("producer's page")
        verbose_name_plural = _("producers' pages")

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """Take the register's address part, so that one producer has one address."""
        if self.producer_id:
            self.slug = self.producer.slug
        super().full_clean(*args, **kwargs)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add what the register says."""
        return super().get_context(request, *args, **kwargs) | producer_facts(self.producer) | {"story": self}
