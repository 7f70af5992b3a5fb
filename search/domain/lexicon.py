"""What texts are understood by, in memory: vocabulary, thesaurus, places, product sets. The database says when it is old."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from django.db.models import F

from catalog.models import ProductSet
from core.periods import Period
from places.enums import KIND_WORDS, UnitKind, UnitLevel
from places.models import AdministrativeUnit
from search import memory
from search.domain.gazetteer import Gazetteer, Place
from search.domain.thesaurus import Row, Thesaurus
from search.domain.vocabulary import Entry, Vocabulary
from search.models import SearchEdition, SearchWord, Synonym, SynonymKind
from search.moment import read_state, state
from search.terms import folded_words

_LEVELS = {UnitLevel.PROVINCE: 0, UnitLevel.DISTRICT: 1, UnitLevel.COMMUNE: 2}


@dataclass(frozen=True)
class NamedSet:
    """A product set with the words of its name: a language with folded words, and the name in it."""

    slug: str
    period: Period
    names: Mapping[str, tuple[tuple[str, ...], str]]


@dataclass
class Lexicon:
    """All of it together, as of some counting of the words."""

    vocabulary: Vocabulary
    thesaurus: Thesaurus
    gazetteer: Gazetteer
    product_sets: tuple[NamedSet, ...] = ()
    counting: int = 0
    last_word: int = 0


_lock = threading.Lock()
_kept: Lexicon | None = None


def lexicon() -> Lexicon:
    """Give the lexicon of the moment; words that were added since are read, all of it only after a new counting."""
    global _kept  # noqa: PLW0603  one for the process, under a lock
    kept, now = _kept, state()
    if kept is not None and (kept.counting, kept.last_word) == (now.counting, now.last_word):
        return kept
    with _lock:
        now = read_state()  # another thread may have seen a later one meanwhile
        if _kept is None or _kept.counting != now.counting or _kept.last_word > now.last_word:
            _kept = _read(now.counting)
            memory.stays(_add_words(_kept))
        else:
            _add_words(_kept)
        return _kept


def forget() -> None:
    """Let every process read the lexicon anew: somebody changed a synonym or a product set."""
    SearchEdition.objects.get_or_create(pk=1)
    SearchEdition.objects.filter(pk=1).update(words=F("words") + 1)


def _read(counting: int) -> Lexicon:
    rows, stop = [], []
    for synonym in Synonym.objects.in_use():
        if synonym.kind == SynonymKind.STOP:
            stop += synonym.word_list
        else:
            rows.append(Row(synonym.word_list, synonym.means_list))
    thesaurus = Thesaurus(rows, stop)
    vocabulary = Vocabulary()
    for phrase in thesaurus.phrases():
        words = phrase.split()
        for text in [*words, *(" ".join(pair) for pair in pairwise(words))]:
            vocabulary.add(Entry(text, text, 1, 0))
    return Lexicon(vocabulary, thesaurus, _places(), _product_sets(), counting)


def _add_words(known: Lexicon) -> int:
    """Read the words that are not known yet; give how many there were."""
    added = 0
    rows = SearchWord.objects.filter(pk__gt=known.last_word).order_by("pk")
    for number, text, written, count, begins in rows.values_list("pk", "text", "written", "count", "begins").iterator():
        known.vocabulary.add(Entry(text, written, count, begins))
        known.last_word = number
        added += 1
    return added


def _places() -> Gazetteer:
    units = {unit.pk: unit for unit in AdministrativeUnit.objects.all()}
    places = []
    for unit in units.values():
        within, above = [], units.get(unit.parent_id or 0)
        while above is not None:
            within.append(above.slug)
            above = units.get(above.parent_id or 0)
        places.append(
            Place(
                slug=unit.slug,
                name=unit.name,
                kind=KIND_WORDS[UnitKind(unit.kind)][0],
                level=_LEVELS[UnitLevel(unit.level)],
                is_ended=unit.is_ended,
                within=tuple(within),
            )
        )
    return Gazetteer(places)


def _product_sets() -> tuple[NamedSet, ...]:
    found = []
    for row in ProductSet.objects.exclude(slug=""):
        names = {"vi": row.name, "en": row.name_en or row.name}
        found.append(
            NamedSet(row.slug, row.period, {language: (tuple(folded_words(name)), name) for language, name in names.items()})
        )
    return tuple(found)
