"""What values documents have, as arrays: which documents have a value, and how many of some documents have each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

Array = Any
# Of fewer documents than one in so many, only their own values are looked at; of more, it is quicker to go through all.
_FEW = 8


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


class Tally:
    """Several facets side by side, counted in one go: the values of a document follow one another, facet after facet."""

    def __init__(self, facets: Mapping[str, Values], size: int) -> None:
        """Lay out the values of some facets for so many documents."""
        self._facets = {name: values.names for name, values in facets.items()}
        self._labels = [(name, value) for name, values in facets.items() for value in values.names]
        firsts = np.cumsum([0, *(len(values.names) for values in facets.values())])
        places = np.concatenate([np.zeros(0, dtype=np.int32), *(values.places for values in facets.values())])
        codes = [values.codes + first for values, first in zip(facets.values(), firsts[:-1], strict=True)]
        order = np.argsort(places, kind="stable")
        self._places = places[order]
        self._codes = np.concatenate([np.zeros(0, dtype=np.int64), *codes])[order]
        self._firsts = np.searchsorted(self._places, np.arange(size + 1))

    def count(self, mask: Array) -> dict[str, dict[str, int]]:
        """Count the values among the documents of the mask by facet, each document once for each of its values."""
        counts = np.bincount(self._codes_of(mask), minlength=len(self._labels))
        found: dict[str, dict[str, int]] = {name: {} for name in self._facets}
        for code in np.flatnonzero(counts).tolist():
            name, value = self._labels[code]
            found[name][value] = int(counts[code])
        return found

    def _codes_of(self, mask: Array) -> Array:
        places = np.flatnonzero(mask)
        if len(places) * _FEW > len(mask):
            return self._codes[mask[self._places]]
        firsts = self._firsts[places]
        lengths = self._firsts[places + 1] - firsts
        # Of each document the rows from its first on: one run of numbers, moved to where the document's rows begin.
        before = np.cumsum(lengths) - lengths
        return self._codes[np.arange(int(lengths.sum())) + np.repeat(firsts - before, lengths)]
