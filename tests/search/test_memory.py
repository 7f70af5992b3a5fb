"""What stays is taken out of the search for garbage only when there is much of it."""

from __future__ import annotations

import gc

import pytest

from search import memory


@pytest.mark.parametrize(("objects", "frozen"), [(0, 0), (memory._MANY - 1, 0), (memory._MANY, 1)])
def test_only_much_is_taken_out(monkeypatch, objects, frozen):
    times = []
    monkeypatch.setattr(gc, "freeze", lambda: times.append(1))

    memory.stays(objects)

    assert len(times) == frozen
