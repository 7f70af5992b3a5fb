from __future__ import annotations

import pytest

from search.domain.gazetteer import Place
from search.domain.meaning import Plan
from search.domain.thesaurus import Row
from search.domain.understanding import understand
from search.domain.widening import begun, plan_of, wider
from tests.factories.lexicons import candidate_of, lexicon_of

KNOWN = lexicon_of(
    *(
        "Bánh đa vừng đen",
        "Bánh đa vừng đen Cẩm Xuyên",
        "Bánh đa vừng",
        "Bánh đa",
        "Bánh gai",
        "Cu đơ Phong Nga",
        "Cu đơ Thư Viện",
    ),
    *("Mật ong rừng", "Mật ong", "Miến dong", "Miến gạo"),
    rows=[Row(["bánh đa", "bánh tráng"]), Row(["chè", "trà"])],
    stop=["mua"],
    places=[
        Place("ha-tinh", "Hà Tĩnh", "tỉnh", 0),
        Place("huyen-ky-anh", "Kỳ Anh", "huyện", 1, is_ended=True, within=("ha-tinh",)),
        Place("xa-ky-anh", "Kỳ Anh", "xã", 2, within=("huyen-ky-anh-2", "ha-tinh")),
    ],
)


def meant(text):
    return understand(text, KNOWN)


def phrases_of(group):
    return [phrase.text for phrase in group.phrases]


def asked_by(plan):
    return [phrases_of(group) for group in plan.required], [phrases_of(group) for group in plan.optional]


# --- the first plan -------------------------------------------------------------------------------------------------


def test_every_group_is_asked_for():
    meaning = meant("bánh đa Kỳ Anh 4 sao")

    assert plan_of(meaning) == Plan(required=meaning.groups)
    assert len(meaning.groups) == 3


@pytest.mark.parametrize("text", ["", "mua", "dưới 300k"])
def test_no_group_means_everything(text):
    assert plan_of(meant(text)) is None


# --- a word that is begun -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("mật ong", [("mat ong", False), ("mat ong", True)]),
        ("cu", [("cu", False), ("cu", True)]),
        ("bánh đa", [("banh da", False), ("bánh tráng", False), ("banh da", True)]),
        ("kỳ anh miến", [("mien", False), ("mien", True)]),
        ("xyz gai", [("gai", False), ("gai", True)]),
    ],
)
def test_the_last_word_is_taken_as_begun(text, phrases):
    half = begun(meant(text))

    assert [(phrase.text, phrase.is_prefix) for phrase in half.groups[-1].phrases] == phrases
    assert half.groups[-1].phrases[-1].weight < 1


def test_only_the_last_word_changes():
    meaning = meant("bánh đa mật ong")

    half = begun(meaning)

    assert half.groups[:-1] == meaning.groups[:-1]
    assert (half.filters, half.understood, half.text) == (meaning.filters, meaning.understood, meaning.text)


@pytest.mark.parametrize("text", ["", "mua", "mật ong x", "mật ong xyz"])
def test_nothing_or_one_letter_or_what_is_taken_so_already_is_not_begun(text):
    assert begun(meant(text)) is None


# --- what fits in part ----------------------------------------------------------------------------------------------


def test_without_exact_hits_the_thing_then_anything_then_any_word():
    thing, place = ["cu do", "cu"], ["@huyen-ky-anh", "@xa-ky-anh", "ki anh", "@ha-tinh", "@huyen-ky-anh-2"]

    nearest, anything, any_word = (plan for _meaning, plan in wider(meant("cu đơ Kỳ Anh"), KNOWN, []))

    assert asked_by(nearest)[0] == [thing]
    assert place in asked_by(nearest)[1]
    assert asked_by(anything) == ([], [thing, place])
    assert asked_by(any_word) == ([], [["cu"], ["do"]])


