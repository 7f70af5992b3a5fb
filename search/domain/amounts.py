"""Prices, stars and amounts that stand in a text: "dưới 300k", "4 sao", "500g". They become filters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from core.text import fold, nfc
from search.facets import AMOUNT, PRICE, STARS

# A price without a unit below this is thousands: "dưới 300" means 300.000 đồng.
_LEAST_PRICE = 1000
_ABOUT = (0.8, 1.2)
_NUMBER = r"(\d{1,3}(?:[.,\s]\d{3})+|\d+(?:[.,]\d+)?)"
_THOUSANDS = r"(?:\s*(k|nghin|ngan|ng|n|trieu|tr|cu|million|thousand)(?![a-z0-9]))?"
_UNIT = _THOUSANDS + r"(?:\s*(?:dong|vnd|vn|d|₫)(?![a-z0-9]))?(?![a-z]|[.,]?\d)"
_MONEY = _NUMBER + _UNIT
_UNITS = {
    "k": 1_000, "nghin": 1_000, "ngan": 1_000, "ng": 1_000, "n": 1_000, "thousand": 1_000,
    "tr": 1_000_000, "trieu": 1_000_000, "cu": 1_000_000, "million": 1_000_000,
}  # fmt: skip
_BELOW = r"(?:\b(?:gia\s+)?(?:duoi|khong qua|toi da|it hon|re hon|nho hon|under|below|less than|max)|<)\s*"
_ABOVE = r"(?:\b(?:gia\s+)?(?:tren|hon|toi thieu|it nhat|over|above|more than|min)|>)\s*"
_BETWEEN = r"\b(?:gia\s+)?(?:(?:tu|khoang tu|from|between)\s*)?" + _NUMBER + _UNIT + r"\s*(?:-|–|den|toi|to|and)\s*" + _MONEY
_ROUND = r"\b(?:gia\s+)?(?:khoang|tam|around|about)\s*"
# What a bare number counts when it is no price: years, degrees, people.
_COUNTED = re.compile(
    r"\s*(?:%|(?:nam|tuoi|ngay|thang|nguoi|san pham|loai|do(?= dam| con|$)|years?|days?|months?|people|products?)\b)"
)
# How a price is limited: pattern, range, and whether a short number without a unit is a price there ("dưới 300").
_LIMITS = (
    (re.compile(_BELOW + _MONEY), "0-{below}", True),
    (re.compile(_ABOVE + _MONEY), "{above}-", True),
    (re.compile(r"\b(?:gia\s+)?(?:tu\s+|from\s+)?" + _MONEY + r"\s*(?:tro len|hoac hon|or more)"), "{above}-", True),
    (re.compile(r"\b(?:gia\s+)?" + _MONEY + r"\s*(?:tro xuong|do lai|or less)"), "0-{below}", True),
    (re.compile(_ROUND + _MONEY), "{low}-{high}", False),
    (re.compile(r"\bgia\s+(?:khoang\s+|tam\s+)?" + _MONEY), "{low}-{high}", False),
)
_ALONE = re.compile(r"\b" + _MONEY)
_STARS = re.compile(r"\b(?:ocop\s+)?(?:([1-5])\s*(?:\*|-?stars?\b|sao\b)|\b(nam|bon|ba)\s+sao\b)(?:\s*(tro len|or more|\+))?")
_STAR_WORDS = {"nam": 5, "bon": 4, "ba": 3}
_LEAST_STARS, _MOST_STARS = 3, 5
_WEIGHT = re.compile(_NUMBER.replace(r"\s", "") + r"\s*(kg|ki ?lo|can|g|gr|gram|gam|lang|ml|lit|l|liter|litre)\b")
_PER = {"kg": 1000, "kilo": 1000, "ki lo": 1000, "can": 1000, "g": 1, "gr": 1, "gram": 1, "gam": 1, "lang": 100}
_PER |= {"ml": 1, "lit": 1000, "l": 1000, "liter": 1000, "litre": 1000}
# A longer number is no amount of anything that is packed.
_LONGEST_AMOUNT = 12
_LIQUID = {"ml", "lit", "l", "liter", "litre"}


@dataclass(frozen=True)
class Found:
    """A stretch of the text that is a filter: the facet, its values, and where it stands."""

    facet: str
    values: tuple[str, ...]
    start: int
    end: int


def bare(text: str) -> str:
    """Give a text (NFC) without marks and capitals, letter for letter: what is found in it stands there in the text."""
    return "".join(_bare_letter(letter) for letter in text)


def find_amounts(text: str) -> list[Found]:
    """Give the filters that stand in a text (NFC), in order; of two that share letters the longer."""
    plain = bare(text)
    candidates = [*(list(_prices(plain)) or _alone(plain)), *_stars(plain), *_weights(plain)]
    chosen: list[Found] = []
    for found in sorted(candidates, key=lambda one: (one.start - one.end, one.start)):
        if all(found.end <= other.start or other.end <= found.start for other in chosen):
            chosen.append(found)
    return sorted(chosen, key=lambda one: one.start)


def amount_of(text: str) -> str:
    """Give a net content as a value of the facet: grams or millilitres; nothing when it cannot be read."""
    found = _weights(bare(nfc(text)))
    return next((one.values[0] for one in found), "")


def _prices(plain: str) -> Iterable[Found]:
    for match in re.finditer(_BETWEEN, plain):
        low_text, low_unit, high_text, high_unit = match.groups()
        if not (low_unit or high_unit or len(re.sub(r"\D", "", high_text)) > 4):  # noqa: PLR2004  "2 - 3 cái" is no price
            continue
        low, high = _money(low_text, low_unit or high_unit), _money(high_text, high_unit or low_unit)
        if low < high:
            yield Found(PRICE.name, (f"{low}-{high + 1}",), *match.span())
    for pattern, shape, may_be_short in _LIMITS:
        for match in pattern.finditer(plain):
            if match[2] or not _is_no_price(plain, match, may_be_short=may_be_short):
                yield _limited(match, shape)


def _alone(plain: str) -> list[Found]:
    """Give the only price in a text that says nothing else of prices: about that much is meant."""
    found = [match for match in _ALONE.finditer(plain) if match[2]]
    return [_limited(found[0], "{low}-{high}")] if len(found) == 1 else []


def _limited(match: re.Match[str], shape: str) -> Found:
    price = _money(match[1], match[2])
    low, high = int(price * _ABOUT[0]), int(price * _ABOUT[1]) + 1
    return Found(PRICE.name, (shape.format(below=price + 1, above=price, low=low, high=high),), *match.span())


def _is_no_price(plain: str, match: re.Match[str], *, may_be_short: bool) -> bool:
    """Tell whether a number without a unit counts something else: years, degrees, people; "hơn 200" is none either."""
    is_short = match[1].isdecimal() and len(match[1]) < 4  # noqa: PLR2004
    return match[0].startswith("hon") or (is_short and (not may_be_short or _COUNTED.match(plain, match.end()) is not None))


def _stars(plain: str) -> Iterable[Found]:
    for match in _STARS.finditer(plain):
        stars = _STAR_WORDS[match[2]] if match[2] else int(match[1])
        if stars < _LEAST_STARS:
            continue
        most = _MOST_STARS if match[3] else stars
        yield Found(STARS.name, tuple(str(number) for number in range(stars, most + 1)), *match.span())


def _weights(plain: str) -> list[Found]:
    found = []
    for match in _WEIGHT.finditer(plain):
        unit = match[2].replace("  ", " ")
        if len(match[1]) > _LONGEST_AMOUNT:
            continue
        amount = round(_quantity(match[1], _PER[unit]) * _PER[unit])
        if amount:
            found.append(Found(AMOUNT.name, (f"{amount}{'ml' if unit in _LIQUID else 'g'}",), *match.span()))
    return found


def _quantity(number: str, per: int) -> float:
    """Read a number: 1.500 g are one and a half thousand, 1.500 kg one and a half; with two points both are thousands."""
    groups = re.split("[.,]", number)
    is_whole = len(groups) == 1 or len(groups) > 2 or (per == 1 and len(groups[1]) == 3 and groups[0] != "0")  # noqa: PLR2004
    return float("".join(groups) if is_whole else ".".join(groups))


def _money(number: str, unit: str | None) -> int:
    if unit and len(number) < 10 and re.fullmatch(r"\d+(?:[.,]\d+)?", number):  # noqa: PLR2004
        return int(float(number.replace(",", ".")) * _UNITS[unit])
    digits = int(re.sub(r"\D", "", number)[:12])
    return digits * 1000 if digits < _LEAST_PRICE else digits


def _bare_letter(letter: str) -> str:
    if letter.isascii():
        return letter.lower()
    base = unicodedata.normalize("NFD", letter)[0]
    folded = fold(base)
    return folded if len(folded) == 1 else letter if len(letter.lower()) != 1 else letter.lower()
