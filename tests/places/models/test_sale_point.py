from __future__ import annotations

from datetime import date, time
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils import translation

from places.models import SalePoint, SalePointPicture
from tests.factories.core import PictureFactory
from tests.factories.places import ClosedDaysFactory, CommuneFactory, OpeningHoursFactory, SalePointFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "position",
    [
        {"latitude": Decimal("18.34")},
        {"longitude": Decimal("105.9")},
        {"latitude": Decimal("105.9"), "longitude": Decimal("18.34")},  # exchanged
        {"latitude": Decimal("48.85"), "longitude": Decimal("2.35")},
    ],
)
def test_wrong_position_is_refused_by_form_and_database(position):
    with pytest.raises(ValidationError):
        SalePointFactory.build(commune=CommuneFactory(), **position).full_clean(exclude=["former_district"])
    with pytest.raises(DatabaseError), transaction.atomic():
        SalePointFactory(**position)


def test_position_in_vietnam_is_accepted():
    point = SalePointFactory(latitude=Decimal("18.34282"), longitude=Decimal("105.90569"))

    point.full_clean(exclude=["former_district"])


@pytest.mark.parametrize(
    "bad",
    [
        lambda: OpeningHoursFactory(opens=time(11), closes=time(11)),
        lambda: OpeningHoursFactory(opens=time(22), closes=time(2)),
        lambda: OpeningHoursFactory.create_batch(2, sale_point=SalePointFactory()),
        lambda: ClosedDaysFactory(first_day=date(2027, 2, 5), last_day=date(2027, 2, 4)),
        lambda: ClosedDaysFactory(opens=time(8)),
        lambda: ClosedDaysFactory(opens=time(8), closes=time(7)),
        lambda: [SalePointFactory(slug="a"), SalePointFactory(slug="a")],
    ],
    ids=["no minute", "over midnight", "twice", "backwards", "half an exception", "exception backwards", "address twice"],
)
def test_bad_row_is_refused_by_the_database(bad):
    with pytest.raises(DatabaseError), transaction.atomic():
        bad()


def test_half_an_exception_is_refused_by_the_database_the_other_way_round_too():
    with pytest.raises(DatabaseError), transaction.atomic():
        ClosedDaysFactory(closes=time(8))


def test_address_part_of_a_unit_is_refused():
    unit = CommuneFactory(slug="xa-ky-anh")

    with pytest.raises(ValidationError) as said:
        SalePointFactory.build(slug="xa-ky-anh", commune=unit).full_clean(exclude=["former_district"])

    assert list(said.value.message_dict) == ["slug"]


@pytest.mark.parametrize(
    "values", [{"facilities": ["SAUNA"]}, {"payments": ["CASH", "CASH"]}, {"languages": "vi"}, {"phone": "123"}]
)
def test_unknown_values_are_refused(values):
    with pytest.raises(ValidationError) as said:
        SalePointFactory.build(commune=CommuneFactory(), **values).full_clean(exclude=["former_district"])

    assert list(said.value.message_dict) == list(values)


def test_open_to_visitors_are_operating_points_only():
    operating = SalePointFactory()
    for state in ("registered", "suspended", "closed"):
        SalePointFactory(**{state: True})

    assert list(SalePoint.objects.open_to_visitors()) == [operating]


def test_derived_columns_follow_name_and_addresses():
    point = SalePointFactory(name="Cửa hàng Đồng Lộc", address="Chợ Tỉnh", old_address="Thạch Hà")

    assert point.folded == "cua hang dong loc cho tinh thach ha"
    assert (str(point), point.shown_phone) == ("Cửa hàng Đồng Lộc", "0912 345 678")
    assert SalePointFactory(phone="").shown_phone == ""


def test_rows_name_themselves():
    hours, closed = OpeningHoursFactory(), ClosedDaysFactory()
    shown = SalePointPicture.objects.create(sale_point=hours.sale_point, picture=PictureFactory(), position=3)

    assert str(hours).endswith("07:30–11:30")
    assert str(closed) == "05/02/2027–10/02/2027 Tết Nguyên đán"
    assert str(shown).endswith(" 3")


def test_address_is_in_the_language_of_the_moment():
    point = SalePointFactory(slug="cho-thach-dong")

    assert point.get_absolute_url() == "/diem-ban/cho-thach-dong/"
    with translation.override("en"):
        assert point.get_absolute_url() == "/en/diem-ban/cho-thach-dong/"
