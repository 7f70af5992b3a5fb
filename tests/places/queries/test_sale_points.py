from __future__ import annotations

import pytest

from places.presentation import point_card
from places.queries.sale_points import points_for_lists, points_in
from tests.factories.places import ClosedDaysFactory, CommuneFactory, DistrictFactory, SalePointFactory

pytestmark = pytest.mark.django_db


def test_registered_point_is_not_public():
    SalePointFactory(registered=True)
    shown = [SalePointFactory(name="A"), SalePointFactory(name="B", suspended=True), SalePointFactory(name="C", closed=True)]

    assert list(points_for_lists()) == shown


def test_points_are_in_the_order_of_a_dictionary():
    for name in ("Đồng Lộc", "Dừa", "Bạ", "Ba", "An"):
        SalePointFactory(name=name)

    assert [point.name for point in points_for_lists()] == ["An", "Ba", "Bạ", "Dừa", "Đồng Lộc"]


def test_points_in_a_unit_of_each_level():
    commune, district = CommuneFactory(), DistrictFactory()
    here = SalePointFactory(commune=commune, former_district=district)
    SalePointFactory()

    assert list(points_in(commune)) == [here]
    assert list(points_in(district)) == [here]
    assert list(points_in(commune.parent)) == [here]


@pytest.mark.parametrize("count", [1, 30])
def test_cards_take_the_same_number_of_queries(count, now, django_assert_num_queries):
    for _ in range(count):
        ClosedDaysFactory(sale_point=SalePointFactory(open_always=True, former_district=DistrictFactory()))

    with django_assert_num_queries(4):
        cards = [point_card(point, now) for point in points_for_lists()]

    assert len(cards) == count
