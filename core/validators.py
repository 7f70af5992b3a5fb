"""Checks of numbers that people bring along: telephone, tax code, barcode, and lists of choices."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.deconstruct import deconstructible
from django.utils.translation import gettext_lazy as _
from stdnum import ean
from stdnum import exceptions as stdnum_errors
from stdnum.vn import mst

_SEPARATORS = re.compile(r"[\s.()\-\u00a0]")
# Mobile 03 05 07 08 09 + 8 digits; fixed 02 + 9; service numbers 1800 and 1900 + 4 to 6.
_PHONE = re.compile(r"0(?:[35789]\d{8}|2\d{9})|1[89]00\d{4,6}", re.ASCII)
# Since 2025 an individual's tax code is the personal identity number: 12 digits.
# Source: Circular 86/2024/TT-BTC.
_PERSONAL_CODE = re.compile(r"0\d{11}", re.ASCII)
_GTIN_LENGTHS = (8, 12, 13, 14)


def tidy_phone(text: str) -> str:
    """Give a telephone number as digits that start with 0, 1800 or 1900; "+84 912.345.678" becomes "0912345678"."""
    digits = _SEPARATORS.sub("", text)
    for prefix in ("+84", "0084"):
        if digits.startswith(prefix):
            digits = "0" + digits.removeprefix(prefix).removeprefix("0")
    return digits


def format_phone(text: str) -> str:
    """Give a telephone number in groups: "0912 345 678", "0239 385 1234", "1900 1234"."""
    digits = tidy_phone(text)
    if digits.startswith("1"):
        return f"{digits[:4]} {digits[4:]}"
    return f"{digits[:4]} {digits[4:7]} {digits[7:]}"


def validate_phone(text: str) -> None:
    """Refuse what is no Vietnamese telephone number."""
    if not _PHONE.fullmatch(tidy_phone(text)):
        raise ValidationError(_("%(text)s is not a Vietnamese telephone number. Example: 0912 345 678."), params={"text": text})


def validate_tax_code(text: str) -> None:
    """Refuse what is no Vietnamese tax code: 10 digits, 13 as 10-3, or 12 of a person; check digit included."""
    digits = text.replace(" ", "")
    if not (_PERSONAL_CODE.fullmatch(digits) or mst.is_valid(digits)):
        raise ValidationError(
            _("%(text)s is not a tax code: it has 10 digits, 13 as 0123456789-001, or 12 of a person."), params={"text": text}
        )


def validate_gtin(text: str) -> None:
    """Refuse a barcode number that cannot be one, and name the right check digit when only that is wrong."""
    if not text.isascii() or not text.isdigit() or len(text) not in _GTIN_LENGTHS:
        raise ValidationError(_("A barcode number (GTIN) has 8, 12, 13 or 14 digits."))
    try:
        ean.validate(text)
    except stdnum_errors.InvalidChecksum:
        raise ValidationError(
            _("The check digit of %(text)s is wrong: after %(body)s comes %(digit)s."),
            params={"text": text, "body": text[:-1], "digit": ean.calc_check_digit(text[:-1])},
        ) from None


@deconstructible
class ListOf:
    """Accept a list of values that are all of one closed vocabulary, each once."""

    def __init__(self, choices: type[TextChoices] | Sequence[str]) -> None:
        """Take the vocabulary, as a class of choices or as its values."""
        self.values = tuple(choices.values) if isinstance(choices, type) else tuple(choices)

    def __call__(self, chosen: object) -> None:
        """Refuse anything but a list of known values without doubles."""
        values = [value for value in chosen if isinstance(value, str)] if isinstance(chosen, list) else []
        if values != chosen or len(set(values)) != len(values) or not set(values) <= set(self.values):
            raise ValidationError(_("Choose from the list, each once."))

    def __eq__(self, other: object) -> bool:
        """Two validators of the same vocabulary are the same, so that migrations stay still."""
        return isinstance(other, ListOf) and other.values == self.values

    def __hash__(self) -> int:
        """Go with equality."""
        return hash(self.values)

    def deconstruct(self) -> tuple[str, list[Sequence[str]], dict[str, object]]:
        """Write the vocabulary's values into migrations, not the class."""
        return "core.validators.ListOf", [self.values], {}
