"""Synonyms, promoted products and misses: what they mean, and what the database refuses."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from search.domain import lexicon
from search.models import Promotion, Synonym, SynonymKind
from tests.factories.search import MissFactory, PromotionFactory, SynonymFactory

DAY = date(2026, 11, 23)


def test_words_stand_in_lines_or_between_commas() -> None:
    row = Synonym(words=" chè,trà \r\n\n chè xanh ,", means="")

    assert row.word_list == ["chè", "trà", "chè xanh"]
    assert (str(row), row.means_list) == ("chè, trà, chè xanh", [])


@pytest.mark.parametrize(
    ("kind", "words", "is_taken"),
    [
        (SynonymKind.SAME, "chè, trà", True),
        (SynonymKind.SAME, "chè", False),
        (SynonymKind.SAME, "chè, !!!", False),
        (SynonymKind.STOP, "mua", True),
        (SynonymKind.STOP, ",", False),
        (SynonymKind.CONCEPT, "quà", True),
    ],
)
def test_a_row_must_say_something(kind: SynonymKind, words: str, *, is_taken: bool) -> None:
    row = Synonym(kind=kind, words=words)

    if is_taken:
        row.clean()
    else:
        with pytest.raises(ValidationError) as refusal:
            row.clean()
        assert list(refusal.value.message_dict) == ["words"]


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "means"), [(SynonymKind.CONCEPT, ""), (SynonymKind.SAME, "bánh"), (SynonymKind.STOP, "bánh")])
def test_the_database_lets_only_concepts_mean_something_else(kind: SynonymKind, means: str) -> None:
    with pytest.raises(IntegrityError, match="search_synonym_concept_means"):
        SynonymFactory(kind=kind, means=means)


@pytest.mark.django_db
def test_the_database_holds_a_row_that_came_with_the_site_once() -> None:
    SynonymFactory.create_batch(2, key="")
    SynonymFactory(words="chè\ntrà", shipped=True)

    with pytest.raises(IntegrityError, match="search_synonym"):
        SynonymFactory(words="chè\ntrà", shipped=True)


@pytest.mark.django_db
def test_rows_that_are_switched_off_are_not_in_use() -> None:
    used = SynonymFactory()
    SynonymFactory(is_active=False)

    assert list(Synonym.objects.in_use()) == [used]


@pytest.mark.django_db
def test_processes_notice_every_change_of_a_synonym(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    times: list[int] = []
    monkeypatch.setattr(lexicon, "forget", lambda: times.append(1))

    with django_capture_on_commit_callbacks(execute=True):
        row = SynonymFactory()
        assert times == []
    with django_capture_on_commit_callbacks(execute=True):
        row.delete()

    assert times == [1, 1]


@pytest.mark.django_db
def test_promotions_are_found_by_exactly_their_words_on_their_days() -> None:
    second, first = (
        PromotionFactory(words="Quà Tết", position=position, valid_from=DAY, valid_to=DAY + timedelta(days=10))
        for position in (2, 1)
    )
    PromotionFactory(words="quà tết cho bé", valid_from=DAY)

    found = [list(Promotion.objects.for_words("qua tet", on=DAY + timedelta(days=days))) for days in (-1, 0, 9, 10)]

    assert found == [[], [first, second], [first, second], []]


def test_words_that_fold_into_nothing_are_refused() -> None:
    with pytest.raises(ValidationError) as refusal:
        Promotion(words="!!!").clean()

    assert list(refusal.value.message_dict) == ["words"]


@pytest.mark.django_db
def test_the_database_puts_a_product_first_for_some_words_once() -> None:
    promotion = PromotionFactory(words="Quà Tết")
    PromotionFactory(words="Quà Tết")

    with pytest.raises(IntegrityError, match="search_promotion"):
        PromotionFactory(words="qua tet", product=promotion.product)


@pytest.mark.django_db
@pytest.mark.parametrize("days", [0, -1])
def test_the_database_refuses_a_promotion_that_ends_before_it_begins(days: int) -> None:
    with pytest.raises(IntegrityError, match="search_promotion_period_forward"):
        PromotionFactory(valid_from=DAY, valid_to=DAY + timedelta(days=days))


@pytest.mark.django_db
def test_rows_say_what_they_are() -> None:
    promotion = PromotionFactory(words="Quà Tết")

    assert str(promotion) == f"Quà Tết: {promotion.product}"
    assert str(MissFactory(text="yến sào")) == "yến sào"
