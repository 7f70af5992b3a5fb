"""The one model of the bench: names as Wagtail's own search would hold them, the baseline of `bench.search`."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from wagtail.search import index


class Named(index.Indexed, models.Model):
    """A product as one would index it at first: its name before all else, its producer, its place."""

    title = models.CharField(max_length=300)
    maker = models.CharField(max_length=300)
    place = models.CharField(max_length=300)
    is_current = models.BooleanField(default=True)

    search_fields: ClassVar = [
        index.SearchField("title", boost=8),
        index.SearchField("maker"),
        index.SearchField("place"),
        index.FilterField("is_current"),
    ]

    def __str__(self) -> str:
        """Give the name."""
        return self.title
