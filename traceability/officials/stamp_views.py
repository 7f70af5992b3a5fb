"""What officials do with stamps: order, approve, refuse, print, activate, void."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.formats import localize
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.log_actions import log

from core.officials.forms import add_errors
from core.officials.views import Action, ActionView, RegisterInspectView, Section, may, number_from
from traceability.domain.codes import StampNumber
from traceability.domain.printing import labels_of_order
from traceability.domain.qr import qr_png, qr_svg, url_of
from traceability.domain.sheets import sheet_pdf
from traceability.domain.stamps import (
    Interval,
    StampsRefused,
    activate_stamps,
    approve_order,
    order_stamps,
    refuse_order,
    void_stamps,
)
from traceability.enums import OrderState, Unit, VerdictKind
from traceability.models import StampOrder
from traceability.officials.forms import ActivateForm, ApproveForm, OrderForm, PrintForm, ReasonForm, VoidForm
from traceability.officials.sections import code_at, events_section, part_state, ranges_section
from traceability.queries.intervals import Part, parts_between, parts_of

# A preview that is longer than this says no more than a shorter one.
_MOST_SENTENCES = 20


def _stamps(count: int) -> str:
    return ngettext("%(count)s stamp", "%(count)s stamps", count) % {"count": localize(count)}


class OrderView(ActionView):
    """Order stamps for a product."""

    model = StampOrder
    permission_required = "add"
    form_class = OrderForm
    page_title = gettext_lazy("Order stamps")
    submit_label = gettext_lazy("Order")
    lead = gettext_lazy("Stamps are issued for a product with a certificate in force. The order waits until it is approved.")
    log_action = "traceability.order"

    def perform(self, form: Any) -> str:
        """Enter the order."""
        product = form.cleaned_data["product"]
        self.object = order_stamps(
            product=product,
            quantity=form.cleaned_data["quantity"],
            by=self.person,
            at=timezone.now(),
            is_sample=product.is_sample,
        )
        return _("Order #%(number)s is entered. It waits for approval.") % {"number": self.object.pk}


class ApproveView(ActionView):
    """Approve an order."""

    model = StampOrder
    form_class = ApproveForm
    page_title = gettext_lazy("Approve")
    submit_label = gettext_lazy("Approve the order")
    log_action = "traceability.approve"

    @property
    def lead(self) -> str:
        """Say what the button does."""
        return _("Issued for %(product)s: %(stamps)s. They can be printed at once; they count once they are put on a lot.") % {
            "stamps": _stamps(self.object.quantity),
            "product": self.object.product,
        }

    def perform(self, form: Any) -> str:
        """Issue the stamps."""
        issued = approve_order(order=self.object, key_letter=settings.STAMP_KEY_CURRENT, by=self.person, at=timezone.now())
        return _("Approved. Issued: %(stamps)s.") % {"stamps": _stamps(issued.count)}


class RefuseView(ActionView):
    """Refuse an order."""

    model = StampOrder
    form_class = ReasonForm
    page_title = gettext_lazy("Refuse")
    submit_label = gettext_lazy("Refuse the order")
    lead = gettext_lazy("The producer reads the reason.")
    log_action = "traceability.refuse"

    def perform(self, form: Any) -> str:
        """Refuse it."""
        self.object = refuse_order(order=self.object, reason=form.cleaned_data["reason"], by=self.person, at=timezone.now())
        return _("The order is refused.")


class PrintView(ActionView):
    """Sheets of an order's stamps as a PDF."""

    model = StampOrder
    form_class = PrintForm
    page_title = gettext_lazy("Print sheets")
    submit_label = gettext_lazy("Download the PDF")
    lead = gettext_lazy("A4 sheets of 24 labels of 70 × 37 mm. Void stamps are left out.")

    def form_valid(self, form: Any) -> Any:
        """Give the file, and remember who took it."""
        order, first, count = self.object, form.cleaned_data["first"], form.cleaned_data["count"]
        try:
            labels = labels_of_order(order=order, first=first, count=count, on=timezone.localdate(), keys=settings.STAMP_KEYS)
        except ValidationError as error:
            add_errors(form, error)
            return self.form_invalid(form)
        pdf = sheet_pdf(labels, title=f"OCOP #{order.pk}: {first}–{min(first + count - 1, order.quantity)}")
        log(instance=order, action="traceability.print", user=self.request.user, data={"first": first, "count": len(labels)})
        name = f"tem-{order.pk}-{first}.pdf"
        return FileResponse(io.BytesIO(pdf), as_attachment=True, filename=name, content_type="application/pdf")


class QRView(PermissionCheckedMixin, View):
    """The QR of an order's first stamp that is not void, to be placed in a label of the producer's own."""

    model = StampOrder
    permission_required = "change"
    kind = "svg"
    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, pk: int) -> FileResponse:
        """Give the picture as a file."""
        order = get_object_or_404(StampOrder.objects.select_related("product"), pk=pk)
        first = next((part for part in parts_of(order) if not part.is_void), None)
        if first is None:
            raise Http404
        text = url_of(StampNumber(first.key_letter, first.start), gtin=order.product.gtin)
        content, mime = (qr_svg(text), "image/svg+xml") if self.kind == "svg" else (qr_png(text), "image/png")
        return FileResponse(io.BytesIO(content), as_attachment=True, filename=f"tem-{pk}.{self.kind}", content_type=mime)


class PNGView(QRView):
    """The same as PNG."""

    kind = "png"


