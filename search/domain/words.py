"""Counting the words of the documents: what slips of the keyboard are put right by, and what words people complete to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from itertools import pairwise

from django.db import transaction
from django.db.models import F

from search.models import SearchDocument, SearchEdition, SearchWord
from search.terms import both_forms

# Names begin with what a thing is, in so many words at most: "bột nhung hươu", "gạo nếp cái hoa vàng".
LONGEST_BEGINNING = 5
_AT_ONCE = 2000


@transaction.atomic
def count_all(things: Collection[str]) -> int:
    """Count all words anew; `things` are the kinds whose names are names of goods. Give the number of rows."""
    counts: Counter[str] = Counter()
    begins: Counter[str] = Counter()
    written: dict[str, Counter[str]] = {}
    rows = SearchDocument.objects.filter(is_deleted=False).only("kind", "name_terms", "maker_terms", "place_terms", "sort_terms")
    for row in rows.iterator(chunk_size=_AT_ONCE):
        for folded, as_written in pieces_of(row):
            counts[folded] += 1
            written.setdefault(folded, Counter())[as_written] += 1
        if row.kind in things:
            for folded, as_written in beginnings_of(row):
                begins[folded] += 1
                written.setdefault(folded, Counter())[as_written] += 1
    SearchWord.objects.all().delete()
    shared = [text for text, number in begins.items() if number > 1 or " " not in text]
    SearchWord.objects.bulk_create(
        (
            SearchWord(text=text, written=written[text].most_common(1)[0][0], count=max(1, counts[text]), begins=begins[text])
            for text in {**counts, **dict.fromkeys(shared)}
            if len(text) <= 120  # noqa: PLR2004  the width of the column
        ),
        batch_size=_AT_ONCE,
    )
    SearchEdition.objects.get_or_create(pk=1)
    SearchEdition.objects.filter(pk=1).update(words=F("words") + 1)
    return SearchWord.objects.count()


def add_new(rows: Iterable[SearchDocument], known: set[str]) -> None:
    """Add the words of some documents that are not there yet; their counts are put right at the next rebuild.

    `known` are words that are there for certain; these are added to it.
    """
    pieces = {folded: as_written for row in rows for folded, as_written in pieces_of(row) if len(folded) <= 120}  # noqa: PLR2004
    texts = [text for text in pieces if text not in known]
    for start in range(0, len(texts), 500):
        part = texts[start : start + 500]
        there = set(SearchWord.objects.filter(text__in=part).values_list("text", flat=True))
        SearchWord.objects.bulk_create(
            [SearchWord(text=text, written=pieces[text]) for text in part if text not in there], ignore_conflicts=True
        )
    known.update(texts)


def pieces_of(row: SearchDocument) -> Iterator[tuple[str, str]]:
    """Give the words and pairs of words of a document, folded and as written."""
    for terms in (row.name_terms, row.maker_terms, row.place_terms, row.sort_terms):
        for written, folded in both_forms(terms):
            words = list(zip(folded.split(), written.split(), strict=True))
            yield from words
            for one, other in pairwise(words):
                yield f"{one[0]} {other[0]}", f"{one[1]} {other[1]}"


def beginnings_of(row: SearchDocument) -> Iterator[tuple[str, str]]:
    """Give the first words of the name: one, two, and so on."""
    for written, folded in both_forms(row.name_terms)[:1]:
        as_written, bare = written.split(), folded.split()
        for length in range(1, min(len(bare), LONGEST_BEGINNING) + 1):
            yield " ".join(bare[:length]), " ".join(as_written[:length])
