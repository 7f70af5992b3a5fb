from __future__ import annotations

import pytest

from search.domain.meaning import FIELDS, Group, GroupKind, Meaning, Phrase, Plan


def group(text):
    return Group(GroupKind.WORD, (Phrase(tuple(text.split())),), text)


def test_a_phrase_is_its_words_with_one_space_between():
    assert [Phrase(words).text for words in (("nuoc", "mam"), ("cam",), ())] == ["nuoc mam", "cam", ""]


def test_a_plan_names_what_it_needs_before_what_only_lifts():
    needed, lifts = group("nuoc mam"), group("ngon")

    assert Plan((needed,), (lifts,)).groups == (needed, lifts)
    assert Plan().groups == ()


def test_nothing_is_asked_for_by_nothing():
    assert Meaning() == Meaning((), {}, (), "")


def test_the_name_says_most_of_the_fields_and_long_text_least():
    assert FIELDS == ("name", "maker", "place", "sort", "text")


@pytest.mark.parametrize(
    ("phrase", "fields"),
    [
        (Phrase(("lo",), is_prefix=True), ("name", "maker", "place")),
        (Phrase(("thao", "l"), is_prefix=True), ("name", "maker", "place")),
        (Phrase(("loc",), is_prefix=True), FIELDS),
        (Phrase(("lo",)), FIELDS),
        (Phrase(("lo",), is_prefix=True, names_only=True), ("name",)),
    ],
)
def test_two_letters_of_a_word_are_not_looked_for_in_long_texts(phrase, fields):
    assert phrase.fields == fields
