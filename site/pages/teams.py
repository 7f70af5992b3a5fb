"""Teams: the people of a producer, and the pages and pictures that they may change in the editor, and nothing else.

Access follows the register: whenever a page, its product or its producer is saved, the page belongs to the team of the producer
that the register names, and to no other team.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.signals import post_save
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from catalog.models import Producer, Product
from pages.models import ProducerPage, ProductPage
from pages.roles import TEAM_PREFIX

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

ENTER_ADMIN = "wagtailadmin.access_admin"
EDIT_PAGE = "wagtailcore.change_page"
PICTURES = ("wagtailimages.add_image", "wagtailimages.choose_image", "wagtailimages.change_image")


class MissingPermission(LookupError):
    """A permission is asked for that no installed model declares; the message names each."""


def find_permissions(names: Iterable[str]) -> list[Permission]:
    """Give permissions by their names, such as "catalog.change_product"; a list in the order of the names.

    Raises: MissingPermission: one or more do not exist. A role that silently lacks a right would be found out too late.
    """
    wanted = list(dict.fromkeys(names))
    pairs = [tuple(name.split(".", 1)) for name in wanted]
    query = Q(pk=None)
    for app, codename in pairs:
        query |= Q(content_type__app_label=app, codename=codename)
    rows = Permission.objects.filter(query).select_related("content_type")
    found = {f"{row.content_type.app_label}.{row.codename}": row for row in rows}
    missing = [name for name in wanted if name not in found]
    if missing:
        raise MissingPermission(", ".join(missing))
    return [found[name] for name in wanted]


@transaction.atomic
def open_team(producer: Producer, *, members: Iterable[AbstractBaseUser] = ()) -> Group:
    """Give a producer its team, with the given members added, and share the producer's pages with it.

    The team may enter the editor, change the producer's own pages in every language (publishing them is for officials and
    editors), and keep pictures in a collection of its own. Safe to repeat.
    """
    Producer.objects.select_for_update(of=("self",)).get(pk=producer.pk)
    # The caller's object may be older than the lock; if it kept its old team, its next save would take the new one away.
    producer.refresh_from_db(fields=["team"])
    group = producer.team
    if group is None:
        group = Group.objects.create(name=_free_name(producer))
        producer.team = group
        producer.save(update_fields=["team"])
    group.permissions.add(*find_permissions([ENTER_ADMIN]))
    _open_collection(group)
    group.user_set.add(*members)  # type: ignore[arg-type]
    for page in pages_of(producer):
        share_page(page)
    return group


def share_page(page: ProductPage | ProducerPage) -> None:
    """Let the team of the page's producer change the page, and no other team. A producer without a team shares it with nobody."""
    team_id = _team_of(page)
    rows = GroupPagePermission.objects.filter(page_id=page.pk)
    rows.filter(Q(group__producer__isnull=False) | Q(group__name__startswith=TEAM_PREFIX)).exclude(group_id=team_id).delete()
    if team_id is not None:
        (permission,) = find_permissions([EDIT_PAGE])
        GroupPagePermission.objects.get_or_create(group_id=team_id, page=Page.objects.get(pk=page.pk), permission=permission)


def pages_of(producer: Producer) -> list[ProductPage | ProducerPage]:
    """Give the pages of a producer and of its products, in every language; a list."""
    products = ProductPage.objects.filter(product__producer=producer)
    return [*producer.pages.all(), *products]


def _team_of(page: ProductPage | ProducerPage) -> int | None:
    """Give the team as the database has it: a producer in memory may be older."""
    mine = {"pk": page.producer_id} if isinstance(page, ProducerPage) else {"products": page.product_id}
    return Producer.objects.filter(**mine).values_list("team_id", flat=True).get()


def _free_name(producer: Producer) -> str:
    """Give the name of a new group; of two producers of one name the later one adds its address part."""
    longest = Group._meta.get_field("name").max_length or 150
    name = f"{TEAM_PREFIX}{producer.name}"[:longest]
    if not Group.objects.filter(name=name).exists():
        return name
    ending = f" ({producer.slug[: longest // 2]})"
    return name[: longest - len(ending)] + ending


def _open_collection(group: Group) -> None:
    permissions = find_permissions(PICTURES)
    known = GroupCollectionPermission.objects.filter(group=group, permission=permissions[0]).select_related("collection").first()
    collection = known.collection if known else Collection.get_first_root_node().add_child(name=group.name)
    for permission in permissions:
        GroupCollectionPermission.objects.get_or_create(group=group, collection=collection, permission=permission)


def _share(pages: QuerySet[Any] | list[Any]) -> None:
    for page in pages:
        share_page(page)


def _page_saved(instance: Any, *, raw: bool = False, **_kwargs: Any) -> None:
    if not raw:
        share_page(instance)


def _product_saved(instance: Product, *, created: bool, raw: bool = False, **_kwargs: Any) -> None:
    if not (created or raw):
        _share(instance.pages.all())


def _producer_saved(instance: Producer, *, created: bool, raw: bool = False, **_kwargs: Any) -> None:
    if not (created or raw):
        _share(pages_of(instance))


for _sender, _handler in (
    (ProductPage, _page_saved),
    (ProducerPage, _page_saved),
    (Product, _product_saved),
    (Producer, _producer_saved),
):
    post_save.connect(_handler, sender=_sender, dispatch_uid=f"teams-{_sender.__name__}-saved")
