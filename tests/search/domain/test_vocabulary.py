from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search.domain.vocabulary import SHORTEST_FOR_ONE, SHORTEST_FOR_TWO, Entry, Vocabulary, distance, sound
from tests.factories.lexicons import entries_of

NAMES = [
    *("Nước mắm Kỳ Ninh", "Nước mắm Cương Gián", "Nước mắm Luận Nghiệp"),
    *("Kẹo lạc Bà Thu", "Kẹo lạc", "Kẹo dừa", "Cam chanh", "Cam bù", "Cam Vũ Quang"),
    *(
        "Bánh đa vừng đen",
        "Bánh đa vừng Cẩm Xuyên",
        "Bánh đa vừng",
        "Mật ong rừng",
        "Mật ong",
        "Miến dong",
        "Miến gạo",
        "Giấy dó",
    ),
]


def words_only(*words):
    return Vocabulary(Entry(word, word, 1, 0) for word in words)


@pytest.fixture(scope="module")
def known():
    return Vocabulary(entries_of(*NAMES))


# --- what is known --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "knows", "count", "written"),
    [
        ("nuoc", True, 3, "nước"),
        ("nuoc mam", True, 3, "nước mắm"),
        ("cam", True, 4, "cẩm"),  # of two spellings one is kept
        ("chanh", True, 1, "chanh"),
        ("mam nuoc", False, 0, "mam nuoc"),
        ("nước", False, 0, "nước"),  # it knows folded words
        ("dua hau", False, 0, "dua hau"),
        ("", False, 0, ""),
    ],
)
def test_what_is_known(known, text, knows, count, written):
    assert (known.knows(text), known.count(text), known.written(text)) == (knows, count, written)


@pytest.mark.parametrize(
    ("text", "is_beginning"),
    [
        ("nuoc", True),
        ("nuoc mam", True),
        ("nuoc mam ky", False),  # only one name begins so
        ("banh da vung", True),
        ("mam", False),
        ("giay do", False),
        ("durian", False),
    ],
)
def test_a_beginning_is_one_of_several_names(known, text, is_beginning):
    assert known.is_beginning(text) is is_beginning


def test_a_known_word_keeps_the_larger_counts_and_its_marks():
    vocabulary = Vocabulary(
        [Entry("mat ong", "mat ong", 1, 5), Entry("mat ong", "mật ong", 7, 2), Entry("mat ong", "mắt ong", 3, 3)]
    )

    assert (vocabulary.count("mat ong"), vocabulary.written("mat ong")) == (7, "mật ong")
    assert vocabulary.completions("mat") == [Entry("mat ong", "mật ong", 7, 5)]


def test_a_rare_word_says_more_than_a_common_one():
    vocabulary = Vocabulary([Entry("cam", "cam", 400, 0), Entry("gian", "gián", 20, 0), Entry("ninh", "ninh", 1, 0)])

    rarities = [vocabulary.rarity(word) for word in ("cam", "gian", "ninh", "unknown")]

    assert rarities == sorted(rarities)
    assert 0 <= rarities[0] < 0.1
    assert 0.8 < rarities[2] < rarities[3] <= 1


def test_an_empty_vocabulary_answers():
    nothing = Vocabulary()

    assert (nothing.knows("cam"), nothing.near("camm"), nothing.sounding_like("cam")) == (False, {}, set())
    assert (nothing.split("nuocmam"), nothing.completions("c"), list(nothing.beginning_with("ca"))) == (None, [], [])
    assert nothing.rarity("cam") == 1


def test_words_are_completed(known):
    assert set(known.beginning_with("ca")) == {"cam"}
    assert set(known.beginning_with("mi")) == {"mien"}
    assert set(known.beginning_with("ng")) == {"nghiep"}


def test_one_letter_is_not_completed_to_a_word(known):
    assert list(known.beginning_with("c")) == []


