"""Scans: what was answered, and what is known of one stamp from all its scans. Neither holds personal data."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from traceability.enums import ScanChannel, VerdictKind


class Scan(models.Model):
    """One reading of one of our codes. A code that is not ours costs no query and leaves no row.

    `viewer` is a number that changes daily and cannot be traced to a person (`core.visitors.viewer_tag`).
    """

    key_letter = models.CharField(_("key"), max_length=1)
    number = models.BigIntegerField(_("number"))
    scanned_at = models.DateTimeField(_("scanned at"), help_text=_("To the minute."))
    received_at = models.DateTimeField(_("received at"), help_text=_("Later than the scan when it was made offline."))
    channel = models.CharField(_("channel"), max_length=6, choices=ScanChannel.choices)
    standing = models.CharField(
        _("standing"),
        max_length=15,
        choices=VerdictKind.choices,
        blank=True,
        help_text=_("Empty when the stamp matched the register."),
    )
    province = models.CharField(_("province"), max_length=2, blank=True)
    viewer = models.BigIntegerField(_("viewer of the day"))

    class Meta:
        verbose_name = _("scan")
        verbose_name_plural = _("scans")
        ordering = ["-received_at", "-pk"]
        indexes = [models.Index(name="traceability_scan_of_stamp", fields=["key_letter", "number"])]

    def __str__(self) -> str:
        """Give when and what."""
        return f"{self.scanned_at:%d/%m/%Y %H:%M} {self.standing}"


class StampTally(models.Model):
    """What all scans of one stamp add up to. It exists from the first scan on.

    `viewers` and `places` are sets written as bits, so that one upsert can add to them: a viewer falls on one of 62 bits, and the
    number of set bits tells the number of viewers (linear counting); a province is one bit of its own.
    """

    key_letter = models.CharField(max_length=1)
    number = models.BigIntegerField()
    first_scanned_at = models.DateTimeField()
    last_scanned_at = models.DateTimeField()
    last_viewer = models.BigIntegerField()
    scan_count = models.PositiveIntegerField()
    viewers = models.BigIntegerField()
    places = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(name="traceability_tally_once", fields=["key_letter", "number"])]

    def __str__(self) -> str:
        """Give the stamp and its count."""
        return f"{self.key_letter} {self.number}: {self.scan_count}"
