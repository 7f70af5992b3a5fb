"""What officials do with lots: recall them, and lift a recall."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.officials.views import Action, ActionView, RegisterEditView, RegisterInspectView, Section, may
from traceability.domain.recalls import Notice, lift_recall, recall_lot
from traceability.enums import VerdictKind
from traceability.models import Lot, Recall, StampOrder
from traceability.officials.forms import ReasonForm, RecallForm
from traceability.officials.sections import ranges_section, recalls_section
from traceability.queries.intervals import parts_on


class RecallView(ActionView):
    """Recall a lot, after a confirmation."""

    model = Lot
    permission_model = Recall
    permission_required = "add"
    form_class = RecallForm
    page_title = gettext_lazy("Recall this lot")
    submit_label = gettext_lazy("Go on")
    confirm_label = gettext_lazy("Recall the lot")
    lead = gettext_lazy("Everybody who scans a stamp of this lot is warned at once.")

    def foresee(self, form: Any) -> Sequence[Any]:
        """Say what consumers will read."""
        if self.object.recalls.filter(lifted_at=None).exists():
            raise ValidationError(_("This lot is recalled already."))
        active = sum(part.count for part in parts_on(self.object) if not part.is_void)
        return (
            _("Lot %(lot)s is recalled. Stamps in use on it: %(count)s.") % {"lot": self.object, "count": active},
            _("Who scans one of them reads: “%(verdict)s”.") % {"verdict": VerdictKind.RECALLED.label},
            _("Reason: %(text)s") % {"text": form.cleaned_data["reason"]},
            _("What to do: %(text)s") % {"text": form.cleaned_data["advice"]},
        )

    def perform(self, form: Any) -> str:
        """Recall it."""
        recall_lot(lot=self.object, notice=Notice(**form.cleaned_data), by=self.person, at=timezone.now())
        return _("The lot is recalled.")


class LiftView(ActionView):
    """Lift a recall."""

    model = Recall
    form_class = ReasonForm
    page_title = gettext_lazy("Lift the recall")
    submit_label = gettext_lazy("Lift the recall")
    lead = gettext_lazy("Its stamps match the register again. The recall stays in the history.")

    def perform(self, form: Any) -> str:
        """Lift it."""
        lift_recall(recall=self.object, reason=form.cleaned_data["reason"], by=self.person, at=timezone.now())
        return _("The recall is lifted.")


class RecallInspectView(RegisterInspectView):
    """A recall."""

    def record_actions(self) -> Sequence[Action]:
        """Lift it, while it stands."""
        return () if self.object.lifted_at else (Action(_("Lift the recall"), "recalls:lift", Recall, icon="rotate"),)


class LotInspectView(RegisterInspectView):
    """A lot with its stamps and recalls."""

    def record_actions(self) -> Sequence[Action]:
        """Put stamps on it, recall it, edit it."""
        activate = Action(
            _("Activate stamps"), "stamp-orders:activate", StampOrder, icon="tick-inverse", query=f"lot={self.object.pk}"
        )
        return (activate, *_recall_actions(self.object), Action(_("Edit"), "lots:edit", Lot, icon="edit"))

    def sections(self) -> Sequence[Section]:
        """Give stamps and recalls."""
        with_codes = may(self.request.user, "change", StampOrder)
        return (ranges_section(parts_on(self.object), with_codes=with_codes), recalls_section(self.object.recalls.all()))


class LotEditView(RegisterEditView):
    """The form of a lot, with the way to recall it."""

    def record_actions(self) -> Sequence[Action]:
        """Recall it."""
        return _recall_actions(self.object)


def _recall_actions(lot: Lot) -> Sequence[Action]:
    recall = lot.recalls.filter(lifted_at=None).first()
    if recall is None:
        return (Action(_("Recall this lot"), "lots:recall", Recall, permission="add", icon="warning"),)
    return (Action(_("Lift the recall"), "recalls:lift", Recall, icon="rotate", target=recall),)
