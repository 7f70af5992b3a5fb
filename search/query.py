"""One query and its result: plain values that both engines share (decision D8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from search.domain.meaning import Meaning

# Nobody means more; it also bounds what one query can cost.
LONGEST_TEXT = 200
MOST_WORDS = 12
HITS_ON_A_PAGE = 24
# Pages beyond are not shown: who has not found it by then narrows the list down.
MOST_HITS = 20_000


class Sort(StrEnum):
    """The orders of a list; the values are what addresses say."""

    RELEVANCE = ""
    NAME = "ten"
    PRICE_UP = "gia"
    PRICE_DOWN = "gia-giam"
    STARS = "sao"
    NEWEST = "moi"
    NEAREST = "gan"


@dataclass(frozen=True)
class Near:
    """A place on the map and a distance around it.

    Units: degrees, kilometres.
    """

    latitude: float
    longitude: float
    km: float = 20.0


@dataclass(frozen=True)
class Query:
    """What somebody looks for.

    `kind` is one of the sources, all of them when empty. `filters` maps a facet of `search.facets` to the values of which one
    must hold. `lapsed` asks for what is no longer current as well. `literal` takes the words as they are typed: nothing is put
    right.
    """

    text: str = ""
    kind: str = ""
    language: str = "vi"
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    near: Near | None = None
    lapsed: bool = False
    literal: bool = False
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    size: int = HITS_ON_A_PAGE

    @property
    def bounded_text(self) -> str:
        """The text, no longer than anybody means, without what no text holds."""
        return self.text[:LONGEST_TEXT].replace("\x00", " ").strip()


@dataclass(frozen=True)
class Hit:
    """One thing found. `matched` names the fields in which the words stand; `is_exact` is False for what fits only in part."""

    kind: str
    object_id: int
    matched: tuple[str, ...] = ()
    is_exact: bool = True
    is_current: bool = True
    score: float = 0.0


@dataclass(frozen=True)
class Result:
    """What was found, for one page.

    `total` counts all hits, `exact` those that fit in every word (they come first); `lapsed` counts what would be added by
    asking for ended certificates. `facets` maps a facet to the counts of its values, `counts` a kind to its hits. `meaning`
    says how the text was understood; `suggestion` is the text that was, or could have been, meant. `engine` names who answered.
    """

    hits: tuple[Hit, ...] = ()
    total: int = 0
    exact: int = 0
    lapsed: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    page: int = 1
    pages: int = 1
    meaning: Meaning | None = None
    suggestion: str = ""
    is_corrected: bool = False
    dropped_filters: bool = False
    engine: str = ""