class _IntervalView(ActionView):
    """Something that is done to a stretch of stamps, shown before it takes effect."""

    model = StampOrder

    def get_initial(self) -> dict[str, Any]:
        """Take the lot from the address."""
        return number_from(self.request, "lot")

    def parts(self, form: Any) -> list[Part]:
        """Give what the stretch holds.

        Raises: StampsRefused: some of its numbers were never issued.
        """
        interval: Interval = form.cleaned_data["interval"]
        parts = parts_between(key_letter=interval.key_letter, start=interval.start, stop=interval.stop)
        if sum(part.count for part in parts) != interval.stop - interval.start:
            raise StampsRefused(_("Some of these stamp numbers were never issued."))
        return parts

    def sentences(self, parts: Sequence[Part]) -> list[str]:
        """Say what the stretch holds, part by part."""
        said = [
            _("%(first)s to %(last)s: %(stamps)s of order #%(order)s for %(product)s, %(state)s%(lot)s.")
            % {
                "first": code_at(part.key_letter, part.start),
                "last": code_at(part.key_letter, part.stop - 1),
                "stamps": _stamps(part.count),
                "order": part.order.pk,
                "product": part.order.product,
                "state": part_state(part),
                "lot": _(", on lot %(code)s") % {"code": part.lot.code} if part.lot else "",
            }
            for part in parts[:_MOST_SENTENCES]
        ]
        if len(parts) > _MOST_SENTENCES:
            said.append(_("… and %(count)s further stretches.") % {"count": len(parts) - _MOST_SENTENCES})
        return said


class ActivateView(_IntervalView):
    """Put stamps on a lot."""

    form_class = ActivateForm
    page_title = gettext_lazy("Activate stamps on a lot")
    submit_label = gettext_lazy("Go on")
    confirm_label = gettext_lazy("Activate these stamps")
    lead = gettext_lazy("Take the first and the last stamp of the stretch that is stuck on the lot.")
    log_action = "traceability.activate"

    def foresee(self, form: Any) -> Sequence[Any]:
        """Say which stamps go on which lot."""
        lot, parts = form.cleaned_data["lot"], self.parts(form)
        total = sum(part.count for part in parts)
        said = [_("Put on lot %(lot)s: %(stamps)s.") % {"stamps": _stamps(total), "lot": lot}, *self.sentences(parts)]
        if lot.unit not in (Unit.KILOGRAM, Unit.LITRE) and total > lot.quantity:
            said.append(
                _("That is more than the lot holds: %(quantity)s %(unit)s. Are both codes right?")
                % {"quantity": localize(lot.quantity), "unit": lot.get_unit_display()}
            )
        return said

    def perform(self, form: Any) -> str:
        """Activate them."""
        lot, parts = form.cleaned_data["lot"], self.parts(form)
        count = activate_stamps(interval=form.cleaned_data["interval"], lot=lot, by=self.person, at=timezone.now())
        self.object = parts[0].order
        return _("In use on lot %(lot)s now: %(stamps)s.") % {"stamps": _stamps(count), "lot": lot.code}


class VoidView(_IntervalView):
    """Void stamps, after a confirmation."""

    form_class = VoidForm
    page_title = gettext_lazy("Void stamps")
    submit_label = gettext_lazy("Go on")
    confirm_label = gettext_lazy("Void these stamps")
    lead = gettext_lazy("Void stamps stay void for ever. The next page shows what would be voided before anything happens.")
    log_action = "traceability.void"

    def foresee(self, form: Any) -> Sequence[Any]:
        """Say what becomes void, and what consumers will read."""
        parts = self.parts(form)
        new = sum(part.count for part in parts if not part.is_void)
        in_use = sum(part.count for part in parts if part.is_active and not part.is_void)
        if not new:
            raise StampsRefused(_("All of these stamps are void already."))
        return (
            _("To be void: %(stamps)s. In use of these: %(used)s.") % {"stamps": _stamps(new), "used": localize(in_use)},
            *self.sentences(parts),
            _("Who scans one of them reads: “%(verdict)s”, because: %(reason)s.")
            % {"verdict": VerdictKind.VOID.label, "reason": form.cleaned_data["reason"].label},
        )

    def perform(self, form: Any) -> str:
        """Void them."""
        parts, entered = self.parts(form), form.cleaned_data
        count = void_stamps(
            interval=entered["interval"], reason=entered["reason"], note=entered["note"], by=self.person, at=timezone.now()
        )
        self.object = parts[0].order
        return _("Void now: %(stamps)s.") % {"stamps": _stamps(count)}


class StampOrderInspectView(RegisterInspectView):
    """An order with its stamps and what happened to them."""

    def record_actions(self) -> Sequence[Action]:
        """Decide it; then print, activate, void."""
        if self.object.state == OrderState.ORDERED:
            return (
                Action(_("Approve"), "stamp-orders:approve", StampOrder, icon="check"),
                Action(_("Refuse"), "stamp-orders:refuse", StampOrder, icon="cross"),
            )
        if self.object.state != OrderState.APPROVED:
            return ()
        return (
            Action(_("Print sheets"), "stamp-orders:print", StampOrder, icon="download"),
            Action(_("Activate"), "stamp-orders:activate", StampOrder, icon="tick-inverse", query=f"order={self.object.pk}"),
            Action(_("Void"), "stamp-orders:void", StampOrder, icon="cross", query=f"order={self.object.pk}"),
        )

    def more_actions(self) -> Sequence[Action]:
        """Give the QR of one stamp."""
        if self.object.state != OrderState.APPROVED:
            return ()
        return (
            Action(_("QR of the first stamp as SVG"), "stamp-orders:qr_svg", StampOrder, icon="download"),
            Action(_("QR of the first stamp as PNG"), "stamp-orders:qr_png", StampOrder, icon="download"),
        )

    def sections(self) -> Sequence[Section]:
        """Give stamps and events."""
        parts = parts_of(self.object)
        with_codes = may(self.request.user, "change", StampOrder)
        return (ranges_section(parts, with_codes=with_codes), events_section(self.object, parts[0].start if parts else 0))
