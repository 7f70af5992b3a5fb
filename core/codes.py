"""Crockford's base 32: what is printed beside a QR and typed by hand.

The alphabet has no I, L, O and U; who types them means 1, 1, 0 and V.
"""

from __future__ import annotations

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUE = {character: value for value, character in enumerate(ALPHABET)}
_LOOK_ALIKES = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V"})
# What people and phones put between groups: spaces, hyphens, dots and their typographic cousins.
_IGNORED = str.maketrans(dict.fromkeys(" \t\r\n\u00a0\u2009\u202f-\u2010\u2011\u2012\u2013\u2014\u2212._"))


class NotACode(ValueError):
    """The text holds a character that base 32 does not have."""


def tidy(text: str) -> str:
    """Give the text without separators, in capitals, with look-alikes as the digits they stand for."""
    return text.translate(_IGNORED).upper().translate(_LOOK_ALIKES)


def encode(number: int, *, length: int) -> str:
    """Write a number in base 32.

    Shape: exactly `length` characters of 5 bits, the most significant first.
    Raises: ValueError: the number is negative or does not fit.
    """
    if not 0 <= number < 1 << (5 * length):
        raise ValueError(f"{number} does not fit in {length} characters of base 32")
    return "".join(ALPHABET[(number >> (5 * place)) & 31] for place in reversed(range(length)))


def decode(text: str) -> int:
    """Read a number from tidied base 32.

    Raises: NotACode: a character is not of the alphabet.
    """
    number = 0
    for character in text:
        if character not in _VALUE:
            raise NotACode(character)
        number = number << 5 | _VALUE[character]
    return number


def group(code: str, *, size: int = 4) -> str:
    """Part a code into groups for reading: "7K3M9QXP" becomes "7K3M-9QXP"."""
    return "-".join(code[start : start + size] for start in range(0, len(code), size))
