"""Who may do what in the admin, beyond the permissions that a person holds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Model, QuerySet
from wagtail.permission_policies import ModelPermissionPolicy


class NeverPolicy(ModelPermissionPolicy):
    """The model's own permissions, except that some actions are nobody's, not even an administrator's.

    Official records are closed, never deleted (decision D11).
    """

    def __init__(self, model: type[Model], *, never: Iterable[str] = ("delete",)) -> None:
        """Name the model and what nobody may do."""
        super().__init__(model)
        self.never = frozenset(never)

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Tell whether a user may do it."""
        return action not in self.never and bool(super().user_has_permission(user, action))

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[Any]:
        """Give the users who may do one of the actions."""
        allowed = [action for action in actions if action not in self.never]
        return super().users_with_any_permission(allowed) if allowed else get_user_model().objects.none()
