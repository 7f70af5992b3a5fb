"""What a check finds: one document that is not the same on both sides."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum


class Fault(StrEnum):
    """What is wrong with the copy of a document."""

    MISSING = "missing"
    DIFFERENT = "different"
    EXTRA = "extra"
    WAITING = "waiting"  # it is known to be behind, and will be sent


@dataclass(frozen=True)
class Difference:
    """One document that is missing on a side, or says something else there."""

    kind: str
    object_id: int
    fault: Fault


def merged(kind: str, expected: Iterable[tuple[int, Hashable]], found: Iterable[tuple[int, Hashable]]) -> Iterator[Difference]:
    """Hold two lists of numbers and values against each other, both in the order of the numbers, one entry of each at a time."""
    left, right = iter(expected), iter(found)
    here, there = next(left, None), next(right, None)
    while here is not None or there is not None:
        if there is None or (here is not None and here[0] < there[0]):
            assert here is not None
            yield Difference(kind, here[0], Fault.MISSING)
            here = next(left, None)
        elif here is None or there[0] < here[0]:
            yield Difference(kind, there[0], Fault.EXTRA)
            there = next(right, None)
        else:
            if here[1] != there[1]:
                yield Difference(kind, here[0], Fault.DIFFERENT)
            here, there = next(left, None), next(right, None)
