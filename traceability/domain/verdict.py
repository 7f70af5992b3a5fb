"""What a scanned stamp is worth: one pure function with a closed list of answers (decision D5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from catalog.enums import CertificateStatus
from traceability.enums import VerdictKind, VerdictNote

# A jar is scanned by the buyer and perhaps by friends at the table. Beyond these figures a copied code is likelier
# than a popular jar; the page then says the figures, not an accusation.
MANY_VIEWERS = 20
MANY_PLACES = 4


@dataclass(frozen=True)
class StampFacts:
    """What the register holds about one stamp on the day of the scan.

    `certificate` is the status of the product's latest certificate that has begun, or None when there is none.
    """

    voided_at: datetime | None
    activated_at: datetime | None
    recalled_at: datetime | None
    certificate: CertificateStatus | None
    best_before_date: date | None = None


@dataclass(frozen=True)
class ScanHistory:
    """What all scans of one stamp add up to, this one included."""

    scan_count: int
    viewer_count: int
    place_count: int


@dataclass(frozen=True)
class Verdict:
    """The answer, and what stands beside it."""

    kind: VerdictKind
    notes: tuple[VerdictNote, ...] = ()


NOT_OURS = Verdict(VerdictKind.NOT_OURS)


def judge(facts: StampFacts | None, history: ScanHistory | None, *, on: date) -> Verdict:
    """Decide what a stamp is worth.

    The first that applies counts: not ours, void, recalled, certificate revoked, certificate expired, not activated,
    doubtful, scanned before, first scan. `facts` is None for a code that is genuine in form but was never issued;
    `history` is None when the scan could not be recorded: then nothing is claimed about earlier scans.
    """
    if facts is None:
        return NOT_OURS
    kind = _standing(facts) or _by_history(history)
    return Verdict(kind, tuple(_notes(facts, kind, on)))


def _standing(facts: StampFacts) -> VerdictKind | None:
    """Give the verdict that holds however often the stamp was scanned, if there is one."""
    if facts.voided_at is not None:
        return VerdictKind.VOID
    if facts.recalled_at is not None:
        return VerdictKind.RECALLED
    if facts.certificate == CertificateStatus.REVOKED:
        return VerdictKind.REVOKED
    if facts.certificate not in (CertificateStatus.IN_FORCE, CertificateStatus.EXTENDED):
        return VerdictKind.EXPIRED
    if facts.activated_at is None:
        return VerdictKind.NOT_ACTIVATED
    return None


def _by_history(history: ScanHistory | None) -> VerdictKind:
    if history is None:
        return VerdictKind.SCANNED_BEFORE
    if history.viewer_count >= MANY_VIEWERS or history.place_count >= MANY_PLACES:
        return VerdictKind.DOUBTFUL
    return VerdictKind.FIRST_SCAN if history.scan_count == 1 else VerdictKind.SCANNED_BEFORE


def _notes(facts: StampFacts, kind: VerdictKind, on: date) -> list[VerdictNote]:
    if kind in (VerdictKind.VOID, VerdictKind.REVOKED, VerdictKind.NOT_ACTIVATED):
        return []
    notes = []
    if facts.certificate == CertificateStatus.EXTENDED:
        notes.append(VerdictNote.CERTIFICATE_EXTENDED)
    if facts.best_before_date is not None and facts.best_before_date < on:
        notes.append(VerdictNote.PAST_BEST_BEFORE)
    return notes
