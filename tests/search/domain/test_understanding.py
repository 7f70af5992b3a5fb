from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search.domain.gazetteer import Place
from search.domain.meaning import GroupKind, Meaning
from search.domain.thesaurus import Row
from search.domain.understanding import decode_keyboard, put_right, understand, without_words
from search.query import MOST_WORDS
from search.terms import words_of
from tests.factories.lexicons import lexicon_of

THING, WORD, PLACE, VALUE = GroupKind.THING, GroupKind.WORD, GroupKind.PLACE, GroupKind.VALUE
NAMES = [
    *("Nước mắm Kỳ Ninh", "Nước mắm Cương Gián", "Nước mắm nhỉ Luận Nghiệp"),
    *("Bánh đa vừng Cẩm Xuyên", "Bánh đa vừng đen", "Cu đơ Phong Nga", "Cu đơ Thư Viện", "Kẹo lạc", "Kẹo lạc Bà Thu"),
    *(
        "Cam bù Hương Sơn",
        "Cam Vũ Quang",
        "Cam chanh",
        "Mật ong Hương Sơn",
        "Mật ong rừng",
        "Bưởi Phúc Trạch",
        "Mỳ Chũ",
        "Mỳ gạo",
    ),
    *("Chè xanh Hà Tĩnh", "Trà gạo lứt", "Miến dong", "Giấy dó", "Hà Tĩnh", "Kỳ Anh", "Rượu nếp", "Rượu nếp cẩm"),
]
PLACES = [
    Place("ha-tinh", "Hà Tĩnh", "tỉnh", 0),
    Place("huyen-cam-xuyen", "Cẩm Xuyên", "huyện", 1, is_ended=True, within=("ha-tinh",)),
    Place("xa-cam-xuyen", "Cẩm Xuyên", "xã", 2, within=("ha-tinh",)),
    Place("huyen-ky-anh", "Kỳ Anh", "huyện", 1, is_ended=True, within=("ha-tinh",)),
    Place("xa-ky-anh", "Kỳ Anh", "xã", 2, within=("ha-tinh",)),
    Place("xa-cam", "Cam", "xã", 2),
    Place("hue", "Huế", "thành phố", 0),
]
ROWS = [Row(["chè", "trà", "tea"]), Row(["bánh đa", "bánh tráng"]), Row(["quà tết", "quà biếu"], ["bánh đa", "cu đơ"])]
STOP = ["mua", "ở đâu", "ocop", "đặc sản", "ngon", "and"]


@pytest.fixture(scope="module")
def known():
    return lexicon_of(*NAMES, rows=ROWS, stop=STOP, places=PLACES)


def groups_of(meaning):
    return [(group.kind, group.text) for group in meaning.groups]


def phrases_of(meaning, text):
    return [phrase.text for group in meaning.groups if group.text == text for phrase in group.phrases]


def understood_of(meaning):
    return [(one.facet, one.words, [value for value, _label in one.readings], one.rest) for one in meaning.understood]


