"""The stamp code: a number that proves itself (decision D4).

Layout, 16 characters of Crockford base 32, shown in groups of four::

    position  length  content
    0         1       key letter: which key made the code
    1         8       masked number: the stamp's number (40 bits) XOR the first 40 bits of BLAKE2s(mask key, tag)
    9         7       tag: the first 35 bits of BLAKE2s(tag key, key letter and number)

This is the synthetic-IV construction: the tag proves the number, and because the mask depends on the tag, neighbouring numbers
give codes that look unrelated. A forged code passes with a chance of 1 in 2**35, and is refused without asking the database.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from hashlib import blake2s

from core.codes import ALPHABET, NotACode, decode, encode, group, tidy
from traceability.numbers import StampNumber

__all__ = ["LENGTH", "LONGEST_INPUT", "NotOurs", "StampNumber", "is_key_letter", "make_code", "read_code", "readable"]

NUMBER_BITS, TAG_BITS = 40, 35
LENGTH = 16
# A person who types adds hyphens and spaces; a text longer than this is no attempt to type a code.
LONGEST_INPUT = 64


class NotOurs(ValueError):
    """The text is no code that one of our keys has made."""


def make_code(stamp: StampNumber, *, keys: Mapping[str, bytes]) -> str:
    """Write the code of a stamp.

    Shape: 16 characters without hyphens.
    Raises: KeyError: the key is not at hand. ValueError: the number has more than 40 bits.
    """
    key = keys[stamp.key_letter]
    tag = _tag(key, stamp)
    masked = stamp.number ^ _mask(key, tag)
    return stamp.key_letter + encode(masked, length=8) + encode(tag, length=7)


def read_code(text: str, *, keys: Mapping[str, bytes]) -> StampNumber:
    """Read a code as scanned or typed: case, spaces, hyphens and look-alikes are forgiven.

    Raises: NotOurs: it is too long, too short, not of the alphabet, of an unknown key, or its tag is wrong.
    """
    if len(text) > LONGEST_INPUT:
        raise NotOurs("too long")
    code = tidy(text)
    if len(code) != LENGTH or code[0] not in keys:
        raise NotOurs("no code of a key of ours")
    try:
        masked, tag = decode(code[1:9]), decode(code[9:])
    except NotACode:
        raise NotOurs("a character is not of the alphabet") from None
    key = keys[code[0]]
    stamp = StampNumber(code[0], masked ^ _mask(key, tag))
    if not hmac.compare_digest(_tag(key, stamp).to_bytes(5), tag.to_bytes(5)):
        raise NotOurs("the tag is wrong")
    return stamp


def readable(code: str) -> str:
    """Give a code in groups of four, as it is printed."""
    return group(code)


def is_key_letter(letter: str) -> bool:
    """Tell whether a letter can name a key: one character that survives typing."""
    return len(letter) == 1 and letter in ALPHABET


def _tag(key: bytes, stamp: StampNumber) -> int:
    message = stamp.key_letter.encode() + stamp.number.to_bytes(8)
    return _first_bits(blake2s(message, key=key, person=b"ocop-tag", digest_size=8).digest(), TAG_BITS)


def _mask(key: bytes, tag: int) -> int:
    return _first_bits(blake2s(tag.to_bytes(8), key=key, person=b"ocopmask", digest_size=8).digest(), NUMBER_BITS)


def _first_bits(digest: bytes, bits: int) -> int:
    return int.from_bytes(digest) >> (len(digest) * 8 - bits)
