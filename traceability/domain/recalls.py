"""Recalling lots and lifting recalls."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from traceability.models import Lot, Recall

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

RECALLED, LIFTED = "traceability.recall", "traceability.lift_recall"


class RecallRefused(ValidationError):
    """What was asked for is against the rules; its message says why and what to do."""


@dataclass(frozen=True)
class Notice:
    """What consumers are told about a recalled lot, and on what paper."""

    reason: str
    advice: str
    paper: str = ""


@transaction.atomic
def recall_lot(*, lot: Lot, notice: Notice, by: AbstractBaseUser | None, at: datetime) -> Recall:
    """Recall a lot: from this moment every stamp on it says so.

    Who did it stands in the log of changes. Two people who recall at once act once: the second is told that it is done.
    Raises: RecallRefused: the lot is recalled already. ValidationError: the reason or the advice is missing.
    """
    lot = Lot.objects.select_for_update().get(pk=lot.pk)
    if lot.recalls.filter(lifted_at=None).exists():
        raise RecallRefused(_("This lot is recalled already."))
    recall = Recall(
        lot=lot, reason=notice.reason, advice=notice.advice, paper=notice.paper, issued_at=at, is_sample=lot.is_sample
    )
    recall.full_clean()
    recall.save()
    log(instance=recall, action=RECALLED, user=by, timestamp=at, data={"paper": notice.paper})
    return recall


@transaction.atomic
def lift_recall(*, recall: Recall, reason: str, by: AbstractBaseUser | None, at: datetime) -> Recall:
    """Lift a recall; it stays in the register with its two days.

    Who did it, and why, stands in the log of changes.
    Raises: RecallRefused: it is lifted already, or no reason is given.
    """
    recall = Recall.objects.select_for_update().get(pk=recall.pk)
    if recall.lifted_at is not None:
        raise RecallRefused(_("This recall is lifted already."))
    if not reason.strip():
        raise RecallRefused(_("Say why the lot is safe again."))
    recall.lifted_at = at
    recall.full_clean()
    recall.save(update_fields=["lifted_at"])
    log(instance=recall, action=LIFTED, user=by, timestamp=at, data={"reason": reason})
    return recall
