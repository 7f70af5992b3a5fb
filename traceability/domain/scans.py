"""From a code to an answer: read it, look it up, judge it, record it."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone

from catalog.enums import CertificateStatus
from catalog.models.certificate import status_on
from traceability.domain.codes import NotOurs, StampNumber, make_code, read_code, readable
from traceability.domain.verdict import NOT_OURS, ScanHistory, StampFacts, Verdict, judge
from traceability.enums import ScanChannel, VerdictKind
from traceability.queries.scans import ScanEntry, Tally, record_scan
from traceability.queries.stamps import StampRecord, find_stamp

log = logging.getLogger(__name__)

_MATCHES = {VerdictKind.FIRST_SCAN, VerdictKind.SCANNED_BEFORE, VerdictKind.DOUBTFUL}


@dataclass(frozen=True)
class Answer:
    """What a scan is answered with. `record` and `code` are None for what is not ours."""

    verdict: Verdict
    record: StampRecord | None = None
    tally: Tally | None = None
    code: str | None = None
    status: CertificateStatus | None = None


def answer_scan(text: str, *, at: datetime, viewer: int, channel: ScanChannel, gtin: str = "", lot: str = "") -> Answer:
    """Answer a code as scanned or typed.

    What is not ours costs no query; a true code under the barcode number of another product (`gtin`, 14 digits), or beside
    another lot than the one that the stamp is on, is not ours either. A scan that cannot be recorded is answered all the same,
    and logged.
    """
    try:
        stamp = read_code(text, keys=settings.STAMP_KEYS)
    except NotOurs:
        return Answer(NOT_OURS)
    day = timezone.localdate(at)
    record = find_stamp(key_letter=stamp.key_letter, number=stamp.number, on=day)
    if record is None:
        log.warning("A code with a true tag was never issued: key %s, number %s.", stamp.key_letter, stamp.number)
        return Answer(NOT_OURS)
    if (gtin and record.gtin.zfill(14) != gtin) or (lot and record.lot_code not in {None, lot}):
        return Answer(NOT_OURS)
    facts = _facts(record, at)
    before = judge(facts, None, on=day)
    tally = _record(stamp, before, at=at, viewer=viewer, channel=channel)
    history = ScanHistory(tally.scan_count, tally.viewer_count, tally.place_count) if tally else None
    code = readable(make_code(stamp, keys=settings.STAMP_KEYS))
    return Answer(judge(facts, history, on=day), record, tally, code, facts.certificate)


def foresee_verdict(stamp: StampNumber, *, at: datetime) -> Verdict:
    """Tell what the first scan of a stamp would be answered now. Nothing is recorded."""
    record = find_stamp(key_letter=stamp.key_letter, number=stamp.number, on=timezone.localdate(at))
    return judge(_facts(record, at) if record else None, ScanHistory(1, 1, 0), on=timezone.localdate(at))


def _facts(record: StampRecord, at: datetime) -> StampFacts:
    status = None
    if record.valid_from is not None and record.valid_to is not None:
        status = status_on(
            timezone.localdate(at),
            valid_from=record.valid_from,
            valid_to=record.valid_to,
            extended_to=record.extended_to,
            superseded_on=record.superseded_on,
            revoked_on=record.revoked_on,
        )
    return StampFacts(
        voided_at=record.voided_at,
        activated_at=record.activated_at,
        recalled_at=record.recalled_at,
        certificate=status,
        best_before_date=record.best_before_date,
    )


def _record(stamp: StampNumber, verdict: Verdict, *, at: datetime, viewer: int, channel: ScanChannel) -> Tally | None:
    entry = ScanEntry(
        key_letter=stamp.key_letter,
        number=stamp.number,
        at=at,
        channel=channel,
        standing="" if verdict.kind in _MATCHES else verdict.kind,
        viewer=viewer,
    )
    try:
        return record_scan(entry)
    except DatabaseError:
        log.exception("A scan could not be recorded; the page is shown all the same.")
        return None
