from __future__ import annotations

import pytest
from django.core.management import call_command

from catalog.models import Certificate
from search.indexing import refresh, refresh_all
from search.models import SearchDocument
from search.query import Query, find
from search.sources import Document, Source, source_of, sources
from tests.factories.catalog import CertificateFactory, ProductFactory
from tests.factories.places import SalePointFactory

pytestmark = pytest.mark.django_db


def titles(text):
    found = {(row.kind, row.object_id): row.title for row in SearchDocument.objects.all()}
    return [found[hit.kind, hit.object_id] for hit in find(Query(text)).hits]


@pytest.fixture
def products():
    source = source_of("san-pham")
    assert source is not None
    return source


def test_refresh_writes_updates_and_removes(products):
    product = ProductFactory(name="Cu đơ Phong Nga")
    other = ProductFactory(name="Miến gạo")
    assert refresh(products) == 2
    assert titles("cu do") == ["Cu đơ Phong Nga"]

    type(product).objects.filter(pk=product.pk).update(name="Kẹo lạc Phong Nga")
    assert refresh(products, [product.pk]) == 1
    assert (titles("cu do"), titles("keo lac"), titles("mien")) == ([], ["Kẹo lạc Phong Nga"], ["Miến gạo"])

    type(product).objects.filter(pk=product.pk).delete()
    assert refresh(products, [product.pk]) == 0
    assert (titles("keo lac"), titles("mien")) == ([], ["Miến gạo"])
    assert list(SearchDocument.objects.values_list("object_id", flat=True)) == [other.pk]


def test_refresh_of_some_leaves_the_others_alone(products):
    made = ProductFactory.create_batch(3)
    refresh(products)
    before = {row.object_id: row.pk for row in SearchDocument.objects.all()}

    refresh(products, [made[0].pk])

    assert {row.object_id: row.pk for row in SearchDocument.objects.all()} == before


def test_refresh_of_nothing_changes_nothing(products):
    ProductFactory()
    refresh(products)

    assert refresh(products, []) == 0
    assert SearchDocument.objects.count() == 1


def test_lapsed_product_is_found_after_one_in_force(products):
    lapsed = CertificateFactory(expired=True, product=ProductFactory(name="Nước mắm A")).product
    current = CertificateFactory(product=ProductFactory(name="Nước mắm B")).product
    refresh(products)

    assert [hit.object_id for hit in find(Query("nước mắm")).hits] == [current.pk, lapsed.pk]
    assert SearchDocument.objects.get(object_id=lapsed.pk).is_current is False


def test_registered_point_is_not_found():
    SalePointFactory(name="Cửa hàng chưa duyệt", registered=True)
    SalePointFactory(name="Cửa hàng đã đóng", closed=True)
    SalePointFactory(name="Cửa hàng đang bán")
    refresh(source_of("diem-ban"))

    assert titles("cửa hàng") == ["Cửa hàng đang bán", "Cửa hàng đã đóng"]


def test_saved_and_deleted_records_are_found_and_forgotten_at_once(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        product = ProductFactory(name="Cu đơ Phong Nga")
    assert titles("cu do") == ["Cu đơ Phong Nga"]

    with django_capture_on_commit_callbacks(execute=True):
        product.name = "Kẹo lạc"
        product.save()
    assert (titles("cu do"), titles("keo lac")) == ([], ["Kẹo lạc"])

    with django_capture_on_commit_callbacks(execute=True):
        product.producer.name = "HTX Thành Đạt"
        product.producer.save()
    assert "Kẹo lạc" in titles("thanh dat")


def test_deleted_product_is_forgotten(products, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        product = ProductFactory(name="Cu đơ")
    with django_capture_on_commit_callbacks(execute=True):
        product.delete()

    assert titles("cu do") == []


def test_certificate_makes_its_product_current(products, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        product = CertificateFactory(product=ProductFactory(name="Cu đơ")).product

    assert SearchDocument.objects.get(kind="san-pham", object_id=product.pk).is_current
    assert Certificate.objects.get().product == product


def test_refresh_all_and_the_command_count_by_kind(capsys):
    ProductFactory()

    assert refresh_all()["san-pham"] == 1
    call_command("rebuild_search")
    assert "san-pham: 1\n" in capsys.readouterr().out


@pytest.mark.parametrize("count", [501])
def test_refresh_of_more_than_one_portion_is_whole(count):

    documents = [Document(number, f"Cu đơ {number}", "") for number in range(1, count + 1)]
    source = Source("thu", "thu", Certificate, lambda _numbers: documents, lambda _numbers: {}, "none.html")

    assert refresh(source) == count == SearchDocument.objects.count()
    assert [hit.object_id for hit in find(Query(f"cu do {count}")).hits] == [count]


def test_overlong_title_is_cut(put):
    put("ß" * 400)

    assert len(SearchDocument.objects.get().title) == 300


def test_sources_are_those_of_the_site():
    assert [source.kind for source in sources()][:4] == ["san-pham", "chu-the", "diem-ban", "cau-chuyen"]
    assert source_of("khong-co") is None
