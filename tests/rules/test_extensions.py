"""延期, as departments type it: a length or a day, then the reason."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.calendar import work_calendar
from handlers.rules.extensions import read_extension

CALENDAR = work_calendar({})
LAST = date(2026, 12, 7)


@pytest.mark.parametrize(
    ("said", "extra", "reason"),
    [
        ("5天 等配件", "5W", "等配件"),
        ("5个工作日，等配件", "5W", "等配件"),
        ("五天等配件", "5W", "等配件"),
        ("申请延长十个工作日：等配件", "10W", "等配件"),
        ("延期５日 等配件", "5W", "等配件"),
        ("一个月 涉及面广", "1M", "涉及面广"),
        ("3个月，涉及面广", "3M", "涉及面广"),
        ("到12月16日 等配件", "7W", "等配件"),
        ("至 2026-12-16，等配件", "7W", "等配件"),
        ("到1月8日 等配件", "23W", "等配件"),
        ("12月8日 等配件", "1W", "等配件"),
        ("到12月7日 等配件", None, "等配件"),
        ("到2月30日 等配件", None, "等配件"),
        ("0天 等配件", None, "等配件"),
        ("等配件", None, "等配件"),
        ("5天", "5W", ""),
    ],
)
def test_an_extension_is_read(said: str, extra: str | None, reason: str) -> None:
    asked = read_extension(said, LAST, CALENDAR)
    assert (asked.extra.written if asked.extra else None, asked.reason) == (extra, reason)


@given(st.text(max_size=40))
def test_whatever_is_typed_is_read_or_not(said: str) -> None:
    asked = read_extension(said, LAST, CALENDAR)
    assert asked.extra is None or asked.extra.value > 0


@given(st.dates(date(2026, 12, 8), date(2027, 11, 30)))
def test_a_day_that_is_named_is_the_last_day_or_the_working_day_before_it(day: date) -> None:
    asked = read_extension(f"到{day.year}年{day.month}月{day.day}日 等配件", LAST, CALENDAR)
    assert asked.extra is not None
    reached = CALENDAR.add_workdays(LAST, asked.extra.value)
    assert reached <= day
    assert CALENDAR.next_workday(reached) > day
