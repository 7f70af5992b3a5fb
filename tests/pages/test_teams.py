"""The people of a producer reach their own pages, and no others."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from wagtail.models import Collection, GroupPagePermission, Locale
from wagtail.permissions import policy_registry

from catalog.models import Producer, Product
from core.models import Picture
from pages.models import HomePage, ProducerIndexPage, ProducerPage, ProductIndexPage, ProductPage
from pages.teams import open_team, pages_of
from places.models import AdministrativeUnit

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(small_site, db):
    return HomePage.objects.get(locale__language_code="vi")


def make_producer(slug, name="HTX Mẫu"):
    return Producer.objects.create(name=name, slug=slug, kind="COOPERATIVE")


def make_page(home, producer, slug):
    province = AdministrativeUnit.objects.get(key="42")
    product = Product.objects.create(name=slug, slug=slug, producer=producer, province=province)
    page = ProductPage(product=product, title=slug, locale=home.locale)
    ProductIndexPage.objects.child_of(home).get().add_child(instance=page)
    page.save_revision().publish()
    return page


def translate(page):
    return page.copy_for_translation(Locale.objects.get(language_code="en"))


@pytest.fixture
def member():
    return get_user_model().objects.create_user("member", password="secret")


def test_a_member_changes_the_own_pages_and_hands_them_in(home, member):
    producer, other = make_producer("one"), make_producer("two", "HTX Khác")
    own, foreign = make_page(home, producer, "own"), make_page(home, other, "foreign")
    open_team(producer, members=[member])
    rights = own.permissions_for_user(member)
    assert rights.can_edit()
    assert rights.can_submit_for_moderation()
    assert not rights.can_publish()
    assert not rights.can_add_subpage()
    assert not rights.can_delete()
    assert not foreign.permissions_for_user(member).can_edit()
    assert not home.permissions_for_user(member).can_edit()


def test_pages_made_later_are_shared_in_both_languages(home, member):
    producer = make_producer("one")
    open_team(producer, members=[member])
    page = make_page(home, producer, "later")
    about = ProducerPage(producer=producer, title="HTX Mẫu", locale=home.locale)
    ProducerIndexPage.objects.child_of(home).get().add_child(instance=about)
    for own in (page, translate(page), about, translate(about)):
        assert own.permissions_for_user(member).can_edit()
    assert len(pages_of(producer)) == 4


def test_access_follows_the_register(home, member):
    producer, other = make_producer("one"), make_producer("two", "HTX Khác")
    page = make_page(home, producer, "moved")
    open_team(producer, members=[member])
    open_team(other)
    page.product.producer = other
    page.product.save()
    assert not page.permissions_for_user(get_user_model().objects.get()).can_edit()
    assert [row.group for row in GroupPagePermission.objects.filter(page=page)] == [other.__class__.objects.get(pk=other.pk).team]


def test_a_team_that_is_taken_away_loses_its_pages(home, member):
    producer = make_producer("one")
    page = make_page(home, producer, "own")
    open_team(producer, members=[member])
    producer.refresh_from_db()
    producer.team = None
    producer.save()
    assert not page.permissions_for_user(get_user_model().objects.get()).can_edit()


def test_opening_twice_changes_nothing(home, member):
    producer = make_producer("one")
    make_page(home, producer, "own")
    first = open_team(producer, members=[member])
    counts = [model.objects.count() for model in (Group, Collection, GroupPagePermission)]
    assert open_team(producer) == first
    assert [model.objects.count() for model in (Group, Collection, GroupPagePermission)] == counts
    assert list(first.user_set.all()) == [member]


def test_two_producers_of_one_name_have_two_teams(home):
    one, two = open_team(make_producer("one")), open_team(make_producer("two"))
    assert (one.name, two.name) == ("Chủ thể: HTX Mẫu", "Chủ thể: HTX Mẫu (two)")


def test_a_very_long_name_still_makes_a_group(home):
    names = [open_team(make_producer(f"p{number}", "Đ" * 200)).name for number in range(2)]
    assert [len(name) for name in names] == [150, 150]
    assert names[0] != names[1]


def test_pictures_lie_in_a_collection_of_the_team(home, member):
    group = open_team(make_producer("one"), members=[member])
    open_team(make_producer("two", "HTX Khác"))
    allowed = policy_registry.get_by_type(Picture).collections_user_has_permission_for(member, "add")
    assert [collection.name for collection in allowed] == [group.name]


def test_the_editor_opens_the_own_page_only(home, member, client):
    producer, other = make_producer("one"), make_producer("two", "HTX Khác")
    own, foreign = make_page(home, producer, "own"), make_page(home, other, "foreign")
    open_team(producer, members=[member])
    client.force_login(member)
    assert client.get(f"/quan-ly/pages/{own.pk}/edit/").status_code == 200
    assert client.get(f"/quan-ly/pages/{foreign.pk}/edit/").status_code == 302
