"""The sample data: complete, marked as made up, all or nothing."""

import io
import json
import os
from datetime import UTC, date, datetime, time

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from PIL import Image
from wagtail.models import Locale, Page

from catalog.enums import CertificateStatus
from catalog.models import Certificate, Producer, Product, Stocking
from core.models import Picture
from core.validators import validate_gtin
from pages.models import HomePage, ProducerPage, ProductPage, ProvinceSettings, StoryPage
from pages.sample.load import load_sample
from pages.sample.pen import Pen
from pages.sample.people import ACCOUNTS, PASSWORD
from pages.sample.stamps import verdict_examples
from places.models import SalePoint
from search.engines.elastic.rebuild import rebuild
from search.models import SearchDocument
from traceability.domain.scans import answer_scan
from traceability.enums import ScanChannel, VerdictKind

TODAY = date(2026, 11, 23)
HA_TINH = Q(province__key="42")


def small_png(self):
    out = io.BytesIO()
    Image.new("RGB", (16, 12), "white").save(out, "PNG")
    return out.getvalue()


def load(say=lambda _text: None, seed=2026):
    load_sample(today=TODAY, seed=seed, say=say)


def all_counts():
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """The sample data in a transaction around all tests of this module; drawings are drawn, but saved as small white sheets."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch, transaction.atomic():
        patch.setattr(Pen, "png", small_png)
        load()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def sample(loaded, db):
    """One test on the sample data."""


@pytest.fixture(autouse=True)
def the_day(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda value=None, _real=timezone.localdate: _real(value) if value else TODAY)


def test_a_second_run_changes_nothing(sample):
    before = all_counts()
    revisions = set(Page.objects.values_list("pk", "latest_revision_id"))
    load()
    assert all_counts() == before
    assert set(Page.objects.values_list("pk", "latest_revision_id")) == revisions


def test_every_status_but_the_future_one_occurs(sample):
    statuses = {certificate.status(on=TODAY) for certificate in Certificate.objects.all()}
    assert statuses == set(CertificateStatus) - {CertificateStatus.NOT_YET}


def test_most_certified_products_of_the_province_are_in_force(sample):
    assert Product.objects.certified(on=TODAY).filter(HA_TINH).count() >= 48


def test_published_awards_are_as_published(sample):
    certificate = Certificate.objects.get(product__slug="cu-do-phong-nga")
    assert (certificate.stars, certificate.decision_no, certificate.decision_date) == (4, "2394/QĐ-UBND", date(2024, 10, 15))
    assert (certificate.is_sample, certificate.note, certificate.authority) == (False, "", "UBND tỉnh Hà Tĩnh")


def test_what_is_not_published_says_so(sample):
    made_up = Certificate.objects.filter(is_sample=True)
    assert not made_up.filter(note="").exists()
    assert not Certificate.objects.filter(is_sample=False, decision_no__startswith="MẪU").exists()
    assert not made_up.exclude(decision_no__startswith="MẪU").exclude(note__contains="ngày").exists()


def test_stars_that_nobody_published_are_not_certified(sample):
    assert not Certificate.objects.filter(product__slug__in=["nuoc-mam-phu-khuong", "xoai-suoi-lon"]).exists()


def test_the_three_revocations_are_real(sample):
    revoked = Certificate.objects.exclude(revoked_on=None)
    assert set(revoked.values_list("revoked_on", "revocation_no")) == {(date(2021, 11, 18), "3763/QĐ-UBND")}
    assert set(revoked.values_list("product__slug", flat=True)) == {"gao-cam-thanh", "ruoc-kem-luong-tuyet", "nuoc-mam-anh-hong"}


def test_everything_made_up_is_marked(sample):
    for model in (Product, SalePoint, Stocking, Picture, ProductPage, ProducerPage):
        assert not model.objects.filter(is_sample=False).exists()
    assert not Producer.objects.exclude(is_sample=False).exclude(name__contains="chưa công bố").exists()
    for model in ("Lot", "Recall", "StampOrder"):
        assert not apps.get_model("traceability", model).objects.filter(is_sample=False).exists()
    assert ProvinceSettings.objects.get().is_demo


def test_barcodes_are_of_the_demonstration_range(sample):
    numbers = list(Product.objects.exclude(gtin="").values_list("gtin", flat=True))
    assert len(numbers) == 5
    for number in numbers:
        validate_gtin(number)
        assert number.startswith("952")


def test_pages_are_live_in_both_languages(sample):
    english = Locale.objects.get(language_code="en")
    for model, count in ((StoryPage, 6), (ProductPage, 12), (ProducerPage, 14)):
        pages = model.objects.live().filter(locale__language_code="vi")
        assert pages.count() == count
        assert all(page.get_translation(english).live for page in pages)
    page = ProductPage.objects.get(product__slug="cu-do-phong-nga", locale=english)
    assert "molasses" in page.lead
    assert [block.block_type for block in page.body] == ["paragraph", "steps", "quote", "paragraph"]


def test_a_story_stands_at_each_front_door(sample):
    for home in HomePage.objects.all():
        assert home.featured_story.locale_id == home.locale_id
        assert home.featured_story.slug == "cu-do-ha-tinh"


def test_pictures_in_stories_are_described_in_the_language_of_the_page(sample):
    described = {}
    for story in StoryPage.objects.filter(slug="nuoc-mam-ky-anh"):
        (picture,) = [block.value for block in story.body if block.block_type == "picture"]
        described[story.locale.language_code] = picture.contextual_alt_text
    assert described == {
        "vi": "Hình minh họa: chai nước mắm và chum sành",
        "en": "Illustration: bottles of fish sauce and a clay jar",
    }


def test_everything_can_be_found(sample):
    assert SearchDocument.objects.filter(name_terms__contains="| cu do phong nga", current_to__gt=TODAY).exists()
    assert set(SearchDocument.objects.values_list("kind", flat=True)) == {"san-pham", "chu-the", "diem-ban", "cau-chuyen"}


def judged(engine):
    out = io.StringIO()
    call_command("search_judge", "--json", "--engine", engine, stdout=out)
    return json.loads(out.getvalue())[engine]


def test_judged_queries_reach_the_floor(sample):
    # The command itself fails below an nDCG@10 of 0.95, or with more than 1 % without a result.
    figures = judged("database")

    assert figures["all"]["queries"] > 500
    assert min(figures[kind]["ndcg"] for kind in ("exact", "unaccented", "slips", "places")) > 0.95


@pytest.mark.elasticsearch
def test_both_engines_answer_judged_queries_alike(sample, settings):
    settings.ELASTICSEARCH_URL = os.environ["OCOP_TEST_ELASTICSEARCH"].split(",")
    settings.ELASTICSEARCH_INDEX = "judged"
    rebuild(lambda _line: None, now=timezone.now)

    database, cluster = judged("database"), judged("elasticsearch")

    assert abs(database["all"]["ndcg"] - cluster["all"]["ndcg"]) < 0.02
    assert database["all"]["queries"] == cluster["all"]["queries"]


def scan(code, *, viewer=1):
    return answer_scan(code, at=datetime.combine(TODAY, time(5), tzinfo=UTC), viewer=viewer, channel=ScanChannel.QR).verdict.kind


def test_there_is_a_stamp_for_each_verdict(sample):
    examples = verdict_examples()
    assert list(examples) == list(VerdictKind)
    assert {kind: scan(code) for kind, code in examples.items()} == {kind: kind for kind in VerdictKind}


def test_the_next_first_scan_is_another_stamp(sample):
    first = verdict_examples()[VerdictKind.FIRST_SCAN]
    assert scan(first) == VerdictKind.FIRST_SCAN
    assert scan(first, viewer=2) == VerdictKind.SCANNED_BEFORE
    assert verdict_examples()[VerdictKind.FIRST_SCAN] != first


def test_the_member_of_a_producer_edits_its_pages_only(sample):
    member = get_user_model().objects.get(username="chu-the")
    mine = [page for page in ProductPage.objects.all() if page.permissions_for_user(member).can_edit()]
    assert {page.product.slug for page in mine} == {"cu-do-phong-nga"}
    assert {page.locale.language_code for page in mine} == {"vi", "en"}
    assert not any(page.permissions_for_user(member).can_publish() for page in mine)


def test_addresses_are_shown(sample):
    out = io.StringIO()
    call_command("show_addresses", base="https://demo.example/", stdout=out)
    text = out.getvalue()
    assert "https://demo.example/en/" in text
    assert "https://demo.example/khong-gian/tem/" in text
    assert all(f"{account.username} / {PASSWORD}" in text for account in ACCOUNTS)
    assert all(f"https://demo.example/t/{code}" in text for code in verdict_examples().values())
    assert "█" in text


def test_passwords_are_not_shown_on_a_real_site(sample):
    ProvinceSettings.objects.update(is_demo=False)
    out = io.StringIO()
    call_command("show_addresses", stdout=out)
    assert PASSWORD not in out.getvalue()
