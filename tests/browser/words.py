"""The words of the interface, as the site itself says them in a language."""

from __future__ import annotations

from django.utils import translation

from traceability.enums import VerdictKind
from traceability.views.words import WORDS, Words

LANGUAGES = ("vi", "en")


def said(text: str, language: str = "vi") -> str:
    """Give a text of the interface in a language."""
    with translation.override(language):
        return translation.gettext(text)


def headline(kind: str, language: str = "vi") -> str:
    """Give the headline of a verdict."""
    with translation.override(language):
        return str(VerdictKind(kind).label)


def sentence(kind: str, language: str = "vi") -> str:
    """Give the sentence that says what a verdict means."""
    with translation.override(language):
        return str(verdict_words(kind).sentence)


def verdict_words(kind: str) -> Words:
    """Give tone, icon and words of a verdict."""
    return WORDS[VerdictKind(kind)]
