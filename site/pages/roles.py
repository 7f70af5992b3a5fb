"""Who may do what: the roles, as groups, with their permissions. Set up by `manage.py setup_site`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

OFFICIALS = "Cán bộ chương trình"
EDITORS = "Biên tập viên"
INSPECTORS = "Cán bộ kiểm tra"
STAFF = (OFFICIALS, EDITORS, INSPECTORS)
# The group of a producer's people is named after it.
TEAM_PREFIX = "Chủ thể: "


def is_staff_member(user: Any | AnonymousUser) -> bool:
    """Tell whether a user is an official, an editor, an inspector or an administrator."""
    return bool(user.is_superuser) or user.groups.filter(name__in=STAFF).exists()
