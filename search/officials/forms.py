"""Forms of synonyms and promoted products."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from catalog.models import Product
from search.models import Promotion, SynonymKind
from search.terms import folded_words


class SynonymForm(WagtailAdminModelForm):
    """A row of the thesaurus. What a row that came with the site says may be changed, but not what kind it is of."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Hold the kind of a row that came with the site: with its first word it tells that the row is there."""
        super().__init__(*args, **kwargs)
        if "kind" in self.fields and self.instance.key:
            self.fields["kind"].disabled = True
            self.fields["kind"].help_text = _("Fixed: this row came with the site.")

    def clean(self) -> dict[str, Any]:
        """Ask for what a concept means, and only for a concept."""
        cleaned: dict[str, Any] = super().clean()
        is_concept = cleaned.get("kind") == SynonymKind.CONCEPT
        if is_concept and not cleaned.get("means"):
            self.add_error("means", _("Say what it asks for: words of products, the most typical first."))
        elif not is_concept and cleaned.get("means"):
            self.add_error("means", _("Only a concept asks for something else. Leave this empty, or choose the other kind."))
        return cleaned


class PromotionForm(WagtailAdminModelForm):
    """A product to show first for some words."""

    def clean_product(self) -> Product:
        """Take a product that is certified today; another one only where it stands already, so that it can be ended."""
        product: Product = self.cleaned_data["product"]
        certified = Product.objects.certified(on=timezone.localdate()).filter(pk=product.pk)
        if product.pk != self.instance.product_id and not certified.exists():
            raise forms.ValidationError(
                _("%(product)s is not certified today. Only certified products may be shown first."), params={"product": product}
            )
        return product

    def clean(self) -> dict[str, Any]:
        """Refuse a product that is already put first for these words, in whatever spelling."""
        cleaned: dict[str, Any] = super().clean()
        folded = " ".join(folded_words(cleaned.get("words") or ""))[:120]
        others = Promotion.objects.filter(folded=folded, product=cleaned.get("product")).exclude(pk=self.instance.pk)
        if folded and cleaned.get("product") and others.exists():
            self.add_error("product", _("This product is already put first for these words."))
        return cleaned
