"""暂停计时: the clocks of a case stand for a listed and recorded reason; the reporter's waiting days run on."""

from datetime import timedelta

from handlers import notify
from handlers.casefile import about, keep, meant, take, today
from handlers.cases import words_of
from handlers.desk import Desk, Turn
from handlers.resuming import LIFTED, RESUME, go_on
from handlers.rules.case_flow import Step
from handlers.rules.errors import AlreadyDone, Missing
from handlers.rules.hours import at_local
from handlers.rules.intake import Question
from handlers.rules.pauses import PauseReason, read_reason
from handlers.words import deadlines as words
from handlers.words.opinions import more_asked
from storage.cases import CaseRow


def pause(turn: Turn, desk: Desk) -> None:
    """暂停计时 12 补充材料 缺户主姓名: of the reporters it is asked at once, and what they add lets the clocks run again."""
    case = meant(turn, desk, Step.PAUSE)
    said = words_of(turn, case, Step.PAUSE, "pause_reason")
    reason, what = read_reason(said)
    with about(case):
        if case.paused_on is not None:
            raise AlreadyDone(step=Step.PAUSE)
        if reason is None or not what:
            raise Missing(step=Step.PAUSE, what="pause_reason")
    until = desk.settings.calendar.add_workdays(today(desk), desk.settings.pause_workdays)
    ends_at = at_local(until + timedelta(days=1), desk.settings.working_hours[0], desk.settings.timezone)
    note = keep(desk, case.id, f"{reason.value}：{what}")
    changes = {"paused_on": today(desk), "timer": RESUME, "timer_at": ends_at}
    take(turn, desk, case, Step.PAUSE, note=note, changes=changes)
    for clock in desk.store.clocks.of(case.id):
        desk.store.clocks.change(clock.id, {"next_at": None})
    if reason is PauseReason.MORE_TOLD:
        _ask(desk, case, what)
    told = words.paused(case.number, case.title, note, until)
    notify.tell_staff(desk, notify.all_officers(desk, case), told, case)
    desk.say(turn, told, case_id=case.id)


def _ask(desk: Desk, case: CaseRow, what: str) -> None:
    for report in notify.reporters_of(desk, case):
        desk.store.people.put_question(report.account_id, Question.MORE.value, case.id, desk.now)
        notify.tell_reporter(desk, report, more_asked(case.number, case.title, what), purpose="question")


def resume(turn: Turn, desk: Desk) -> None:
    case = meant(turn, desk, Step.RESUME)
    _check_paused(case)
    after = take(turn, desk, case, Step.RESUME, changes=LIFTED)
    desk.say(turn, go_on(desk, after), case_id=case.id)


def _check_paused(case: CaseRow) -> None:
    if case.paused_on is None:
        with about(case):
            raise Missing(step=Step.RESUME, what="not_paused")
