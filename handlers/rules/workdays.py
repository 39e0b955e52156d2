"""Working days as offices in China count them: weekends, holidays, and the make-up days (调休) that turn both around.

Every date comes from outside: the State Council's yearly notice, and for a year without one the statutory holidays.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """`off` and `worked` are the days of each year's notice, `statutory` the holidays of years that have none yet.

    A notice may name the last days of the year before (元旦 from 31 December).
    """

    off: Mapping[int, frozenset[date]]
    worked: Mapping[int, frozenset[date]]
    statutory: Mapping[int, frozenset[date]] = field(default_factory=dict)
    _moved: dict[int, tuple[Sequence[date], Sequence[date]]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def is_provisional(self, day: date) -> bool:
        """Nobody knows yet which days of this year will be moved."""
        return day.year not in self.off

    def is_made_up(self, day: date) -> bool:
        """A Saturday or Sunday on which offices work (调休上班)."""
        return _names(self.worked, day)

    def is_holiday(self, day: date) -> bool:
        """A day off by notice or, before there is a notice, by statute."""
        if _names(self.off, day):
            return True
        return self.is_provisional(day) and day in self.statutory.get(day.year, frozenset())

    def is_workday(self, day: date) -> bool:
        if self.is_made_up(day):
            return True
        return day.weekday() < SATURDAY and not self.is_holiday(day)

    def next_workday(self, day: date) -> date:
        """The first working day after this one."""
        return self.add_workdays(day, 1)

    def previous_workday(self, day: date) -> date:
        """The last working day before this one."""
        return self.add_workdays(day, -1)

    def workday_from(self, day: date) -> date:
        """This day if it is a working day, else the next one."""
        return day if self.is_workday(day) else self.next_workday(day)

    def add_workdays(self, start: date, count: int) -> date:
        """The count-th working day after `start`, which is itself not counted; before it when negative."""
        step = ONE_DAY if count >= 0 else -ONE_DAY
        day, left = start, abs(count)
        while left:
            day += step
            left -= self.is_workday(day)
        return day

    def workdays_between(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end`; negative when `end` lies before."""
        if end < start:
            return -self.workdays_between(end, start)
        moved = sum(self._moved_between(year, start, end) for year in range(start.year, end.year + 1))
        return _weekdays_until(end) - _weekdays_until(start) + moved

    def _moved_between(self, year: int, start: date, end: date) -> int:
        """By how many this year's working days after `start` up to `end` differ from its Mondays to Fridays."""
        gained, lost = self._moved_in(year)
        return _between(gained, start, end) - _between(lost, start, end)

    def _moved_in(self, year: int) -> tuple[Sequence[date], Sequence[date]]:
        """Weekend days worked and weekdays off, in order: looked up once a year, and only of years that are counted."""
        if year not in self._moved:
            notices = (known.get(of, frozenset()) for known in (self.off, self.worked) for of in (year, year + 1))
            statutory = self.statutory.get(year, frozenset()) if year not in self.off else frozenset()
            named = sorted({day for days in (*notices, statutory) for day in days if day.year == year})
            gained = [day for day in named if day.weekday() >= SATURDAY and self.is_workday(day)]
            lost = [day for day in named if day.weekday() < SATURDAY and not self.is_workday(day)]
            self._moved[year] = gained, lost
        return self._moved[year]


def _weekdays_until(day: date) -> int:
    """Mondays to Fridays from the first day of the calendar, which was a Monday."""
    weeks, rest = divmod(day.toordinal(), 7)
    return 5 * weeks + min(rest, 5)


def _between(days: Sequence[date], start: date, end: date) -> int:
    return bisect_right(days, end) - bisect_right(days, start)


def _names(notices: Mapping[int, frozenset[date]], day: date) -> bool:
    return day in notices.get(day.year, frozenset()) or day in notices.get(day.year + 1, frozenset())
