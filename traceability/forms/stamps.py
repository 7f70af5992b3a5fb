"""Naming stamps, by their code or by a photograph, and saying why some are void."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from traceability.domain.codes import NotOurs
from traceability.domain.photos import read_photo
from traceability.domain.readings import LONGEST_ADDRESS, stamp_in
from traceability.enums import CHOSEN_VOID_REASONS, VoidReason


class _EitherText(forms.CharField):
    """One of two ways to answer: neither is optional, and neither is asked for by itself."""

    def validate(self, value: Any) -> None:
        """Leave it to the form."""


class _EitherFile(forms.FileField):
    """The same for a file."""

    def validate(self, value: Any) -> None:
        """Leave it to the form."""


class StampForm(forms.Form):
    """One stamp: its code typed or scanned, or a photograph of it. A photograph counts more than what was typed."""

    use_required_attribute = False

    photo = _EitherFile(
        label=gettext_lazy("Take a picture of the stamp"),
        help_text=gettext_lazy("Near, in good light, with the whole square on it."),
        # Which errors a file can have is said by the reader of photographs, in its own words.
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": "image/*", "capture": "environment"}),
    )
    code = _EitherText(
        label=gettext_lazy("Or type the code on the stamp"),
        help_text=gettext_lazy("The 16 letters and digits beside the square. Small letters, spaces and hyphens do not matter."),
        max_length=LONGEST_ADDRESS,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, may_read_photos: bool = True, **kwargs: Any) -> None:
        """Read photographs, unless too many were sent already."""
        super().__init__(*args, **kwargs)
        self._may_read_photos = may_read_photos
        self.is_strange = self.too_many_photos = False

    def clean(self) -> dict[str, Any]:
        """Give the stamp."""
        cleaned: dict[str, Any] = super().clean() or {}
        if self.errors:
            return cleaned
        if cleaned.get("photo") is not None:
            self._read("photo", self._on_photo(cleaned["photo"]))
        elif cleaned.get("code"):
            self._read("code", cleaned["code"])
        else:
            self.add_error("code", _("Take a picture of the stamp, or type its code."))
        return cleaned

    def _on_photo(self, photo: Any) -> str:
        if not self._may_read_photos:
            self.too_many_photos = True
            self.add_error("photo", _("Many photos came from your connection. Type the code instead, or wait ten minutes."))
            return ""
        try:
            return read_photo(photo) or ""
        except forms.ValidationError as refused:
            self.add_error("photo", refused)
            return ""

    def _read(self, name: str, text: str) -> None:
        if self.errors:
            return
        try:
            self.cleaned_data["stamp"] = stamp_in(text, keys=settings.STAMP_KEYS)
        except NotOurs:
            if name == "photo":
                words = _("No code can be read on this photo. Go nearer, find more light, and take the whole square.")
            else:
                self.is_strange = True
                words = _("This is no code of our stamps. Compare each of the 16 letters and digits with the stamp.")
            self.add_error(name, words)


class VoidForm(forms.Form):
    """Why stamps are to be void."""

    reason = forms.ChoiceField(
        label=gettext_lazy("What happened?"),
        choices=[(reason.value, capfirst(reason.label)) for reason in CHOSEN_VOID_REASONS],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=gettext_lazy("Anything the office should know"),
        help_text=gettext_lazy("When and where, for example."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_reason(self) -> VoidReason:
        """Give the reason as a member of the list."""
        return VoidReason(self.cleaned_data["reason"])