# --- whole texts ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "groups", "filters"),
    [
        ("nước mắm", [(THING, "nuoc mam")], {}),
        ("nuoc mam ky ninh", [(THING, "nuoc mam"), (WORD, "ki"), (WORD, "ninh")], {}),
        ("quà tết dưới 300k", [(THING, "qua tet")], {"gia": ("0-300001",)}),
        ("bánh đa Cẩm Xuyên", [(THING, "banh da"), (PLACE, "cam xuyen")], {}),
        ("banh da vung cam xuyen", [(THING, "banh da vung"), (PLACE, "cam xuyen")], {}),  # the longest first
        ("ocop 4 sao ha tinh", [(PLACE, "ha tinh"), (VALUE, "@sao-4")], {}),
        ("đặc sản Hà Tĩnh 500g", [(PLACE, "ha tinh"), (VALUE, "@luong-500g")], {}),
        (
            "mật ong 500ml 4 sao từ 100k đến 200k",
            [(THING, "mat ong"), (VALUE, "@luong-500ml"), (VALUE, "@sao-4")],
            {"gia": ("100000-200001",)},
        ),
        ("5 sao", [(VALUE, "@sao-5")], {}),
        ("xa ky anh", [(PLACE, "xa ki anh")], {}),
        ("huyện Kỳ Anh cu đơ", [(PLACE, "huyen ki anh"), (THING, "cu do")], {}),
        # one syllable alone is a place only when its marks say so
        ("cam", [(THING, "cam")], {}),
        ("hue", [(WORD, "hue")], {}),
        ("Huế", [(PLACE, "hue")], {}),
        ("tp hue", [(PLACE, "tp hue")], {}),
        # the keyboard
        ("nuocmam", [(THING, "nuoc mam")], {}),
        ("cu ddow", [(THING, "cu do")], {}),
        ("nuwowcs mawms", [(THING, "nuoc mam")], {}),
        ("ma65t ong", [(THING, "mat ong")], {}),
        ("myf chux", [(THING, "mi"), (WORD, "chu")], {}),
        ("nướcmắm", [(THING, "nuoc mam")], {}),
        # words that say nothing
        ("mua mật ong ngon ở đâu", [(THING, "mat ong")], {}),
        ("mua ở đâu", [], {}),
        ("OCOP", [], {}),
        # two things
        ("kẹo lạc and cu đơ", [(THING, "keo lac"), (THING, "cu do")], {}),
        # nothing that can be asked for
        ("😀", [], {}),
        ("", [], {}),
        (" \t\n ", [], {}),
        ("- – ! ?", [], {}),
        # odd letters
        (unicodedata.normalize("NFD", "Mật ong Cẩm Xuyên"), [(THING, "mat ong"), (PLACE, "cam xuyen")], {}),
        ("nước\x00mắm", [(THING, "nuoc mam")], {}),
        ("\x00", [], {}),
        ("mật  ong\u00a0rừng\n", [(THING, "mat ong"), (WORD, "rung")], {}),
        ("蜂蜜", [(WORD, "蜂蜜")], {}),
    ],
)
def test_whole_texts(known, text, groups, filters):
    meaning = understand(text, known)

    assert (groups_of(meaning), dict(meaning.filters)) == (groups, filters)


@pytest.mark.parametrize("text", ["", "  ", "\u0301", "!"])
def test_nothing_asks_for_nothing(known, text):
    assert understand(text, known) == Meaning()


def test_a_text_is_told_as_it_was_read(known):
    assert understand("Nuwowcs mawms dưới 300k", known).text == "nước mắm"
    assert understand("nuocmam Kỳ Anh 4 sao", known).text == "nuoc mam kì anh"


@pytest.mark.parametrize(
    "text", ["nước mắm " * 1200, "a" * 10_000, "Kỳ Anh " * 1500, "mua " * 2500, "\u0301" * 10_000, "x y " * 2500]
)
def test_ten_thousand_letters_ask_for_a_few_words(known, text):
    assert len(understand(text, known).groups) <= MOST_WORDS


@pytest.mark.parametrize(
    ("text", "text_as_read", "groups"),
    [
        ("nuocmam", "nuocmam", [(WORD, "nuocmam")]),
        ("cu ddow", "cu ddow", [(THING, "cu"), (WORD, "ddow")]),
        ("nước mắm dưới 300k", "nước mắm", [(THING, "nuoc mam")]),
    ],
)
def test_a_literal_text_is_taken_as_typed(known, text, text_as_read, groups):
    meaning = understand(text, known, literal=True)

    assert (meaning.text, groups_of(meaning)) == (text_as_read, groups)


# --- what a group asks for ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "group", "phrases"),
    [
        ("chè", "che", ["che", "trà", "tea"]),
        ("tea", "tea", ["tea", "chè", "trà"]),
        ("bánh tráng", "banh trang", ["banh trang", "bánh đa"]),
        ("quà tết", "qua tet", ["qua tet", "quà biếu", "bánh đa", "bánh tráng", "cu đơ"]),
        ("cu đơ", "cu do", ["cu do"]),
        # a place: its address parts, and its name as words; every reading
        ("Kỳ Anh", "ki anh", ["@huyen-ky-anh", "@xa-ky-anh", "ki anh"]),
        ("xa ky anh", "xa ki anh", ["@xa-ky-anh", "ki anh"]),
        ("tỉnh Hà Tĩnh", "tinh ha tinh", ["@ha-tinh", "ha tinh"]),
        # amounts: each value will do
        ("4 sao trở lên", "@sao-4", ["@sao-4", "@sao-5"]),
        ("1 lít", "@luong-1000ml", ["@luong-1000ml"]),
        # the last word may be begun only, unless it is known or one letter
        ("mật ong bạ", "ba", ["ba"]),
        ("mật ong xyz", "xyz", ["xyz", "xyz"]),
        ("xyz mật ong", "xyz", ["xyz"]),
        ("mật ong z", "z", ["z"]),
    ],
)
def test_phrases_of_a_group(known, text, group, phrases):
    assert phrases_of(understand(text, known), group) == phrases


