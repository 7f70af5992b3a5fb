"""Synonyms, promoted products and searches without result in the admin."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import django_filters
from django import forms
from django.conf import settings
from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.admin.viewsets.model import ModelViewSetGroup
from wagtail.admin.widgets import AdminAutoHeightTextInput

from core.officials.viewsets import RegisterViewSet
from search.models import Miss, Promotion, Synonym
from search.officials.forms import PromotionForm, SynonymForm
from search.officials.views import (
    MissIndexView,
    PromotionCreateView,
    PromotionIndexView,
    SynonymCreateView,
    SynonymDeleteView,
    SynonymIndexView,
    is_shown_first,
    standing_today,
)

PERIODS = [("7", _("last 7 days")), ("30", _("last 30 days")), ("90", _("last 90 days"))]
USUAL_PERIOD = "30"


class SynonymFilters(WagtailFilterSet):
    """What the list of synonyms is narrowed by."""

    class Meta:
        model = Synonym
        fields = ["kind", "is_active"]


class SynonymViewSet(RegisterViewSet):
    """Synonyms, concepts and words that say nothing; no official records, so they may be deleted."""

    model = Synonym
    name = "synonyms"
    url_prefix = "tu-dong-nghia"
    icon = "openquote"
    menu_label = _("Synonyms")
    closed = frozenset({"usage"})
    index_view_class = SynonymIndexView
    add_view_class = SynonymCreateView
    delete_view_class = SynonymDeleteView
    inspect_view_fields = ["kind", "words", "means", "is_active"]
    list_display = [
        "__str__",
        "kind",
        Column("means", label=_("Asks for"), accessor=lambda row: ", ".join(row.means_list)),
        Column("key", label=_("Came from"), accessor=lambda row: _("the site") if row.key else _("an editor")),
        StatusTagColumn(
            "is_active",
            label=_("State"),
            accessor=lambda row: _("in use") if row.is_active else _("switched off"),
            primary=lambda row: row.is_active,
        ),
    ]
    search_fields = ["folded"]
    filterset_class = SynonymFilters
    list_export = ["kind", "words", "means", "is_active"]

    @cached_property
    def edit_handler(self) -> ObjectList:
        """The form."""
        return ObjectList(
            [
                FieldPanel("kind", widget=forms.RadioSelect),
                FieldPanel("words", widget=AdminAutoHeightTextInput),
                FieldPanel("means", widget=AdminAutoHeightTextInput),
                FieldPanel("is_active"),
            ],
            base_form_class=SynonymForm,
        )


class PromotionFilters(WagtailFilterSet):
    """What the list of promoted products is narrowed by."""

    today = django_filters.BooleanFilter(label=_("Valid today"), method="keep_valid")

    class Meta:
        model = Promotion
        fields = ["today"]

    def keep_valid(self, promotions: QuerySet[Any], _name: str, valid: bool) -> QuerySet[Any]:  # noqa: FBT001  given by position
        """Keep those that are valid today, or the others."""
        valid_ones = Promotion.objects.on(timezone.localdate()).values("pk")
        return promotions.filter(pk__in=valid_ones) if valid else promotions.exclude(pk__in=valid_ones)


class PromotionViewSet(RegisterViewSet):
    """Products that an editor puts first for some words."""

    model = Promotion
    name = "promotions"
    url_prefix = "san-pham-uu-tien"
    icon = "pick"
    menu_label = _("Promoted products")
    closed = frozenset({"usage"})
    index_view_class = PromotionIndexView
    add_view_class = PromotionCreateView
    inspect_view_fields = ["words", "product", "valid_from", "valid_to", "position"]
    list_display = [
        "words",
        "product",
        Column("producer", label=_("Producer"), accessor="product.producer"),
        "valid_from",
        "valid_to",
        "position",
        StatusTagColumn("today", label=_("Today"), accessor=standing_today, primary=is_shown_first),
    ]
    related = ("product__producer",)
    search_fields = ["folded", "product__folded"]
    filterset_class = PromotionFilters
    list_export = ["words", "product", "valid_from", "valid_to", "position"]

    @cached_property
    def edit_handler(self) -> ObjectList:
        """The form."""
        return ObjectList(
            [
                FieldPanel("words", help_text=_("Whoever searches exactly these words, with marks or without, sees it first.")),
                FieldPanel("product"),
                FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")]),
                FieldPanel("position", help_text=_("Of several for the same words, the smallest number comes first.")),
            ],
            base_form_class=PromotionForm,
        )


class MissFilters(WagtailFilterSet):
    """What the list of searches without result is narrowed by; a period always."""

    days = django_filters.ChoiceFilter(
        label=_("Period"),
        choices=PERIODS,
        method="keep_days",
        empty_label=None,
        widget=forms.RadioSelect,
        initial=USUAL_PERIOD,
    )
    language = django_filters.ChoiceFilter(label=_("Language"), choices=settings.LANGUAGES, widget=forms.RadioSelect)

    class Meta:
        model = Miss
        fields = ["days", "language"]

    def __init__(self, data: QueryDict | None = None, *args: Any, **kwargs: Any) -> None:
        """Take the usual period when the address names none."""
        chosen = data.copy() if data is not None else QueryDict(mutable=True)
        if chosen.get("days") not in dict(PERIODS):
            chosen["days"] = USUAL_PERIOD
        super().__init__(chosen, *args, **kwargs)

    @property
    def period(self) -> Any:
        """Name the days that are shown."""
        return dict(PERIODS)[self.data["days"]]

    def keep_days(self, misses: QuerySet[Any], _name: str, days: str) -> QuerySet[Any]:
        """Keep so many days, today among them."""
        return misses.filter(day__gt=timezone.localdate() - timedelta(days=int(days)))


class MissViewSet(RegisterViewSet):
    """Searches without result, to read: the site counts them itself."""

    model = Miss
    name = "misses"
    url_prefix = "tim-khong-thay"
    icon = "search"
    menu_label = _("Searches without result")
    closed = frozenset({"add", "edit", "delete", "usage", "history", "history_results", "inspect"})
    index_view_class = MissIndexView
    search_fields = ["folded"]
    filterset_class = MissFilters
    export_filename = "searches-without-result"

    def get_permissions_to_register(self) -> QuerySet[Permission]:
        """Offer groups the one right that there is: to look."""
        return super().get_permissions_to_register().filter(codename="view_miss")


class SearchGroup(ModelViewSetGroup):
    """The menu of the search."""

    menu_label = _("Site search")
    menu_icon = "search"
    menu_order = 140
    items = (SynonymViewSet, PromotionViewSet, MissViewSet)
