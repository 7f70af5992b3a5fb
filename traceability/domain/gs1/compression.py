"""Decompress a GS1 Digital Link (GS1 Digital Link Standard 1.1, section 10).

The text is base 64 in the alphabet that is safe in addresses; read as one row of bits, it holds elements one after another::

    an AI in digits of 4 bits, then its value          01 10 21 ... 7003
    a code of two hexadecimal digits, then the values  0C = 01 then 21; see `SHORT_FOR`
    F, 7 bits: length of a key, the key in base 64,    a pair that is not GS1's
       3 bits: encoding, 7 bits: length, the value

A value is written as its format says: digits as one binary number; other text as 3 bits that name the encoding (digits,
hexadecimal in small or large letters, base 64, ASCII of 7 bits) and the characters; what has no fixed length carries it in front.
At the end there are at most five bits left, all zero.
"""

from __future__ import annotations

import math
from string import ascii_lowercase, ascii_uppercase, digits

from django.utils.translation import gettext as _

from traceability.domain.gs1.identifiers import AI_LENGTHS, CSET_82, FORMATS, BadLink, Part

# Room for every AI that a package could carry together; a longer text is no barcode.
LONGEST_COMPRESSED = 400
_BASE_64 = ascii_uppercase + ascii_lowercase + digits + "-_"
_VALUES = {letter: value for value, letter in enumerate(_BASE_64)}
_LETTER_BITS, _DIGIT_BITS, _ASCII_BITS, _ENCODING_BITS, _FOREIGN_LENGTH_BITS = 6, 4, 7, 3, 7
_FOREIGN = 0xF  # The hexadecimal digit that announces a pair which is not GS1's.
_NUMBER, _HEX_SMALL, _HEX_LARGE, _SAFE_64, _ASCII = range(5)
_BIT_LENGTHS = {_HEX_SMALL: _DIGIT_BITS, _HEX_LARGE: _DIGIT_BITS, _SAFE_64: _LETTER_BITS, _ASCII: _ASCII_BITS}

# Codes for AIs that often come together. Source: the standard's table Opt.
SHORT_FOR: dict[str, tuple[str, ...]] = {
    "0A": ("01", "22"),
    "0B": ("01", "10"),
    "0C": ("01", "21"),
    "0D": ("01", "17"),
    "0E": ("01", "7003"),
    "0F": ("01", "30"),
    "1A": ("01", "10", "21", "17"),
    "1B": ("01", "15"),
    "1C": ("01", "11"),
    "1D": ("01", "16"),
    "1E": ("01", "91"),
    "1F": ("01", "10", "15"),
    **{f"2{letter}": ("01", f"310{decimals}") for decimals, letter in enumerate("ABCDEF")},
    **{f"3{letter}": ("01", f"320{decimals}") for decimals, letter in enumerate("ABCDEF")},
    "9A": ("8010", "8011"),
    "9B": ("8017", "8019"),
    "9C": ("8018", "8019"),
    "9D": ("414", "254"),
    **{f"A{decimals}": ("01", f"392{decimals}") for decimals in range(10)},
    **{f"C{decimals}": ("255", f"390{decimals}") for decimals in range(10)},
    **{f"C{letter}": ("255", f"394{decimals}") for decimals, letter in enumerate("ABCD")},
}


def decompress(text: str) -> tuple[tuple[str, str], ...]:
    """Read a compressed text as pairs, in its order: AIs, which are all digits, and other keys, which never are.

    Cost: the text has at most 400 characters, each bit is read once.
    Raises: BadLink: the text is no compressed link, is too long, ends too soon, says something twice, or uses an AI whose
    format is not known here.
    """
    bits = _Bits(text)
    pairs: dict[str, str] = {}
    while bits.left >= _LETTER_BITS:
        for key, value in _next_pairs(bits):
            if key in pairs:
                raise BadLink(_("The compressed part says (%(key)s) twice.") % {"key": key})
            pairs[key] = value
    if not pairs or bits.read(bits.left):
        raise BadLink(_("The compressed part does not end where it should."))
    return tuple(pairs.items())


class _Bits:
    """A row of bits, read from the left."""

    def __init__(self, text: str) -> None:
        if not 0 < len(text) <= LONGEST_COMPRESSED or not _VALUES.keys() >= set(text):
            raise BadLink(_("The compressed part is no text of base 64, or too long."))
        self.row = 0
        for letter in text:
            self.row = self.row << _LETTER_BITS | _VALUES[letter]
        self.left = len(text) * _LETTER_BITS

    def read(self, count: int) -> int:
        """Give the next bits as a number."""
        if count > self.left:
            raise BadLink(_("The compressed part ends too soon."))
        self.left -= count
        found = self.row >> self.left
        self.row &= (1 << self.left) - 1
        return found


def _next_pairs(bits: _Bits) -> list[tuple[str, str]]:
    first = bits.read(_DIGIT_BITS)
    if first == _FOREIGN:
        return [_foreign_pair(bits)]
    code = f"{first:X}{bits.read(_DIGIT_BITS):X}"
    return [(ai, _value(ai, bits)) for ai in SHORT_FOR.get(code) or (_whole_ai(code, bits),)]


def _whole_ai(code: str, bits: _Bits) -> str:
    ai = code + "".join(f"{bits.read(_DIGIT_BITS):X}" for _more in range(AI_LENGTHS.get(code, 2) - 2))
    if ai not in FORMATS:
        raise BadLink(_("The compressed part uses (%(ai)s), which is not known here.") % {"ai": ai})
    return ai


def _value(ai: str, bits: _Bits) -> str:
    value = "".join(_part(part, bits) for part in FORMATS[ai])
    if not value or not CSET_82.issuperset(value):
        raise BadLink(_("The compressed part gives (%(ai)s) a value that GS1 does not allow.") % {"ai": ai})
    return value


def _part(part: Part, bits: _Bits) -> str:
    encoding = _NUMBER if part.numeric else bits.read(_ENCODING_BITS)
    length = part.length if part.exact else bits.read(part.length.bit_length())
    if length > part.length:
        raise BadLink(_("The compressed part holds a value that is longer than its AI allows."))
    return _text(encoding, length, bits)


def _text(encoding: int, length: int, bits: _Bits) -> str:
    if encoding == _NUMBER:
        return _number(length, bits)
    if encoding not in _BIT_LENGTHS:
        raise BadLink(_("The compressed part names an encoding that does not exist."))
    found = [bits.read(_BIT_LENGTHS[encoding]) for _more in range(length)]
    if encoding == _ASCII:
        return "".join(map(chr, found))
    text = "".join(_BASE_64[value] if encoding == _SAFE_64 else f"{value:X}" for value in found)
    return text.lower() if encoding == _HEX_SMALL else text


def _number(length: int, bits: _Bits) -> str:
    """Read digits that are written as one number; leading zeros come back because the length is known."""
    # The standard's own formula; its 0.01 gives even an empty number one bit.
    text = f"{bits.read(math.ceil(length * math.log2(10) + 0.01)):0{length}}"
    if not length:
        return ""
    if len(text) > length:
        raise BadLink(_("The compressed part holds a number with more digits than it says."))
    return text


def _foreign_pair(bits: _Bits) -> tuple[str, str]:
    key = _text(_SAFE_64, bits.read(_FOREIGN_LENGTH_BITS), bits)
    encoding = bits.read(_ENCODING_BITS)
    value = _text(encoding, bits.read(_FOREIGN_LENGTH_BITS), bits)
    if not key or key.isdigit() or not value.isprintable():
        raise BadLink(_("The compressed part holds a pair that cannot stand in an address."))
    return key, value
