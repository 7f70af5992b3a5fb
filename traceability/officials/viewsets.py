"""Lots, stamp orders and recalls in the admin."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.urls import URLPattern, path
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import StatusFlagColumn
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.viewsets.model import ModelViewSetGroup

from core.officials.viewsets import RegisterViewSet
from traceability.models import Lot, Recall, StampOrder
from traceability.officials.file_views import ArchiveView, FileView, ManifestView, PNGView, QRView
from traceability.officials.forms import LotForm
from traceability.officials.interval_views import ActivateView
from traceability.officials.lot_views import LiftView, LotEditView, LotInspectView, RecallInspectView, RecallView
from traceability.officials.order_page import StampOrderIndexView, StampOrderInspectView, TrailCSVView, TrailView
from traceability.officials.order_views import (
    ApproveView,
    CancelView,
    CompleteView,
    DeliverView,
    OrderView,
    RefuseView,
    RetireView,
)
from traceability.officials.print_views import (
    CancelRunView,
    ProgressView,
    RetryRunView,
    RunView,
    StartRunView,
    WithdrawRunView,
)
from traceability.officials.void_views import (
    RestoreListView,
    RestoreRollsView,
    RestoreView,
    VoidListView,
    VoidRollsView,
    VoidView,
)


class LotFilters(WagtailFilterSet):
    """What a list of lots is narrowed by."""

    recalled = django_filters.BooleanFilter(label=_("Recalled"), method="keep_recalled")

    class Meta:
        model = Lot
        fields = ["recalled", "is_sample"]

    def keep_recalled(self, lots: QuerySet[Any], _name: str, recalled: bool) -> QuerySet[Any]:  # noqa: FBT001  given by position
        """Keep the lots that are recalled now, or the others."""
        open_ones = Recall.objects.filter(lifted_at=None).values("lot_id")
        return lots.filter(pk__in=open_ones) if recalled else lots.exclude(pk__in=open_ones)


class LotViewSet(RegisterViewSet):
    """Lots."""

    model = Lot
    name = "lots"
    url_prefix = "lo"
    icon = "folder-open-1"
    menu_label = _("Lots")
    edit_view_class = LotEditView
    inspect_view_class = LotInspectView
    inspect_view_fields = ["code", "product", "made_date", "best_before_date", "quantity", "unit", "note", "is_sample"]
    list_display = ["code", "product", "made_date", "best_before_date", "quantity", "unit"]
    related = ("product",)
    search_fields = ["product__folded", "code"]
    filterset_class = LotFilters
    list_export = ["code", "product", "made_date", "best_before_date", "quantity", "unit"]
    record_actions = (("thu-hoi", "recall", RecallView),)

    @cached_property
    def edit_handler(self) -> ObjectList:
        """The form."""
        return ObjectList(
            [
                FieldPanel("product"),
                FieldPanel("code"),
                FieldRowPanel([FieldPanel("made_date"), FieldPanel("best_before_date")]),
                FieldRowPanel([FieldPanel("quantity"), FieldPanel("unit")]),
                FieldPanel("note"),
                FieldPanel("is_sample"),
            ],
            base_form_class=LotForm,
        )


class StampOrderFilters(WagtailFilterSet):
    """What a list of orders is narrowed by."""

    class Meta:
        model = StampOrder
        fields = ["state", "beyond_output", "is_sample"]


class StampOrderViewSet(RegisterViewSet):
    """Stamp orders: entered, decided, printed, counted; never edited."""

    model = StampOrder
    name = "stamp-orders"
    url_prefix = "don-tem"
    icon = "clipboard-list"
    menu_label = _("Stamp orders")
    closed = frozenset({"edit", "delete", "usage"})
    index_view_class = StampOrderIndexView
    inspect_view_class = StampOrderInspectView
    inspect_view_fields = [
        "product", "quantity", "state", "beyond_output", "shape", "symbol_mm", "medium", "roll_size", "delivery",
        "ordered_at", "ordered_by", "decided_at", "decided_by", "decision_reason", "retired_at", "retired_because", "is_sample",
    ]  # fmt: skip
    list_display = [
        "__str__",
        "state",
        StatusFlagColumn("beyond_output", label=_("Declared output"), true_label=_("beyond")),
        "ordered_at",
        "ordered_by",
        "decided_at",
    ]
    related = ("product", "ordered_by")
    search_fields = ["product__folded"]
    filterset_class = StampOrderFilters
    list_export = [
        "product", "quantity", "state", "beyond_output", "shape", "symbol_mm", "medium", "roll_size",
        "ordered_at", "ordered_by", "decided_at", "decided_by", "decision_reason", "retired_at",
    ]  # fmt: skip
    general_actions = (
        ("new", "add", OrderView),
        ("kich-hoat", "activate", ActivateView),
        ("huy", "void", VoidView),
        ("huy-theo-tep", "void_list", VoidListView),
        ("khoi-phuc", "restore", RestoreView),
        ("khoi-phuc-theo-tep", "restore_list", RestoreListView),
    )
    record_actions = (
        ("duyet", "approve", ApproveView),
        ("tu-choi", "refuse", RefuseView),
        ("huy-don", "cancel", CancelView),
        ("in", "print", StartRunView),
        ("giao", "deliver", DeliverView),
        ("hoan-tat", "complete", CompleteView),
        ("ngung-dung", "retire", RetireView),
        ("huy-cuon", "void_rolls", VoidRollsView),
        ("khoi-phuc-cuon", "restore_rolls", RestoreRollsView),
        ("lich-su", "trail", TrailView),
        ("lich-su.csv", "trail_csv", TrailCSVView),
        ("qr.svg", "qr_svg", QRView),
        ("qr.png", "qr_png", PNGView),
    )


class PrintRunViewSet(ViewSet):
    """Print runs. They have no list of their own: each stands on the page of its order."""

    name = "print-runs"
    url_prefix = "don-tem/luot-in"
    icon = "download"

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Say where the list of orders is."""
        common: dict[str, Any] = super().get_common_view_kwargs(**kwargs)
        return common | {"header_icon": self.icon, "index_url_name": "stamp-orders:index"}

    def register_menu_item(self) -> None:
        """Stay out of the menu."""

    def get_urlpatterns(self) -> list[URLPattern]:
        """Give the page of a run, what is done to it, and its files."""
        views = (
            ("", "run", RunView),
            ("tien-do/", "progress", ProgressView),
            ("huy/", "cancel", CancelRunView),
            ("thu-lai/", "retry", RetryRunView),
            ("rut-lai/", "withdraw", WithdrawRunView),
            ("danh-sach.json", "manifest", ManifestView),
            ("tem.zip", "archive", ArchiveView),
            ("tep/<int:position>/", "file", FileView),
        )
        return [path(f"<int:pk>/{part}", self.construct_view(view), name=name) for part, name, view in views]


