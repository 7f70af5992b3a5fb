"""Sale points and units in the admin."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from places.models import SalePoint
from tests.factories.places import CommuneFactory, DistrictFactory, ProvinceFactory, SalePointFactory, SuccessionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def official(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("can-bo"))
    return client


def entered(**changed: Any) -> dict[str, Any]:
    values: dict[str, Any] = {"name": "Chợ Kỳ Anh", "kind": "MARKET", "state": "OPERATING", "address": "Số 1"}
    for prefix in ("opening_hours", "closed_days", "pictures"):
        values |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    return values | changed


def test_a_point_is_entered_with_hours_and_boxes(official: Client) -> None:
    commune = CommuneFactory(slug="cho-ky-anh")
    hours = {
        "opening_hours-TOTAL_FORMS": 1,
        "opening_hours-0-weekday": "1",
        "opening_hours-0-opens": "07:30",
        "opening_hours-0-closes": "11:00",
    }

    official.post(reverse("sale-points:add"), entered(commune=commune.pk, facilities=["PARKING", "TOILETS"], **hours))

    point = SalePoint.objects.get()
    assert (point.slug, point.facilities, point.payments) == ("cho-ky-anh-2", ["PARKING", "TOILETS"], [])
    assert [str(one.opens) for one in point.opening_hours.all()] == ["07:30:00"]


def test_boxes_are_ticked_as_they_were(official: Client) -> None:
    point = SalePointFactory(facilities=["PARKING"])

    form = official.get(reverse("sale-points:edit", args=[point.pk])).context["form"]

    assert form["facilities"].value() == ["PARKING"]


def test_places_of_the_wrong_level_are_refused(official: Client) -> None:
    wrong = {"commune": DistrictFactory().pk, "former_district": CommuneFactory().pk}

    response = official.post(reverse("sale-points:add"), entered(**wrong))

    assert set(response.context["form"].errors) == {"commune", "former_district"}


@pytest.mark.parametrize("register", ["sale-points", "units"])
def test_lists_are_searched_without_marks(official: Client, register: str) -> None:
    commune = CommuneFactory(name="Kỳ Anh")
    point = SalePointFactory(name="Chợ Kỳ Anh", commune=commune)
    SalePointFactory(name="Chợ Vinh")

    response = official.get(reverse(f"{register}:index"), {"q": "ky anh"})

    assert list(response.context["object_list"]) == [{"sale-points": point, "units": commune}[register]]


@pytest.mark.parametrize("text", ["ky anh", "xã Kỳ Anh", "ky anh ha tinh"])
def test_units_are_chosen_with_or_without_the_word_for_the_kind(official: Client, text: str) -> None:
    commune = CommuneFactory(name="Kỳ Anh", parent=ProvinceFactory(name="Hà Tĩnh"))
    CommuneFactory(name="Kỳ Anh", ended=True)
    CommuneFactory(name="Vinh")

    response = official.get(reverse("commune-chooser:choose_results"), {"q": text})

    assert list(response.context["results"]) == [commune]


def test_units_are_only_looked_at(official: Client) -> None:
    succession = SuccessionFactory()
    index = reverse("units:index")

    assert official.get(f"{index}new/").status_code == 404
    assert official.get(f"{index}edit/{succession.old_id}/").status_code == 404
    assert str(succession.new) in official.get(reverse("units:inspect", args=[succession.old_id])).content.decode()


def test_a_point_has_a_page(official: Client) -> None:
    point = SalePointFactory(open_always=True)

    assert point.name in official.get(reverse("sale-points:inspect", args=[point.pk])).content.decode()
