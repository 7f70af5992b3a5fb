"""Counting what was searched and not found, so that editors can mend it; never who searched.

A text with an address or a long number in it, or that is no word, is not kept at all. Rows go after 90 days: each new one takes
the old ones along.
"""

from __future__ import annotations

import logging
import re
import unicodedata
from datetime import date, timedelta
from typing import Any

from django.db import DatabaseError, connection, transaction

from core.text import nfc
from search.models import Miss
from search.terms import folded_words

KEPT_DAYS = 90
LONGEST_TEXT = 80
FEWEST_LETTERS = 2
# A machine that tries words by the thousand fills no table.
MOST_TEXTS_A_DAY = 2000

# Six digits may be a telephone, an identity card, an account, whatever stands between them; a price in full goes with them.
_NUMBER = re.compile(r"\d(?:[\W_]*\d){5}")
_WEB_ADDRESS = re.compile(
    r"://|\bwww\.|\w\.(?:vn|com|net|org|info|biz|edu|gov|io|me|asia|site|shop|store|online|xyz)\b", re.IGNORECASE
)

# One statement, so that two who miss the same at once are both counted. Known texts are counted on a full day, too.
_COUNT = """INSERT INTO search_miss AS m (day, text, folded, language, count, found)
SELECT %(day)s, %(text)s, %(folded)s, %(language)s, 1, %(found)s
WHERE (SELECT count(*) FROM search_miss WHERE day = %(day)s) < %(most)s
   OR EXISTS (SELECT 1 FROM search_miss WHERE day = %(day)s AND folded = %(folded)s AND language = %(language)s)
ON CONFLICT (day, folded, language) DO UPDATE SET count = m.count + 1, found = excluded.found
RETURNING count"""

logger = logging.getLogger(__name__)


def record_miss(*, text: str, language: str, found: int, day: date) -> None:
    """Count one search in which nothing had all the words; `found` is how many things had some of them.

    A text that has an address or a long number in it, or says nothing, is not kept. The visitor's page never fails by this: a
    refusal of the database goes to the log.
    """
    written = " ".join(nfc(text).split())
    folded = " ".join(folded_words(written))[:LONGEST_TEXT]
    if not folded or not may_be_kept(text):
        return
    values: dict[str, Any] = {"day": day, "text": written, "folded": folded, "language": language, "found": found}
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(_COUNT, values | {"most": MOST_TEXTS_A_DAY})
                row = cursor.fetchone()
            if row is not None and row[0] == 1:
                forget_misses(before=day - timedelta(days=KEPT_DAYS))
    except DatabaseError:
        # Without the text: a log is kept by other rules.
        logger.warning("A search without result was not counted.", exc_info=True)


def may_be_kept(text: str) -> bool:
    """Tell whether a text is short, has letters, and cannot be an address, a number of a person or noise."""
    text = nfc(text)
    return (
        len(text) <= LONGEST_TEXT
        and sum(letter.isalpha() for letter in text) >= FEWEST_LETTERS
        and "@" not in text
        # Control, formatting, private and lone surrogate characters: nobody types them, and a database may refuse them.
        and not any(unicodedata.category(letter).startswith("C") for letter in text)
        and not _NUMBER.search(text)
        and not _WEB_ADDRESS.search(text)
    )


def forget_misses(*, before: date) -> int:
    """Delete what was counted before a day; give the number of rows."""
    return Miss.objects.filter(day__lt=before).delete()[0]
