"""Print runs: files for a print house, made part by part in the background, checked before anybody can take them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.constraints import NoOverlap
from core.fields import NFCCharField, NFCTextField
from traceability.enums import FileKind, LabelShape, PrintMedium, RunState
from traceability.models.stamp import SYMBOL_SIZES, StampOrder

# A run in one of these states owns its numbers: no other run may print them.
HOLDING = (RunState.QUEUED, RunState.RUNNING, RunState.FAILED, RunState.RELEASED)


class PrintRun(models.Model):
    """One making of files for the stamps `[start, stop)` of an order.

    What the labels show is kept as it was when the run began, so that a part made again tomorrow is the same part.
    """

    order = models.ForeignKey(StampOrder, verbose_name=_("order"), on_delete=models.PROTECT, related_name="print_runs")
    key_letter = models.CharField(_("key"), max_length=1)
    start = models.BigIntegerField(_("first number"))
    stop = models.BigIntegerField(_("number after the last"))
    kind = models.CharField(_("kind of file"), max_length=3, choices=FileKind.choices)
    shape = models.CharField(_("shape"), max_length=6, choices=LabelShape.choices)
    symbol_mm = models.PositiveSmallIntegerField(_("size of the QR"), choices=SYMBOL_SIZES)
    medium = models.CharField(_("printed on"), max_length=4, choices=PrintMedium.choices)
    stars = models.PositiveSmallIntegerField(_("stars"))
    product_name = NFCCharField(_("product"), max_length=200)
    producer_name = NFCCharField(_("producer"), max_length=250)
    gtin = models.CharField(_("barcode number (GTIN)"), max_length=14, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=RunState.choices, default=RunState.QUEUED)
    # 1 while the run owns its numbers, null afterwards: two nulls never collide, so the rule below counts only owners.
    hold = models.PositiveSmallIntegerField(null=True, default=1, editable=False)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("started by"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    started_at = models.DateTimeField(_("started at"))
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    count = models.PositiveIntegerField(_("stamps printed"), null=True, blank=True)
    digest = models.CharField(_("hash of the manifest"), max_length=64, blank=True)
    problem = NFCTextField(_("problem"), blank=True)

    class Meta:
        verbose_name = _("print run")
        verbose_name_plural = _("print runs")
        ordering = ["-started_at", "-pk"]
        constraints = [
            NoOverlap(
                name="traceability_run_numbers_once",
                same=["key_letter", "hold"],
                start="start",
                end="stop",
                message=_("Some of these stamps are in another print run."),
            ),
            models.CheckConstraint(name="traceability_run_forward", condition=Q(start__gte=0, stop__gt=F("start"))),
            models.CheckConstraint(
                name="traceability_run_holds",
                condition=Q(hold__isnull=False, hold=1, state__in=HOLDING) | Q(hold=None) & ~Q(state__in=HOLDING),
            ),
            models.CheckConstraint(
                name="traceability_run_released_whole",
                condition=~Q(state="RELEASED") | Q(finished_at__isnull=False, count__isnull=False) & ~Q(digest=""),
            ),
        ]

    def __str__(self) -> str:
        """Give number and order."""
        return f"#{self.pk} ({self.order})"


class PrintPart(models.Model):
    """One file of a run: a roll, or a packet of sheets. A worker leases it, makes it, reads it back, and only then it counts."""

    run = models.ForeignKey(PrintRun, on_delete=models.CASCADE, related_name="parts")
    position = models.PositiveIntegerField(_("file"))
    start = models.BigIntegerField(_("first number"))
    stop = models.BigIntegerField(_("number after the last"))
    attempts = models.PositiveSmallIntegerField(default=0)
    leased_until = models.DateTimeField(null=True)
    made_at = models.DateTimeField(_("made at"), null=True)
    count = models.PositiveIntegerField(
        _("stamps"), null=True, help_text=_("Fewer than the numbers when some were void already.")
    )
    first_number = models.BigIntegerField(null=True)
    last_number = models.BigIntegerField(null=True)
    read_twice = models.PositiveIntegerField(_("read by a second decoder"), null=True)
    file = models.CharField(max_length=200, blank=True)
    size = models.PositiveBigIntegerField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("print file")
        verbose_name_plural = _("print files")
        ordering = ["run", "position"]
        indexes = [models.Index(name="traceability_part_to_make", fields=["run", "position"], condition=Q(made_at=None))]
        constraints = [
            models.UniqueConstraint(name="traceability_part_once", fields=["run", "position"]),
            models.CheckConstraint(
                name="traceability_part_made_whole",
                condition=Q(made_at=None, count=None) | Q(made_at__isnull=False, count__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        """Give run and position."""
        return f"{self.run_id}/{self.position}"
