"""What editors add to the search: words that mean the same, products to show first; and what was searched and not found."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalog.models import Product
from core.fields import NFCCharField, NFCTextField
from core.models import Dated, DatedQuerySet
from search.terms import folded_words


class SynonymKind(models.TextChoices):
    """What a row of the thesaurus says."""

    SAME = "SAME", _("mean the same")
    CONCEPT = "CONCEPT", _("asks for (one direction)")
    STOP = "STOP", _("say nothing about the product")


def split_words(text: str) -> list[str]:
    """Give the words or phrases of a row: one a line, or with commas between."""
    return [word for part in text.splitlines() for word in (piece.strip() for piece in part.split(",")) if word]


class SynonymQuerySet(models.QuerySet):
    """Which rows of the thesaurus."""

    def in_use(self) -> Self:
        """Keep the rows that searching heeds."""
        return self.filter(is_active=True)


class Synonym(models.Model):
    """Words that mean the same, a concept and what answers it, or words that say nothing.

    A row that came with the site has a `key`. It is switched off instead of deleted, so that it does not come back with the next
    loading; as long as `origin` fits what it says, nobody has changed it and it follows the site's own vocabulary.
    """

    kind = models.CharField(_("kind"), max_length=10, choices=SynonymKind.choices, default=SynonymKind.SAME)
    words = NFCTextField(_("words"), help_text=_("One word or phrase a line, or with commas between; with their marks."))
    means = NFCTextField(
        _("asks for"),
        blank=True,
        help_text=_("Only for a concept: the words of products that answer it, the most typical first."),
    )
    is_active = models.BooleanField(_("in use"), default=True, help_text=_("Searching heeds it. Untick it to try without."))
    key = models.CharField(max_length=120, blank=True, editable=False, help_text="First word of a row that came with the site.")
    origin = models.CharField(max_length=64, blank=True, editable=False, help_text="Digest of such a row as it came.")
    folded = models.TextField(blank=True, editable=False, help_text="What the list of the admin is searched by.")

    objects = SynonymQuerySet.as_manager()

    class Meta:
        verbose_name = _("synonym")
        verbose_name_plural = _("synonyms")
        ordering = ["kind", "words"]
        constraints = [
            models.CheckConstraint(
                name="search_synonym_concept_means",
                condition=Q(kind=SynonymKind.CONCEPT) & ~Q(means="") | ~Q(kind=SynonymKind.CONCEPT) & Q(means=""),
                violation_error_message=_("A concept names what it asks for; the other kinds leave that empty."),
            ),
            models.UniqueConstraint(name="search_synonym_key_once", fields=["kind", "key"], condition=~Q(key="")),
        ]

    def __str__(self) -> str:
        """Give the words in one line."""
        return ", ".join(self.word_list)

    @property
    def word_list(self) -> list[str]:
        """The words, one by one."""
        return split_words(self.words)

    @property
    def means_list(self) -> list[str]:
        """What a concept asks for, one by one."""
        return split_words(self.means)

    def clean(self) -> None:
        """Refuse a row that says nothing."""
        least = 2 if self.kind == SynonymKind.SAME else 1
        if len([word for word in self.word_list if folded_words(word)]) < least:
            raise ValidationError({"words": _("Give at least two words that mean the same.") if least > 1 else _("Give a word.")})

    def save(self, *args: object, **kwargs: object) -> None:
        """Derive what it is found by."""
        self.derive()
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def derive(self) -> None:
        """Work out the folded words."""
        self.folded = " ".join(folded_words(f"{self.words} {self.means}"))


class PromotionQuerySet(DatedQuerySet):
    """Which promotions."""

    def for_words(self, folded: str, *, on: date) -> Self:
        """Keep those that an editor has set for exactly these words, valid on the day."""
        return self.on(on).filter(folded=folded).order_by("position", "pk")


class Promotion(Dated):
    """A product that an editor puts first for some words. The page says that it was an editor."""

    words = NFCCharField(_("for the words"), max_length=120)
    product = models.ForeignKey(Product, verbose_name=_("product"), on_delete=models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    folded = models.CharField(max_length=120, editable=False, db_index=True)

    objects = PromotionQuerySet.as_manager()

    class Meta:
        verbose_name = _("promoted product")
        verbose_name_plural = _("promoted products")
        ordering = ["folded", "position"]
        constraints = [
            models.UniqueConstraint(
                name="search_promotion_once",
                fields=["folded", "product"],
                violation_error_message=_("This product is already put first for these words."),
            ),
            models.CheckConstraint(
                name="search_promotion_period_forward",
                condition=Q(valid_to=None) | Q(valid_to__gt=models.F("valid_from")),
                violation_error_message=_("It must end after it begins."),
            ),
        ]

    def __str__(self) -> str:
        """Name both."""
        return f"{self.words}: {self.product}"

    def clean(self) -> None:
        """Derive the folded words before the rules are checked, and refuse words that are none."""
        self.derive()
        if not self.folded:
            raise ValidationError({"words": _("Give a word.")})

    def save(self, *args: object, **kwargs: object) -> None:
        """Derive the folded words."""
        self.derive()
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def derive(self) -> None:
        """Work out what typed words are compared with."""
        self.folded = " ".join(folded_words(self.words))[:120]


class Miss(models.Model):
    """That some words were searched and found nothing, or little, on a day. Counts only: who it was is not known."""

    day = models.DateField(_("day"))
    text = NFCCharField(_("searched"), max_length=80)
    folded = models.CharField(max_length=80, editable=False)
    language = models.CharField(_("language"), max_length=5)
    count = models.PositiveIntegerField(_("times"), default=1)
    found = models.PositiveIntegerField(_("found in part"), default=0)

    class Meta:
        verbose_name = _("search without result")
        verbose_name_plural = _("searches without result")
        ordering = ["-day", "-count"]
        constraints = [models.UniqueConstraint(name="search_miss_once", fields=["day", "folded", "language"])]

    def __str__(self) -> str:
        """Give the words."""
        return self.text
