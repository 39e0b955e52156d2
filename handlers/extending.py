"""延期: a department asks once for more time, with a reason; the supervision office or the commission rules on it."""

import re
from collections.abc import Sequence
from datetime import date

from handlers import clocks, notify
from handlers.casefile import about, check, keep, meant, take, today
from handlers.cases import words_of
from handlers.desk import Desk, Turn
from handlers.directory import Person
from handlers.part_view import answers_of, is_shared, own_row
from handlers.rules.case_flow import Role, Step
from handlers.rules.deadlines import Limit, due
from handlers.rules.errors import AlreadyDone, Missing, TooLate
from handlers.rules.extensions import Asked, read_extension
from handlers.rules.limits import LimitName
from handlers.words import deadlines as words
from storage.cases import CaseRow
from storage.clocks import ClockRow

# A suggestion's extension is `asked` of its lead deputy, and once they agree `agreed`: the office may rule on it.
ASKED, AGREED, REFUSED = "asked", "agreed", "refused"
RULING = frozenset({Role.SUPERVISION, Role.COMMISSION})
_ON_PAPER = re.compile(r"代表.{0,12}同意")


def request(turn: Turn, desk: Desk) -> None:
    """延期 12 5天 理由, before the last day is over; until the ruling the old one stands."""
    case = meant(turn, desk, Step.REQUEST_EXTENSION)
    check(turn, desk, case, Step.REQUEST_EXTENSION)
    clock = _own_clock(turn, desk, case)
    with about(case):
        _check_open(desk, case, clock)
    said = words_of(turn, case, Step.REQUEST_EXTENSION, "extension")
    with about(case):
        asked = _checked(desk, case, clock, said)
    note = keep(desk, case.id, said)
    take(turn, desk, case, Step.REQUEST_EXTENSION, note=note)
    if clock is None or asked.extra is None:
        return
    desk.store.clocks.change(clock.id, {"extra": asked.extra.written, "extension": ASKED})
    by, reason = _extended(desk, clock, asked.extra), keep(desk, case.id, asked.reason)
    if _needs_deputy(desk, case):
        _ask_deputy(desk, case, clock, by, reason)
        told = words.extension_asked_of_deputy(case.number, case.title, by)
    else:
        _ask_ruling(desk, case, clock, by, reason)
        told = words.extension_requested(case.number, case.title, by)
    desk.say(turn, told, case_id=case.id)


def _needs_deputy(desk: Desk, case: CaseRow) -> bool:
    return desk.settings.extension_needs_deputy and case.kind == "suggestion"


def _own_clock(turn: Turn, desk: Desk, case: CaseRow) -> ClockRow | None:
    """The clock of the reply; of a 分办 that of the own part while it is not answered."""
    row = own_row(turn, desk, case) if is_shared(desk, case) else None
    if row is None:
        return clocks.leading(desk, case.id)
    own = [clock for clock in clocks.all_leading(desk, case.id) if clock.department == row.department]
    if not own or row.id in answers_of(desk, case):
        with about(case):
            raise Missing(step=Step.REQUEST_EXTENSION, what="part_answered")
    return own[0]


def waits_for_deputy(desk: Desk, case: CaseRow, clock: ClockRow) -> bool:
    return clock.extension == ASKED and _needs_deputy(desk, case)


def _ask_deputy(desk: Desk, case: CaseRow, clock: ClockRow, by: date, reason: str) -> None:
    """The lead alone; those who signed with them hear of what comes of it."""
    text = words.extension_for_deputy(case.number, case.title, _department(desk, case, clock), clock.due_on, by, reason)
    buttons = (
        ("同意延期", f"同意延期 {case.number}"),
        ("不同意延期", f"不同意延期 {case.number} {words.ON_TIME_PLEASE}"),
    )
    for report in notify.reporters_of(desk, case):
        if not report.is_supporter:
            notify.tell_reporter(desk, report, text, buttons=buttons)
    name = _department(desk, case, clock)
    told = words.extension_for_clerk(case.number, case.title, name, clock.due_on, by, reason)
    notify.tell_staff(desk, notify.dispatcher_of(desk, case), told, case)


