from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search.terms import BAR, VALUE_MARK, Word, both_forms, folded_words, terms_of, value_term, words_of

VIETNAMESE = st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạấờửữựỹỳý ĐƯỚỲ-,.'0159", max_size=40)


def written_of(text):
    return [word.written for word in words_of(text)]


@pytest.mark.parametrize(
    ("text", "written", "folded"),
    [
        ("Cu đơ", ["cu", "đơ"], ["cu", "do"]),
        ("CU ĐƠ  Hà-Tĩnh", ["cu", "đơ", "hà", "tĩnh"], ["cu", "do", "ha", "tinh"]),
        ("cu do", ["cu", "do"], ["cu", "do"]),
        (unicodedata.normalize("NFD", "Nước mắm"), ["nước", "mắm"], ["nuoc", "mam"]),
        ("Ðồng Ðăng", ["ðồng", "ðăng"], ["dong", "dang"]),  # U+00D0, as old keyboards write it
        # one spelling for the tone of an open oa, oe, uy
        ("hòa HOÀ thủy khỏe", ["hoà", "hoà", "thuỷ", "khoẻ"], ["hoa", "hoa", "thuy", "khoe"]),
        # one spelling for an i that some write y
        ("Mỳ Chũ, mì", ["mì", "chũ", "mì"], ["mi", "chu", "mi"]),
        ("Kỳ Lý Mỹ sỹ tỷ", ["kì", "lí", "mĩ", "sĩ", "tỉ"], ["ki", "li", "mi", "si", "ti"]),
        ("quý quy quỳ", ["quí", "qui", "quì"], ["qui", "qui", "qui"]),
        # but a y that is a sound of its own stays
        ("y tế", ["y", "tế"], ["y", "te"]),
        ("Tây yến chuyên uy", ["tây", "yến", "chuyên", "uy"], ["tay", "yen", "chuyen", "uy"]),
        ("gạo ST25", ["gạo", "st25"], ["gao", "st25"]),
        ("Nước mắm 40°N", ["nước", "mắm", "40", "n"], ["nuoc", "mam", "40", "n"]),
        ("2394/QĐ-UBND", ["2394", "qđ", "ubnd"], ["2394", "qd", "ubnd"]),
        ("“Mẹ Nhi” (gói)_1", ["mẹ", "nhi", "gói", "1"], ["me", "nhi", "goi", "1"]),
        ("O'Hara’s", ["o", "hara", "s"], ["o", "hara", "s"]),
        ("nước\x00mắm\u200bnhỉ", ["nước", "mắm", "nhỉ"], ["nuoc", "mam", "nhi"]),
        ("蜂蜜 Mật", ["蜂蜜", "mật"], ["蜂蜜", "mat"]),
        ("", [], []),
        ("- – | @ 🍯 \u0301", [], []),
    ],
)
def test_words_of_table(text, written, folded):
    assert (written_of(text), folded_words(text)) == (written, folded)


@pytest.mark.parametrize(
    ("word", "has_marks"),
    [("đơ", True), ("mật", True), ("Đ", True), ("cam", False), ("CAM", False), ("st25", False), ("quy", False)],
)
def test_marks_are_seen(word, has_marks):
    assert words_of(word)[0].has_marks is has_marks


def test_a_word_without_marks_is_the_same_in_both_forms():
    assert words_of("Cam") == [Word("cam", "cam")]


@given(VIETNAMESE)
def test_words_are_the_same_for_both_normal_forms(text):
    assert words_of(unicodedata.normalize("NFD", text)) == words_of(unicodedata.normalize("NFC", text))


@given(VIETNAMESE)
def test_words_of_words_are_the_same(text):
    words = words_of(text)

    assert words_of(" ".join(word.written for word in words)) == words
    assert folded_words(" ".join(word.folded for word in words)) == [word.folded for word in words]


@given(st.text(max_size=60))
@example("İ ß ﬁ ªⅷ x² \u0345 ᾳ\u0345 ٣")
def test_no_word_is_empty_or_holds_what_parts_terms(text):
    pieces = [form for word in words_of(text) for form in (word.written, word.folded)]

    assert [piece for piece in pieces if not piece or set(piece) & {" ", BAR, VALUE_MARK}] == []


@pytest.mark.parametrize(
    ("texts", "values", "terms"),
    [
        (("Cu đơ",), (), "cu đơ | cu do"),
        (("cam",), (), "cam | cam"),
        (("Cu đơ", "Mật ong"), (), "cu đơ | cu do | mật ong | mat ong"),
        (("Cu đơ", "", "–", "Mật ong"), (), "cu đơ | cu do | mật ong | mat ong"),
        (("Kỳ Anh",), ("huyen-ky-anh", "ha-tinh"), "kì anh | ki anh | @huyen-ky-anh @ha-tinh"),
        ((), ("sao-4",), "@sao-4"),
        (("a | b @c",), (), "a b c | a b c"),
        ((), (), ""),
        (("",), (), ""),
    ],
)
def test_terms_of_table(texts, values, terms):
    assert terms_of(*texts, values=values) == terms


def test_a_value_is_no_word():
    assert value_term("sao-4") == "@sao-4"
    assert words_of("@sao-4") == words_of("sao 4")


@given(st.lists(st.text(max_size=20), max_size=4), st.lists(st.sampled_from(["sao-4", "ha-tinh", "luong-500ml"]), max_size=2))
def test_both_forms_gives_the_texts_back_without_values(texts, values):
    expected = [
        (" ".join(word.written for word in words), " ".join(word.folded for word in words))
        for words in map(words_of, texts)
        if words
    ]

    assert both_forms(terms_of(*texts, values=values)) == expected


@given(st.lists(st.text(max_size=20), max_size=4))
def test_both_forms_have_as_many_words(texts):
    counts = [(len(written.split()), len(folded.split())) for written, folded in both_forms(terms_of(*texts))]

    assert [pair for pair in counts if pair[0] != pair[1]] == []
