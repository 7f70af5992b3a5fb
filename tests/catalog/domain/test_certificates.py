from __future__ import annotations

import inspect
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from catalog.domain import certificates
from catalog.domain.certificates import (
    Award,
    CertificateRefused,
    Revocation,
    days_left,
    extend_certificate,
    issue_certificate,
    revoke_certificate,
)
from catalog.domain.rules import NoRuleSet, ScoreOutOfRange
from catalog.enums import Authority, CertificateAction, CertificateStatus, RevocationGround
from catalog.models import Certificate
from tests.factories.catalog import CertificateFactory, ProductFactory
from tests.factories.core import UserFactory

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 23, 3, tzinfo=UTC)


@pytest.fixture
def official():
    return UserFactory()


@pytest.fixture
def product():
    return ProductFactory()


def award(stars=4, day=date(2024, 10, 15), number="2394/QĐ-UBND", **values):
    return Award(stars=stars, decision_no=number, decision_date=day, authority="UBND tỉnh Hà Tĩnh", **values)


def issue(product, official, **values):
    return issue_certificate(product=product, award=award(**values), by=official, at=AT)


def revoke(certificate, official, *, ground=RevocationGround.OTHER, number="2/QĐ", on=date(2026, 11, 1), reason=""):
    revocation = Revocation(ground=ground, decision_no=number, on=on, reason=reason)
    return revoke_certificate(certificate=certificate, revocation=revocation, by=official, at=AT)


def story(certificate):
    return [(event.action, event.on, event.paper, event.by, event.at) for event in certificate.events.order_by("pk")]


def test_issue_certificate_runs_for_36_months_and_is_recorded(product, official):
    certificate = issue(product, official, score=Decimal("81.5"))

    assert (certificate.valid_from, certificate.valid_until) == (date(2024, 10, 15), date(2027, 10, 15))
    assert (certificate.stars, certificate.score, certificate.rule_set) == (4, Decimal("81.5"), "148-2023")
    assert certificate.authority_level == Authority.PROVINCE
    assert story(certificate) == [(CertificateAction.ISSUED, date(2024, 10, 15), "2394/QĐ-UBND", official, AT)]


@pytest.mark.parametrize(
    ("day", "level"),
    [(date(2024, 1, 1), Authority.DISTRICT), (date(2025, 8, 1), Authority.PROVINCE), (date(2026, 6, 1), Authority.PROVINCE)],
)
def test_three_stars_are_recognised_by_whom_the_law_of_the_day_says(product, official, day, level):
    assert issue(product, official, stars=3, day=day).authority_level == level


def test_issue_certificate_replaces_the_one_in_force(product, official):
    old = issue(product, official, stars=3, day=date(2025, 1, 10), number="11/QĐ")
    new = issue(product, official, stars=4, day=date(2026, 6, 1), number="22/QĐ")

    old.refresh_from_db()
    assert old.superseded_on == date(2026, 6, 1)
    assert old.status(on=date(2026, 5, 31)) == CertificateStatus.IN_FORCE
    assert old.status(on=date(2026, 6, 1)) == CertificateStatus.SUPERSEDED
    assert list(product.certificates.in_force(on=date(2026, 6, 1))) == [new]
    assert story(old)[1:] == [(CertificateAction.SUPERSEDED, date(2026, 6, 1), "22/QĐ", official, AT)]


def test_issue_certificate_after_the_last_one_ran_out_leaves_that_alone(product, official):
    old = issue(product, official, day=date(2021, 1, 1), number="11/QĐ")

    issue(product, official, day=date(2025, 1, 1), number="22/QĐ")

    old.refresh_from_db()
    assert old.superseded_on is None
    assert old.status(on=date(2025, 1, 1)) == CertificateStatus.EXPIRED


def test_issue_certificate_after_a_revocation_is_possible(product, official):
    old = issue(product, official, day=date(2024, 1, 1))
    revoke(old, official, number="9/QĐ", on=date(2025, 1, 1))

    new = issue(product, official, day=date(2025, 6, 1))

    assert list(product.certificates.in_force(on=date(2025, 6, 1))) == [new]


@pytest.mark.parametrize("stars", [1, 2, 0, 6])
@pytest.mark.parametrize("score", [None, Decimal(45)])
def test_below_three_stars_nothing_is_certified(product, official, stars, score):
    with pytest.raises(CertificateRefused):
        issue(product, official, stars=stars, score=score)

    assert not Certificate.objects.exists()


@pytest.mark.parametrize(("stars", "score"), [(3, "70"), (4, "69.99"), (5, "89.99"), (4, "90"), (3, "49.99")])
def test_score_of_another_star_is_refused(product, official, stars, score):
    with pytest.raises(CertificateRefused):
        issue(product, official, stars=stars, score=Decimal(score))

    assert not Certificate.objects.exists()


def test_score_beyond_a_hundred_is_refused(product, official):
    with pytest.raises(ScoreOutOfRange):
        issue(product, official, score=Decimal(101))


@pytest.mark.parametrize("day", [date(2025, 1, 10), date(2025, 1, 9)])
def test_award_as_old_or_older_than_the_last_is_refused(product, official, day):
    issue(product, official, day=date(2025, 1, 10), number="11/QĐ")

    with pytest.raises(CertificateRefused, match="11/QĐ"):
        issue(product, official, day=day, number="10/QĐ")

    assert product.certificates.count() == 1


