"""A lot as a producer enters it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.models import Product
from traceability.forms.orders import WholeNumberField
from traceability.models import Lot

_MOST = 2_000_000_000


class _DayInput(forms.DateInput):
    """The telephone's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class LotForm(forms.ModelForm):
    """A new lot of one of the producer's products."""

    quantity = WholeNumberField(
        label=gettext_lazy("Quantity"), help_text=gettext_lazy("How many packages were made."), min_value=1, max_value=_MOST
    )

    class Meta:
        model = Lot
        fields = ("product", "code", "made_date", "best_before_date", "quantity", "unit")
        widgets = {"product": forms.RadioSelect, "made_date": _DayInput(), "best_before_date": _DayInput()}
        labels = {"code": gettext_lazy("Lot number"), "made_date": gettext_lazy("Made on"), "unit": gettext_lazy("Counted in")}

    def __init__(self, *args: Any, products: Sequence[Product], **kwargs: Any) -> None:
        """Offer these products; a single one is chosen already."""
        super().__init__(*args, **kwargs)
        field: Any = self.fields["product"]
        field.queryset = Product.objects.filter(pk__in=[product.pk for product in products]).order_by("sort_key", "pk")
        field.empty_label = None
        if len(products) == 1:
            field.initial = products[0].pk
        self.fields["made_date"].initial = timezone.localdate()

    def clean_code(self) -> str:
        """Leave out spaces that nobody sees."""
        return " ".join(self.cleaned_data["code"].split())

    def clean_made_date(self) -> date:
        """Refuse a day to come: a slip of the finger, and consumers would read it."""
        made: date = self.cleaned_data["made_date"]
        if made > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come. Enter the day on which the lot was made."))
        return made
