from __future__ import annotations

import re
from html import unescape

import pytest
from django.db import OperationalError, connection
from django.utils import timezone, translation

from core.periods import months_from
from tests.factories.catalog import CertificateFactory, ProducerFactory, ProductFactory
from tests.factories.core import PictureFactory
from tests.factories.pages import HomePageFactory, ProvinceSettingsFactory
from tests.factories.traceability import VOIDED_AT, LotFactory, StampRangeFactory, code_of
from traceability.domain.codes import readable
from traceability.enums import VerdictKind
from traceability.models import Scan, StampTally
from traceability.views.scan import WRONG_CODES

pytestmark = pytest.mark.django_db

WRONG = "T000-0000-0000-0000"
CODE = code_of(1500)


@pytest.fixture
def product():
    return ProductFactory(
        name="Nước mắm Kỳ Phú",
        slug="nuoc-mam-ky-phu",
        producer=ProducerFactory(name="HTX Kỳ Phú"),
        summary="Mắm cá cơm",
        summary_en="Anchovy sauce",
    )


@pytest.fixture
def certificate(product):
    return CertificateFactory(product=product, decision_no="2394/QĐ-UBND")


@pytest.fixture
def stamps(certificate):
    return StampRangeFactory(order__product=certificate.product, start=1000, activated=True)


def text_of(response):
    return unescape(response.text)


def headline(kind, language):
    with translation.override(language):
        return str(kind.label)


# --- the nine verdicts, in both languages ---------------------------------------------------------------------------


def state_of(kind, product):
    """Put stamp number 1500 of a product into the state that a verdict speaks of."""
    states = {
        VerdictKind.REVOKED: {"revoked": True},
        VerdictKind.EXPIRED: {"expired": True},
    }
    certificate = CertificateFactory(product=product, decision_no="2394/QĐ-UBND", **states.get(kind, {}))
    fates = {
        VerdictKind.VOID: {"voided": True},
        VerdictKind.NOT_ACTIVATED: {},
        VerdictKind.RECALLED: {"lot": LotFactory(product=product, recalled=True), "activated_at": timezone.now()}
        if kind == VerdictKind.RECALLED
        else {},
    }
    StampRangeFactory(order__product=product, start=1000, **fates.get(kind, {"activated": True}))
    if kind in (VerdictKind.DOUBTFUL, VerdictKind.SCANNED_BEFORE):
        StampTally.objects.create(
            key_letter="T",
            number=1500,
            first_scanned_at=timezone.now(),
            last_scanned_at=timezone.now(),
            last_viewer=1,
            scan_count=90,
            viewers=2**40 - 1 if kind == VerdictKind.DOUBTFUL else 1,
            places=0,
        )
    return certificate


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("kind", [kind for kind in VerdictKind if kind != VerdictKind.NOT_OURS])
def test_page_of_each_verdict_says_it_in_both_languages_with_the_certificate(client, product, kind, language):
    certificate = state_of(kind, product)

    response = client.get(f"/t/{CODE}?lang={language}")

    text = text_of(response)
    assert response.status_code == 200
    assert response.headers["Content-Language"] == language
    for fact in (
        headline(kind, "vi"),
        headline(kind, "en"),
        "2394/QĐ-UBND",
        f"{certificate.valid_until:%d/%m/%Y}",
        "UBND tỉnh Hà Tĩnh",
        "Nước mắm Kỳ Phú",
        "HTX Kỳ Phú",
        readable(CODE),
    ):
        assert fact in text, fact
    assert f'<html lang="{language}"' in response.text
    assert Scan.objects.count() == 1


@pytest.mark.parametrize("language", ["vi", "en"])
def test_page_of_a_wrong_code_says_it_in_both_languages_and_helps(client, language):
    response = client.get(f"/t/{WRONG}?lang={language}")

    assert response.status_code == 404
    for fact in (headline(VerdictKind.NOT_OURS, "vi"), headline(VerdictKind.NOT_OURS, "en"), WRONG):
        assert fact in text_of(response)
    assert not Scan.objects.exists()


