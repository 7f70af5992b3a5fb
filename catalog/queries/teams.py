"""Who may act for which producers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from catalog.models import Producer

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser


def producers_of(user: AbstractBaseUser | AnonymousUser) -> QuerySet[Producer]:
    """Give the producers in whose teams a person is, by name. Nobody is in a team who is not signed in or no longer active.

    Rights of other kinds count for nothing here: an administrator acts for a producer only as a member of its team.
    """
    if not user.is_authenticated or not user.is_active:
        return Producer.objects.none()
    return Producer.objects.filter(team__user=user.pk).order_by("sort_key", "pk")
