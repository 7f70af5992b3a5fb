"""What models of every app share: pictures, the mark of sample data, and validity in time."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, Image
from wagtail.search import index

from core.fields import NFCCharField
from core.periods import Period


class SampleMarked(models.Model):
    """A record that may be made up for demonstration; pages say so wherever it shows."""

    is_sample = models.BooleanField(
        _("sample data"), default=False, help_text=_("Made up for demonstration. Every page that shows it says so.")
    )

    class Meta:
        abstract = True


class DatedQuerySet(models.QuerySet):
    """Rows with a half-open validity."""

    def on(self, day: date) -> Self:
        """Keep the rows that are valid on the day."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)


class Dated(models.Model):
    """A record that is true in `[valid_from, valid_to)` and is closed, never overwritten."""

    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True, help_text=_("The first day on which it is no longer true."))

    class Meta:
        abstract = True

    @property
    def period(self) -> Period:
        """The validity as a value."""
        return Period(self.valid_from, self.valid_to)


class Picture(AbstractImage):
    """A picture in the site's library. Its description is the text for who cannot see it."""

    credit = NFCCharField(_("credit"), max_length=200, blank=True, help_text=_("Who took or drew it."))
    is_sample = models.BooleanField(
        _("sample picture"), default=False, help_text=_("Drawn for demonstration; shown with that note.")
    )

    admin_form_fields = (*Image.admin_form_fields, "credit", "is_sample")
    search_fields = [*AbstractImage.search_fields, index.SearchField("credit")]

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    @property
    def default_alt_text(self) -> str:
        """The description; never the file's name, which helps nobody."""
        return str(self.description)


class PictureRendition(AbstractRendition):
    """A picture in one size."""

    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="core_rendition_once_per_filter")
        ]