def test_void_page_says_why_and_since_when(client, product):
    state_of(VerdictKind.VOID, product)

    text = text_of(client.get(f"/t/{CODE}?lang=en"))

    assert f"{VOIDED_AT:%d/%m/%Y}" in text
    assert "misprinted" in text


def test_revoked_page_says_by_which_decision(client, product):
    certificate = state_of(VerdictKind.REVOKED, product)

    text = text_of(client.get(f"/t/{CODE}?lang=en"))

    assert "3763/QĐ-UBND" in text
    assert f"{certificate.revoked_on:%d/%m/%Y}" in text


def test_recalled_page_says_what_to_do(client, product):
    state_of(VerdictKind.RECALLED, product)

    assert "Không sử dụng, mang trả lại nơi mua." in text_of(client.get(f"/t/{CODE}"))


def test_doubtful_page_says_the_figures(client, product):
    state_of(VerdictKind.DOUBTFUL, product)

    text = text_of(client.get(f"/t/{CODE}?lang=en"))

    assert "91" in text
    assert headline(VerdictKind.DOUBTFUL, "en") in text


def test_extended_certificate_shows_the_extension_as_valid_until(client, product):
    certificate = CertificateFactory(product=product, extended=True)
    StampRangeFactory(order__product=product, start=1000, activated=True)

    text = text_of(client.get(f"/t/{CODE}"))

    assert f"{certificate.valid_until:%d/%m/%Y}" in text
    assert f"{months_from(certificate.valid_from, 36).last_day:%d/%m/%Y}" not in text


def test_product_without_certificate_never_shows_stars(client, product):
    StampRangeFactory(order__product=product, start=1000, activated=True)

    response = client.get(f"/t/{CODE}")

    assert response.status_code == 200
    assert headline(VerdictKind.EXPIRED, "vi") in text_of(response)


def test_summary_follows_the_language(client, stamps):
    assert "Mắm cá cơm" in text_of(client.get(f"/t/{CODE}?lang=vi"))
    assert "Anchovy sauce" in text_of(client.get(f"/t/{CODE}?lang=en"))


def test_language_of_the_phone_is_taken_when_none_is_asked_for(client, stamps):
    for asked, language in (("en-GB,en;q=0.9", "en"), ("vi-VN", "vi"), ("fr", "vi")):
        assert client.get(f"/t/{CODE}", HTTP_ACCEPT_LANGUAGE=asked).headers["Content-Language"] == language
    assert client.get(f"/t/{CODE}?lang=xx", HTTP_ACCEPT_LANGUAGE="vi").headers["Content-Language"] == "vi"


def test_picture_is_drawn_once_and_then_found(client, certificate, stamps, statements):
    product = certificate.product
    product.picture = PictureFactory(description="Một hũ mắm")
    product.save()
    first = client.get(f"/t/{CODE}")
    with statements() as sql:
        second = client.get(f"/t/{CODE}")

    assert first.status_code == second.status_code == 200
    assert ".webp" in first.text
    assert ".webp" in second.text
    assert "Một hũ mắm" in text_of(second)
    assert len(sql) == (2 if connection.vendor == "postgresql" else 3)


def test_name_of_a_product_is_escaped(client, certificate, stamps):
    type(certificate.product).objects.update(name="<script>alert(1)</script>")

    assert "<script>alert" not in client.get(f"/t/{CODE}").text


# --- HTTP -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("path", "status"), [(f"/t/{CODE}", 200), (f"/t/{WRONG}", 404)])
def test_headers_keep_the_answer_out_of_indexes_and_caches(client, stamps, path, status):
    response = client.get(path)

    assert response.status_code == status
    assert response["X-Robots-Tag"] == "noindex"
    assert {"no-store", "no-cache", "private"} <= set(response["Cache-Control"].replace(" ", "").split(","))
    assert "Accept-Language" in response["Vary"]
    assert response["Content-Type"] == "text/html; charset=utf-8"
    assert "sessionid" not in response.cookies


