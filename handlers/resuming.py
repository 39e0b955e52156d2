"""恢复计时: the clocks of a case run again, by a person's word, when what was missing has come, or when it never came."""

from handlers import clocks, notify
from handlers.casefile import move
from handlers.desk import Desk
from handlers.rules.case_flow import Role, Step
from handlers.words import deadlines as words
from storage.cases import CaseRow

RESUME = "resume"
LIFTED = {"paused_on": None, "timer": None, "timer_at": None}


def resume_by_itself(desk: Desk, case: CaseRow) -> None:
    if case.paused_on is not None:
        go_on(desk, move(desk, case, Step.RESUME, Role.SYSTEM, changes=LIFTED))


def go_on(desk: Desk, case: CaseRow) -> str:
    """Count the days on which the clocks stood into every last day; the departments are told."""
    clocks.recount(desk, case, clocks.pauses_of(desk, case.id))
    for clock in desk.store.clocks.of(case.id):
        clocks.remind_again(desk, case.kind, clock)
    by = desk.store.cases.get(case.id).reply_due
    told = words.resumed(case.number, case.title, by)
    notify.tell_staff(desk, notify.all_officers(desk, case), told, case)
    return told
