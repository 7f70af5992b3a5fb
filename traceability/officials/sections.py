"""Tables on the pages of orders and lots."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format, localize
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn

from core.officials.paging import Window
from core.officials.views import Link, Section
from traceability.domain.codes import StampNumber, make_code, readable
from traceability.domain.reconciliation import RollCount
from traceability.enums import OrderState, StampAction
from traceability.models import PrintRun, Recall, StampEvent, StampOrder
from traceability.queries.intervals import Part, first_numbers

# More runs of one order than these nobody looks through.
MOST_RUNS = 50


def stamps_words(count: int) -> str:
    """Say how many stamps."""
    return ngettext("%(count)s stamp", "%(count)s stamps", count) % {"count": localize(count)}


def part_state(part: Part) -> str:
    """Say in one word what stamps are worth."""
    if part.is_void:
        return _("void")
    return _("in use") if part.is_active else _("not in use yet")


def code_at(key_letter: str, number: int) -> str:
    """Give the readable code of a stamp; a dash when its key is not at hand."""
    if key_letter not in settings.STAMP_KEYS:
        return "—"
    return readable(make_code(StampNumber(key_letter, number), keys=settings.STAMP_KEYS))


def positions(start: int | None, stop: int | None, first: int) -> str:
    """Say which stamps of an order are meant, counted from 1; nothing when none are."""
    return "" if start is None or stop is None else f"{localize(start - first + 1)}–{localize(stop - first)}"


def moment(at: datetime) -> str:
    """Give a moment to the second, in the time of the place: an audit compares."""
    return date_format(localtime(at), "H:i:s d/m/Y")


def ranges_section(parts: list[Part], *, with_codes: bool, **more: Any) -> Section:
    """Give stamps by what became of them. Codes are shown only to people who may issue stamps."""
    first = first_numbers({part.order for part in parts})
    columns: list[Any] = [
        Column("order", label=_("order"), accessor=lambda part: f"#{part.order.pk}"),
        Column("positions", label=_("stamps"), accessor=lambda part: positions(part.start, part.stop, first[part.order.pk])),
        Column("count", label=_("quantity"), accessor=lambda part: localize(part.count)),
        Column("state", label=_("state"), accessor=part_state),
        Column("lot", label=_("lot"), accessor=lambda part: part.lot.code if part.lot else ""),
    ]
    if with_codes:
        columns += [
            Column("first_code", label=_("first stamp"), accessor=lambda part: code_at(part.key_letter, part.start)),
            Column("last_code", label=_("last stamp"), accessor=lambda part: code_at(part.key_letter, part.stop - 1)),
        ]
    return Section.of(_("Stamps"), columns, parts, empty=_("No stamps have been issued."), **more)


def rolls_section(rolls: Iterable[RollCount], window: Window, *, actions: Sequence[Link]) -> Section:
    """Give the rolls of an order with what became of each."""
    return Section.of(
        _("Rolls"),
        _roll_columns(),
        rolls,
        empty=_("No stamps have been issued."),
        name=window.name,
        note=window.words,
        actions=actions,
        links=window.links(),
        jump=window.total if window.total > window.size else 0,
    )


def unaccounted_section(rolls: Sequence[RollCount], *, most: int) -> Section:
    """Give the rolls that hold stamps of which nobody knows, as many as are useful."""
    left = len(rolls) - most
    return Section.of(
        _("Rolls with stamps that are neither in use nor void"),
        _roll_columns(),
        rolls[:most],
        empty=_("There are none: every printed stamp is in use or void."),
        note=_("The first of them; further rolls: %(count)s.") % {"count": localize(left)} if left > 0 else "",
    )


def _roll_columns() -> list[Any]:
    return [
        Column("position", label=_("roll"), accessor=lambda roll: localize(roll.position)),
        Column("count", label=_("stamps"), accessor=lambda roll: localize(roll.numbers.count)),
        Column("printed", label=_("printed"), accessor=lambda roll: localize(roll.printed)),
        Column("active", label=_("in use"), accessor=lambda roll: localize(roll.active)),
        Column("void", label=_("void"), accessor=lambda roll: localize(roll.void)),
        Column("unaccounted", label=_("neither in use nor void"), accessor=lambda roll: localize(roll.unaccounted)),
    ]


def rolls_of_run(run: PrintRun, *, first: int, roll_size: int) -> str:
    """Say which rolls of an order a run prints."""
    begin, end = (run.start - first) // roll_size + 1, (run.stop - first - 1) // roll_size + 1
    return localize(begin) if begin == end else f"{localize(begin)}–{localize(end)}"


def runs_section(order: StampOrder, runs: QuerySet[PrintRun], *, first: int, actions: Sequence[Link]) -> Section:
    """Give the print runs of an order, the newest first."""
    return Section.of(
        _("Print runs"),
        [
            TitleColumn(
                "number",
                label=_("run"),
                accessor=lambda run: f"#{run.pk}",
                get_url=lambda run: reverse("print-runs:run", args=(run.pk,)),
            ),
            Column("kind", label=_("kind of file"), accessor="get_kind_display"),
            Column("rolls", label=_("rolls"), accessor=lambda run: rolls_of_run(run, first=first, roll_size=order.roll_size)),
            Column("state", label=_("state"), accessor="get_state_display"),
            Column("files", label=_("files made"), accessor=lambda run: f"{localize(run.made)} / {localize(run.files)}"),
            Column("count", label=_("stamps"), accessor=lambda run: "" if run.count is None else localize(run.count)),
            Column("by", label=_("started by"), accessor=lambda run: run.started_by or ""),
            DateColumn("started_at", label=_("at")),
        ],
        runs[:MOST_RUNS],
        empty=_("Nothing has been printed yet."),
        actions=actions,
    )


def events_section(order: StampOrder, events: Iterable[StampEvent], *, first: int, may_restore: bool, **more: Any) -> Section:
    """Give what happened to an order and its stamps; with a way to undo each voiding, for whom it may concern."""
    columns: list[Any] = [
        Column("action", label=_("what"), accessor="get_action_display"),
        Column("stamps", label=_("stamps"), accessor=lambda event: positions(event.start, event.stop, first)),
        Column("lot", label=_("lot"), accessor=lambda event: event.lot.code if event.lot else ""),
        Column("reason", label=_("reason")),
        Column("by", label=_("by"), accessor=lambda event: event.by or _("import")),
        Column("at", label=_("at"), accessor=lambda event: moment(event.at)),
    ]
    if may_restore and can_restore(order):
        columns.append(TitleColumn("undo", label=_("undo"), accessor=_undo_words, get_url=_undo_url))
    return Section.of(_("History"), columns, events, empty=_("Nothing has happened yet."), **more)


def can_restore(order: StampOrder) -> bool:
    """Tell whether voided stamps of an order can be good again."""
    has_stamps = order.state not in {OrderState.ORDERED, OrderState.REFUSED, OrderState.CANCELLED}
    return has_stamps and order.retired_at is None


def _undo_words(event: StampEvent) -> str:
    return _("Undo") if event.action == StampAction.VOIDED else ""


def _undo_url(event: StampEvent) -> str | None:
    return reverse("stamp-orders:restore") + f"?event={event.pk}" if event.action == StampAction.VOIDED else None


def history_links(order: StampOrder) -> list[Link]:
    """Give the ways to the whole history."""
    return [
        Link(_("The whole history"), reverse("stamp-orders:trail", args=(order.pk,))),
        Link(_("The whole history as CSV"), reverse("stamp-orders:trail_csv", args=(order.pk,))),
    ]


def recalls_section(recalls: QuerySet[Recall] | Iterable[Recall]) -> Section:
    """Give the recalls of a lot."""
    return Section.of(
        _("Recalls"),
        [
            Column("reason", label=_("reason")),
            Column("advice", label=_("what to do")),
            DateColumn("issued_at", label=_("recalled at")),
            DateColumn("lifted_at", label=_("lifted at")),
        ],
        recalls,
        empty=_("It has never been recalled."),
    )
