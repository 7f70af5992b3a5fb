from __future__ import annotations

import logging
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import OperationalError, connection

from catalog.enums import CertificateStatus
from tests.factories.catalog import CertificateFactory, ProductFactory
from tests.factories.traceability import LotFactory, StampRangeFactory, code_of
from traceability.domain.codes import readable
from traceability.domain.scans import Answer, answer_scan
from traceability.domain.verdict import NOT_OURS
from traceability.enums import ScanChannel, VerdictKind, VerdictNote
from traceability.models import Scan, StampTally

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 23, 3, 0, 30, tzinfo=UTC)
CODE = code_of(1500)


@pytest.fixture
def certificate():
    return CertificateFactory(valid_from=date(2025, 1, 1))


@pytest.fixture
def stamps(certificate):
    return StampRangeFactory(order__product=certificate.product, start=1000, stop=2000, activated=True)


def scan(code=CODE, *, at=AT, viewer=7, **values):
    return answer_scan(code, at=at, viewer=viewer, channel=ScanChannel.QR, **values)


def kinds(count, **values):
    return [scan(viewer=number, **values).verdict.kind for number in range(count)]


def broken(word):
    """Let every statement that holds the word fail as a lost table would."""

    def execute(run, sql, params, many, context):
        if word in sql:
            raise OperationalError("no such table")
        return run(sql, params, many, context)

    return connection.execute_wrapper(execute)


def test_first_scan_then_scanned_before(stamps):
    first, second = scan(viewer=1), scan(viewer=2, at=AT + timedelta(days=1))

    assert (first.verdict.kind, second.verdict.kind) == (VerdictKind.FIRST_SCAN, VerdictKind.SCANNED_BEFORE)
    assert (first.code, first.status, first.record.lot_code) == (readable(CODE), CertificateStatus.IN_FORCE, stamps.lot.code)
    assert (second.tally.scan_count, second.tally.viewer_count) == (2, 2)
    assert second.tally.first_scanned_at == AT.replace(second=0)


def test_first_scan_reloaded_is_still_the_first(stamps):
    assert [scan(viewer=1).verdict.kind for _ in range(3)] == [VerdictKind.FIRST_SCAN] * 3


def test_many_viewers_make_a_stamp_doubtful(stamps):
    assert kinds(60)[-1] == VerdictKind.DOUBTFUL


def test_scan_is_written_without_personal_data(stamps):
    scan(viewer=99)

    row = Scan.objects.get()
    assert (row.key_letter, row.number, row.scanned_at, row.received_at, row.channel, row.standing, row.province, row.viewer) == (
        *("T", 1500, AT.replace(second=0), AT, "QR", "", "", 99),
    )


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (lambda product: StampRangeFactory(order__product=product, start=1000, voided=True), VerdictKind.VOID),
        (
            lambda product: StampRangeFactory(
                order__product=product, start=1000, lot=LotFactory(product=product, recalled=True), activated_at=AT
            ),
            VerdictKind.RECALLED,
        ),
        (lambda product: StampRangeFactory(order__product=product, start=1000), VerdictKind.NOT_ACTIVATED),
    ],
)
def test_standing_of_the_stamp_is_answered_and_written(certificate, make, kind):
    make(certificate.product)

    assert scan().verdict.kind == kind
    assert Scan.objects.get().standing == kind


@pytest.mark.parametrize(
    ("values", "kind", "notes"),
    [
        ({"valid_from": date(2023, 1, 1)}, VerdictKind.EXPIRED, ()),
        (
            {"valid_from": date(2025, 1, 1), "revoked_on": date(2026, 1, 1), "revocation_ground": "OTHER", "revocation_no": "1"},
            VerdictKind.REVOKED,
            (),
        ),
        ({"valid_from": date(2025, 1, 1), "superseded_on": date(2026, 1, 1)}, VerdictKind.EXPIRED, ()),
        ({"valid_from": date(2026, 11, 24)}, VerdictKind.EXPIRED, ()),
        (
            {"valid_from": date(2023, 11, 1), "extended_to": date(2027, 3, 1)},
            VerdictKind.FIRST_SCAN,
            (VerdictNote.CERTIFICATE_EXTENDED,),
        ),
    ],
)
def test_standing_of_the_certificate_is_answered(values, kind, notes):
    certificate = CertificateFactory(**values)
    StampRangeFactory(order__product=certificate.product, start=1000, activated=True)

    verdict = scan().verdict
    assert (verdict.kind, verdict.notes) == (kind, notes)


