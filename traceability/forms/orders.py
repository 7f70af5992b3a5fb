"""Ordering stamps, taking an order back, confirming its receipt."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import TextChoices
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.models import Product
from core.text import nfc
from traceability.domain.ordering import Wish, smallest_size
from traceability.domain.orders import Format
from traceability.enums import LabelShape, PrintMedium
from traceability.models.stamp import FEWEST_ON_A_ROLL, MOST_ON_A_ROLL, SYMBOL_SIZES

MOST_STAMPS = 50_000_000
_GROUPED = re.compile(r"\d{1,3}(?:[ .,\u00a0\u202f]\d{3})+")


def _capital(kinds: type[TextChoices]) -> list[tuple[str, Any]]:
    """Give choices as they stand alone, with a capital."""
    return [(kind.value, capfirst(kind.label)) for kind in kinds]


class WholeNumberField(forms.IntegerField):
    """A whole number as people write it: 1000, 1.000, 1 000 or 1,000. "2.5" is none of these."""

    def __init__(self, **kwargs: Any) -> None:
        """Ask the telephone for its keyboard of digits; its own number field would read 1.000 as one."""
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}), **kwargs)

    def to_python(self, value: Any) -> int | None:
        """Leave the signs between thousands out."""
        text = str(value if value is not None else "").strip()
        if _GROUPED.fullmatch(text):
            text = re.sub(r"\D", "", text)
        elif text and not (text.isascii() and text.isdigit()):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(text)


class _ProductField(forms.ModelChoiceField):
    def label_from_instance(self, product: Any) -> str:
        return str(product.name)


class OrderForm(forms.Form):
    """A wish for stamps."""

    product = _ProductField(
        label=gettext_lazy("Product"), queryset=Product.objects.none(), widget=forms.RadioSelect, empty_label=None
    )
    quantity = WholeNumberField(label=gettext_lazy("How many stamps"), min_value=1, max_value=MOST_STAMPS)
    shape = forms.ChoiceField(
        label=gettext_lazy("Shape"), choices=_capital(LabelShape), widget=forms.RadioSelect, initial=LabelShape.SQUARE
    )
    symbol_mm = forms.TypedChoiceField(
        label=gettext_lazy("Size of the QR square"), choices=SYMBOL_SIZES, coerce=int, widget=forms.RadioSelect
    )
    medium = forms.ChoiceField(
        label=gettext_lazy("Printed on"), choices=_capital(PrintMedium), widget=forms.RadioSelect, initial=PrintMedium.ROLL
    )
    roll_size = WholeNumberField(
        label=gettext_lazy("Stamps on a roll"),
        help_text=gettext_lazy("Or in a packet of sheets. 1,000 is usual."),
        min_value=FEWEST_ON_A_ROLL,
        max_value=MOST_ON_A_ROLL,
        initial=1000,
    )
    delivery = forms.CharField(
        label=gettext_lazy("Deliver to"),
        help_text=gettext_lazy("Name, address and telephone of who takes the stamps."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, products: Sequence[Product], **kwargs: Any) -> None:
        """Offer these products; a single one is chosen already."""
        super().__init__(*args, **kwargs)
        field: Any = self.fields["product"]
        field.queryset = Product.objects.filter(pk__in=[product.pk for product in products]).order_by("sort_key", "pk")
        self._smallest = {product.pk: smallest_size(product) for product in products}
        if len(products) == 1:
            field.initial = products[0].pk
        sizes = [size for size in self._smallest.values() if size]
        self.fields["symbol_mm"].initial = max([20, *sizes])
        self.fields["symbol_mm"].help_text = self._help(products)

    def clean_delivery(self) -> str:
        """Give the text as it will be kept."""
        return nfc(self.cleaned_data["delivery"].replace("\r\n", "\n").strip())

    def clean(self) -> dict[str, Any]:
        """Refuse a size that the codes of the product do not fit into."""
        cleaned: dict[str, Any] = super().clean() or {}
        product, size = cleaned.get("product"), cleaned.get("symbol_mm")
        if product is not None and size is not None:
            smallest = self._smallest.get(product.pk)
            if smallest is None:
                self.add_error("symbol_mm", _("The codes of this product fit no size that we print. Please call the office."))
            elif size < smallest:
                self.add_error(
                    "symbol_mm",
                    _("Telephones could not read the codes of this product at %(size)s mm. Choose %(fits)s mm or larger.")
                    % {"size": size, "fits": smallest},
                )
        return cleaned

    def wish(self) -> Wish:
        """Give what is wanted."""
        entered = self.cleaned_data
        labels = Format(
            shape=LabelShape(entered["shape"]),
            symbol_mm=entered["symbol_mm"],
            medium=PrintMedium(entered["medium"]),
            roll_size=entered["roll_size"],
        )
        return Wish(entered["product"], entered["quantity"], labels, entered["delivery"])

    def _help(self, products: Sequence[Product]) -> str:
        """Name the smallest size that fits: once when it is the same for all, else for each product."""
        sizes = {size for size in self._smallest.values() if size}
        if len(sizes) == 1:
            return _("With its white border. The smallest that telephones can read: %(size)s mm.") % {"size": sizes.pop()}
        each = [f"{product.name}: {self._smallest[product.pk]} mm" for product in products if self._smallest[product.pk]]
        return _("With its white border. The smallest that telephones can read: %(sizes)s.") % {"sizes": "; ".join(each)}


class WithdrawForm(forms.Form):
    """Why an order is taken back."""

    reason = forms.CharField(label=gettext_lazy("Why is it cancelled?"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class ReceiveForm(forms.Form):
    """What was noticed when the stamps were counted."""

    note = forms.CharField(
        label=gettext_lazy("Is anything missing or spoilt?"),
        help_text=gettext_lazy("Write it here for the office. To take such stamps out of use, report them before you confirm."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
