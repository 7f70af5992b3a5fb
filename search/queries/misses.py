"""What was searched and not found, summed up."""

from __future__ import annotations

from typing import Any

from django.db.models import Max, QuerySet, Sum

from search.models import Miss


def missed_texts() -> QuerySet[Any, Any]:
    """Give what was searched without result, one row for each text and language; narrow it down by `day` before it is read.

    Shape: dictionaries with `folded`, `language`, `written` (of several spellings one with marks), `times`, `last_day` and
    `in_part`, the most that some of the words found.
    Order: the most frequent first.
    """
    return (
        Miss.objects.values("folded", "language")
        .annotate(written=Max("text"), times=Sum("count"), last_day=Max("day"), in_part=Max("found"))
        .order_by("-times", "folded", "language")
    )
