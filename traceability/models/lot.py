"""Lots and their recalls."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from catalog.models import Product
from core.fields import NFCCharField, NFCTextField
from core.models import SampleMarked
from traceability.enums import Unit


class Lot(SampleMarked):
    """A quantity of one product made together; the smallest that can be recalled."""

    product = models.ForeignKey(Product, verbose_name=_("product"), on_delete=models.PROTECT, related_name="lots")
    code = models.CharField(_("lot number"), max_length=20, help_text=_("20 characters at most, as on the label."))
    made_date = models.DateField(_("made on"))
    best_before_date = models.DateField(_("best before"), null=True, blank=True)
    quantity = models.PositiveIntegerField(_("quantity"))
    unit = models.CharField(_("counted in"), max_length=10, choices=Unit.choices, default=Unit.PIECE)
    note = NFCTextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("lot")
        verbose_name_plural = _("lots")
        ordering = ["-made_date", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="traceability_lot_code_once_per_product",
                fields=["product", "code"],
                violation_error_message=_("This product has a lot of this number already."),
            ),
            models.CheckConstraint(
                name="traceability_lot_best_before_later",
                condition=Q(best_before_date=None) | Q(best_before_date__gte=F("made_date")),
                violation_error_message=_("Best before cannot be earlier than made on."),
            ),
            models.CheckConstraint(name="traceability_lot_quantity", condition=Q(quantity__gt=0)),
        ]

    def __str__(self) -> str:
        """Give product and number."""
        return f"{self.product}: {self.code}"


class Recall(SampleMarked):
    """That a lot must not be eaten or used, why, and what to do. It is lifted, never deleted."""

    lot = models.ForeignKey(Lot, verbose_name=_("lot"), on_delete=models.PROTECT, related_name="recalls")
    reason = NFCTextField(_("reason"))
    advice = NFCTextField(_("what to do"))
    paper = NFCCharField(_("paper"), max_length=100, blank=True)
    issued_at = models.DateTimeField(_("recalled at"))
    lifted_at = models.DateTimeField(_("lifted at"), null=True, blank=True)

    class Meta:
        verbose_name = _("recall")
        verbose_name_plural = _("recalls")
        ordering = ["-issued_at"]
        constraints = [
            models.UniqueConstraint(name="traceability_recall_one_open", fields=["lot"], condition=Q(lifted_at=None)),
            models.CheckConstraint(
                name="traceability_recall_lifted_later", condition=Q(lifted_at=None) | Q(lifted_at__gte=F("issued_at"))
            ),
        ]

    def __str__(self) -> str:
        """Name the lot."""
        return f"{self.lot}"
