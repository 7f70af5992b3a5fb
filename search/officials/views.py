"""Views of the admin on the search: lists that fold as it does itself, a form that is filled in, rows that are switched off."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, NumberColumn, TitleColumn
from wagtail.admin.views.generic import DeleteView
from wagtail.log_actions import log

from catalog.models import Product
from core.officials.searching import search_folded
from core.officials.views import RegisterCreateView, RegisterIndexView, may
from core.spreadsheets import spreadsheet_safe
from core.text import nfc
from search.domain.misses import KEPT_DAYS
from search.models import Synonym
from search.queries.misses import missed_texts
from search.terms import folded_words

# What the first column shows of a long row.
_SHOWN_OF_A_ROW = 120
# What a link may fill into a form.
_LONGEST_PREFILL = 200
SWITCH_OFF = "search.switch_off"


def add_synonym_address(words: str) -> str:
    """Give the address of the form for a new synonym, with these words in it."""
    return f"{reverse('synonyms:add')}?{urlencode({'words': words})}"


class _FoldedIndexView(RegisterIndexView):
    """A list that finds a word however it is written; "mỳ" and "mì" are one."""

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Search word by word: folded as names are, and as terms are."""
        if not self.is_searching:
            return queryset
        rows, text = self.model._default_manager.all(), self.search_query
        found = [search_folded(rows, one, self.search_fields).values("pk") for one in (text, " ".join(folded_words(text)))]
        return queryset.filter(Q(pk__in=found[0]) | Q(pk__in=found[1]))


class SynonymIndexView(_FoldedIndexView):
    """The list of synonyms."""

    @cached_property
    def columns(self) -> list[Any]:
        """Cut long rows short."""
        columns: list[Any] = super().columns
        columns[0].accessor = lambda row: Truncator(str(row)).chars(_SHOWN_OF_A_ROW)
        columns[0].label = capfirst(self.model._meta.get_field("words").verbose_name)
        return columns


class SynonymCreateView(RegisterCreateView):
    """Adding a row, filled in with the words of a search without result."""

    def get_initial(self) -> dict[str, Any]:
        """Take the words from the address."""
        words = " ".join(nfc(self.request.GET.get("words", "")).replace("\x00", "").split())[:_LONGEST_PREFILL]
        # The next word comes into a line of its own.
        return super().get_initial() | ({"words": f"{words}\n"} if words else {})


class SynonymDeleteView(DeleteView):
    """Deleting a row; one that came with the site is switched off, for the next loading would bring it back."""

    template_name = "search/admin/confirm_delete_synonym.html"

    @property
    def confirmation_message(self) -> str:
        """Say what will happen."""
        if self.object.key:
            return _(
                "This row came with the site: deleted, it would come back. It is switched off instead and stays in the list, "
                "where it can be taken into use again."
            )
        return str(super().confirmation_message)

    def get_success_message(self) -> str:
        """Say what has happened."""
        if self.object.key:
            return _("“%(words)s” is switched off.") % {"words": self.object}
        return str(super().get_success_message())

    def delete_action(self) -> None:
        """Delete, or switch off."""
        if not self.object.key:
            super().delete_action()
            return
        with transaction.atomic():
            self.object.is_active = False
            self.object.save(update_fields=["is_active"])
            log(instance=self.object, action=SWITCH_OFF, user=self.request.user)


class PromotionIndexView(_FoldedIndexView):
    """The list of promoted products, with whether each is shown today."""

    def get_base_queryset(self) -> QuerySet[Any]:
        """Tell along which products are certified today."""
        certified = Product.objects.certified(on=timezone.localdate()).filter(pk=OuterRef("product_id"))
        return super().get_base_queryset().annotate(is_certified=Exists(certified))


def standing_today(promotion: Any) -> str:
    """Say whether a promoted product is shown first today, and if not, why."""
    today = timezone.localdate()
    if promotion.valid_from > today:
        return _("not yet")
    if promotion.valid_to is not None and promotion.valid_to <= today:
        return _("ended")
    return _("shown first") if promotion.is_certified else _("not certified today")


def is_shown_first(promotion: Any) -> bool:
    """Tell whether a promoted product is shown first today."""
    return bool(promotion.is_certified) and timezone.localdate() in promotion.period


class PromotionCreateView(RegisterCreateView):
    """Promoting a product, from today on unless something else is entered."""

    def get_initial(self) -> dict[str, Any]:
        """Begin today."""
        return super().get_initial() | {"valid_from": timezone.localdate()}


class _AddSynonymColumn(TitleColumn):
    """The way from what was not found to a synonym for it."""

    def __init__(self) -> None:
        """Show a button in each row."""
        super().__init__(
            "add",
            label="",
            accessor=lambda _row: _("Add a synonym"),
            get_url=lambda row: add_synonym_address(row["written"]),
            link_classname="button button-small button-secondary",
        )

    def get_link_attrs(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        """Tell the buttons apart for those who hear them."""
        return {"aria-label": _("Add a synonym for “%(text)s”") % {"text": instance["written"]}}


class MissIndexView(RegisterIndexView):
    """What was searched and not found, summed up over some days; there is nothing to change."""

    template_name = "search/admin/misses.html"
    results_template_name = "search/admin/misses_results.html"
    default_ordering = "-times"
    list_export = ("written", "language", "times", "last_day", "in_part")
    export_headings = {
        "written": gettext_lazy("Searched"),
        "language": gettext_lazy("Language"),
        "times": gettext_lazy("Times"),
        "last_day": gettext_lazy("Last day"),
        "in_part": gettext_lazy("Found in part"),
    }
    # Anybody on the internet writes these texts: none may run as a formula.
    custom_field_preprocess = {"written": {RegisterIndexView.FORMAT_CSV: spreadsheet_safe}}

    def get_base_queryset(self) -> QuerySet[Any]:
        """Give the sums; the filter on the period is applied before they are made."""
        return missed_texts()

    def order_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Order as asked, then by text."""
        return queryset.order_by(self.ordering, "folded", "language")

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Search word by word."""
        for word in folded_words(self.search_query) if self.is_searching else ():
            queryset = queryset.filter(folded__contains=word)
        return queryset

    @cached_property
    def columns(self) -> list[Any]:
        """Show the sums, and the way to a synonym for those who may add one."""
        names, headings = dict(settings.LANGUAGES), self.export_headings
        columns = [
            Column("written", label=headings["written"]),
            Column("language", label=headings["language"], accessor=lambda row: names.get(row["language"], row["language"])),
            NumberColumn("times", label=headings["times"], sort_key="times"),
            Column(
                "last_day",
                label=headings["last_day"],
                sort_key="last_day",
                accessor=lambda row: date_format(row["last_day"], "d/m/Y"),
            ),
            NumberColumn("in_part", label=headings["in_part"]),
        ]
        return [*columns, _AddSynonymColumn()] if may(self.request.user, "add", Synonym) else columns

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Say how long it is kept, and which days are shown."""
        return super().get_context_data(*args, **kwargs) | {"kept_days": KEPT_DAYS, "period": self.filters.period}
