"""The last day of a limit, explained day by day: pure arithmetic on a start, a limit, the calendar and recorded pauses.

The first day is not counted. Working days (W) end on a working day by themselves; natural days (D) and months (M)
move on to the next working day, months end on the corresponding day or on the month's last. A pause adds the days on
which the clock stood; what was granted on top (延期) is counted on from the last day.
"""

import calendar as months
import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from handlers.rules.workdays import ONE_DAY, WorkCalendar


class Unit(StrEnum):
    """What is counted."""

    WORKDAYS = "W"
    DAYS = "D"
    MONTHS = "M"


class BadLimit(ValueError):
    """A limit that is not a number and W, D or M."""

    def __init__(self, written: str) -> None:
        super().__init__(written)
        self.written = written


@dataclass(frozen=True, slots=True)
class Limit:
    """So many working days, days or months."""

    unit: Unit
    value: int

    @classmethod
    def parse(cls, written: str) -> "Limit":
        """`10W`, `7D`, `3M`."""
        match = re.fullmatch(r"([1-9][0-9]{0,2})([WDM])", written.strip().upper())
        if match is None:
            raise BadLimit(written)
        return cls(Unit(match[2]), int(match[1]))

    @property
    def written(self) -> str:
        return f"{self.value}{self.unit}"


class Why(StrEnum):
    """Why a day was counted, or why it was not."""

    FIRST_DAY = "first_day"
    WORKDAY = "workday"
    MADE_UP = "made_up"
    HOLIDAY = "holiday"
    WEEKEND = "weekend"
    PAUSED = "paused"
    LAST_DAY = "last_day"

    @property
    def term(self) -> str:
        return WHY_TERMS[self]


WHY_TERMS = {
    Why.FIRST_DAY: "起始日不计入",
    Why.WORKDAY: "工作日",
    Why.MADE_UP: "调休上班",
    Why.HOLIDAY: "节假日",
    Why.WEEKEND: "周末",
    Why.PAUSED: "暂停计时",
    Why.LAST_DAY: "期限届满日",
}


@dataclass(frozen=True, slots=True)
class CountedDay:
    """One day of an explanation."""

    date: datetime.date
    counted: bool
    why: Why


@dataclass(frozen=True, slots=True)
class Due:
    """A last day, whether a notice to come may still move it, and how it was counted."""

    date: datetime.date
    provisional: bool
    days: tuple[CountedDay, ...]


@dataclass(frozen=True, slots=True)
class Pause:
    """Days on which a clock stood, for a recorded reason: from `since` on, until the day on which it ran again."""

    since: datetime.date
    until: datetime.date
    why: str = ""

    @property
    def days(self) -> int:
        return max((self.until - self.since).days, 0)

    def dates(self) -> Iterator[datetime.date]:
        return (self.since + ONE_DAY * n for n in range(self.days))


def due(
    start: datetime.date,
    limit: Limit,
    calendar: WorkCalendar,
    pauses: Iterable[Pause] = (),
    *,
    extra: Limit | None = None,
) -> Due:
    """The last day of a limit that starts on `start`. `extra` is an extension: it begins when the limit ends."""
    paused = frozenset(day for pause in pauses for day in pause.dates())
    days = _counted(start, limit, calendar, paused)
    if extra is not None:
        days = (*days, *_counted(days[-1].date, extra, calendar, paused)[1:])
    provisional = any(calendar.is_provisional(day.date) for day in days[1:])
    return Due(days[-1].date, provisional, days)


def reason(day: datetime.date, calendar: WorkCalendar) -> Why:
    """What kind of day this is."""
    if calendar.is_made_up(day):
        return Why.MADE_UP
    if calendar.is_holiday(day):
        return Why.HOLIDAY
    return Why.WORKDAY if calendar.is_workday(day) else Why.WEEKEND


Paused = frozenset[datetime.date]


def _counted(start: datetime.date, limit: Limit, calendar: WorkCalendar, paused: Paused) -> tuple[CountedDay, ...]:
    count = _workdays if limit.unit is Unit.WORKDAYS else _moved
    return (CountedDay(start, False, Why.FIRST_DAY), *count(start, limit, calendar, paused))


def _workdays(start: datetime.date, limit: Limit, calendar: WorkCalendar, paused: Paused) -> Iterator[CountedDay]:
    """Every day up to the last."""
    day, left = start, limit.value
    while left:
        day += ONE_DAY
        why = Why.PAUSED if day in paused else reason(day, calendar)
        is_counted = why in {Why.WORKDAY, Why.MADE_UP}
        left -= is_counted
        yield CountedDay(day, is_counted, why)


def _moved(start: datetime.date, limit: Limit, calendar: WorkCalendar, paused: Paused) -> Iterator[CountedDay]:
    """Each day on which the clock stood, the nominal last day, and each day to which the end moves from it."""
    nominal = add_months(start, limit.value) if limit.unit is Unit.MONTHS else start + ONE_DAY * limit.value
    for day in sorted(paused):
        if start < day <= nominal:
            nominal += ONE_DAY
            yield CountedDay(day, False, Why.PAUSED)
    last = calendar.workday_from(nominal)
    for day in (nominal + ONE_DAY * n for n in range((last - nominal).days + 1)):
        yield CountedDay(day, day == last, Why.LAST_DAY if day == last else reason(day, calendar))


def add_months(start: datetime.date, count: int) -> datetime.date:
    """The corresponding day of a later month, or that month's last day."""
    year, month = divmod(start.year * 12 + start.month - 1 + count, 12)
    last = months.monthrange(year, month + 1)[1]
    return datetime.date(year, month + 1, min(start.day, last))
