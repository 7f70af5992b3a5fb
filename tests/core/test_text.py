from __future__ import annotations

import random
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.text import fold, initial, nfc, other_spelling, same_spelling, slug, sort_key, unify_i, unify_tone_place


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Cu đơ", "cu do"),
        ("CU ĐƠ Hà Tĩnh", "cu do ha tinh"),
        ("CU ĐƠ  Hà-Tĩnh", "cu do ha tinh"),
        ("Nước mắm", "nuoc mam"),
        ("NƯỚC MẮM", "nuoc mam"),
        (unicodedata.normalize("NFD", "Nước mắm Kỳ Ninh"), "nuoc mam ky ninh"),
        (unicodedata.normalize("NFD", "ƯỚC Ổi ỚT"), "uoc oi ot"),
        ("Mật ong", "mat ong"),
        ("Ðồng Ðăng", "dong dang"),  # U+00D0, as old keyboards write it
        ("ðồng", "dong"),
        ("Ɖồng ɖồng", "dong dong"),
        ("hòa hoà HÒA", "hoa hoa hoa"),
        ("2394/QĐ-UBND", "2394 qd ubnd"),
        ("Gà\u2011đồi – Yên—Thế", "ga doi yen the"),
        ("  TP.\u00a0Hà\u2009Tĩnh\t", "tp ha tinh"),
        ("“Mẹ Nhi” (gói)", "me nhi goi"),
        ("Kẹo O'Hara’s", "keo o hara s"),
        ("", ""),
        ("- –", ""),
    ],
)
def test_fold_table(text, folded):
    assert fold(text) == folded


@given(st.text())
@example("\u0345")
@example("ẞ đ Đ")
@example("ᾳ\u0345")
def test_fold_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet="aăâđeêoơôuưyáàảãạ ĐƯỚC-", max_size=30))
def test_fold_is_the_same_for_both_normal_forms(text):
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(st.text())
def test_nfc_is_composed(text):
    assert unicodedata.is_normalized("NFC", nfc(text))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hòa", "hoà"),
        ("Hòa Hải", "Hoà Hải"),
        ("thủy", "thuỷ"),
        ("khỏe", "khoẻ"),
        ("HÓA", "HOÁ"),
        ("tùy", "tuỳ"),
        ("Thúy Kiều", "thuý kiều"),
        ("xòe", "xoè"),
        ("họa", "hoạ"),
        ("lõa", "loã"),
        ("úy", "uý"),
        ("hòa-thủy", "hoà-thuỷ"),
        (unicodedata.normalize("NFD", "hòa"), "hoà"),
    ],
)
def test_same_spelling_where_only_the_tone_place_differs(one, other):
    assert same_spelling(one, other)
    assert unify_tone_place(one).casefold() == unicodedata.normalize("NFC", other).casefold()


@pytest.mark.parametrize(
    "word",
    [
        # Where the tone has only one place: nothing moves.
        *("của", "mùa", "lúa", "bùa", "chùa", "sữa", "quý", "quí", "quỳ", "quả", "quà", "quạ", "Quý", "QUẢ", "giúa"),
        *(
            "hoàn",
            "toán",
            "hoạt",
            "xoài",
            "ngoáy",
            "huỳnh",
            "khuỷu",
            "khuya",
            "huệ",
            "thuế",
            "thuở",
            "loài",
            "hoẵng",
            "Huế",
            "tuấn",
        ),
    ],
)
def test_tone_stays_where_it_has_one_place(word):
    assert unify_tone_place(word) == word


@pytest.mark.parametrize(
    ("one", "other"), [("của", "cùa"), ("quý", "quí"), ("hòa", "hoa"), ("hòa", "hóa"), ("đơ", "do"), ("mận", "mắn")]
)
def test_same_spelling_of_different_words_is_refused(one, other):
    assert not same_spelling(one, other)


