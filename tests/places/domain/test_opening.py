from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from places.domain.opening import Opening, opening_at, stretches_on

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
MORNING, AFTERNOON = (time(7, 30), time(11, 30)), (time(13, 30), time(17))


@dataclass(frozen=True)
class Hours:
    weekday: str
    opens: time
    closes: time


@dataclass(frozen=True)
class Exceptional:
    first_day: date
    last_day: date
    reason: str = "Tết Nguyên đán"
    opens: time | None = None
    closes: time | None = None


# Monday to Saturday with a break at noon; Sunday closed.
WEEK = [Hours(str(day), *stretch) for day in range(1, 7) for stretch in (MORNING, AFTERNOON)]
SUNDAY_ONLY = [Hours("7", time(8), time(12))]
TET = Exceptional(date(2027, 2, 5), date(2027, 2, 10))
SHORT_DAY = Exceptional(date(2026, 11, 23), date(2026, 11, 23), "Kiểm kê", time(9), time(10))


def at(day: int, hour: int, minute: int = 0, *, month: int = 11, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=HANOI)


# 23 November 2026 is a Monday.
@pytest.mark.parametrize(
    ("moment", "hours", "exceptions", "expected"),
    [
        pytest.param(at(23, 9), WEEK, [], Opening(known=True, is_open=True, closes=time(11, 30)), id="morning"),
        pytest.param(at(23, 7, 30), WEEK, [], Opening(known=True, is_open=True, closes=time(11, 30)), id="opening minute counts"),
        pytest.param(at(23, 11, 30), WEEK, [], Opening(known=True, opens_at=at(23, 13, 30)), id="closing minute does not"),
        pytest.param(at(23, 12), WEEK, [], Opening(known=True, opens_at=at(23, 13, 30)), id="noon break"),
        pytest.param(at(23, 16, 59), WEEK, [], Opening(known=True, is_open=True, closes=time(17)), id="afternoon"),
        pytest.param(at(23, 6), WEEK, [], Opening(known=True, opens_at=at(23, 7, 30)), id="before opening"),
        pytest.param(at(23, 20), WEEK, [], Opening(known=True, opens_at=at(24, 7, 30)), id="after closing"),
        pytest.param(at(28, 20), WEEK, [], Opening(known=True, opens_at=at(30, 7, 30)), id="Saturday night: Monday"),
        pytest.param(at(29, 9), WEEK, [], Opening(known=True, opens_at=at(30, 7, 30)), id="Sunday"),
        pytest.param(at(23, 9), SUNDAY_ONLY, [], Opening(known=True, opens_at=at(29, 8)), id="week goes on to its end"),
        pytest.param(at(29, 12), SUNDAY_ONLY, [], Opening(known=True, opens_at=at(6, 8, month=12)), id="week begins anew"),
        pytest.param(at(23, 9), [], [], Opening(known=False), id="no hours known"),
        pytest.param(at(23, 9), [], [SHORT_DAY], Opening(known=False), id="an exception alone is not known hours"),
        pytest.param(
            at(6, 9, month=2, year=2027),
            WEEK,
            [TET],
            Opening(known=True, opens_at=at(11, 7, 30, month=2, year=2027), reason="Tết Nguyên đán"),
            id="closed over Tết",
        ),
        pytest.param(
            at(10, 23, month=2, year=2027),
            WEEK,
            [TET],
            Opening(known=True, opens_at=at(11, 7, 30, month=2, year=2027), reason="Tết Nguyên đán"),
            id="last day of Tết",
        ),
        pytest.param(
            at(4, 20, month=2, year=2027),
            WEEK,
            [TET],
            Opening(known=True, opens_at=at(11, 7, 30, month=2, year=2027)),
            id="evening before Tết",
        ),
        pytest.param(
            at(23, 9, 30),
            WEEK,
            [SHORT_DAY],
            Opening(known=True, is_open=True, closes=time(10), reason="Kiểm kê"),
            id="other hours: open",
        ),
        pytest.param(
            at(23, 8), WEEK, [SHORT_DAY], Opening(known=True, opens_at=at(23, 9), reason="Kiểm kê"), id="other hours: not yet"
        ),
        pytest.param(
            at(23, 15), WEEK, [SHORT_DAY], Opening(known=True, opens_at=at(24, 7, 30), reason="Kiểm kê"), id="other hours: past"
        ),
        pytest.param(
            at(23, 9),
            WEEK,
            [Exceptional(date(2026, 11, 1), date(2027, 3, 1), "Sửa chữa")],
            Opening(known=True, opens_at=None, reason="Sửa chữa"),
            id="closed for longer than we look ahead",
        ),
    ],
)
def test_opening_at_table(moment, hours, exceptions, expected):
    assert opening_at(moment, iter(hours), iter(exceptions)) == expected


def test_stretches_on_are_in_order():
    assert stretches_on(date(2026, 11, 23), reversed(WEEK), []) == ([MORNING, AFTERNOON], "")
    assert stretches_on(date(2026, 11, 29), WEEK, []) == ([], "")
    assert stretches_on(date(2027, 2, 7), WEEK, [TET]) == ([], "Tết Nguyên đán")
    assert stretches_on(date(2026, 11, 23), WEEK, [TET, SHORT_DAY]) == ([(time(9), time(10))], "Kiểm kê")
