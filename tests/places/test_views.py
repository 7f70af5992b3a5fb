from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from places.models import SalePointPicture
from tests.factories.core import PictureFactory
from tests.factories.pages import HomePageFactory, ProvinceSettingsFactory
from tests.factories.places import (
    ClosedDaysFactory,
    CommuneFactory,
    DistrictAreaFactory,
    DistrictFactory,
    OpeningHoursFactory,
    ProvinceFactory,
    SalePointFactory,
    SuccessionFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def province():
    HomePageFactory()
    province = ProvinceFactory(name="Hà Tĩnh", slug="tinh-ha-tinh")
    ProvinceSettingsFactory(province=province)
    return province


def names(response):
    return [card["name"] for card in response.context["cards"]]


def test_list_shows_the_points_of_the_province_with_its_districts_and_communes(client, province):
    commune, district = CommuneFactory(parent=province, name="Kỳ Anh"), DistrictFactory(parent=province, name="Kỳ Anh")
    SalePointFactory(name="Chợ Kỳ Anh", commune=commune, former_district=district)
    SalePointFactory(name="Ở tỉnh khác")

    response = client.get("/diem-ban/")

    assert response.status_code == 200
    assert names(response) == ["Chợ Kỳ Anh"]
    assert [unit.label for unit in response.context["districts"]] == ["Huyện Kỳ Anh"]
    assert [unit.label for unit in response.context["communes"]] == ["Xã Kỳ Anh"]
    assert "Chợ Kỳ Anh" in response.text


def test_list_without_a_province_shows_all(client):
    SalePointFactory(name="Chợ Kỳ Anh")

    assert names(client.get("/diem-ban/")) == ["Chợ Kỳ Anh"]


def test_registered_point_is_shown_nowhere(client, province):
    commune = CommuneFactory(parent=province, slug="xa-ky-anh")
    SalePointFactory(name="Chưa duyệt", slug="chua-duyet", registered=True, commune=commune)

    assert names(client.get("/diem-ban/")) == []
    assert names(client.get("/diem-ban/xa-ky-anh/")) == []
    assert client.get("/diem-ban/chua-duyet/").status_code == 404


def test_closed_point_says_closed(client, province):
    SalePointFactory(slug="da-dong", closed=True, open_always=True)

    response = client.get("/en/diem-ban/da-dong/")

    assert response.status_code == 200
    assert response.context["opening"] == (False, "Closed for good")
    assert response.context["is_open_to_visitors"] is False
    assert "Closed for good" in response.text


def test_page_of_a_commune_shows_its_points_and_where_it_came_from(client):
    commune = CommuneFactory(slug="xa-ky-anh", name="Kỳ Anh")
    SalePointFactory(name="Chợ Kỳ Anh", commune=commune)
    old = SuccessionFactory(new=commune).old

    response = client.get("/diem-ban/xa-ky-anh/")

    assert names(response) == ["Chợ Kỳ Anh"]
    assert response.context["predecessors"] == [old]
    assert response.context["successors"] == []
    assert "Xã Kỳ Anh" in response.text


def test_page_of_an_ended_commune_names_its_successors_and_shows_their_points(client):
    succession = SuccessionFactory(
        old=CommuneFactory(ended=True, slug="xa-ky-phu", name="Kỳ Phú"), new=CommuneFactory(name="Kỳ Anh")
    )
    SalePointFactory(name="Chợ Kỳ Anh", commune=succession.new)

    response = client.get("/diem-ban/xa-ky-phu/")

    assert response.context["successors"] == [succession.new]
    assert names(response) == ["Chợ Kỳ Anh"]
    assert "Kỳ Phú" in response.text


def test_page_of_a_district_shows_its_points_and_the_communes_there_today(client):
    area = DistrictAreaFactory(
        district=DistrictFactory(slug="huyen-ky-anh", name="Kỳ Anh"), commune=CommuneFactory(name="Kỳ Anh")
    )
    SalePointFactory(name="Chợ huyện", former_district=area.district, commune=area.commune)

    response = client.get("/diem-ban/huyen-ky-anh/")

    assert names(response) == ["Chợ huyện"]
    assert response.context["successors"] == [area.commune]
    assert response.context["namesakes"] == [area.commune]


def test_page_of_a_point_shows_everything_there_is(client, province):
    point = SalePointFactory(
        name="Cửa hàng OCOP",
        slug="cua-hang-ocop",
        former_district=DistrictFactory(name="Kỳ Anh", slug="huyen-ky-anh"),
        facilities=["CHILLER"],
        payments=["BANK_QR"],
        languages=["vi", "en"],
        description="Bán nước mắm và cu đơ.",
    )
    OpeningHoursFactory(sale_point=point)
    SalePointPicture.objects.create(sale_point=point, picture=PictureFactory())
    today = timezone.localdate()
    ClosedDaysFactory(sale_point=point, first_day=today, last_day=today + timedelta(days=1), reason="Bão")
    ClosedDaysFactory(sale_point=point, first_day=today - timedelta(days=9), last_day=today - timedelta(days=8), reason="Đã qua")

    response = client.get("/diem-ban/cua-hang-ocop/")

    assert len(response.context["hours"]) == 7
    assert response.context["hours"][0][1] == "07:30–11:30"
    assert [row.reason for row in response.context["exceptions"]] == ["Bão"]
    assert len(response.context["pictures"]) == 1
    for fact in ("Cửa hàng OCOP", "Số 1 đường Trần Phú", "0912 345 678", "07:30–11:30", "Bão", "Bán nước mắm và cu đơ."):
        assert fact in response.text
    assert "Đã qua" not in response.text


@pytest.mark.parametrize("path", ["/diem-ban/khong-co/", "/diem-ban/a/b/"])
def test_unknown_address_is_not_found(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/diem-ban/", "/en/diem-ban/"])
def test_list_answers_head_and_refuses_post(client, path):
    assert client.head(path).status_code == 200
    assert client.post(path).status_code == 405


def test_list_takes_the_same_number_of_queries_at_1_and_30_points(client, province, statements):
    def count():
        with statements() as found:
            client.get("/diem-ban/")
        return len(found)

    commune = CommuneFactory(parent=province)
    ClosedDaysFactory(
        sale_point=SalePointFactory(commune=commune, open_always=True, former_district=DistrictFactory(parent=province))
    )
    client.get("/diem-ban/")  # the identity of the site goes into the cache
    at_one = count()
    for _ in range(29):
        SalePointFactory(commune=commune, open_always=True, former_district=DistrictFactory(parent=province))

    assert count() == at_one


def test_page_of_a_unit_takes_the_same_number_of_queries_at_1_and_30_points(client, statements):
    def count():
        with statements() as found:
            client.get("/diem-ban/xa-ky-anh/")
        return len(found)

    commune = CommuneFactory(slug="xa-ky-anh")
    SalePointFactory(commune=commune, open_always=True)
    client.get("/diem-ban/xa-ky-anh/")
    at_one = count()
    for _ in range(29):
        SalePointFactory(commune=commune, open_always=True)
        SuccessionFactory(new=commune)

    assert count() == at_one
