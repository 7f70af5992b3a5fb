"""Forms of lots, stamps and recalls."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from catalog.models import Product
from catalog.officials.choosers import product_chooser
from traceability.domain.codes import NotOurs, StampNumber, read_code
from traceability.domain.printing import MOST_AT_ONCE
from traceability.domain.sheets import PER_SHEET
from traceability.domain.stamps import Interval
from traceability.enums import VoidReason
from traceability.models import Lot, StampRange
from traceability.officials.choosers import lot_chooser


class StampCodeField(forms.CharField):
    """The code of a stamp as typed from the label, or the whole address as a scanner gives it."""

    default_error_messages = {
        "not_ours": _(
            "This is no code of our stamps. Type the 16 letters and digits beside the QR, for example 7K3M-9QXP-A2D4-F6H8."
        )
    }

    def __init__(self, **kwargs: Any) -> None:
        """Take an address of any usual length."""
        super().__init__(max_length=500, widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}), **kwargs)

    def clean(self, value: Any) -> StampNumber:
        """Give the stamp."""
        text = super().clean(value)
        # Of an address only its last part is the code; what follows "?" or "#" is not of it.
        code = text.split("?")[0].split("#")[0].rstrip("/").rpartition("/")[2]
        try:
            return read_code(code, keys=settings.STAMP_KEYS)
        except NotOurs:
            raise forms.ValidationError(self.error_messages["not_ours"], code="not_ours") from None


class IntervalForm(forms.Form):
    """The first and the last stamp of a stretch; one stamp alone is both."""

    first_code = StampCodeField(
        label=_("First stamp"), help_text=_("Typed or scanned. Capitals, spaces and hyphens do not matter.")
    )
    last_code = StampCodeField(label=_("Last stamp"), help_text=_("The same again for a single stamp."))

    def clean(self) -> dict[str, Any]:
        """Give the interval that the two enclose."""
        cleaned: dict[str, Any] = super().clean() or {}
        if "first_code" in cleaned and "last_code" in cleaned:
            cleaned["interval"] = Interval.between(cleaned["first_code"], cleaned["last_code"])
        return cleaned


class ActivateForm(IntervalForm):
    """Which stamps were put on which lot."""

    lot = forms.ModelChoiceField(label=_("Lot"), queryset=Lot.objects.all(), widget=lot_chooser.widget_class)


class VoidForm(IntervalForm):
    """Which stamps are void, and why."""

    reason = forms.ChoiceField(label=_("Reason"), choices=VoidReason.choices, widget=forms.RadioSelect)
    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def clean_reason(self) -> VoidReason:
        """Give the reason as a member of the list."""
        return VoidReason(self.cleaned_data["reason"])


class OrderForm(forms.Form):
    """A wish for stamps."""

    product = forms.ModelChoiceField(label=_("Product"), queryset=Product.objects.all(), widget=product_chooser.widget_class)
    quantity = forms.IntegerField(label=_("Quantity"), min_value=1, max_value=50_000_000)


class ApproveForm(forms.Form):
    """Nothing is asked: the button is the decision."""


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}))


class PrintForm(forms.Form):
    """Which stamps of an order go onto sheets."""

    first = forms.IntegerField(label=_("From stamp"), min_value=1, initial=1, help_text=_("Counted within the order, from 1."))
    count = forms.IntegerField(
        label=_("How many"),
        min_value=1,
        max_value=MOST_AT_ONCE,
        initial=PER_SHEET,
        help_text=_("24 fill a sheet; 2,400 at a time at most."),
    )


class RecallForm(forms.Form):
    """What consumers are told about a lot."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}), help_text=_("Consumers read it."))
    advice = forms.CharField(
        label=_("What to do"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Consumers read it: do not eat it, take it back to the shop, call this number."),
    )
    paper = forms.CharField(
        label=_("Paper"), max_length=100, required=False, help_text=_("Number of the decision, if there is one.")
    )


class LotForm(WagtailAdminModelForm):
    """A lot. Once stamps are on it, product and number stay: they are printed on goods."""

    def clean(self) -> dict[str, Any]:
        """Refuse to turn a lot with stamps into another one."""
        cleaned: dict[str, Any] = super().clean()
        if self.instance.pk and StampRange.objects.filter(lot=self.instance).exists():
            for name in {"product", "code"} & set(self.changed_data):
                self.add_error(
                    name, _("Stamps are on this lot already, so this can no longer change. Enter another lot instead.")
                )
        return cleaned
