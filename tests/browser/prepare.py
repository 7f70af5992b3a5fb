"""Fill the database of the demo, add what the tests need beside it, and print where everything is, as one line of JSON.

Run by `manage.py shell` as a program of its own, so that the process that drives the browser never opens a database.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from catalog.domain.retirement import retire_product
from catalog.models import Certificate, Producer, Product
from pages.models import ProductPage, StoryPage
from pages.roles import OFFICIALS
from pages.sample import people
from pages.sample.stamps import verdict_examples
from places.models import AdministrativeUnit, SalePoint
from traceability.domain.codes import StampNumber, make_code
from traceability.domain.orders import Format, approve_order, order_stamps, retire_order
from traceability.models import Lot, StampOrder, StampRange, StampTally

PASSWORD = "kiểm-thử-trình-duyệt-2026"
# Enough for every test to have a stamp that nobody has scanned.
FRESH_STAMPS = 40


def accounts() -> dict[str, str]:
    """Make people of our own, so that what they do to their accounts hurts no other test; give name and password."""
    made = {account.username: people.PASSWORD for account in people.ACCOUNTS}
    for name, group in (("can-bo-thu", OFFICIALS), ("can-bo-thu-hai", OFFICIALS), ("hay-quen", OFFICIALS)):
        user = get_user_model().objects.create_user(name, f"{name}@example.vn", PASSWORD)
        user.groups.add(Group.objects.get(name=group))
        made[name] = PASSWORD
    return made


def fresh_stamps() -> list[str]:
    """Give codes of stamps that are in use and that nobody has scanned."""
    wanted = certified_products().filter(picture__isnull=False)
    ranges = StampRange.objects.filter(activated_at__isnull=False, voided_at=None, lot__recalls=None, order__product__in=wanted)
    scanned = set(StampTally.objects.values_list("key_letter", "number"))
    # From the end: the sample's own examples stand at the beginning.
    free = (
        StampNumber(part.key_letter, number)
        for part in ranges
        for number in range(part.stop - 1, part.start, -1)
        if (part.key_letter, number) not in scanned
    )
    return [make_code(stamp, keys=settings.STAMP_KEYS) for stamp, _ in zip(free, range(FRESH_STAMPS), strict=False)]


def addresses() -> dict[str, str]:
    """Give the address of one page of each type."""
    today = timezone.localdate()
    certified = certified_products()
    told = ProductPage.objects.live().filter(locale__language_code="vi")
    with_story = certified.filter(pages__in=told, picture__isnull=False)[0]
    revoked = Certificate.objects.filter(revoked_on__lte=today)[0]
    point = SalePoint.objects.open_to_visitors().exclude(old_address="").filter(former_district__isnull=False)[0]
    expired = Product.objects.filter(certificates__ends_on__lte=today).exclude(pk__in=certified).exclude(pk=revoked.product_id)[0]
    lot = Lot.objects.filter(recalls=None, product__in=certified)[0]
    recalled = Lot.objects.filter(recalls__lifted_at=None, recalls__isnull=False)[0]
    return {
        "home": "/",
        "products": "/san-pham/",
        "products narrowed down": "/san-pham/?q=nuoc+mam+ky+anh+duoi+200k&nhom=thuc-pham&sao=3&sao=4",
        "products near": "/san-pham/?gia=20000-200001&gan=18.34%2C105.90&km=50&sap-xep=gan&het-han=1&page=2",
        "products without hits": "/san-pham/?q=mat+ong&sao=5&huyen=huyen-ky-anh",
        "product with a story": with_story.get_absolute_url(),
        "product without a story": certified.exclude(pages__isnull=False)[0].get_absolute_url(),
        "expired product": expired.get_absolute_url(),
        "revoked product": revoked.product.get_absolute_url(),
        "retired product": retired_product().get_absolute_url(),
        "producers": "/chu-the/",
        "producer": with_story.producer.get_absolute_url(),
        "producer without a page": Producer.objects.filter(pages=None, products__isnull=False)[0].get_absolute_url(),
        "stories": "/cau-chuyen/",
        "story": StoryPage.objects.live().filter(locale__language_code="vi")[0].url,
        "standard page": "/gioi-thieu/",
        "register": reverse("register"),
        "certificate": reverse("certificate", args=[with_story.certificates.newest_first()[0].pk]),
        "revoked certificate": reverse("certificate", args=[revoked.pk]),
        "sale points": reverse("sale-point-list"),
        "former district": reverse("unit-or-point", args=[point.former_district.slug]),
        "commune of today": reverse("unit-or-point", args=[point.commune.slug]),
        "former commune": reverse(
            "unit-or-point", args=[AdministrativeUnit.objects.communes().filter(valid_to__isnull=False)[0].slug]
        ),
        "sale point": reverse("unit-or-point", args=[point.slug]),
        "check": reverse("check"),
        "lot": reverse("lot", args=[lot.product.slug, lot.code]),
        "recalled lot": reverse("lot", args=[recalled.product.slug, recalled.code]),
        "retired stamps": reverse("retired-stamps", args=[retired_stamps().pk]),
        "bad digital link": "/01/08935000000011",
        "search": reverse("search"),
        "search with hits": reverse("search") + "?q=mat+ong",
        "search with a slip": reverse("search") + "?q=nuoc+mma&loai=chu-the",
        "search without hits": reverse("search") + "?q=khongcogiday",
        "not found": "/khong-co-trang-nay/",
        "style guide": "/styleguide/",
        "sign in": reverse("wagtailadmin_login"),
        "new password": reverse("wagtailadmin_password_reset"),
    }


def retired_product() -> Product:
    """Retire a product that no other page stands for."""
    product = Product.objects.filter(certificates=None, pages=None).order_by("-pk")[0]
    return retire_product(product=product, because="Cơ sở đã ngừng làm sản phẩm này.", on=timezone.localdate())


def retired_stamps() -> StampOrder:
    """Issue some stamps and retire them."""
    now = timezone.now()
    order = order_stamps(product=certified_products()[0], quantity=24, by=None, at=now)
    approve_order(order=order, key_letter=settings.STAMP_KEY_CURRENT, by=None, at=now)
    retire_order(order=order, reason="Dự án in tem đã kết thúc.", by=None, at=now)
    return order


def desk() -> dict[str, Any]:
    """Give what people work on in the admin: a page of the sample team, one of another team, a product and a lot of it."""
    pages = ProductPage.objects.live().filter(locale__language_code="vi")
    own = pages.filter(product__producer__slug=people.TEAM_OF)[0]
    lot = Lot.objects.filter(recalls=None, product__in=certified_products()).order_by("pk")[0]
    return {
        "own page": own.pk,
        "own address": own.product.get_absolute_url(),
        "other page": pages.exclude(product__producer__slug=people.TEAM_OF)[0].pk,
        "product": lot.product.name,
        "lot": lot.pk,
    }


def roll() -> dict[str, Any]:
    """Give what the sample producer holds in its hands: a roll of stamps that are on no goods yet, and a lot without stamps."""
    now = timezone.now()
    product = certified_products().filter(producer__slug=people.TEAM_OF)[0]
    order = order_stamps(product=product, quantity=60, by=None, at=now, labels=Format(roll_size=30), delivery="Xưởng")
    stamps = approve_order(order=order, key_letter=settings.STAMP_KEY_CURRENT, by=None, at=now)
    lot = Lot.objects.create(product=product, code="TREN-TAY", made_date=now.date(), quantity=60, is_sample=True)
    numbers = range(stamps.start, stamps.stop)
    codes = [make_code(StampNumber(stamps.key_letter, number), keys=settings.STAMP_KEYS) for number in numbers]
    return {"product": product.name, "order": order.pk, "lot": lot.pk, "lot code": lot.code, "codes": codes}


def certified_products() -> QuerySet[Product]:
    """Give the products with a certificate in force."""
    return Product.objects.certified(on=timezone.localdate())


def fill() -> None:
    """Do what `make run` does."""
    call_command("migrate", verbosity=0, interactive=False)
    call_command("load_sample", stdout=sys.stderr)


def facts() -> dict[str, Any]:
    """Give where everything is."""
    return {
        "accounts": accounts(),
        "verdicts": {str(kind): code for kind, code in verdict_examples().items()},
        "fresh": fresh_stamps(),
        "addresses": addresses(),
        "desk": desk(),
        "roll": roll(),
    }


def main() -> None:
    """Do it all."""
    fill()
    sys.stdout.write(json.dumps(facts()))
