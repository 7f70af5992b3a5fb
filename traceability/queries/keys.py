"""How far the keys of the stamps are used."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import cast

from django.conf import settings
from django.db import connection
from django.db.models import F, Sum

from traceability.models import StampRange, StampSeries
from traceability.models.stamp import LAST_NUMBER


@dataclass(frozen=True)
class KeyUse:
    """What was issued under a key. Units: stamps."""

    used: int = 0
    issued: int = 0

    @property
    def left(self) -> int:
        """How many numbers the key has left."""
        return LAST_NUMBER - self.used


def use_of_keys() -> dict[str, KeyUse]:
    """Give the use of each key that stamps were issued under, by letter. Two queries.

    On a database whose tables are not made yet nothing is issued.
    """
    if StampSeries._meta.db_table not in connection.introspection.table_names():
        return {}
    used = dict(StampSeries.objects.filter(next_number__gt=0).values_list("key_letter", "next_number"))
    counted = StampRange.objects.order_by().values_list("key_letter").annotate(stamps=Sum(F("stop") - F("start")))
    issued = dict(counted)
    return {letter: KeyUse(used.get(letter, 0), issued.get(letter, 0)) for letter in sorted({*used, *issued})}


def key_file() -> Path | None:
    """Give the file that the keys come from; None when they come from the environment."""
    return cast("Path | None", settings.STAMP_KEYS_FILE)
