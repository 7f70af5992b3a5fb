"""The list of orders, the page of one, and its whole history."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Case, Model, QuerySet, Value, When
from django.http import HttpRequest, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.formats import localize
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from core.officials.paging import Window
from core.officials.views import Action, Link, RegisterIndexView, RegisterInspectView, Section, links_of, may
from core.spreadsheets import csv_lines
from traceability.domain.printing.runs import Rolls
from traceability.domain.reconciliation import reconcile
from traceability.domain.roll_lists import last_roll
from traceability.enums import OrderState
from traceability.models import StampEvent, StampOrder
from traceability.numbers import Interval
from traceability.officials.output import output_of
from traceability.officials.sections import (
    can_restore,
    code_at,
    events_section,
    history_links,
    ranges_section,
    rolls_section,
    runs_section,
)
from traceability.queries.intervals import numbers_of, some_parts_of
from traceability.queries.orders import StampCounts, count_stamps
from traceability.queries.printing import runs_of

ROWS_ON_A_PAGE = 50
EVENTS_ON_A_PAGE = 200
_OPEN = (OrderState.APPROVED, OrderState.PRINTED, OrderState.DELIVERED, OrderState.COMPLETED)
_EVENTS_AT_ONCE = 2000


class StampOrderIndexView(RegisterIndexView):
    """The list of orders; what waits for a decision comes first."""

    default_ordering = ("waits", "-ordered_at", "-pk")

    def get_base_queryset(self) -> QuerySet[Any]:
        """Mark what waits."""
        waits = Case(When(state=OrderState.ORDERED, then=Value(0)), default=Value(1))
        return super().get_base_queryset().alias(waits=waits)


def order_action(label: Any, name: str, icon: str, *, query: str = "") -> Action:
    """Make the button of something that officials do with orders."""
    return Action(label, f"stamp-orders:{name}", StampOrder, icon=icon, query=query)


class StampOrderInspectView(RegisterInspectView):
    """An order with its stamps, rolls, print runs, and what happened to them."""

    def get_object(self, queryset: Any = None) -> Model:
        """Fetch along what the page names."""
        orders = StampOrder.objects.select_related("product", "ordered_by", "decided_by")
        return get_object_or_404(orders, pk=self.pk)

    @cached_property
    def numbers(self) -> Interval | None:
        """The numbers of the order."""
        return numbers_of(self.object)

    @cached_property
    def counts(self) -> StampCounts:
        """What became of its stamps."""
        return count_stamps(self.object)

    @property
    def is_open(self) -> bool:
        """Whether its stamps can be put to new use."""
        return self.object.state in _OPEN and self.object.retired_at is None

    @property
    def is_printable(self) -> bool:
        """Whether a print run may be started."""
        return self.is_open and self.object.state in {OrderState.APPROVED, OrderState.PRINTED}

    def record_actions(self) -> Sequence[Action]:
        """Give the next step of an order in its state; what is done to its stamps stands beside them."""
        if self.object.state == OrderState.ORDERED:
            return (order_action(_("Approve"), "approve", "check"), order_action(_("Refuse"), "refuse", "cross"))
        steps = {
            OrderState.PRINTED: (_("Hand over"), "deliver", "user"),
            OrderState.DELIVERED: (_("Complete"), "complete", "check"),
        }
        if self.is_printable:
            steps[OrderState.APPROVED] = (_("Print"), "print", "download")
        step = steps.get(self.object.state)
        return (order_action(*step),) if step else ()

    def more_actions(self) -> Sequence[Action]:
        """Give what is done seldom."""
        found = []
        if self.object.state in {OrderState.ORDERED, OrderState.APPROVED, OrderState.PRINTED}:
            found.append(order_action(_("Cancel the order"), "cancel", "cross"))
        if self.is_open:
            found += [
                order_action(_("Retire these stamps"), "retire", "time"),
                order_action(_("QR of the first stamp as SVG"), "qr_svg", "download"),
                order_action(_("QR of the first stamp as PNG"), "qr_png", "download"),
            ]
        return found

    def _stamp_actions(self) -> list[Link]:
        own, found = f"order={self.object.pk}", []
        if self.is_open:
            found.append(order_action(_("Activate"), "activate", "tick-inverse", query=own))
        if self.object.state in _OPEN:
            found.append(order_action(_("Void"), "void", "cross", query=own))
            found.append(order_action(_("Void by a file"), "void_list", "cross", query=own))
        if can_restore(self.object):
            found.append(order_action(_("Undo voiding"), "restore", "undo", query=own))
        return links_of(found, self.request, self.object)

    def _roll_actions(self) -> list[Link]:
        found = []
        if self.object.state in _OPEN:
            found.append(order_action(_("Void rolls"), "void_rolls", "cross"))
        if can_restore(self.object):
            found.append(order_action(_("Undo voiding of rolls"), "restore_rolls", "undo"))
        return links_of(found, self.request, self.object)

    def _print_actions(self) -> list[Link]:
        found = [order_action(_("Print"), "print", "download")] if self.is_printable else []
        return links_of(found, self.request, self.object)

    def get_beyond_output_display_value(self) -> str:
        """Say it in words, with the figures."""
        output = output_of(self.object, at=self.object.decided_at or timezone.now())
        return f"{_('yes')}: {output.figures}" if output.is_beyond else _("no")

    def get_symbol_mm_display_value(self) -> str:
        """Say the unit."""
        return f"{self.object.symbol_mm} mm"

    def sections(self) -> Sequence[Section]:
        """Give stamps, rolls, print runs and the latest events."""
        may_change = may(self.request.user, "change", StampOrder)
        first = self.numbers.start if self.numbers else 0
        events = self.object.events.select_related("lot", "by").order_by("-at", "-pk")
        return (
            self._stamps(with_codes=may_change),
            self._rolls(),
            runs_section(self.object, runs_of(self.object), first=first, actions=self._print_actions()),
            events_section(
                self.object,
                events[:ROWS_ON_A_PAGE],
                first=first,
                may_restore=may_change,
                name="history",
                note=_("The latest first."),
                links=history_links(self.object),
            ),
        )

    def _stamps(self, *, with_codes: bool) -> Section:
        window = Window.of(self.request, "stretch", size=ROWS_ON_A_PAGE, total=self.counts.stretches)
        counts = _("Not in use yet: %(unused)s. In use: %(used)s. Void: %(void)s.") % {
            "unused": localize(self.counts.unused),
            "used": localize(self.counts.in_use),
            "void": localize(self.counts.void),
        }
        return ranges_section(
            some_parts_of(self.object, window.rows),
            with_codes=with_codes,
            name=window.name,
            note=f"{counts} {window.words}".strip() if window.total else "",
            actions=self._stamp_actions(),
            links=window.links(),
        )

    def _rolls(self) -> Section:
        last = last_roll(self.numbers, roll_size=self.object.roll_size) if self.numbers else 0
        window = Window.of(self.request, "roll", size=ROWS_ON_A_PAGE, total=last)
        rolls = reconcile(self.object, rolls=Rolls(window.first, window.last)) if last else []
        return rolls_section(rolls, window, actions=self._roll_actions())


class TrailView(RegisterInspectView):
    """Everything that happened to an order and its stamps, the first first."""

    page_title = gettext_lazy("The whole history")

    def get_fields(self) -> list[str]:
        """Show no fields of the order."""
        return []

    def get_page_title(self) -> str:
        """Name the page, not the kind of record."""
        return str(self.page_title)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the events alone."""
        numbers = numbers_of(self.object)
        events = self.object.events.select_related("lot", "by")
        window = Window.of(self.request, "event", size=EVENTS_ON_A_PAGE, total=self.object.events.count())
        section = events_section(
            self.object,
            events[window.rows],
            first=numbers.start if numbers else 0,
            may_restore=may(self.request.user, "change", StampOrder),
            name=window.name,
            note=window.words,
            links=[*window.links(), history_links(self.object)[1]],
        )
        return super().get_context_data(**kwargs) | {"sections": [section]}


