from __future__ import annotations

import html
import io
import re
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from tests.factories.catalog import CertificateFactory
from tests.factories.pages import HomePageFactory, ProvinceSettingsFactory
from tests.factories.traceability import LotFactory, StampOrderFactory, StampRangeFactory, code_of
from traceability.domain.codes import readable
from traceability.domain.qr import qr_png, stamp_url
from traceability.enums import VoidReason
from traceability.models import Lot, StampEvent, StampRange
from traceability.views.workspace import naming

pytestmark = pytest.mark.django_db

VOID = "/khong-gian/tem/bao-hong/"
NEW_LOT = "/khong-gian/tem/gan/lo-moi/"


def text_of(response):
    """Give the words of a page in one line."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def query_of(response):
    """Give where a redirect leads, as path and query."""
    parts = urlsplit(response["Location"])
    return parts.path, {name: values[0] for name, values in parse_qs(parts.query).items()}


def carried(response, address):
    """Give what the form of a page that goes to an address would send."""
    form = re.search(rf'<form[^>]*action="{re.escape(address)}".*?</form>', response.content.decode(), re.DOTALL).group(0)
    return {name: html.unescape(value) for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form)}


def photo(code, name="anh.png"):
    return SimpleUploadedFile(name, qr_png(stamp_url(code)), content_type="image/png")


@pytest.fixture
def order(product):
    """Two and a half rolls of a hundred, numbers 1000 to 1249."""
    order = StampOrderFactory(product=product, approved=True, quantity=250, roll_size=100)
    StampRangeFactory(order=order, start=1000, stop=1250)
    return order


@pytest.fixture
def lot(product):
    return LotFactory(product=product, code="L26-014", quantity=120)


@pytest.fixture
def step(lot):
    return reverse("workspace:activate", args=[lot.pk])


@pytest.fixture
def foreign():
    """Stamps of another producer, right behind the own ones."""
    stamps = StampRangeFactory(order__product=CertificateFactory().product, start=1250, stop=1350)
    return stamps, LotFactory(product=stamps.order.product)


def on(lot):
    return [(part.start, part.stop) for part in StampRange.objects.filter(lot=lot).order_by("start")]


# --- the lot --------------------------------------------------------------------------------------------------------


def test_lot_is_chosen_among_the_own_ones(work, lot, step, foreign):
    recalled = LotFactory(product=lot.product, recalled=True)

    page = work.get("/khong-gian/tem/gan/").content.decode()

    assert step in page
    assert recalled.code in page
    assert reverse("workspace:activate", args=[recalled.pk]) not in page
    assert foreign[1].code not in page


def test_new_lot_leads_to_its_first_stamp(work, product):
    entered = {"product": product.pk, "code": " L26-  015 ", "made_date": "2026-09-01", "quantity": "1.200", "unit": "BOX"}

    response = work.post(NEW_LOT, entered)

    lot = Lot.objects.get()
    assert query_of(response) == (reverse("workspace:activate", args=[lot.pk]), {})
    assert (lot.product, lot.code, lot.quantity, lot.unit, lot.best_before_date) == (product, "L26- 015", 1200, "BOX", None)


@pytest.mark.parametrize(
    "changes",
    [
        {"code": ""}, {"code": "x" * 21}, {"code": "L26-014"}, {"made_date": ""}, {"made_date": "2999-01-01"},
        {"made_date": "hôm qua"},
        {"best_before_date": "2026-08-31"}, {"quantity": "0"}, {"quantity": "9" * 12}, {"unit": "SACK"}, {"product": "0"},
    ],
)  # fmt: skip
def test_lot_that_cannot_be_is_explained(work, lot, changes):
    entered = {"product": lot.product.pk, "code": "L1", "made_date": "2026-09-01", "quantity": "12", "unit": "BOX", **changes}

    response = work.post(NEW_LOT, entered)

    assert response.status_code == 400
    assert "o-field__errors" in response.content.decode() or "o-notice--brick" in response.content.decode()
    assert Lot.objects.count() == 1


def test_lot_of_somebody_elses_product_is_not_entered(work, product, foreign):
    entered = {"product": foreign[1].product.pk, "code": "L1", "made_date": "2026-09-01", "quantity": "12", "unit": "BOX"}

    assert work.post(NEW_LOT, entered).status_code == 400
    assert Lot.objects.count() == 1


# --- naming stamps --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sent",
    [
        lambda: {"code": f" {code_of(1010).lower()} "},
        lambda: {"code": stamp_url(code_of(1010))},
        lambda: {"photo": photo(code_of(1010))},
    ],
)
def test_first_stamp_is_typed_scanned_or_photographed(work, order, step, sent):
    assert query_of(work.post(step, sent())) == (step, {"first": readable(code_of(1010))})


def test_last_stamp_keeps_the_first(work, order, step):
    response = work.post(step, {"first": code_of(1010), "code": code_of(1019)})

    assert query_of(response) == (step, {"first": code_of(1010), "last": readable(code_of(1019))})


def test_photo_counts_more_than_what_was_typed_before(work, order, step):
    response = work.post(step, {"code": "xxxx", "photo": photo(code_of(1010))})

    assert query_of(response)[1] == {"first": readable(code_of(1010))}


def test_first_stamp_says_where_it_lies_and_how_far_to_go(work, order, step):
    said = text_of(work.get(f"/en{step}", {"first": code_of(1110)}))

    assert f"Order #{order.pk}, roll 2, stamp 111" in said
    assert "The whole roll: 100 stamps" in said
    assert "From this stamp to the end of the roll: 90 stamps" in said
    assert "Only this stamp" in said


def blank(kind="PNG"):
    out = io.BytesIO()
    Image.new("RGB", (300, 300), "white").save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({}, "Take a picture of the stamp, or type its code."),
        ({"code": "7K3M-9QXP-A2D4-F6H8"}, "This is no code of our stamps."),
        ({"code": "x" * 600}, "500"),
        ({"code": "a\x00b"}, "Null characters"),
        ({"photo": SimpleUploadedFile("a.png", b"")}, "not a photo"),
        ({"photo": SimpleUploadedFile("a.png", b"no photo")}, "not a photo"),
        ({"photo": SimpleUploadedFile("a.png", blank())}, "Go nearer, find more light"),
        ({"photo": SimpleUploadedFile("a.png", qr_png("https://bank.example/"))}, "not one of our stamps"),
    ],
)
def test_stamp_that_cannot_be_read_is_explained(work, order, step, sent, words):
    for file in sent.values():
        if not isinstance(file, str):
            file.seek(0)
    for address in (step, VOID):
        response = work.post(f"/en{address}", sent)
        assert response.status_code == 400
        assert words in text_of(response)
        for file in sent.values():
            if not isinstance(file, str):
                file.seek(0)


def test_photos_are_limited_for_each_address(work, order, step, monkeypatch):
    monkeypatch.setattr(naming, "PHOTOS", naming.PHOTOS.__class__("test-photo", count=1, seconds=60))
    assert work.post(step, {"photo": photo(code_of(1000))}).status_code == 302

    refused = work.post(f"/en{step}", {"photo": photo(code_of(1000))})

    assert refused.status_code == 429
    assert "Type the code instead" in text_of(refused)
    # Typing goes on.
    assert work.post(step, {"code": code_of(1000)}).status_code == 302


def test_nobody_has_a_photo_read_without_signing_in(client, order, step, monkeypatch):
    monkeypatch.setattr("traceability.forms.stamps.read_photo", lambda _file: pytest.fail("a photo was read"))

    assert client.post(step, {"photo": photo(code_of(1000))}).status_code == 302


def test_guessing_codes_is_slowed(work, order, step, monkeypatch):
    monkeypatch.setattr(naming, "WRONG_CODES", naming.PHOTOS.__class__("test-wrong", count=1, seconds=60))

    assert [work.post(step, {"code": "7K3M-9QXP-A2D4-F6H8"}).status_code for _time in range(2)] == [400, 429]


def test_stamps_of_others_are_none_of_yours_at_every_step(work, order, lot, step, foreign):
    theirs, unissued, own = code_of(1250), code_of(900_000), code_of(1010)
    attempts = [
        (step, "post", {"code": theirs}),
        (step, "get", {"first": theirs}),
        (step, "get", {"first": theirs, "reach": "roll"}),
        (step, "get", {"first": own, "last": theirs}),
        (step, "get", {"first": theirs, "last": own}),
        (step, "post", {"first": own, "code": theirs}),
        (step, "post", {"first": own, "last": theirs, "expected": 241, "confirmed": 1}),
        (step, "post", {"first": theirs, "reach": "one", "expected": 1, "confirmed": 1}),
        (VOID, "post", {"code": theirs}),
        (VOID, "get", {"first": theirs, "reach": "roll"}),
        (VOID, "get", {"order": foreign[0].order.pk, "roll": 1}),
        (VOID, "post", {"order": foreign[0].order.pk, "roll": 1, "reason": "LOST", "note": "", "expected": 100, "confirmed": 1}),
        (VOID, "post", {"first": own, "last": theirs, "reason": "LOST", "note": "", "expected": 241, "confirmed": 1}),
    ]

    for address, method, data in attempts:
        response = getattr(work, method)(address, data)
        assert response.status_code == 400, data
        said = text_of(response)
        assert foreign[0].order.product.name not in said
        same = {name: unissued if value == theirs else value for name, value in data.items()}
        if theirs in data.values():
            # What belongs to others reads like what was never issued.
            assert text_of(getattr(work, method)(address, same)).replace(unissued, theirs) == said, data
    assert list(StampEvent.objects.all()) == []
    assert StampRange.objects.filter(voided_at=None, lot=None).count() == 2


@pytest.mark.parametrize(
    "query",
    [
        {"first": ""}, {"last": "x"}, {"first": "x"}, {"first": "\x00"}, {"order": "x"}, {"order": "9" * 5000},
        {"order": "1", "roll": "-1"},
        {"order": "٣", "roll": "1"}, {"reach": "roll"},
    ],
)  # fmt: skip
def test_senseless_addresses_lead_back_to_the_first_stamp(work, order, step, query):
    for address in (step, VOID):
        response = work.get(address, query)
        assert response.status_code in {200, 400}
        assert 'name="photo"' in response.content.decode()
    for name in (f"{step}xong/", f"{VOID}xong/"):
        assert work.get(name, query).status_code == 302


# --- putting them on the lot ----------------------------------------------------------------------------------------


def test_stamps_are_put_on_the_lot_from_the_first_to_the_last(work, member, order, lot, step):
    named = {"first": code_of(1010), "last": code_of(1019)}
    preview = work.get(f"/en{step}", named)
    said = text_of(preview)
    assert "Nothing has happened yet." in said
    assert "Put 10 stamps on the lot" in said
    assert f"Order #{order.pk}, roll 1, stamps 11 to 20" in said
    assert on(lot) == []

    sent = {**carried(preview, f"/en{step}"), "confirmed": "1"}
    for _time in range(2):
        done = work.post(f"/en{step}", sent)
        assert query_of(done) == (f"/en{step}xong/", named)
        assert on(lot) == [(1010, 1020)]
    assert [(event.start, event.stop, event.by) for event in StampEvent.objects.all()] == [(1010, 1020, member)]

    said = text_of(work.get(done["Location"]))
    assert "10 stamps are on lot L26-014 of Cu đơ nhà." in said
    assert "Matches the register" in said
    assert f"/t/{readable(code_of(1010))}" in work.get(done["Location"]).content.decode()


def test_whole_roll_and_its_rest(work, order, lot, step):
    for reach, numbers in (("end", (1150, 1200)), ("roll", (1100, 1200))):
        query = {"first": code_of(1150), "reach": reach}
        preview = work.get(step, query)
        work.post(step, {**carried(preview, step), "confirmed": "1"})
        assert (on(lot)[0][0], on(lot)[-1][1]) == numbers


def test_more_stamps_than_packages_is_named_and_allowed(work, order, lot, step):
    lot.quantity = 99
    lot.save()

    preview = work.get(f"/en{step}", {"first": code_of(1000), "reach": "roll"})

    assert "more stamps than it holds packages" in text_of(preview)
    assert work.post(step, {**carried(preview, f"/en{step}"), "confirmed": "1"}).status_code == 302


def test_void_ones_among_them_are_refused_and_can_be_left_out(work, order, lot, step):
    order.ranges.update(stop=1005)
    StampRangeFactory(order=order, start=1005, stop=1010, voided=True)
    StampRangeFactory(order=order, start=1010, stop=1250)
    query = {"first": code_of(1000), "reach": "roll"}

    refused = work.get(f"/en{step}", query)
    assert refused.status_code == 400
    assert "5 of these stamps are void." in text_of(refused)
    preview = work.get(f"/en{step}", {**query, "leave_out": "1"})
    assert "Void and left out: 5 stamps." in text_of(preview)
    work.post(step, {**carried(preview, f"/en{step}"), "confirmed": "1"})

    assert on(lot) == [(1000, 1005), (1010, 1100)]


def test_refusals_say_why(work, order, lot, step):
    other_product = CertificateFactory(product__producer=lot.product.producer, product__name="Mật mía nhà").product
    wrong = reverse("workspace:activate", args=[LotFactory(product=other_product).pk])
    recalled = reverse("workspace:activate", args=[LotFactory(product=lot.product, recalled=True).pk])
    used = LotFactory(product=lot.product, code="L-CŨ")
    order.ranges.update(stop=1050)
    StampRangeFactory(order=order, start=1050, stop=1250, lot=used, activated_at=timezone.now())

    assert "the lot is of Mật mía nhà" in text_of(work.post(f"/en{wrong}", {"code": code_of(1000)}))
    assert "recalled" in text_of(work.post(f"/en{recalled}", {"code": code_of(1000)}))
    assert "lot L-CŨ" in text_of(work.post(f"/en{step}", {"code": code_of(1060)}))
    assert "50 of these stamps are on other goods already" in text_of(
        work.get(f"/en{step}", {"first": code_of(1000), "reach": "roll"})
    )
    # The part that is free goes on.
    assert work.get(step, {"first": code_of(1000), "last": code_of(1049)}).status_code == 200


def test_what_changed_since_the_preview_is_not_done(work, order, lot, step):
    sent = {**carried(work.get(step, {"first": code_of(1000), "reach": "roll"}), step), "confirmed": "1"}
    for changes in ({"expected": "99"}, {"expected": ""}, {"expected": "x"}, {"expected": "9" * 5000}):
        assert work.post(step, {**sent, **changes}).status_code == 400
    order.ranges.update(voided_at=timezone.now(), void_reason="LOST")

    assert work.post(step, sent).status_code == 400
    assert on(lot) == []


def test_two_telephones_at_once_act_once(work, order, lot, step):
    other = LotFactory(product=lot.product)
    elsewhere = reverse("workspace:activate", args=[other.pk])
    query = {"first": code_of(1000), "reach": "roll"}
    mine = {**carried(work.get(step, query), step), "confirmed": "1"}
    theirs = {**carried(work.get(elsewhere, query), elsewhere), "confirmed": "1"}

    assert work.post(step, mine).status_code == 302
    assert work.post(elsewhere, theirs).status_code == 400
    assert work.post(step, mine).status_code == 302
    assert (on(lot), on(other), StampEvent.objects.count()) == ([(1000, 1100)], [], 1)


def test_lapsed_certificate_is_said_where_consumers_would_read_it(work, order, lot, step):
    work.post(step, {"first": code_of(1000), "reach": "one", "expected": "1", "confirmed": "1"})
    lot.product.certificates.all().update(revoked_on=timezone.localdate(), revocation_ground="MARK_MISUSED", revocation_no="1/QĐ")

    said = text_of(work.get(f"/en{step}xong/", {"first": code_of(1000), "reach": "one"}))

    assert "The certificate has been revoked" in said
    assert "Matches the register" not in said


def test_preview_asks_the_same_of_one_and_of_many(work, order, lot, step, statements):
    query = {"first": code_of(1000), "reach": "roll", "leave_out": "1"}
    work.get(step, query)
    with statements() as of_one:
        work.get(step, query)
    order.ranges.update(stop=1002)
    for start in range(1002, 1250, 4):
        StampRangeFactory(order=order, start=start, stop=start + 2, voided=True)
        StampRangeFactory(order=order, start=start + 2, stop=min(start + 4, 1250 + 2))

    with statements() as of_many:
        assert work.get(step, query).status_code == 200

    assert len(of_many) == len(of_one), of_many


# --- reporting them -------------------------------------------------------------------------------------------------


def report(work, query, reason="DAMAGED", note="Ướt mưa", prefix=""):
    """Walk through the steps after the stamps are named; give the preview and the end."""
    assert work.get(VOID, query).status_code == 200
    preview = work.get(f"{prefix}{VOID}", {**query, "reason": reason, "note": note})
    return preview, work.post(f"{prefix}{VOID}", {**carried(preview, f"{prefix}{VOID}"), "confirmed": "1"})


def voided():
    return [(part.start, part.stop, part.void_reason) for part in StampRange.objects.exclude(voided_at=None).order_by("start")]


def test_stamps_are_reported_and_void(work, member, order):
    HomePageFactory()
    ProvinceSettingsFactory()
    query = {"first": code_of(1010), "last": code_of(1019)}

    preview, done = report(work, query, prefix="/en")

    said = text_of(preview)
    assert "Take 10 stamps out of use" in said
    assert "You cannot undo this; only the office can." in said
    assert "0239 385 1234" in said
    assert voided() == [(1010, 1020, VoidReason.DAMAGED)]
    event = StampEvent.objects.get()
    assert event.by == member
    assert event.reason.endswith("Ướt mưa")
    end = text_of(work.get(done["Location"]))
    assert "10 stamps are out of use." in end
    assert "Only the office can make them good." in end
    assert "0239 385 1234" in end


def test_reported_twice_is_reported_once(work, order):
    query = {"first": code_of(1000), "reach": "one"}
    preview = work.get(VOID, {**query, "reason": "LOST", "note": ""})
    sent = {**carried(preview, VOID), "confirmed": "1"}

    ends = [work.post(VOID, sent)["Location"] for _time in range(2)]

    assert ends[0] == ends[1] == f"{VOID}xong/?{urlencode(query)}"
    assert StampEvent.objects.count() == 1


def test_roll_that_nobody_can_scan_is_named_by_its_number(work, order):
    report(work, {"order": order.pk, "roll": 2}, reason="STOLEN")

    assert voided() == [(1100, 1200, VoidReason.STOLEN)]


def test_preview_names_those_on_goods_and_those_that_are_void(work, order, lot):
    order.ranges.update(stop=1010, lot=lot, activated_at=timezone.now())
    StampRangeFactory(order=order, start=1010, stop=1015, voided=True)
    StampRangeFactory(order=order, start=1015, stop=1250)
    query = {"first": code_of(1000), "last": code_of(1019), "reason": "MISPRINT", "note": ""}

    said = text_of(work.get(f"/en{VOID}", query))

    assert "Take 15 stamps out of use" in said
    assert "On goods now: 10 stamps." in said
    assert "Void already: 5 stamps." in said


def test_all_void_already_is_said_instead_of_a_button(work, order):
    order.ranges.update(voided_at=timezone.now(), void_reason="LOST")

    page = work.get(f"/en{VOID}", {"first": code_of(1000), "reach": "roll", "reason": "LOST", "note": ""})

    assert "There is nothing more to do." in text_of(page)
    assert 'name="confirmed"' not in page.content.decode()


@pytest.mark.parametrize("reason", ["", "KEY_LEAKED", "ORDER_CANCELLED", "x"])
def test_reason_is_one_of_those_that_people_choose(work, order, reason):
    query = {"first": code_of(1000), "reach": "one", "reason": reason, "note": ""}

    assert 'type="radio"' in work.get(VOID, query).content.decode()
    assert work.post(VOID, {**query, "expected": "1", "confirmed": "1"}).status_code == 400
    assert voided() == []


def test_report_of_another_number_than_shown_is_shown_again(work, order):
    query = {"first": code_of(1000), "reach": "roll", "reason": "LOST", "note": "", "confirmed": "1", "expected": "99"}

    response = work.post(f"/en{VOID}", query)

    assert response.status_code == 400
    assert "Something has changed" in text_of(response)
    assert voided() == []


def test_stamps_can_be_named_in_english_and_in_vietnamese(work, order, step):
    assert query_of(work.post(f"/en{step}", {"code": code_of(1000)}))[0] == f"/en{step}"
    assert query_of(work.post(VOID, {"code": code_of(1000)}))[0] == VOID
