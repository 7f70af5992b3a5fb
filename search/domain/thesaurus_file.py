"""The thesaurus that comes with the site: read from a file, loaded into rows that editors may change.

Loading again writes what is new and lets rows that nobody has changed follow the file. What an editor has changed stays as it is,
and what an editor has switched off stays off.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from core.text import nfc
from search.domain import lexicon
from search.models import Synonym, SynonymKind

VOCABULARY = Path(__file__).resolve().parents[1] / "data" / "vocabulary.toml"
STOP_KEY = "stop"
_CONTENT = ("words", "means", "origin", "folded")


class BrokenVocabulary(Exception):
    """A row of the file says nothing, or stands there twice; the message names it."""


@transaction.atomic
def load_vocabulary(path: Path = VOCABULARY) -> int:
    """Bring the rows that came with the site in line with the file; give how many were written, changed or removed.

    Safe to repeat.
    Raises: BrokenVocabulary.
    """
    wanted = {(row.kind, row.key): row for row in read_vocabulary(path)}
    standing = {(row.kind, row.key): row for row in Synonym.objects.exclude(key="")}
    new = [row for place, row in wanted.items() if place not in standing]
    changed = [_follow(standing[place], row) for place, row in wanted.items() if _is_behind(standing.get(place), row)]
    gone = [row.pk for place, row in standing.items() if place not in wanted and row.is_active and _is_untouched(row)]
    Synonym.objects.bulk_create(new)
    Synonym.objects.bulk_update(changed, _CONTENT)
    Synonym.objects.filter(pk__in=gone).delete()
    count = len(new) + len(changed) + len(gone)
    if count:
        transaction.on_commit(lexicon.forget)
    return count


def read_vocabulary(path: Path) -> list[Synonym]:
    """Read the rows of the file, not saved yet.

    Format: TOML; `stop` lists the phrases that say nothing, each `[[synonym]]` has `words` that mean the same, each `[[concept]]`
    has its `words` and what it `means`, the most typical first.
    Raises: BrokenVocabulary: a row says nothing, or another of its kind begins with the same word.
    """
    rows = list(_rows_of(tomllib.loads(path.read_text(encoding="utf-8"))))
    keys = [(row.kind, row.key) for row in rows]
    for number, row in enumerate(rows):
        try:
            row.clean()
        except ValidationError as error:
            raise BrokenVocabulary(f"{row.kind} {row.key}: {' '.join(error.messages)}") from None
        if keys.index((row.kind, row.key)) != number:
            raise BrokenVocabulary(f"{row.kind} {row.key}: it stands there twice")
    return rows


def _rows_of(content: Mapping[str, Any]) -> Iterator[Synonym]:
    if content.get("stop"):
        yield _row(SynonymKind.STOP, content["stop"], key=STOP_KEY)
    for kind, name in ((SynonymKind.SAME, "synonym"), (SynonymKind.CONCEPT, "concept")):
        for row in content.get(name, ()):
            yield _row(kind, row.get("words", ()), row.get("means", ()))


def _row(kind: SynonymKind, words: Iterable[str], means: Iterable[str] = (), *, key: str = "") -> Synonym:
    words, means = [nfc(word) for word in words], [nfc(word) for word in means]
    row = Synonym(kind=kind, words="\n".join(words), means="\n".join(means), key=key or next(iter(words), ""))
    if (row.word_list, row.means_list) != (words, means) or bool(means) != (kind == SynonymKind.CONCEPT) or not row.key:
        raise BrokenVocabulary(f"{kind} {row.key}: words, and for a concept what it means, without commas or spaces around them")
    row.origin = _digest(row)
    row.derive()
    return row


def _digest(row: Synonym) -> str:
    # Of the words one by one: a form sends lines back in its own way, and that is no change.
    return hashlib.sha256("\0".join((*row.word_list, "", *row.means_list)).encode()).hexdigest()


def _is_untouched(row: Synonym) -> bool:
    return row.origin == _digest(row)


def _is_behind(standing: Synonym | None, row: Synonym) -> bool:
    return standing is not None and _is_untouched(standing) and standing.origin != row.origin


def _follow(standing: Synonym, row: Synonym) -> Synonym:
    for name in _CONTENT:
        setattr(standing, name, getattr(row, name))
    return standing
