"""The form of a sale point."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from core.officials.forms import SluggedForm
from places.enums import Facility, PaymentMethod, SpokenLanguage, UnitLevel
from places.models import AdministrativeUnit

# Lists of a closed vocabulary, kept as JSON and ticked in boxes.
_TICKED: dict[str, type[TextChoices]] = {"facilities": Facility, "payments": PaymentMethod, "languages": SpokenLanguage}


class SalePointForm(SluggedForm):
    """A sale point: boxes for what it has, and places of the right level."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Put boxes where the model keeps lists."""
        super().__init__(*args, **kwargs)
        for name, vocabulary in _TICKED.items():
            if name in self.fields:
                self.fields[name] = forms.MultipleChoiceField(
                    label=self.fields[name].label,
                    choices=vocabulary.choices,
                    required=False,
                    widget=forms.CheckboxSelectMultiple,
                    initial=getattr(self.instance, name),
                )

    def clean_commune(self) -> AdministrativeUnit | None:
        """Take a commune; an ended one only where it stands already."""
        unit: AdministrativeUnit | None = self.cleaned_data["commune"]
        if unit is not None and (unit.level != UnitLevel.COMMUNE or (unit.is_ended and unit.pk != self.instance.commune_id)):
            raise forms.ValidationError(_("Choose a commune of today. The former district has a field of its own."))
        return unit

    def clean_former_district(self) -> AdministrativeUnit | None:
        """Take a former district."""
        unit: AdministrativeUnit | None = self.cleaned_data["former_district"]
        if unit is not None and unit.level != UnitLevel.DISTRICT:
            raise forms.ValidationError(_("Choose a former district."))
        return unit

    def is_taken(self, wish: str) -> bool:
        """Leave the address parts of districts and communes to them: both live under /diem-ban/."""
        return super().is_taken(wish) or AdministrativeUnit.objects.filter(slug=wish).exists()
