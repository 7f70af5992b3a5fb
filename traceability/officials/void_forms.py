"""Forms that name stamps to be voided, or to be good again: a stretch, whole rolls, a file of codes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from traceability.domain.code_lists import MOST_BYTES, UnknownLine, pack, read_list, unpack
from traceability.domain.roll_lists import intervals_of_rolls, last_roll, read_rolls
from traceability.enums import CHOSEN_VOID_REASONS, VoidReason
from traceability.models import StampOrder
from traceability.numbers import Interval, StampsRefused
from traceability.officials.forms import IntervalForm, StampCodeField
from traceability.queries.intervals import numbers_of

# How long a preview stands.
TOKEN_SECONDS = 3600


@dataclass(frozen=True)
class Named:
    """The stamps that a form names. Lines of a file that are no codes of ours are skipped when the person says so."""

    intervals: list[Interval]
    unknown: tuple[UnknownLine, ...] = ()
    repeated: int = 0


class WhyVoid(forms.Form):
    """Why stamps are void."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Reason"),
        choices=[(reason.value, reason.label) for reason in CHOSEN_VOID_REASONS],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label=gettext_lazy("Note"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))

    def clean_reason(self) -> VoidReason:
        """Give the reason as a member of the list."""
        return VoidReason(self.cleaned_data["reason"])


class WhyRestored(forms.Form):
    """Why stamps are to be good again."""

    note = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("It stays in the history for ever."),
    )


class StretchForm(IntervalForm):
    """One stamp, or a stretch from the first to the last."""

    last_code = StampCodeField(
        label=gettext_lazy("Last stamp"), required=False, help_text=gettext_lazy("Empty for a single stamp.")
    )

    def clean(self) -> dict[str, Any]:
        """Give the stamps."""
        cleaned: dict[str, Any] = super().clean()
        if "interval" in cleaned:
            cleaned["named"] = Named([cleaned["interval"]])
        return cleaned


class RollsForm(forms.Form):
    """Whole rolls of one order."""

    rolls = forms.CharField(label=gettext_lazy("Rolls"), max_length=2000, widget=forms.TextInput(attrs={"autocomplete": "off"}))

    def __init__(self, *args: Any, order: StampOrder, **kwargs: Any) -> None:
        """Take the order, and say which rolls it has."""
        super().__init__(*args, **kwargs)
        self.order, self.numbers = order, numbers_of(order)
        self.last_roll = last_roll(self.numbers, roll_size=order.roll_size) if self.numbers else 0
        self.fields["rolls"].help_text = _("For example: 3, 5-7. This order has the rolls 1 to %(last)s.") % {
            "last": self.last_roll
        }

    def clean(self) -> dict[str, Any]:
        """Give the stamps of the rolls."""
        cleaned: dict[str, Any] = super().clean() or {}
        if "rolls" in cleaned:
            if self.numbers is None:
                raise StampsRefused(_("No stamps have been issued."))
            try:
                rolls = read_rolls(cleaned["rolls"], last=self.last_roll)
            except StampsRefused as error:
                raise ValidationError({"rolls": error.messages}) from None
            cleaned["named"] = Named(intervals_of_rolls(rolls, numbers=self.numbers, roll_size=self.order.roll_size))
        return cleaned


class FileForm(forms.Form):
    """A file of codes. What was read from it is carried through the confirmation, signed, so that it is sent only once."""

    file = forms.FileField(
        label=gettext_lazy("File of codes"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,text/csv,text/plain"}),
        help_text=gettext_lazy(
            "CSV or text, 1 MB and 20,000 codes at most: one code a line, in the first column, or in a column called “code” "
            "or “mã”."
        ),
    )
    token = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, bound_to: str, **kwargs: Any) -> None:
        """Take the person and the act that a preview holds for."""
        super().__init__(*args, **kwargs)
        self.salt = f"traceability.code-list.{bound_to}"

    def clean(self) -> dict[str, Any]:
        """Give the stamps: of the file, or of the preview."""
        cleaned: dict[str, Any] = super().clean() or {}
        if "file" not in cleaned:
            return cleaned
        if cleaned["file"]:
            cleaned["named"] = self._read(cleaned["file"])
        elif cleaned.get("token"):
            cleaned["named"] = self._unsign(cleaned["token"])
        else:
            raise ValidationError({"file": _("Choose a file.")})
        return cleaned

    def is_fresh(self) -> bool:
        """Tell whether a file came with the form: nobody has seen a preview of it."""
        return bool(self.cleaned_data["file"])

    def sign(self) -> str:
        """Give what was read as a text that only the same person can send back, within an hour, for the same act."""
        return signing.dumps(pack(self.cleaned_data["named"].intervals), salt=self.salt, compress=True)

    def _read(self, file: Any) -> Named:
        if file.size > MOST_BYTES:
            raise ValidationError({"file": _("The file is larger than 1 MB. Send it in parts.")})
        try:
            found = read_list(file.read(), keys=settings.STAMP_KEYS)
        except ValidationError as error:
            raise ValidationError({"file": error.messages}) from None
        return Named(list(found.intervals), found.unknown, found.repeated)

    def _unsign(self, token: str) -> Named:
        try:
            return Named(unpack(signing.loads(token, salt=self.salt, max_age=TOKEN_SECONDS)))
        except signing.BadSignature:
            raise ValidationError(
                {"file": _("The preview is older than an hour, or not yours. Choose the file again.")}
            ) from None


class VoidForm(StretchForm, WhyVoid):
    """Which stretch is void, and why."""

    field_order = ("first_code", "last_code", "reason", "note")


class VoidRollsForm(RollsForm, WhyVoid):
    """Which rolls are void, and why."""

    field_order = ("rolls", "reason", "note")


class VoidListForm(FileForm, WhyVoid):
    """Which codes of a file are void, and why."""

    field_order = ("file", "reason", "note")


class RestoreForm(StretchForm, WhyRestored):
    """Which stretch is to be good again, and why."""

    field_order = ("first_code", "last_code", "note")


class RestoreRollsForm(RollsForm, WhyRestored):
    """Which rolls are to be good again, and why."""

    field_order = ("rolls", "note")


class RestoreListForm(FileForm, WhyRestored):
    """Which codes of a file are to be good again, and why."""

    field_order = ("file", "note")
