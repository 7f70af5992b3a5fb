"""Points where certified products are shown and sold."""

from __future__ import annotations

from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from core.fields import NFCCharField, NFCTextField
from core.models import SampleMarked
from core.text import fold, sort_key
from core.validators import ListOf, format_phone, validate_phone
from places.enums import Facility, PaymentMethod, SalePointKind, SalePointState, SpokenLanguage, UnitLevel, Weekday
from places.models.unit import AdministrativeUnit


class SalePointQuerySet(models.QuerySet):
    """Which sale points."""

    def public(self) -> Self:
        """Keep those that a visitor may see: appraised or later. A closed one stays, and says so."""
        return self.exclude(state=SalePointState.REGISTERED)

    def open_to_visitors(self) -> Self:
        """Keep those that a visitor can go to."""
        return self.filter(state=SalePointState.OPERATING)

    def in_unit(self, unit: AdministrativeUnit) -> Self:
        """Keep those in a province, a commune or a former district, by name order."""
        if unit.level == UnitLevel.PROVINCE:
            found = self.filter(commune__parent=unit)
        elif unit.level == UnitLevel.DISTRICT:
            found = self.filter(former_district=unit)
        else:
            found = self.filter(commune=unit)
        return found.order_by("sort_key")


class SalePoint(SampleMarked, ClusterableModel):
    """A shop, stall or centre where products of the programme are introduced and sold.

    Source: Decision 950/QĐ-BCT (18/4/2023); states as local regulations order them (for Hà Tĩnh 4086/QĐ-UBND, 1/12/2020).
    """

    name = NFCCharField(_("name"), max_length=200)
    slug = models.SlugField(_("address part"), max_length=220, unique=True)
    kind = models.CharField(_("kind of place"), max_length=20, choices=SalePointKind.choices)
    state = models.CharField(_("state"), max_length=12, choices=SalePointState.choices, default=SalePointState.REGISTERED)
    description = NFCTextField(_("description"), blank=True)
    description_en = NFCTextField(_("description in English"), blank=True)
    commune = models.ForeignKey(
        AdministrativeUnit, verbose_name=_("commune"), on_delete=models.PROTECT, related_name="sale_points"
    )
    former_district = models.ForeignKey(
        AdministrativeUnit,
        verbose_name=_("former district"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="sale_points_of_district",
        help_text=_("People still say it; visitors look for it."),
    )
    address = NFCCharField(_("address"), max_length=250)
    old_address = NFCCharField(_("old address"), max_length=250, blank=True, help_text=_("As it was before 1 July 2025."))
    latitude = models.DecimalField(_("latitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    phone = models.CharField(_("telephone"), max_length=20, blank=True, validators=[validate_phone])
    zalo = models.CharField(_("Zalo number"), max_length=20, blank=True, validators=[validate_phone])
    manager = NFCCharField(_("run by"), max_length=200, blank=True)
    registration_no = NFCCharField(_("registration number"), max_length=100, blank=True)
    registration_date = models.DateField(_("registered on"), null=True, blank=True)
    facilities = models.JSONField(_("facilities"), default=list, blank=True, validators=[ListOf(Facility)])
    payments = models.JSONField(_("ways to pay"), default=list, blank=True, validators=[ListOf(PaymentMethod)])
    languages = models.JSONField(_("languages spoken"), default=list, blank=True, validators=[ListOf(SpokenLanguage)])
    folded = models.TextField(editable=False)
    sort_key = models.CharField(max_length=500, editable=False, db_index=True)

    objects = SalePointQuerySet.as_manager()

    class Meta:
        verbose_name = _("sale point")
        verbose_name_plural = _("sale points")
        ordering = ["sort_key"]
        constraints = [
            models.CheckConstraint(
                name="places_sale_point_position_whole",
                condition=Q(latitude=None, longitude=None) | Q(latitude__isnull=False, longitude__isnull=False),
                violation_error_message=_("Give both latitude and longitude, or neither."),
            ),
            models.CheckConstraint(
                name="places_sale_point_position_in_vietnam",
                condition=Q(latitude=None) | Q(latitude__range=("6", "24"), longitude__range=("102", "118")),
                violation_error_message=_("This position is not in Vietnam. Are latitude and longitude exchanged?"),
            ),
        ]

    def __str__(self) -> str:
        """Give its name."""
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        """Derive what search and sorting use."""
        self.folded = fold(f"{self.name} {self.address} {self.old_address}")
        self.sort_key = sort_key(self.name)[:500]
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def get_absolute_url(self) -> str:
        """Give the address of its page in the language of the moment."""
        return reverse("unit-or-point", args=[self.slug])

    def clean(self) -> None:
        """Refuse an address part that a district or commune already has: both live under /diem-ban/."""
        if AdministrativeUnit.objects.filter(slug=self.slug).exists():
            raise ValidationError({"slug": _("A district or commune has this address part. Add a word to it.")})

    @property
    def shown_phone(self) -> str:
        """The telephone number in groups, or nothing."""
        return format_phone(self.phone) if self.phone else ""


class OpeningHours(models.Model):
    """One stretch of a weekday in which a sale point is open; a day may have two, around noon."""

    sale_point = ParentalKey(SalePoint, on_delete=models.CASCADE, related_name="opening_hours")
    weekday = models.CharField(_("weekday"), max_length=1, choices=Weekday.choices)
    opens = models.TimeField(_("opens"))
    closes = models.TimeField(_("closes"))

    class Meta:
        verbose_name = _("opening hours")
        verbose_name_plural = _("opening hours")
        ordering = ["weekday", "opens"]
        constraints = [
            models.CheckConstraint(
                name="places_hours_forward",
                condition=Q(closes__gt=models.F("opens")),
                violation_error_message=_("It must close later than it opens. After midnight belongs to the next day."),
            ),
            models.UniqueConstraint(name="places_hours_once", fields=["sale_point", "weekday", "opens"]),
        ]

    def __str__(self) -> str:
        """Give day and times."""
        return f"{self.get_weekday_display()} {self.opens:%H:%M}–{self.closes:%H:%M}"


class ClosedDays(models.Model):
    """Days on which a sale point is closed, or open at other hours, whatever the weekday: Tết, a storm, stocktaking."""

    sale_point = ParentalKey(SalePoint, on_delete=models.CASCADE, related_name="closed_days")
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    reason = NFCCharField(_("reason"), max_length=100)
    opens = models.TimeField(_("opens"), null=True, blank=True, help_text=_("Leave empty when it stays closed."))
    closes = models.TimeField(_("closes"), null=True, blank=True)

    class Meta:
        verbose_name = _("closed days")
        verbose_name_plural = _("closed days")
        ordering = ["first_day"]
        constraints = [
            models.CheckConstraint(
                name="places_closed_days_forward",
                condition=Q(last_day__gte=models.F("first_day")),
                violation_error_message=_("The last day cannot be before the first."),
            ),
            models.CheckConstraint(
                name="places_closed_days_hours_whole",
                # A comparison with nothing would pass, so both are asked for by name.
                condition=Q(opens=None, closes=None) | Q(opens__isnull=False, closes__isnull=False, closes__gt=models.F("opens")),
                violation_error_message=_("Give both times, or neither."),
            ),
        ]

    def __str__(self) -> str:
        """Give days and reason."""
        return f"{self.first_day:%d/%m/%Y}–{self.last_day:%d/%m/%Y} {self.reason}"


class SalePointPicture(models.Model):
    """A picture of a sale point, in order."""

    sale_point = ParentalKey(SalePoint, on_delete=models.CASCADE, related_name="pictures")
    picture = models.ForeignKey("core.Picture", verbose_name=_("picture"), on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        """Name the point."""
        return f"{self.sale_point} {self.position}"
