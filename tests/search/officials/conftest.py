"""Who tends the search."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client
from wagtail.users.models import UserProfile


@pytest.fixture
def editor(client: Client) -> Client:
    """Somebody who may do everything; what each role may is tested in `tests/pages/test_search_roles.py`."""
    user = User.objects.create_superuser("bien-tap")
    # Wagtail speaks the language of the person, and these tests look for the words of the sources.
    UserProfile.objects.create(user=user, preferred_language="en")
    client.force_login(user)
    return client
