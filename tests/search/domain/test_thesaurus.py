from __future__ import annotations

import pytest

from search.domain import thesaurus as module
from search.domain.meaning import Phrase
from search.domain.thesaurus import Row, Thesaurus
from search.terms import words_of

ROWS = [
    Row(["chè", "trà", "tea"]),
    Row(["bánh đa", "bánh tráng", "rice paper"]),
    Row(["lạc", "đậu phộng"]),
    Row(["mỳ gạo", "noodles"]),
    Row(["nem chua", "nem"]),
    Row(["heo", "lợn"]),
    Row(["quà tết", "quà biếu"], ["bánh đa", "cu đơ", "trà"]),
    Row(["thuốc bổ"], ["mật ong"]),
]
STOP = ["mua", "ở đâu", "của", "ngon", "đặc sản", "for sale"]


@pytest.fixture(scope="module")
def thesaurus():
    return Thesaurus(ROWS, STOP)


def others(thesaurus, text):
    return [phrase.text for phrase in thesaurus.others(words_of(text))]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        # both directions
        ("chè", ["trà", "tea"]),
        ("trà", ["chè", "tea"]),
        ("tea", ["chè", "trà"]),
        ("bánh đa", ["bánh tráng", "rice paper"]),
        ("rice paper", ["bánh đa", "bánh tráng"]),
        ("đậu phộng", ["lạc"]),
        # however it is written
        ("BÁNH  ĐA", ["bánh tráng", "rice paper"]),
        ("mì gạo", ["noodles"]),
        ("mỳ gạo", ["noodles"]),
        # without any marks it can be each of them
        ("che", ["trà", "tea"]),
        ("tra", ["chè", "tea"]),
        ("lac", ["đậu phộng"]),
        ("banh da", ["bánh tráng", "rice paper"]),
        # marks that were typed must agree
        ("chẻ", []),
        ("trả", []),
        ("lác", []),
        ("tếa", []),
        # unless several words agree in all letters: then a mark has slipped
        ("bánh đá", ["bánh tráng", "rice paper"]),
        ("bánh da", ["bánh tráng", "rice paper"]),
        # only whole rows
        ("bánh", []),
        ("bánh đa vừng", []),
        ("durian", []),
        ("", []),
    ],
)
def test_words_that_mean_the_same(thesaurus, typed, meant):
    assert others(thesaurus, typed) == meant
    assert thesaurus.knows(words_of(typed)) is bool(meant)


def test_what_means_the_same_counts_with_its_marks_and_a_little_less(thesaurus):
    phrases = thesaurus.others(words_of("chè"))

    assert [(phrase.words, phrase.as_written, phrase.names_only, phrase.is_wide) for phrase in phrases] == [
        (("trà",), True, False, False),
        (("tea",), True, False, False),
    ]
    assert {phrase.weight < 1 for phrase in phrases} == {True}


def test_a_fish_is_never_meant_by_a_drink():
    # "tra" is a fish, "trà" is tea: with the fish in a row of its own, tea does not ask for it.
    thesaurus = Thesaurus([Row(["chè", "trà"]), Row(["cá tra", "tra"])])

    assert others(thesaurus, "chè") == ["trà"]
    assert others(thesaurus, "trà") == ["chè"]
    assert others(thesaurus, "tra") == ["chè", "cá tra"]  # typed without marks it may be either


def test_a_concept_asks_for_what_answers_it_and_for_its_other_names(thesaurus):
    assert others(thesaurus, "quà tết") == ["quà biếu", "bánh đa", "bánh tráng", "rice paper", "cu đơ", "trà", "chè", "tea"]
    assert others(thesaurus, "qua tet") == others(thesaurus, "quà tết")


@pytest.mark.parametrize("typed", ["cu đơ", "mật ong"])
def test_a_concept_is_not_asked_for_by_what_answers_it(thesaurus, typed):
    assert others(thesaurus, typed) == []
    assert not thesaurus.knows(words_of(typed))


@pytest.mark.parametrize("typed", ["bánh đa", "trà", "chè"])
def test_what_answers_a_concept_means_no_more_than_before(thesaurus, typed):
    assert not {"quà tết", "quà biếu", "cu đơ"} & set(others(thesaurus, typed))


