"""What the register adds to the admin (see `catalog.officials`)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry
from wagtail.permissions import register_permission_policy

from catalog.models import Certificate, IPMark, Producer, Product
from catalog.officials.choosers import CHOOSERS
from catalog.officials.viewsets import RegisterGroup
from core.officials.policies import NeverPolicy

for _model in (Producer, Product, Certificate, IPMark):
    register_permission_policy(_model, NeverPolicy(_model), exact_class=True)


@hooks.register("register_admin_viewset")
def register_catalog() -> list[Any]:
    """Add the lists, forms and choosers of the register."""
    return [RegisterGroup(), *CHOOSERS]


@hooks.register("register_log_actions")
def register_words(actions: LogActionRegistry) -> None:
    """Name what the log of changes says of certificates."""
    actions.register_action("catalog.certify", _("Certify"), _("Certified"))
    actions.register_action("catalog.extend", _("Extend"), _("Extended"))
    actions.register_action("catalog.revoke", _("Revoke"), _("Revoked"))
    actions.register_action("catalog.retire", _("Retire product"), _("Product retired"))
    actions.register_action("catalog.revive", _("Take back"), _("Product taken back"))
