from __future__ import annotations

import itertools
from datetime import UTC, date, datetime

import pytest

from catalog.enums import CertificateStatus as Status
from traceability.domain.verdict import MANY_PLACES, MANY_VIEWERS, NOT_OURS, ScanHistory, StampFacts, Verdict, judge
from traceability.enums import VerdictKind as Kind
from traceability.enums import VerdictNote as Note

DAY = date(2026, 11, 23)
THEN = datetime(2026, 10, 1, tzinfo=UTC)
GOOD = {"voided_at": None, "activated_at": THEN, "recalled_at": None, "certificate": Status.IN_FORCE}
FIRST, AGAIN = ScanHistory(1, 1, 0), ScanHistory(2, 2, 1)
MANY = ScanHistory(50, MANY_VIEWERS, 1)
PAST = {"best_before_date": date(2026, 11, 22)}


# In the order of decision D5: the first that applies counts, whatever else is wrong.
@pytest.mark.parametrize(
    ("facts", "history", "verdict"),
    [
        pytest.param(GOOD, FIRST, Verdict(Kind.FIRST_SCAN), id="first scan"),
        pytest.param(GOOD, AGAIN, Verdict(Kind.SCANNED_BEFORE), id="scanned before"),
        pytest.param(GOOD, None, Verdict(Kind.SCANNED_BEFORE), id="not recorded: nothing claimed of a first scan"),
        pytest.param(
            GOOD, ScanHistory(19, MANY_VIEWERS - 1, MANY_PLACES - 1), Verdict(Kind.SCANNED_BEFORE), id="just below doubt"
        ),
        pytest.param(GOOD, MANY, Verdict(Kind.DOUBTFUL), id="many viewers"),
        pytest.param(GOOD, ScanHistory(4, 4, MANY_PLACES), Verdict(Kind.DOUBTFUL), id="many places"),
        pytest.param(GOOD | {"activated_at": None}, MANY, Verdict(Kind.NOT_ACTIVATED), id="not activated before doubtful"),
        pytest.param(GOOD | {"certificate": Status.EXPIRED}, MANY, Verdict(Kind.EXPIRED), id="expired"),
        pytest.param(GOOD | {"certificate": Status.SUPERSEDED}, FIRST, Verdict(Kind.EXPIRED), id="replaced without a successor"),
        pytest.param(GOOD | {"certificate": Status.NOT_YET}, FIRST, Verdict(Kind.EXPIRED), id="not yet in force"),
        pytest.param(GOOD | {"certificate": None}, FIRST, Verdict(Kind.EXPIRED), id="no certificate"),
        pytest.param(
            GOOD | {"certificate": Status.EXPIRED, "activated_at": None},
            FIRST,
            Verdict(Kind.EXPIRED),
            id="expired before not activated",
        ),
        pytest.param(
            GOOD | {"certificate": Status.REVOKED, "activated_at": None},
            MANY,
            Verdict(Kind.REVOKED),
            id="revoked before not activated",
        ),
        pytest.param(
            GOOD | {"recalled_at": THEN, "certificate": Status.REVOKED},
            MANY,
            Verdict(Kind.RECALLED),
            id="recalled before revoked",
        ),
        pytest.param(
            {"voided_at": THEN, "activated_at": None, "recalled_at": THEN, "certificate": Status.REVOKED},
            MANY,
            Verdict(Kind.VOID),
            id="void first",
        ),
        # Notes stand beside a verdict.
        pytest.param(
            GOOD | {"certificate": Status.EXTENDED}, FIRST, Verdict(Kind.FIRST_SCAN, (Note.CERTIFICATE_EXTENDED,)), id="extended"
        ),
        pytest.param(GOOD | PAST, AGAIN, Verdict(Kind.SCANNED_BEFORE, (Note.PAST_BEST_BEFORE,)), id="past best before"),
        pytest.param(GOOD | {"best_before_date": DAY}, FIRST, Verdict(Kind.FIRST_SCAN), id="the day itself is still good"),
        pytest.param(
            GOOD | PAST | {"certificate": Status.EXTENDED},
            MANY,
            Verdict(Kind.DOUBTFUL, (Note.CERTIFICATE_EXTENDED, Note.PAST_BEST_BEFORE)),
            id="both notes",
        ),
        pytest.param(
            GOOD | PAST | {"recalled_at": THEN},
            FIRST,
            Verdict(Kind.RECALLED, (Note.PAST_BEST_BEFORE,)),
            id="note beside a recall",
        ),
        pytest.param(
            GOOD | PAST | {"certificate": Status.EXPIRED},
            FIRST,
            Verdict(Kind.EXPIRED, (Note.PAST_BEST_BEFORE,)),
            id="note: expired",
        ),
        pytest.param(GOOD | PAST | {"voided_at": THEN}, FIRST, Verdict(Kind.VOID), id="no note beside a void stamp"),
        pytest.param(
            GOOD | PAST | {"certificate": Status.REVOKED}, FIRST, Verdict(Kind.REVOKED), id="no note beside a revocation"
        ),
        pytest.param(
            GOOD | PAST | {"activated_at": None, "certificate": Status.EXTENDED},
            FIRST,
            Verdict(Kind.NOT_ACTIVATED),
            id="no note before use",
        ),
    ],
)
def test_judge_table(facts, history, verdict):
    assert judge(StampFacts(**facts), history, on=DAY) == verdict


def test_what_was_never_issued_is_not_ours():
    assert judge(None, None, on=DAY) == judge(None, FIRST, on=DAY) == NOT_OURS


def test_order_of_the_verdicts_is_that_of_the_vocabulary():
    assert list(Kind) == [
        *(Kind.NOT_OURS, Kind.VOID, Kind.RECALLED, Kind.REVOKED, Kind.EXPIRED, Kind.NOT_ACTIVATED),
        *(Kind.DOUBTFUL, Kind.SCANNED_BEFORE, Kind.FIRST_SCAN),
    ]


def expected(voided, recalled, certificate, activated, history):
    rules = [
        (voided is not None, Kind.VOID),
        (recalled is not None, Kind.RECALLED),
        (certificate == Status.REVOKED, Kind.REVOKED),
        (certificate not in (Status.IN_FORCE, Status.EXTENDED), Kind.EXPIRED),
        (activated is None, Kind.NOT_ACTIVATED),
        (history == MANY, Kind.DOUBTFUL),
        (history in (AGAIN, None), Kind.SCANNED_BEFORE),
        (True, Kind.FIRST_SCAN),
    ]
    return next(kind for applies, kind in rules if applies)


def test_every_combination_is_judged_by_the_first_rule_that_applies():
    for voided, recalled, certificate, activated, history in itertools.product(
        (None, THEN), (None, THEN), (*Status, None), (None, THEN), (None, FIRST, AGAIN, MANY)
    ):
        facts = StampFacts(voided_at=voided, activated_at=activated, recalled_at=recalled, certificate=certificate)
        assert judge(facts, history, on=DAY).kind == expected(voided, recalled, certificate, activated, history)
