"""Producers, products and protected signs of the sample data."""

from __future__ import annotations

from catalog.models import IPMark, Producer, Product, ProductSet
from core.text import slug
from pages.sample.goods import make_up_gtin, make_up_offer, picture_key
from pages.sample.loading import Load, csv_rows

# Few goods of villages have a barcode number; these show what a stamp with one looks like.
WITH_GTIN = (
    "nuoc-mam-ky-phu", "tra-gao-lut-omega-an-phat", "mat-ong-cuong-nga", "tom-non-kho-hoa-linh-chi", "bot-nhung-huou-viet-gold",
)  # fmt: skip


def load_producers(load: Load) -> int:
    """Enter the producers that are missing, and give their number. A made-up name makes a sample."""
    known = set(Producer.objects.values_list("slug", flat=True))
    count = 0
    for row in csv_rows("producers.csv"):
        address_part = slug(row["key"].removeprefix("p-"))
        if address_part in known:
            continue
        Producer.objects.create(
            name=row["name"],
            slug=address_part,
            kind=row["kind"],
            commune=load.units.get(row["commune_key"]),
            old_address=row["address_as_published"],
            source=row["source_key"],
            is_sample=row["name_is_known"] != "1",
        )
        count += 1
    return count


def load_marks(load: Load) -> int:
    """Enter the protected signs that are missing, and give their number."""
    count = 0
    for row in csv_rows("ip_marks.csv"):
        _mark, created = IPMark.objects.get_or_create(
            kind=row["kind"],
            name=row["name"],
            defaults={"place": row["place"], "province": load.units[row["province_key"]], "source": row["source"]},
        )
        count += created
    return count


def load_products(load: Load) -> dict[str, Product]:
    """Enter the products that are missing, and give the new ones by their keys.

    All are samples: prices, contents and pictures are made up. The same good of one producer keeps its published name.
    """
    known = set(Product.objects.values_list("slug", flat=True))
    producers = {producer.slug: producer for producer in Producer.objects.all()}
    sets = {row.number: row for row in ProductSet.objects.on(load.today)}
    products: dict[str, Product] = {}
    for row in csv_rows("products.csv"):
        if row["key"] in known:
            continue
        key = picture_key(row["name"])
        content, price = make_up_offer(key, load.chance(f"offer:{row['key']}"))
        products[row["key"]] = Product.objects.create(
            name=row["name"],
            slug=row["key"],
            producer=producers[slug(row["producer_key"].removeprefix("p-"))],
            product_set=sets.get(row["product_set"]),
            commune=load.units.get(row["commune_key"]),
            province=load.units[row["province_key"]],
            former_district=load.units.get(row["district_key"]),
            place_as_certified=row["place_as_published"],
            summary=row["summary_vi"],
            summary_en=row["summary_en"],
            season=row["season"],
            gtin=make_up_gtin(4100 + WITH_GTIN.index(row["key"])) if row["key"] in WITH_GTIN else "",
            net_content=content,
            price_vnd=price,
            picture=load.pictures[key],
            source=row["source_key"],
            is_sample=True,
        )
    _join_marks(products)
    return products


def _join_marks(products: dict[str, Product]) -> None:
    marks = {mark.name: mark for mark in IPMark.objects.all()}
    for row in csv_rows("product_marks.csv"):
        if row["product_key"] in products:
            products[row["product_key"]].ip_marks.add(marks[row["mark_name"]])