def test_award_before_the_programme_is_refused(product, official):
    with pytest.raises(NoRuleSet):
        issue(product, official, day=date(2017, 1, 1))


# Decision 26/2026/QĐ-TTg, article 12.3.
@pytest.mark.parametrize("days", [1, 180])
def test_extension_lets_a_certificate_run_on(official, days):
    certificate = CertificateFactory(valid_from=date(2023, 12, 1))

    extended = extend_certificate(certificate=certificate, days=days, paper="12/UBND", by=official, at=AT)

    end = date(2026, 12, 2)
    assert (extended.extended_to - end).days == days
    assert extended.status(on=end) == CertificateStatus.EXTENDED
    assert extended.status(on=extended.extended_to) == CertificateStatus.EXPIRED
    assert list(Certificate.objects.in_force(on=end)) == [extended]
    assert story(extended) == [(CertificateAction.EXTENDED, end, "12/UBND", official, AT)]


@pytest.mark.parametrize("days", [0, -1, 181, 1000])
def test_extension_of_another_length_is_refused(official, days):
    certificate = CertificateFactory(valid_from=date(2023, 12, 1))

    with pytest.raises(CertificateRefused):
        extend_certificate(certificate=certificate, days=days, paper="12/UBND", by=official, at=AT)

    certificate.refresh_from_db()
    assert certificate.extended_to is None


def test_extension_before_the_law_knew_it_is_refused(official):
    certificate = CertificateFactory(valid_from=date(2023, 4, 1))

    with pytest.raises(CertificateRefused):
        extend_certificate(certificate=certificate, days=30, paper="1", by=official, at=datetime(2026, 5, 21, 3, tzinfo=UTC))


@pytest.mark.parametrize("state", ["revoked", "superseded"])
def test_extension_of_a_revoked_or_replaced_certificate_is_refused(official, state):
    with pytest.raises(CertificateRefused):
        extend_certificate(certificate=CertificateFactory(**{state: True}), days=30, paper="1", by=official, at=AT)


# Decision 26/2026/QĐ-TTg, article 8: six grounds.
@pytest.mark.parametrize("ground", RevocationGround)
def test_revocation_on_each_ground(official, ground):
    certificate = CertificateFactory(valid_from=date(2025, 1, 1))

    revoked = revoke(certificate, official, ground=ground, number="3763/QĐ-UBND", reason="Kết luận số 5")

    assert revoked.status(on=date(2026, 10, 31)) == CertificateStatus.IN_FORCE
    assert revoked.status(on=date(2026, 11, 1)) == CertificateStatus.REVOKED
    assert not Certificate.objects.in_force(on=date(2026, 11, 1)).exists()
    assert story(revoked) == [(CertificateAction.REVOKED, date(2026, 11, 1), "3763/QĐ-UBND", official, AT)]
    assert revoked.events.get().reason == "Kết luận số 5"


def test_revocation_twice_is_refused(official):
    certificate = CertificateFactory(revoked=True)

    with pytest.raises(CertificateRefused, match="3763/QĐ-UBND"):
        revoke(certificate, official)


def test_revocation_before_the_beginning_is_refused(official):
    certificate = CertificateFactory(valid_from=date(2026, 1, 2))

    with pytest.raises(CertificateRefused):
        revoke(certificate, official, on=date(2026, 1, 1))


def test_revocation_without_a_paper_is_refused(official):
    certificate = CertificateFactory(valid_from=date(2025, 1, 1))

    with pytest.raises(ValidationError):
        revoke(certificate, official, number="")

    assert certificate.events.count() == 0


@pytest.mark.parametrize(
    ("on", "left"),
    [(date(2024, 10, 14), None), (date(2027, 10, 15), 1), (date(2027, 10, 14), 2), (date(2027, 10, 16), None)],
)
def test_days_left_counts_today(on, left):
    assert days_left(CertificateFactory.build(valid_from=date(2024, 10, 15), product=None), on=on) == left


def test_days_left_of_an_extended_certificate_counts_the_extension():
    certificate = CertificateFactory.build(valid_from=date(2024, 10, 15), extended_to=date(2027, 10, 26), product=None)

    assert days_left(certificate, on=date(2027, 10, 16)) == 10


def test_nothing_that_writes_is_reached_without_an_actor_and_a_moment():
    for function in (issue_certificate, extend_certificate, revoke_certificate):
        parameters = inspect.signature(function).parameters
        assert {"by", "at"} <= set(parameters), function
        assert all(part.default is part.empty and part.kind is part.KEYWORD_ONLY for part in parameters.values()), function
    writers = {name for name, member in vars(certificates).items() if inspect.isfunction(member) and not name.startswith("_")}
    assert {"issue_certificate", "extend_certificate", "revoke_certificate", "days_left"} == {
        name for name in writers if getattr(certificates, name).__module__ == certificates.__name__
    }


@pytest.mark.django_db
def test_extension_that_is_over_already_is_refused(official):
    certificate = CertificateFactory(valid_from=date(2020, 1, 1), valid_to=date(2023, 1, 2))

    with pytest.raises(CertificateRefused):
        extend_certificate(certificate=certificate, days=30, paper="12/UBND", by=official, at=AT)
