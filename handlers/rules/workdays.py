"""Working days as offices in China count them: weekends, holidays, and the make-up days (调休) that turn both around.

Every date comes from outside: the State Council's yearly notice, and for a year without one the statutory holidays.
"""

from bisect import bisect_right
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
    _gained: tuple[date, ...] = field(init=False, repr=False, compare=False)
    _lost: tuple[date, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """What differs from Monday to Friday, in order, so that counting years of days costs no more than two looks."""
        named = {
            day for notices in (self.off, self.worked, self.statutory) for days in notices.values() for day in days
        }
        gained = (day for day in named if day.weekday() >= SATURDAY and self.is_workday(day))
        lost = (day for day in named if day.weekday() < SATURDAY and not self.is_workday(day))
        object.__setattr__(self, "_gained", tuple(sorted(gained)))
        object.__setattr__(self, "_lost", tuple(sorted(lost)))

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
        return self._workdays_until(end) - self._workdays_until(start)

    def _workdays_until(self, day: date) -> int:
        """From the first day of the calendar, which was a Monday."""
        weeks, rest = divmod(day.toordinal(), 7)
        return 5 * weeks + min(rest, 5) + bisect_right(self._gained, day) - bisect_right(self._lost, day)


def _names(notices: Mapping[int, frozenset[date]], day: date) -> bool:
    return day in notices.get(day.year, frozenset()) or day in notices.get(day.year + 1, frozenset())
