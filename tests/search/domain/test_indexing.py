from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from search.domain.indexing import is_paused, mark, next_edition, paused, refresh, refresh_all, refresh_marked
from search.engines.contract import Demand
from search.engines.database.engine import DatabaseEngine
from search.models import SearchChange, SearchDocument, SearchEdition, SearchWord
from search.sources import source_of, sources
from tests.factories.catalog import CertificateFactory, ProductFactory, StockingFactory
from tests.factories.places import SalePointFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def products():
    source = source_of("san-pham")
    assert source is not None
    return source


def standing(kind="san-pham"):
    return set(SearchDocument.objects.filter(kind=kind, is_deleted=False).values_list("title", flat=True))


def current(number, day=None):
    answer = DatabaseEngine().answer(Demand(on=day or timezone.localdate(), kind="san-pham"))
    return number in {candidate.object_id for candidate in answer.candidates}


def test_refresh_writes_updates_and_marks_as_deleted(products):
    product, other = ProductFactory(name="Cu đơ Phong Nga"), ProductFactory(name="Miến gạo")
    assert refresh(products) == 2

    type(product).objects.filter(pk=product.pk).update(name="Kẹo lạc Phong Nga")
    assert refresh(products, [product.pk]) == 1
    assert standing() == {"Kẹo lạc Phong Nga", "Miến gạo"}

    type(product).objects.filter(pk=product.pk).delete()
    assert refresh(products, [product.pk]) == 1
    assert standing() == {"Miến gạo"}
    assert list(SearchDocument.objects.filter(is_deleted=True).values_list("object_id", flat=True)) == [product.pk]
    assert list(SearchDocument.objects.filter(is_deleted=False).values_list("object_id", flat=True)) == [other.pk]


def test_document_that_says_the_same_keeps_its_edition(products):
    product = ProductFactory()
    refresh(products)
    before = SearchDocument.objects.get(object_id=product.pk).edition

    assert refresh(products) == 0
    assert SearchDocument.objects.get(object_id=product.pk).edition == before


def test_deleted_thing_that_comes_back_is_found_again(products):
    product = ProductFactory(name="Cu đơ")
    refresh(products)
    SearchDocument.objects.update(is_deleted=True)

    assert refresh(products, [product.pk]) == 1
    assert standing() == {"Cu đơ"}


def test_refresh_of_nothing_changes_nothing(products):
    ProductFactory()
    refresh(products)

    assert refresh(products, []) == 0
    assert len(standing()) == 1


def test_editions_grow_by_one():
    first = next_edition()

    assert (next_edition(), SearchEdition.objects.get().number) == (first + 1, first + 1)


def test_mark_is_part_of_the_change_and_goes_with_it(django_capture_on_commit_callbacks):
    with transaction.atomic():
        mark("san-pham", [1])
        transaction.set_rollback(True)

    assert not SearchChange.objects.exists()


def test_mark_that_nobody_handled_is_handled_by_the_next():
    product = ProductFactory(name="Cu đơ")
    SearchChange.objects.all().delete()
    SearchChange.objects.create(kind="san-pham", object_id=product.pk)  # whoever wrote it died before its commit hook ran

    assert (refresh_marked(), standing(), SearchChange.objects.count()) == (1, {"Cu đơ"}, 0)


def test_mark_of_a_kind_that_is_gone_is_taken_away():
    SearchChange.objects.create(kind="khong-con", object_id=1)

    assert (refresh_marked(), SearchChange.objects.count()) == (1, 0)


def test_nothing_is_marked_or_refreshed_while_paused(products):
    ProductFactory()
    SearchChange.objects.all().delete()
    with paused():
        mark("san-pham", [1])
        outcome = (is_paused(), refresh(products))

    assert (outcome, SearchChange.objects.count(), is_paused()) == ((True, 0), 0, False)


