"""What officials do with an order: enter it, approve, refuse, cancel, hand over, complete, retire."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format, localize
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column

from core.officials.views import ActionView, Section, number_from
from traceability.domain.orders import (
    approve_order,
    cancel_order,
    complete_order,
    deliver_order,
    order_stamps,
    refuse_order,
    retire_order,
)
from traceability.domain.printing.labels import FormatTooSmall
from traceability.domain.printing.runs import Rolls
from traceability.domain.reconciliation import reconcile
from traceability.domain.roll_lists import last_roll
from traceability.enums import OrderState, RunState, VerdictKind, VoidReason
from traceability.models import StampOrder
from traceability.numbers import StampsRefused
from traceability.officials.forms import ReasonForm
from traceability.officials.order_forms import CompleteForm, ConfirmForm, DeliverForm, OrderForm
from traceability.officials.output import output_of
from traceability.officials.sections import stamps_words, unaccounted_section
from traceability.queries.intervals import numbers_of
from traceability.queries.orders import count_stamps

# A longer list of rolls is looked at on the page of the order.
_MOST_ROLLS = 50


class OrderView(ActionView):
    """Order stamps for a product."""

    model = StampOrder
    permission_required = "add"
    form_class = OrderForm
    page_title = gettext_lazy("Order stamps")
    submit_label = gettext_lazy("Order")
    lead = gettext_lazy("Stamps are issued for a product with a certificate in force. The order waits until it is approved.")
    log_action = "traceability.order"

    def get_initial(self) -> dict[str, Any]:
        """Take the product from the address."""
        return number_from(self.request, "product")

    def perform(self, form: Any) -> str:
        """Enter the order."""
        product = form.cleaned_data["product"]
        try:
            self.object = order_stamps(
                product=product,
                quantity=form.cleaned_data["quantity"],
                labels=form.labels,
                delivery=form.cleaned_data["delivery"],
                by=self.person,
                at=timezone.now(),
                is_sample=product.is_sample,
            )
        except FormatTooSmall as error:
            raise ValidationError({"symbol_mm": error.messages}) from None
        said = _("Order #%(number)s is entered. It waits for approval.") % {"number": self.object.pk}
        return f"{said} {output_of(self.object, at=timezone.now()).warning}".strip()


class _OrderActionView(ActionView):
    """Something that is done to an order."""

    model = StampOrder

    def require(self, *states: OrderState) -> None:
        """Say before the confirmation what the domain would say after it.

        Raises: StampsRefused: the order is in none of the states.
        """
        if self.object.state not in states:
            raise StampsRefused(
                _("This cannot be done now. The state of the order is: %(state)s.") % {"state": self.object.get_state_display()}
            )


class ApproveView(_OrderActionView):
    """Approve an order; one that goes beyond the declared output only after a second look."""

    form_class = ConfirmForm
    page_title = gettext_lazy("Approve")
    log_action = "traceability.approve"

    @cached_property
    def warning(self) -> str:
        """Say that the order goes beyond the declared output; nothing when it does not."""
        return output_of(self.object, at=timezone.now()).warning

    @property
    def confirm_label(self) -> str | None:
        """Ask again when there is a warning."""
        return _("Approve all the same") if self.warning else None

    @property
    def submit_label(self) -> str:
        """Say what the button does: decide, or show the warning once more."""
        return _("Go on") if self.warning else _("Approve the order")

    @property
    def lead(self) -> str:
        """Say what the button does, and what speaks against it."""
        said = _("Issued for %(product)s: %(stamps)s. They can be printed at once; they count once they are put on a lot.") % {
            "stamps": stamps_words(self.object.quantity),
            "product": self.object.product,
        }
        return f"{self.warning} {said}".strip()

    def foresee(self, form: Any) -> Sequence[Any]:
        """Say what speaks against it."""
        self.require(OrderState.ORDERED)
        return (
            self.warning,
            _("Would be issued all the same: %(stamps)s.") % {"stamps": stamps_words(self.object.quantity)},
            _("Stamps that are left over may end on goods of others. Ask the producer what they are for."),
        )

    def perform(self, form: Any) -> str:
        """Issue the stamps."""
        issued = approve_order(order=self.object, key_letter=settings.STAMP_KEY_CURRENT, by=self.person, at=timezone.now())
        return _("Approved. Issued: %(stamps)s.") % {"stamps": stamps_words(issued.count)}


class RefuseView(_OrderActionView):
    """Refuse an order."""

    form_class = ReasonForm
    page_title = gettext_lazy("Refuse")
    submit_label = gettext_lazy("Refuse the order")
    lead = gettext_lazy("The producer reads the reason.")
    log_action = "traceability.refuse"

    def perform(self, form: Any) -> str:
        """Refuse it."""
        self.object = refuse_order(order=self.object, reason=form.cleaned_data["reason"], by=self.person, at=timezone.now())
        return _("The order is refused.")


class CancelView(_OrderActionView):
    """Cancel an order, after a confirmation."""

    form_class = ReasonForm
    page_title = gettext_lazy("Cancel the order")
    submit_label = gettext_lazy("Go on")
    confirm_label = gettext_lazy("Cancel the order for good")
    lead = gettext_lazy("An order can be cancelled until it is handed over. Stamps that it got become void.")
    log_action = "traceability.cancel"

    def foresee(self, form: Any) -> Sequence[Any]:
        """Say what becomes void and which print runs end."""
        self.require(OrderState.ORDERED, OrderState.APPROVED, OrderState.PRINTED)
        counts = count_stamps(self.object)
        if counts.in_use:
            raise StampsRefused(
                _("Some of its stamps are on goods already: %(stamps)s. Void the others instead of cancelling the order.")
                % {"stamps": stamps_words(counts.in_use)}
            )
        if not counts.stretches:
            return (_("No stamps have been issued for it: nothing becomes void."), _("A cancelled order stays cancelled."))
        said = [
            _("Void for good: %(stamps)s. They cannot be restored.") % {"stamps": stamps_words(counts.good)},
            _("Who scans one of them reads: “%(verdict)s”, because: %(reason)s.")
            % {"verdict": VerdictKind.VOID.label, "reason": VoidReason.ORDER_CANCELLED.label},
        ]
        if waiting := self.object.print_runs.filter(state__in=[RunState.QUEUED, RunState.RUNNING, RunState.FAILED]).count():
            said.append(_("Print runs that end: %(count)s.") % {"count": waiting})
        if self.object.print_runs.filter(state=RunState.RELEASED).exists():
            said.append(_("Print files were released already. Have printed labels destroyed, and files deleted."))
        return said

    def perform(self, form: Any) -> str:
        """Cancel it."""
        self.object = cancel_order(order=self.object, reason=form.cleaned_data["reason"], by=self.person, at=timezone.now())
        return _("The order is cancelled.")


class DeliverView(_OrderActionView):
    """Note that the stamps were handed over."""

    form_class = DeliverForm
    page_title = gettext_lazy("Hand over")
    submit_label = gettext_lazy("They were handed over")
    log_action = "traceability.deliver"

    @property
    def lead(self) -> str:
        """Say what is handed over, and where to."""
        said = _("To be handed over: %(stamps)s.") % {"stamps": stamps_words(count_stamps(self.object).good)}
        where = _("Deliver to: %(place)s") % {"place": self.object.delivery} if self.object.delivery else ""
        return f"{said} {where}".strip()

    def perform(self, form: Any) -> str:
        """Note it."""
        self.object = deliver_order(order=self.object, note=form.cleaned_data["note"], by=self.person, at=timezone.now())
        return _("Noted: the stamps were handed over.")


class CompleteView(_OrderActionView):
    """Close an order; its rolls are counted on the page itself."""

    form_class = CompleteForm
    page_title = gettext_lazy("Complete")
    submit_label = gettext_lazy("The order is complete")
    lead = gettext_lazy(
        "Compare with the rolls that are there. Void what is lost or spoilt before you complete the order. "
        "Good stamps can be put on lots afterwards too."
    )
    log_action = "traceability.complete"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the count of the rolls."""
        return super().get_context_data(**kwargs) | {"sections": self.sections()}

    def sections(self) -> Sequence[Section]:
        """Give the totals, and the rolls of which something is missing."""
        numbers = numbers_of(self.object)
        last = last_roll(numbers, roll_size=self.object.roll_size) if numbers else 0
        rolls = reconcile(self.object, rolls=Rolls(1, last))
        totals = [
            (_("rolls"), len(rolls)),
            (_("stamps"), self.object.quantity),
            (_("printed"), sum(roll.printed for roll in rolls)),
            (_("in use"), sum(roll.active for roll in rolls)),
            (_("void"), sum(roll.void for roll in rolls)),
            (_("neither in use nor void"), sum(roll.unaccounted for roll in rolls)),
        ]
        return (
            Section.of(
                _("Count of the rolls"),
                [
                    Column("what", label=_("what"), accessor=lambda row: row[0]),
                    Column("count", label=_("quantity"), accessor=lambda row: localize(row[1])),
                ],
                totals,
                empty="",
            ),
            unaccounted_section([roll for roll in rolls if roll.unaccounted], most=_MOST_ROLLS),
        )

    def perform(self, form: Any) -> str:
        """Close it."""
        self.object = complete_order(order=self.object, note=form.cleaned_data["note"], by=self.person, at=timezone.now())
        return _("The order is complete.")


