from __future__ import annotations

import pytest

from search.models import SearchEdition, SearchWord
from search.moment import State, one_moment, state

pytestmark = pytest.mark.django_db


def test_state_is_empty_where_nothing_was_written():
    SearchEdition.objects.all().delete()
    SearchWord.objects.all().delete()

    assert state() == State(0, 0, 0)


def test_state_says_how_old_documents_and_words_are():
    SearchEdition.objects.update_or_create(pk=1, defaults={"number": 7, "words": 3})
    word = SearchWord.objects.create(text="cu do", written="cu đơ")

    assert state() == State(7, 3, word.pk)


def test_state_is_asked_for_once_in_a_moment(statements):
    SearchEdition.objects.update_or_create(pk=1, defaults={"number": 7})
    with one_moment(), statements() as asked:
        first, again = state(), state()
    SearchEdition.objects.update(number=8)

    assert (first is again, len(asked), state().edition) == (True, 1, 8)
