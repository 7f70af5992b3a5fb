"""The only ways in which a certificate comes to be and changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.domain.rules import rules_on
from catalog.enums import CertificateAction, CertificateStatus, RevocationGround
from catalog.models import Certificate, CertificateEvent, Product
from core.periods import months_from

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser


class CertificateRefused(ValidationError):
    """What was asked for is against the rules; its message says why and what to do."""


@dataclass(frozen=True)
class Award:
    """What a decision says about one product."""

    stars: int
    decision_no: str
    decision_date: date
    authority: str
    score: Decimal | None = None
    is_sample: bool = False
    note: str = ""


@dataclass(frozen=True)
class Revocation:
    """What a decision to revoke says."""

    ground: RevocationGround
    decision_no: str
    on: date
    reason: str = ""

    @property
    def paper(self) -> Paper:
        """What the history keeps of it."""
        return Paper(self.on, self.decision_no, self.reason)


@dataclass(frozen=True)
class Paper:
    """The paper by which something happened to a certificate, for its history."""

    on: date
    number: str
    reason: str = ""


@transaction.atomic
def issue_certificate(*, product: Product, award: Award, by: AbstractBaseUser | None, at: datetime) -> Certificate:
    """Enter an award; the certificate still in force, if any, is replaced from that day.

    The rule set of the decision's day says how long it runs and who recognises the star.
    Raises: CertificateRefused: the stars are not certified, the score is not theirs, or the product was certified later already.
    """
    rules = rules_on(award.decision_date)
    if award.stars not in rules.recognises:
        raise CertificateRefused(
            _("Nothing is certified below three stars; %(stars)s cannot be entered.") % {"stars": award.stars}
        )
    if award.score is not None and rules.stars_for_score(award.score) != award.stars:
        raise CertificateRefused(_("A score of %(score)s is not %(stars)s stars.") % {"score": award.score, "stars": award.stars})
    product = Product.objects.select_for_update().get(pk=product.pk)
    later = product.certificates.filter(valid_from__gte=award.decision_date).first()
    if later is not None:
        raise CertificateRefused(
            _("Decision %(number)s of %(day)s is as new or newer.")
            % {"number": later.decision_no, "day": later.decision_date.strftime("%d/%m/%Y")}
        )
    for old in product.certificates.in_force(on=award.decision_date):
        old.superseded_on = award.decision_date
        old.save(update_fields=["superseded_on"])
        _record(old, CertificateAction.SUPERSEDED, Paper(award.decision_date, award.decision_no), by=by, at=at)
    period = months_from(award.decision_date, rules.validity_months)
    certificate = Certificate(
        product=product,
        stars=award.stars,
        score=award.score,
        decision_no=award.decision_no,
        decision_date=award.decision_date,
        authority_level=rules.recognises[award.stars],
        authority=award.authority,
        rule_set=rules.id,
        valid_from=period.valid_from,
        valid_to=period.valid_to,
        is_sample=award.is_sample,
        note=award.note,
    )
    certificate.full_clean()
    certificate.save()
    _record(certificate, CertificateAction.ISSUED, Paper(award.decision_date, award.decision_no, award.note), by=by, at=at)
    return certificate


@transaction.atomic
def extend_certificate(
    *, certificate: Certificate, days: int, paper: str, by: AbstractBaseUser | None, at: datetime
) -> Certificate:
    """Let a certificate run on while its renewal is decided.

    Units: days after its regular end, 180 at most.
    Raises: CertificateRefused: it was revoked or replaced, or the extension is too long.
    Source: Decision 26/2026/QĐ-TTg, article 12.3.
    """
    certificate = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if certificate.revoked_on or certificate.superseded_on:
        raise CertificateRefused(_("A revoked or replaced certificate cannot be extended."))
    most = rules_on(timezone.localdate(at)).renewal.get("extension_max_days", 0)
    if not 1 <= days <= most:
        raise CertificateRefused(_("An extension lasts from 1 to %(most)s days.") % {"most": most})
    assert certificate.valid_to is not None  # the database holds it so
    certificate.extended_to = certificate.valid_to + timedelta(days=days)
    if certificate.extended_to <= timezone.localdate(at):
        raise CertificateRefused(_("This extension would already be over today."))
    certificate.extension_no = paper
    certificate.full_clean()
    certificate.save()
    _record(certificate, CertificateAction.EXTENDED, Paper(certificate.valid_to, paper), by=by, at=at)
    return certificate


@transaction.atomic
def revoke_certificate(
    *, certificate: Certificate, revocation: Revocation, by: AbstractBaseUser | None, at: datetime
) -> Certificate:
    """Revoke a certificate from a day on.

    Raises: CertificateRefused: it is revoked already, or the day lies before its beginning.
    Source: Decision 26/2026/QĐ-TTg, article 8.
    """
    certificate = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if certificate.revoked_on:
        raise CertificateRefused(
            _("This certificate is revoked already, by decision %(number)s.") % {"number": certificate.revocation_no}
        )
    if revocation.on < certificate.valid_from:
        raise CertificateRefused(_("A certificate cannot be revoked before the day on which it began."))
    certificate.revoked_on = revocation.on
    certificate.revocation_ground = revocation.ground
    certificate.revocation_no = revocation.decision_no
    certificate.full_clean()
    certificate.save()
    _record(certificate, CertificateAction.REVOKED, revocation.paper, by=by, at=at)
    return certificate


def days_left(certificate: Certificate, *, on: date) -> int | None:
    """Count the days on which the certificate is still in force, today included; None when it is not."""
    if certificate.status(on=on) not in (CertificateStatus.IN_FORCE, CertificateStatus.EXTENDED):
        return None
    return (certificate.valid_until - on).days + 1


def _record(
    certificate: Certificate, action: CertificateAction, paper: Paper, *, by: AbstractBaseUser | None, at: datetime
) -> None:
    CertificateEvent.objects.create(
        certificate=certificate,
        action=action,
        on=paper.on,
        paper=paper.number,
        reason=paper.reason,
        by=by,  # type: ignore[misc]
        at=at,
    )
