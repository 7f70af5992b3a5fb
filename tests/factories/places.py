"""Administrative units and sale points."""

from __future__ import annotations

from datetime import date, time

import factory
from factory.django import DjangoModelFactory

from places.enums import SalePointKind, SalePointState, UnitKind, UnitLevel
from places.models import AdministrativeUnit, ClosedDays, DistrictArea, OpeningHours, SalePoint, Succession

REFORM = date(2025, 7, 1)


class _UnitFactory(DjangoModelFactory):
    class Meta:
        model = AdministrativeUnit
        abstract = True

    class Params:
        ended = factory.Trait(valid_from=date(2018, 1, 1), valid_to=REFORM)

    valid_from = REFORM


class ProvinceFactory(_UnitFactory):
    """A province of today; `ended=True` for one that was merged."""

    class Meta:
        model = AdministrativeUnit

    key = factory.Sequence("tinh-{}".format)
    slug = factory.SelfAttribute("key")
    level = UnitLevel.PROVINCE
    kind = UnitKind.TINH
    name = factory.Sequence("Tỉnh Thử {}".format)


class DistrictFactory(_UnitFactory):
    """A former district: it ended on 1 July 2025."""

    class Meta:
        model = AdministrativeUnit

    key = factory.Sequence("huyen-{}".format)
    slug = factory.SelfAttribute("key")
    level = UnitLevel.DISTRICT
    kind = UnitKind.HUYEN
    name = factory.Sequence("Huyện Thử {}".format)
    parent = factory.SubFactory(ProvinceFactory)
    valid_from = date(2018, 1, 1)
    valid_to = REFORM


class CommuneFactory(_UnitFactory):
    """A commune of today; `ended=True` for one of before the reform."""

    class Meta:
        model = AdministrativeUnit

    key = factory.Sequence("xa-{}".format)
    slug = factory.SelfAttribute("key")
    level = UnitLevel.COMMUNE
    kind = UnitKind.XA
    name = factory.Sequence("Xã Thử {}".format)
    parent = factory.SubFactory(ProvinceFactory)


class SuccessionFactory(DjangoModelFactory):
    """An ended commune that went into one of today."""

    class Meta:
        model = Succession

    old = factory.SubFactory(CommuneFactory, ended=True)
    new = factory.SubFactory(CommuneFactory)
    effective_date = REFORM


class DistrictAreaFactory(DjangoModelFactory):
    """That a commune of today lies where a district was."""

    class Meta:
        model = DistrictArea

    district = factory.SubFactory(DistrictFactory)
    commune = factory.SubFactory(CommuneFactory)


class SalePointFactory(DjangoModelFactory):
    """An operating sale point without known hours.

    `registered`, `suspended`, `closed` for other states; `open_always` with hours.
    """

    class Meta:
        model = SalePoint
        skip_postgeneration_save = True

    class Params:
        registered = factory.Trait(state=SalePointState.REGISTERED)
        suspended = factory.Trait(state=SalePointState.SUSPENDED)
        closed = factory.Trait(state=SalePointState.CLOSED)

    name = factory.Sequence("Điểm bán OCOP số {}".format)
    slug = factory.Sequence("diem-ban-so-{}".format)
    kind = SalePointKind.MARKET
    state = SalePointState.OPERATING
    commune = factory.SubFactory(CommuneFactory)
    address = "Số 1 đường Trần Phú"
    phone = "0912345678"

    @factory.post_generation
    def open_always(obj: SalePoint, create: bool, extracted: bool | None, **_kwargs: object) -> None:  # noqa: N805
        """Give hours that cover every day but its last minute."""
        if extracted:
            for weekday in "1234567":
                OpeningHoursFactory(sale_point=obj, weekday=weekday, opens=time(0), closes=time(23, 59, 59))


class OpeningHoursFactory(DjangoModelFactory):
    """Monday morning."""

    class Meta:
        model = OpeningHours

    sale_point = factory.SubFactory(SalePointFactory)
    weekday = "1"
    opens = time(7, 30)
    closes = time(11, 30)


class ClosedDaysFactory(DjangoModelFactory):
    """Closed over Tết 2027."""

    class Meta:
        model = ClosedDays

    sale_point = factory.SubFactory(SalePointFactory)
    first_day = date(2027, 2, 5)
    last_day = date(2027, 2, 10)
    reason = "Tết Nguyên đán"
