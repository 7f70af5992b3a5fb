"""What a text was understood to ask for: plain values between understanding, engines and ranking."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

# The fields of a document, from the one that says most to the one that says least.
FIELDS = ("name", "maker", "place", "sort", "text")
# In such a form a thing is still that thing: powder, extract, capsules, a box of it. As written, and without marks.
FORMS = frozenset(
    ["bột", "bot", "tinh bột", "tinh bot", "cao", "viên", "vien", "bộ", "bo", "hộp", "hop", "set", "combo", "gói", "goi"]
)


class GroupKind(StrEnum):
    """What part of a query a group of words is."""

    THING = "thing"  # what it is: a word of the thesaurus, or how several names begin
    WORD = "word"
    PLACE = "place"
    VALUE = "value"  # an amount


# Two letters begin a word of nearly every long text.
_SAYS_SOMETHING = 3
_NAMED = ("name", "maker", "place")


@dataclass(frozen=True)
class Phrase:
    """Words that stand side by side in a document.

    `words` are terms as `search.terms` makes them: folded, or with marks when the marks must agree. With `is_prefix` the last
    word is only begun. `weight` says how well it stands for what was typed; `names_only` looks at names alone, `not_sort` does
    not look at product sets: where goods bear a name, those that are only of a set with that word in its name are something
    else. With `as_written` only the very spelling counts: "cam" is an orange and no "Cẩm". What `is_wide` is close to what was
    asked, not the thing itself.
    """

    words: tuple[str, ...]
    weight: float = 1.0
    is_prefix: bool = False
    names_only: bool = False
    not_sort: bool = False
    as_written: bool = False
    is_wide: bool = False

    @cached_property
    def fields(self) -> tuple[str, ...]:
        """The fields that are looked at."""
        if self.names_only:
            return ("name",)
        if self.is_prefix and len(self.words[-1]) < _SAYS_SOMETHING:
            return _NAMED
        return tuple(field for field in FIELDS if field != "sort") if self.not_sort else FIELDS

    @cached_property
    def text(self) -> str:
        """The words with one space between."""
        return " ".join(self.words)


@dataclass(frozen=True)
class Group:
    """One thing that a query asks for: a document has it when one of the phrases stands in it.

    `written` is as typed. With `has_marks` the query was typed with marks: then also a word without any is meant as it stands.
    """

    kind: GroupKind
    phrases: tuple[Phrase, ...]
    text: str
    written: tuple[str, ...] = ()
    weight: float = 1.0
    has_marks: bool = False

    @cached_property
    def written_text(self) -> str:
        """What was typed, with its marks."""
        return " ".join(self.written)


@dataclass(frozen=True)
class Plan:
    """What a document must hold (every one of `required`), and what only lifts it; with nothing required, one of `optional`."""

    required: tuple[Group, ...] = ()
    optional: tuple[Group, ...] = ()

    @property
    def groups(self) -> tuple[Group, ...]:
        """All groups."""
        return (*self.required, *self.optional)


@dataclass(frozen=True)
class Understood:
    """A part of the text that was taken as a filter, for a chip that can be removed.

    `rest` is the text without it. `readings` are the values with a label each: a place may be the old district or the new
    commune.
    """

    facet: str
    words: str
    readings: tuple[tuple[str, str], ...]
    rest: str


@dataclass(frozen=True)
class Meaning:
    """How a text was understood. `filters` come from the text: prices, stars, amounts; places are groups."""

    groups: tuple[Group, ...] = ()
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    understood: tuple[Understood, ...] = ()
    text: str = ""
