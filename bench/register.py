"""The made-up catalogue as real records of the register, for measuring the whole way from them to the documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from itertools import islice

from django.db import transaction

from bench.catalogue import VALIDITY, Catalogue, Good, Maker
from catalog.enums import Authority
from catalog.models import Certificate, IPMark, Producer, Product, ProductStandard, Stocking
from core.text import fold, slug, sort_key
from places.enums import SalePointKind, SalePointState
from places.models import AdministrativeUnit, SalePoint

_AT_ONCE = 1_000


@transaction.atomic
def fill_register(catalogue: Catalogue, count: int) -> None:
    """Write so many products with all that belongs to them. Products get the numbers of the goods.

    It writes rows straight in: nobody is to be told of each.
    """
    points = _sale_points(catalogue)
    marks = {
        row.name: row
        for row in IPMark.objects.bulk_create(
            [IPMark(kind=mark.kind, name=mark.name) for mark in {mark.name: mark for mark in catalogue.marks}.values()]
        )
    }
    goods = _with_names_of_their_own(catalogue.goods(1, count))
    while portion := list(islice(goods, _AT_ONCE)):
        _write(catalogue, portion, points, marks)


def _with_names_of_their_own(goods: Iterable[Good]) -> Iterator[Good]:
    """Give goods, of which no two of one producer have the same name: the register wants it so."""
    taken: set[tuple[int, str]] = set()
    for good in goods:
        key = (good.maker.number, good.name)
        yield replace(good, name=f"{good.name} {good.number}") if key in taken else good
        taken.add(key)


def _write(catalogue: Catalogue, goods: list[Good], points: list[SalePoint], marks: dict[str, IPMark]) -> None:
    _write_makers({good.maker.number: good.maker for good in goods}.values())
    Product.objects.bulk_create([_product(good) for good in goods])
    Product.ip_marks.through.objects.bulk_create(
        [Product.ip_marks.through(product_id=good.number, ipmark_id=marks[good.mark.name].pk) for good in goods if good.mark]
    )
    Certificate.objects.bulk_create([_certificate(good) for good in goods])
    ProductStandard.objects.bulk_create(
        [ProductStandard(product_id=good.number, kind=kind, valid_from=good.decided) for good in goods for kind in good.standards]
    )
    Stocking.objects.bulk_create(
        [
            Stocking(
                product_id=good.number,
                sale_point=points[number],
                confirmed_on=catalogue.today - timedelta(days=days),
                is_sample=True,
            )
            for good in goods
            for number, days in good.shelves
        ]
    )


def _write_makers(makers: Iterable[Maker]) -> None:
    Producer.objects.bulk_create(
        [
            Producer(
                pk=maker.number + 1,
                name=maker.name,
                slug=f"{slug(maker.name)[:200]}-{maker.number}",
                kind=maker.form,
                commune_id=maker.place.commune_id,
                address=", ".join(maker.place.names),
                folded=fold(maker.name),
                sort_key=sort_key(maker.name)[:500],
                is_sample=True,
            )
            for maker in makers
        ],
        ignore_conflicts=True,
    )


def _product(good: Good) -> Product:
    name, place = good.name, good.maker.place
    return Product(
        pk=good.number,
        name=name,
        slug=f"{slug(name)[:200]}-{good.number}",
        producer_id=good.maker.number + 1,
        product_set=good.product_set,
        commune_id=place.commune_id,
        province_id=place.province_id,
        place_as_certified=f"{place.commune}, {place.district}".strip(", "),
        summary=good.summary,
        summary_en=good.summary_en,
        net_content=good.content,
        price_vnd=good.price,
        folded=fold(f"{name} {good.maker.name}"),
        sort_key=sort_key(name)[:500],
        is_sample=True,
    )


def _certificate(good: Good) -> Certificate:
    return Certificate(
        product_id=good.number,
        stars=good.stars,
        decision_no=f"{good.number}/QĐ-UBND",
        decision_date=good.decided,
        authority_level=Authority.PROVINCE,
        authority=good.maker.place.province,
        rule_set="26/2026",
        valid_from=good.decided,
        valid_to=good.decided + VALIDITY,
        is_sample=True,
    )


def _sale_points(catalogue: Catalogue) -> list[SalePoint]:
    communes = list(AdministrativeUnit.objects.communes().filter(valid_to=None))
    return SalePoint.objects.bulk_create(
        [
            SalePoint(
                name=f"Điểm bán OCOP {communes[number % len(communes)].name} {number}",
                slug=f"diem-ban-{number}",
                kind=SalePointKind.OCOP_CENTRE,
                state=SalePointState.OPERATING,
                commune=communes[number % len(communes)],
                address=f"Số {number}",
                latitude=Decimal(str(latitude)),
                longitude=Decimal(str(longitude)),
                folded=f"diem ban ocop {number}",
                sort_key=sort_key(f"Điểm bán OCOP {number}"),
                is_sample=True,
            )
            for number, (latitude, longitude) in enumerate(catalogue.points)
        ]
    )
