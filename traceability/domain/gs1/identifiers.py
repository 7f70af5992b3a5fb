"""What GS1 says about its application identifiers (AI): how their values are written, and the check of a GTIN.

Sources: GS1 General Specifications, section 3 (formats) and figure 7.11-1 (the 82 characters); GS1 Barcode Syntax Dictionary,
release 2026-01-27; ISO/IEC 15420 (check digit, worked out by python-stdnum).
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from stdnum import ean

# Every character that a lot or serial number may hold: letters, digits and 20 signs.
CSET_82 = frozenset("!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz")
GTIN = "01"
_GTIN_LENGTHS = (8, 12, 13, 14)


class BadLink(ValueError):
    """The address is no GS1 Digital Link; the message says what is wrong and where."""


@dataclass(frozen=True)
class Part:
    """One part of a value: digits only or any of the 82 characters, and of exactly or at most so many."""

    numeric: bool
    length: int
    exact: bool


# As GS1 writes them: N digits, X any of the 82 characters, ".." at most.
_WRITTEN = {
    "N2": "20",
    "N3": "422 424 426",
    "N4": "3940-3943 8111",
    "N6": "11-13 15-17 3100-3169 3200-3379 3400-3579 3600-3699 3950-3959 7006 8005",
    "N10": "7003",
    "N13": "410-417 7001",
    "N14": "01-03 8001",
    "N17": "402",
    "N18": "00 8006 8017 8018 8026",
    "N..4": "7004",
    "N..6": "242",
    "N..8": "30 37",
    "N..10": "8019",
    "N..12": "8011",
    "N..15": "3900-3909 3920-3929",
    "X..2": "7010",
    "X..3": "427 7008",
    "X..10": "7009",
    "X..12": "7005",
    "X..20": "10 21 22 243 254 420 7020-7022 710-717 7240 8002 8012",
    "X..25": "8020",
    "X..28": "235",
    "X..30": "240 241 250 251 400 401 403 7002 7023 7230-7239 8004 8010 8013 90",
    "X..50": "8009",
    "X..70": "8110 8112 8200",
    "X..90": "91-99",
    "N3 X..9": "421",
    "N3 X..27": "7030-7039",
    "N3 N..12": "423 425",
    "N3 N..15": "3910-3919 3930-3939",
    "N6 N..6": "7007",
    "N8 N..4": "8008",
    "N13 N..12": "255",
    "N13 X..17": "253",
    "N14 X..16": "8003",
}
_LAST_DECIMAL = 5  # A measure of the 31nn to 36nn kind has at most five decimals; its last digit says how many.


def _parts(written: str) -> tuple[Part, ...]:
    return tuple(Part(one[0] == "N", int(one[1:].removeprefix("..")), ".." not in one) for one in written.split())


def _expanded(ranges: str) -> list[str]:
    found = []
    for one in ranges.split():
        first, _dash, last = one.partition("-")
        found += [f"{number:0{len(first)}}" for number in range(int(first), int(last or first) + 1)]
    return [ai for ai in found if not ("3100" <= ai <= "3699" and len(ai) == len("3100") and int(ai[-1]) > _LAST_DECIMAL)]


FORMATS = {ai: _parts(written) for written, ranges in _WRITTEN.items() for ai in _expanded(ranges)}
# The first two digits of an AI tell how many it has.
AI_LENGTHS = {ai[:2]: len(ai) for ai in FORMATS}


def full_gtin(text: str) -> str:
    """Give a GTIN of 8, 12, 13 or 14 digits with all of its 14 digits.

    Raises: BadLink: it has another length, something beside digits, or a wrong check digit.
    """
    if not text.isascii() or not text.isdigit() or len(text) not in _GTIN_LENGTHS:
        raise BadLink(_("A GTIN (01) has 8, 12, 13 or 14 digits, not “%(text)s”.") % {"text": text[:30]})
    if not ean.is_valid(text):
        raise BadLink(_("The last digit of the GTIN (01) %(text)s does not fit the others.") % {"text": text})
    return text.zfill(14)


def checked_value(ai: str, value: str) -> str:
    """Give the value of a lot, serial or other single-part AI as it is, once it is known to fit its format.

    Raises: BadLink: it is empty, too long, or holds a character that the AI does not allow. KeyError: no such AI.
    """
    (part,) = FORMATS[ai]
    if not 0 < len(value) <= part.length or (part.exact and len(value) != part.length):
        raise BadLink(_("The value of (%(ai)s) has 1 to %(most)s characters.") % {"ai": ai, "most": part.length})
    if not CSET_82.issuperset(value):
        raise BadLink(_("The value of (%(ai)s) holds a character that GS1 does not allow there.") % {"ai": ai})
    return value
