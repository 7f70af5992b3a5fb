"""What is searched: one document for each product, producer, sale point and story, written as people write and as they type."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from wagtail.search import index

from core.fields import NFCCharField, NFCTextField
from core.text import fold, unify_tone_place


class SearchDocument(index.Indexed, models.Model):
    """One thing that can be found. Derived from the register and the pages; never edited, always rebuildable.

    The folded columns are what "nuoc mam" meets; the written ones let exact accents come first.
    """

    kind = models.CharField(max_length=20)
    object_id = models.PositiveBigIntegerField()
    title = NFCCharField(max_length=300)
    text = NFCTextField(blank=True)
    is_current = models.BooleanField(default=True)
    language = models.CharField(max_length=5, blank=True, help_text="Found in this language only; in all when empty.")
    folded_title = models.CharField(max_length=300, editable=False)
    folded_text = models.TextField(editable=False)

    search_fields: ClassVar = [
        index.SearchField("written_title", boost=8),
        index.SearchField("folded_title", boost=4),
        index.SearchField("written_text"),
        index.SearchField("folded_text"),
        index.AutocompleteField("folded_title"),
        index.AutocompleteField("folded_text"),
        index.FilterField("kind"),
        index.FilterField("is_current"),
        index.FilterField("language"),
    ]

    class Meta:
        constraints = [models.UniqueConstraint(name="search_document_once", fields=["kind", "object_id"])]

    def __str__(self) -> str:
        """Give kind and title."""
        return f"{self.kind}: {self.title}"

    def save(self, *args: object, **kwargs: object) -> None:
        """Derive the folded columns."""
        self.derive()
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def derive(self) -> None:
        """Work out the folded columns."""
        self.folded_title, self.folded_text = fold(self.title)[:300], fold(self.text)  # "ß" folds into two letters

    def written_title(self) -> str:
        """The title with its marks, with one spelling for hòa and hoà."""
        return unify_tone_place(self.title)

    def written_text(self) -> str:
        """The text with its marks, with one spelling for hòa and hoà."""
        return unify_tone_place(self.text)
