"""Who may come in, and the frame of every page inside."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from catalog.models import Producer
from catalog.queries.teams import producers_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser


@dataclass(frozen=True)
class Member:
    """Who is at work, and for which producers."""

    user: AbstractBaseUser
    producers: list[Producer]


type_of_view = Callable[..., HttpResponse]


def members_only(view: type_of_view) -> type_of_view:
    """Call the view with the member as second argument; send others to the door, or say whom this place is for."""

    @never_cache  # What one person did on a shared telephone is not shown to the next by its "back" button.
    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        producers = list(producers_of(request.user))
        if not producers:
            return render(request, "traceability/workspace/no_team.html", status=403)
        return view(request, Member(request.user, producers), *args, **kwargs)  # type: ignore[arg-type]  # signed in by now

    return guarded


def show(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    crumbs: list[tuple[str, str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show a page of the workspace below the given pages; its own title stands last among the crumbs."""
    above = [(_("Your stamps"), reverse("workspace:stamps")), *(crumbs or [])]
    trail = [{"title": title, "url": url} for title, url in above]
    if context["title"] != above[0][0]:
        trail.append({"title": context["title"], "url": ""})
    return render(request, f"traceability/workspace/{template}", {**context, "crumbs": trail}, status=status)
