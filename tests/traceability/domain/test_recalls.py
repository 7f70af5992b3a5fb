"""Recalls: made once, lifted with a reason, never deleted, always with a name in the log."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from wagtail.models import ModelLogEntry

from tests.factories.traceability import LotFactory
from traceability.domain.recalls import LIFTED, RECALLED, Notice, RecallRefused, lift_recall, recall_lot
from traceability.models import Lot, Recall

pytestmark = pytest.mark.django_db
NOTICE = Notice(reason="Vượt ngưỡng histamin", advice="Không dùng, mang trả nơi mua.", paper="12/QĐ-ATTP")


@pytest.fixture
def lot() -> Lot:
    return LotFactory()


@pytest.fixture
def official() -> User:
    return User.objects.create_user("can-bo")


def logged() -> list[tuple[str, str, str]]:
    return list(ModelLogEntry.objects.order_by("pk").values_list("action", "object_id", "user__username"))


def test_a_recall_says_why_and_what_to_do(lot: Lot, official: User, now: datetime) -> None:
    recall = recall_lot(lot=lot, notice=NOTICE, by=official, at=now)

    recall.refresh_from_db()
    assert (recall.lot, recall.reason, recall.advice, recall.paper, recall.issued_at, recall.lifted_at) == (
        lot,
        NOTICE.reason,
        NOTICE.advice,
        NOTICE.paper,
        now,
        None,
    )
    assert logged() == [(RECALLED, str(recall.pk), "can-bo")]


def test_a_recalled_lot_is_not_recalled_again(lot: Lot, official: User, now: datetime) -> None:
    recall_lot(lot=lot, notice=NOTICE, by=official, at=now)

    with pytest.raises(RecallRefused):
        recall_lot(lot=lot, notice=NOTICE, by=official, at=now)
    assert Recall.objects.count() == 1
    assert len(logged()) == 1


@pytest.mark.parametrize("notice", [Notice(reason="", advice="x"), Notice(reason="x", advice="")])
def test_a_recall_without_reason_or_advice_is_refused(lot: Lot, now: datetime, notice: Notice) -> None:
    with pytest.raises(ValidationError):
        recall_lot(lot=lot, notice=notice, by=None, at=now)

    assert not Recall.objects.exists()


def test_a_lifted_recall_stays_with_both_days(lot: Lot, official: User, now: datetime) -> None:
    recall = recall_lot(lot=lot, notice=NOTICE, by=official, at=now)

    lift_recall(recall=recall, reason="Kiểm nghiệm lại đạt", by=official, at=now + timedelta(days=2))

    recall.refresh_from_db()
    assert (recall.issued_at, recall.lifted_at) == (now, now + timedelta(days=2))
    assert [action for action, _pk, _name in logged()] == [RECALLED, LIFTED]
    assert ModelLogEntry.objects.get(action=LIFTED).data == {"reason": "Kiểm nghiệm lại đạt"}


def test_a_lot_can_be_recalled_again_after_its_recall_was_lifted(lot: Lot, now: datetime) -> None:
    lift_recall(recall=recall_lot(lot=lot, notice=NOTICE, by=None, at=now), reason="x", by=None, at=now)

    recall_lot(lot=lot, notice=NOTICE, by=None, at=now)

    assert lot.recalls.filter(lifted_at=None).count() == 1


def test_a_recall_is_lifted_once_and_with_a_reason(lot: Lot, now: datetime) -> None:
    recall = recall_lot(lot=lot, notice=NOTICE, by=None, at=now)

    with pytest.raises(RecallRefused):
        lift_recall(recall=recall, reason="  ", by=None, at=now)
    lift_recall(recall=recall, reason="x", by=None, at=now)
    with pytest.raises(RecallRefused):
        lift_recall(recall=recall, reason="x", by=None, at=now)
