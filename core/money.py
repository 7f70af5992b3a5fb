"""Money is whole đồng, an int, everywhere."""

from __future__ import annotations

import re

from core.text import nfc

_NBSP = "\u00a0"
_AMOUNT = re.compile(r"(?P<digits>\d{1,3}(?:[.,\s]\d{3})+|\d+)\s*(?P<unit>k|nghìn|ngàn|tr|triệu)?\s*(?:đ|₫|đồng|vnd|vnđ)?")
_UNITS = {None: 1, "k": 1_000, "nghìn": 1_000, "ngàn": 1_000, "tr": 1_000_000, "triệu": 1_000_000}


class NotMoney(ValueError):
    """The text is not an amount of đồng."""


def format_vnd(amount: int) -> str:
    """Write an amount as Vietnamese read it: 1234567 becomes "1.234.567 ₫" (with a no-break space)."""
    return f"{amount:,}".replace(",", ".") + _NBSP + "₫"


def parse_vnd(text: str) -> int:
    """Read an amount as people type it: "245.000", "245 000 đ", "245k", "1 triệu".

    Units: whole đồng.
    Raises: NotMoney: it cannot be read, or it is less than nothing.
    """
    match = _AMOUNT.fullmatch(nfc(text).strip().lower().replace(_NBSP, " "))
    if match is None:
        raise NotMoney(text)
    return int(re.sub(r"\D", "", match["digits"])) * _UNITS[match["unit"]]
