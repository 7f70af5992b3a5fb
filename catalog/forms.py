"""What the register is asked."""

from django import forms
from django.utils.translation import gettext_lazy as _


class RegisterSearchForm(forms.Form):
    """Words and a status."""

    q = forms.CharField(label=_("Product, producer or decision number"), required=False, max_length=200)
    status = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[
            ("", _("all")),
            ("hieu-luc", _("in force")),
            ("het-han", _("expired")),
            ("thu-hoi", _("revoked")),
        ],
    )
