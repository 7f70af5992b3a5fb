from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, transaction

from tests.factories.core import UserFactory
from tests.factories.traceability import StampOrderFactory
from traceability.domain.events import Happening, record
from traceability.enums import StampAction
from traceability.models import StampEvent
from traceability.numbers import Interval

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 23, 3, tzinfo=UTC)


def test_record_writes_a_line_for_each():
    order, by = StampOrderFactory(), UserFactory()

    record(StampAction.VOIDED, [Happening(order, Interval("T", 0, 5), reason="mất"), Happening(order)], by=by, at=AT)

    assert list(StampEvent.objects.values_list("action", "key_letter", "start", "stop", "reason", "by", "at")) == [
        ("VOIDED", "T", 0, 5, "mất", by.pk, AT),
        ("VOIDED", "", None, None, "", by.pk, AT),
    ]


@pytest.mark.parametrize("act", [lambda rows: rows.update(reason="khác"), lambda rows: rows.delete()])
def test_a_line_can_be_neither_changed_nor_deleted(act):
    record(StampAction.ORDERED, [Happening(StampOrderFactory())], by=None, at=AT)

    with pytest.raises(DatabaseError), transaction.atomic():
        act(StampEvent.objects.all())

    assert StampEvent.objects.get().reason == ""


@pytest.mark.parametrize("values", [{"key_letter": "T"}, {"start": 0, "stop": 5}, {"key_letter": "T", "start": 5, "stop": 5}])
def test_half_an_interval_is_refused_by_the_database(values):
    with pytest.raises(DatabaseError), transaction.atomic():
        StampEvent.objects.create(order=StampOrderFactory(), action=StampAction.VOIDED, at=AT, **values)