def test_product_without_any_certificate_is_expired():
    StampRangeFactory(order__product=ProductFactory(), start=1000, activated=True)

    answer = scan()
    assert (answer.verdict.kind, answer.status) == (VerdictKind.EXPIRED, None)


def test_latest_certificate_that_has_begun_counts(stamps, certificate):
    type(certificate).objects.filter(pk=certificate.pk).update(superseded_on=date(2026, 6, 1))
    new = CertificateFactory(product=certificate.product, valid_from=date(2026, 6, 1), stars=5)

    answer = scan()
    assert (answer.record.certificate_id, answer.record.stars, answer.verdict.kind) == (new.pk, 5, VerdictKind.FIRST_SCAN)


def test_day_of_the_verdict_is_that_of_hanoi():
    certificate = CertificateFactory(valid_from=date(2026, 11, 24))
    StampRangeFactory(order__product=certificate.product, start=1000, activated=True)

    before, after = datetime(2026, 11, 23, 16, 59, tzinfo=UTC), datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
    assert scan(at=before).verdict.kind == VerdictKind.EXPIRED
    assert scan(at=after, viewer=8).verdict.kind == VerdictKind.SCANNED_BEFORE


@pytest.mark.parametrize("text", ["", "T", "T" + "0" * 15, "x" * 10_000, "' OR 1=1 --", "\x00", "Ω" * 16])
def test_what_is_not_ours_costs_no_query(text, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert scan(text) == Answer(NOT_OURS)


def test_true_code_that_was_never_issued_is_not_ours_and_logged(stamps, caplog):
    with caplog.at_level(logging.WARNING, "traceability.domain.scans"):
        assert scan(code_of(999_999)) == Answer(NOT_OURS)

    assert caplog.messages == ["A code with a true tag was never issued: key T, number 999999."]
    assert not Scan.objects.exists()


@pytest.mark.parametrize(("number", "known"), [(999, False), (1000, True), (1999, True), (2000, False)])
def test_ends_of_a_range_are_half_open(stamps, number, known):
    assert (scan(code_of(number)).record is not None) is known


def test_older_key_is_answered(certificate):
    StampRangeFactory(order__product=certificate.product, key_letter="S", start=0, activated=True)

    assert scan(code_of(5, "S")).verdict.kind == VerdictKind.FIRST_SCAN


@pytest.mark.parametrize(("gtin", "ours"), [("08934567000129", True), ("08934567000136", False), ("", True)])
def test_code_under_the_barcode_of_another_product_is_not_ours(stamps, certificate, gtin, ours):
    type(certificate.product).objects.update(gtin="8934567000129")

    assert (scan(gtin=gtin).verdict != NOT_OURS) is ours


@pytest.mark.parametrize("table", ["record_scan", "traceability_scan"])
def test_scan_that_cannot_be_recorded_is_answered_and_logged(stamps, caplog, table):
    word = {"record_scan": "ocop_record_scan", "traceability_scan": "INSERT INTO traceability_scan"}[table]
    if connection.vendor == "postgresql" and table == "traceability_scan":
        pytest.skip("PostgreSQL: the prepared statement is run by its name")
    if connection.vendor == "sqlite" and table == "record_scan":
        pytest.skip("SQLite: nothing is prepared, so nothing has that name")

    with broken(word):
        answer = scan()

    assert (answer.verdict.kind, answer.tally) == (VerdictKind.SCANNED_BEFORE, None)
    assert caplog.messages == ["A scan could not be recorded; the page is shown all the same."]
    assert not Scan.objects.exists()
    assert not StampTally.objects.exists()


def test_statements_of_one_scan(stamps, statements):
    scan()
    with statements() as sql:
        scan(viewer=8)

    # One read and one write; SQLite cannot put two inserts into one statement.
    assert len(sql) == (2 if connection.vendor == "postgresql" else 3)


def test_moment_in_another_zone_is_the_same_moment(stamps):
    answer = scan(at=AT.astimezone(ZoneInfo("Asia/Ho_Chi_Minh")))

    assert answer.tally.first_scanned_at == AT.replace(second=0)
    assert Scan.objects.get().received_at == AT
