"""The one read of the scan page: everything about a stamp in a single statement (decision D6)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from django.db import connection

from core.statements import PreparedStatement

# The size of the picture on the scan page; asked for once, then found by the statement below.
SCAN_PICTURE = "fill-400x300|format-webp|webpquality-60"

# Written by hand: the query compiler would take longer than the database does. Ranges never overlap, so the last one that
# begins at or before the number is the only one that can hold it: one step in the index, however many stamps are issued.
_READ = PreparedStatement(
    "ocop_read_stamp",
    """
SELECT r.start, r.voided_at, r.void_reason, r.activated_at,
       o.id, o.retired_at, o.retired_because,
       l.code, l.made_date, l.best_before_date, l.is_sample,
       rc.issued_at, rc.reason, rc.advice,
       p.id, p.name, p.slug, p.summary, p.summary_en, p.place_as_certified, p.gtin, p.is_sample, p.picture_id,
       p.retired_on, p.retired_because,
       pr.name, pr.slug, cm.name, cm.name_en, cm.kind, pv.name, pv.name_en, pv.kind,
       c.id, c.stars, c.decision_no, c.decision_date, c.authority, c.valid_from, c.valid_to, c.extended_to, c.superseded_on,
       c.revoked_on, c.revocation_ground, c.revocation_no, c.is_sample,
       rn.file, rn.width, rn.height, pc.description, pc.is_sample
  FROM (SELECT * FROM traceability_stamprange WHERE key_letter = %(letter)s AND start <= %(number)s ORDER BY start DESC LIMIT 1) r
  JOIN traceability_stamporder o ON o.id = r.order_id
  JOIN catalog_product p ON p.id = o.product_id
  JOIN catalog_producer pr ON pr.id = p.producer_id
  JOIN places_administrativeunit pv ON pv.id = p.province_id
  LEFT JOIN places_administrativeunit cm ON cm.id = p.commune_id
  LEFT JOIN traceability_lot l ON l.id = r.lot_id
  LEFT JOIN traceability_recall rc ON rc.lot_id = l.id AND rc.lifted_at IS NULL
  LEFT JOIN catalog_certificate c ON c.id = (
       SELECT id FROM catalog_certificate WHERE product_id = p.id AND valid_from <= %(day)s
        ORDER BY valid_from DESC, id DESC LIMIT 1)
  LEFT JOIN core_picture pc ON pc.id = p.picture_id
  LEFT JOIN core_picturerendition rn ON rn.image_id = p.picture_id AND rn.filter_spec = %(size)s
 WHERE r.stop > %(number)s
""",
    letter="text",
    number="bigint",
    day="date",
    size="text",
)


@dataclass(frozen=True, slots=True)
class StampRecord:
    """What the register holds about one stamp; the columns of the statement above, in order."""

    range_start: int
    voided_at: datetime | None
    void_reason: str
    activated_at: datetime | None
    order_id: int
    order_retired_at: datetime | None
    order_retired_because: str
    lot_code: str | None
    made_date: date | None
    best_before_date: date | None
    lot_is_sample: bool | None
    recalled_at: datetime | None
    recall_reason: str | None
    recall_advice: str | None
    product_id: int
    product_name: str
    product_slug: str
    summary: str
    summary_en: str
    place_as_certified: str
    gtin: str
    product_is_sample: bool
    picture_id: int | None
    product_retired_on: date | None
    product_retired_because: str
    producer_name: str
    producer_slug: str
    commune_name: str | None
    commune_name_en: str | None
    commune_kind: str | None
    province_name: str
    province_name_en: str
    province_kind: str
    certificate_id: int | None
    stars: int | None
    decision_no: str | None
    decision_date: date | None
    authority: str | None
    valid_from: date | None
    valid_to: date | None
    extended_to: date | None
    superseded_on: date | None
    revoked_on: date | None
    revocation_ground: str | None
    revocation_no: str | None
    certificate_is_sample: bool | None
    picture_file: str | None
    picture_width: int | None
    picture_height: int | None
    picture_alt: str | None
    picture_is_sample: bool | None


_MOMENTS = ("voided_at", "activated_at", "recalled_at", "order_retired_at")


def find_stamp(*, key_letter: str, number: int, on: date) -> StampRecord | None:
    """Give what the register holds about a stamp, or None when that number was never issued.

    The certificate is the product's latest that has begun by the day. One statement.
    """
    row = _READ.fetch_one({"letter": key_letter, "number": number, "day": on, "size": SCAN_PICTURE})
    if row is None:
        return None
    record = StampRecord(*row)
    return _in_utc(record) if connection.vendor == "sqlite" else record


def _in_utc(record: StampRecord) -> StampRecord:
    """Give the moments the zone that SQLite does not keep."""
    moments = {name: moment.replace(tzinfo=UTC) for name in _MOMENTS if (moment := getattr(record, name))}
    return replace(record, **moments)
