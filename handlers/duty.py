"""值班: who is to be called today and in which order, told to staff who ask and to the office every morning."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from handlers.desk import Desk, Turn
from handlers.directory import Person
from handlers.notify import tell_person
from handlers.rules.case_flow import Role
from handlers.rules.hours import is_within
from handlers.words import duty as words
from storage.outbox import Letter
from storage.slots import claim_slot

AHEAD = timedelta(days=7)
# An office whose roster ended longer ago has given it up.
GIVEN_UP = timedelta(days=30)
JOB = "duty_morning"


@dataclass(frozen=True, slots=True)
class DutyPerson:
    """Somebody on the roster. `person` is None for a name that the directory does not know: the telephone is all there is."""

    name: str
    position: int
    is_leader: bool
    person: Person | None = None
    telephone: str = field(default="", repr=False)


def on_duty(desk: Desk, day: date) -> tuple[DutyPerson, ...]:
    """Officers in the order in which they are called, then the leaders (带班领导)."""
    known = desk.directory.people
    return tuple(
        DutyPerson(row.name, row.position, row.is_leader, known.get(row.person_id or 0), row.telephone)
        for row in desk.store.duty.of(day)
    )


def who_today(turn: Turn, desk: Desk) -> None:
    """今天谁值班, for all staff."""
    day = desk.settings.local_day(desk.now)
    people = on_duty(desk, day)
    if not people:
        desk.say(turn, words.NO_ROSTER)
        return
    officers = [(one.name, one.telephone) for one in people if not one.is_leader]
    leaders = [(one.name, one.telephone) for one in people if one.is_leader]
    desk.say(turn, words.on_duty(day, officers, leaders))


def send_duty_morning(desk: Desk) -> bool:
    """Once a day, when the office opens, on days off too: the line to the office's groups, and the days with nobody."""
    local = desk.settings.local(desk.now)
    day = local.date()
    if not is_within(local.time(), desk.settings.working_hours) or not desk.store.duty.is_kept(day - GIVEN_UP):
        return False
    slot = datetime.combine(day, time(), desk.settings.timezone)
    if not claim_slot(desk.store.connection, JOB, slot, desk.now):
        return False
    _tell_groups(desk, day)
    _report_gaps(desk, day)
    return True


def _tell_groups(desk: Desk, day: date) -> None:
    people = on_duty(desk, day)
    officers = [one.name for one in people if not one.is_leader]
    text = words.morning_line(day, officers, [one.name for one in people if one.is_leader])
    for group in desk.directory.groups:
        if group.audience == "office" and group.channel in desk.settings.group_channels:
            desk.post(Letter(group.channel, text, "notice", desk.now, group_id=group.id))


def _report_gaps(desk: Desk, day: date) -> None:
    covered = desk.store.duty.days_with_officer(day, day + AHEAD)
    ahead = (day + timedelta(days=number) for number in range(AHEAD.days + 1))
    gaps = [(one, not desk.settings.calendar.is_workday(one)) for one in ahead if one not in covered]
    if not gaps:
        return
    people = (*desk.directory.with_role(Role.COMMISSION), *desk.directory.with_role(Role.ADMIN))
    for person in dict.fromkeys(people):
        tell_person(desk, person, words.gaps(gaps))
