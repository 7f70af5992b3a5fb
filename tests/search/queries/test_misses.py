"""What was searched and not found, summed up."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from search.queries.misses import missed_texts
from tests.factories.search import MissFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 23)


def test_days_are_summed_up_by_text_and_language_the_most_frequent_first() -> None:
    MissFactory(day=DAY, text="mat ong", count=2, found=4)
    MissFactory(day=DAY - timedelta(days=3), text="mật ong", count=5, found=1)
    MissFactory(day=DAY, text="mật ong", language="en", count=1)
    MissFactory(day=DAY, text="yến sào", count=30)

    assert [tuple(row[name] for name in ("language", "times", "last_day", "in_part")) for row in missed_texts()] == [
        ("vi", 30, DAY, 0),
        ("vi", 7, DAY, 4),
        ("en", 1, DAY, 0),
    ]
    assert [row["written"] for row in missed_texts()] == ["yến sào", "mật ong", "mật ong"]


def test_a_period_narrows_the_sums_down() -> None:
    MissFactory(day=DAY, text="mật ong", count=2)
    MissFactory(day=DAY - timedelta(days=30), text="mật ong", count=5)

    assert [row["times"] for row in missed_texts().filter(day__gt=DAY - timedelta(days=7))] == [2]
