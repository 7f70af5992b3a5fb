"""The facets of all documents as arrays, in the memory of the process: what to narrow by and to count by, in microseconds.

Read once, then only what a later edition has changed. Each facet is two arrays side by side: the place of a document, and the
number of one of its values. At 17,000 documents all of it takes some megabytes; much above 100,000 the other engine is the
right one.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

import numpy as np
from django.db import connection

from search import memory
from search.domain.worth import FRESH_DAYS
from search.engines.database.values import Tally, Values
from search.engines.looking import Every, Look
from search.facets import NO_LIMIT, RANGES, price_range
from search.models import SearchDocument
from search.moment import moment, read_state, state
from search.query import Near


class Facts(NamedTuple):
    """What is kept of a document, as its table has it."""

    pk: int
    kind: str
    object_id: int
    language: str
    current_from: date
    current_to: date
    stars: int
    price: int | None
    fresh: date | None
    sort_key: str
    facets: dict[str, list[str]]
    points: list[list[float]]


_EARTH_KM = 6371.0
_MOST_MASKS = 64
# What is kept of found places, and what each list takes beside its numbers. Units: bytes.
_MOST_BYTES, _EACH_BYTES = 24 * 1024**2, 1000
Array = Any


class Found:
    """What the index of terms has lately found, while the documents stay as they are: questions of one search share words."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._places: OrderedDict[Look | Every, Array] = OrderedDict()
        self._held = 0
        self._lock = threading.Lock()

    def get(self, questions: Iterable[Look | Every]) -> dict[Look | Every, Array | None]:
        """Give the places that questions found; None for one that is not known (any more)."""
        with self._lock:
            found = {question: self._places.get(question) for question in questions}
            for question, places in found.items():
                if places is not None:
                    self._places.move_to_end(question)
            return found

    def keep(self, question: Look | Every, places: Array) -> None:
        """Keep what a question found; what nobody has asked for longest goes when there is too much."""
        with self._lock:
            if question not in self._places:
                self._places[question] = places
                self._held += places.nbytes + _EACH_BYTES
            while self._held > _MOST_BYTES:
                _oldest, gone = self._places.popitem(last=False)
                self._held -= gone.nbytes + _EACH_BYTES


