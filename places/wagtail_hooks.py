"""What places add to the admin (see `places.officials`)."""

from __future__ import annotations

from typing import Any

from wagtail import hooks
from wagtail.permissions import register_permission_policy

from core.officials.policies import NeverPolicy
from places.models import AdministrativeUnit, SalePoint
from places.officials.choosers import CHOOSERS
from places.officials.viewsets import PlacesGroup

register_permission_policy(SalePoint, NeverPolicy(SalePoint), exact_class=True)
register_permission_policy(
    AdministrativeUnit, NeverPolicy(AdministrativeUnit, never=("add", "change", "delete")), exact_class=True
)


@hooks.register("register_admin_viewset")
def register_places() -> list[Any]:
    """Add the lists, forms and choosers of places."""
    return [PlacesGroup(), *CHOOSERS]
