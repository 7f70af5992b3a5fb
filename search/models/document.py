"""The documents that are searched, and what keeps them in line with what they are made from. All of it can be made anew."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from core.fields import NFCCharField


class SearchDocument(models.Model):
    """One thing that can be found. Derived from the register and the pages; never edited, always rebuildable.

    The columns of terms are what words meet (see `search.terms`). `edition` is the number of the refresh that wrote the row: a
    later one always holds the later truth. `sent` is the edition that the Elasticsearch cluster has: the rows that are behind
    are the outbox, so no change is lost while the cluster is away. A deleted document stays as a mark until that is known there
    too.
    """

    kind = models.CharField(max_length=20)
    object_id = models.PositiveBigIntegerField()
    language = models.CharField(max_length=5, blank=True, help_text="Found in this language only; in all when empty.")
    title = NFCCharField(max_length=300)
    name_terms = models.TextField(blank=True)
    maker_terms = models.TextField(blank=True)
    place_terms = models.TextField(blank=True)
    sort_terms = models.TextField(blank=True)
    text_terms = models.TextField(blank=True)
    facets = models.JSONField(default=dict, help_text="The values of each facet of `search.facets`.")
    points = models.JSONField(default=list, help_text="Where it is sold: pairs of latitude and longitude.")
    price = models.PositiveBigIntegerField(null=True)
    stars = models.PositiveSmallIntegerField(default=0)
    fresh = models.DateField(null=True)
    sort_key = models.CharField(max_length=500, blank=True)
    current_from = models.DateField(default=date.min)
    current_to = models.DateField(default=date.max, help_text="The first day on which it is found on request only.")
    is_deleted = models.BooleanField(default=False)
    edition = models.BigIntegerField(db_index=True)
    sent = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(name="search_document_once", fields=["kind", "object_id"])]
        indexes = [models.Index(name="search_document_unsent", fields=["edition"], condition=Q(sent__lt=F("edition")))]

    def __str__(self) -> str:
        """Give kind and title."""
        return f"{self.kind}: {self.title}"


class SearchEdition(models.Model):
    """The number of the last refresh; one row. Whoever refreshes holds it, so that editions and truths have one order."""

    number = models.BigIntegerField(default=0)
    words = models.BigIntegerField(default=0, help_text="Counts the times that the words were counted anew.")

    def __str__(self) -> str:
        """Give the number."""
        return str(self.number)


class SearchChange(models.Model):
    """That something changed and its document has not been written yet. Written in the transaction of the change itself."""

    kind = models.CharField(max_length=20)
    object_id = models.PositiveBigIntegerField()

    def __str__(self) -> str:
        """Give kind and number."""
        return f"{self.kind} {self.object_id}"


class SearchWord(models.Model):
    """A folded word, or some side by side, of names and makers; what slips are put right by. Counted at each rebuild.

    `begins` counts the names of products that begin with it.
    """

    text = models.CharField(max_length=120, unique=True)
    written = models.CharField(max_length=120, help_text="As it is most often written.")
    count = models.PositiveIntegerField(default=1)
    begins = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        """Give the words."""
        return self.text


class SearchRebuild(models.Model):
    """How far the making of a new Elasticsearch index has come, so that it can be taken up again."""

    index = models.CharField(max_length=100, unique=True)
    schema = models.PositiveIntegerField()
    position = models.BigIntegerField(default=0, help_text="The number of the last document that it holds.")
    done = models.PositiveBigIntegerField(default=0)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        """Give the index."""
        return self.index