def test_a_last_word_that_is_not_known_may_be_begun(known):
    group = understand("mật ong bạc", known).groups[-1]

    assert [(phrase.text, phrase.is_prefix) for phrase in group.phrases] == [("bac", False), ("bac", True)]
    assert group.phrases[1].weight < group.phrases[0].weight


def test_the_first_thing_counts_most_and_values_least(known):
    weights = {group.text: group.weight for group in understand("cu đơ mật ong Kỳ Anh 4 sao", known).groups}

    assert weights["cu do"] > weights["mat ong"] > weights["ki anh"] > weights["@sao-4"]


def test_a_rare_word_counts_more_than_a_common_one(known):
    weights = {group.text: group.weight for group in understand("mam xyz", known).groups}

    assert weights["xyz"] > weights["mam"]


@pytest.mark.parametrize(("text", "has_marks"), [("cam Kỳ Anh", True), ("cam ky anh", False), ("cam", False), ("kẹo lac", True)])
def test_marks_anywhere_say_that_the_words_are_meant_as_typed(known, text, has_marks):
    assert {group.has_marks for group in understand(text, known).groups} == {has_marks}


def test_a_group_tells_what_was_typed(known):
    group = understand("Bánh  ĐA", known).groups[0]

    assert (group.text, group.written) == ("banh da", ("bánh", "đa"))


# --- chips that can be taken away -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "understood"),
    [
        ("nước mắm", []),
        ("quà tết dưới 300k", [("gia", "dưới 300k", ["0-300001"], "quà tết")]),
        ("quà tết, dưới 300k", [("gia", "dưới 300k", ["0-300001"], "quà tết")]),
        ("dưới 300k", [("gia", "dưới 300k", ["0-300001"], "")]),
        ("bánh đa Cẩm Xuyên", [("noi", "cam xuyen", ["huyen-cam-xuyen", "xa-cam-xuyen"], "bánh đa")]),
        ("Cẩm Xuyên bánh đa", [("noi", "cam xuyen", ["huyen-cam-xuyen", "xa-cam-xuyen"], "bánh đa")]),
        ("bánh đa (huyện Kỳ Anh)", [("noi", "huyen ki anh", ["huyen-ky-anh"], "bánh đa ( )")]),
        ("xa ky anh", [("noi", "xa ki anh", ["xa-ky-anh"], "")]),
        ("ocop 4 sao ha tinh", [("sao", "ocop 4 sao", ["4"], "ha tinh"), ("noi", "ha tinh", ["ha-tinh"], "ocop 4 sao")]),
        (
            "mật ong 500ml Kỳ Anh 4 sao trở lên",
            [
                ("luong", "500ml", ["500ml"], "mật ong Kỳ Anh 4 sao trở lên"),
                ("sao", "4 sao trở lên", ["4", "5"], "mật ong 500ml Kỳ Anh"),
                ("noi", "ki anh", ["huyen-ky-anh", "xa-ky-anh"], "mật ong 500ml 4 sao trở lên"),
            ],
        ),
        (
            "Cam Kỳ Anh, Hà Tĩnh",
            [("noi", "ki anh", ["huyen-ky-anh", "xa-ky-anh"], "Cam , Hà Tĩnh"), ("noi", "ha tinh", ["ha-tinh"], "Cam Kỳ Anh")],
        ),
        # typed otherwise than read
        (
            "nuocmam hatinh duoi 200k",
            [("gia", "duoi 200k", ["0-200001"], "nuocmam hatinh"), ("noi", "ha tinh", ["ha-tinh"], "nuoc mam duoi 200k")],
        ),
        ("cu ddow Haf Tinhx", [("noi", "ha tinh", ["ha-tinh"], "cu đơ")]),
        ("Hà 4 sao Tĩnh", [("sao", "4 sao", ["4"], "Hà Tĩnh"), ("noi", "ha tinh", ["ha-tinh"], "4 sao")]),
    ],
)
def test_what_was_understood_and_the_rest(known, text, understood):
    assert understood_of(understand(text, known)) == understood


PARTS = [
    "nước mắm",
    "cu do",
    "Kỳ Anh",
    "xa ky anh",
    "Hà Tĩnh",
    "hatinh",
    "huyện Cẩm Xuyên",
    "dưới 300k",
    "4 sao",
    "500g",
    "ngon",
    ",",
    "bạc hà",
]


