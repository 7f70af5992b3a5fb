"""Forms of lots, of stretches of stamps, and of recalls."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from traceability.domain.codes import NotOurs, StampNumber
from traceability.domain.readings import LONGEST_ADDRESS, stamp_in
from traceability.models import Lot, StampRange
from traceability.numbers import Interval
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
        super().__init__(
            max_length=LONGEST_ADDRESS, widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}), **kwargs
        )

    def clean(self, value: Any) -> StampNumber | None:
        """Give the stamp; None when nothing is asked and nothing is typed."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return stamp_in(text, keys=settings.STAMP_KEYS)
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
            cleaned["interval"] = Interval.between(cleaned["first_code"], cleaned["last_code"] or cleaned["first_code"])
        return cleaned


class ActivateForm(IntervalForm):
    """Which stamps were put on which lot."""

    lot = forms.ModelChoiceField(label=_("Lot"), queryset=Lot.objects.all(), widget=lot_chooser.widget_class)


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}))


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
