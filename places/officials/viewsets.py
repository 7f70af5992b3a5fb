"""Sale points and administrative units in the admin."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSetGroup

from core.officials.views import RegisterIndexView, RegisterInspectView, Section
from core.officials.viewsets import RegisterViewSet
from places.models import AdministrativeUnit, SalePoint
from places.officials.choosers import UnitSearchForm, commune_chooser, district_chooser
from places.officials.forms import SalePointForm


class SalePointFilters(WagtailFilterSet):
    """What a list of sale points is narrowed by."""

    class Meta:
        model = SalePoint
        fields = ["state", "kind", "is_sample"]


class SalePointInspectView(RegisterInspectView):
    """A sale point with its hours."""

    def sections(self) -> Sequence[Section]:
        """Give hours and closed days."""
        return (
            Section.of(
                _("Opening hours"),
                [
                    Column("weekday", label=_("weekday"), accessor="get_weekday_display"),
                    Column("opens", label=_("opens")),
                    Column("closes", label=_("closes")),
                ],
                self.object.opening_hours.all(),
                empty=_("No opening hours are known."),
            ),
            Section.of(
                _("Closed days"),
                [
                    Column("first_day", label=_("first day")),
                    Column("last_day", label=_("last day")),
                    Column("reason", label=_("reason")),
                ],
                self.object.closed_days.all(),
                empty=_("None are announced."),
            ),
        )


class SalePointViewSet(RegisterViewSet):
    """Sale points; one that ends gets the state "closed"."""

    model = SalePoint
    name = "sale-points"
    url_prefix = "diem-ban"
    icon = "home"
    menu_label = _("Sale points")
    add_to_reference_index = True
    inspect_view_class = SalePointInspectView
    inspect_view_fields = [
        "name", "kind", "state", "commune", "former_district", "address", "old_address", "phone", "zalo", "manager",
        "registration_no", "registration_date", "is_sample",
    ]  # fmt: skip
    list_display = ["name", "kind", "state", "commune", "former_district"]
    related = ("commune", "former_district")
    search_fields = ["folded", "registration_no", "commune__folded", "former_district__folded"]
    filterset_class = SalePointFilters
    list_export = ["name", "kind", "state", "commune", "former_district", "address", "phone", "registration_no"]

    @cached_property
    def edit_handler(self) -> TabbedInterface:
        """The form in three parts."""
        return TabbedInterface(
            [
                ObjectList(_sale_point_panels(), heading=_("Sale point")),
                ObjectList(
                    [
                        InlinePanel("opening_hours", heading=_("Opening hours"), label=_("Opening hours")),
                        InlinePanel("closed_days", heading=_("Closed days"), label=_("Closed days")),
                    ],
                    heading=_("Hours"),
                ),
                ObjectList([InlinePanel("pictures", heading=_("Pictures"), label=_("Picture"))], heading=_("Pictures")),
            ],
            base_form_class=SalePointForm,
        )


def _sale_point_panels() -> list[Any]:
    return [
        FieldPanel("name"),
        FieldPanel("slug"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("state")]),
        MultiFieldPanel(
            [
                FieldPanel("commune", widget=commune_chooser.widget_class),
                FieldPanel("former_district", widget=district_chooser.widget_class),
                FieldPanel("address"),
                FieldPanel("old_address"),
                FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
            ],
            heading=_("Place"),
        ),
        MultiFieldPanel(
            [FieldPanel("description"), FieldPanel("description_en"), FieldRowPanel([FieldPanel("phone"), FieldPanel("zalo")])],
            heading=_("For visitors"),
        ),
        MultiFieldPanel([FieldPanel("facilities"), FieldPanel("payments"), FieldPanel("languages")], heading=_("What it offers")),
        MultiFieldPanel(
            [FieldPanel("manager"), FieldRowPanel([FieldPanel("registration_no"), FieldPanel("registration_date")])],
            heading=_("Registration"),
        ),
        FieldPanel("is_sample"),
    ]


class UnitFilters(WagtailFilterSet):
    """What a list of units is narrowed by."""

    class Meta:
        model = AdministrativeUnit
        fields = ["level", "kind"]


class UnitIndexView(RegisterIndexView):
    """A list of units, in which the word for the kind may stand before a name."""

    def search_queryset(self, queryset: Any) -> Any:
        """Search as the windows do."""
        if not self.is_searching:
            return queryset
        by_code = queryset.filter(code=self.search_query.strip())
        return by_code if by_code.exists() else UnitSearchForm().search(queryset, self.search_query)


class UnitInspectView(RegisterInspectView):
    """A unit with what became of it."""

    def sections(self) -> Sequence[Section]:
        """Give successions in both directions."""
        columns = [
            Column("effective_date", label=_("from")),
            Column("decision_no", label=_("decision")),
            Column("is_partial", label=_("only a part"), accessor=lambda row: _("yes") if row.is_partial else _("no")),
        ]
        return (
            Section.of(
                _("It went on as"),
                [Column("new", label=_("new unit")), *columns],
                self.object.successions.select_related("new"),
                empty=_("Nothing is recorded."),
            ),
            Section.of(
                _("It was made from"),
                [Column("old", label=_("old unit")), *columns],
                self.object.predecessions.select_related("old"),
                empty=_("Nothing is recorded."),
            ),
        )


class UnitViewSet(RegisterViewSet):
    """Administrative units, to look at: they come from the files of the project."""

    model = AdministrativeUnit
    name = "units"
    url_prefix = "don-vi-hanh-chinh"
    icon = "site"
    menu_label = _("Administrative units")
    closed = frozenset({"add", "edit", "delete", "usage", "history", "history_results"})
    index_view_class = UnitIndexView
    inspect_view_class = UnitInspectView
    inspect_view_fields = ["name", "name_en", "kind", "level", "code", "parent", "valid_from", "valid_to", "slug", "source"]
    list_display = ["name", "kind", "level", "parent", "code", "valid_from", "valid_to"]
    related = ("parent",)
    search_fields = ["folded", "parent__folded"]
    filterset_class = UnitFilters


class PlacesGroup(ModelViewSetGroup):
    """The menu of places."""

    menu_label = _("Places")
    menu_icon = "site"
    menu_order = 120
    items = (SalePointViewSet, UnitViewSet)
