"""What is made up for a product by the kind of good that it is: its picture, content, price, and how its lots are counted."""

from __future__ import annotations

import random
from dataclasses import dataclass

from stdnum import ean

from core.text import fold
from traceability.enums import Unit

# GS1 keeps the prefix 952 for demonstrations: such a number belongs to no real product.
_GTIN_PREFIX = "952"
# Units: thousand đồng.
_STEP_VND = 1000


@dataclass(frozen=True)
class Good:
    """What a kind of good is sold as: contents with the price range in thousand đồng, the unit of lots, days that it keeps."""

    contents: tuple[tuple[str, int, int], ...]
    unit: Unit = Unit.BAG
    keeps_days: int = 180


# The first words that stand in the name decide; names are folded and compared word by word.
_PICTURES: tuple[tuple[str, str], ...] = (
    ("diem du lich", "hills"), ("lang van hoa", "hills"),
    ("ruou", "spirits"), ("cuc hoa tuu", "spirits"), ("nep ngam ha tho", "spirits"),
    ("nuoc mam", "fish-sauce"), ("mam", "fish-sauce"), ("ruoc", "fish-sauce"),
    ("mat ong", "honey"), ("mat mia", "molasses"), ("cu do", "cu-do"), ("keo lac", "nuts"), ("keo gao", "nuts"),
    ("banh da", "rice-paper"), ("banh trang", "rice-paper"), ("mien", "noodles"), ("my gao", "noodles"), ("my ngu", "noodles"),
    ("bot nem", "spices"), ("xuc xich", "sausage"), ("gio", "sausage"), ("cha", "sausage"), ("nem", "sausage"),
    ("tom", "dried-fish"), ("ca ngan", "dried-fish"), ("ca moi", "dried-fish"), ("kho ca", "dried-fish"), ("muc", "dried-fish"),
    ("sua an lien", "dried-fish"), ("rau cau", "dried-fish"), ("vu sua", "fruit"), ("san pham sua", "milk"),
    ("dau lac", "oil"), ("dau me", "oil"), ("dau phung", "oil"), ("dau phong", "oil"),
    ("hat dieu", "nuts"), ("hat sen", "nuts"), ("lac cuc", "nuts"), ("ngu coc", "nuts"), ("thanh gao", "nuts"), ("snack", "nuts"),
    ("nhung huou", "antler"), ("cao", "herbs"), ("dong trung", "herbs"), ("saphraton", "herbs"), ("tpbvsk", "herbs"),
    ("yen", "herbs"),
    ("bot ca", "cacao"), ("ca cao", "cacao"), ("tinh bot", "starch"), ("bot", "starch"),
    ("huong tram", "incense"), ("tram", "incense"), ("nhang", "incense"), ("den long", "lantern"), ("bo den", "lantern"),
    ("to lua", "silk"), ("quat go", "woven"), ("tra", "tea"), ("che", "tea"), ("nu hoa", "tea"),
    ("gao", "rice"), ("nep", "rice"), ("vai", "lychee"), ("cam", "orange"), ("buoi", "pomelo"), ("dua luoi", "melon"),
    ("dua vang", "melon"),
    ("oi", "fruit"), ("man com", "fruit"), ("xoai", "fruit"), ("sau rieng", "fruit"),
    ("dua chuot", "vegetables"), ("dua leo", "vegetables"), ("bi xanh", "vegetables"), ("mang", "vegetables"),
    ("ga", "eggs"), ("banh", "leaf-cakes"), ("tuong", "spices"), ("tieu", "spices"), ("nuoc cot", "spices"),
)  # fmt: skip
_OTHERWISE = "market"