def test_beginnings_of_names_are_completed_the_most_frequent_first(known):
    assert [entry.text for entry in known.completions("ba")] == ["banh", "banh da", "banh da vung"]
    assert [entry.text for entry in known.completions("m")] == ["mat", "mien", "mat ong"]
    assert [entry.text for entry in known.completions("nuoc m")] == ["nuoc mam"]
    assert [entry.text for entry in known.completions("zz")] == []


def test_what_is_added_later_is_completed_too(known):
    vocabulary = Vocabulary(entries_of(*NAMES))
    assert vocabulary.completions("tr") == []

    vocabulary.add(Entry("tra", "trà", 3, 3))

    assert [entry.text for entry in vocabulary.completions("tr")] == ["tra"]


# --- slips ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [
        ("mam", "mam", 0),
        ("mam", "mma", 1),  # two letters exchanged
        ("mam", "man", 1),
        ("mam", "mamm", 1),
        ("mam", "ma", 1),
        ("mam", "am", 1),
        ("nuoc", "nouc", 1),
        ("vung", "vugn", 1),
        ("nghiep", "ngiep", 1),
        ("nghiep", "nghep", 1),
        ("nghiep", "gnhiepp", 2),
        ("nghiep", "ngiap", 2),
        ("ab", "ba", 1),
        ("abc", "ca", 3),  # each letter takes part in one slip only
        ("", "ab", 2),
        ("", "", 0),
        ("mam", "keo", 3),
        ("mam", "nghiep", 3),
    ],
)
def test_distance_table(one, other, slips):
    assert (distance(one, other, 2), distance(other, one, 2)) == (min(slips, 3), min(slips, 3))


@pytest.mark.parametrize("most", [0, 1, 2])
def test_more_slips_than_asked_for_are_one_too_many(most):
    assert distance("mam", "xyz", most) == most + 1


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("nuco", {"nuoc": 1}),
        ("nuc", {"nuoc": 1}),
        ("nuocc", {"nuoc": 1}),
        ("nuoc", {}),  # itself is not meant instead of itself
        ("nghipe", {"nghiep": 1}),
        ("nghpe", {}),  # two slips are too many for so short a word
        ("ngheipp", {"nghiep": 2}),
        ("chanhh", {"chanh": 1}),
        ("ke", {}),  # could be anything
        ("", {}),
        ("xyzxyz", {}),
        ("nuoc" * 8, {}),
    ],
)
def test_slips_are_found(typed, meant):
    assert words_only("nuoc", "mam", "keo", "lac", "chanh", "nghiep").near(typed) == meant


def test_numbers_are_no_slips():
    assert words_only("500", "2026", "mam").near("501") == {}


def test_words_side_by_side_are_no_slips():
    assert Vocabulary([Entry("mat ong", "mật ong", 1, 1)]).near("matong") == {}


SHORT = st.text(alphabet="abnu", min_size=1, max_size=9)


@given(st.sets(SHORT, min_size=1, max_size=12), SHORT)
@example({"abnuab"}, "abnu")
@example({"abnua"}, "abnuab")
@example({"banuab"}, "abunba")
def test_every_slip_is_found_and_nothing_else(words, typed):
    most = 2 if len(typed) >= SHORTEST_FOR_TWO else 1 if len(typed) >= SHORTEST_FOR_ONE else 0

    found = words_only(*words).near(typed)

    expected = {word: slips for word in words if word != typed and (slips := distance(typed, word, most)) <= most}
    assert found == (expected if most else {})


@given(SHORT, SHORT)
def test_distance_is_the_same_in_both_directions_and_bounded(one, other):
    slips = distance(one, other, 2)

    assert slips == distance(other, one, 2)
    assert (slips == 0) == (one == other)
    assert 0 <= slips <= 3


