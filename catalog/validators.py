"""Checks of the numbers that the programme itself gives."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Since 2025: province - commune - running number - year (Decision 26/2026/QĐ-TTg, annex II).
_TWO_LEVELS = re.compile(r"\d{2}-\d{5}-\d{1,5}-20\d{2}", re.ASCII)
# Before: province - district - commune - running number - year.
_THREE_LEVELS = re.compile(r"\d{2}-\d{3}-\d{5}-\d{1,5}-20\d{2}", re.ASCII)


def validate_ocop_code(text: str) -> None:
    """Refuse what is no product code of the programme, in either layout."""
    if not (_TWO_LEVELS.fullmatch(text) or _THREE_LEVELS.fullmatch(text)):
        raise ValidationError(
            _("%(text)s is not an OCOP product code. Today: 42-18652-7-2026. Before July 2025: 42-445-18652-7-2024."),
            params={"text": text},
        )
