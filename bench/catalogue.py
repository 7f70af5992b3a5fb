"""A made-up catalogue of goods for measurements: as many as are asked for, always the same ones, named as real ones are.

A name is a kind of good ("Nước mắm"), sometimes what is said of it ("truyền thống"), and most often whose it is: the producer's
brand, a place, a word of advertising. The n-th good depends on n and the seed alone, so that a larger catalogue begins with the
smaller one.
"""

from __future__ import annotations

import tomllib
from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Any

from catalog.enums import IPMarkKind, StandardKind
from catalog.models import ProductSet
from core.text import slug
from places.enums import UnitLevel
from places.models import AdministrativeUnit, Succession
from search import facets
from search.domain.amounts import amount_of
from search.sources import Document

SEED = 20_261_124
# About 36 months.
VALIDITY = timedelta(days=1_095)
_DATA = Path(__file__).resolve().parent / "data"
# About as many as there are of the programme: 17,000 products of 9,000 producers.
_GOODS_OF_TEN_MAKERS = 19
_COMMUNES, _DISTRICTS = 95, 18
_SHELVES = 1_200
_MARKS = 150
# Food is what most goods are; the sets of the file in their order.
_SHARES = (14, 6, 7, 6, 4, 15, 9, 16, 9, 4, 4, 5, 4, 3, 2, 0.3, 2, 4, 1.5, 2, 4, 0.7, 0.3, 0.5, 1)
_STANDARDS = (
    (StandardKind.FOOD_SAFETY, 0.7), (StandardKind.SELF_DECLARATION, 0.5), (StandardKind.VIETGAP, 0.25),
    (StandardKind.HACCP, 0.12), (StandardKind.ISO_22000, 0.06), (StandardKind.ORGANIC, 0.05), (StandardKind.GMP, 0.03),
    (StandardKind.GLOBALGAP, 0.02),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """Where a producer is: its commune, former district and province. `commune_id` is None for a made-up one."""

    names: tuple[str, ...]
    slugs: tuple[str, ...]
    commune: str
    district: str
    province: str
    province_slug: str
    province_id: int
    commune_id: int | None = None


@dataclass(frozen=True, slots=True)
class Maker:
    """A producer; `brand` is what its goods are called by."""

    number: int
    name: str
    brand: str
    form: str
    place: Place


@dataclass(frozen=True, slots=True)
class Mark:
    """A protected sign."""

    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Good:
    """One product with all that is known of it. `shelves`: number of a sale point, days since somebody saw it there."""

    number: int
    name: str
    kind: str
    maker: Maker
    product_set: ProductSet
    price: int | None
    stars: int
    content: str
    decided: date
    is_current: bool
    standards: tuple[str, ...]
    mark: Mark | None
    shelves: tuple[tuple[int, int], ...]
    summary: str
    summary_en: str


class Catalogue:
    """Goods by their number, from 1 on. Needs the units and product sets in the database."""

    def __init__(self, today: date, seed: int = SEED) -> None:
        """Read what it is made from."""
        self.today, self._seed = today, seed
        self._names: dict[str, Any] = tomllib.loads((_DATA / "names.toml").read_text(encoding="utf-8"))
        rows: list[dict[str, Any]] = tomllib.loads((_DATA / "goods.toml").read_text(encoding="utf-8"))["set"]
        sets = {row.slug: row for row in ProductSet.objects.on(today)}
        kinds = [(row, sets[row["slug"]], kind) for row in rows for kind in row["kinds"]]
        # Of each set the first kinds are the commonest.
        weights = [
            share / (place + 4) for row, share in zip(rows, _SHARES, strict=True) for place, _kind in enumerate(row["kinds"])
        ]
        self._kinds, self._kind_weights = kinds, list(accumulate(weights))
        self._places, self._place_weights = self._all_places()
        rng = Random(seed)
        self.points = [(round(rng.uniform(8.6, 23.3), 5), round(rng.uniform(102.2, 109.4), 5)) for _number in range(_SHELVES)]
        self.marks = [
            Mark(rng.choice(IPMarkKind.values), f"{rng.choice(kinds)[2]} {rng.choice(self._places).district} {number}")
            for number in range(_MARKS)
        ]

    @property
    def kinds(self) -> list[str]:
        """The kinds of goods that names begin with."""
        return [kind for _row, _set, kind in self._kinds]

    def goods(self, first: int, last: int) -> Iterator[Good]:
        """Give the goods of these numbers, the last one included."""
        return (self.good(number) for number in range(first, last + 1))

    def good(self, number: int) -> Good:
        """Give one good."""
        rng = Random(self._seed * 10_000_019 + number)
        maker = self.maker(number * 10 // _GOODS_OF_TEN_MAKERS)
        row, product_set, kind = self._kinds[bisect(self._kind_weights, rng.random() * self._kind_weights[-1])]
        name = self._name(kind, row["modifiers"], maker, rng)
        low, high = row["price"]
        price = round(low * (high / low) ** rng.random()) * 1000
        is_current = rng.random() < 0.85
        age = rng.randrange(5, 900) if is_current else rng.randrange(1_200, 2_000)
        district = f"{maker.place.district}, " if maker.place.district else ""
        return Good(
            number=number,
            name=name,
            kind=kind,
            maker=maker,
            product_set=product_set,
            price=price if rng.random() < 0.9 else None,
            stars=rng.choices((3, 4, 5), (72, 26, 2))[0],
            content=rng.choice(row["contents"]),
            decided=self.today - timedelta(days=age),
            is_current=is_current,
            standards=tuple(kind for kind, share in _STANDARDS if rng.random() < share),
            mark=rng.choice(self.marks) if rng.random() < 0.08 else None,
            shelves=self._shelves(rng),
            summary=f"{kind} của {maker.place.commune}, {district}{maker.place.province}. Sản phẩm do {maker.name} làm ra "
            f"từ nguyên liệu tại chỗ, {rng.choice(row['modifiers'])}, đóng gói {rng.choice(row['contents']) or 'theo đơn hàng'}.",
            summary_en=f"{kind} from {maker.place.commune}, {maker.place.province}, made by {maker.brand} of what grows there.",
        )

    def maker(self, number: int) -> Maker:
        """Give one producer."""
        rng = Random(self._seed * 7_368_787 + number)
        form, words = rng.choice(self._names["forms"])
        place = self._places[bisect(self._place_weights, rng.random() * self._place_weights[-1])]
        if form == "HOUSEHOLD" or rng.random() < 0.15:
            person = self._person(rng)
            return Maker(number, f"{words} {person}", " ".join(person.split()[-2:]), form, place)
        brand = place.commune if rng.random() < 0.25 else self._brand(rng)
        return Maker(number, f"{words} {brand}", brand, form, place)

    def _name(self, kind: str, modifiers: Sequence[str], maker: Maker, rng: Random) -> str:
        said = f" {rng.choice(modifiers)}" if rng.random() < 0.35 else ""
        chance = rng.random()
        if chance < 0.62:
            whose = f" {maker.brand}"
        elif chance < 0.78:
            whose = f" {maker.place.commune}"
        elif chance < 0.83:
            whose = f" {maker.place.district or maker.place.province}"
        elif chance < 0.88:
            whose = f" {rng.choice(self._names['latin'])}"
        elif chance < 0.95:
            whose = f" {self._brand(rng)}"
        else:
            whose = ""
        return f"{kind}{said}{whose}"

    def _person(self, rng: Random) -> str:
        return f"{rng.choice(self._names['families'])} {rng.choice(self._names['middles'])} {rng.choice(self._names['given'])}"

    def _brand(self, rng: Random) -> str:
        if rng.random() < 0.4:
            return f"{rng.choice(self._names['given'])} {rng.choice(self._names['given'])}"
        return f"{rng.choice(self._names['firsts'])} {rng.choice(self._names['seconds'])}"

    @staticmethod
    def _shelves(rng: Random) -> tuple[tuple[int, int], ...]:
        if rng.random() < 0.65:
            return ()
        return tuple((number, rng.randrange(1, 200)) for number in sorted(rng.sample(range(_SHELVES), rng.randrange(1, 6))))

    def _all_places(self) -> tuple[list[Place], list[float]]:
        """Give all communes, made-up ones for provinces of which none is known. Some provinces have far more goods."""
        units = {unit.pk: unit for unit in AdministrativeUnit.objects.order_by("pk")}
        districts: dict[int, list[AdministrativeUnit]] = {}
        for old, new in Succession.objects.values_list("old_id", "new_id"):
            if units[old].level == UnitLevel.COMMUNE and (parent := units.get(units[old].parent_id or 0)) is not None:
                districts.setdefault(new, []).append(parent)
        provinces = [unit for unit in units.values() if unit.level == UnitLevel.PROVINCE and unit.valid_to is None]
        known: dict[int, list[AdministrativeUnit]] = {}
        for unit in units.values():
            if unit.level == UnitLevel.COMMUNE and unit.valid_to is None:
                known.setdefault(unit.parent_id or 0, []).append(unit)
        places: list[Place] = []
        weights: list[float] = []
        for rank, province in enumerate(provinces):
            communes = [self._known_place(unit, province, districts.get(unit.pk, ())) for unit in known.get(province.pk, ())]
            communes = communes or self._made_up(province, Random(self._seed + rank))
            places += communes
            weights += [1 / (rank + 3) / len(communes)] * len(communes)
        return places, list(accumulate(weights))

    @staticmethod
    def _known_place(unit: AdministrativeUnit, province: AdministrativeUnit, districts: Iterable[AdministrativeUnit]) -> Place:
        old = next((district for district in districts if district.level == UnitLevel.DISTRICT), None)
        within = [unit, *([old] if old is not None else []), province]
        return Place(
            names=tuple(one.name for one in within),
            slugs=tuple(one.slug for one in within),
            commune=unit.name,
            district=old.name if old is not None else "",
            province=province.name,
            province_slug=province.slug,
            province_id=province.pk,
            commune_id=unit.pk,
        )

    def _made_up(self, province: AdministrativeUnit, rng: Random) -> list[Place]:
        districts = [self._brand(rng) for _number in range(_DISTRICTS)]
        names = [self._brand(rng) for _number in range(_COMMUNES)]
        return [
            Place(
                names=(name, district, province.name),
                slugs=(f"xa-{slug(name)}-{province.slug}", f"huyen-{slug(district)}-{province.slug}", province.slug),
                commune=name,
                district=district,
                province=province.name,
                province_slug=province.slug,
                province_id=province.pk,
            )
            for name, district in ((name, rng.choice(districts)) for name in names)
        ]

    def documents(self, numbers: Iterable[int]) -> Iterator[Document]:
        """Give what is searched of some goods, as `pages.search_sources` makes it of real products."""
        return (self._document(self.good(number)) for number in numbers)

    def _document(self, good: Good) -> Document:
        place, product_set = good.maker.place, good.product_set
        return Document(
            object_id=good.number,
            title=good.name,
            maker=good.maker.name,
            place=[f"{place.commune}, {place.district}", *place.names],
            sort=[
                product_set.name, product_set.group, product_set.sector,
                product_set.name_en, product_set.group_en, product_set.sector_en,
                *([good.mark.name] if good.mark else []),
            ],
            text=[good.summary, good.summary_en],
            places=place.slugs,
            facets=_facets(good),
            points=[self.points[number] for number, _days in good.shelves],
            price=good.price,
            stars=good.stars,
            fresh=good.decided,
            current_from=good.decided,
            current_to=good.decided + VALIDITY,
        )  # fmt: skip


def _facets(good: Good) -> dict[str, list[str]]:
    place = good.maker.place
    return {
        facets.SECTOR.name: [slug(good.product_set.sector)],
        facets.SET.name: [good.product_set.slug],
        facets.STARS.name: [str(good.stars)],
        facets.PROVINCE.name: [place.province_slug],
        facets.DISTRICT.name: list(place.slugs[1:-1]),
        facets.COMMUNE.name: [place.slugs[0]],
        facets.FORM.name: [facets.value_slug(good.maker.form)],
        facets.STOCK.name: ["co"] if any(days <= 90 for _number, days in good.shelves) else [],
        facets.IP_MARK.name: [facets.value_slug(good.mark.kind)] if good.mark else [],
        facets.STANDARD.name: sorted(facets.value_slug(kind) for kind in good.standards),
        facets.AMOUNT.name: [amount] if (amount := amount_of(good.content)) else [],
    }
