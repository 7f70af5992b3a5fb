from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from tests.factories.core import UserFactory
from tests.factories.traceability import LotFactory, StampEventFactory, StampRangeFactory
from traceability.domain.keys.key_leak import KeyLeak, stamps_of_key, void_key
from traceability.domain.stamps import activate_stamps
from traceability.enums import StampAction, VoidReason
from traceability.models import StampEvent, StampRange
from traceability.numbers import Interval, StampsRefused

pytestmark = pytest.mark.django_db

SEPTEMBER, OCTOBER = datetime(2026, 9, 1, tzinfo=UTC), datetime(2026, 10, 1, tzinfo=UTC)
AT = datetime(2026, 11, 23, 3, tzinfo=UTC)
LEAK = KeyLeak("T", SEPTEMBER, OCTOBER)
UNUSED = KeyLeak("T", SEPTEMBER, OCTOBER, only_unused=True)


@pytest.fixture
def official():
    return UserFactory()


def issue(start, stop, *, at=SEPTEMBER, key_letter="T", **state):
    """Make a range and the event that it was issued."""
    made = StampRangeFactory(start=start, stop=stop, key_letter=key_letter, **state)
    StampEventFactory(order=made.order, start=start, stop=stop, key_letter=key_letter, at=at)
    return made


def numbers(parts):
    return [(part.start, part.stop) for part in parts]


def void_numbers():
    return list(
        StampRange.objects.exclude(voided_at=None).order_by("key_letter", "start").values_list("key_letter", "start", "stop")
    )


def test_stamps_of_a_key_are_those_issued_in_the_period():
    issue(0, 100, at=SEPTEMBER - timedelta(seconds=1))
    issue(100, 200, at=SEPTEMBER)
    issue(200, 300, at=OCTOBER - timedelta(seconds=1))
    issue(300, 400, at=OCTOBER)
    issue(100, 200, key_letter="S")

    assert numbers(stamps_of_key(LEAK).parts) == [(100, 200), (200, 300)]


def test_later_events_do_not_move_the_time_of_issue():
    made = issue(0, 100, at=SEPTEMBER - timedelta(days=1))
    StampEventFactory(order=made.order, action=StampAction.DELIVERED, start=0, stop=100, at=SEPTEMBER)

    assert stamps_of_key(LEAK).parts == ()


def test_split_order_is_counted_by_what_became_of_it():
    StampEventFactory(order=(order := StampRangeFactory(start=0, stop=50).order), start=0, stop=100)
    StampRangeFactory(order=order, start=50, stop=80, activated=True)
    StampRangeFactory(order=order, start=80, stop=90, voided=True)
    StampRangeFactory(order=order, start=90, stop=100, activated=True, voided=True)

    found, unused = stamps_of_key(LEAK), stamps_of_key(UNUSED)

    assert (found.issued, found.void_already, found.to_void_count, found.in_use) == (100, 20, 80, 30)
    assert (unused.issued, unused.void_already, unused.to_void_count, unused.in_use) == (100, 20, 50, 0)
    assert (numbers(found.to_void), numbers(unused.to_void)) == ([(0, 50), (50, 80)], [(0, 50)])


def test_stamps_of_a_leaked_key_become_void_with_that_reason(official):
    issue(0, 100)
    issue(100, 200, activated=True)
    issue(200, 300, at=OCTOBER)
    issue(0, 100, key_letter="S")

    count = void_key(LEAK, note="Máy in bị mất cắp.", by=official, at=AT)

    assert count == 200
    assert void_numbers() == [("T", 0, 100), ("T", 100, 200)]
    assert set(StampRange.objects.exclude(voided_at=None).values_list("void_reason", "voided_at")) == {
        (VoidReason.KEY_LEAKED, AT)
    }
    written = StampEvent.objects.filter(action=StampAction.VOIDED).order_by("start")
    assert [(event.start, event.stop, event.by, event.at) for event in written] == [
        (0, 100, official, AT),
        (100, 200, official, AT),
    ]
    assert all("Máy in bị mất cắp." in event.reason for event in written)


def test_stamps_on_lots_are_left_alone_when_only_unused_are_meant(official):
    issue(0, 100)
    issue(100, 200, activated=True)

    assert void_key(UNUSED, note="Mất khóa", by=official, at=AT) == 100
    assert void_numbers() == [("T", 0, 100)]


def test_stamps_that_are_void_keep_their_first_reason(official):
    issue(0, 100)
    issue(100, 200, voided=True)

    assert void_key(LEAK, note="Mất khóa", by=official, at=AT) == 100
    assert StampRange.objects.get(start=100).void_reason == VoidReason.MISPRINT
    with pytest.raises(StampsRefused):
        void_key(LEAK, note="Mất khóa", by=official, at=AT)


@pytest.mark.parametrize("note", ["", "  "])
def test_voiding_without_a_note_is_refused(official, note):
    issue(0, 100)

    with pytest.raises(StampsRefused):
        void_key(LEAK, note=note, by=official, at=AT)

    assert void_numbers() == []


def test_a_million_stamps_are_voided_as_one_row(official, statements):
    issue(0, 1_000_000)

    with statements() as few:
        assert void_key(LEAK, note="Mất khóa", by=official, at=AT) == 1_000_000

    assert StampRange.objects.count() == 1
    assert len(few) <= 12


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_stamps_activated_at_the_same_moment_are_used_or_void_and_never_both():
    if connection.vendor == "sqlite":
        pytest.skip("SQLite: the test database is one connection, two people cannot hold it at once")
    made = issue(0, 100)
    lot = LotFactory(product=made.order.product)
    by = UserFactory()
    ready = threading.Barrier(2)

    def together(act):
        ready.wait()
        try:
            act()
        except StampsRefused:
            pass
        finally:
            connection.close()

    acts = [
        lambda: void_key(UNUSED, note="Mất khóa", by=by, at=AT),
        lambda: activate_stamps(interval=Interval("T", 0, 50), lot=lot, by=by, at=AT),
    ]
    threads = [threading.Thread(target=together, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    assert [part for part in StampRange.objects.all() if part.activated_at and part.voided_at] == []