class Columns:
    """All documents of one edition, by their place in the arrays."""

    def __init__(self, edition: int, rows: dict[int, Facts]) -> None:
        """Lay the rows out, in the order of their names."""
        self.edition, self.rows = edition, rows
        ordered = sorted(rows.values(), key=lambda row: (row.sort_key, row.kind, row.object_id))
        self.size = len(ordered)
        self.numbers = np.array([row.pk for row in ordered], dtype=np.int64)
        self._place_of = np.full(int(self.numbers.max(initial=0)) + 1, -1, dtype=np.int32)
        self._place_of[self.numbers] = np.arange(self.size, dtype=np.int32)
        self.kind_names = sorted({row.kind for row in ordered})
        kinds = {name: code for code, name in enumerate(self.kind_names)}
        self.kinds = np.array([kinds[row.kind] for row in ordered], dtype=np.int16)
        self._languages = np.array([row.language for row in ordered], dtype="U5")
        self._from = np.array([row.current_from.toordinal() for row in ordered], dtype=np.int64)
        self._to = np.array([row.current_to.toordinal() for row in ordered], dtype=np.int64)
        self.stars = np.array([row.stars for row in ordered], dtype=np.int16)
        self.prices = np.array([-1 if row.price is None else row.price for row in ordered], dtype=np.int64)
        self.fresh = np.array([row.fresh.toordinal() if row.fresh else 0 for row in ordered], dtype=np.int64)
        self.lengths = np.array([max(1, len(row.sort_key)) for row in ordered], dtype=np.float32)
        self.facets = _lay_out([row.facets for row in ordered])
        sold = [(place, *point) for place, row in enumerate(ordered) for point in row.points]
        self.sold = np.array(sold, dtype=float).reshape(-1, 3)
        self.everything = np.ones(self.size, dtype=bool)
        self.found = Found()
        self._masks: dict[tuple[str, object], Array] = {}
        self._tallies: dict[tuple[str, ...], Tally] = {}

    def places_of(self, numbers: Array) -> Array:
        """Give the places of documents by their numbers. What has none is left out: something that has gone, or has just come."""
        places = self._place_of[numbers[numbers < len(self._place_of)]]
        return places[places >= 0]

    def of_kind(self, kind: str) -> Array:
        """Give which documents are of a kind; all for none."""
        if not kind:
            return self.everything
        code = self.kind_names.index(kind) if kind in self.kind_names else -1
        return self._mask("kind", kind, lambda: self.kinds == code)

    def in_language(self, language: str) -> Array:
        """Give which documents are in a language, or in none."""
        return self._mask("language", language, lambda: (self._languages == "") | (self._languages == language))

    def current(self, day: date) -> Array:
        """Give which documents are current on a day."""
        number = day.toordinal()
        return self._mask("current", number, lambda: (self._from <= number) & (number < self._to))

    def freshness(self, day: date) -> Array:
        """Give how fresh documents are on a day: from 1 down to 0, where nothing is known too."""
        number = day.toordinal()
        return self._mask("fresh", number, lambda: np.clip(1 - np.maximum(0, number - self.fresh) / FRESH_DAYS, 0, 1))

    def _mask(self, what: str, value: object, make: Callable[[], Array]) -> Array:
        """Give an array that many questions need: made once. Languages, kinds and days are few."""
        if len(self._masks) > _MOST_MASKS:
            self._masks.clear()
        mask = self._masks.get((what, value))
        if mask is None:
            mask = self._masks[what, value] = make()
        return mask

    def tally(self, names: Sequence[str]) -> Tally:
        """Give some facets made ready to be counted together. Which ones is written in the code, so there are few of these."""
        asked = tuple(names)
        tally = self._tallies.get(asked)
        if tally is None:
            tally = Tally({name: self.facets[name] for name in asked if name in self.facets}, self.size)
            self._tallies[asked] = tally
        return tally

    def with_values(self, name: str, wanted: Sequence[str]) -> Array:
        """Give which documents have one of the values of a facet; of prices, which lie in one of the ranges."""
        if name == RANGES:
            mask = np.zeros(self.size, dtype=bool)
            for low, high in filter(None, map(price_range, wanted)):
                mask |= (self.prices >= low) & (self.prices < min(high, NO_LIMIT))
            return mask
        values = self.facets.get(name)
        return values.holders(wanted, self.size) if values else np.zeros(self.size, dtype=bool)

    def distances(self, near: Near) -> Array:
        """Give how far the nearest point of each document is, in kilometres; infinity for one that has none."""
        nearest = np.full(self.size, np.inf)
        if len(self.sold):
            latitude, longitude = np.radians(self.sold[:, 1]), np.radians(self.sold[:, 2])
            here = np.radians(near.latitude), np.radians(near.longitude)
            chord = (
                np.sin((latitude - here[0]) / 2) ** 2
                + np.cos(latitude) * np.cos(here[0]) * np.sin((longitude - here[1]) / 2) ** 2
            )
            np.minimum.at(nearest, self.sold[:, 0].astype(np.int64), 2 * _EARTH_KM * np.arcsin(np.sqrt(np.minimum(1.0, chord))))
        return nearest


def _lay_out(facets: Sequence[dict[str, list[str]]]) -> dict[str, Values]:
    gathered: dict[str, tuple[dict[str, int], list[int], list[int]]] = {}
    for place, values in enumerate(facets):
        for name, held in values.items():
            codes, places, numbers = gathered.setdefault(name, ({}, [], []))
            for value in dict.fromkeys(held):
                places.append(place)
                numbers.append(codes.setdefault(value, len(codes)))
    return {
        name: Values(list(codes), np.array(places, dtype=np.int32), np.array(numbers, dtype=np.int64))
        for name, (codes, places, numbers) in gathered.items()
    }


_lock = threading.Lock()
# One set for each database that this process asks: tests have several.
_kept: dict[str, Columns] = {}


def columns() -> Columns:
    """Give the columns as of the moment's edition, or a later one; what has changed since they were read is read now."""
    held = moment()
    if held.columns is None:
        held.columns = _as_of(state().edition)
    columns: Columns = held.columns
    return columns


def _as_of(edition: int) -> Columns:
    database = str(connection.settings_dict["NAME"])
    kept = _kept.get(database)
    if kept is not None and kept.edition == edition:
        return kept
    with _lock:
        kept = _kept.get(database)
        if kept is not None and kept.edition > edition:
            # Another thread has seen a later one meanwhile; or the database is an older copy of itself.
            edition = read_state().edition
        if kept is None or kept.edition != edition:
            _kept[database] = _read(edition, kept if kept is not None and kept.edition < edition else None)
        return _kept[database]


def forget() -> None:
    """Read everything anew at the next question."""
    _kept.clear()


def _read(edition: int, before: Columns | None) -> Columns:
    rows = dict(before.rows) if before else {}
    changed = SearchDocument.objects.filter(edition__gt=before.edition if before else -1, edition__lte=edition)
    for *values, is_deleted in changed.values_list(*Facts._fields, "is_deleted").iterator(chunk_size=5000):
        row = Facts(*values)
        if is_deleted:
            rows.pop(row.pk, None)
        else:
            rows[row.pk] = row
    if before is None:
        memory.stays(len(rows))
    return Columns(edition, rows)
