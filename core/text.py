"""Vietnamese text: one normal form, folding for search, the place of the tone mark, and the order of a dictionary.

Everything that is stored is NFC. What is derived from it (folded text, sort key) stands in columns of its own.
"""

from __future__ import annotations

import re
import unicodedata

# đ has no decomposition, so dropping marks would leave it; ð and Ɖ are look-alikes that keyboards and old files deliver.
_CROSSED_D = str.maketrans({"đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "Ɖ": "D", "ɖ": "d"})
_SEPARATORS = re.compile(r"[\s\u00a0\-\u2010-\u2015'\u2018\u2019`_/.,;:()\"\u201c\u201d]+")

# The letters as Vietnamese orders them (CLDR, locale vi): each is a letter of its own, tones come second.
_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
# Keys hold only small letters and digits: every collation of every database agrees on the order of those.
_RANK = {letter: chr(ord("a") + position // 6) + chr(ord("a") + position % 6) for position, letter in enumerate(_LETTERS)}
_END, _SPACE, _DIGIT, _FOREIGN = "0", "1", "2", "z"
# Combining marks that make another letter, and those that are tones: huyền, hỏi, ngã, sắc, nặng in CLDR's order.
_LETTER_MARKS = {"\u0306", "\u0302", "\u031b"}
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}

_TONE = "[\u0300\u0309\u0303\u0301\u0323]"
# oa, oe, uy at the end of a syllable carry the tone on either vowel: hòa and hoà are the same word.
# Not ua (của, mùa), where the tone has one place only, and not after q, whose u is no vowel.
_OPEN_GLIDE = re.compile(rf"(?<![qQ])([oO](?=.[aAeE])|[uU](?=.[yY]))({_TONE})(\w)(?![\w\u0300-\u036f])")
# An i behind one or two consonants is written y by some, in names too: mì and mỳ, quí and quý. Not alone, and not behind a vowel.
_ONSET = "(?:[bcdđghklmnpqrstvx]{1,2}|qu)"
_BARE_Y = re.compile(f"{_ONSET}[yýỳỷỹỵ]")
_I_OR_Y = re.compile(f"{_ONSET}[iy]")
_TO_I = str.maketrans("yýỳỷỹỵ", "iíìỉĩị")


def nfc(text: str) -> str:
    """Give the composed form (NFC), the only one that is stored."""
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """Give the text as people type it in a hurry: no marks, no capitals, đ as d, separators as one space.

    "CU ĐƠ  Hà-Tĩnh" becomes "cu do ha tinh". Folding twice changes nothing.
    """
    decomposed = unicodedata.normalize("NFD", text.translate(_CROSSED_D).casefold())
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return _SEPARATORS.sub(" ", unicodedata.normalize("NFC", bare).translate(_CROSSED_D)).strip()


def unify_tone_place(text: str) -> str:
    """Move the tone of an open oa, oe or uy to the second vowel, so that both accepted spellings become one.

    "hòa", "thủy", "khỏe" become "hoà", "thuỷ", "khoẻ". Not for storing: names keep their owner's spelling.
    Source: Decision 1989/QĐ-BGDĐT (2018), article 8, prescribes the second form; laws and press mostly write the first.
    """
    # In NFD order a letter mark (ơ, ê) stands before the tone, so a plain o or u with a tone is what the pattern sees.
    return nfc(_OPEN_GLIDE.sub(r"\1\3\2", unicodedata.normalize("NFD", text)))


def unify_i(word: str) -> str:
    """Write the i of a small word that some write as y: "mỳ", "kỹ", "quý" become "mì", "kĩ", "quí". Any other word stays."""
    return word.translate(_TO_I) if _BARE_Y.fullmatch(word) else word


def other_spelling(folded: str) -> str:
    """Give how else a folded word may be written: some write its i as y, "ki" for "ky", "qui" for "quy". Else empty."""
    if not _I_OR_Y.fullmatch(folded):
        return ""
    return folded[:-1] + ("i" if folded.endswith("y") else "y")


def same_spelling(one: str, other: str) -> bool:
    """Tell whether two texts differ only in normal form, capitals or the place of a tone mark."""
    return unify_tone_place(one).casefold() == unify_tone_place(other).casefold()


def sort_key(text: str) -> str:
    """Give a text whose plain byte order is the order of a Vietnamese dictionary.

    Letters decide first (a ă â b c d đ e ê ... o ô ơ ... u ư), tones second (none, huyền, hỏi, ngã, sắc, nặng).
    Source: CLDR collation of the locale vi.
    """
    letters: list[str] = []
    tones: list[str] = []
    for character in nfc(text).casefold():
        letter, tone = _split(character)
        if letter in _RANK:
            letters.append(_RANK[letter])
            tones.append(tone)
        elif letter.isdecimal():
            letters.append(f"{_DIGIT}{int(letter)}")
        elif letter.isalpha():
            letters.append(f"{_FOREIGN}{ord(letter):06x}")
        elif letters and letters[-1] != _SPACE:
            letters.append(_SPACE)
    return "".join(letters).removesuffix(_SPACE) + _END + "".join(tones)


def slug(text: str) -> str:
    """Give the text as part of an address: "Cu đơ Phong Nga" becomes "cu-do-phong-nga"."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")


def initial(text: str) -> str:
    """Give the first letter as a capital, for a placeholder picture."""
    return next((letter.upper() for letter in nfc(text) if letter.isalnum()), "·")


def _split(character: str) -> tuple[str, str]:
    """Part one character into its letter (with the marks that make it one) and its tone ("0" for none)."""
    decomposed = unicodedata.normalize("NFD", character)
    tone = next((_TONES[mark] for mark in decomposed if mark in _TONES), "0")
    letter = decomposed[0] + "".join(mark for mark in decomposed[1:] if mark in _LETTER_MARKS)
    return nfc(letter)[0], tone
