from __future__ import annotations

from search.domain.meaning import FIELDS, Group, GroupKind, Phrase
from search.domain.worth import FIELD_WORTH, inside_name, most, pairs


def group(text: str, kind: GroupKind = GroupKind.WORD, weight: float = 1.0) -> Group:
    return Group(kind, (Phrase((text,)),), text, weight=weight)


def test_every_kind_of_group_knows_every_field():
    assert {kind: tuple(weights) for kind, weights in FIELD_WORTH.items()} == dict.fromkeys(GroupKind, FIELDS)


def test_concept_must_be_the_thing_itself():
    assert inside_name(1.0) > inside_name(0.8)


def test_pairs_are_things_and_words_in_a_row():
    one, place, two, three = group("cu"), group("nga", GroupKind.PLACE), group("a"), group("b", GroupKind.THING)

    assert pairs((one, place, two, three)) == [(two, three)]


def test_most_is_what_fits_in_everything():
    assert (most(()), most((group("a", weight=2.0), group("b")))) == (1.0, 3.5)
