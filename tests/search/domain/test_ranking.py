from __future__ import annotations

from datetime import date, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.domain.gazetteer import Place
from search.domain.meaning import Group, GroupKind, Phrase
from search.domain.ranking import Order, rank
from search.domain.thesaurus import Row
from search.domain.understanding import understand
from tests.factories.lexicons import candidate_of, lexicon_of

TODAY = date(2026, 11, 23)
THINGS = frozenset({"san-pham"})
KNOWN = lexicon_of(
    *("Nước mắm Kỳ Ninh", "Nước mắm nhỉ", "Gạo nếp", "Gạo tẻ", "Mỳ gạo", "Mỳ Chũ", "Cu đơ Phong Nga", "Cu đơ Thư Viện"),
    *(
        "Cam bù",
        "Cam chanh",
        "Mật ong rừng",
        "Mật ong",
        "Tiêu đen",
        "Tiêu sọ",
        "Bánh đa",
        "Bánh đa vừng",
        "Mận hậu",
        "Mắn",
        "Bà Thu",
    ),
    rows=[Row(["cam", "orange"]), Row(["chè", "trà"]), Row(["bánh đa", "bánh tráng"]), Row(["gia vị"], ["tiêu", "nước mắm"])],
    places=[
        Place("huyen-ky-anh", "Kỳ Anh", "huyện", 1, is_ended=True, within=("ha-tinh",)),
        Place("xa-ky-anh", "Kỳ Anh", "xã", 2, within=("ha-tinh",)),
    ],
)


def order_for(text, *, things=THINGS):
    return Order(understand(text, KNOWN).groups, TODAY, things)


def ranked(text, *candidates, things=THINGS):
    """Give the names in the order of a query, whichever way round the candidates come."""
    orders = {
        tuple(candidate.sort_key for candidate, _judged in rank(list(arranged), order_for(text, things=things)))
        for arranged in permutations(candidates)
    }
    assert len(orders) == 1
    return list(orders.pop())


def judge(text, candidate, *, things=THINGS):
    return order_for(text, things=things).judge(candidate)


# --- names ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "names"),
    [
        # typed marks that agree come before the same letters with others
        ("mận", ["Mận hậu", "Mắn hậu"]),
        ("mắn", ["Mắn hậu", "Mận hậu"]),
        ("cam Vĩnh", ["Cam Vĩnh", "Cam Vinh"]),
        ("chè", ["Chè xanh", "Che xanh"]),
        ("nước mắm", ["Nước mắm nhỉ", "Nước màm nhỉ"]),
        # of a text with marks also the words without any are meant as they stand
        ("cam bù", ["Cam bù", "Cẩm bù"]),
        # what it is stands at the head of its name
        ("gạo", ["Gạo nếp", "Mỳ gạo"]),
        ("gao", ["Gạo nếp", "Mỳ gạo"]),
        ("mật ong", ["Mật ong rừng", "Kẹo mật ong"]),
        # the whole name, then the less besides it
        ("cu đơ", ["Cu đơ", "Cu đơ Phong Nga"]),
        ("cu do", ["Cu đơ", "Cu đơ Phong Nga", "Cu đơ An Nhiên loại đặc biệt hộp to"]),
        # side by side
        ("nước mắm kỳ ninh", ["Nước mắm Kỳ Ninh", "Nước mắm nhỉ Kỳ Ninh"]),
        ("nước mắm kỳ ninh", ["Nước mắm Kỳ Ninh thượng hạng loại một", "Nước mắm nhỉ Kỳ Ninh"]),
        ("gao nep", ["Gạo nếp", "Gạo lứt, nếp"]),
        # the very word before another one for it
        ("chè", ["Chè xanh", "Trà xanh"]),
        ("trà", ["Trà xanh", "Chè xanh"]),
        ("bánh đa", ["Bánh đa", "Bánh tráng"]),
        # a concept: the most typical first, the thing itself before what holds it
        ("gia vị", ["Gia vị", "Tiêu đen", "Nước mắm nhỉ", "Gà sốt tiêu"]),
        # all words before some
        ("cam chanh", ["Cam chanh", "Cam bù"]),
        ("cu đơ bà thu", ["Cu đơ Bà Thu", "Cu đơ Thư Viện"]),
    ],
)
def test_names_in_order(text, names):
    candidates = [candidate_of(name, number=number) for number, name in enumerate(names, start=1)]

    assert ranked(text, *candidates) == names


