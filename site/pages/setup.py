"""What every new site begins with: languages, the tree of pages, roles, the way to publication.

All of it can be repeated: what is there stays as people have changed it, what is missing is added.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Locale,
    Page,
    Site,
    Task,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from catalog.domain.rules import load_product_sets
from pages.models import HomePage, ProducerIndexPage, ProductIndexPage, ProvinceSettings, StandardPage, StoryIndexPage
from pages.roles import EDITORS, INSPECTORS, OFFICIALS
from pages.teams import ENTER_ADMIN, PICTURES, find_permissions
from pages.texts import in_language, read_toml, story_blocks
from places.domain.units import load_units
from search.domain.thesaurus_file import load_vocabulary

VIETNAMESE, ENGLISH = "vi", "en"
HOME_SLUG = "trang-chu"
WORKFLOW = "Duyệt trang"
APPROVAL = "Cán bộ hoặc biên tập viên duyệt"
_TEXTS = Path(__file__).resolve().parent / "first_pages.toml"
_PAGE_TYPES: dict[str, type[Page]] = {
    page_type.__name__: page_type for page_type in (ProductIndexPage, ProducerIndexPage, StoryIndexPage, StandardPage)
}

# Groups and the workflow that Wagtail's migrations bring along; ours take their place.
_WAGTAIL_GROUPS = ("Moderators", "Editors")
_WAGTAIL_WORKFLOW = "Moderators approval"
_WELCOME_TITLE = "Welcome to your new Wagtail site!"

# Official records are closed, never deleted (decision D11): nobody gets the right to delete them.
_RECORDS = {
    "catalog": ("certificate", "ipmark", "producer", "product", "productstandard"),
    "places": ("administrativeunit", "districtarea", "salepoint", "succession"),
    "traceability": ("lot", "recall", "stamporder", "stamprange"),
}
# What stands beside a record and is taken away when it is no longer so.
_DETAILS = {
    "catalog": ("saleschannel", "stocking"),
    "places": ("closeddays", "openinghours", "salepointpicture"),
}
# What the site writes itself.
_TRACES = {
    "catalog": ("certificateevent", "productset"),
    "traceability": ("printpart", "printrun", "scan", "stampevent", "stampseries", "stamptally"),
}
# What editors tend: no official records.
_SEARCH = {"search": ("promotion", "synonym")}
_MISSES = "search.view_miss"
_PUBLISHING = tuple(f"wagtailcore.{right}_page" for right in ("add", "change", "publish", "lock", "unlock"))
_DOCUMENTS = tuple(f"wagtaildocs.{right}_document" for right in ("add", "choose", "change"))
_TRANSLATE = "simple_translation.submit_translation"


@transaction.atomic
def setup_site() -> HomePage:
    """Bring a database to where a site can open, and give its Vietnamese home page. All or nothing; safe to repeat.

    Raises: pages.teams.MissingPermission: a role asks for a right that no installed model declares.
    """
    load_units()
    load_product_sets()
    load_vocabulary()
    home, english = open_pages()
    site = open_site(home)
    ProvinceSettings.objects.get_or_create(site=site)
    open_roles(homes=[home, english])
    open_workflow(homes=[home, english])
    return home


def open_pages() -> tuple[HomePage, HomePage]:
    """Make the pages that are missing in both languages; give the Vietnamese and the English home page."""
    vietnamese, english = (Locale.objects.get_or_create(language_code=code)[0] for code in (VIETNAMESE, ENGLISH))
    texts = read_toml(_TEXTS)
    home = HomePage.objects.filter(locale=vietnamese, depth=2).order_by("path").first()
    if home is None:
        home = HomePage(slug=HOME_SLUG, locale=vietnamese, **_home_words(texts["home"], VIETNAMESE))
        Page.get_first_root_node().add_child(instance=home)
        publish(home)
    translated = translate_page(home, english, _home_words(texts["home"], ENGLISH))
    for row in texts["pages"]:
        page = _open_page(home, row)
        translate_page(page, english, _page_words(row, ENGLISH))
    return home, translated


def translate_page(page: Page, locale: Locale, words: Mapping[str, Any]) -> Any:
    """Give the page in another language: the one that is there, else a copy with these words, published."""
    known = page.get_translation_or_none(locale)
    if known is not None:
        return known.specific
    translation = page.copy_for_translation(locale)
    for name, value in words.items():
        setattr(translation, name, value)
    publish(translation)
    return translation


def publish(page: Page) -> None:
    """Publish a page as it stands, with a revision to go back to."""
    page.save_revision().publish()


def open_site(home: HomePage) -> Site:
    """Bring the default site's address in line with PUBLIC_URL and let it begin at the home page; drop Wagtail's welcome page."""
    address = urlsplit(settings.PUBLIC_URL)
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True, root_page=home)
    welcome = None
    if site.root_page_id != home.pk and site.root_page.specific_class is Page:
        welcome, site.root_page = site.root_page, home
    site.hostname = address.hostname or "localhost"
    site.port = address.port or (443 if address.scheme == "https" else 80)
    site.save()
    # A site goes with the page that it begins at, so the old page can only be deleted once the site has left it.
    if welcome is not None and welcome.title == _WELCOME_TITLE:
        welcome.delete()
    return site


def open_roles(*, homes: Iterable[Page]) -> None:
    """Give officials, editors and inspectors their groups and rights; rights that somebody added stay.

    Wagtail's own two groups go, unless they have members.
    Raises: pages.teams.MissingPermission.
    """
    homes = list(homes)
    officials, editors, inspectors = (Group.objects.get_or_create(name=name)[0] for name in (OFFICIALS, EDITORS, INSPECTORS))
    officials.permissions.add(*find_permissions(official_rights()))
    editors.permissions.add(*find_permissions(editor_rights()))
    inspectors.permissions.add(*find_permissions(inspector_rights()))
    for group in (officials, editors):
        _let_publish(group, homes)
        _let_keep_files(group)
    Group.objects.filter(name__in=_WAGTAIL_GROUPS, user=None).delete()


def official_rights() -> list[str]:
    """Name the rights of officials: those of editors; the register, stamps and places; settings, and which page shows what."""
    return [
        *editor_rights(),
        "pages.bind_to_register",
        "pages.change_provincesettings",
        *_rights(_RECORDS, "view", "add", "change"),
        *_rights(_DETAILS, "view", "add", "change", "delete"),
        *_rights(_TRACES, "view"),
    ]


def editor_rights() -> list[str]:
    """Name the rights of editors beside those on pages and pictures: to tend the search."""
    return [ENTER_ADMIN, _TRANSLATE, *_rights(_SEARCH, "view", "add", "change", "delete"), _MISSES]


def inspector_rights() -> list[str]:
    """Name the rights of inspectors: to see the register, sale points, lots, stamps and how the search is tended."""
    seen = (_RECORDS, _DETAILS, _TRACES, _SEARCH)
    return [ENTER_ADMIN, *(right for models in seen for right in _rights(models, "view")), _MISSES]


def open_workflow(*, homes: Iterable[Page]) -> Workflow:
    """Let an official or an editor approve what others hand in, on all pages below the home pages."""
    workflow, created = Workflow.objects.get_or_create(name=WORKFLOW)
    if created:
        task = GroupApprovalTask.objects.create(name=APPROVAL)
        task.groups.set(Group.objects.filter(name__in=(OFFICIALS, EDITORS)))
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    for home in homes:
        WorkflowPage.objects.get_or_create(page=Page.objects.get(pk=home.pk), defaults={"workflow": workflow})
    # Wagtail's own goes, unless something went through it.
    Workflow.objects.filter(name=_WAGTAIL_WORKFLOW, workflow_states=None).delete()
    Task.objects.filter(name=_WAGTAIL_WORKFLOW, workflow_tasks=None, task_states=None).delete()
    return workflow


def _open_page(home: HomePage, row: Mapping[str, Any]) -> Page:
    known = home.get_children().filter(slug=row["slug"]).first()
    if known is not None:
        return known.specific
    page = _PAGE_TYPES[row["type"]](slug=row["slug"], locale=home.locale, **_page_words(row, VIETNAMESE))
    home.add_child(instance=page)
    publish(page)
    return page


def _home_words(row: Mapping[str, Any], language: str) -> dict[str, Any]:
    return {name: in_language(row, name, language) for name in ("title", "hero_title", "lead")}


def _page_words(row: Mapping[str, Any], language: str) -> dict[str, Any]:
    words: dict[str, Any] = {name: in_language(row, name, language) for name in ("title", "lead")}
    if "body" in row:
        words["body"] = story_blocks(row["body"], language)
    return words


def _rights(models: Mapping[str, Iterable[str]], *actions: str) -> list[str]:
    return [f"{app}.{action}_{model}" for app, names in models.items() for model in names for action in actions]


def _let_publish(group: Group, homes: Iterable[Page]) -> None:
    permissions = find_permissions(_PUBLISHING)
    for home in homes:
        page = Page.objects.get(pk=home.pk)
        for permission in permissions:
            GroupPagePermission.objects.get_or_create(group=group, page=page, permission=permission)


def _let_keep_files(group: Group) -> None:
    everything = Collection.get_first_root_node()
    for permission in find_permissions([*PICTURES, *_DOCUMENTS]):
        GroupCollectionPermission.objects.get_or_create(group=group, collection=everything, permission=permission)
