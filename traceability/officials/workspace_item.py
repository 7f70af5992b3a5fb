"""The way from the admin, where members of a team write their pages, to the workspace, where they have their stamps."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from catalog.queries.teams import producers_of

_AFTER_THE_PAGES = 150


class WorkspaceItem(MenuItem):
    """An entry of the menu that only members of a team see."""

    def __init__(self) -> None:
        """Name it; where it leads is known only with the language of a request."""
        super().__init__(_("Your stamps"), "", name="workspace", icon_name="mobile-alt", order=_AFTER_THE_PAGES)

    def is_shown(self, request: HttpRequest) -> bool:
        """Show it to members of a team."""
        return producers_of(request.user).exists()

    def render_component(self, request: HttpRequest) -> Any:
        """Lead to the workspace in the language of the moment."""
        component = super().render_component(request)
        component.url = reverse("workspace:stamps")
        return component
