from __future__ import annotations

import numpy as np
import pytest

from search.engines.database import columns as module
from search.engines.database.columns import Found, columns
from search.engines.looking import Look
from search.moment import one_moment

ONE, TWO, THREE = (Look((text,), "name") for text in ("a", "b", "c"))
PLACES = np.array([1, 2, 3])


def test_what_nobody_has_asked_for_longest_is_forgotten_first(monkeypatch):
    monkeypatch.setattr(module, "_MOST_BYTES", 2 * (PLACES.nbytes + module._EACH_BYTES))
    found = Found()
    found.keep(ONE, PLACES)
    found.keep(TWO, PLACES)
    found.get([ONE])
    found.keep(THREE, PLACES)

    known = found.get([ONE, TWO, THREE])

    assert [known[look] is not None for look in (ONE, TWO, THREE)] == [True, False, True]


def test_same_answer_kept_twice_counts_once(monkeypatch):
    monkeypatch.setattr(module, "_MOST_BYTES", 2 * (PLACES.nbytes + module._EACH_BYTES))
    found = Found()
    for _time in range(5):
        found.keep(ONE, PLACES)
    found.keep(TWO, PLACES)

    assert all(places is not None for places in found.get([ONE, TWO]).values())


@pytest.mark.django_db
def test_documents_that_came_later_wait_for_the_next_moment(put):
    put("Cu đơ")
    with one_moment():
        before = columns()
        put("Cu đơ", "Kẹo lạc")

        assert columns() is before
    assert (before.size, columns().size) == (1, 2)


@pytest.mark.django_db
def test_numbers_without_a_document_have_no_place(put):
    put("Cu đơ", "Kẹo lạc")
    known = columns()
    gone = int(known.numbers.max()) + 1

    assert sorted(known.places_of(np.array([*known.numbers, gone, 10**9])).tolist()) == [0, 1]


@pytest.mark.django_db
def test_facets_stay_ready_while_a_page_without_any_is_asked_for(put):
    put("Cu đơ")
    known = columns()
    ready = known.tally(("sao", "tinh"))

    known.tally(())

    assert known.tally(("sao", "tinh")) is ready
