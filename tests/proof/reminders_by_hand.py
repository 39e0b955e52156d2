"""Who had to be reminded of what on which day of a year, worked out from the raw tables alone."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from handlers.rules.deadlines import Limit, due
from handlers.rules.limits import LIMIT_RULES, LimitName
from handlers.rules.rungs import rung_day
from storage.tables.cases import cases, history
from storage.tables.time import clocks
from tests.handlers.office import Office

# Who hands over what came: a station's clerks, the commission where there is none, and the commission once it is late.
_COMMISSION = ["demo-chenzhiyuan", "demo-liufang"]
CLERKS = {"ST01": ["demo-zhaomin"], "ST02": ["demo-hexiulan"], None: _COMMISSION}
# What is not handed over by then is late.
_HAND_OVER = {"opinion": Limit.parse("1W"), "suggestion": Limit.parse("7W")}
# The ladder of each department by accounts, the nearest first; who rules on returns has one of their own.
_ABOVE = ["demo-gaoming", "demo-linguodong"]
LADDERS = {
    "CG": ["demo-wangqiang", "demo-songtao", *_ABOVE],
    "ZJ": ["demo-zhanglixin", "demo-huangjianhua", *_ABOVE],
    "SL": ["demo-jiangtao", "demo-penghai", *_ABOVE],
}


class ByHand:
    """One look at clocks and histories at the end of the year."""

    def __init__(self, office: Office, year: int) -> None:
        self.year, self.settings = year, office.settings
        with office.engine.begin() as connection:
            query = select(clocks, cases.c.number, cases.c.kind).join(cases, cases.c.id == clocks.c.case_id)
            self.clocks = list(connection.execute(query))
            steps = list(connection.execute(select(history).order_by(history.c.id)))
            self.cases = list(connection.execute(select(cases)))
        self.steps: dict[int, list[Any]] = defaultdict(list)
        for step in steps:
            self.steps[step.case_id].append(step)

    def reminders(self) -> set[tuple[date, str, str, str]]:
        """(day, account, case, limit)."""
        at_departments = {one for clock in self.clocks for one in self._of(clock)}
        return at_departments | {one for case in self.cases for one in self._of_waiting(case)}

    def _of_waiting(self, case: Any) -> Iterator[tuple[date, str, str, str]]:
        """Not handed over yet: no clock is asked, only the day it came and what was done by that morning."""
        last = due(case.received_on, _HAND_OVER[case.kind], self.settings.calendar).date
        for rung in self._rungs(case.kind):
            day = rung_day(last, rung, self.settings.calendar)
            at = self._hour_of(day)
            done = [step.to_status for step in self.steps[case.id] if step.at < at]
            if (
                day.year != self.year
                or day <= case.received_on
                or not set(done) <= {"collecting", "review", "to_dispatch"}
            ):
                continue
            if done[-1] != "collecting":
                late = _COMMISSION if rung > 0 else []
                yield from ((day, who, case.number, "交办") for who in {*CLERKS[case.station], *late})

    def _rungs(self, kind: str) -> tuple[int, ...]:
        return self.settings.opinion_rungs if kind == "opinion" else self.settings.suggestion_rungs

    def _hour_of(self, day: date) -> datetime:
        return datetime.combine(day, self.settings.remind_at, self.settings.timezone)

    def _of(self, clock: Any) -> Iterator[tuple[date, str, str, str]]:
        rule = LIMIT_RULES[LimitName(clock.name)]
        if not rule.ladder or clock.department is None:
            return
        ladder = LADDERS[clock.department][: len(rule.ladder)]
        for last, after, until in self._spans(clock):
            for rung in self._rungs(clock.kind):
                day = rung_day(last, rung, self.settings.calendar)
                at = self._hour_of(day)
                if day.year == self.year and after < day and at < until and self._is_with_unit(clock, at):
                    yield from ((day, who, clock.number, rule.term) for who in ladder[: _told(rung)])

    def _spans(self, clock: Any) -> Iterator[tuple[date, date, datetime]]:
        """Each last day that was in force, from which day on, and until when."""
        end = clock.ended_at or datetime(self.year + 1, 1, 1, tzinfo=self.settings.timezone)
        if clock.extension != "allowed":
            yield clock.due_on, clock.starts_on, end
            return
        ruled = next(step.at for step in self.steps[clock.case_id] if step.step == "allow_extension")
        before = due(clock.starts_on, Limit.parse(clock.length), self.settings.calendar).date
        yield before, clock.starts_on, min(ruled, end)
        yield clock.due_on, self.settings.local_day(ruled), end

    def _is_with_unit(self, clock: Any, at: datetime) -> bool:
        """An answer that waits for the clerk is nobody's delay."""
        before = [step.to_status for step in self.steps[clock.case_id] if step.at < at]
        return bool(before) and before[-1] != "reply_review"


def _told(rung: int) -> int:
    """How far up the ladder: one before the last day, two on it, three on the days after, then all."""
    return 1 if rung < 0 else 2 if rung == 0 else 3 if rung < 3 else 4
