"""On which days somebody is reminded of a last day: rungs are working days around it, −2 before, +1 after."""

from collections.abc import Iterable, Sequence
from datetime import date

from handlers.rules.case_flow import Role
from handlers.rules.workdays import WorkCalendar


def rung_day(last: date, rung: int, calendar: WorkCalendar) -> date:
    """The working day that is so many away from the last day, which is rung 0."""
    return calendar.add_workdays(last, rung)


def next_rung(last: date, rungs: Iterable[int], calendar: WorkCalendar, *, after: date) -> date | None:
    """The first day of a rung that comes after this day; None when there is none left."""
    days = (rung_day(last, rung, calendar) for rung in sorted(rungs))
    return next((day for day in days if day > after), None)


def told_at(ladder: Sequence[Role], away: int) -> tuple[Role, ...]:
    """Who of the ladder hears of it so many working days after the last: one before it, two on it, three on the day after, then all."""
    steps = 1 if away < 0 else 2 if away == 0 else 3 if away < 3 else len(ladder)
    return tuple(dict.fromkeys(ladder[:steps]))
