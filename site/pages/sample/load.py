"""Loading the sample data: all of it, or none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from django.db import transaction
from wagtail.models import Site

from pages.models import ProvinceSettings
from pages.sample.art import drawn_pictures, keep_pictures
from pages.sample.certificates import extend_one, load_certificates
from pages.sample.loading import HOME_PROVINCE, Load
from pages.sample.people import load_people, load_team
from pages.sample.points import load_points, load_stock
from pages.sample.register import load_marks, load_producers, load_products
from pages.sample.stamps import load_stamps
from pages.sample.stories import load_pages
from pages.setup import setup_site
from search.domain.indexing import paused, refresh_all

_FOOTER = (
    "Trang trình diễn với dữ liệu mẫu, không phải trang chính thức của tỉnh Hà Tĩnh. "
    "Tên sản phẩm và quyết định lấy từ nguồn công khai; giá, hình ảnh, điểm bán, lô hàng và tem là dữ liệu mẫu."
)
_FOOTER_EN = (
    "A demonstration with sample data, not the official site of Hà Tĩnh. "
    "Products and decisions are as published; prices, pictures, sale points, lots and stamps are made up."
)


def load_sample(*, today: date, seed: int, say: Callable[[str], object]) -> None:
    """Load the sample data, in one transaction; what is there already stays as it is.

    `say` is told how far it has come. Pictures are drawn and their files written before the transaction begins.
    """
    with paused(), drawn_pictures(say) as pictures, transaction.atomic():
        _load(Load(today=today, seed=seed, say=say, pictures=pictures))
    found = refresh_all()
    say(f"{sum(found.values())} documents in the search index")


def _load(load: Load) -> None:
    home = setup_site()
    load.say("site, roles and first pages are there")
    keep_pictures(load.pictures)
    load = replace(load, people=load_people())
    _dress(load)
    load.say(f"{load_producers(load)} producers, {load_marks(load)} protected signs")
    products = load_products(load)
    load.say(f"{len(products)} products")
    load.say(f"{load_certificates(load, products)} certificates, {extend_one(load)} extended")
    points = load_points(load)
    load.say(f"{len(points)} sale points, {load_stock(load, points)} products in their stock")
    load.say(f"{load_stamps(load)} lots with stamps")
    for kind, count in load_pages(load, home).items():
        load.say(f"{count} {kind} in two languages")
    load_team(load)


def _dress(load: Load) -> None:
    """Make the site Hà Tĩnh's demonstration, unless somebody has given it a province."""
    site = ProvinceSettings.for_site(Site.objects.get(is_default_site=True))
    if site.province_id is not None:
        return
    site.province = load.units[HOME_PROVINCE]
    site.site_name, site.site_name_en = "OCOP Hà Tĩnh", "OCOP Ha Tinh"
    site.hotline = "02390000000"
    site.legal_footer, site.legal_footer_en = _FOOTER, _FOOTER_EN
    site.is_demo = True
    site.full_clean()
    site.save()
