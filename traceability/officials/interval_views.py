"""What officials do with stretches of stamps, shown before it takes effect: what a stretch holds, and putting it on a lot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.formats import localize
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.officials.views import ActionView, number_from
from traceability.domain.stamps import activate_stamps
from traceability.enums import Unit
from traceability.models import StampOrder
from traceability.numbers import Interval, StampsRefused, subtract
from traceability.officials.forms import ActivateForm
from traceability.officials.sections import code_at, part_state, stamps_words
from traceability.queries.intervals import Part, parts_in

# A preview that is longer than this says no more than a shorter one.
MOST_SENTENCES = 20
_MOST_NAMED = 5


def parts_held(intervals: Sequence[Interval]) -> list[Part]:
    """Give what intervals hold; a list in the order of the numbers.

    Raises: StampsRefused: some of the numbers were never issued.
    """
    parts = parts_in(intervals)
    missing = subtract(intervals, [part.interval for part in parts])
    if missing:
        codes = ", ".join(code_at(one.key_letter, one.start) for one in missing[:_MOST_NAMED])
        raise StampsRefused(_("Some of these stamps were never issued: %(codes)s.") % {"codes": codes})
    return parts


def stretch_sentences(parts: Sequence[Part]) -> list[str]:
    """Say what stretches hold, one by one, as long as they are few."""
    said = [
        _("%(first)s to %(last)s: %(stamps)s of order #%(order)s for %(product)s, %(state)s%(lot)s.")
        % {
            "first": code_at(part.key_letter, part.start),
            "last": code_at(part.key_letter, part.stop - 1),
            "stamps": stamps_words(part.count),
            "order": part.order.pk,
            "product": part.order.product,
            "state": part_state(part),
            "lot": _(", on lot %(code)s") % {"code": part.lot.code} if part.lot else "",
        }
        for part in parts[:MOST_SENTENCES]
    ]
    if len(parts) > MOST_SENTENCES:
        said.append(_("… and %(count)s further stretches.") % {"count": localize(len(parts) - MOST_SENTENCES)})
    return said


class ActivateView(ActionView):
    """Put stamps on a lot."""

    model = StampOrder
    form_class = ActivateForm
    page_title = gettext_lazy("Activate stamps on a lot")
    submit_label = gettext_lazy("Go on")
    confirm_label = gettext_lazy("Activate these stamps")
    lead = gettext_lazy("Take the first and the last stamp of the stretch that is stuck on the lot.")
    log_action = "traceability.activate"

    def get_initial(self) -> dict[str, Any]:
        """Take the lot from the address."""
        return number_from(self.request, "lot")

    def foresee(self, form: Any) -> Sequence[Any]:
        """Say which stamps go on which lot."""
        lot, parts = form.cleaned_data["lot"], parts_held([form.cleaned_data["interval"]])
        total = sum(part.count for part in parts)
        said = [_("Put on lot %(lot)s: %(stamps)s.") % {"stamps": stamps_words(total), "lot": lot}, *stretch_sentences(parts)]
        if lot.unit not in (Unit.KILOGRAM, Unit.LITRE) and total > lot.quantity:
            said.append(
                _("That is more than the lot holds: %(quantity)s %(unit)s. Are both codes right?")
                % {"quantity": localize(lot.quantity), "unit": lot.get_unit_display()}
            )
        return said

    def perform(self, form: Any) -> str:
        """Activate them."""
        lot, parts = form.cleaned_data["lot"], parts_held([form.cleaned_data["interval"]])
        count = activate_stamps(interval=form.cleaned_data["interval"], lot=lot, by=self.person, at=timezone.now())
        self.object = parts[0].order
        return _("In use on lot %(lot)s now: %(stamps)s.") % {"stamps": stamps_words(count), "lot": lot.code}
