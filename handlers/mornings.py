"""The morning's one message: what came in while the office was closed, limits near and past, and the desk's own digest."""

from collections.abc import Iterable
from datetime import datetime, time

from handlers import notify
from handlers.casefile import today
from handlers.desk import Desk
from handlers.digests import DAILY, WEEKLY, Week, daily, weekly, who_gets
from handlers.directory import Person
from handlers.duty import send_duty_morning
from handlers.lists import WAITING
from handlers.notices_due import remind_of_notice
from handlers.part_view import waits_for
from handlers.posting import post_due
from handlers.rejecting import send_rejected_week
from handlers.reminders import days_left, is_time, remind_due
from handlers.rules.case_flow import Role
from handlers.rules.hours import is_working_time
from handlers.rules.workdays import ONE_DAY
from handlers.undispatched import start_clocks
from handlers.words import reminders as words
from storage.cases import CaseRow
from storage.morning import HeldLine
from storage.slots import claim_slot, is_alone

_DEPARTMENT = frozenset({Role.CASE_OFFICER, Role.UNIT_HEAD})
_BUTTONS = 3
NOON = 12


def every_morning(desk: Desk) -> bool:
    """All that days and mornings bring by themselves; True when something was written. One process at a time does it."""
    if not is_alone(desk.store.connection, "morning"):
        return False
    done = [
        bool(send_morning(desk)),
        send_duty_morning(desk),
        post_due(desk),
        bool(remind_of_notice(desk)),
        bool(send_rejected_week(desk)),
    ]
    return any(done)


def send_morning(desk: Desk) -> int:
    """How many people were written to. Reminders are held in pieces; the message waits for the last of them."""
    if (is_time(desk) and start_clocks(desk)) or remind_due(desk):
        return 1
    held = desk.store.morning.take_due(desk.now)
    summaries = _summaries(desk)
    people = [desk.directory.people.get(person_id) for person_id in dict.fromkeys((*held, *summaries))]
    for person in people:
        if person is not None:
            _send(desk, person, held.get(person.id, []), summaries.get(person.id, ""))
    return len(people)


def _send(desk: Desk, person: Person, lines: list[HeldLine], summary: str) -> None:
    named = frozenset(line.case_id for line in lines)
    others = [_in_hand(desk, case) for case in _other_cases(desk, person, named)] if lines else []
    is_late = desk.settings.local(desk.now).hour >= NOON
    text = words.morning([line.text for line in lines], others, summary, is_late=is_late)
    numbers = desk.store.cases.numbers(list(dict.fromkeys(line.case_id for line in lines))[:_BUTTONS])
    buttons = [(f"查{number}", f"查 {number}") for number in sorted(numbers.values())]
    notify.tell_person(desk, person, text, purpose="list", buttons=(*buttons, ("待办", "待办")))


def _other_cases(desk: Desk, person: Person, named: frozenset[int]) -> Iterable[CaseRow]:
    """For a department's people this message is their daily list: everything in hand is in it."""
    statuses = [status.value for role in person.roles & _DEPARTMENT for status in WAITING[role]]
    departments = {post.department for post in (person.own_post, *person.covers) if post.department and statuses}
    for department in sorted(departments):
        for case in desk.store.cases.at_department(department, statuses):
            if case.id not in named and not case.sealed and waits_for(desk, case, department):
                yield case


def _in_hand(desk: Desk, case: CaseRow) -> str:
    left = days_left(desk, case.reply_due) if case.reply_due else None
    return words.in_hand(case.number, case.title, case.reply_due, None if left is None else -left, kind=case.kind)


def _summaries(desk: Desk) -> dict[int, str]:
    """Digests by person, once a working day; on the week's first one last week's besides. Empty ones are left out."""
    settings, day = desk.settings, today(desk)
    at = settings.digest_at
    if at is None or settings.local(desk.now).time() < at:
        return {}
    if not is_working_time(desk.now, settings.working_hours, settings.calendar, settings.timezone):
        return {}
    if not claim_slot(desk.store.connection, "digest", datetime.combine(day, time(), settings.timezone), desk.now):
        return {}
    found = {person.id: daily(desk, person) for person in who_gets(desk, DAILY)}
    if _begins_week(desk):
        last = Week(day - day.weekday() * ONE_DAY).before
        for person in who_gets(desk, WEEKLY):
            found[person.id] = "\n".join(filter(None, (found.get(person.id, ""), weekly(desk, person, last))))
    return {person_id: text for person_id, text in found.items() if text}


def _begins_week(desk: Desk) -> bool:
    """The first working day of its week."""
    day = today(desk)
    return not any(desk.settings.calendar.is_workday(day - n * ONE_DAY) for n in range(1, day.weekday() + 1))