def test_the_most_typical_answer_counts_most_and_none_as_much_as_the_same(thesaurus):
    phrases = {phrase.text: phrase for phrase in thesaurus.others(words_of("quà tết"))}
    answers = [phrases[text] for text in ("bánh đa", "cu đơ", "trà")]

    weights = [phrase.weight for phrase in answers]

    assert weights == sorted(weights, reverse=True)
    assert len(set(weights)) == 3
    assert weights[0] < phrases["quà biếu"].weight
    assert {(phrase.names_only, phrase.as_written) for phrase in answers} == {(True, True)}
    assert phrases["chè"] == Phrase(("chè",), weight=weights[2], names_only=True, as_written=True)


def test_a_concept_with_one_answer():
    thesaurus = Thesaurus([Row(["thuốc bổ"], ["mật ong"])])

    assert others(thesaurus, "thuốc bổ") == ["mật ong"]


def test_the_answers_of_a_concept_that_answers_are_not_answers():
    thesaurus = Thesaurus([Row(["biếu sếp"], ["quà tết"]), Row(["quà tết", "quà biếu"], ["cu đơ"])])

    assert others(thesaurus, "biếu sếp") == ["quà tết"]


def test_rows_that_share_a_word_add_up():
    thesaurus = Thesaurus([Row(["lạc", "đậu phộng"]), Row(["lạc", "peanut"])])

    assert others(thesaurus, "lạc") == ["đậu phộng", "peanut"]


def test_marks_part_rows_with_the_same_letters():
    thesaurus = Thesaurus([Row(["dứa", "khóm"]), Row(["dừa", "coconut"]), Row(["dưa", "melon"])])

    assert [others(thesaurus, typed) for typed in ("dứa", "dừa", "dưa", "dửa")] == [["khóm"], ["coconut"], ["melon"], []]
    assert others(thesaurus, "dua") == ["khóm", "coconut", "melon"]


def test_an_exact_row_outweighs_one_whose_marks_slipped():
    thesaurus = Thesaurus([Row(["đá quý", "gem"]), Row(["da quý", "leather"])])

    assert others(thesaurus, "da quý") == ["leather"]
    assert others(thesaurus, "đa quý") == ["gem", "leather"]


def test_all_phrases_are_told_folded(thesaurus):
    assert set(thesaurus.phrases()) >= {"che", "tra", "tea", "banh da", "mi gao", "qua tet", "thuoc bo"}
    assert not {"cu do", "mua"} & set(thesaurus.phrases())


@pytest.mark.parametrize(
    ("text", "is_silent"),
    [
        ("mua", True),
        ("Mua", True),
        ("ở đâu", True),
        ("o dau", True),
        ("for sale", True),
        ("đặc sản", True),
        ("dac san", True),
        ("của", True),
        ("cua", True),
        # other marks make other words
        ("mùa", False),
        ("cùa", False),
        ("ô đầu", False),
        ("ngón", False),
        # parts say something
        ("đặc", False),
        ("mua ở đâu", False),
        ("mật ong", False),
        ("", False),
    ],
)
def test_what_says_nothing(thesaurus, text, is_silent):
    assert thesaurus.is_silent(words_of(text)) is is_silent


@pytest.mark.parametrize("rows", [[], [Row([])], [Row(["", "–"])], [Row(["–"], ["", "🍯"])]])
def test_rows_without_words_say_nothing(rows):
    thesaurus = Thesaurus(rows, ["", "–"])

    assert list(thesaurus.phrases()) == []
    assert others(Thesaurus([Row(["quà", "–"], ["🍯", "kẹo"])]), "quà") == ["kẹo"]
    assert others(thesaurus, "mật ong") == []


def test_what_is_kept_has_an_end_and_gives_the_same(monkeypatch, thesaurus):
    monkeypatch.setattr(module, "_MOST_KEPT", 2)
    texts = ["chè", "lạc", "heo", "trà", "nem"]
    first = [others(thesaurus, text) for text in texts]

    assert [others(thesaurus, text) for text in texts] == first
    assert len(thesaurus._others) <= 2
    thesaurus.others(words_of("nothing of ours"))
    assert len(thesaurus._others) <= 2
