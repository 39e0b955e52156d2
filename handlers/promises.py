"""承诺台账: what an answer promised for a day is asked about on that day, and again, until the people's side says that it is so.

The case's timer keeps the day, be it years off; the department's reminder is a line of the morning's one message.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from handlers import notify
from handlers.casefile import about, keep, meant, take
from handlers.cases import reason_of
from handlers.desk import Desk, Turn
from handlers.directory import Person
from handlers.part_view import answers_of, owing
from handlers.reminders import is_time
from handlers.rules.case_flow import Status, Step
from handlers.rules.errors import Missing
from handlers.rules.hours import at_local
from handlers.words import promises as words
from storage.cases import CaseRow

PROMISE = "promise"
_FIRST_AGAIN, _AGAIN = 3, 5
Buttons = tuple[tuple[str, str], ...]


def timer(desk: Desk, promised_on: date | None) -> dict[str, Any]:
    """What a case needs to wake on the day, or, where that is past, on the next working morning."""
    if promised_on is None:
        return {}
    settings = desk.settings
    day = settings.calendar.workday_from(max(promised_on, settings.local_day(desk.now)))
    at = at_local(day, settings.remind_at, settings.timezone)
    return {"timer": PROMISE, "timer_at": at} if at > desk.now else in_workdays(desk, 1)


def in_workdays(desk: Desk, count: int = _AGAIN) -> dict[str, Any]:
    settings = desk.settings
    day = settings.calendar.add_workdays(settings.local_day(desk.now), count)
    return {"timer": PROMISE, "timer_at": at_local(day, settings.remind_at, settings.timezone)}


def wake(desk: Desk, case: CaseRow) -> None:
    """The day has come: the department is asked for proof, or the people's side whether what it reported is so."""
    if not is_time(desk):
        desk.store.cases.change(case, timer(desk, desk.settings.local_day(desk.now)))
        return
    is_first = desk.settings.local_day(desk.now) <= _day_of(desk, case)
    if case.promise_kept_at is not None or case.department is None:
        _ask_whether(desk, case)
    else:
        _ask_for_proof(desk, case, is_first=is_first)
    desk.store.cases.change(case, in_workdays(desk, _FIRST_AGAIN if is_first else _AGAIN))


def _day_of(desk: Desk, case: CaseRow) -> date:
    today = desk.settings.local_day(desk.now)
    return desk.settings.calendar.workday_from(case.promised_on or today)


def _ask_for_proof(desk: Desk, case: CaseRow, *, is_first: bool) -> None:
    """First the case officers; later their head and whoever dispatched the case, too."""
    line = words.proof_wanted(case.number, case.title, case.promised_on, is_first=is_first)
    owed = [part.department for part in owing(desk, case)] or [case.department or ""]
    officers = [person for code in owed for person in desk.directory.case_officers(code)]
    heads = [person for code in owed for person in desk.directory.unit_heads(code)]
    above = () if is_first else (*heads, *notify.dispatcher_of(desk, case))
    _hold(desk, case, (*officers, *above), line)


def _ask_whether(desk: Desk, case: CaseRow) -> None:
    line = words.still_to_confirm(case.number, case.title)
    _hold(desk, case, notify.dispatcher_of(desk, case), line)
    for report in notify.reporters_of(desk, case):
        if report.role == "deputy":
            notify.tell_reporter(desk, report, line, buttons=asks_whether(case))


def _hold(desk: Desk, case: CaseRow, people: Iterable[Person], line: str) -> None:
    kept = keep(desk, case.id, line)
    for person in dict.fromkeys(people):
        desk.store.morning.hold(person.id, case.id, kept, desk.now)


def asks_whether(case: CaseRow) -> Buttons:
    return (("确认落实", f"确认落实 {case.number}"), ("没有落实", f"没有落实 {case.number} 尚未完成"))


def deny(turn: Turn, desk: Desk) -> None:
    """没有落实 12 理由: what was reported is not so; the department owes it still."""
    case = meant(turn, desk, Step.DENY_PROMISE)
    reason = reason_of(turn, desk, case, Step.DENY_PROMISE)
    with about(case):
        if case.status == Status.FOLLOW_UP and case.promise_kept_at is None:
            raise Missing(step=Step.DENY_PROMISE, what="not_kept_yet")
    said = keep(desk, case.id, reason)
    for part in answers_of(desk, case).values():
        desk.store.parts.change(part.id, {"kept_at": None})
    take(turn, desk, case, Step.DENY_PROMISE, note=said, changes={"promise_kept_at": None, **in_workdays(desk)})
    text = words.denied_for_officer(case.number, case.title, said)
    notify.tell_staff(desk, (*notify.lead_officers(desk, case), *notify.dispatcher_of(desk, case)), text, case)
    desk.say(turn, words.denied(case.number, case.title), case_id=case.id)
