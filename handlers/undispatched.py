"""交办: what is not handed over has a limit, too, and whoever should hand it over is reminded of it.

Its clock is started by the first morning after the matter came, not by the message that brought it: nobody could be reminded
sooner, and whoever writes waits for one row less.
"""

from datetime import date, time

from handlers import clocks, notify
from handlers.casefile import today
from handlers.desk import Desk
from handlers.directory import Person
from handlers.rules.case_flow import Role, Status, Step
from handlers.rules.hours import at_local
from handlers.rules.limits import LIMIT_RULES, LimitName
from storage.cases import CaseRow
from storage.slots import claim_slot, is_over

A_PIECE = 100
_JOB = "undispatched"
_KINDS = ("opinion", "suggestion")
_WAITS_IN = tuple(sorted(LIMIT_RULES[LimitName.DISPATCH].runs_in))


def start_clocks(desk: Desk, *, piece: int = A_PIECE) -> bool:
    """A piece, before the day's reminders, of all that came before that day and was never handed over; True while there may be more."""
    connection, slot = desk.store.connection, at_local(today(desk), time(), desk.settings.timezone)
    if is_over(connection, _JOB, slot):
        return False
    limited = [kind for kind in _KINDS if desk.settings.limits.of(kind, LimitName.DISPATCH)]
    waiting = desk.store.clocks.without(LimitName.DISPATCH, limited, _WAITS_IN, before=today(desk), limit=piece)
    for case_id in waiting:
        _start(desk, desk.store.cases.get(case_id))
    if len(waiting) == piece:
        return True
    claim_slot(connection, _JOB, slot, desk.now)
    return False


def _start(desk: Desk, case: CaseRow) -> None:
    """Counted from the day it came, less what was lawfully waited for; of a rung told before nobody hears again."""
    clocks.start(
        desk,
        case,
        LimitName.DISPATCH,
        starts_on=case.received_on,
        stood=clocks.pauses_of(desk, case.id),
        told_until=_told_until(desk, case),
    )


def _told_until(desk: Desk, case: CaseRow) -> date:
    """The day it came, or until when the clock ran before: 退回补充 ends it, and what is added brings the case back."""
    ends = [
        desk.settings.local_day(clock.ended_at)
        for clock in desk.store.clocks.of(case.id, running=False)
        if clock.name == LimitName.DISPATCH and clock.ended_at is not None
    ]
    return max(ends, default=case.received_on)


def who_hands_over(desk: Desk, case: CaseRow) -> tuple[Person, ...]:
    """The supervision office or the commission once a clerk has passed the case on to them, else the case's clerks."""
    if case.is_entrusted:
        return desk.directory.with_role(Role.SUPERVISION)
    if case.status == Status.TO_DISPATCH and _was_presented(desk, case):
        return notify.commission(desk)
    return notify.clerks_of(desk, case)


def _was_presented(desk: Desk, case: CaseRow) -> bool:
    return any(row.step == Step.PRESENT for row in desk.store.history.of(case.id))
