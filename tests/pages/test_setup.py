"""A new site: pages in both languages, roles, the way to publication."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from wagtail.models import Locale, Page, Site, Workflow, WorkflowPage

from catalog.models import ProductSet
from pages import setup
from pages.models import HomePage, ProvinceSettings, StandardPage
from pages.roles import EDITORS, INSPECTORS, OFFICIALS
from pages.setup import editor_rights, inspector_rights, official_rights, setup_site
from pages.teams import MissingPermission, find_permissions
from places.models import AdministrativeUnit
from search.models import Synonym
from tests.pages.conftest import load_one_province

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def few_units(monkeypatch):
    monkeypatch.setattr(setup, "load_units", load_one_province)


def member_of(group):
    user = get_user_model().objects.create_user(f"member-{Group.objects.get(name=group).pk}")
    user.groups.add(Group.objects.get(name=group))
    return user


def test_the_site_begins_at_the_vietnamese_home_page(settings):
    settings.PUBLIC_URL = "https://ocop.example"
    home = setup_site()
    site = Site.objects.get()
    assert (site.root_page_id, site.hostname, site.port, site.is_default_site) == (home.pk, "ocop.example", 443, True)
    assert home.url == "/"


def test_a_port_in_the_public_address_is_kept(settings):
    settings.PUBLIC_URL = "http://127.0.0.1:8000"
    setup_site()
    assert (Site.objects.get().hostname, Site.objects.get().port) == ("127.0.0.1", 8000)


def test_every_page_exists_in_both_languages_under_one_slug():
    home = setup_site()
    english = home.get_translation(Locale.objects.get(language_code="en"))
    slugs = ["san-pham", "chu-the", "cau-chuyen", "gioi-thieu", "kiem-tra-tem", "quyen-rieng-tu"]
    assert list(home.get_children().live().values_list("slug", flat=True)) == slugs
    assert list(english.get_children().live().values_list("slug", flat=True)) == slugs
    assert english.url == "/en/"


def test_english_pages_speak_english():
    setup_site()
    page = StandardPage.objects.get(slug="kiem-tra-tem", locale__language_code="en")
    (steps,) = [block.value["steps"] for block in page.body if block.block_type == "steps"]
    assert page.title == "Check a stamp in three steps"
    assert len(steps) == 3
    assert steps[0].startswith("Open the camera")


def test_wagtails_welcome_page_and_groups_are_gone():
    setup_site()
    assert not Page.objects.filter(title__startswith="Welcome").exists()
    assert set(Group.objects.values_list("name", flat=True)) == {OFFICIALS, EDITORS, INSPECTORS}
    assert list(Workflow.objects.values_list("name", flat=True)) == ["Duyệt trang"]


def test_a_second_run_changes_nothing():
    setup_site()
    models = (Page, Group, Workflow, WorkflowPage, AdministrativeUnit, ProductSet, Synonym)
    before = [model.objects.count() for model in models]
    revisions = list(Page.objects.order_by("pk").values_list("latest_revision_id", flat=True))
    setup_site()
    assert [model.objects.count() for model in models] == before
    assert list(Page.objects.order_by("pk").values_list("latest_revision_id", flat=True)) == revisions


def test_what_people_have_changed_stays():
    home = setup_site()
    home.hero_title = "Changed by an editor"
    home.save_revision().publish()
    settings = ProvinceSettings.objects.get()
    settings.site_name = "OCOP of somewhere"
    settings.save()
    Group.objects.get(name=EDITORS).permissions.add(*find_permissions(["catalog.view_product"]))
    setup_site()
    assert HomePage.objects.get(pk=home.pk).hero_title == "Changed by an editor"
    assert ProvinceSettings.objects.get().site_name == "OCOP of somewhere"
    assert member_of(EDITORS).has_perm("catalog.view_product")


def test_a_missing_permission_is_an_error_that_names_it():
    with pytest.raises(MissingPermission, match=r"^catalog\.fly_product, nowhere\.view_thing$"):
        find_permissions(["catalog.fly_product", "catalog.view_product", "nowhere.view_thing"])


def test_nobody_may_delete_official_records():
    records = ("producer", "product", "certificate", "lot", "recall", "stamporder", "stamprange", "salepoint")
    rights = {right.rpartition(".")[2] for right in (*official_rights(), *inspector_rights())}
    assert rights.isdisjoint({f"delete_{record}" for record in records})


def test_nobody_writes_what_the_site_counts_itself():
    rights = {*official_rights(), *editor_rights(), *inspector_rights()}
    assert {right for right in rights if right.endswith("_miss")} == {"search.view_miss"}


def test_inspectors_only_look():
    assert {right.rpartition(".")[2].partition("_")[0] for right in inspector_rights()} == {"access", "view"}


def test_the_thesaurus_of_the_site_is_loaded():
    setup_site()
    assert Synonym.objects.in_use().exclude(key="").exists()


@pytest.mark.parametrize(
    ("role", "register", "publish"), [(OFFICIALS, True, True), (EDITORS, False, True), (INSPECTORS, False, False)]
)
def test_roles(role, register, publish):
    home = setup_site()
    user = member_of(role)
    assert user.has_perm("wagtailadmin.access_admin")
    assert user.has_perm("catalog.change_product") is register
    assert user.has_perm("traceability.change_stamporder") is register
    assert user.has_perm("pages.bind_to_register") is register
    assert user.has_perm("search.delete_synonym") is publish
    assert user.has_perm("search.view_miss")
    for front in (home, home.get_translation(Locale.objects.get(language_code="en"))):
        assert front.permissions_for_user(user).can_publish() is publish


def test_pages_of_both_languages_go_through_the_workflow():
    home = setup_site()
    for front in (home, home.get_translation(Locale.objects.get(language_code="en"))):
        page = front.get_children().first()
        assert page.get_workflow().name == "Duyệt trang"
        (task,) = page.get_workflow().tasks
        assert set(task.specific.groups.values_list("name", flat=True)) == {OFFICIALS, EDITORS}
