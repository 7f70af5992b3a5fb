"""What lots and stamps add to the admin (see `traceability.officials`)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.permissions import register_permission_policy

from core.officials.policies import NeverPolicy
from traceability.domain.recalls import LIFTED, RECALLED
from traceability.models import Lot, Recall, StampOrder
from traceability.officials.choosers import CHOOSERS
from traceability.officials.viewsets import StampsGroup

for _model in (Lot, StampOrder, Recall):
    register_permission_policy(_model, NeverPolicy(_model), exact_class=True)


@hooks.register("register_admin_viewset")
def register_traceability() -> list[Any]:
    """Add the lists, forms and choosers of lots and stamps."""
    return [StampsGroup(), *CHOOSERS]


class _Lifted(LogFormatter):
    """That a recall was lifted, and why."""

    label = _("Lift the recall")
    message = _("Recall lifted")

    def format_comment(self, log_entry: Any) -> str:
        return str(log_entry.data.get("reason", ""))


class _Printed(LogFormatter):
    """That stamps were taken out to be printed, and which."""

    label = _("Print sheets")

    def format_message(self, log_entry: Any) -> str:
        return _("Printed %(count)s stamps from number %(first)s on") % log_entry.data


@hooks.register("register_log_actions")
def register_words(actions: LogActionRegistry) -> None:
    """Name what the log of changes says of stamps and recalls."""
    actions.register_action("traceability.order", _("Order stamps"), _("Ordered"))
    actions.register_action("traceability.approve", _("Approve"), _("Approved"))
    actions.register_action("traceability.refuse", _("Refuse"), _("Refused"))
    actions.register_action("traceability.activate", _("Activate stamps"), _("Stamps activated"))
    actions.register_action("traceability.void", _("Void stamps"), _("Stamps voided"))
    actions.register_action(RECALLED, _("Recall this lot"), _("Recalled"))
    actions.register_action(LIFTED)(_Lifted)
    actions.register_action("traceability.print")(_Printed)
