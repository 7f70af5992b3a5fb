"""Forms of stamp orders and print runs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from catalog.models import Product
from catalog.officials.choosers import product_chooser
from traceability.domain.orders import Format
from traceability.domain.printing.runs import Rolls
from traceability.enums import FileKind, LabelShape, PrintMedium
from traceability.models.stamp import FEWEST_ON_A_ROLL, MOST_ON_A_ROLL, SYMBOL_SIZES

_LABELS = Format()


class OrderForm(forms.Form):
    """A wish for stamps: how many, on what labels, and where they go."""

    product = forms.ModelChoiceField(label=_("Product"), queryset=Product.objects.all(), widget=product_chooser.widget_class)
    quantity = forms.IntegerField(label=_("Quantity"), min_value=1, max_value=50_000_000)
    shape = forms.ChoiceField(
        label=_("Shape of the label"), choices=LabelShape.choices, initial=_LABELS.shape, widget=forms.RadioSelect
    )
    symbol_mm = forms.TypedChoiceField(
        label=_("Size of the QR"),
        choices=SYMBOL_SIZES,
        initial=_LABELS.symbol_mm,
        coerce=int,
        help_text=_("With its white border. The label around it is larger."),
    )
    medium = forms.ChoiceField(
        label=_("Printed on"), choices=PrintMedium.choices, initial=_LABELS.medium, widget=forms.RadioSelect
    )
    roll_size = forms.IntegerField(
        label=_("Stamps on a roll"),
        min_value=FEWEST_ON_A_ROLL,
        max_value=MOST_ON_A_ROLL,
        initial=_LABELS.roll_size,
        help_text=_("Or in a packet of sheets. Each roll is printed as a file and counted by itself."),
    )
    delivery = forms.CharField(
        label=_("Deliver to"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Person, address, telephone."),
    )

    @property
    def labels(self) -> Format:
        """What the labels look like and what they come on."""
        entered = self.cleaned_data
        return Format(
            shape=LabelShape(entered["shape"]),
            symbol_mm=entered["symbol_mm"],
            medium=PrintMedium(entered["medium"]),
            roll_size=entered["roll_size"],
        )


class ConfirmForm(forms.Form):
    """Nothing is asked: the button is the decision."""


class DeliverForm(forms.Form):
    """Who took the stamps."""

    note = forms.CharField(
        label=_("Handed over to"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Who took the stamps, and when; the number of the paper that was signed, if there is one."),
    )


class CompleteForm(forms.Form):
    """What is to be remembered of the count."""

    note = forms.CharField(label=_("Note"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class PrintForm(forms.Form):
    """Which rolls of an order go into files, and of which kind."""

    kind = forms.ChoiceField(label=_("Kind of file"), choices=FileKind.choices, initial=FileKind.PDF, widget=forms.RadioSelect)
    first = forms.IntegerField(label=_("From roll"), min_value=1, required=False, help_text=_("Empty: from the first."))
    last = forms.IntegerField(label=_("To roll"), min_value=1, required=False, help_text=_("Empty: to the last."))

    def __init__(self, *args: Any, last_roll: int, **kwargs: Any) -> None:
        """Take the number of the last roll of the order."""
        super().__init__(*args, **kwargs)
        self.last_roll = last_roll
        for name in ("first", "last"):
            self.fields[name].widget.attrs["max"] = last_roll or 1

    def clean(self) -> dict[str, Any]:
        """Refuse rolls that stand the wrong way round."""
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            raise ValidationError({"last": _("The last roll comes before the first. Exchange the two.")})
        return cleaned

    @property
    def rolls(self) -> Rolls | None:
        """The rolls that were asked for; None for all."""
        first, last = self.cleaned_data["first"], self.cleaned_data["last"]
        return Rolls(first or 1, last or max(self.last_roll, first)) if first or last else None