def test_with_exact_hits_only_the_thing_is_asked_for():
    exact = [candidate_of("Cu đơ Phong Nga")]

    plans = wider(meant("cu đơ Kỳ Anh"), KNOWN, exact)

    assert [[phrases_of(group) for group in plan.required] for _meaning, plan in plans] == [[["cu do", "cu"]]]


def test_one_word_for_a_thing_is_not_shortened():
    plan = wider(meant("chè"), KNOWN, [])[0][1]

    assert asked_by(plan)[0] == [["che", "trà"]]


def test_a_thing_is_widened_to_shorter_words_for_it():
    meaning, plan = wider(meant("bánh đa vừng đen"), KNOWN, [])[0]

    phrases = plan.required[0].phrases
    assert [phrase.text for phrase in phrases] == ["banh da vung den", "banh da vung", "banh da", "bánh tráng", "banh"]
    assert [phrase.is_wide for phrase in phrases] == [False, True, True, True, True]
    assert [phrase.names_only for phrase in phrases[1:]] == [True] * 4
    assert phrases[0].weight > phrases[1].weight > phrases[-1].weight
    assert meaning.groups[0].text == "banh da vung den"


def test_a_place_is_widened_to_the_larger_ones_in_which_it_lies():
    plans = wider(meant("xã Kỳ Anh"), KNOWN, [])

    assert [asked_by(plan) for _meaning, plan in plans] == [([], [["@xa-ky-anh", "ki anh", "@huyen-ky-anh-2", "@ha-tinh"]])]
    assert [phrase.is_wide for phrase in plans[0][1].optional[0].phrases] == [False, False, True, True]


def test_of_several_things_any_will_do():
    plan = wider(meant("mật ong cu đơ"), KNOWN, [])[0][1]

    assert asked_by(plan)[0] == [["mat ong", "mat", "cu do", "cu"]]


def test_who_found_one_may_like_what_is_of_its_product_set():
    exact = [
        candidate_of("Miến dong", values=["sao-4", "bo-mien-bun"], number=1),
        candidate_of("Miến gạo", values=["bo-mien-bun", "bo-gao"], number=2),
        candidate_of("Mỳ", number=3),
        candidate_of("Phở", values=["bo-other"], number=4),  # behind the best, not looked at
    ]

    plan = wider(meant("miến"), KNOWN, exact)[0][1]

    added = plan.required[0].phrases[1:]
    assert [(phrase.text, phrase.is_wide) for phrase in added] == [("@bo-mien-bun", True), ("@bo-gao", True)]
    assert {phrase.weight < 0.5 for phrase in added} == {True}


def test_words_alone_lead_to_the_product_sets_of_what_they_found():
    meaning = meant("xyz abc")

    plans = wider(
        meaning, KNOWN, [candidate_of("Xyz abc", values=["bo-gao", "sao-4"]), candidate_of("Abc xyz", values=["bo-mien-bun"])]
    )

    assert [asked_by(plan)[0] for _meaning, plan in plans] == [[["@bo-gao", "@bo-mien-bun"]]]
    assert [phrases_of(group) for group in plans[0][1].optional] == [phrases_of(group) for group in meaning.groups]
    assert {phrase.is_wide for phrase in plans[0][1].required[0].phrases} == {True}


@pytest.mark.parametrize("text", ["", "xyz 4 sao", "xã Kỳ Anh"])
def test_without_a_thing_and_with_exact_hits_nothing_is_widened(text):
    assert wider(meant(text), KNOWN, [candidate_of("x")]) == []


def test_words_alone_are_asked_for_one_by_one():
    meaning = meant("xyz abc")

    plans = wider(meaning, KNOWN, [])

    assert plans == [(meaning, Plan(optional=meaning.groups))]


def test_filters_of_the_text_stay():
    meaning = meant("cu đơ Kỳ Anh dưới 300k")

    assert [widened.filters for widened, _plan in wider(meaning, KNOWN, [])] == [meaning.filters] * 3
    assert meaning.filters == {"gia": ("0-300001",)}