@given(st.text(alphabet="hoaeuyqQOAEYUtnàáảãạòóỏõọùúủũụỳýỷỹỵơôưê -", max_size=12))
def test_unify_tone_place_twice_changes_nothing_and_keeps_the_folded_word(text):
    once = unify_tone_place(text)

    assert unify_tone_place(once) == once
    assert fold(once) == fold(text)


# CLDR, locale vi, as verified in the domain brief: letters first, then the tones.
WORDS = [
    *("An", "Ăn", "Ân", "Ba", "Bà", "Bả", "Bã", "Bá", "Bạ", "Ba Bể", "Cam", "Chè", "Dưa", "Dừa", "Dứa", "Đậu", "Em", "Êm", "Gạo"),
    *("Hà Giang", "Hà Tĩnh", "Lúa", "Mật", "Mía", "Nem", "Nếp", "Oi", "Ổi", "Ống", "Ớt", "Quế", "Rượu", "Sen", "Trà", "Tương"),
    *("U", "Ủ", "Ước", "Vải", "Xoài", "Yến"),
]


def test_sort_key_gives_the_order_of_a_dictionary():
    shuffled = list(WORDS)
    random.Random(7).shuffle(shuffled)

    # "Ba Bể" stands after all one-syllable words: letters of the whole name decide before any tone does.
    assert sorted(shuffled, key=sort_key) == WORDS


@pytest.mark.parametrize(
    "names",
    [
        ["ba", "bà", "bả", "bã", "bá", "bạ"],
        ["a", "ă", "â", "b", "c", "d", "đ", "e", "ê", "g", "o", "ô", "ơ", "p", "u", "ư", "v", "x", "y"],
        ["Kỳ Anh", "Kỳ Hải", "Kỳ Xuân"],
        ["Phường 2", "Phường Ba"],
        ["Hoa", "Hoà", "Hoà Hải", "Hoa Lư", "Hoàn"],
    ],
)
def test_sort_key_orders_letters_and_tones(names):
    shuffled = list(names)
    random.Random(3).shuffle(shuffled)

    assert sorted(shuffled, key=sort_key) == names


@pytest.mark.parametrize("text", ["Cu Đơ", "cu đơ", unicodedata.normalize("NFD", "Cu Đơ"), "Cu-Đơ", " Cu  Đơ "])
def test_sort_key_is_blind_to_capitals_normal_form_and_separators(text):
    assert sort_key(text) == sort_key("cu đơ")


@given(st.text(max_size=40))
def test_sort_key_holds_only_small_letters_and_digits(text):
    key = sort_key(text)

    assert key.isascii()
    assert key.isalnum()
    assert key == key.lower()


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Cu đơ Phong Nga", "cu-do-phong-nga"),
        ("Nước mắm 40°N", "nuoc-mam-40-n"),
        ("Trà & cà phê (gói)", "tra-ca-phe-goi"),
        ("-- ! --", ""),
    ],
)
def test_slug_table(text, address):
    assert slug(text) == address


@pytest.mark.parametrize(
    ("text", "letter"), [("đậu", "Đ"), ("“Ớt”", "Ớ"), (unicodedata.normalize("NFD", "ổi"), "Ổ"), ("40 độ", "4"), ("…", "·")]
)
def test_initial_is_the_first_letter(text, letter):
    assert initial(text) == letter


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("ky", "ki"),
        ("ki", "ky"),
        ("quy", "qui"),
        ("thi", "thy"),
        ("y", ""),
        ("kien", ""),
        ("may", ""),
        ("tuy", ""),
        ("nghi", ""),
        ("", ""),
    ],
)
def test_words_with_i_or_y_have_another_spelling(word, other):
    assert other_spelling(word) == other


@pytest.mark.parametrize(
    ("word", "unified"), [("mỳ", "mì"), ("kỹ", "kĩ"), ("quý", "quí"), ("y", "y"), ("thủy", "thủy"), ("may", "may"), ("mì", "mì")]
)
def test_i_is_written_one_way(word, unified):
    assert unify_i(word) == unified
