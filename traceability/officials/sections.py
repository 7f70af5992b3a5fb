"""Tables on the pages of orders and lots."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.formats import localize
from django.utils.translation import gettext as _
from wagtail.admin.ui.tables import Column, DateColumn

from core.officials.views import Section
from traceability.domain.codes import StampNumber, make_code, readable
from traceability.models import Recall, StampOrder
from traceability.queries.intervals import Part, first_numbers


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


def ranges_section(parts: list[Part], *, with_codes: bool) -> Section:
    """Give stamps by what became of them. Codes are shown only to people who may issue stamps."""
    first = first_numbers({part.order for part in parts})

    def positions(part: Part) -> str:
        start = part.start - first[part.order.pk]
        return f"{localize(start + 1)}–{localize(start + part.count)}"

    columns: list[Any] = [
        Column("order", label=_("order"), accessor=lambda part: f"#{part.order.pk}"),
        Column("positions", label=_("stamps"), accessor=positions),
        Column("count", label=_("quantity"), accessor=lambda part: localize(part.count)),
        Column("state", label=_("state"), accessor=part_state),
        Column("lot", label=_("lot"), accessor=lambda part: part.lot.code if part.lot else ""),
    ]
    if with_codes:
        columns += [
            Column("first_code", label=_("first stamp"), accessor=lambda part: code_at(part.key_letter, part.start)),
            Column("last_code", label=_("last stamp"), accessor=lambda part: code_at(part.key_letter, part.stop - 1)),
        ]
    return Section.of(_("Stamps"), columns, parts, empty=_("No stamps have been issued."))


def events_section(order: StampOrder, start: int) -> Section:
    """Give what happened to the stamps of an order, the first first."""
    return Section.of(
        _("History"),
        [
            Column("action", label=_("what"), accessor="get_action_display"),
            Column(
                "stamps",
                label=_("stamps"),
                accessor=lambda event: f"{localize(event.start - start + 1)}–{localize(event.stop - start)}",
            ),
            Column("lot", label=_("lot"), accessor=lambda event: event.lot.code if event.lot else ""),
            Column("reason", label=_("reason")),
            Column("by", label=_("by"), accessor=lambda event: event.by or _("import")),
            DateColumn("at", label=_("at")),
        ],
        order.events.select_related("lot", "by"),
        empty=_("Nothing has happened to its stamps yet."),
    )


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
