"""Provinces, districts and communes, each with the time in which it was one."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.fields import NFCCharField
from core.models import Dated, DatedQuerySet
from core.text import fold, sort_key
from places.enums import KIND_WORDS, UnitKind, UnitLevel


class UnitQuerySet(DatedQuerySet):
    """Which units."""

    def provinces(self) -> Self:
        """Keep provinces and centrally run cities."""
        return self.filter(level=UnitLevel.PROVINCE)

    def districts(self) -> Self:
        """Keep former districts, in the order of a Vietnamese dictionary."""
        return self.filter(level=UnitLevel.DISTRICT).order_by("sort_key")

    def communes(self) -> Self:
        """Keep communes, wards and the like, in the order of a Vietnamese dictionary."""
        return self.filter(level=UnitLevel.COMMUNE).order_by("sort_key")


class AdministrativeUnit(Dated):
    """A province, a former district or a commune, in the time in which it had this name, kind and parent."""

    key = models.SlugField(
        _("key"), max_length=60, unique=True, help_text=_("Our own stable key; many ended communes have no code that we know.")
    )
    code = models.CharField(_("official code"), max_length=5, blank=True)
    level = models.CharField(_("level"), max_length=10, choices=UnitLevel.choices)
    kind = models.CharField(_("kind"), max_length=20, choices=UnitKind.choices)
    name = NFCCharField(_("name"), max_length=100, help_text=_("Without the word for its kind."))
    name_en = models.CharField(_("English name"), max_length=100, blank=True)
    slug = models.SlugField(_("address part"), max_length=120, unique=True)
    parent = models.ForeignKey(
        "self", verbose_name=_("part of"), on_delete=models.PROTECT, null=True, blank=True, related_name="parts"
    )
    latitude = models.DecimalField(_("latitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    folded = models.CharField(max_length=120, editable=False, db_index=True)
    sort_key = models.CharField(max_length=250, editable=False, db_index=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("administrative unit")
        verbose_name_plural = _("administrative units")
        ordering = ["level", "sort_key", "valid_from"]
        constraints = [
            models.CheckConstraint(
                name="places_unit_period_forward", condition=Q(valid_to=None) | Q(valid_to__gt=models.F("valid_from"))
            ),
            models.CheckConstraint(name="places_unit_province_has_no_parent", condition=~Q(level="PROVINCE") | Q(parent=None)),
            models.CheckConstraint(name="places_unit_district_ended", condition=~Q(level="DISTRICT") | Q(valid_to__isnull=False)),
            models.UniqueConstraint(
                name="places_unit_code_open_once", fields=["level", "code"], condition=Q(valid_to=None) & ~Q(code="")
            ),
        ]

    def __str__(self) -> str:
        """Name it so that the old and the new of one name are told apart."""
        years = "" if self.valid_to is None else f" (– {self.valid_to:%d/%m/%Y})"
        return f"{self.full_name}{years}"

    def save(self, *args: object, **kwargs: object) -> None:
        """Derive what search and sorting use."""
        self.folded = fold(self.name)
        self.sort_key = sort_key(self.name)[:250]
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def full_name(self) -> str:
        """The name with its kind, in the language of the page: "xã Kỳ Anh", "Kỳ Anh Commune" in English."""
        vietnamese, english = KIND_WORDS[UnitKind(self.kind)]
        if get_language() == "en":
            return f"{self.name_en} {english}" if self.name_en else f"{self.name} {english}"
        return f"{vietnamese} {self.name}"

    @property
    def label(self) -> str:
        """The full name as a heading: first letter large."""
        return self.full_name[:1].upper() + self.full_name[1:]

    @property
    def is_ended(self) -> bool:
        """Whether it no longer exists; a unit is only ever closed on a day that has come."""
        return self.valid_to is not None

    def exists_on(self, day: date) -> bool:
        """Tell whether the unit existed on the day."""
        return day in self.period


class Succession(models.Model):
    """Which unit went on as which, from when, by which decision."""

    old = models.ForeignKey(AdministrativeUnit, verbose_name=_("old unit"), on_delete=models.PROTECT, related_name="successions")
    new = models.ForeignKey(
        AdministrativeUnit, verbose_name=_("new unit"), on_delete=models.PROTECT, related_name="predecessions"
    )
    effective_date = models.DateField(_("from"))
    decision_no = NFCCharField(_("decision"), max_length=100, blank=True)
    is_partial = models.BooleanField(
        _("only a part"), default=False, help_text=_("The old unit was split over several new ones.")
    )

    class Meta:
        verbose_name = _("succession")
        verbose_name_plural = _("successions")
        constraints = [
            models.UniqueConstraint(name="places_succession_once", fields=["old", "new"]),
            models.CheckConstraint(name="places_succession_of_another", condition=~Q(old=models.F("new"))),
        ]

    def __str__(self) -> str:
        """Name both sides."""
        return f"{self.old} → {self.new}"


class DistrictArea(models.Model):
    """Which of today's communes lie where a former district was: how "per district" still works."""

    district = models.ForeignKey(
        AdministrativeUnit, on_delete=models.CASCADE, related_name="area", verbose_name=_("former district")
    )
    commune = models.ForeignKey(
        AdministrativeUnit, on_delete=models.CASCADE, related_name="former_districts", verbose_name=_("commune")
    )

    class Meta:
        verbose_name = _("area of a former district")
        verbose_name_plural = _("areas of former districts")
        constraints = [models.UniqueConstraint(name="places_district_area_once", fields=["district", "commune"])]

    def __str__(self) -> str:
        """Name both."""
        return f"{self.district}: {self.commune}"