class TrailCSVView(PermissionCheckedMixin, View):
    """The same as a file."""

    model = StampOrder
    any_permission_required = ["add", "change", "view"]
    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, pk: int) -> StreamingHttpResponse:
        """Give the file. Codes are only for people who may issue stamps."""
        order = get_object_or_404(StampOrder, pk=pk)
        header = ["at", "what", "first", "last", "count", "lot", "reason", "by"]
        with_codes = may(request.user, "change", StampOrder)
        if with_codes:
            header += ["first_code", "last_code"]
        rows = _trail_rows(order, with_codes=with_codes)
        response = StreamingHttpResponse(csv_lines(header, rows), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="lich-su-don-tem-{order.pk}.csv"'
        response["Cache-Control"] = "private, no-store"
        return response


def _trail_rows(order: StampOrder, *, with_codes: bool) -> Iterator[list[object]]:
    numbers = numbers_of(order)
    first = numbers.start if numbers else 0
    for event in order.events.select_related("lot", "by").iterator(chunk_size=_EVENTS_AT_ONCE):
        row: list[object] = [
            timezone.localtime(event.at).isoformat(timespec="seconds"),
            event.action,
            *_ends(event, first),
            event.lot.code if event.lot else "",
            event.reason,
            str(event.by or ""),
        ]
        if with_codes:
            row += _codes(event)
        yield row


def _ends(event: StampEvent, first: int) -> list[object]:
    if event.start is None or event.stop is None:
        return ["", "", ""]
    return [event.start - first + 1, event.stop - first, event.stop - event.start]


def _codes(event: StampEvent) -> list[object]:
    if event.start is None or event.stop is None:
        return ["", ""]
    return [code_at(event.key_letter, event.start), code_at(event.key_letter, event.stop - 1)]
