from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.text import fold, unify_tone_place
from search.domain.keyboards import decode


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        # the horn behind either vowel, behind both, or at the end
        ("nuwowcs", "nước"),
        ("nuowcs", "nước"),
        ("nuwocs", "nước"),
        ("nuocws", "nước"),
        ("nuwowsc", "nước"),
        ("ddow", "đơ"),
        ("buwowri", "bưởi"),
        ("buowir", "bưởi"),
        ("buwori", "bưởi"),
        ("huwowng", "hương"),
        ("huowu", "hươu"),
        ("ruwowuj", "rượu"),
        ("dduwowngf", "đường"),
        ("muwa", "mưa"),
        ("duwaf", "dừa"),
        ("duawf", "dừa"),
        ("owts", "ớt"),
        ("gaf", "gà"),
        ("mawms", "mắm"),
        ("mamws", "mắm"),
        ("awn", "ăn"),
        # the roof
        ("maatj", "mật"),
        ("matja", "mật"),
        ("mieens", "miến"),
        ("tieeu", "tiêu"),
        ("ngheej", "nghệ"),
        ("muoosi", "muối"),
        ("yeens", "yến"),
        ("oong", "ông"),
        # the crossed d, twice at the beginning or behind
        ("ddaauj", "đậu"),
        ("daaud", "đâu"),
        # where the tone stands
        ("keoj", "kẹo"),
        ("banhs", "bánh"),
        ("traf", "trà"),
        ("chef", "chè"),
        ("giof", "giò"),
        ("gias", "giá"),
        ("giaasy", "giấy"),
        ("quaf", "quà"),
        ("quys", "quý"),
        ("xoaif", "xoài"),
        ("hoaf", "hoà"),
        ("thuyr", "thuỷ"),
        ("khoer", "khoẻ"),
        ("duaf", "dùa"),
        ("cuas", "cúa"),
    ],
)
def test_telex_is_decoded(typed, meant):
    assert decode(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("nu7o7c1", "nước"),
        ("nuo7c1", "nước"),
        ("nuoc71", "nước"),
        ("ma8m1", "mắm"),
        ("d9o7", "đơ"),
        ("bu7o7i3", "bưởi"),
        ("ma65t", "mật"),
        ("mat65", "mật"),
        ("mie61n", "miến"),
        ("ru7o7u5", "rượu"),
        ("d9a65u", "đậu"),
        ("d9u7o7ng2", "đường"),
        ("che2", "chè"),
        ("tra2", "trà"),
        ("ke5o", "kẹo"),
        ("banh1", "bánh"),
        ("gio2", "giò"),
        ("gia1", "giá"),
        ("qua2", "quà"),
        ("quy1", "quý"),
        ("hoa2", "hoà"),
        ("thuy3", "thuỷ"),
        ("xoa2i", "xoài"),
        ("o6ng", "ông"),
        ("mu7a", "mưa"),
    ],
)
def test_vni_is_decoded(typed, meant):
    assert decode(typed) == meant


@pytest.mark.parametrize(
    "word",
    [
        # English, which nobody typed on a Vietnamese keyboard
        *("honey", "tea", "rice", "bread", "sauce", "pepper", "fish", "salt", "cake", "wine", "soap", "oil", "local", "price"),
        # Vietnamese without marks: nothing is left over
        *("cam", "tra", "gao", "mit", "nhung", "tom", "banh", "nuoc", "mam", "ocop", "tet"),
        # already with marks
        *("nước", "mắm", "đơ", "cẩm"),
        # numbers and units
        *("5kg", "4sao", "24h", "m8", "a9", "b12", "st25", "500", "2026", "vitamin3"),
        # several syllables, or none
        *("nuocmam", "nuwowcsmawms", "htx", "d9", "dd", "w2", "qst", "cam7", "bi6", "h2o", "b2b"),
        *("蜂蜜", "1", "²", "a²"),
    ],
)
def test_other_words_stay(word):
    assert decode(word) is None


MARKED = [
    *(
        "nước",
        "mắm",
        "bưởi",
        "đơ",
        "mật",
        "kẹo",
        "lạc",
        "bánh",
        "vừng",
        "giò",
        "chả",
        "rượu",
        "nếp",
        "miến",
        "trà",
        "chè",
        "thuỷ",
        "hoà",
    ),
    *(
        "quả",
        "quý",
        "giấy",
        "tiêu",
        "nghệ",
        "đường",
        "muối",
        "tương",
        "ớt",
        "gừng",
        "tỏi",
        "hương",
        "hươu",
        "yến",
        "sắn",
        "lụa",
        "đậu",
    ),
    *(
        "phở",
        "thịt",
        "lợn",
        "cá",
        "ốc",
        "chuối",
        "dừa",
        "xoài",
        "ổi",
        "khoẻ",
        "huyền",
        "khuỷu",
        "nghêu",
        "ăn",
        "ướt",
        "đũa",
    ),
]
TELEX = {"\u0302": "", "\u031b": "w", "\u0306": "w", "\u0301": "s", "\u0300": "f", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
VNI = {"\u0302": "6", "\u031b": "7", "\u0306": "8", "\u0301": "1", "\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0323": "5"}
TONES = "\u0301\u0300\u0309\u0303\u0323"


def typed_in(word, keys, *, at_end):
    """Give the keys that are pressed for a word: the tone behind its vowel, or behind the word."""
    letters, tone = "", ""
    for letter in unicodedata.normalize("NFD", word):
        if letter == "đ":
            letters += "dd" if keys is TELEX else "d9"
        elif letter in TONES and at_end:
            tone = keys[letter]
        elif letter in keys:
            letters += keys[letter] or letters.rstrip("sfrxj")[-1]
        else:
            letters += letter
    return letters + tone


@pytest.mark.parametrize("at_end", [True, False], ids=["tone-at-end", "tone-behind-vowel"])
@pytest.mark.parametrize("keys", [TELEX, VNI], ids=["telex", "vni"])
@pytest.mark.parametrize("word", MARKED)
def test_what_a_keyboard_would_have_written_is_read(word, keys, at_end):
    assert decode(typed_in(word, keys, at_end=at_end)) == word


@given(st.text(min_size=1, max_size=12) | st.text(alphabet="abcdeghimnoqtuwysfrxj0123456789", min_size=1, max_size=12))
@example("w")
@example("giw")
@example("quw")
@example("gif")
def test_what_is_decoded_has_marks_and_is_one_word(word):
    said = decode(word)

    assert said is None or (said != fold(said) and said.isalpha() and unify_tone_place(said) == said)
