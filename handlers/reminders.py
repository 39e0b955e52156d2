"""提醒: who has a limit coming or past is told in the morning, person by person up the ladder, in one message with all their cases.

The clocks say when (`next_at`, the next rung at its hour); this takes those that are due in pieces, holds a line for each person
concerned, and lets the morning's one message carry them. Rungs missed meanwhile are one line: the latest.
"""

from collections.abc import Iterator
from datetime import date

from handlers.casefile import keep
from handlers.clocks import next_reminder
from handlers.desk import Desk
from handlers.directory import Person
from handlers.rating_reminders import remind_raters
from handlers.rules.case_flow import Role, Status
from handlers.rules.hours import is_quiet
from handlers.rules.limits import LIMIT_RULES, LimitName
from handlers.rules.rungs import told_at
from handlers.undispatched import who_hands_over
from handlers.words import reminders as words
from storage.cases import CaseRow
from storage.clocks import ClockRow

A_PIECE = 100


def remind_due(desk: Desk) -> bool:
    """One piece of what is due; True while there may be more. Nothing in quiet hours or on days off: it waits and collapses."""
    if not is_time(desk):
        return False
    due = desk.store.clocks.due(desk.now, limit=A_PIECE)
    for clock in due:
        _remind(desk, clock)
    return len(due) == A_PIECE


def is_time(desk: Desk) -> bool:
    """From the hour of reminders of a working day until the quiet hours."""
    local = desk.settings.local(desk.now)
    if not desk.settings.calendar.is_workday(local.date()):
        return False
    return local.time() >= desk.settings.remind_at and not is_quiet(local.time(), desk.settings.quiet)


def _remind(desk: Desk, clock: ClockRow) -> None:
    case, name = desk.store.cases.get(clock.case_id), LimitName(clock.name)
    desk.store.clocks.change(clock.id, {"next_at": next_reminder(desk, case.kind, name, clock.due_on)})
    if (
        case.sealed or case.status == Status.REPLY_REVIEW
    ):  # the answer is given: it waits for the clerk, and not for the unit
        return
    if LIMIT_RULES[name].for_raters:
        remind_raters(desk, case, clock.due_on)
        return
    today = desk.settings.local_day(desk.now)
    away = desk.settings.calendar.workdays_between(clock.due_on, today)
    told: set[int] = set()  # who stands on two steps of the ladder hears it once
    for role in told_at(LIMIT_RULES[name].ladder, away):
        line = keep(desk, case.id, _line(desk, case, name, clock, away, role))
        people = [person for person in _people(desk, case, clock, role) if person.id not in told]
        told.update(person.id for person in people)
        for person in people:
            desk.store.morning.hold(person.id, case.id, line, desk.now)


def _line(desk: Desk, case: CaseRow, name: LimitName, clock: ClockRow, away: int, role: Role) -> str:
    """黄牌 and 红牌 are shown to the unit alone."""
    flag = words.flag(away, desk.settings.flags) if role in {Role.CASE_OFFICER, Role.UNIT_HEAD} else ""
    department = desk.directory.departments.get(clock.department or "")
    whose = department.name if department and role not in {Role.CASE_OFFICER, Role.UNIT_HEAD} else ""
    return words.line(
        case.number, case.title, LIMIT_RULES[name].term, clock.due_on, away, whose=whose, flag=flag, kind=case.kind
    )


def _people(desk: Desk, case: CaseRow, clock: ClockRow, role: Role) -> Iterator[Person]:
    department = clock.department or case.department
    if role is Role.CASE_OFFICER and department:
        yield from desk.directory.case_officers(department)
    elif role is Role.UNIT_HEAD and department:
        yield from desk.directory.unit_heads(department)
    elif role is Role.LIAISON_OFFICER:
        yield from who_hands_over(desk, case)
    elif role in {Role.SUPERVISION, Role.LEADER, Role.COMMISSION}:
        yield from desk.directory.with_role(role)


def days_left(desk: Desk, last: date) -> int:
    """Working days from today to the last day; negative once it is past."""
    return desk.settings.calendar.workdays_between(desk.settings.local_day(desk.now), last)