def test_what_is_typed_without_marks_finds_all_marks_alike():
    candidates = [candidate_of("Mắn hậu", number=1), candidate_of("Mận hậu", number=2)]

    assert len({judge("man", candidate).score for candidate in candidates}) == 1


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("chè", ["Cá tra khô"]),  # asked for with its marks: "tra" is no "trà"
        ("bánh đa", ["Banh trang"]),
        ("gia vị", ["Tiểu sành"]),
        ("orange", ["Gạo nếp cẩm"]),  # what means the same has no marks either
        ("cam", ["Camembert"]),  # whole words
        ("mắm nước", ["Rượu"]),
    ],
)
def test_what_does_not_fit_at_all(text, names):
    judged = [judge(text, candidate_of(name)) for name in names]

    assert [(one.fit, one.is_exact, one.matched) for one in judged] == [(0.0, False, ())]


def test_other_words_for_a_concept_are_looked_for_in_names_only():
    in_text = candidate_of("Gà nướng", text=["ướp tiêu"])

    assert judge("gia vị", in_text).matched == ()


# --- fields ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "names"),
    [
        # a word
        ("lương", ["name", "maker", "place", "sort", "text"]),
        # a thing that bears a name: a maker or a place may be called after it, a set of many things says nothing
        ("gạo", ["name", "maker", "text", "place", "sort"]),
        # a place
        ("Kỳ Anh", ["place", "name", "maker", "text", "sort"]),
    ],
)
def test_fields_in_order(text, names):
    fields = {
        "name": candidate_of(f"{text} x", number=1),
        "maker": candidate_of("x", maker=f"{text} x", number=2),
        "place": candidate_of("x", place=[f"{text} x"], number=3),
        "sort": candidate_of("x", sort=[f"{text} x"], number=4),
        "text": candidate_of("x", text=[f"{text} x"], number=5),
    }

    judged = {name: judge(text, candidate) for name, candidate in fields.items()}

    found = sorted(judged, key=lambda name: -judged[name].fit)
    assert found == names
    unseen = {"sort"} if text == "gạo" else set()
    assert {name: one.matched for name, one in judged.items()} == {name: () if name in unseen else (name,) for name in fields}


def test_the_best_field_of_a_document_counts():
    both = candidate_of("Gạo nếp", maker="HTX Gạo", text=["gạo"])

    assert judge("gạo", both).fit == judge("gạo", candidate_of("Gạo nếp")).fit
    assert judge("gạo", both).matched == ("name",)


def test_each_word_may_stand_in_a_field_of_its_own():
    document = candidate_of("Cu đơ Phong Nga", maker="Bà Thu", places=["xa-ky-anh"])

    judged = judge("cu đơ bà thu kỳ anh", document)

    assert (judged.matched, judged.is_exact) == (("name", "maker", "place"), True)


def test_a_place_is_met_by_its_address_part_or_its_name():
    by_part = candidate_of("Cu đơ", places=["huyen-ky-anh"])
    by_name = candidate_of("Cu đơ", place=["huyện Kỳ Anh"])
    elsewhere = candidate_of("Cu đơ", places=["huyen-duc-tho"])

    fits = [judge("Kỳ Anh", candidate).fit for candidate in (by_part, by_name, elsewhere)]

    assert fits == sorted(fits, reverse=True)
    assert fits[2] == 0
    assert [judge("xã Kỳ Anh", candidate).is_exact for candidate in (by_part, by_name, elsewhere)] == [False, True, False]


