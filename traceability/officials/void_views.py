"""Voiding stamps and undoing it: a stretch, whole rolls, or the codes of a file; always shown before it takes effect."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import localize
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log

from core.officials.views import ActionView, Link, number_from
from traceability.domain.stamps import restore_intervals, void_intervals
from traceability.enums import OrderState, VerdictKind
from traceability.models import StampEvent, StampOrder
from traceability.numbers import Interval, StampsRefused
from traceability.officials.interval_views import MOST_SENTENCES, parts_held, stretch_sentences
from traceability.officials.sections import code_at, stamps_words
from traceability.officials.void_forms import (
    Named,
    RestoreForm,
    RestoreListForm,
    RestoreRollsForm,
    VoidForm,
    VoidListForm,
    VoidRollsForm,
)
from traceability.queries.intervals import Part

_MOST_LOTS = 10


def order_sentences(parts: Sequence[Part]) -> list[str]:
    """Say of each order how many of its stamps are meant, and on which lots they are."""
    orders: dict[int, list[Part]] = {}
    for part in parts:
        orders.setdefault(part.order.pk, []).append(part)
    said = [
        _("Order #%(order)s for %(product)s: %(stamps)s; in use: %(used)s, void already: %(void)s.%(lots)s")
        % {
            "order": number,
            "product": held[0].order.product,
            "stamps": stamps_words(sum(part.count for part in held)),
            "used": localize(sum(part.count for part in held if part.is_active and not part.is_void)),
            "void": localize(sum(part.count for part in held if part.is_void)),
            "lots": _lots(held),
        }
        for number, held in list(orders.items())[:MOST_SENTENCES]
    ]
    if len(orders) > MOST_SENTENCES:
        said.append(_("… and %(count)s further orders.") % {"count": localize(len(orders) - MOST_SENTENCES)})
    return said


def _lots(parts: Iterable[Part]) -> str:
    on_lots = sorted((part.lot.code, part.count) for part in parts if part.lot)
    counts = [(code, sum(count for _code, count in group)) for code, group in groupby(on_lots, key=lambda row: row[0])]
    if not counts:
        return ""
    named = ", ".join(f"{code} ({localize(count)})" for code, count in counts[:_MOST_LOTS])
    more = " …" if len(counts) > _MOST_LOTS else ""
    return " " + _("Lots: %(lots)s.") % {"lots": f"{named}{more}"}


class _StampsView(ActionView):
    """Something that is done to the stamps that a form names, after a preview."""

    model = StampOrder
    submit_label = gettext_lazy("Go on")
    # The wagtail log gets a line for each order, whose name this is.
    logged_as = ""

    def named(self, form: Any) -> Named:
        """Give what the form names."""
        found: Named = form.cleaned_data["named"]
        return found

    def foresee(self, form: Any) -> Sequence[Any]:
        """Say what would happen, then what the stamps are."""
        named = self.named(form)
        parts = parts_held(named.intervals)
        said = [*self.effects(form, parts), *order_sentences(parts)]
        if len(parts) <= MOST_SENTENCES:
            said += stretch_sentences(parts)
        if named.repeated:
            said.append(_("Lines that name a stamp again: %(count)s.") % {"count": localize(named.repeated)})
        return said

    def perform(self, form: Any) -> str:
        """Do it, and note it with each order."""
        intervals = self.named(form).intervals
        orders = list({part.order.pk: part.order for part in parts_held(intervals)}.values())
        count = self.act(intervals, form)
        for order in orders:
            log(instance=order, action=self.logged_as, user=self.person)
        self.object = orders[0] if len(orders) == 1 else None
        return self.done(count)

    def effects(self, form: Any, parts: Sequence[Part]) -> Sequence[Any]:
        """Say what would happen.

        Raises: StampsRefused: nothing would.
        """
        raise NotImplementedError

    def act(self, intervals: list[Interval], form: Any) -> int:
        """Do it, and give the number of stamps that it changed.

        Raises: StampsRefused: it changed none.
        """
        raise NotImplementedError

    def done(self, count: int) -> str:
        """Say that it is done."""
        raise NotImplementedError


class _Voids(_StampsView):
    """Void stamps."""

    page_title = gettext_lazy("Void stamps")
    confirm_label: Any = gettext_lazy("Void these stamps")
    lead = gettext_lazy(
        "The next page shows what would be void before anything happens. A void stamp warns whoever scans it; "
        "only officials can undo that, and the history keeps both."
    )
    logged_as = "traceability.void"
    act_name = "void"

    def effects(self, form: Any, parts: Sequence[Part]) -> Sequence[Any]:
        """Say what becomes void, and what consumers will read."""
        new = sum(part.count for part in parts if not part.is_void)
        if not new:
            raise StampsRefused(_("All of these stamps are void already."))
        return (
            _("To be void: %(stamps)s. In use of these: %(used)s. Void already: %(void)s.")
            % {
                "stamps": stamps_words(new),
                "used": localize(sum(part.count for part in parts if part.is_active and not part.is_void)),
                "void": localize(sum(part.count for part in parts if part.is_void)),
            },
            _("Who scans one of them reads: “%(verdict)s”, because: %(reason)s.")
            % {"verdict": VerdictKind.VOID.label, "reason": form.cleaned_data["reason"].label},
        )

    def act(self, intervals: list[Interval], form: Any) -> int:
        """Void them."""
        entered = form.cleaned_data
        count = void_intervals(intervals, reason=entered["reason"], note=entered["note"], by=self.person, at=timezone.now())
        if not count:
            raise StampsRefused(_("All of these stamps are void already."))
        return count

    def done(self, count: int) -> str:
        """Say how many."""
        return _("Void now: %(stamps)s.") % {"stamps": stamps_words(count)}


class _Restores(_StampsView):
    """Undo the voiding of stamps."""

    page_title = gettext_lazy("Undo voiding")
    confirm_label: Any = gettext_lazy("These stamps are good again")
    lead = gettext_lazy(
        "Only for stamps that were voided by mistake and are where they should be. "
        "What was lost or stolen stays void: order new stamps instead."
    )
    logged_as = "traceability.restore"
    act_name = "restore"

    def effects(self, form: Any, parts: Sequence[Part]) -> Sequence[Any]:
        """Say what becomes good again, and what consumers will read."""
        void = [part for part in parts if part.is_void]
        if not void:
            raise StampsRefused(_("None of these stamps is void."))
        if any(part.order.state == OrderState.CANCELLED or part.order.retired_at for part in void):
            raise StampsRefused(_("The order of these stamps was cancelled or retired. They stay void; order new ones."))
        used = sum(part.count for part in void if part.is_active)
        count = sum(part.count for part in void)
        said = [
            _("Good again: %(stamps)s. Not void, and left as they are: %(others)s.")
            % {"stamps": stamps_words(count), "others": localize(sum(part.count for part in parts) - count)}
        ]
        if used:
            said.append(
                _("On goods: %(stamps)s. Who scans one of these reads what the lot and the certificate say.")
                % {"stamps": stamps_words(used)}
            )
        if count > used:
            said.append(
                _("On no goods: %(stamps)s. Who scans one of these reads: “%(verdict)s”.")
                % {"stamps": stamps_words(count - used), "verdict": VerdictKind.NOT_ACTIVATED.label}
            )
        return said

    def act(self, intervals: list[Interval], form: Any) -> int:
        """Restore them."""
        count = restore_intervals(intervals, note=form.cleaned_data["note"], by=self.person, at=timezone.now())
        if not count:
            raise StampsRefused(_("None of these stamps is void."))
        return count

    def done(self, count: int) -> str:
        """Say how many."""
        return _("Good again: %(stamps)s.") % {"stamps": stamps_words(count)}


class _ByRolls(_StampsView):
    """Stamps that are named by the rolls of an order."""

    def get_form_kwargs(self) -> dict[str, Any]:
        """Say which order it is."""
        return super().get_form_kwargs() | {"order": self.object}


class _ByFile(_StampsView):
    """Stamps that are named by a file of codes. What was read is shown first, with every line that would be skipped."""

    act_name = ""

    def get_form_kwargs(self) -> dict[str, Any]:
        """Say for whom and for what a preview holds."""
        return super().get_form_kwargs() | {"bound_to": f"{self.act_name}.{self.person.pk}"}

    def is_confirmed(self, form: Any) -> bool:
        """Show a file before it takes effect, whatever else was sent with it."""
        return super().is_confirmed(form) and not form.is_fresh()

    def carried(self, form: Any) -> list[tuple[str, str]]:
        """Carry what was read in place of the file."""
        others = [(name, value) for name, value in super().carried(form) if name not in {"file", "token"}]
        return [*others, ("token", form.sign())]

    def ask(self, form: Any, sentences: Sequence[Any]) -> HttpResponse:
        """List the lines that are skipped, and let the button say so."""
        unknown = self.named(form).unknown
        if unknown:
            self.confirm_label = _("%(act)s, and skip %(count)s lines") % {
                "act": self.confirm_label,
                "count": localize(len(unknown)),
            }
        return super().ask(form, sentences)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the lines that are skipped."""
        context = super().get_context_data(**kwargs)
        named = getattr(context["form"], "cleaned_data", {}).get("named")
        if named is None:
            return context
        lines = [_("Line %(number)s: %(text)s") % {"number": line.number, "text": line.text} for line in named.unknown]
        return context | {
            "listed": lines,
            "listed_heading": _("No codes of ours, and skipped: %(count)s lines") % {"count": localize(len(lines))},
        }


