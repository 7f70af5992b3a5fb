from __future__ import annotations

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from places.presentation import opening_words, point_card
from tests.factories.places import ClosedDaysFactory, CommuneFactory, DistrictFactory, OpeningHoursFactory, SalePointFactory

pytestmark = pytest.mark.django_db

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


def at(day, hour):
    return datetime(2026, 11, day, hour, tzinfo=HANOI)


@pytest.fixture
def point():
    point = SalePointFactory()
    for weekday in "123456":
        OpeningHoursFactory(sale_point=point, weekday=weekday, opens=time(7, 30), closes=time(17))
    return point


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (at(23, 9), (True, "Open, until 17:00")),
        (at(23, 6), (False, "Closed, opens at 07:30")),
        (at(28, 20), (False, "Closed, opens on Monday 30/11 at 07:30")),
    ],
)
def test_opening_words_in_english(point, moment, expected):
    with translation.override("en"):
        assert opening_words(point, moment) == expected


def test_opening_words_name_the_reason_of_an_exception(point):
    ClosedDaysFactory(sale_point=point, first_day=at(23, 0).date(), last_day=at(23, 0).date(), reason="Bão số 10")

    with translation.override("en"):
        assert opening_words(point, at(23, 9)) == (False, "Closed, opens on Tuesday 24/11 at 07:30 (Bão số 10)")


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("suspended", (False, "Suspended: it does not sell at present")),
        ("closed", (False, "Closed for good")),
        ("registered", (False, "Not open yet")),
    ],
)
def test_state_comes_before_hours(state, expected):
    with translation.override("en"):
        assert opening_words(SalePointFactory(**{state: True}, open_always=True), at(23, 9)) == expected


def test_unknown_hours_are_said_to_be_unknown():
    with translation.override("en"):
        assert opening_words(SalePointFactory(), at(23, 9)) == (None, "Opening hours are not known: call first")


def test_card_shows_what_a_visitor_needs():
    point = SalePointFactory(
        name="Cửa hàng OCOP",
        slug="cua-hang-ocop",
        address="Số 2 đường Hà Huy Tập",
        commune=CommuneFactory(name="Kỳ Anh"),
        former_district=DistrictFactory(name="Kỳ Anh"),
        is_sample=True,
        open_always=True,
    )

    card = point_card(point, at(23, 9))

    assert {name: card[name] for name in ("url", "name", "address", "district", "phone", "is_open", "is_sample")} == {
        "url": "/diem-ban/cua-hang-ocop/",
        "name": "Cửa hàng OCOP",
        "address": "Số 2 đường Hà Huy Tập, xã Kỳ Anh",
        "district": "Huyện Kỳ Anh",
        "phone": "0912 345 678",
        "is_open": True,
        "is_sample": True,
    }
