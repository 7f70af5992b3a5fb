"""The window in which a lot is found by a few letters."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from core.officials.forms import FoldedSearchForm
from core.officials.viewsets import FoldedChooserViewSet
from traceability.models import Lot


class LotSearchForm(FoldedSearchForm):
    """Lots by number and product."""

    search_fields = ("code", "product__folded")


class LotChooserViewSet(FoldedChooserViewSet):
    """All lots, the newest first."""

    model = Lot
    icon = "folder-open-1"
    search_form = LotSearchForm
    guarded = True
    choose_one_text = _("Choose a lot")
    choose_another_text = _("Choose another lot")
    edit_item_text = _("Edit this lot")

    def get_object_list(self) -> QuerySet[Any]:
        """Give all lots with their products."""
        return Lot.objects.select_related("product__producer")

    def columns(self) -> list[Any]:
        """Tell lots of one number apart."""
        return [
            Column("producer", label=_("Producer"), accessor="product.producer"),
            Column("made_date", label=_("made on"), accessor=lambda lot: f"{lot.made_date:%d/%m/%Y}"),
        ]


lot_chooser = LotChooserViewSet("lot-chooser", url_prefix="chon/lo")
CHOOSERS = (lot_chooser,)
