"""Producers, products and certificates.

Certificates are dated from the real day on, because pages ask the real clock; tests of rules pass their own dates.
"""

from __future__ import annotations

from datetime import date, timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from catalog.enums import Authority, IPMarkKind, ProducerKind, RevocationGround
from catalog.models import Certificate, IPMark, Producer, Product, ProductSet, Stocking
from core.periods import add_months, months_from
from tests.factories.places import CommuneFactory, ProvinceFactory, SalePointFactory


def months_ago(months: int) -> date:
    """Give the day that many months before the real one."""
    return add_months(timezone.localdate(), -months)


class ProductSetFactory(DjangoModelFactory):
    """A set of today's taxonomy."""

    class Meta:
        model = ProductSet

    taxonomy = "26-2026"
    number = factory.Sequence("t{}".format)
    sector = "Thực phẩm"
    sector_en = "Food"
    name = "Tương, nước mắm, gia vị dạng lỏng khác"
    name_en = "Sauces, fish sauce and other liquid seasonings"
    valid_from = date(2026, 5, 22)


class ProducerFactory(DjangoModelFactory):
    """A cooperative."""

    class Meta:
        model = Producer

    name = factory.Sequence("HTX Thử nghiệm {}".format)
    slug = factory.Sequence("htx-thu-nghiem-{}".format)
    kind = ProducerKind.COOPERATIVE
    commune = factory.SubFactory(CommuneFactory)


class ProductFactory(DjangoModelFactory):
    """A product; it has a certificate only with CertificateFactory."""

    class Meta:
        model = Product

    name = factory.Sequence("Nước mắm thử {}".format)
    slug = factory.Sequence("nuoc-mam-thu-{}".format)
    producer = factory.SubFactory(ProducerFactory)
    province = factory.SubFactory(ProvinceFactory)
    commune = factory.SubFactory(CommuneFactory, parent=factory.SelfAttribute("..province"))
    place_as_certified = "xã Kỳ Phú, huyện Kỳ Anh, tỉnh Hà Tĩnh"


class CertificateFactory(DjangoModelFactory):
    """A certificate in force since a year; `expired`, `extended`, `revoked`, `superseded`, `not_yet` for other fates."""

    class Meta:
        model = Certificate

    class Params:
        expired = factory.Trait(valid_from=factory.LazyFunction(lambda: months_ago(40)))
        not_yet = factory.Trait(valid_from=factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=10)))
        extended = factory.Trait(
            valid_from=factory.LazyFunction(lambda: months_ago(37)),
            extended_to=factory.LazyAttribute(lambda made: made.valid_to + timedelta(days=150)),
            extension_no="12/UBND-NN",
        )
        revoked = factory.Trait(
            revoked_on=factory.LazyFunction(lambda: months_ago(1)),
            revocation_ground=RevocationGround.MARK_MISUSED,
            revocation_no="3763/QĐ-UBND",
        )
        superseded = factory.Trait(superseded_on=factory.LazyFunction(lambda: months_ago(2)))

    product = factory.SubFactory(ProductFactory)
    stars = 4
    decision_no = factory.Sequence("{}/QĐ-UBND".format)
    decision_date = factory.SelfAttribute("valid_from")
    authority_level = Authority.PROVINCE
    authority = "UBND tỉnh Hà Tĩnh"
    rule_set = "1489-2025"
    valid_from = factory.LazyFunction(lambda: months_ago(12))
    valid_to = factory.LazyAttribute(lambda made: months_from(made.valid_from, 36).valid_to)


class IPMarkFactory(DjangoModelFactory):
    """A certification mark."""

    class Meta:
        model = IPMark

    kind = IPMarkKind.CERTIFICATION_MARK
    name = factory.Sequence("Cu đơ {}".format)


class StockingFactory(DjangoModelFactory):
    """That a sale point has a product."""

    class Meta:
        model = Stocking

    sale_point = factory.SubFactory(SalePointFactory)
    product = factory.SubFactory(ProductFactory)
    confirmed_on = factory.LazyFunction(timezone.localdate)
