"""Quiet hours and office hours, by the congress's own clock."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.calendar import work_calendar
from handlers.rules.hours import end_of_quiet, is_quiet, is_working_time, next_working_morning, working_time

SHANGHAI = ZoneInfo("Asia/Shanghai")
CALENDAR = work_calendar({})
NIGHT = (time(21, 0), time(7, 30))
NOON = (time(12, 0), time(14, 0))
OFFICE = (time(8, 30), time(17, 30))
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 (hypothesis wants naive bounds)


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("local", "quiet", "expected"),
    [
        (time(20, 59), NIGHT, False),
        (time(21, 0), NIGHT, True),
        (time(0, 0), NIGHT, True),
        (time(7, 29), NIGHT, True),
        (time(7, 30), NIGHT, False),
        (time(12, 0), NOON, True),
        (time(14, 0), NOON, False),
        (time(3, 0), NOON, False),
        (time(3, 0), (time(0, 0), time(0, 0)), False),
    ],
)
def test_quiet_hours_may_pass_midnight(local: time, quiet: tuple[time, time], expected: bool) -> None:
    assert is_quiet(local, quiet) is expected


@pytest.mark.parametrize(
    ("moment", "end"),
    [
        (at(23, 22), at(24, 7, 30)),
        (at(24, 3), at(24, 7, 30)),
        (at(24, 7, 30), at(24, 7, 30)),
        (at(24, 12), at(24, 12)),
    ],
)
def test_what_falls_into_quiet_hours_waits_for_their_end(moment: datetime, end: datetime) -> None:
    assert end_of_quiet(moment.astimezone(UTC), NIGHT, SHANGHAI) == end


@pytest.mark.parametrize(
    ("moment", "works"),
    [
        (at(23, 8, 29), False),
        (at(23, 8, 30), True),
        (at(23, 17, 29), True),
        (at(23, 17, 30), False),
        (at(22, 10), False),
        (at(14, 10, month=2), True),
        (at(16, 10, month=2), False),
    ],
)
def test_an_office_works_in_its_hours_of_working_days(moment: datetime, works: bool) -> None:
    assert is_working_time(moment.astimezone(UTC), OFFICE, CALENDAR, SHANGHAI) is works


@pytest.mark.parametrize(
    ("moment", "morning"),
    [
        (at(23, 6), at(23, 8, 30)),
        (at(23, 8, 30), at(24, 8, 30)),
        (at(20, 18), at(23, 8, 30)),
        (at(21, 5), at(23, 8, 30)),
        (at(14, 18, month=2), at(24, 8, 30, month=2)),
        (at(13, 18, month=2), at(14, 8, 30, month=2)),
    ],
)
def test_the_next_working_morning_is(moment: datetime, morning: datetime) -> None:
    assert next_working_morning(moment.astimezone(UTC), OFFICE, CALENDAR, SHANGHAI) == morning


@given(MOMENTS)
def test_the_end_of_quiet_is_never_quiet_and_never_before(moment: datetime) -> None:
    end = end_of_quiet(moment, NIGHT, SHANGHAI)
    assert end >= moment
    assert not is_quiet(end.astimezone(SHANGHAI).time(), NIGHT)


@given(MOMENTS)
def test_the_next_working_morning_lies_ahead_and_an_office_opens_then(moment: datetime) -> None:
    morning = next_working_morning(moment, OFFICE, CALENDAR, SHANGHAI)
    assert morning > moment
    assert is_working_time(morning, OFFICE, CALENDAR, SHANGHAI)


@pytest.mark.parametrize(
    ("since", "until", "hours"),
    [
        (at(23, 9), at(23, 11), 2),
        (at(23, 6), at(23, 8, 30), 0),
        (at(23, 16, 30), at(24, 9, 30), 2),
        (at(27, 17), at(30, 9), 1),  # a weekend between
        (at(28, 9), at(29, 18), 0),
        (at(24, 9), at(23, 9), 0),
    ],
)
def test_working_time_is_that_of_office_hours_of_working_days(since: datetime, until: datetime, hours: int) -> None:
    assert working_time(since, until, OFFICE, CALENDAR, SHANGHAI) == timedelta(hours=hours)


@given(MOMENTS, st.integers(0, 5 * 24 * 60), st.integers(0, 5 * 24 * 60))
def test_working_time_adds_up_and_is_no_longer_than_the_time(begin: datetime, first: int, more: int) -> None:
    middle = begin + timedelta(minutes=first)
    end = middle + timedelta(minutes=more)
    parts = [working_time(*span, OFFICE, CALENDAR, SHANGHAI) for span in ((begin, middle), (middle, end))]
    assert sum(parts, timedelta()) == working_time(begin, end, OFFICE, CALENDAR, SHANGHAI) <= end - begin
    assert (parts[0] > timedelta()) or not is_working_time(begin, OFFICE, CALENDAR, SHANGHAI) or first == 0
