"""Working days by the notices of 2025 and 2026, and by statute where there is no notice yet."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.calendar import work_calendar
from handlers.rules.workdays import WorkCalendar

CALENDAR = work_calendar({})
DAYS = st.dates(date(2025, 1, 1), date(2029, 12, 31))
COUNTS = st.integers(1, 120)


@pytest.mark.parametrize(
    ("day", "works", "why"),
    [
        (date(2025, 1, 26), True, "Sunday, made up for 春节"),
        (date(2025, 1, 27), True, "the Monday before 除夕"),
        (date(2025, 1, 28), False, "除夕"),
        (date(2025, 2, 4), False, "初七"),
        (date(2025, 2, 5), True, "back at work"),
        (date(2025, 2, 8), True, "Saturday, made up"),
        (date(2025, 9, 28), True, "Sunday, made up for 国庆"),
        (date(2025, 10, 8), False, "国庆 and 中秋 together"),
        (date(2025, 10, 11), True, "Saturday, made up"),
        (date(2026, 1, 2), False, "Friday, moved"),
        (date(2026, 1, 4), True, "Sunday, made up for it"),
        (date(2026, 2, 14), True, "Saturday, made up for 春节"),
        (date(2026, 2, 15), False, "春节 begins"),
        (date(2026, 2, 23), False, "春节 ends on a Monday"),
        (date(2026, 2, 28), True, "Saturday, made up"),
        (date(2026, 5, 9), True, "Saturday, made up for 五一"),
        (date(2026, 9, 20), True, "Sunday, made up for 国庆"),
        (date(2026, 10, 7), False, "国庆 ends"),
        (date(2026, 10, 10), True, "Saturday, made up"),
        (date(2026, 11, 21), False, "an ordinary Saturday"),
        (date(2026, 11, 23), True, "an ordinary Monday"),
        (date(2027, 1, 1), False, "元旦 by statute: there is no notice for 2027"),
        (date(2027, 2, 8), False, "初三 by statute"),
        (date(2027, 9, 15), False, "中秋 by statute"),
        (date(2027, 10, 9), False, "a Saturday that a notice may yet make a working day"),
        (date(2028, 2, 29), True, "leap day, a Tuesday"),
    ],
)
def test_a_day_is_worked_or_not(day: date, works: bool, why: str) -> None:
    assert CALENDAR.is_workday(day) is works, why


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2026, 11, 23), 10, date(2026, 12, 7)),
        (date(2026, 11, 20), 1, date(2026, 11, 23)),
        (date(2026, 11, 21), 1, date(2026, 11, 23)),
        (date(2026, 2, 13), 1, date(2026, 2, 14)),
        (date(2026, 2, 14), 1, date(2026, 2, 24)),
        (date(2026, 9, 30), 3, date(2026, 10, 10)),
        (date(2025, 9, 30), 3, date(2025, 10, 11)),
        (date(2026, 12, 31), 1, date(2027, 1, 4)),
        (date(2026, 11, 23), 0, date(2026, 11, 23)),
        (date(2026, 2, 24), -2, date(2026, 2, 13)),
    ],
)
def test_so_many_working_days_later_is(start: date, count: int, end: date) -> None:
    assert CALENDAR.add_workdays(start, count) == end


def test_the_neighbours_of_a_long_holiday_are_its_made_up_days() -> None:
    assert CALENDAR.next_workday(date(2026, 2, 14)) == date(2026, 2, 24)
    assert CALENDAR.previous_workday(date(2026, 2, 24)) == date(2026, 2, 14)
    assert CALENDAR.workday_from(date(2026, 10, 1)) == date(2026, 10, 8)
    assert CALENDAR.workday_from(date(2026, 10, 8)) == date(2026, 10, 8)


def test_a_year_is_provisional_until_its_notice_is_known() -> None:
    assert not CALENDAR.is_provisional(date(2026, 12, 31))
    assert CALENDAR.is_provisional(date(2027, 1, 1))


def test_a_notice_may_reach_into_the_year_before() -> None:
    calendar = WorkCalendar({2027: frozenset({date(2026, 12, 31)})}, {2027: frozenset({date(2026, 12, 27)})})
    assert not calendar.is_workday(date(2026, 12, 31))
    assert calendar.is_workday(date(2026, 12, 27))


def test_statutory_holidays_yield_to_the_notice() -> None:
    statutory = {2026: frozenset({date(2026, 11, 23)})}
    assert WorkCalendar({2026: frozenset()}, {}, statutory).is_workday(date(2026, 11, 23))
    assert not WorkCalendar({}, {}, statutory).is_workday(date(2026, 11, 23))


@given(DAYS, COUNTS)
def test_adding_and_counting_back_agree(start: date, count: int) -> None:
    end = CALENDAR.add_workdays(start, count)
    assert CALENDAR.workdays_between(start, end) == count
    assert CALENDAR.workdays_between(end, start) == -count


@given(DAYS, st.integers(0, 800))
def test_counting_is_the_same_as_going_through_the_days_one_by_one(start: date, length: int) -> None:
    days = [start + timedelta(days=number) for number in range(1, length + 1)]
    end = start + timedelta(days=length)
    assert CALENDAR.workdays_between(start, end) == sum(map(CALENDAR.is_workday, days))


@given(DAYS, COUNTS)
def test_going_there_and_back_ends_on_the_first_working_day(start: date, count: int) -> None:
    there = CALENDAR.add_workdays(CALENDAR.workday_from(start), count)
    assert CALENDAR.add_workdays(there, -count) == CALENDAR.workday_from(start)


@given(DAYS, st.integers(0, 30), COUNTS)
def test_who_starts_later_ends_no_earlier(start: date, later: int, count: int) -> None:
    assert CALENDAR.add_workdays(start, count) <= CALENDAR.add_workdays(start + timedelta(days=later), count)


@given(DAYS, COUNTS)
def test_the_last_day_is_never_a_day_off(start: date, count: int) -> None:
    assert CALENDAR.is_workday(CALENDAR.add_workdays(start, count))
