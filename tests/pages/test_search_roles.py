"""The real roles of a site, and the people of a producer, before the admin of the search."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import get_resolver, reverse

from pages.roles import EDITORS, INSPECTORS, OFFICIALS
from pages.teams import open_team
from search.models import Miss, Promotion, Synonym
from tests.factories.catalog import ProducerFactory
from tests.factories.search import MissFactory, PromotionFactory, SynonymFactory

pytestmark = pytest.mark.django_db
LISTS = ("synonyms", "promotions", "misses")
# What may be looked at, and what changes something: the names of the addresses.
LOOK = {"synonyms": ("index", "index_results", "inspect"), "promotions": ("index", "index_results", "inspect")}
LOOK |= {"misses": ("index", "index_results")}
ACT = {"synonyms": ("add", "edit", "delete"), "promotions": ("add", "edit", "delete"), "misses": ()}
HISTORY = {"synonyms": ("history", "history_results"), "promotions": ("history", "history_results"), "misses": ()}
WITHOUT_RECORD = ("index", "index_results", "add")


@pytest.fixture
def rows(small_site: None, db: None) -> dict[str, Any]:
    """A site with its roles, and one row in each list."""
    return {"synonyms": SynonymFactory(), "promotions": PromotionFactory(), "misses": MissFactory()}


def sign_in(client: Client, group: str) -> None:
    user = User.objects.create_user("nguoi-nay")
    if group == "team":
        open_team(ProducerFactory(), members=[user])
    else:
        user.groups.add(Group.objects.get(name=group))
    client.force_login(user)


def addresses(names: dict[str, tuple[str, ...]], rows: dict[str, Any]) -> list[str]:
    return [
        reverse(f"{one}:{name}", args=[] if name in WITHOUT_RECORD else [rows[one].pk]) for one in LISTS for name in names[one]
    ]


def answers(client: Client, method: str, found: list[str]) -> set[Any]:
    """Give the status of each answer; for a redirection where it leads."""
    responses = [getattr(client, method)(address) for address in found]
    return {response["Location"] if response.status_code == 302 else response.status_code for response in responses}


def test_there_is_no_other_address() -> None:
    """What is added to a list is added to the names above, or this fails."""
    spaces = get_resolver().namespace_dict
    found = {one: {name for name in spaces[one][1].reverse_dict if isinstance(name, str)} for one in LISTS}

    assert found == {one: {*LOOK[one], *ACT[one], *HISTORY[one]} for one in LISTS}


@pytest.mark.parametrize("group", [OFFICIALS, EDITORS])
def test_officials_and_editors_tend_the_search(client: Client, rows: dict[str, Any], group: str) -> None:
    sign_in(client, group)

    assert answers(client, "get", [*addresses(LOOK, rows), *addresses(ACT, rows), *addresses(HISTORY, rows)]) == {200}
    for one in ("synonyms", "promotions"):
        client.post(reverse(f"{one}:delete", args=[rows[one].pk]))
    client.post(reverse("synonyms:add"), {"kind": "SAME", "words": "chè, trà", "means": "", "is_active": "on"})

    assert [row.word_list for row in Synonym.objects.all()] == [["chè", "trà"]]
    assert not Promotion.objects.exists()


def test_inspectors_see_and_do_not_act(client: Client, rows: dict[str, Any]) -> None:
    sign_in(client, INSPECTORS)

    assert answers(client, "get", addresses(LOOK, rows)) == {200}
    for method in ("get", "post"):
        assert answers(client, method, addresses(ACT, rows)) == {reverse("wagtailadmin_home")}
    shown = "".join(client.get(address).content.decode() for address in addresses(LOOK, rows))
    assert [address for address in addresses(ACT, rows) if f'"{address}' in shown] == []
    assert (Synonym.objects.count(), Promotion.objects.count()) == (1, 1)


def test_teams_see_nothing_of_it(client: Client, rows: dict[str, Any]) -> None:
    sign_in(client, "team")

    everything = [*addresses(LOOK, rows), *addresses(ACT, rows), *addresses(HISTORY, rows)]
    for method in ("get", "post"):
        assert answers(client, method, everything) == {reverse("wagtailadmin_home")}
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    assert [one for one in LISTS if reverse(f"{one}:index") in home] == []
    assert (Synonym.objects.count(), Promotion.objects.count()) == (1, 1)


def test_nobody_gets_in_without_signing_in(client: Client, rows: dict[str, Any]) -> None:
    everything = [*addresses(LOOK, rows), *addresses(ACT, rows), *addresses(HISTORY, rows)]

    for method in ("get", "post"):
        found = answers(client, method, everything)
        assert all(str(answer).startswith(reverse("wagtailadmin_login")) for answer in found)
    assert (Synonym.objects.count(), Promotion.objects.count(), Miss.objects.count()) == (1, 1, 1)


@pytest.mark.parametrize("group", [OFFICIALS, EDITORS, INSPECTORS])
def test_the_menu_leads_there(client: Client, rows: dict[str, Any], group: str) -> None:
    sign_in(client, group)

    home = client.get(reverse("wagtailadmin_home")).content.decode()

    assert [one for one in LISTS if reverse(f"{one}:index") in home] == list(LISTS)
