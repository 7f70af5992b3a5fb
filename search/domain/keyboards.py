"""Left-overs of Vietnamese keyboards: "nuwowcs" or "nu7o7c1" where "nước" was meant, because the keyboard was switched off.

Both ways of typing are decoded by their published rules. A word is only decoded when it is not known as it stands.
"""

from __future__ import annotations

import re
import unicodedata

from core.text import nfc

_TELEX_TONES = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_VNI_TONES = {"1": "\u0301", "2": "\u0300", "3": "\u0309", "4": "\u0303", "5": "\u0323"}
_CIRCUMFLEX, _HORN, _BREVE = "\u0302", "\u031b", "\u0306"
_VOWELS = "aeiouyăâêôơư"
# A word of one syllable, decoded: nothing else is Vietnamese.
_SYLLABLE = re.compile(r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx])?[aăâeêioôơuưy]{1,3}(?:ng|nh|ch|[cmnpt])?")


def decode(word: str) -> str | None:
    """Give what a word says when its letters are read as Telex or VNI; None when it says nothing in either."""
    return _decode_telex(word) or _decode_vni(word)


def _decode_telex(word: str) -> str | None:
    """Read Telex: aa ee oo, aw ow uw (w anywhere behind), dd, and the tones s f r x j behind the vowel."""
    if not word.isascii() or not word.isalpha():
        return None
    letters: list[str] = []
    tone = ""
    for letter in word:
        before = "".join(letters)
        if letter in _TELEX_TONES and any(vowel in _VOWELS for vowel in before):
            tone = _TELEX_TONES[letter]
        elif letter == "w":
            letters = list(_with_horns(before) if any(vowel in "aou" for vowel in before) else before + "ư")
        elif letter == "d" and before.startswith("d"):
            letters[0] = "đ"
        elif letter in "aeo" and letter in before:
            position = before.rindex(letter)
            letters[position] = nfc(letter + _CIRCUMFLEX)
        else:
            letters.append(letter)
    return _finish("".join(letters), tone, word)


def _decode_vni(word: str) -> str | None:
    """Read VNI: 6 for a roof, 7 for a horn, 8 for a bowl, 9 for đ, and the tones 1 to 5."""
    if not word.isascii() or not word[0].isalpha() or not any(letter.isdigit() for letter in word):
        return None
    letters: list[str] = []
    tone = ""
    for letter in word:
        before = "".join(letters)
        if letter.isalpha():
            letters.append(letter)
        elif letter in _VNI_TONES and any(vowel in _VOWELS for vowel in before):
            tone = _VNI_TONES[letter]
        elif letter == "9" and before.startswith("d"):
            letters[0] = "đ"
        elif letter == "6":
            letters = list(_marked(before, "aeo", _CIRCUMFLEX))
        elif letter == "7":
            letters = list(_with_horns(before.replace("a", "\0")).replace("\0", "a"))
        elif letter == "8":
            letters = list(_marked(before, "a", _BREVE))
        else:
            return None
        if letter in "678" and "".join(letters) == before:  # it marks nothing: "cam7" is no word
            return None
    return _finish("".join(letters), tone, word)


def _with_horns(text: str) -> str:
    """Put what w stands for on the vowels: uo becomes ươ, else the last u or o gets its horn, else the last a its bowl."""
    for plain, horned in (("uo", "ươ"), ("ưo", "ươ"), ("uơ", "ươ")):
        if plain in text:
            return text.replace(plain, horned)
    return _marked(text, "uo", _HORN) if any(letter in "uo" for letter in text) else _marked(text, "a", _BREVE)


def _marked(text: str, vowels: str, mark: str) -> str:
    for position in range(len(text) - 1, -1, -1):
        if text[position] in vowels:
            return text[:position] + nfc(text[position] + mark) + text[position + 1 :]
    return text


def _finish(letters: str, tone: str, typed: str) -> str | None:
    letters = letters.replace("ưo", "ươ")  # in no syllable does one stand without the other
    if not _SYLLABLE.fullmatch(letters):
        return None
    decoded = _with_tone(letters, tone) if tone else letters
    return decoded if decoded != typed else None


def _with_tone(letters: str, tone: str) -> str:
    """Put the tone where it belongs: on a vowel with a mark if there is one, else on the middle or the first of the vowels."""
    start = 2 if letters.startswith(("qu", "gi")) and len(letters) > 2 and letters[2] in _VOWELS else 0  # noqa: PLR2004
    places = [position for position in range(start, len(letters)) if letters[position] in _VOWELS]
    marked = [position for position in places if letters[position] in "ăâêôơư"]
    place = marked[-1] if marked else places[_is_on_second(letters, places)]
    return unicodedata.normalize("NFC", letters[: place + 1] + tone + letters[place + 1 :])


def _is_on_second(letters: str, places: list[int]) -> bool:
    """Tell whether of several vowels the second carries the tone: of three, before a consonant, and in oa, oe, uy."""
    match len(places):
        case 1:
            return False
        case 2:
            return places[-1] < len(letters) - 1 or letters[places[0] : places[1] + 1] in {"oa", "oe", "uy"}
        case _:
            return True
