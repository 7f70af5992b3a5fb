from __future__ import annotations

import pytest
from django.utils import translation

from core.templatetags.ui import icon
from traceability.enums import VerdictKind
from traceability.views.words import WORDS


def test_every_verdict_has_words():
    assert list(WORDS) == list(VerdictKind)


@pytest.mark.parametrize("kind", VerdictKind)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_words_are_whole_sentences_with_an_icon(kind, language):
    words = WORDS[kind]

    with translation.override(language):
        assert str(words.sentence).endswith((".", "!"))
        assert str(words.advice).endswith((".", "!"))
    assert icon(words.icon)


def test_only_what_matches_the_register_is_green():
    assert {kind for kind, words in WORDS.items() if words.tone == "leaf"} == {VerdictKind.FIRST_SCAN, VerdictKind.SCANNED_BEFORE}


def test_one_scan_never_proves_a_package_genuine():
    with translation.override("en"):
        said = " ".join(f"{kind.label} {words.sentence} {words.advice}" for kind, words in WORDS.items()).lower()

    assert "authentic" not in said
    assert "guarantee" not in said