# --- sounds ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("giay", "day"),
        ("ray", "day"),
        ("gia", "da"),
        ("sen", "xen"),
        ("sung", "xung"),
        ("tra", "cha"),
        ("trung", "chung"),
        ("lam", "nam"),
        ("lem", "nem"),
        ("ke", "ce"),
        ("ki", "ci"),
        ("nghe", "nge"),
        ("ghe", "ge"),
        ("mang", "man"),
        ("banh", "ban"),
        ("lac", "lat"),
        ("sach", "sat"),
        ("truong", "chuon"),
    ],
)
def test_what_sounds_alike_somewhere(one, other):
    assert sound(one) == sound(other)
    assert words_only(other, "quyt").sounding_like(one) == {other}


@pytest.mark.parametrize(
    ("one", "other"),
    [("mam", "man"), ("ba", "pa"), ("tam", "cham"), ("che", "tre m"), ("gao", "dao"), ("ong", "om"), ("cam", "gam")],
)
def test_what_sounds_different(one, other):
    assert sound(one) != sound(other)


def test_a_word_does_not_sound_like_itself():
    assert words_only("giay", "day").sounding_like("giay") == {"day"}


@given(st.text(alphabet="abcdghiklmnoprstuxyeư ", max_size=8))
def test_sound_is_steady(word):
    assert words_only(word).sounding_like(word) == set()
    assert len(sound(word)) <= len(word)


# --- words without a space between ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("nuocmam", ("nuoc", "mam")),
        ("banhdavung", ("banh", "da", "vung")),
        ("keolac", ("keo", "lac")),
        ("matongrung", ("mat", "ong", "rung")),
        ("camchanh", ("cam", "chanh")),
        ("luannghiep", ("luan", "nghiep")),  # not how a name begins, but side by side in one
        # one slip besides
        ("nucmam", ("nuoc", "mam")),
        ("nuocmma", ("nuoc", "mam")),
        ("keoolac", ("keo", "lac")),
        # what is no run of known words
        ("nuoc", None),
        ("mamnuoc", None),  # known words that stand side by side nowhere
        ("nucmma", None),
        ("xyzxyz", None),
        ("honey", None),
        ("ca", None),
        ("", None),
        ("nuocmam" * 40, None),
    ],
)
def test_forgotten_spaces_table(known, typed, parts):
    assert known.split(typed) == parts


@pytest.mark.parametrize(
    ("typed", "joined"),
    [
        ("nuocmam", "nuoc mam"),
        ("nuocmm", "nuoc mam"),
        ("nuocmamm", "nuoc mam"),
        ("banhdavun", "banh da vung"),
        ("luannghiep", ""),  # no name begins so
        ("giaydo", ""),  # only one does
        ("keo", ""),
        ("", ""),
    ],
)
def test_beginning_of_names_without_its_spaces(known, typed, joined):
    assert known.near_joined(typed) == joined


def test_of_two_joined_beginnings_the_closer_then_the_more_frequent_is_taken():
    vocabulary = Vocabulary(
        [Entry("mat ong", "mật ong", 2, 2), Entry("mat ngo", "mật ngô", 9, 9), Entry("mat on", "mắt ốn", 9, 9)]
    )

    assert [vocabulary.near_joined(typed) for typed in ("matong", "maton", "matonx", "matog")] == [
        "mat ong",
        "mat on",
        "mat on",
        "mat on",
    ]


def test_what_becomes_a_beginning_later_is_found_joined():
    vocabulary = Vocabulary([Entry("keo lac", "kẹo lạc", 1, 1)])
    assert vocabulary.near_joined("keolac") == ""

    vocabulary.add(Entry("keo lac", "kẹo lạc", 2, 2))

    assert vocabulary.near_joined("keolac") == "keo lac"


@given(st.lists(st.sampled_from(["nuoc", "mam", "banh", "da", "vung", "keo", "lac", "xyz", "n"]), max_size=6).map("".join))
def test_parts_are_known_and_are_what_was_typed_but_for_a_slip(typed):
    vocabulary = Vocabulary(entries_of(*NAMES))

    parts = vocabulary.split(typed) or ()

    assert [part for part in parts if not vocabulary.knows(part)] == []
    assert not parts or (len(parts) > 1 and distance("".join(parts), typed, 1) <= 1)