@given(st.lists(st.sampled_from(PARTS), min_size=1, max_size=5, unique=True).map(" ".join))
def test_the_rest_lacks_the_words(text):
    known = lexicon_of(*NAMES, rows=ROWS, stop=STOP, places=PLACES)

    meaning = understand(text, known)

    for one in meaning.understood:
        others = [other.facet for other in meaning.understood if other is not one]
        assert [other.facet for other in understand(one.rest, known).understood] == others


@pytest.mark.parametrize(
    ("text", "words", "rest"),
    [
        ("bánh đa Cẩm Xuyên", "Cẩm Xuyên", "bánh đa"),
        ("bánh đa, CAM-XUYEN!", "cẩm xuyên", "bánh đa, !"),
        ("cam cam xuyen", "cam xuyen", "cam"),
        ("Hoà Hải mật ong", "Hòa Hải", "mật ong"),
        ("mỳ Kì Anh", "kỳ anh", "mỳ"),
        ("bánh đa", "cẩm xuyên", "bánh đa"),
        ("Cẩm", "cẩm xuyên", "Cẩm"),
        ("", "cẩm", ""),
    ],
)
def test_without_words_table(text, words, rest):
    assert without_words(text, words_of(words)) == rest


# --- left-overs of the keyboard -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("nuwowcs mawms", "nước mắm"),
        ("nuocmam", "nuoc mam"),
        ("nướcmắm", "nước mắm"),
        ("kyf anh", "kì anh"),
        ("my2 chu4", "mì chũ"),
        ("keolacbathu", "keo lac ba thu"),
        ("bas thu", "bá thu"),
        # neither known as typed nor as read
        ("honey", "honey"),
        ("xoaif", "xoaif"),
        ("500", "500"),
        ("12", "12"),
        ("", ""),
    ],
)
def test_decode_keyboard_table(known, typed, read):
    assert " ".join(word.written for word in decode_keyboard(words_of(typed), known)) == read


def test_what_is_known_as_typed_stays_though_it_could_be_read_otherwise():
    typed = words_of("beer")

    assert decode_keyboard(typed, lexicon_of("Cua bể")) == words_of("bể")
    assert decode_keyboard(typed, lexicon_of("Cua bể", "Craft beer")) == typed


# --- slips ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("nuoc mma", "nuoc mam"),
        ("nuco mam", "nuoc mam"),
        ("bahn da vung", "banh da vung"),
        ("mat ogn", "mat ong"),
        ("mật onh", "mật ong"),
        ("mật ong rừmg", "mật ong rung"),
        ("buoi phuc trch", "buoi phuc trach"),
        ("cam bu huong so", "cam bu huong son"),  # the last word is completed
        ("nuoc man", "nuoc mam"),
        ("dấy dó", "giay dó"),  # what sounds alike; a word that is right keeps its marks
        ("ruou nep cmm", "ruou nep cam"),
        # nothing better
        ("nuoc mam", None),
        ("mật ong", None),
        ("xyzxyz", None),
        ("500", None),
        ("", None),
    ],
)
def test_slips_are_put_right(known, typed, meant):
    right = put_right(words_of(typed), known)

    assert (right and " ".join(word.written for word in right)) == meant


def test_words_that_stand_side_by_side_are_preferred(known):
    nearby = [put_right(words_of(text), lexicon_of("Kẹo lạc", "Rượu Lào", "Kẹo lạc vừng")) for text in ("keo lao", "ruou lao")]

    assert [found and [word.folded for word in found] for found in nearby] == [["keo", "lac"], None]


@given(st.text(alphabet="nuocmaheod gbưạđ 04kx", max_size=40))
@example("nuoc mam dưới")
def test_whatever_is_typed_is_understood(text):
    known = lexicon_of(*NAMES, rows=ROWS, stop=STOP, places=PLACES)

    meaning = understand(text, known)
    right = put_right(words_of(text), known)

    assert len(meaning.groups) <= MOST_WORDS + len(meaning.understood)
    assert all(group.phrases and all(phrase.words for phrase in group.phrases) for group in meaning.groups)
    assert right is None or len(right) == len(words_of(text))


@given(st.text(max_size=60))
def test_any_text_is_understood(text):
    known = lexicon_of(*NAMES, places=PLACES)

    assert understand(text, known) == understand(unicodedata.normalize("NFC", text), known)
