"""How orders and what happened to them read to a producer: what it is now, and what comes next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.formats import localize
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from traceability.domain.stretches import Stretch
from traceability.enums import OrderState, StampAction
from traceability.models import StampEvent, StampOrder
from traceability.queries.workspace import StampCounts

_ICONS = {
    OrderState.ORDERED: "clock",
    OrderState.APPROVED: "check-seal",
    OrderState.PRINTED: "print",
    OrderState.DELIVERED: "store",
    OrderState.COMPLETED: "check-seal",
    OrderState.REFUSED: "void",
    OrderState.CANCELLED: "void",
}
_TONES = {
    OrderState.ORDERED: "neutral",
    OrderState.DELIVERED: "amber",
    OrderState.REFUSED: "brick",
    OrderState.CANCELLED: "neutral",
}


@dataclass(frozen=True)
class Standing:
    """The state of an order in words: a badge, and what comes next in a sentence."""

    tone: str
    icon: str
    label: str
    next: str


def stamps(count: int) -> str:
    """Say how many stamps."""
    return ngettext("%(count)s stamp", "%(count)s stamps", count) % {"count": localize(count)}


def standing_of(order: StampOrder, counts: StampCounts) -> Standing:
    """Say what an order is now and what comes next."""
    state = OrderState(order.state)
    if order.retired_at is not None:
        said = _("These stamps are no longer put on new goods: %(reason)s") % {"reason": order.retired_because}
        return Standing("neutral", "void", _("Retired"), said)
    label, following = _sentences(order, counts)[state]
    return Standing(_TONES.get(state, "leaf"), _ICONS[state], label, following)


def _sentences(order: StampOrder, counts: StampCounts) -> dict[OrderState, tuple[str, str]]:
    use = _("On goods: %(active)s. Still to use: %(left)s.") % {"active": localize(counts.active), "left": localize(counts.left)}
    reason = {"reason": order.decision_reason}
    will_come, hands, count = (
        _("The stamps will be printed and handed to you."),
        _("The office will hand the stamps to you."),
        _("Count the rolls and confirm that you have them."),
    )
    return {
        OrderState.ORDERED: (_("Sent"), _("An official looks at it. You can still cancel it.")),
        OrderState.APPROVED: (_("Approved"), f"{will_come} {use}"),
        OrderState.PRINTED: (_("Being printed"), f"{hands} {use}"),
        OrderState.DELIVERED: (_("Handed over"), f"{count} {use}"),
        OrderState.COMPLETED: (_("Received"), use),
        OrderState.REFUSED: (_("Refused"), _("The reason: %(reason)s You can order again.") % reason),
        OrderState.CANCELLED: (_("Cancelled"), _("The reason: %(reason)s") % reason),
    }


def lies(stretch: Stretch) -> str:
    """Say where stamps lie: the order, the rolls, and which stamps of it."""
    first, last = stretch.positions
    first_roll, last_roll = stretch.rolls
    words = {
        "order": stretch.order.pk,
        "first": localize(first),
        "last": localize(last),
        "roll": localize(first_roll),
        "last_roll": localize(last_roll),
    }
    if stretch.count == 1:
        return _("Order #%(order)s, roll %(roll)s, stamp %(first)s") % words
    if first_roll == last_roll:
        return _("Order #%(order)s, roll %(roll)s, stamps %(first)s to %(last)s") % words
    return _("Order #%(order)s, rolls %(roll)s to %(last_roll)s, stamps %(first)s to %(last)s") % words


_HAPPENED: dict[StampAction, Callable[[dict[str, Any]], str]] = {
    StampAction.ORDERED: lambda _words: _("Ordered"),
    StampAction.ISSUED: lambda words: _("Approved: %(stamps)s have their numbers") % words,
    StampAction.REFUSED: lambda _words: _("Refused"),
    StampAction.CANCELLED: lambda _words: _("Cancelled"),
    StampAction.PRINTED: lambda words: _("Ready for the print house: %(stamps)s") % words,
    StampAction.FETCHED: lambda words: _("Given to the print house: %(stamps)s") % words,
    StampAction.WITHDRAWN: lambda words: _("Taken back from the print house: %(stamps)s") % words,
    StampAction.DELIVERED: lambda _words: _("Handed over"),
    StampAction.COMPLETED: lambda _words: _("Receipt confirmed"),
    StampAction.ACTIVATED: lambda words: _("Put on lot %(lot)s: %(stamps)s") % words,
    StampAction.VOIDED: lambda words: _("Taken out of use: %(stamps)s") % words,
    StampAction.RESTORED: lambda words: _("Good again: %(stamps)s") % words,
    StampAction.RETIRED: lambda _words: _("Retired"),
}


def history_of(events: list[StampEvent], *, reader: int, team: set[int]) -> list[dict[str, str]]:
    """Tell what happened to an order, the latest first. Colleagues are named, officials are the office."""
    return [
        {
            "title": _HAPPENED[StampAction(event.action)](_words_of(event)),
            "when": timezone.localtime(event.at).strftime("%d/%m/%Y %H:%M"),
            "where": _who(event, reader, team),
            "text": event.reason,
        }
        for event in events
    ]


def _words_of(event: StampEvent) -> dict[str, str]:
    count = event.stop - event.start if event.stop is not None and event.start is not None else 0
    return {"stamps": stamps(count), "lot": event.lot.code if event.lot else ""}


def _who(event: StampEvent, reader: int, team: set[int]) -> str:
    if event.by_id == reader:
        return _("you")
    if event.by is not None and event.by_id in team:
        return str(event.by.get_full_name() or event.by.get_username())
    return _("the office")
