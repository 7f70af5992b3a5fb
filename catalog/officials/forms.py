"""Forms of the register: records, and what is done to certificates."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from catalog.enums import RevocationGround, Stars
from catalog.models import Product
from catalog.officials.choosers import product_chooser
from core.officials.forms import SluggedForm
from places.enums import UnitLevel
from places.models import AdministrativeUnit


def _require_commune(form: Any) -> AdministrativeUnit | None:
    """Take a commune; an ended one only where it stands already."""
    unit: AdministrativeUnit | None = form.cleaned_data["commune"]
    if unit is not None and (unit.level != UnitLevel.COMMUNE or (unit.is_ended and unit.pk != form.instance.commune_id)):
        raise forms.ValidationError(_("Choose a commune of today. The place as certified is written in words."))
    return unit


class ProducerForm(SluggedForm):
    """A producer."""

    def clean_commune(self) -> AdministrativeUnit | None:
        """Take a commune of today."""
        return _require_commune(self)


class ProductForm(SluggedForm):
    """A product. The province follows from the commune; standards are ended, never removed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Let the province stay empty: the commune says it."""
        super().__init__(*args, **kwargs)
        if field := self.fields.get("province"):
            field.required = False
            field.help_text = _("Taken from the commune when left empty.")

    def clean_commune(self) -> AdministrativeUnit | None:
        """Take a commune of today."""
        return _require_commune(self)

    def clean_former_district(self) -> AdministrativeUnit | None:
        """Take a former district."""
        unit: AdministrativeUnit | None = self.cleaned_data["former_district"]
        if unit is not None and unit.level != UnitLevel.DISTRICT:
            raise forms.ValidationError(_("Choose a former district."))
        return unit

    def clean(self) -> dict[str, Any]:
        """Fill the province in, and refuse one that the commune does not lie in."""
        cleaned = super().clean()
        commune, province = cleaned.get("commune"), cleaned.get("province")
        if commune is not None and province is None:
            cleaned["province"] = province = commune.parent
        if province is None and "province" not in self.errors:
            self.add_error("province", _("Choose a commune or a province."))
        elif province is not None and province.level != UnitLevel.PROVINCE:
            self.add_error("province", _("Choose a province."))
        elif commune is not None and province is not None and commune.parent_id != province.pk and not commune.is_ended:
            self.add_error("province", _("%(commune)s lies in %(province)s.") % {"commune": commune, "province": commune.parent})
        return cleaned

    def is_valid(self) -> bool:
        """Refuse to remove a standard: what a product once carried stays known."""
        valid = bool(super().is_valid())
        standards = self.formsets.get("standards")
        if valid and standards is not None and any(one.instance.pk for one in standards.deleted_forms):
            self.add_error(None, _("A standard is not removed: give it the day on which it ended."))
            return False
        return valid


class CertifyForm(forms.Form):
    """What a decision says about a product."""

    product = forms.ModelChoiceField(label=_("Product"), queryset=Product.objects.all(), widget=product_chooser.widget_class)
    stars = forms.TypedChoiceField(label=_("Stars"), choices=Stars.choices, coerce=int, widget=forms.RadioSelect)
    score = forms.DecimalField(
        label=_("Council's score"),
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        required=False,
        help_text=_("Average of the members, from 0 to 100; not public."),
    )
    decision_no = forms.CharField(label=_("Decision number"), max_length=100)
    decision_date = forms.DateField(label=_("Decision date"), widget=AdminDateInput)
    authority = forms.CharField(label=_("Authority as in the decision"), max_length=200)
    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 3}))


class ExtendForm(forms.Form):
    """How long a certificate runs on while its renewal is decided."""

    days = forms.IntegerField(
        label=_("Days"),
        min_value=1,
        max_value=366,
        help_text=_("Counted from the day after its regular end; 180 at most by today's law."),
    )
    paper = forms.CharField(label=_("Paper"), max_length=100, help_text=_("Number of the paper that allows it."))


class RevokeForm(forms.Form):
    """Why, by which decision and from when a certificate is revoked."""

    ground = forms.ChoiceField(label=_("Ground"), choices=RevocationGround.choices, widget=forms.RadioSelect)
    decision_no = forms.CharField(label=_("Decision number"), max_length=100)
    on = forms.DateField(label=_("Revoked from"), widget=AdminDateInput)
    reason = forms.CharField(label=_("Reason in words"), widget=forms.Textarea(attrs={"rows": 3}))

    def clean_ground(self) -> RevocationGround:
        """Give the ground as a member of the list."""
        return RevocationGround(self.cleaned_data["ground"])


class RetireForm(forms.Form):
    """Why a product is retired."""

    because = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Visitors read it, also those who scan a stamp years from now."),
    )
