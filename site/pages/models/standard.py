"""Plain pages: how to check a stamp, about, privacy."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from core.fields import NFCTextField
from pages.blocks import StoryBlock


class StandardPage(Page):
    """A page of text and pictures."""

    lead = NFCTextField(_("lead"), blank=True, max_length=300)
    body = StreamField(StoryBlock(), verbose_name=_("text"), blank=True)

    content_panels: ClassVar = [*Page.content_panels, FieldPanel("lead"), FieldPanel("body")]
    parent_page_types: ClassVar = ["pages.HomePage", "pages.StandardPage"]
    subpage_types: ClassVar = ["pages.StandardPage"]
    template = "pages/standard_page.html"

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")
