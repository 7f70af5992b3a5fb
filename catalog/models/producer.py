"""Producers."""

from __future__ import annotations

from django.contrib.auth.models import Group
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from catalog.enums import ProducerKind
from core.fields import NFCCharField
from core.models import SampleMarked
from core.text import fold, sort_key
from core.validators import format_phone, validate_phone, validate_tax_code
from places.models import AdministrativeUnit

# The first part of the address of every producer's page (design, section 4).
PRODUCERS_PATH = "chu-the"


class Producer(SampleMarked):  # type: ignore[django-manager-missing]  # Wagtail makes it as it runs
    """A cooperative, group, firm, farm or household that owns products of the programme (chủ thể OCOP)."""

    name = NFCCharField(_("name"), max_length=200, help_text=_("Exactly as in the business registration."))
    slug = models.SlugField(_("address part"), max_length=220, unique=True)
    kind = models.CharField(_("legal form"), max_length=20, choices=ProducerKind.choices)
    tax_code = models.CharField(_("tax code"), max_length=14, blank=True, validators=[validate_tax_code])
    commune = models.ForeignKey(
        AdministrativeUnit, verbose_name=_("commune"), on_delete=models.PROTECT, null=True, blank=True, related_name="producers"
    )
    address = NFCCharField(_("address"), max_length=250, blank=True)
    old_address = NFCCharField(_("address as published"), max_length=250, blank=True)
    phone = models.CharField(_("telephone"), max_length=20, blank=True, validators=[validate_phone])
    email = models.EmailField(_("email"), blank=True)
    team = models.OneToOneField(
        Group,
        verbose_name=_("team"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="producer",
        help_text=_("The people who may act for this producer: members of this group."),
    )
    source = models.CharField(_("source"), max_length=200, blank=True)
    folded = models.TextField(editable=False)
    sort_key = models.CharField(max_length=500, editable=False, db_index=True)

    class Meta:
        verbose_name = _("producer")
        verbose_name_plural = _("producers")
        ordering = ["sort_key"]
        constraints = [
            models.UniqueConstraint(
                name="catalog_producer_tax_code_once",
                fields=["tax_code"],
                condition=~models.Q(tax_code=""),
                violation_error_message=_("Another producer has this tax code."),
            )
        ]

    def __str__(self) -> str:
        """Give its name."""
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        """Derive what search and sorting use."""
        self.folded = fold(self.name)
        self.sort_key = sort_key(self.name)[:500]
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def get_absolute_url(self) -> str:
        """Give the address of the producer's page in the language of the moment; it serves every producer of the register."""
        return reverse("wagtail_serve", args=[f"{PRODUCERS_PATH}/{self.slug}/"])

    @property
    def shown_phone(self) -> str:
        """The telephone number in groups, or nothing."""
        return format_phone(self.phone) if self.phone else ""