@pytest.mark.parametrize("path", ["/T/{}", "/t/{}", "/t/%20{}%20", "/t/{}."], ids=["upper", "lower", "spaces", "full stop"])
def test_code_is_answered_however_it_is_written(client, stamps, path):
    for code in (CODE, CODE.lower(), readable(CODE), readable(CODE).replace("-", "–")):
        assert client.get(path.format(code)).status_code == 200


def test_upper_case_address_as_some_readers_make_it(client, stamps):
    assert client.get(f"/T/{CODE.upper()}").status_code == 200


@pytest.mark.parametrize(
    "code",
    [
        *(
            "x",
            "%00",
            "%2e%2e%2fetc",
            "a/b/c",
            "'%20OR%201=1",
            "%F0%9F%98%80",
            "%FF",
            "x" * 3000,
            "%3Cscript%3Ealert(1)%3C/script%3E",
            "T" * 16,
        )
    ],
)
def test_other_text_is_calmly_not_found(client, code):
    response = client.get(f"/t/{code}")

    assert response.status_code == 404
    assert "<script>alert" not in response.text


def test_head_works_and_other_methods_are_refused(client, stamps):
    assert client.head(f"/t/{CODE}").status_code == 200
    assert [getattr(client, method)(f"/t/{CODE}").status_code for method in ("post", "put", "delete", "patch")] == [405] * 4


def test_digital_link_of_the_product_is_answered_and_of_another_is_not(client, certificate, stamps):
    type(certificate.product).objects.update(gtin="8934567000123")

    assert client.get(f"/01/08934567000123/21/{CODE}").status_code == 200
    assert client.get(f"/01/08934567000123/21/{CODE}/").status_code == 200
    assert client.get(f"/01/08934567000130/21/{CODE}").status_code == 404
    assert client.get(f"/t/{CODE}").status_code == 200


def test_digital_link_of_a_product_without_barcode_number_is_not_ours(client, stamps):
    assert client.get(f"/01/08934567000123/21/{CODE}").status_code == 404


# --- recording ------------------------------------------------------------------------------------------------------


def test_reload_and_change_of_language_are_one_scan(client, stamps):
    for _ in range(3):
        client.get(f"/t/{CODE}")
    client.get(f"/t/{CODE}?lang=en")

    assert StampTally.objects.get().scan_count == 1
    assert headline(VerdictKind.FIRST_SCAN, "vi") in text_of(client.get(f"/t/{CODE}"))


def test_another_phone_is_another_scan(client, stamps):
    client.get(f"/t/{CODE}", REMOTE_ADDR="203.0.113.7")
    response = client.get(f"/t/{CODE}", REMOTE_ADDR="203.0.113.8")

    assert StampTally.objects.get().scan_count == 2
    assert headline(VerdictKind.SCANNED_BEFORE, "vi") in text_of(response)


def test_channel_is_kept(client, stamps):
    client.get(f"/t/{CODE}")
    client.get(f"/t/{CODE}?typed=1")

    assert list(Scan.objects.order_by("pk").values_list("channel", flat=True)) == ["QR", "TYPED"]


def test_page_is_answered_when_the_scan_cannot_be_recorded(client, stamps, caplog):
    def lost(execute, sql, params, many, context):
        if "INSERT INTO traceability_scan" in sql or "ocop_record_scan" in sql:
            raise OperationalError("the disk is full")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(lost):
        response = client.get(f"/t/{CODE}")

    assert response.status_code == 200
    assert "2394/QĐ-UBND" in text_of(response)
    assert "A scan could not be recorded; the page is shown all the same." in caplog.messages
    assert not Scan.objects.exists()