def test_amounts_and_stars_are_met_as_values():
    right, wrong = (
        candidate_of("Mật ong", values=["sao-4", "luong-500ml"]),
        candidate_of("Mật ong", values=["sao-3", "luong-1000ml"]),
    )

    assert [judge("mật ong 4 sao 500ml", one).is_exact for one in (right, wrong)] == [True, False]
    assert judge("mật ong 4 sao", right).fit > judge("mật ong 4 sao", wrong).fit > 0


# --- in force, stars, news ------------------------------------------------------------------------------------------


def test_of_equals_what_is_in_force_comes_first():
    current = candidate_of("Cu đơ Phong Nga", number=2)
    lapsed = candidate_of("Cu đơ Phong Lan", number=1, is_current=False, stars=5, fresh=TODAY)

    assert ranked("cu đơ", lapsed, current) == ["Cu đơ Phong Nga", "Cu đơ Phong Lan"]


def test_what_fits_much_better_comes_first_though_it_is_not_in_force():
    lapsed = candidate_of("Lương khô", number=1, is_current=False)
    current = candidate_of("Kẹo", text=["làng Lương"], number=2, stars=5)

    assert judge("lương", current).is_exact
    assert ranked("lương", lapsed, current) == ["Lương khô", "Kẹo"]


def test_stars_part_what_is_otherwise_alike():
    candidates = [candidate_of(f"Cu đơ {name}", number=stars, stars=stars) for name, stars in (("B", 3), ("C", 4), ("D", 5))]

    assert ranked("cu đơ", *candidates) == ["Cu đơ D", "Cu đơ C", "Cu đơ B"]


def test_news_part_what_is_otherwise_alike():
    days = {"A": None, "B": TODAY - timedelta(days=3000), "C": TODAY - timedelta(days=400), "D": TODAY}
    candidates = [candidate_of(f"Cu đơ {name}", number=number, fresh=day) for number, (name, day) in enumerate(days.items())]

    assert ranked("cu đơ", *candidates) == ["Cu đơ D", "Cu đơ C", "Cu đơ A", "Cu đơ B"]


def test_a_day_to_come_is_no_better_than_today():
    today, tomorrow = (judge("cu đơ", candidate_of("Cu đơ", fresh=TODAY + timedelta(days=ahead))).score for ahead in (0, 300))

    assert today == tomorrow


@pytest.mark.parametrize(
    ("text", "better", "worse"),
    [
        ("gạo", "Gạo nếp", "Mỳ gạo"),
        ("cu đơ", "Cu đơ", "Cu đơ Nga"),
        ("mận", "Mận hậu", "Mắn hậu"),
        ("chè", "Chè xanh", "Trà xanh"),
        ("nước mắm kỳ ninh", "Nước mắm Kỳ Ninh", "Nước mắm nhỉ Kỳ Ninh"),
    ],
)
def test_stars_and_news_do_not_lift_what_fits_worse(text, better, worse):
    plain = candidate_of(better, number=1)
    shiny = candidate_of(worse, number=2, stars=5, fresh=TODAY)

    assert ranked(text, shiny, plain) == [better, worse]


def test_equals_stand_by_name():
    candidates = [candidate_of(f"Cu đơ {name}", number=number) for number, name in enumerate("CAB")]

    assert ranked("cu đơ", *candidates) == ["Cu đơ A", "Cu đơ B", "Cu đơ C"]


# --- exact or close -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "candidate", "is_exact"),
    [
        ("gạo", candidate_of("Gạo nếp"), True),
        ("gạo", candidate_of("Mỳ gạo"), True),
        ("gao", candidate_of("Gạo nếp"), True),
        ("gáo", candidate_of("Gạo nếp"), True),  # other marks: worse, but all the letters
        ("gạo kỳ anh", candidate_of("Gạo nếp"), False),  # a word is lacking
        ("gạo kỳ anh", candidate_of("Gạo nếp", places=["xa-ky-anh"]), True),
        ("trà", candidate_of("Chè xanh"), True),  # the same by another name
        # goods that only speak of a thing are not that thing; a producer or a story may
        ("gạo", candidate_of("Rượu", text=["nấu từ gạo"]), False),
        ("gạo", candidate_of("Chuyện nhà nông", text=["nấu từ gạo"], kind="cau-chuyen"), True),
        # but any other word may stand in the long text
        ("lương", candidate_of("Rượu", text=["làng Lương"]), True),
        ("durian", candidate_of("Rượu"), False),
    ],
)
def test_what_is_exact(text, candidate, is_exact):
    assert judge(text, candidate).is_exact is is_exact