class RetireView(_OrderActionView):
    """Take an order's stamps out of further use, after a confirmation."""

    form_class = ReasonForm
    page_title = gettext_lazy("Retire these stamps")
    submit_label = gettext_lazy("Go on")
    confirm_label = gettext_lazy("Retire these stamps for good")
    lead = gettext_lazy(
        "Stamps on goods go on answering. Those not yet used become void. "
        "Whoever scans one of them in years to come reads the reason."
    )
    log_action = "traceability.retire"

    def foresee(self, form: Any) -> Sequence[Any]:
        """Say what scanners will read."""
        self.require(OrderState.APPROVED, OrderState.PRINTED, OrderState.DELIVERED, OrderState.COMPLETED)
        if self.object.retired_at:
            raise StampsRefused(_("This order is retired already."))
        counts = count_stamps(self.object)
        read = _("Stamps of this issue are no longer put on new goods since %(day)s: %(reason)s") % {
            "day": date_format(timezone.localdate(), "d/m/Y"),
            "reason": form.cleaned_data["reason"],
        }
        return (
            _("On goods, and answering as before: %(stamps)s.") % {"stamps": stamps_words(counts.in_use)},
            _("Who scans one of these reads besides: “%(sentence)s”") % {"sentence": read},
            _("Void for good, because they are on no goods yet: %(stamps)s.") % {"stamps": stamps_words(counts.unused)},
            _("Who scans one of those reads: “%(verdict)s”, because: %(reason)s.")
            % {"verdict": VerdictKind.VOID.label, "reason": VoidReason.OVERPRINTED.label},
        )

    def perform(self, form: Any) -> str:
        """Retire it."""
        count = retire_order(order=self.object, reason=form.cleaned_data["reason"], by=self.person, at=timezone.now())
        return _("Retired. Void now: %(stamps)s.") % {"stamps": stamps_words(count)}