def _ask_ruling(
    desk: Desk, case: CaseRow, clock: ClockRow, by: date, reason: str, *, deputy_agreed: bool = False
) -> None:
    text = words.extension_for_ruling(case.number, case.title, _department(desk, case, clock), clock.due_on, by, reason)
    text = f"{text}\n{words.DEPUTY_AGREED}" if deputy_agreed else text
    buttons = (("同意延期", f"同意延期 {case.number}"),)
    notify.tell_staff(desk, notify.ruling_people(desk), text, case, buttons=buttons)


def _officers(desk: Desk, case: CaseRow, clock: ClockRow) -> tuple[Person, ...]:
    return desk.directory.case_officers(clock.department or case.department or "")


def _department(desk: Desk, case: CaseRow, clock: ClockRow) -> str:
    code = clock.department or case.department
    return desk.directory.departments[code].name if code else ""


def _checked(desk: Desk, case: CaseRow, clock: ClockRow | None, said: str) -> Asked:
    if clock is None:
        return Asked(None, "")
    asked = read_extension(said, clock.due_on, desk.settings.calendar)
    if asked.extra is None:
        raise Missing(step=Step.REQUEST_EXTENSION, what="extension")
    longest = _longest(desk, case, clock)
    if _extended(desk, clock, asked.extra) > longest:
        raise Missing(step=Step.REQUEST_EXTENSION, what="extension_too_long", detail=words.on(longest))
    if not asked.reason:
        raise Missing(step=Step.REQUEST_EXTENSION, what="reason")
    return asked


def _check_open(desk: Desk, case: CaseRow, clock: ClockRow | None) -> None:
    """Once, and before the last day is over."""
    if clock is not None and clock.extension is not None:
        raise AlreadyDone(step=Step.REQUEST_EXTENSION)
    if clock is not None and today(desk) > clock.due_on and case.paused_on is None:
        raise TooLate(step=Step.REQUEST_EXTENSION, due=clock.due_on)


def _longest(desk: Desk, case: CaseRow, clock: ClockRow) -> date:
    """An opinion's so many working days on; a suggestion's as if it had been wide and hard from the start."""
    if case.kind == "opinion":
        return desk.settings.calendar.add_workdays(clock.due_on, desk.settings.extension_workdays)
    complex_limit = desk.settings.limits.suggestion[LimitName.REPLY_COMPLEX]
    return due(clock.starts_on, complex_limit, desk.settings.calendar).date


def _extended(desk: Desk, clock: ClockRow, extra: Limit) -> date:
    return due(clock.due_on, extra, desk.settings.calendar).date


def allow(turn: Turn, desk: Desk) -> None:
    """同意延期 12: the department and everyone who raised the case hear the new last day. By a deputy it is their consent."""
    if not turn.speaker.roles & RULING:
        _agree(turn, desk)
        return
    case = meant(turn, desk, Step.ALLOW_EXTENSION)
    clock = _asked(turn, desk, case, Step.ALLOW_EXTENSION)
    remark = turn.command.rest if turn.command else ""
    if waits_for_deputy(desk, case, clock) and not _ON_PAPER.search(remark):
        check(turn, desk, case, Step.ALLOW_EXTENSION)
        with about(case):
            raise Missing(step=Step.ALLOW_EXTENSION, what="deputy_first")
    take(turn, desk, case, Step.ALLOW_EXTENSION, note=remark)
    desk.store.clocks.change(clock.id, {"extension": clocks.ALLOWED})
    clocks.recount(desk, case, clocks.pauses_of(desk, case.id))
    by = next((one.due_on for one in clocks.all_leading(desk, case.id) if one.id == clock.id), clock.due_on)
    told = words.extension_allowed(case.number, case.title, by)
    voter = words.extended_for_voter(case.number, case.title, by)
    officers = notify.all_officers(desk, case)
    if is_shared(desk, case):
        name = _department(desk, case, clock)
        told, voter = words.of_part(name, told), words.of_part(name, voter)
        officers = desk.directory.case_officers(clock.department or "")
    notify.tell_staff(desk, officers, told, case)
    notify.tell_reporters(desk, case, voter, worth_a_call=False)
    desk.say(turn, told, case_id=case.id)


