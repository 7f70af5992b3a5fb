"""Certificates: the awards of stars, each for its time, and everything that happened to them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Least
from django.utils.translation import gettext_lazy as _

from catalog.enums import Authority, CertificateAction, CertificateStatus, RevocationGround, Stars
from catalog.models.product import Product
from core.constraints import AppendOnly, NoOverlap
from core.fields import NFCCharField, NFCTextField
from core.models import Dated, SampleMarked


class CertificateQuerySet(models.QuerySet):
    """Which certificates."""

    def in_force(self, *, on: date) -> Self:
        """Keep those in force on the day: begun, not ended, not revoked, not replaced; extended ones included."""
        return self.filter(valid_from__lte=on, ends_on__gt=on)

    def newest_first(self) -> Self:
        """Order by the day they began, the latest first."""
        return self.order_by("-valid_from", "-pk")


class Certificate(Dated, SampleMarked):
    """One award of stars to a product. Never edited: it is extended, replaced or revoked by `catalog.domain.certificates`.

    `valid_to` is the first day after the 36 months; `ends_on` is the first day on which it is truly no longer in force,
    and the database works it out.
    """

    product = models.ForeignKey(Product, verbose_name=_("product"), on_delete=models.PROTECT, related_name="certificates")
    stars = models.PositiveSmallIntegerField(_("stars"), choices=Stars.choices)
    score = models.DecimalField(
        _("council's score"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("Average of the members; not public."),
    )
    decision_no = NFCCharField(_("decision number"), max_length=100)
    decision_date = models.DateField(_("decision date"))
    authority_level = models.CharField(_("recognised by"), max_length=10, choices=Authority.choices)
    authority = NFCCharField(_("authority as in the decision"), max_length=200)
    rule_set = models.CharField(_("rule set"), max_length=20)
    extended_to = models.DateField(_("extended to"), null=True, blank=True, help_text=_("The first day after the extension."))
    extension_no = NFCCharField(_("extension's paper"), max_length=100, blank=True)
    superseded_on = models.DateField(_("replaced on"), null=True, blank=True)
    revoked_on = models.DateField(_("revoked on"), null=True, blank=True)
    revocation_ground = models.CharField(_("ground of revocation"), max_length=20, choices=RevocationGround.choices, blank=True)
    revocation_no = NFCCharField(_("revoking decision"), max_length=100, blank=True)
    note = NFCTextField(_("note"), blank=True)
    ends_on = models.GeneratedField(
        expression=Least(
            Coalesce("extended_to", "valid_to"),
            Coalesce("superseded_on", "extended_to", "valid_to"),
            Coalesce("revoked_on", "extended_to", "valid_to"),
        ),
        output_field=models.DateField(),
        db_persist=True,
    )

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ["-valid_from", "-pk"]
        indexes = [models.Index(name="catalog_cert_ends_on", fields=["ends_on"])]
        constraints = [
            NoOverlap(
                name="catalog_certificate_one_in_force",
                same=["product"],
                start="valid_from",
                end="ends_on",
                message=_("This product already has a certificate in force in that time."),
            ),
            models.CheckConstraint(name="catalog_certificate_stars", condition=Q(stars__in=Stars.values)),
            models.CheckConstraint(
                name="catalog_certificate_ends", condition=Q(valid_to__isnull=False, valid_to__gt=F("valid_from"))
            ),
            models.CheckConstraint(
                name="catalog_certificate_score",
                condition=Q(score=None) | Q(score__range=("50", "100")),
                violation_error_message=_("A certified product has between 50 and 100 points."),
            ),
            models.CheckConstraint(
                name="catalog_certificate_extension",
                condition=Q(extended_to=None)
                | Q(extended_to__gt=F("valid_to"), extended_to__lte=F("valid_to") + timedelta(days=180)),
                violation_error_message=_("An extension begins where the certificate ends and lasts 180 days at most."),
            ),
            models.CheckConstraint(
                name="catalog_certificate_revocation_whole",
                condition=Q(revoked_on=None, revocation_ground="", revocation_no="")
                # A comparison with nothing would pass, so the day is asked for by name.
                | Q(revoked_on__isnull=False, revoked_on__gte=F("valid_from"), revocation_ground__in=RevocationGround.values)
                & ~Q(revocation_no=""),
                violation_error_message=_("A revocation has a day, one of the six grounds and a decision number."),
            ),
            models.CheckConstraint(
                name="catalog_certificate_superseded_later",
                condition=Q(superseded_on=None) | Q(superseded_on__gt=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        """Give product, stars and decision."""
        return f"{self.product}: {self.stars}★ {self.decision_no}"

    @property
    def valid_until(self) -> date:
        """The last day on which it is in force if nothing else happens, an extension included."""
        return (self.extended_to or self.valid_to or date.max) - timedelta(days=1)

    def status(self, *, on: date) -> CertificateStatus:
        """Tell what the certificate is worth on a day."""
        return status_on(
            on,
            valid_from=self.valid_from,
            valid_to=self.valid_to or date.max,
            extended_to=self.extended_to,
            superseded_on=self.superseded_on,
            revoked_on=self.revoked_on,
        )


def status_on(
    day: date,
    *,
    valid_from: date,
    valid_to: date,
    extended_to: date | None = None,
    superseded_on: date | None = None,
    revoked_on: date | None = None,
) -> CertificateStatus:
    """Decide what a certificate is worth on a day.

    A revocation outlasts everything after it; a replaced or expired certificate that is revoked later is revoked from then on.
    Source: Decision 26/2026/QĐ-TTg, articles 4 (36 months), 8 (revocation) and 12.3 (extension).
    """
    if revoked_on is not None and day >= revoked_on:
        return CertificateStatus.REVOKED
    if day < valid_from:
        return CertificateStatus.NOT_YET
    if superseded_on is not None and day >= superseded_on:
        return CertificateStatus.SUPERSEDED
    if day < valid_to:
        return CertificateStatus.IN_FORCE
    if extended_to is not None and day < extended_to:
        return CertificateStatus.EXTENDED
    return CertificateStatus.EXPIRED


class CertificateEvent(models.Model):
    """Who did what to a certificate, when and on what paper. Only ever added to."""

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="events", verbose_name=_("certificate"))
    action = models.CharField(_("what"), max_length=12, choices=CertificateAction.choices)
    on = models.DateField(_("effective on"))
    paper = NFCCharField(_("paper"), max_length=100, blank=True)
    reason = NFCTextField(_("reason"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("recorded at"))

    class Meta:
        verbose_name = _("event of a certificate")
        verbose_name_plural = _("events of certificates")
        ordering = ["on", "pk"]
        constraints = [AppendOnly(name="catalog_certificate_event_append_only")]

    def __str__(self) -> str:
        """Give what and when."""
        return f"{self.get_action_display()} {self.on:%d/%m/%Y}"
