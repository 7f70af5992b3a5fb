"""The form beside a list: what can be chosen, and what each choice would leave."""

from __future__ import annotations

import pytest

from search.facets import MOST_CHOICES
from search.narrowing import CHOICES_SHOWN, narrowing_form, values_shown
from search.presentation import Labels
from search.query import Near, Query, Result
from tests.factories.places import CommuneFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def form_of(query=None, kept=(), **facets):
    query = query or Query()
    result = Result(facets={name.replace("_", "-"): counts for name, counts in facets.items()})
    return narrowing_form(query, result, Labels(values_shown(query, result)), kept=kept)


def part_of(form, name):
    return next(part for panel in form.panels for part in panel.parts if part.name == name)


def shown(part):
    return [(choice.value, choice.count, choice.is_chosen) for choice in part.choices]


def test_what_leaves_nothing_is_no_choice_unless_it_is_made():
    form = form_of(Query(filters={"sao": ("5",)}), sao={"3": 4, "4": 0})

    assert shown(part_of(form, "sao")) == [("5", 0, True), ("3", 4, False)]
    assert (form.chosen, form.panels[0].chosen, form.panels[0].is_open) == (1, 1, True)


def test_stars_and_prices_have_their_own_order_all_else_the_most_frequent_first():
    form = form_of(sao={"3": 9, "5": 1}, gia={"500000-": 9, "0-50000": 1}, loai_hinh={"farm": 1, "company": 5, "household": 1})

    assert [value for value, _count, _chosen in shown(part_of(form, "sao"))] == ["5", "3"]
    assert [value for value, _count, _chosen in shown(part_of(form, "gia"))] == ["0-50000", "500000-"]
    assert [value for value, _count, _chosen in shown(part_of(form, "loai-hinh"))] == ["company", "farm", "household"]


def test_long_parts_show_the_chosen_and_the_most_frequent_and_the_rest_in_order_of_names():
    slugs = [CommuneFactory(name=f"Xã {number:03}").slug for number in range(CHOICES_SHOWN + 5)]
    counts = {slug: 100 - number for number, slug in enumerate(slugs)}

    part = part_of(form_of(Query(filters={"xa": (slugs[-1],)}), xa=counts), "xa")

    assert [choice.value for choice in part.choices] == [slugs[-1], *slugs[: CHOICES_SHOWN - 1]]
    assert [choice.value for choice in part.more] == slugs[CHOICES_SHOWN - 1 : -1]
    assert part.chosen == 1


def test_too_many_values_are_cut_to_the_most_frequent():
    part = part_of(form_of(xa={f"xa-{number}": number for number in range(1, 1000)}), "xa")

    assert len(part.choices) + len(part.more) == MOST_CHOICES
    assert part.choices[0].value == "xa-999"


def test_own_limits_and_position_count_as_chosen():
    form = form_of(Query(filters={"gia": ("20000-60001", "0-50000")}, near=Near(18.34, 105.9, 50)), gia={"0-50000": 3})

    assert (form.prices.low, form.prices.high) == (20000, 60000)
    assert shown(part_of(form, "gia")) == [("0-50000", 3, True)]
    assert (form.near.position, form.near.km) == ("18.34,105.90", 50)
    assert form.chosen == 3


def test_form_carries_along_what_it_has_no_box_for():
    assert form_of(kept=[("noi", "xa-ky-anh")]).kept == (("noi", "xa-ky-anh"),)


def test_parts_without_choices_are_left_out_but_prices_and_position_stay():
    assert [panel.name for panel in form_of().panels] == ["gia", "con-hang"]
