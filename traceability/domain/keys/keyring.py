"""The keys of the stamps and the text of their file: pure, and free of Django.

The settings read the keys before any app is loaded, and the commands change them; both need one idea of what a key file is.
It stands here because keys are a matter of stamps (`core` knows no word of the field), and because the settings may import
downwards: nothing in this module or in `traceability.domain.keys.keyfile` loads an app, a model or a setting.

A key file is UTF-8 text. A line that begins with # is a comment; every other line is one key, four words parted by spaces::

    word     example     what it is
    letter   A           names the key: the first character of each code that it makes
    key      0a1b...     32 bytes as 64 hexadecimal digits
    state    current     current: makes new codes; exactly one. verifying: codes on packages are still answered.
                         retired: the same, and it can never become current again.
    created  2026-11-23  the day on which the key was made
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from hashlib import blake2s

from core.codes import ALPHABET
from traceability.domain.codes import is_key_letter

KEY_BYTES = 32
# Letters before digits: what people read out to each other.
LETTERS = tuple(sorted(ALPHABET, key=lambda letter: (letter.isdigit(), letter)))
_HEX = re.compile(rf"[0-9a-fA-F]{{{2 * KEY_BYTES}}}")
_WORDS = 4
_HEADER = """\
# Keys of the stamps: letter, key, state, day of making. Changed by `manage.py stamp_keys` only.
# Who has this file can forge stamps; without it no printed stamp can be verified. Keep a copy on paper in a safe.
"""


class KeysRefused(ValueError):
    """The keys are not in order, or what was asked for is against the rules. The message never holds a key."""


class KeyState(StrEnum):
    """What a key is used for."""

    CURRENT = "current"
    VERIFYING = "verifying"
    RETIRED = "retired"


@dataclass(frozen=True)
class StampKey:
    """One key. Its secret is never shown; the fingerprint is."""

    letter: str
    secret: bytes = field(repr=False)
    state: KeyState
    created_date: date

    @property
    def fingerprint(self) -> str:
        """Eight digits by which people tell keys apart."""
        return fingerprint(self.secret)


@dataclass(frozen=True)
class KeyRing:
    """All keys that were ever made, in the order of their making; one of them is current, unless there is none at all.

    Raises: KeysRefused: a letter cannot name a key or names two, a key is not 32 bytes or stands twice, or not exactly one is
    current.
    """

    keys: tuple[StampKey, ...] = ()

    def __post_init__(self) -> None:
        """Hold the rules; whoever builds a ring gets a whole one."""
        letters = [key.letter for key in self.keys]
        for key in self.keys:
            if not is_key_letter(key.letter):
                raise KeysRefused(f"{key.letter!r} cannot name a key: take one of {''.join(LETTERS)}.")
            if len(key.secret) != KEY_BYTES:
                raise KeysRefused(f"Key {key.letter} is not {KEY_BYTES} bytes long.")
        if twice := sorted({letter for letter in letters if letters.count(letter) > 1}):
            raise KeysRefused(f"There are two keys {', '.join(twice)}.")
        if len({key.secret for key in self.keys}) < len(self.keys):
            raise KeysRefused("Two letters have the same key. Each needs one of its own.")
        current = [key.letter for key in self.keys if key.state == KeyState.CURRENT]
        if self.keys and len(current) != 1:
            raise KeysRefused(f"Exactly one key must be current; these are: {', '.join(current) or 'none'}.")

    @property
    def current(self) -> StampKey | None:
        """The key that makes new codes; None while there is no key."""
        return next((key for key in self.keys if key.state == KeyState.CURRENT), None)

    @property
    def secrets(self) -> dict[str, bytes]:
        """The keys by letter, as the settings hold them."""
        return {key.letter: key.secret for key in self.keys}

    def key(self, letter: str) -> StampKey:
        """Give a key by its letter.

        Raises: KeysRefused: there is none.
        """
        found = next((key for key in self.keys if key.letter == letter), None)
        if found is None:
            raise KeysRefused(f"There is no key {letter}. There are: {', '.join(self.secrets) or 'none'}.")
        return found

    def add(self, letter: str, secret: bytes, *, on: date) -> KeyRing:
        """Give the ring with one key more: current when it is the first, else verifying until it is rotated to.

        Raises: KeysRefused: the letter names a key already, or cannot name one.
        """
        if letter in self.secrets:
            raise KeysRefused(f"Letter {letter} names a key already.")
        state = KeyState.VERIFYING if self.keys else KeyState.CURRENT
        return KeyRing((*self.keys, StampKey(letter, secret, state, on)))

    def rotate(self, letter: str) -> KeyRing:
        """Give the ring with that key current and the former one verifying.

        Raises: KeysRefused: there is no such key, it is current already, or it is retired.
        """
        match self.key(letter).state:
            case KeyState.CURRENT:
                raise KeysRefused(f"Key {letter} is current already.")
            case KeyState.RETIRED:
                raise KeysRefused(f"Key {letter} is retired and never makes codes again. Make a new one.")
        states = {key.letter: KeyState.VERIFYING for key in self.keys if key.state == KeyState.CURRENT}
        return self._with(states | {letter: KeyState.CURRENT})

    def retire(self, letter: str) -> KeyRing:
        """Give the ring with that key retired: it goes on verifying, since packages live for years.

        Raises: KeysRefused: there is no such key, or it is current.
        """
        if self.key(letter).state == KeyState.CURRENT:
            raise KeysRefused(f"Key {letter} is current. Rotate to another key first, then retire it.")
        return self._with({letter: KeyState.RETIRED})

    def _with(self, states: dict[str, KeyState]) -> KeyRing:
        return KeyRing(tuple(replace(key, state=states.get(key.letter, key.state)) for key in self.keys))


def fingerprint(secret: bytes) -> str:
    """Give the first eight hexadecimal digits of BLAKE2s of a key: enough to tell keys apart, nothing to find the key by."""
    return blake2s(secret, person=b"ocop-fpr").hexdigest()[:8]


def free_letter(taken: Collection[str]) -> str:
    """Give the first letter that is not taken.

    Raises: KeysRefused: all 32 are.
    """
    for letter in LETTERS:
        if letter not in taken:
            return letter
    raise KeysRefused(f"All {len(LETTERS)} letters name a key already.")


def parse(text: str) -> KeyRing:
    """Read the text of a key file; the layout stands above.

    Raises: KeysRefused: naming the line, never its content.
    """
    keys = []
    for position, line in enumerate(text.splitlines(), start=1):
        words = line.split()
        if words and not words[0].startswith("#"):
            keys.append(_key(words, position))
    if not keys:
        raise KeysRefused("It holds no key.")
    return KeyRing(tuple(keys))


def render(ring: KeyRing) -> str:
    """Write the text of a key file; the layout stands above."""
    lines = [f"{key.letter} {key.secret.hex()} {key.state} {key.created_date.isoformat()}\n" for key in ring.keys]
    return _HEADER + "".join(lines)


def _key(words: list[str], position: int) -> StampKey:
    if len(words) != _WORDS:
        raise KeysRefused(f"Line {position} must be four words: letter, key, state, day.")
    letter, secret, state, created = words
    if not is_key_letter(letter):
        raise KeysRefused(f"Line {position} must begin with one of {''.join(LETTERS)}.")
    if not _HEX.fullmatch(secret):
        raise KeysRefused(f"Line {position}: the key must be {2 * KEY_BYTES} hexadecimal digits.")
    if state not in set(KeyState):
        raise KeysRefused(f"Line {position}: the state must be one of {', '.join(KeyState)}.")
    try:
        day = date.fromisoformat(created)
    except ValueError:
        raise KeysRefused(f"Line {position}: the day must be written YYYY-MM-DD.") from None
    return StampKey(letter, bytes.fromhex(secret), KeyState(state), day)
