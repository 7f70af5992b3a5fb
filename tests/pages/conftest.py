"""A site to work on, set up once for all tests of a module."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from pages import setup
from places.models import AdministrativeUnit

PROVINCE = {
    "code": "42",
    "level": "PROVINCE",
    "kind": "TINH",
    "name": "Hà Tĩnh",
    "slug": "tinh-ha-tinh",
    "valid_from": "2018-01-01",
}


def load_one_province() -> None:
    """Stand in for the loading of some hundred communes."""
    AdministrativeUnit.objects.get_or_create(key="42", defaults=PROVINCE)


@pytest.fixture(scope="module")
def small_site(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The site with its roles and first pages, in a transaction around all tests of the module; without synonyms."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch, transaction.atomic():
        patch.setattr(setup, "load_units", load_one_province)
        patch.setattr(setup, "load_vocabulary", lambda: 0)
        setup.setup_site()
        yield
        transaction.set_rollback(True)
