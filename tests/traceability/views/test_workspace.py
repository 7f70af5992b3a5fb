from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from pages.roles import OFFICIALS
from tests.factories.catalog import CertificateFactory, ProductFactory
from tests.factories.core import UserFactory
from tests.factories.traceability import LotFactory, StampOrderFactory, StampRangeFactory, code_of
from traceability.domain import orders as life
from traceability.enums import OrderState
from traceability.forms.orders import WholeNumberField
from traceability.models import StampOrder, StampRange

pytestmark = pytest.mark.django_db

HOME = "/khong-gian/tem/"
ORDER = "/khong-gian/tem/dat/"


def text_of(response):
    """Give the words of a page in one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def filled(ordered, **changes):
    return {
        "product": ordered.pk,
        "quantity": "2.500",
        "shape": "SQUARE",
        "symbol_mm": "20",
        "medium": "ROLL",
        "roll_size": "1000",
        "delivery": "Xưởng cu đơ, xã Thạch Đài",
        **changes,
    }


@pytest.fixture
def foreign():
    """What belongs to somebody else: stamps on a lot, half of them."""
    stamps = StampRangeFactory(order__product=CertificateFactory().product, start=700_000, activated=True)
    StampRangeFactory(order=stamps.order, start=701_000)
    return stamps


def addresses(order, lot):
    """Give every address of the workspace."""
    return [
        HOME,
        ORDER,
        reverse("workspace:order-page", args=[order.pk]),
        reverse("workspace:withdraw", args=[order.pk]),
        reverse("workspace:receive", args=[order.pk]),
        "/khong-gian/tem/gan/",
        "/khong-gian/tem/gan/lo-moi/",
        reverse("workspace:activate", args=[lot.pk]),
        reverse("workspace:activated", args=[lot.pk]),
        "/khong-gian/tem/bao-hong/",
        "/khong-gian/tem/bao-hong/xong/",
    ]


# --- who comes in ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["get", "post"])
def test_who_is_not_signed_in_is_sent_to_the_door_and_back(client, product, method):
    order, lot = StampOrderFactory(product=product), LotFactory(product=product)

    for address in addresses(order, lot):
        response = getattr(client, method)(address)
        if response.status_code == 405 and method == "post":
            continue
        assert (response.status_code, response["Location"]) == (302, f"/quan-ly/login/?next={address}"), address


def test_the_door_leads_on(client):
    assert client.get("/khong-gian/")["Location"] == HOME
    assert client.get("/en/khong-gian/")["Location"] == f"/en{HOME}"


@pytest.mark.parametrize("role", ["official", "administrator", "somebody", "former member"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_who_is_in_no_team_reads_what_to_do(client, product, role, method):
    order, lot = StampOrderFactory(product=product), LotFactory(product=product)
    user = UserFactory(superuser=role == "administrator", username="nguoi-la")
    if role == "official":
        user.groups.add(Group.objects.create(name=OFFICIALS))
    client.force_login(user)

    for address in addresses(order, lot):
        response = getattr(client, method)(address)
        if response.status_code == 405 and method == "post":
            continue
        assert response.status_code == 403, address
        assert "nguoi-la" in text_of(response)
        assert product.name not in text_of(response)


def test_member_of_no_team_is_shown_the_way_out_in_english(client):
    client.force_login(UserFactory(username="nguoi-la"))

    said = text_of(client.get(f"/en{HOME}"))

    assert "Your account, nguoi-la, is in no team." in said
    assert "Ask the programme's office to add your account" in said


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_second_factor_once_set_up_is_asked_for_here_too(work, member, prefix):
    TOTPDevice.objects.create(user=member, confirmed=True, name="app")

    response = work.get(f"{prefix}{HOME}")

    assert response.status_code == 302
    assert response["Location"].startswith("/quan-ly/xac-thuc/?next=")


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_official_in_a_team_cannot_go_round_the_second_factor(work, member, settings, prefix):
    settings.SECOND_FACTOR_REQUIRED = True
    assert work.get(f"{prefix}{HOME}").status_code == 200

    member.groups.add(Group.objects.create(name=OFFICIALS))

    assert work.get(f"{prefix}{HOME}")["Location"].startswith("/quan-ly/xac-thuc/cai-dat/?next=")


def test_orders_and_lots_of_others_are_not_there(work, product, foreign):
    for address in addresses(foreign.order, foreign.lot):
        if str(foreign.order.pk) in address or str(foreign.lot.pk) in address.split("/"):
            assert work.get(address).status_code == 404, address
            assert work.post(address).status_code in {404, 405}, address
    said = text_of(work.get(HOME)) + text_of(work.get("/khong-gian/tem/gan/"))
    assert foreign.order.product.name not in said


@pytest.mark.parametrize("number", [0, 10**9, 10**30])
@pytest.mark.parametrize("name", ["order-page", "withdraw", "receive", "activate", "activated"])
def test_numbers_that_are_nothing_are_not_found(work, name, number):
    assert work.get(reverse(f"workspace:{name}", args=[number])).status_code == 404


def test_pages_are_not_kept_by_browsers_or_proxies(work):
    response = work.get(HOME)

    assert "no-store" in response["Cache-Control"]
    assert "private" in response["Cache-Control"]


@pytest.mark.parametrize("role", ["member", "administrator"])
def test_admin_leads_members_to_their_stamps_and_nobody_else(client, member, role):
    member.groups.get().permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(member if role == "member" else UserFactory(superuser=True))

    page = client.get("/quan-ly/").content.decode()

    assert (HOME in page) is (role == "member")


# --- the first page -------------------------------------------------------------------------------------------------


def test_without_a_certificate_the_first_page_says_why_and_offers_no_order(work, producer):
    CertificateFactory(product=ProductFactory(producer=producer), expired=True)

    response = work.get(f"/en{HOME}")

    assert "None of your products has a certificate in force today" in text_of(response)
    assert f'href="/en{ORDER}"' not in response.content.decode()
    assert "None of your products has a certificate in force today" in text_of(work.get(f"/en{ORDER}"))


def test_first_page_tells_how_each_order_stands(work, product):
    order = StampOrderFactory(product=product, approved=True, quantity=1000)
    StampRangeFactory(order=order, start=0, stop=300, activated=True)
    StampRangeFactory(order=order, start=300, stop=1000)
    StampOrderFactory(product=product, quantity=70)
    StampOrderFactory(product=product, state=OrderState.REFUSED, decided_at=timezone.now(), decision_reason="Thiếu sổ lô.")

    said = text_of(work.get(f"/en{HOME}"))

    assert "On goods: 300. Still to use: 700." in said
    assert "An official looks at it. You can still cancel it." in said
    assert "The reason: Thiếu sổ lô." in said


def test_what_was_handed_over_needs_the_member(work, product):
    order = StampOrderFactory(product=product, state=OrderState.DELIVERED, decided_at=timezone.now())

    response = work.get(HOME)

    assert reverse("workspace:receive", args=[order.pk]) in response.content.decode()


def orders_with_stamps(product, count, first=0):
    for place in range(first, first + count):
        StampRangeFactory(
            order__product=product, order__approved=True, start=place * 1000, stop=place * 1000 + 500, activated=True
        )


def test_first_page_asks_the_same_of_thirty_orders(work, product, statements):
    orders_with_stamps(product, 1)
    work.get(HOME)
    with statements() as of_one:
        work.get(HOME)

    orders_with_stamps(product, 29, first=1)
    with statements() as of_thirty:
        response = work.get(HOME)

    assert len(of_thirty) == len(of_one) <= 11, of_thirty
    assert response.content.decode().count("o-orders__item") == 20
    assert work.get(f"{HOME}?page=2").content.decode().count("o-orders__item") == 10
    assert work.get(f"{HOME}?page=ho").status_code == 200


# --- ordering -------------------------------------------------------------------------------------------------------


def test_single_product_is_chosen_already(work, product):
    form = work.get(ORDER).content.decode()

    assert re.search(rf'name="product" value="{product.pk}"[^>]* checked', form)


def test_only_own_certified_products_can_be_chosen(work, product, foreign):
    expired = CertificateFactory(product=ProductFactory(producer=product.producer), expired=True).product

    for other in (foreign.order.product, expired):
        assert other.name not in text_of(work.get(ORDER))
        assert work.post(ORDER, filled(other)).status_code == 400
    assert StampOrder.objects.exclude(pk=foreign.order.pk).count() == 0


def test_order_is_shown_before_it_is_sent(work, product):
    response = work.get(f"/en{ORDER}", filled(product))

    said = text_of(response)
    assert "It is not sent yet." in said
    assert "3 rolls of 1,000 stamps, the last of 500" in said
    assert "Square, 30 × 30 mm, with a QR of 20 mm" in said
    assert not StampOrder.objects.exists()


@pytest.mark.parametrize(("output", "expected"), [(2000, True), (2500, False), (None, False)])
def test_order_beyond_the_declared_output_is_named_and_may_be_sent(work, product, output, expected):
    product.yearly_output = output
    product.save()

    shown = text_of(work.get(f"/en{ORDER}", filled(product)))
    work.post(ORDER, filled(product))

    assert ("declared output" in shown) is expected
    assert StampOrder.objects.get().beyond_output is expected


def test_order_that_is_sent_is_there_once(work, member, product):
    for _time in range(2):
        response = work.post(ORDER, filled(product))

        order = StampOrder.objects.get()
        assert response["Location"] == reverse("workspace:order-page", args=[order.pk])
    assert (order.product, order.quantity, order.symbol_mm, order.medium, order.roll_size) == (product, 2500, 20, "ROLL", 1000)
    assert (order.ordered_by, order.delivery) == (member, "Xưởng cu đơ, xã Thạch Đài")


def test_order_can_be_changed_before_it_is_sent(work, product):
    preview = work.get(ORDER, filled(product)).content.decode()
    back = re.search(r'href="([^"]+change=1)"', preview).group(1).replace("&amp;", "&")

    form = work.get(back).content.decode()

    assert 'value="2.500"' in form
    assert "Xưởng cu đơ, xã Thạch Đài" in form


def test_size_that_is_too_small_is_refused_in_plain_words(work, product):
    product.gtin = "8934567000123"
    product.save()

    said = text_of(work.get(f"/en{ORDER}", filled(product, symbol_mm="15")))

    assert "The smallest that telephones can read: 20 mm." in said
    assert "Telephones could not read the codes of this product at 15 mm. Choose 20 mm or larger." in said
    assert "module" not in said
    assert work.post(ORDER, filled(product, symbol_mm="15")).status_code == 400


def test_sizes_of_several_products_are_named_for_each(work, product):
    other = CertificateFactory(product__producer=product.producer, product__gtin="8934567000123").product

    said = text_of(work.get(f"/en{ORDER}"))

    assert f"{product.name}: 15 mm" in said
    assert f"{other.name}: 20 mm" in said


@pytest.mark.parametrize(
    "changes",
    [
        {"quantity": ""}, {"quantity": "0"}, {"quantity": "-5"}, {"quantity": "2,5"}, {"quantity": "50000001"}, {"quantity": "٣"},
        {"quantity": "9" * 5000}, {"roll_size": "23"}, {"roll_size": "10001"}, {"shape": "STAR"}, {"symbol_mm": "19"},
        {"symbol_mm": "x"}, {"medium": ""}, {"delivery": " "}, {"delivery": "x" * 501}, {"product": "x"}, {"product": "9" * 30},
    ],
)  # fmt: skip
def test_order_that_cannot_be_is_explained(work, product, changes):
    assert work.get(ORDER, filled(product, **changes)).status_code == 200
    response = work.post(ORDER, filled(product, **changes))

    assert response.status_code == 400
    assert "o-field__errors" in response.content.decode()
    assert not StampOrder.objects.exists()


@pytest.mark.parametrize(
    ("text", "number"), [("1000", 1000), ("1.000", 1000), (" 1 000 000 ", 1_000_000), ("12,500", 12_500), ("1\u00a0000", 1000)]
)
def test_number_is_read_as_people_write_it(text, number):
    assert WholeNumberField().clean(text) == number


@pytest.mark.parametrize("text", ["2.5", "1.0000", "1e3", "0x10", "½", "1.000,5"])
def test_number_that_could_be_misread_is_refused(text):
    with pytest.raises(ValidationError):
        WholeNumberField().clean(text)


def test_certificate_that_lapses_before_the_order_is_sent_refuses_it(work, product):
    work.get(ORDER, filled(product))
    product.certificates.update(valid_from=timezone.localdate() - timedelta(days=2000), valid_to=timezone.localdate())

    assert work.post(ORDER, filled(product)).status_code == 200
    assert not StampOrder.objects.exists()


# --- an order -------------------------------------------------------------------------------------------------------


def test_order_tells_its_history_with_colleagues_by_name_and_officials_as_the_office(work, member, product):
    colleague, official = UserFactory(first_name="Bình", last_name="Lê"), UserFactory(username="can-bo-quyet")
    colleague.groups.add(product.producer.team)
    at = timezone.now()
    order = life.order_stamps(product=product, quantity=100, by=colleague, at=at)
    life.refuse_order(order=order, reason="Đã đặt tháng trước.", by=official, at=at)

    said = text_of(work.get(f"/en{reverse('workspace:order-page', args=[order.pk])}"))

    assert "Bình Lê" in said or "Lê Bình" in said
    assert "the office" in said
    assert "can-bo-quyet" not in said
    assert "Đã đặt tháng trước." in said


def test_order_is_cancelled_while_nobody_has_decided_it(work, product):
    order = StampOrderFactory(product=product)
    address = reverse("workspace:withdraw", args=[order.pk])
    assert address in work.get(reverse("workspace:order-page", args=[order.pk])).content.decode()

    assert work.post(address, {"reason": " "}).status_code == 400
    assert work.post(address, {"reason": "Đặt nhầm"}).status_code == 302

    order.refresh_from_db()
    assert (order.state, order.decision_reason) == (OrderState.CANCELLED, "Đặt nhầm")
    # Once more changes nothing.
    assert work.post(address, {"reason": "Đặt nhầm"}).status_code == 302


def test_order_that_is_decided_is_not_cancelled_here(work, product):
    order = StampRangeFactory(order__product=product).order
    address = reverse("workspace:withdraw", args=[order.pk])

    assert work.get(address).status_code == 302
    work.post(address, {"reason": "Đặt nhầm"})

    order.refresh_from_db()
    assert order.state == OrderState.APPROVED
    assert not StampRange.objects.filter(voided_at__isnull=False).exists()


@pytest.fixture
def delivered(product):
    order = StampOrderFactory(product=product, state=OrderState.DELIVERED, decided_at=timezone.now(), quantity=250, roll_size=100)
    StampRangeFactory(order=order, start=0, stop=250)
    return order


def test_receipt_is_confirmed_after_a_look_at_the_rolls(work, delivered):
    address = reverse("workspace:receive", args=[delivered.pk])

    assert work.get(address).content.decode().count("o-rolls__item") == 3
    for _time in range(2):
        assert work.post(address, {"note": "Cuộn 2 hơi ẩm"}).status_code == 302

    delivered.refresh_from_db()
    assert delivered.state == OrderState.COMPLETED
    assert delivered.events.get().reason == "Cuộn 2 hơi ẩm"


@pytest.mark.parametrize("state", [OrderState.ORDERED, OrderState.APPROVED, OrderState.PRINTED, OrderState.CANCELLED])
def test_receipt_of_what_was_not_handed_over_is_not_confirmed(work, product, state):
    order = StampOrderFactory(product=product, state=state, decided_at=None if state == "ORDERED" else timezone.now())

    assert work.post(reverse("workspace:receive", args=[order.pk])).status_code == 302

    order.refresh_from_db()
    assert order.state == state


def test_missing_roll_is_reported_from_the_order(work, delivered):
    page = work.get(reverse("workspace:order-page", args=[delivered.pk])).content.decode()

    assert f"/khong-gian/tem/bao-hong/?order={delivered.pk}&amp;roll=2" in page
    assert code_of(0) not in page


def test_page_of_an_order_asks_the_same_however_much_happened(work, product, statements):
    order = StampOrderFactory(
        product=product, state=OrderState.DELIVERED, decided_at=timezone.now(), quantity=1000, roll_size=100
    )
    StampRangeFactory(order=order, start=0, stop=1000)
    address = reverse("workspace:order-page", args=[order.pk])
    work.get(address)
    with statements() as before:
        work.get(address)
    lot = LotFactory(product=product)
    order.ranges.update(stop=10)
    for place in range(1, 31):
        StampRangeFactory(order=order, start=place * 10, stop=place * 10 + 10, lot=lot, activated=True)

    with statements() as after:
        work.get(address)

    assert len(after) == len(before), after


def test_without_the_token_of_the_form_nothing_is_sent(product, member):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(member)

    assert strict.post(ORDER, filled(product)).status_code == 403
    assert not StampOrder.objects.exists()