def _agree(turn: Turn, desk: Desk) -> None:
    """The lead deputy's own word; the office rules on it now."""
    case = meant(turn, desk, Step.AGREE_EXTENSION)
    clock = _asked_of_deputy(turn, desk, case, Step.AGREE_EXTENSION)
    take(turn, desk, case, Step.AGREE_EXTENSION, note=turn.command.rest if turn.command else "")
    desk.store.clocks.change(clock.id, {"extension": AGREED})
    by = _extended(desk, clock, Limit.parse(clock.extra)) if clock.extra else clock.due_on
    _ask_ruling(desk, case, clock, by, _why(desk, case, clock), deputy_agreed=True)
    desk.say(turn, words.deputy_agreed(case.number, case.title), case_id=case.id)


def _why(desk: Desk, case: CaseRow, clock: ClockRow) -> str:
    """What the department wrote when it asked; of a 分办 the last that an officer of this department did."""
    officers = {person.id for person in desk.directory.case_officers(clock.department or "")}
    asked = [row for row in desk.store.history.of(case.id) if row.step == Step.REQUEST_EXTENSION]
    own = [row for row in asked if row.actor_person in officers] or asked
    return (own[-1].note if own else "") or ""


def _decline(turn: Turn, desk: Desk) -> None:
    """不同意延期 12 理由, by the lead deputy: the old last day stands, and nobody has to rule."""
    case = meant(turn, desk, Step.DECLINE_EXTENSION)
    clock = _asked_of_deputy(turn, desk, case, Step.DECLINE_EXTENSION)
    reason = keep(desk, case.id, words_of(turn, case, Step.DECLINE_EXTENSION, "reason"))
    take(turn, desk, case, Step.DECLINE_EXTENSION, note=reason)
    desk.store.clocks.change(clock.id, {"extension": REFUSED})
    told = words.declined_by_deputy(case.number, case.title, clock.due_on, reason)
    notify.tell_staff(desk, (*_officers(desk, case, clock), *notify.dispatcher_of(desk, case)), told, case)
    desk.say(turn, words.deputy_declined(case.number, case.title, clock.due_on), case_id=case.id)


def _asked_of_deputy(turn: Turn, desk: Desk, case: CaseRow, step: Step) -> ClockRow:
    check(turn, desk, case, step)
    asked = [clock for clock in clocks.all_leading(desk, case.id) if waits_for_deputy(desk, case, clock)]
    return _meant_of(turn, desk, case, asked, step)


def refuse(turn: Turn, desk: Desk) -> None:
    if not turn.speaker.roles & RULING:
        _decline(turn, desk)
        return
    case = meant(turn, desk, Step.REFUSE_EXTENSION)
    clock = _asked(turn, desk, case, Step.REFUSE_EXTENSION)
    reason = words_of(turn, case, Step.REFUSE_EXTENSION, "reason")
    take(turn, desk, case, Step.REFUSE_EXTENSION, note=reason)
    desk.store.clocks.change(clock.id, {"extension": REFUSED})
    told = words.extension_refused(case.number, case.title, clock.due_on, reason)
    notify.tell_staff(desk, _officers(desk, case, clock), told, case)
    desk.say(turn, told, case_id=case.id)


def _asked(turn: Turn, desk: Desk, case: CaseRow, step: Step) -> ClockRow:
    asked = [clock for clock in clocks.all_leading(desk, case.id) if clock.extension in {ASKED, AGREED}]
    return _meant_of(turn, desk, case, asked, step)


def _meant_of(turn: Turn, desk: Desk, case: CaseRow, asked: Sequence[ClockRow], step: Step) -> ClockRow:
    """Of several parts the one whose department is named behind the number, else the one that was asked about first."""
    if not asked:
        with about(case):
            raise Missing(step=step, what="no_extension")
    code, _ = desk.directory.allotment.take(turn.command.rest if turn.command else "")
    return next((clock for clock in asked if clock.department == code), asked[0])
