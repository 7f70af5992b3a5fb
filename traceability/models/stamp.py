"""Stamps. No row stands for a single stamp: orders get ranges of numbers, and ranges are split as things happen to them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from catalog.models import Product
from core.constraints import AppendOnly, NoOverlap
from core.fields import NFCTextField
from core.models import SampleMarked
from traceability.enums import LabelShape, OrderState, PrintMedium, StampAction, VoidReason
from traceability.models.lot import Lot
from traceability.numbers import Interval

# 40 bits of a code are its number (decision D4).
LAST_NUMBER = 2**40
# The side of the symbol with its quiet zone, in millimetres: what a telephone reads. The label is larger.
SYMBOL_SIZES = [(size, f"{size} mm") for size in (15, 20, 25, 30)]
FEWEST_ON_A_ROLL, MOST_ON_A_ROLL = 24, 10_000


class StampSeries(models.Model):
    """How far the numbers of one key letter are used up; locked while an order takes its share."""

    key_letter = models.CharField(max_length=1, primary_key=True)
    next_number = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="traceability_series_within_40_bits", condition=Q(next_number__gte=0, next_number__lte=LAST_NUMBER)
            )
        ]

    def __str__(self) -> str:
        """Give letter and state."""
        return f"{self.key_letter}: {self.next_number}"


class StampOrder(SampleMarked):
    """A producer's wish for stamps for one product, and what an official decided on it."""

    product = models.ForeignKey(Product, verbose_name=_("product"), on_delete=models.PROTECT, related_name="stamp_orders")
    quantity = models.PositiveIntegerField(_("quantity"))
    shape = models.CharField(_("shape"), max_length=6, choices=LabelShape.choices, default=LabelShape.SQUARE)
    symbol_mm = models.PositiveSmallIntegerField(
        _("size of the QR"),
        choices=SYMBOL_SIZES,
        default=20,
        help_text=_("With its white border. The label around it is larger."),
    )
    medium = models.CharField(_("printed on"), max_length=4, choices=PrintMedium.choices, default=PrintMedium.A4)
    roll_size = models.PositiveIntegerField(
        _("stamps on a roll"),
        default=1000,
        help_text=_("Or in a packet of sheets. Each roll is printed as a file and counted by itself."),
    )
    delivery = NFCTextField(_("deliver to"), blank=True)
    beyond_output = models.BooleanField(
        _("beyond the declared output"),
        default=False,
        help_text=_("The product was ordered more stamps than it declares to make."),
    )
    state = models.CharField(_("state"), max_length=10, choices=OrderState.choices, default=OrderState.ORDERED)
    ordered_at = models.DateTimeField(_("ordered at"))
    ordered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("ordered by"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("decided by"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decision_reason = NFCTextField(_("reason"), blank=True)
    retired_at = models.DateTimeField(_("retired at"), null=True, blank=True)
    retired_because = NFCTextField(_("retired because"), blank=True)

    class Meta:
        verbose_name = _("stamp order")
        verbose_name_plural = _("stamp orders")
        ordering = ["-ordered_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="traceability_order_quantity",
                condition=Q(quantity__gte=1, quantity__lte=50_000_000),
                violation_error_message=_("Order between 1 and 50,000,000 stamps."),
            ),
            models.CheckConstraint(
                name="traceability_order_decided",
                # An order may be cancelled before anybody has decided it.
                condition=Q(state="ORDERED", decided_at=None)
                | Q(state="CANCELLED")
                | ~Q(state__in=["ORDERED", "CANCELLED"]) & Q(decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="traceability_order_roll_size",
                condition=Q(roll_size__gte=FEWEST_ON_A_ROLL, roll_size__lte=MOST_ON_A_ROLL),
                violation_error_message=_("A roll holds between 24 and 10,000 stamps."),
            ),
            models.CheckConstraint(
                name="traceability_order_symbol_size", condition=Q(symbol_mm__in=[size for size, _name in SYMBOL_SIZES])
            ),
            models.CheckConstraint(
                name="traceability_order_retired_whole",
                condition=Q(retired_at=None, retired_because="") | Q(retired_at__isnull=False) & ~Q(retired_because=""),
            ),
        ]

    def __str__(self) -> str:
        """Give number, product and quantity."""
        return f"#{self.pk} {self.product} × {self.quantity}"


class StampRange(models.Model):
    """Stamp numbers `[start, stop)` of one key that share one fate: the lot, the activation, the voiding."""

    order = models.ForeignKey(StampOrder, verbose_name=_("order"), on_delete=models.PROTECT, related_name="ranges")
    key_letter = models.CharField(_("key"), max_length=1)
    start = models.BigIntegerField(_("first number"))
    stop = models.BigIntegerField(_("number after the last"))
    lot = models.ForeignKey(
        Lot, verbose_name=_("lot"), on_delete=models.PROTECT, null=True, blank=True, related_name="stamp_ranges"
    )
    activated_at = models.DateTimeField(_("activated at"), null=True, blank=True)
    voided_at = models.DateTimeField(_("voided at"), null=True, blank=True)
    void_reason = models.CharField(_("void because"), max_length=15, choices=VoidReason.choices, blank=True)

    class Meta:
        verbose_name = _("stamp range")
        verbose_name_plural = _("stamp ranges")
        ordering = ["key_letter", "start"]
        indexes = [models.Index(name="traceability_range_lookup", fields=["key_letter", "start"])]
        constraints = [
            NoOverlap(
                name="traceability_range_numbers_once",
                same=["key_letter"],
                start="start",
                end="stop",
                message=_("Some of these stamp numbers are in another range."),
            ),
            models.CheckConstraint(
                name="traceability_range_forward", condition=Q(start__gte=0, stop__gt=F("start"), stop__lte=LAST_NUMBER)
            ),
            models.CheckConstraint(
                name="traceability_range_activated_on_a_lot",
                condition=Q(lot=None, activated_at=None) | Q(lot__isnull=False, activated_at__isnull=False),
            ),
            models.CheckConstraint(
                name="traceability_range_void_whole",
                condition=Q(voided_at=None, void_reason="") | Q(voided_at__isnull=False, void_reason__in=VoidReason.values),
            ),
            # What is void stays void: nothing can be activated after it.
            models.CheckConstraint(
                name="traceability_range_void_is_final",
                condition=Q(voided_at=None) | Q(activated_at=None) | Q(activated_at__lte=F("voided_at")),
                violation_error_message=_("Voided stamps cannot be activated."),
            ),
        ]

    def __str__(self) -> str:
        """Give key and numbers."""
        return f"{self.key_letter} {self.start}–{self.stop - 1}"

    @property
    def count(self) -> int:
        """How many stamps."""
        return self.stop - self.start

    @property
    def interval(self) -> Interval:
        """The numbers."""
        return Interval(self.key_letter, self.start, self.stop)


class StampEvent(models.Model):
    """Who did what to an order or to which of its stamp numbers, when and why. Only ever added to.

    What concerns the order before it has numbers names none: `key_letter` is empty then.
    """

    order = models.ForeignKey(StampOrder, on_delete=models.PROTECT, related_name="events", verbose_name=_("order"))
    action = models.CharField(_("what"), max_length=10, choices=StampAction.choices)
    key_letter = models.CharField(_("key"), max_length=1, blank=True)
    start = models.BigIntegerField(_("first number"), null=True)
    stop = models.BigIntegerField(_("number after the last"), null=True)
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("lot"))
    reason = NFCTextField(_("reason"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("event of stamps")
        verbose_name_plural = _("events of stamps")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="traceability_stamp_event_numbers",
                # A comparison with null is not false, so what must be there is asked for by name.
                condition=Q(key_letter="", start=None, stop=None)
                | ~Q(key_letter="") & Q(start__isnull=False, stop__isnull=False, start__gte=0, stop__gt=F("start")),
            ),
            AppendOnly(name="traceability_stamp_event_append_only"),
        ]

    @property
    def interval(self) -> Interval | None:
        """The numbers; None for what concerns the order as a whole."""
        return None if self.start is None or self.stop is None else Interval(self.key_letter, self.start, self.stop)

    def __str__(self) -> str:
        """Give what and which."""
        numbers = "" if self.start is None or self.stop is None else f" {self.key_letter} {self.start}–{self.stop - 1}"
        return f"{self.get_action_display()}{numbers}"