def test_what_is_close_only_is_never_exact():
    wide = Group(
        GroupKind.THING, (Phrase(("banh", "da", "vung")), Phrase(("banh", "da"), weight=0.6, is_wide=True)), "banh da vung"
    )
    order = Order([wide], TODAY, THINGS)

    judged = [order.judge(candidate_of(name)) for name in ("Bánh đa vừng đen", "Bánh đa mè")]

    assert [one.is_exact for one in judged] == [True, False]
    assert judged[0].fit > judged[1].fit > 0


def test_goods_of_a_set_are_close_only_where_others_bear_the_name():
    named = candidate_of("Mật ong rừng", number=1)
    of_the_set = candidate_of("Phấn hoa", sort=["Mật ong và sản phẩm từ ong"], number=2)
    producer = candidate_of("HTX", sort=["Mật ong"], number=3, kind="chu-the")

    order = Order([Group(GroupKind.THING, (Phrase(("mat", "ong")),), "mat ong")], TODAY, THINGS)

    together = {candidate.sort_key: judged.is_exact for candidate, judged in rank([of_the_set, producer, named], order)}
    alone = [judged.is_exact for _candidate, judged in rank([of_the_set], order)]

    assert together == {"Mật ong rừng": True, "Phấn hoa": False, "HTX": True}
    assert alone == [True]


def test_exact_comes_before_close_whatever_else():
    exact = candidate_of("Gà", maker="Lương", places=["xa-ky-anh"], number=1, is_current=False)
    close = candidate_of("Lương", number=2, stars=5, fresh=TODAY)

    assert ranked("lương kỳ anh", close, exact) == ["Gà", "Lương"]


# --- any list -------------------------------------------------------------------------------------------------------


def test_nothing_is_ranked_as_nothing():
    assert rank([], order_for("cu đơ")) == []


def test_without_words_the_names_decide():
    candidates = [candidate_of("B", number=1), candidate_of("A", number=2)]

    assert [candidate.sort_key for candidate, _judged in rank(candidates, Order((), TODAY))] == ["A", "B"]


CANDIDATES = st.builds(
    candidate_of,
    st.sampled_from(["Gạo nếp", "Mỳ gạo", "Cu đơ", "Mật ong", "Gáo dừa", ""]),
    maker=st.sampled_from(["", "HTX Gạo", "Bà Thu"]),
    text=st.sampled_from([[], ["gạo ngon"], ["cu đơ"]]),
    stars=st.integers(0, 5),
    number=st.integers(1, 9),
    kind=st.sampled_from(["san-pham", "chu-the"]),
    fresh=st.sampled_from([None, TODAY, TODAY - timedelta(days=500)]),
    is_current=st.booleans(),
)


@given(
    st.lists(CANDIDATES, max_size=7, unique_by=lambda one: (one.kind, one.object_id)).flatmap(
        lambda some: st.tuples(st.just(some), st.permutations(some))
    ),
    st.sampled_from(["gạo", "cu đơ", "gao kỳ anh", "bà thu gạo", "trà 4 sao"]),
)
def test_the_order_does_not_hang_on_how_they_come(arranged, text):
    one, other = arranged
    order = order_for(text)

    found = rank(one, order)

    assert found == rank(other, order)
    assert sorted(candidate.object_id for candidate, _judged in found) == sorted(candidate.object_id for candidate in one)
    assert [judged.is_exact for _candidate, judged in found] == sorted(
        (judged.is_exact for _candidate, judged in found), reverse=True
    )
    assert all(0 <= judged.fit <= 1.0001 and judged.fit <= judged.score for _candidate, judged in found)
    assert all(len(judged.qualities) == len(order.groups) for _candidate, judged in found)
