"""The one write of the scan page: a scan is recorded and the tally of its stamp comes back (decision D6)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import connection, transaction

from core.statements import PreparedStatement

VIEWER_BITS = 62

_SCAN = """INSERT INTO traceability_scan (key_letter, number, scanned_at, received_at, channel, standing, province, viewer)
VALUES (%(letter)s, %(number)s, %(minute)s, %(now)s, %(channel)s, %(standing)s, %(province)s, %(viewer)s)"""

# The same phone again, a reload or a change of language, is not another scan.
_TALLY = """INSERT INTO traceability_stamptally AS t
       (key_letter, number, first_scanned_at, last_scanned_at, last_viewer, scan_count, viewers, places)
VALUES (%(letter)s, %(number)s, %(minute)s, %(minute)s, %(viewer)s, 1, %(viewer_bit)s, %(place_bit)s)
ON CONFLICT (key_letter, number) DO UPDATE SET
       scan_count = t.scan_count + CASE WHEN t.last_viewer = excluded.last_viewer THEN 0 ELSE 1 END,
       last_scanned_at = excluded.last_scanned_at, last_viewer = excluded.last_viewer,
       viewers = t.viewers | excluded.viewers, places = t.places | excluded.places
RETURNING first_scanned_at, scan_count, viewers, places"""

_SCAN_AND_TALLY = PreparedStatement(
    "ocop_record_scan",
    f"WITH scan AS ({_SCAN}) {_TALLY}",
    letter="text",
    number="bigint",
    minute="timestamptz",
    now="timestamptz",
    channel="text",
    standing="text",
    province="text",
    viewer="bigint",
    viewer_bit="bigint",
    place_bit="bigint",
)


@dataclass(frozen=True)
class Tally:
    """What all scans of one stamp add up to, this one included."""

    first_scanned_at: datetime
    scan_count: int
    viewer_count: int
    place_count: int


@dataclass(frozen=True)
class ScanEntry:
    """One scan to record. `place` is the position of the province in the list of provinces, or None when it is not known."""

    key_letter: str
    number: int
    at: datetime
    channel: str
    standing: str
    viewer: int
    province: str = ""
    place: int | None = None


def record_scan(entry: ScanEntry) -> Tally:
    """Write a scan and give the tally of its stamp.

    One statement on PostgreSQL; SQLite cannot put two inserts into one, so there it is two in one transaction.
    Raises: django.db.DatabaseError: the database does not answer.
    """
    at = entry.at.astimezone(UTC)
    values: dict[str, Any] = {
        "letter": entry.key_letter,
        "number": entry.number,
        "minute": at.replace(second=0, microsecond=0),
        "now": at,
        "channel": entry.channel,
        "standing": entry.standing,
        "province": entry.province,
        "viewer": entry.viewer,
        "viewer_bit": 1 << (entry.viewer % VIEWER_BITS),
        "place_bit": 0 if entry.place is None else 1 << entry.place,
    }
    if connection.vendor == "sqlite":
        values |= {name: values[name].isoformat(" ").removesuffix("+00:00") for name in ("minute", "now")}
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_SCAN, values)
            cursor.execute(_TALLY, values)
            first, count, viewers, places = cursor.fetchone()
        # SQLite hands a returned value over as it is kept: a text in UTC.
        first = (datetime.fromisoformat(first) if isinstance(first, str) else first).replace(tzinfo=UTC)
    else:
        row = _SCAN_AND_TALLY.fetch_one(values)
        assert row is not None  # an upsert always returns its row
        first, count, viewers, places = row
    return Tally(first, count, estimate_viewers(viewers), places.bit_count())


def estimate_viewers(bits: int) -> int:
    """Tell from the set bits how many viewers there were: linear counting.

    Source: Whang, Vander-Zanden, Taylor, "A linear-time probabilistic counting algorithm", ACM TODS 15 (1990).
    """
    empty = VIEWER_BITS - bits.bit_count()
    return round(-VIEWER_BITS * math.log(max(empty, 1) / VIEWER_BITS))
