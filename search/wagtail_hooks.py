"""What the search adds to the admin (see `search.officials`)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry
from wagtail.permissions import register_permission_policy

from core.officials.policies import NeverPolicy
from search.models import Miss
from search.officials.views import SWITCH_OFF
from search.officials.viewsets import SearchGroup

register_permission_policy(Miss, NeverPolicy(Miss, never=("add", "change", "delete")), exact_class=True)


@hooks.register("register_admin_viewset")
def register_search() -> list[Any]:
    """Add the lists and forms of the search."""
    return [SearchGroup()]


@hooks.register("register_log_actions")
def register_words(actions: LogActionRegistry) -> None:
    """Name what the log of changes says of synonyms."""
    actions.register_action(SWITCH_OFF, _("Switch off"), _("Switched off"))