def test_saved_and_deleted_records_are_found_and_forgotten_at_once(titles, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        product = CertificateFactory(product=ProductFactory(name="Cu đơ Phong Nga")).product
    assert titles("cu do") == ["Cu đơ Phong Nga"]

    with django_capture_on_commit_callbacks(execute=True):
        product.name = "Kẹo lạc"
        product.save()
    assert (titles("cu do"), titles("keo lac")) == ([], ["Kẹo lạc"])

    with django_capture_on_commit_callbacks(execute=True):
        product.producer.name = "HTX Thành Đạt"
        product.producer.save()
    assert "Kẹo lạc" in titles("thanh dat", kind="san-pham")


def test_stock_at_a_point_is_a_facet_that_follows_the_point(products, django_capture_on_commit_callbacks):
    product = CertificateFactory().product
    with django_capture_on_commit_callbacks(execute=True):
        stocking = StockingFactory(product=product, sale_point=SalePointFactory(latitude="18.34", longitude="105.90"))
    found = SearchDocument.objects.get(kind="san-pham", object_id=product.pk)
    assert (found.facets["con-hang"], found.points) == (["co"], [[18.34, 105.9]])

    with django_capture_on_commit_callbacks(execute=True):
        stocking.sale_point.state = "CLOSED"
        stocking.sale_point.save()
    found.refresh_from_db()
    assert ("con-hang" in found.facets, found.points) == (False, [])


def test_certificate_that_runs_out_tonight_is_not_found_tomorrow_though_nobody_writes(products):
    today = timezone.localdate()
    product = CertificateFactory(valid_from=today - timedelta(days=100), valid_to=today + timedelta(days=1)).product
    refresh(products)

    assert (current(product.pk), current(product.pk, today + timedelta(days=1))) == (True, False)


def test_renewal_without_a_gap_counts_as_one_period(products):
    today = timezone.localdate()
    product = ProductFactory()
    CertificateFactory(product=product, valid_from=today - timedelta(days=100), valid_to=today + timedelta(days=5))
    CertificateFactory(product=product, valid_from=today + timedelta(days=5), valid_to=today + timedelta(days=500))
    refresh(products)

    assert [current(product.pk, today + timedelta(days=days)) for days in (0, 5, 499, 500)] == [True, True, True, False]


@pytest.mark.parametrize("fate", ["expired", "revoked", "not_yet"])
def test_product_without_a_certificate_in_force_is_found_on_request_only(products, fate):
    product = CertificateFactory(**{fate: True}).product
    refresh(products)

    assert not current(product.pk)
    assert standing() == {product.name}


def test_registered_point_is_not_found_and_a_closed_one_on_request_only(titles):
    SalePointFactory(name="Cửa hàng chưa duyệt", registered=True)
    SalePointFactory(name="Cửa hàng đã đóng", closed=True)
    SalePointFactory(name="Cửa hàng đang bán")
    refresh(source_of("diem-ban"))

    assert titles("cửa hàng") == ["Cửa hàng đang bán"]
    assert set(titles("cửa hàng", lapsed=True)) == {"Cửa hàng đang bán", "Cửa hàng đã đóng"}


def test_refresh_all_and_the_command_count_by_kind(capsys):
    ProductFactory(name="Cu đơ")

    assert refresh_all()["san-pham"] == 1
    assert SearchWord.objects.get(text="cu do").written == "cu đơ"
    call_command("rebuild_search")
    assert "san-pham" in capsys.readouterr().out


@pytest.mark.parametrize("count", [501])
def test_refresh_of_more_than_one_portion_is_whole(put, titles, count):
    put(*(f"Cu đơ {number}" for number in range(1, count + 1)))

    assert SearchDocument.objects.count() == count
    assert titles(f"cu do {count}")[0] == f"Cu đơ {count}"


def test_overlong_title_is_cut(put):
    put("ß" * 400)

    assert len(SearchDocument.objects.get().title) == 300


def test_sources_are_those_of_the_site():
    assert [source.kind for source in sources()][:4] == ["san-pham", "chu-the", "diem-ban", "cau-chuyen"]
    assert source_of("khong-co") is None


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_who_refresh_at_once_leave_the_later_truth(products):
    product = ProductFactory(name="Cu đơ A")
    refresh(products)

    def rename(name: str) -> None:
        try:
            with transaction.atomic():
                type(product).objects.filter(pk=product.pk).update(name=name)
                mark("san-pham", [product.pk])
        finally:
            connection.close()

    threads = [threading.Thread(target=rename, args=(f"Cu đơ {number}",)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    product.refresh_from_db()
    assert (standing(), SearchChange.objects.count()) == ({product.name}, 0)
