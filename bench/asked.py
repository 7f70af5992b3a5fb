"""What is asked in the measurements of the search: names, kinds, slips, places, prices, needs, filters.

Each round asks something else, as visitors do; a run asks the same as the run before.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from bench.catalogue import SEED, Catalogue, Good
from core.text import fold
from search import facets
from search.models import Synonym, SynonymKind
from search.query import LONGEST_TEXT, Near, Query, Sort

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_TELEX = {
    "\u0300": "f", "\u0301": "s", "\u0309": "r", "\u0303": "x", "\u0323": "j", "\u0306": "w", "\u031b": "w",
}  # fmt: skip
_CIRCUMFLEX = "\u0302"


@dataclass(frozen=True)
class Asked:
    """A query of a sort."""

    sort: str
    query: Query


def sample(catalogue: Catalogue, size: int, count: int, rng: Random) -> list[Good]:
    """Give some goods of the first `size` that are current and have names of three words or more."""
    found: list[Good] = []
    while len(found) < count:
        good = catalogue.good(rng.randrange(1, size + 1))
        if good.is_current and len(good.name.split()) > 2:
            found.append(good)
    return found


def mix(catalogue: Catalogue, size: int, number: int) -> list[Asked]:
    """Give about two hundred queries, each of a sort, for a catalogue of some size; the number is that of the round."""
    rng = Random(SEED + 1000 * number + 1)
    goods = iter(sample(catalogue, size, 400, rng))
    kinds = iter(rng.sample(catalogue.kinds, 80))

    def some(sort: str, count: int, text: Callable[[], str]) -> list[Asked]:
        return [Asked(sort, Query(text())) for _number in range(count)]

    provinces = ("Hà Tĩnh", "Thanh Hóa", "Nghệ An", "Bắc Ninh", "Đồng Nai", "Đà Nẵng", "Lâm Đồng", "Cà Mau", "Hà Nội", "Sơn La")
    needs = [row.word_list[0] for row in Synonym.objects.filter(kind=SynonymKind.CONCEPT).order_by("pk")]
    return [
        *some("name", 25, lambda: next(goods).name),
        *some("name without marks", 25, lambda: fold(next(goods).name)),
        *some("name with a slip", 20, lambda: slip(fold(next(goods).name), rng)),
        *some("Telex", 12, lambda: telex(next(goods).name)),
        *some("name begun", 8, lambda: next(goods).name[:-2]),
        *some("kind", 15, lambda: next(kinds).lower()),
        *some("kind without marks", 15, lambda: fold(next(kinds))),
        *some("kind and place", 12, lambda: f"{next(kinds)} {rng.choice(provinces)}"),
        *some("kind and commune", 8, lambda: f"{(good := next(goods)).kind} xã {good.maker.place.commune}"),
        *some("kind and price", 10, lambda: f"{next(kinds)} dưới {rng.choice((50, 100, 200, 300))}k"),
        *some("place", 6, lambda: rng.choice(provinces)),
        *some("producer", 10, lambda: next(goods).maker.name),
        *some("need", 10, lambda: rng.choice(needs)),
        *some(
            "common words", 4, lambda: rng.choice(("thực phẩm", "san pham tu thuc vat", "đặc sản", "chế biến", "htx nông nghiệp"))
        ),
        *_browsing(rng),
        *[
            Asked("filters and words", Query(next(kinds), filters=_filters(rng), lapsed=bool(rng.getrandbits(1))))
            for _number in range(8)
        ],
        *some("nonsense", 3, lambda: _nonsense(next(goods).name, rng)),
        *some("nonsense", 3, lambda: "".join(rng.choices("abcdefghijklmnopqrstuvwxyz ", k=LONGEST_TEXT))),
        *some("foreign words", 3, lambda: rng.choice(("fish sauce phu quoc", "organic green tea gift", "dried mango snack"))),
    ]


def _browsing(rng: Random) -> list[Asked]:
    everywhere = [Asked("everything", Query(sort=sort)) for sort in (Sort.RELEVANCE, Sort.NAME, Sort.PRICE_UP, Sort.NEWEST)]
    last = [Asked("everything", Query(page=page)) for page in (2, 50)]
    narrowed = [Asked("filters", Query(kind="san-pham", filters=_filters(rng))) for _number in range(8)]
    around = [
        Asked("nearby", Query(near=Near(latitude, longitude, km), sort=Sort.NEAREST))
        for latitude, longitude, km in ((21.03, 105.85, 20.0), (18.34, 105.9, 50.0), (10.78, 106.7, 30.0))
    ]
    return [*everywhere, *last, *narrowed, *around]


def _filters(rng: Random) -> dict[str, tuple[str, ...]]:
    """Give some filters at once, as somebody has ticked them."""
    choices = {
        facets.SECTOR.name: (("thuc-pham",), ("do-uong", "duoc-lieu")),
        facets.STARS.name: (("3",), ("4", "5"), ("4",)),
        facets.PROVINCE.name: (("tinh-ha-tinh",), ("tinh-thanh-hoa", "tinh-nghe-an"), ("thanh-pho-ha-noi",)),
        facets.PRICE.name: (("0-50000", "50000-100000"), ("100000-200000",), ("200000-500000", "500000-")),
        facets.STANDARD.name: (("vietgap", "organic"), ("food-safety",)),
        facets.STOCK.name: (("co",),),
        facets.FORM.name: (("cooperative",), ("household", "company")),
    }
    names = rng.sample(sorted(choices), rng.randrange(1, 4))
    return {name: rng.choice(choices[name]) for name in names}


def slip(text: str, rng: Random) -> str:
    """Type a text with one slip in a longer word: a letter too few, too many, exchanged with the next, or the key beside it."""
    letters = list(text)
    inside = [place for place in range(1, len(text) - 1) if text[place - 1].isalnum() and text[place].isalnum()]
    words = [place for place in inside if _length_at(text, place) > 3] or inside
    place = rng.choice(words)
    kind = rng.randrange(4)
    row = next((row for row in _ROWS if fold(letters[place]) in row), "")
    if kind == 0:
        del letters[place]
    elif kind == 1:
        letters.insert(place, letters[place])
    elif kind == 2 and letters[place] != letters[place - 1]:
        letters[place - 1], letters[place] = letters[place], letters[place - 1]
    elif row:
        position = row.index(fold(letters[place]))
        letters[place] = row[position - 1] if position else row[1]
    else:
        del letters[place]
    return "".join(letters)


def _length_at(text: str, place: int) -> int:
    start = text.rfind(" ", 0, place) + 1
    end = text.find(" ", place)
    return (end if end >= 0 else len(text)) - start


def telex(text: str) -> str:
    """Give the keys that Telex would have made the text of: "Nước mắm" is "nuwowcs mawsm" typed letter by letter, tones last."""
    return " ".join(_telex_word(word) for word in text.lower().split())


def _telex_word(word: str) -> str:
    keys, tone = "", ""
    for letter in unicodedata.normalize("NFD", word):
        if letter == _CIRCUMFLEX:
            keys += keys[-1]
        elif letter in _TELEX and _TELEX[letter] != "w":
            tone = _TELEX[letter]
        else:
            keys += "dd" if letter == "đ" else _TELEX.get(letter, letter)
    return keys + tone


def _nonsense(name: str, rng: Random) -> str:
    words = list(name) * 9
    rng.shuffle(words)
    return "".join(words)[:LONGEST_TEXT]
