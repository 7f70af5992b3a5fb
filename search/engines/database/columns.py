"""The facets of all documents as arrays, in the memory of the process: what to narrow by and to count by, in microseconds.

Read once, then only what a later edition has changed. Each facet is two arrays side by side: the place of a document, and the
number of one of its values. At 17,000 documents all of it takes some megabytes; much above 100,000 the other engine is the
right one.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
from django.db import connection

from search.facets import NO_LIMIT, RANGES, price_range
from search.models import SearchDocument, SearchEdition
from search.query import Near

_READ = (
    "pk",
    "kind",
    "object_id",
    "language",
    "current_from",
    "stars",
    "price",
    "fresh",
    "sort_key",
    "facets",
    "points",
    "current_to",
)
_EARTH_KM = 6371.0
Array = Any


@dataclass
class Values:
    """One facet: which document has which value. `names` are the values; several rows of one document are several values."""

    names: list[str] = field(default_factory=list)
    places: Array = None
    codes: Array = None

    def holders(self, wanted: Sequence[str], size: int) -> Array:
        """Give which documents have one of the values."""
        mask = np.zeros(size, dtype=bool)
        codes = [position for position, name in enumerate(self.names) if name in wanted]
        if codes:
            mask[self.places[np.isin(self.codes, codes)]] = True
        return mask

    def count(self, mask: Array) -> dict[str, int]:
        """Count the values among the documents of the mask, each document once for each of its values."""
        counts = np.bincount(self.codes[mask[self.places]], minlength=len(self.names))
        return {name: int(count) for name, count in zip(self.names, counts, strict=True) if count}


class Columns:
    """All documents of one edition, by their place in the arrays."""

    def __init__(self, edition: int, rows: dict[int, tuple[Any, ...]]) -> None:
        """Lay the rows out, in the order of their names."""
        self.edition, self.rows = edition, rows
        ordered = sorted(rows.values(), key=lambda row: (row[8], row[1], row[2]))
        self.size = len(ordered)
        self.numbers = np.array([row[0] for row in ordered], dtype=np.int64)
        self.place_of = {row[0]: place for place, row in enumerate(ordered)}
        self.kind_names = sorted({row[1] for row in ordered})
        kinds = {name: code for code, name in enumerate(self.kind_names)}
        self.kinds = np.array([kinds[row[1]] for row in ordered], dtype=np.int16)
        self.languages = np.array([row[3] for row in ordered], dtype="U5")
        self._current = np.array([(row[4].toordinal(), row[11].toordinal()) for row in ordered], dtype=np.int64).reshape(-1, 2)
        self.stars = np.array([row[5] for row in ordered], dtype=np.int16)
        self.prices = np.array([-1 if row[6] is None else row[6] for row in ordered], dtype=np.int64)
        self.fresh = np.array([row[7].toordinal() if row[7] else 0 for row in ordered], dtype=np.int64)
        self.facets = _lay_out([row[9] for row in ordered])
        sold = [(place, *point) for place, row in enumerate(ordered) for point in row[10]]
        self.sold = np.array(sold, dtype=float).reshape(-1, 3)

    def of_kind(self, kind: str) -> Array:
        """Give which documents are of a kind."""
        return self.kinds == self.kind_names.index(kind) if kind in self.kind_names else np.zeros(self.size, dtype=bool)

    def current(self, day: date) -> Array:
        """Give which documents are current on a day."""
        return (self._current[:, 0] <= day.toordinal()) & (day.toordinal() < self._current[:, 1])

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
        name: Values(list(codes), np.array(places, dtype=np.int64), np.array(numbers, dtype=np.int64))
        for name, (codes, places, numbers) in gathered.items()
    }


_lock = threading.Lock()
# One set for each database that this process asks: tests have several.
_kept: dict[str, Columns] = {}


def columns() -> Columns:
    """Give the columns as of the latest edition; what has changed since they were read is read now."""
    edition = SearchEdition.objects.filter(pk=1).values_list("number", flat=True).first() or 0
    database = str(connection.settings_dict["NAME"])
    kept = _kept.get(database)
    if kept is not None and kept.edition == edition:
        return kept
    with _lock:
        kept = _kept.get(database)
        if kept is None or kept.edition != edition:
            _kept[database] = _read(edition, kept if kept is not None and kept.edition < edition else None)
        return _kept[database]


def forget() -> None:
    """Read everything anew at the next question."""
    _kept.clear()


def _read(edition: int, before: Columns | None) -> Columns:
    rows = dict(before.rows) if before else {}
    changed = SearchDocument.objects.filter(edition__gt=before.edition if before else -1, edition__lte=edition)
    for row in changed.values_list(*_READ, "is_deleted").iterator(chunk_size=5000):
        if row[-1]:
            rows.pop(row[0], None)
        else:
            rows[row[0]] = row[:-1]
    return Columns(edition, rows)