GOODS: dict[str, Good] = {
    "fish-sauce": Good((("Chai 500 ml", 65, 120), ("Chai 750 ml", 90, 160)), Unit.BOTTLE, 730),
    "honey": Good((("Chai 500 ml", 150, 260), ("Lọ 350 g", 110, 190)), Unit.JAR, 540),
    "molasses": Good((("Chai 1 lít", 60, 95),), Unit.BOTTLE, 365),
    "cu-do": Good((("Gói 10 cái", 50, 85), ("Hộp 20 cái", 95, 150)), Unit.BOX, 90),
    "rice-paper": Good((("Gói 10 cái", 25, 45),), Unit.BAG, 120),
    "noodles": Good((("Gói 500 g", 28, 45), ("Gói 1 kg", 50, 85)), Unit.BAG, 365),
    "sausage": Good((("Cây 500 g", 75, 120),), Unit.PIECE, 21),
    "dried-fish": Good((("Túi 300 g", 120, 240), ("Túi 500 g", 180, 380)), Unit.BAG, 180),
    "spirits": Good((("Chai 500 ml", 70, 220), ("Bình 1 lít", 140, 420)), Unit.BOTTLE, 1095),
    "oil": Good((("Chai 500 ml", 75, 110), ("Chai 1 lít", 130, 190)), Unit.BOTTLE, 270),
    "nuts": Good((("Túi 300 g", 45, 110), ("Hộp 500 g", 80, 180)), Unit.BAG, 180),
    "starch": Good((("Túi 500 g", 60, 130),), Unit.BAG, 540),
    "leaf-cakes": Good((("Gói 10 chiếc", 50, 80),), Unit.BAG, 7),
    "spices": Good((("Lọ 200 g", 30, 75),), Unit.JAR, 365),
    "milk": Good((("Chai 880 ml", 38, 52),), Unit.BOTTLE, 10),
    "rice": Good((("Túi 5 kg", 110, 190), ("Túi 1 kg", 25, 45)), Unit.BAG, 270),
    "tea": Good((("Hộp 20 túi lọc", 45, 90), ("Gói 200 g", 70, 160)), Unit.BOX, 540),
    "pomelo": Good((("Thùng 10 quả", 350, 600),), Unit.BOX, 30),
    "orange": Good((("Thùng 5 kg", 150, 280),), Unit.BOX, 20),
    "lychee": Good((("Thùng 5 kg", 150, 300),), Unit.BOX, 10),
    "melon": Good((("Quả khoảng 1,5 kg", 60, 95),), Unit.PIECE, 14),
    "fruit": Good((("Thùng 5 kg", 120, 260),), Unit.BOX, 14),
    "vegetables": Good((("Túi 1 kg", 20, 55),), Unit.BAG, 7),
    "antler": Good((("Lọ 50 g", 450, 900), ("Hộp 100 g", 850, 1500)), Unit.JAR, 365),
    "incense": Good((("Hộp 300 g", 60, 180),), Unit.BOX, 1095),
    "lantern": Good((("1 chiếc", 180, 650),), Unit.PIECE, 1095),
    "woven": Good((("1 chiếc", 120, 450),), Unit.PIECE, 1095),
    "silk": Good((("1 khăn", 350, 950),), Unit.PIECE, 1095),
    "herbs": Good((("Hộp 100 g", 250, 950),), Unit.BOX, 730),
    "eggs": Good((("Con khoảng 1,4 kg", 180, 260),), Unit.PIECE, 14),
    "cacao": Good((("Hộp 200 g", 90, 180),), Unit.BOX, 540),
    "market": Good((("1 phần", 50, 150),), Unit.PIECE, 90),
}


def picture_key(name: str) -> str:
    """Tell which drawing stands for a product of that name."""
    words = f" {fold(name)} "
    return next((key for part, key in _PICTURES if f" {part} " in words), _OTHERWISE)


def make_up_offer(key: str, chance: random.Random) -> tuple[str, int | None]:
    """Make up a net content and a price in whole đồng for a kind of good; a place to visit has neither."""
    if key not in GOODS:
        return "", None
    content, low, high = chance.choice(GOODS[key].contents)
    return content, chance.randrange(low, high + 1, 5) * _STEP_VND


def make_up_gtin(number: int) -> str:
    """Make up a barcode number of 13 digits with GS1's prefix for demonstrations and a true check digit.

    Units: `number` from 0 to 999,999,999.
    """
    body = f"{_GTIN_PREFIX}{number:09d}"
    return body + str(ean.calc_check_digit(body))