class RecallFilters(WagtailFilterSet):
    """What a list of recalls is narrowed by."""

    is_open = django_filters.BooleanFilter(label=_("Still open"), field_name="lifted_at", lookup_expr="isnull")

    class Meta:
        model = Recall
        fields = ["is_open", "is_sample"]


class RecallViewSet(RegisterViewSet):
    """Recalls: made on a lot, lifted, never deleted."""

    model = Recall
    name = "recalls"
    url_prefix = "thu-hoi-lo"
    icon = "warning"
    menu_label = _("Recalls")
    closed = frozenset({"add", "edit", "delete", "usage"})
    inspect_view_class = RecallInspectView
    inspect_view_fields = ["lot", "reason", "advice", "paper", "issued_at", "lifted_at", "is_sample"]
    list_display = ["lot", "reason", "issued_at", "lifted_at"]
    related = ("lot__product",)
    search_fields = ["lot__product__folded", "lot__code", "reason"]
    filterset_class = RecallFilters
    record_actions = (("thoi", "lift", LiftView),)


class StampsGroup(ModelViewSetGroup):
    """The menu of lots and stamps."""

    menu_label = _("Stamps and lots")
    menu_icon = "folder-open-1"
    menu_order = 130
    items = (LotViewSet, StampOrderViewSet, RecallViewSet)
