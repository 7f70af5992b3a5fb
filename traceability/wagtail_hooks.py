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
from traceability.officials.viewsets import PrintRunViewSet, StampsGroup
from traceability.officials.workspace_item import WorkspaceItem

for _model in (Lot, StampOrder, Recall):
    register_permission_policy(_model, NeverPolicy(_model), exact_class=True)


@hooks.register("register_admin_viewset")
def register_traceability() -> list[Any]:
    """Add the lists, forms and choosers of lots and stamps."""
    return [StampsGroup(), PrintRunViewSet(), *CHOOSERS]


@hooks.register("register_admin_menu_item")
def register_way_to_the_workspace() -> WorkspaceItem:
    """Lead members of a team from the admin to their stamps."""
    return WorkspaceItem()


class _Lifted(LogFormatter):
    """That a recall was lifted, and why."""

    label = _("Lift the recall")
    message = _("Recall lifted")

    def format_comment(self, log_entry: Any) -> str:
        return str(log_entry.data.get("reason", ""))


@hooks.register("register_log_actions")
def register_words(actions: LogActionRegistry) -> None:
    """Name what the log of changes says of stamps and recalls."""
    for name, label, message in (
        ("order", _("Order stamps"), _("Ordered")),
        ("approve", _("Approve"), _("Approved")),
        ("refuse", _("Refuse"), _("Refused")),
        ("cancel", _("Cancel the order"), _("Order cancelled")),
        ("deliver", _("Hand over"), _("Handed over")),
        ("complete", _("Complete"), _("Completed")),
        ("retire", _("Retire these stamps"), _("Stamps retired")),
        ("print", _("Print"), _("Print run started")),
        ("print_cancel", _("Cancel the run"), _("Print run cancelled")),
        ("print_retry", _("Try again"), _("Print run tried again")),
        ("print_withdraw", _("Withdraw the files"), _("Print files withdrawn")),
        ("activate", _("Activate stamps"), _("Stamps activated")),
        ("void", _("Void stamps"), _("Stamps voided")),
        ("restore", _("Undo voiding"), _("Voiding undone")),
    ):
        actions.register_action(f"traceability.{name}", label, message)
    actions.register_action(RECALLED, _("Recall this lot"), _("Recalled"))
    actions.register_action(LIFTED)(_Lifted)
