from __future__ import annotations

import pytest

from search.domain.meaning import Group, GroupKind, Phrase
from search.engines.looking import Look, looks_for_pairs, looks_of, needed


def thing(*phrases: Phrase, written: tuple[str, ...] = (), has_marks: bool = False) -> Group:
    return Group(GroupKind.THING, phrases, phrases[0].text, written or phrases[0].words, has_marks=has_marks)


def word(text: str, **more: object) -> Group:
    return Group(GroupKind.WORD, (Phrase(tuple(text.split()), **more),), text)


def test_thing_is_worth_most_where_it_begins_a_name():
    looks = {look: round(worth, 2) for worth, look in looks_of(thing(Phrase(("gao", "nep"))))}

    assert looks == {
        Look(("|", "gao", "nep"), "name"): 1.0,
        Look(("gao", "nep"), "name"): 0.82,
        Look(("gao", "nep"), "sort"): 0.5,
        Look(("gao", "nep"), "maker"): 0.3,
        Look(("gao", "nep"), "text"): 0.3,
        Look(("gao", "nep"), "place"): 0.1,
    }


def test_least_worth_comes_first_so_that_the_better_overwrites_it():
    worths = [worth for worth, _look in looks_of(thing(Phrase(("gao",)), Phrase(("thóc",), weight=0.5, as_written=True)))]

    assert worths == sorted(worths)


def test_marks_that_were_typed_are_worth_more_than_the_same_letters():
    phrase = Phrase(("cu", "do"), names_only=True)
    looks = {look: round(worth, 3) for worth, look in looks_of(thing(phrase, written=("cu", "đơ"), has_marks=True))}

    assert looks == {
        Look(("^", "cu", "đơ"), "name"): 1.0,
        Look(("cu", "đơ"), "name"): 0.82,
        Look(("cu", "do"), "name"): 0.574,
    }


def test_words_are_looked_for_in_each_field_once():
    assert {look.field: worth for worth, look in looks_of(word("nga"))} == {
        "name": 1.0, "maker": 0.62, "place": 0.55, "sort": 0.5, "text": 0.3,
    }  # fmt: skip


def test_what_only_says_that_something_stands_first_is_not_needed():
    group = thing(Phrase(("gao",), names_only=True), Phrase(("gạo",), names_only=True, as_written=True))

    assert set(needed(group)) == {Look(("gao",), "name"), Look(("gạo",), "name")}


@pytest.mark.parametrize("text", ["(", "a b", "😀", "_", "\u202e", '"'])
def test_what_is_no_term_is_looked_for_nowhere(text):
    assert looks_of(Group(GroupKind.WORD, (Phrase((text,)),), text)) == ()


def test_words_typed_side_by_side_may_stand_so_in_a_name():
    groups = (thing(Phrase(("cu", "do"))), word("phong"), word("ng", is_prefix=True), Group(GroupKind.VALUE, (), "@sao-4"))

    assert looks_for_pairs(groups) == [
        (0.5, Look(("cu", "do", "phong"), "name")),
        (0.5, Look(("phong", "ng"), "name", is_prefix=True)),
    ]
