"""Forms of the admin: address parts that write themselves, errors where they belong."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.forms.choosers import BaseFilterForm

from core.officials.searching import best_first, search_folded
from core.text import slug


class SluggedForm(WagtailAdminModelForm):
    """A form of a named record whose address part is made from its name, and stays once it has gone out into the world."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Let a new record's address part stay empty, and hold an old one's."""
        super().__init__(*args, **kwargs)
        if field := self.fields.get("slug"):
            field.required = False
            field.disabled = self.instance.pk is not None
            field.help_text = (
                _("Fixed: links lead here.")
                if field.disabled
                else _("Made from the name when left empty. It cannot be changed later.")
            )

    def clean(self) -> dict[str, Any]:
        """Make the address part from the name when none is given."""
        cleaned: dict[str, Any] = super().clean()
        if "slug" in self.fields and not cleaned.get("slug") and cleaned.get("name"):
            cleaned["slug"] = self.free_slug(slug(cleaned["name"]) or "x")
        return cleaned

    def free_slug(self, wish: str) -> str:
        """Give the address part, with a number behind it when others have it already."""
        wish = wish[: self.instance._meta.get_field("slug").max_length - 6]
        number, found = 1, wish
        while self.is_taken(found):
            number += 1
            found = f"{wish}-{number}"
        return found

    def is_taken(self, wish: str) -> bool:
        """Tell whether another record has this address part."""
        others: QuerySet[Any] = type(self.instance)._default_manager.exclude(pk=self.instance.pk)
        return others.filter(slug=wish).exists()


class FoldedSearchForm(BaseFilterForm):
    """The search of a chooser, without marks."""

    q = forms.CharField(label=_("Search term"), widget=forms.TextInput(attrs={"placeholder": _("Search")}), required=False)
    search_fields: tuple[str, ...] = ("folded",)

    def filter(self, objects: QuerySet[Any]) -> QuerySet[Any]:
        """Keep what is found."""
        objects = super().filter(objects)
        if text := self.cleaned_data.get("q"):
            self.is_searching, self.search_query = True, text
            objects = self.search(objects, text)
        return objects

    def search(self, objects: QuerySet[Any], text: str) -> QuerySet[Any]:
        """Search word by word; what begins with the text comes first."""
        return best_first(search_folded(objects, text, self.search_fields), text, self.search_fields[0])


def add_errors(form: forms.BaseForm, error: ValidationError) -> None:
    """Show the words of a refusal at the fields that they name, as far as the form has them, else above the form."""
    by_field = error.error_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.error_list}
    for name, errors in by_field.items():
        form.add_error(name if name in form.fields else None, ValidationError(errors))
