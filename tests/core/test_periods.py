from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.periods import Period, add_months, months_from

DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2090, 1, 1))


def test_period_holds_its_first_day_and_not_its_end():
    period = Period(date(2025, 1, 1), date(2025, 7, 1))

    assert date(2025, 1, 1) in period
    assert date(2025, 6, 30) in period
    assert date(2025, 7, 1) not in period
    assert date(2024, 12, 31) not in period
    assert period.last_day == date(2025, 6, 30)


def test_open_period_has_no_last_day():
    period = Period(date(2025, 7, 1))

    assert date(2999, 1, 1) in period
    assert period.last_day is None


@pytest.mark.parametrize("end", [date(2025, 1, 1), date(2024, 12, 31)])
def test_period_without_a_day_is_refused(end):
    with pytest.raises(ValueError, match="cannot end before"):
        Period(date(2025, 1, 1), end)


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        (Period(date(2025, 1, 1), date(2025, 7, 1)), Period(date(2025, 7, 1)), False),
        (Period(date(2025, 1, 1), date(2025, 7, 2)), Period(date(2025, 7, 1)), True),
        (Period(date(2025, 1, 1)), Period(date(2030, 1, 1)), True),
        (Period(date(2025, 1, 1), date(2025, 2, 1)), Period(date(2024, 1, 1), date(2025, 1, 1)), False),
        (Period(date(2025, 1, 1), date(2025, 2, 1)), Period(date(2025, 1, 10), date(2025, 1, 11)), True),
    ],
)
def test_overlaps_table(one, other, shared):
    assert one.overlaps(other) is shared
    assert other.overlaps(one) is shared


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2024, 12, 31), 2, date(2025, 2, 28)),
        (date(2024, 10, 15), 36, date(2027, 10, 15)),
        (date(2024, 3, 31), -1, date(2024, 2, 29)),
        (date(2024, 5, 1), 0, date(2024, 5, 1)),
    ],
)
def test_add_months_table(day, months, then):
    assert add_months(day, months) == then


# Civil Code 91/2015/QH13, article 148, clause 3: the matching day still belongs to the period.
@pytest.mark.parametrize(
    ("day", "months", "last_day"),
    [
        (date(2024, 10, 15), 36, date(2027, 10, 15)),
        (date(2024, 2, 29), 36, date(2027, 2, 28)),
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
    ],
)
def test_months_from_ends_with_the_matching_day(day, months, last_day):
    period = months_from(day, months)

    assert period.valid_from == day
    assert period.last_day == last_day


@given(DAYS, st.integers(min_value=1, max_value=120))
def test_months_from_always_holds_its_first_day(day, months):
    assert day in months_from(day, months)