class VoidView(_Voids):
    """Void one stamp or a stretch."""

    form_class = VoidForm

    @property
    def links(self) -> Sequence[Link]:
        """Offer the other ways."""
        return _other_ways(self.request, "void")


class VoidRollsView(_ByRolls, _Voids):
    """Void whole rolls of an order."""

    form_class = VoidRollsForm
    page_title = gettext_lazy("Void rolls")


class VoidListView(_ByFile, _Voids):
    """Void the stamps whose codes a file holds."""

    form_class = VoidListForm
    page_title = gettext_lazy("Void by a file")
    act_name = "void"


class RestoreView(_Restores):
    """Undo the voiding of one stamp or a stretch."""

    form_class = RestoreForm

    @property
    def links(self) -> Sequence[Link]:
        """Offer the other ways."""
        return _other_ways(self.request, "restore")

    def get_initial(self) -> dict[str, Any]:
        """Take the stretch from the event that the address names."""
        number = number_from(self.request, "event").get("event")
        event = StampEvent.objects.filter(pk=number, start__isnull=False).first() if number else None
        if event is None or event.start is None or event.stop is None:
            return {}
        return {"first_code": code_at(event.key_letter, event.start), "last_code": code_at(event.key_letter, event.stop - 1)}


class RestoreRollsView(_ByRolls, _Restores):
    """Undo the voiding of whole rolls of an order."""

    form_class = RestoreRollsForm
    page_title = gettext_lazy("Undo voiding of rolls")


class RestoreListView(_ByFile, _Restores):
    """Undo the voiding of the stamps whose codes a file holds."""

    form_class = RestoreListForm
    page_title = gettext_lazy("Undo voiding by a file")
    act_name = "restore"


def _other_ways(request: Any, act: str) -> list[Link]:
    links = []
    order = number_from(request, "order").get("order")
    if order and StampOrder.objects.filter(pk=order).exists():
        links.append(Link(_("Whole rolls"), reverse(f"stamp-orders:{act}_rolls", args=(order,))))
    return [*links, Link(_("A file of codes"), reverse(f"stamp-orders:{act}_list"))]
