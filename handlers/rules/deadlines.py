"""The last day of every step: limits with their unit, who sets which number, and a date that explains itself.

The first day is not counted. Working days (W) end on a working day by themselves; natural days (D) and months (M)
move on to the next working day, months end on the corresponding day or on the month's last.
"""

import calendar as months
import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from handlers.rules.workdays import ONE_DAY, WorkCalendar


class Unit(StrEnum):
    """What is counted."""

    WORKDAYS = "W"
    DAYS = "D"
    MONTHS = "M"


class LimitName(StrEnum):
    """The steps that have a limit, as contract and configuration name them."""

    DISPATCH = "dispatch"
    ACCEPT = "accept"
    RETURN = "return"
    REASSIGN = "reassign"
    FIRST_CONTACT = "first_contact"
    CO_OPINION = "co_opinion"
    REPLY = "reply"
    REPLY_COMPLEX = "reply_complex"
    RATING = "rating"
    REDO = "redo"
    REPLY_URGENT = "reply_urgent"  # opinions of urgency `urgent` or `critical`


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


Limits = Mapping[LimitName, Limit]


@dataclass(frozen=True, slots=True)
class TimeLimits:
    """The limits in force for both kinds of case; a step without one has no date. `preset` names who set the numbers."""

    opinion: Limits
    suggestion: Limits
    preset: str = "default"

    def of(self, kind: str, name: LimitName) -> Limit | None:
        """The limit of this step for an `opinion` or a `suggestion`."""
        return {"opinion": self.opinion, "suggestion": self.suggestion}[kind].get(name)

    def reply(self, kind: str, urgency: str, *, is_complex: bool = False) -> Limit:
        """The reply's limit: opinions that are urgent or critical have their own, whatever their size."""
        if kind == "opinion" and urgency in {"urgent", "critical"}:
            return self.opinion[LimitName.REPLY_URGENT]
        limits = self.opinion if kind == "opinion" else self.suggestion
        return limits[LimitName.REPLY_COMPLEX if is_complex else LimitName.REPLY]


class Why(StrEnum):
    """Why a day was counted, or why it was not."""

    FIRST_DAY = "first_day"
    WORKDAY = "workday"
    MADE_UP = "made_up"
    HOLIDAY = "holiday"
    WEEKEND = "weekend"
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


def due(start: datetime.date, limit: Limit, calendar: WorkCalendar) -> Due:
    """The last day of a limit that starts on `start`."""
    days = _workdays(start, limit.value, calendar) if limit.unit is Unit.WORKDAYS else _moved(start, limit, calendar)
    provisional = any(calendar.is_provisional(day.date) for day in days[1:])
    return Due(days[-1].date, provisional, days)


def reason(day: datetime.date, calendar: WorkCalendar) -> Why:
    """What kind of day this is."""
    if calendar.is_made_up(day):
        return Why.MADE_UP
    if calendar.is_holiday(day):
        return Why.HOLIDAY
    return Why.WORKDAY if calendar.is_workday(day) else Why.WEEKEND


def _workdays(start: datetime.date, count: int, calendar: WorkCalendar) -> tuple[CountedDay, ...]:
    last = calendar.add_workdays(start, count)
    between = (start + ONE_DAY * n for n in range(1, (last - start).days + 1))
    counted = (CountedDay(day, calendar.is_workday(day), reason(day, calendar)) for day in between)
    return (CountedDay(start, False, Why.FIRST_DAY), *counted)


def _moved(start: datetime.date, limit: Limit, calendar: WorkCalendar) -> tuple[CountedDay, ...]:
    """First day, nominal last day, and each day the end moves to."""
    nominal = add_months(start, limit.value) if limit.unit is Unit.MONTHS else start + ONE_DAY * limit.value
    last = calendar.workday_from(nominal)
    tail = (nominal + ONE_DAY * n for n in range((last - nominal).days + 1))
    ending = (CountedDay(day, day == last, Why.LAST_DAY if day == last else reason(day, calendar)) for day in tail)
    return (CountedDay(start, False, Why.FIRST_DAY), *ending)


def add_months(start: datetime.date, count: int) -> datetime.date:
    """The corresponding day of a later month, or that month's last day."""
    year, month = divmod(start.year * 12 + start.month - 1 + count, 12)
    last = months.monthrange(year, month + 1)[1]
    return datetime.date(year, month + 1, min(start.day, last))
