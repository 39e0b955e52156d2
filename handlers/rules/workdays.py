"""Working days as offices in China count them: weekends, holidays, and the make-up days (调休) that turn both around.

Every date comes from outside: the State Council's yearly notice, and for a year without one the statutory holidays.
"""

from collections.abc import Mapping
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
        return sum(self.is_workday(start + ONE_DAY * n) for n in range(1, (end - start).days + 1))


def _names(notices: Mapping[int, frozenset[date]], day: date) -> bool:
    return day in notices.get(day.year, frozenset()) or day in notices.get(day.year + 1, frozenset())