def test_scan_page_takes_one_read_and_one_write(client, stamps, statements):
    client.get(f"/t/{CODE}")  # the identity of the site goes into the cache
    with statements() as sql:
        client.get(f"/t/{CODE}")

    assert len(sql) == (2 if connection.vendor == "postgresql" else 3)


def test_wrong_code_takes_no_statement(client, statements):
    client.get(f"/t/{WRONG}")
    with statements() as sql:
        client.get(f"/t/{WRONG}")

    assert sql == []


# --- the limit ------------------------------------------------------------------------------------------------------


def test_only_wrong_codes_are_slowed_and_true_stamps_never(client, stamps):
    answers = [client.get(f"/t/{WRONG}").status_code for _ in range(100)]

    assert answers == [404] * WRONG_CODES.count + [429] * (100 - WRONG_CODES.count)
    assert client.get(f"/t/{CODE}").status_code == 200
    assert client.get(f"/t/{WRONG}", REMOTE_ADDR="203.0.113.9").status_code == 404


def test_slowed_answer_says_how_long_to_wait(client):
    for _ in range(WRONG_CODES.count):
        client.get(f"/t/{WRONG}")

    response = client.get(f"/t/{WRONG}")

    assert (response.status_code, response["Retry-After"]) == (429, str(WRONG_CODES.seconds))
    assert headline(VerdictKind.NOT_OURS, "vi") in text_of(response)


# --- typing a code --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("path", "language"), [("/kiem-tra/", "vi"), ("/en/kiem-tra/", "en")])
def test_page_to_type_a_code(client, path, language):
    response = client.get(path)

    assert response.status_code == 200
    assert 'name="code"' in response.text
    assert f'<html lang="{language}"' in response.text


@pytest.mark.parametrize(
    "typed",
    [
        CODE,
        CODE.lower(),
        readable(CODE),
        readable(CODE).replace("-", " "),
        f"  {readable(CODE).replace('-', ' – ')} \n",
        readable(CODE).replace("-", "\n"),
    ],
)
def test_typed_code_is_answered_at_its_own_address(client, stamps, typed):
    response = client.get("/kiem-tra/", {"code": typed}, follow=True)

    assert response.status_code == 200
    assert re.match(r"/t/.+\?lang=vi&typed=1$", response.redirect_chain[0][0])
    assert Scan.objects.get().channel == "TYPED"


@pytest.mark.parametrize(
    "typed", ["x", "../../quan-ly/", "//evil.example/", "a?b#c", "\x00", "%", "😀", "x" * 10_000, "javascript:alert(1)", "a\nb"]
)
def test_other_typed_text_stays_with_us_and_is_not_found(client, typed):
    response = client.get("/kiem-tra/", {"code": typed})

    assert response.status_code == 302
    assert response["Location"].startswith("/t/")
    assert client.get(response["Location"]).status_code == 404


def test_typed_code_keeps_the_language(client, stamps):
    assert client.get("/en/kiem-tra/", {"code": CODE}, follow=True).headers["Content-Language"] == "en"


@pytest.mark.parametrize("typed", ["", "   "])
def test_nothing_typed_shows_the_page_again(client, typed):
    assert client.get("/kiem-tra/", {"code": typed}).status_code == 200


def test_check_answers_head_and_refuses_post(client):
    assert client.head("/kiem-tra/").status_code == 200
    assert client.post("/kiem-tra/").status_code == 405


# --- the site around it ---------------------------------------------------------------------------------------------


def test_name_and_hotline_of_the_site_are_shown(client, product):
    HomePageFactory()
    ProvinceSettingsFactory()
    state_of(VerdictKind.VOID, product)

    text = text_of(client.get(f"/t/{CODE}?lang=en"))

    assert "OCOP Ha Tinh" in text
    assert "0239 385 1234" in text


def test_page_is_light_and_needs_no_script(client, stamps):
    page = client.get(f"/t/{CODE}")

    assert len(page.content) < 20_000
    assert "<script" not in page.text
