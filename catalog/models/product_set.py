"""Product sets: how a decision sorts the products of the programme, in the time in which it does."""

from __future__ import annotations

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.fields import NFCCharField
from core.models import Dated, DatedQuerySet


class ProductSet(Dated):
    """One set of one taxonomy. Filled from `catalog/rules/*.toml` by `manage.py load_rules`, never typed in.

    Source: annexes of the decisions; the taxonomy is the rule set's number, for example "26/2026".
    """

    taxonomy = models.CharField(_("rule set"), max_length=20)
    number = models.CharField(_("number"), max_length=40)
    sector = NFCCharField(_("sector"), max_length=100, blank=True)
    sector_en = models.CharField(_("sector in English"), max_length=100, blank=True)
    group = NFCCharField(_("group"), max_length=100, blank=True)
    group_en = models.CharField(_("group in English"), max_length=100, blank=True)
    name = NFCCharField(_("name"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    slug = models.SlugField(_("address part"), max_length=80, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    becomes = models.ManyToManyField(
        "self", verbose_name=_("sets of today"), symmetrical=False, blank=True, related_name="came_from"
    )

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("product set")
        verbose_name_plural = _("product sets")
        ordering = ["-valid_from", "position"]
        constraints = [models.UniqueConstraint(name="catalog_product_set_once", fields=["taxonomy", "number"])]

    def __str__(self) -> str:
        """Give its name in the language of the page."""
        return self.name_en if get_language() == "en" and self.name_en else self.name

    @property
    def sector_name(self) -> str:
        """The sector in the language of the page."""
        return self.sector_en if get_language() == "en" and self.sector_en else self.sector
