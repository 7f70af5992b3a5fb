from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest

from traceability.models import Scan, StampTally
from traceability.queries.scans import VIEWER_BITS, ScanEntry, Tally, estimate_viewers, record_scan

AT = datetime(2026, 11, 23, 3, 0, 30, 123_456, tzinfo=UTC)
MINUTE = AT.replace(second=0, microsecond=0)


def record(**values):
    return record_scan(
        ScanEntry(**({"key_letter": "T", "number": 5, "at": AT, "channel": "QR", "standing": "", "viewer": 1} | values))
    )


@pytest.mark.django_db
def test_first_scan_gives_a_tally_of_one():
    assert record() == Tally(first_scanned_at=MINUTE, scan_count=1, viewer_count=1, place_count=0)


@pytest.mark.django_db
def test_tally_counts_scans_viewers_and_places():
    record(viewer=1, place=3, province="42")
    record(viewer=2, place=3, province="42", at=AT + timedelta(minutes=5))
    tally = record(viewer=3, place=9, province="38", at=AT + timedelta(days=1))

    assert tally == Tally(first_scanned_at=MINUTE, scan_count=3, viewer_count=3, place_count=2)
    row = StampTally.objects.get()
    assert (row.last_scanned_at, row.last_viewer, row.places) == (MINUTE + timedelta(days=1), 3, 1 << 3 | 1 << 9)
    assert [scan.province for scan in Scan.objects.order_by("pk")] == ["42", "42", "38"]


@pytest.mark.django_db
def test_same_viewer_again_at_once_is_not_another_scan():
    record(viewer=1)

    assert record(viewer=1).scan_count == 1
    assert record(viewer=2).scan_count == 2
    assert record(viewer=1).scan_count == 3
    assert Scan.objects.count() == 4


@pytest.mark.django_db
def test_stamps_and_keys_are_counted_apart():
    record(number=5)

    assert record(number=6, viewer=2).scan_count == 1
    assert record(number=5, viewer=2, key_letter="S").scan_count == 1


@pytest.mark.django_db
@pytest.mark.parametrize("viewer", [0, 61, 62, 2**62 - 1])
@pytest.mark.parametrize("number", [0, 2**40 - 1])
def test_largest_numbers_fit(viewer, number):
    assert record(viewer=viewer, number=number, place=62 - 1).scan_count == 1
    assert (Scan.objects.get().viewer, Scan.objects.get().number) == (viewer, number)


@pytest.mark.django_db
def test_record_scan_writes_moment_to_the_minute_and_keeps_when_it_was_received():
    record()

    assert Scan.objects.values_list("scanned_at", "received_at").get() == (MINUTE, AT)
    assert str(Scan.objects.get())
    assert str(StampTally.objects.get()) == "T 5: 1"


@pytest.mark.parametrize(("bits", "viewers"), [(0, 0), (0b1, 1), (0b11, 2), (0b111, 3), (2**17 - 1, 20), (2**62 - 1, 256)])
def test_estimate_viewers_table(bits, viewers):
    assert estimate_viewers(bits) == viewers


def test_estimate_viewers_grows_with_each_bit():
    estimates = [estimate_viewers((1 << count) - 1) for count in range(VIEWER_BITS + 1)]

    assert estimates[:-1] == sorted(set(estimates[:-1]))


def test_estimate_viewers_is_near_the_truth():
    chance = random.Random(11)
    for viewers in (5, 10, 20, 40):
        guesses = []
        for _ in range(200):
            bits = 0
            for _viewer in range(viewers):
                bits |= 1 << chance.randrange(VIEWER_BITS)
            guesses.append(estimate_viewers(bits))
        assert abs(sum(guesses) / len(guesses) - viewers) < 0.1 * viewers
