"""A round of rating: who was told of the answer and when, how long they have, and where the round leads."""

from datetime import date, datetime
from typing import Any

from handlers import clocks, notify, promises
from handlers.buttons import again_for_clerk, case_facts, for_redo
from handlers.casefile import leads_of, today
from handlers.desk import Desk
from handlers.rules.case_flow import Status
from handlers.rules.limits import LimitName
from handlers.rules.verdicts import Rater, Verdict, outcome, round_starts
from handlers.words import cases as words
from handlers.words.suggestions import evaluation_for_commission
from storage.cases import CaseRow
from storage.opinions import ReportRow


def end_of_round(desk: Desk, case: CaseRow, starts_on: date) -> datetime:
    """The midnight after the last day on which a rating counts: its clock starts, or starts anew."""
    last = clocks.start_again(desk, case, LimitName.RATING, starts_on)
    return clocks.end_of(desk, last or starts_on)


def raters(desk: Desk, reports: list[ReportRow]) -> list[Rater]:
    return [
        Rater(
            told_on=desk.settings.local_day(row.told_at) if row.told_at else None,
            verdict=Verdict(row.verdict) if row.verdict else None,
        )
        for row in reports
        if row.rates
    ]


def reached(desk: Desk, report_id: int, *, was_reached: bool) -> None:
    """The answer reached a channel of this reporter, or never will (未送达): their time to rate starts, or cannot."""
    report = desk.store.opinions.report(report_id)
    if report is None or report.told_at is not None:
        return
    _note(desk, report, {"told_at": desk.now, "told_failed": False} if was_reached else {"told_failed": True})


def came_back(desk: Desk, report_id: int) -> None:
    """The platform had taken the answer, and then did not bring it to this reporter; whoever rates has it all the same."""
    report = desk.store.opinions.report(report_id)
    if report is not None and report.verdict is None:
        _note(desk, report, {"told_at": None, "told_failed": True})


def _note(desk: Desk, report: ReportRow, values: dict[str, Any]) -> None:
    """When somebody knows of the answer, or does not any more, the round may end at another time."""
    desk.store.opinions.change_report(report.id, values)
    case = desk.store.cases.get(report.case_id)
    if case.status != Status.REPLIED:
        return
    released_on = desk.settings.local_day(case.released_at or desk.now)
    starts = round_starts(raters(desk, notify.reporters_of(desk, case)), released_on=released_on)
    desk.store.cases.change(case, {"timer": "lapse", "timer_at": end_of_round(desk, case, starts)})


def status_after(desk: Desk, case: CaseRow, reports: list[ReportRow]) -> Status:
    reply = desk.store.handling.released_reply(case.id)
    verdicts = [Verdict(row.verdict) if row.verdict else None for row in reports]
    return outcome(verdicts, round_number=case.round, answer_class=reply.answer_class if reply else "A")


def changes_for(desk: Desk, case: CaseRow, after: Status) -> dict[str, Any]:
    """What a further round needs, its own number and its own clock; and what a promise needs, to be asked about on its day."""
    if after is Status.FOLLOW_UP:
        return promises.timer(desk, case.promised_on)
    if after is not Status.REDO:
        return {}
    shared = [row.department for row in leads_of(desk, case)] if case.kind == "suggestion" else []
    leads: list[str | None] = [*shared] or [case.department]
    ends = [clocks.start(desk, case, LimitName.REDO, department=code) for code in leads]
    return {"round": case.round + 1, "reply_due": ends[0] or case.reply_due}


def tell_outcome(desk: Desk, case: CaseRow) -> None:
    """Who has to act now that the round is over. `case` is as it stands after the step."""
    if case.status == Status.REDO and case.department is None:
        told = words.redo_without_department(case.number, case.title)
        again = again_for_clerk(desk, case.number, case.suggested)
        notify.tell_staff(desk, notify.clerks_of(desk, case), told, case, buttons=again, facts=case_facts(case.number))
    elif case.status == Status.REDO:
        reasons = [
            row.reason for row in desk.store.handling.verdicts_of(case.id) if row.reason and row.round == case.round - 1
        ]
        officers = notify.lead_officers(desk, case)
        text = words.redo_for_officer(case.number, case.title, case.reply_due or today(desk), reasons)
        known = case_facts(case.number, due=case.reply_due)
        notify.tell_staff(desk, officers, text, case, buttons=for_redo(case.number), facts=known)
        told = words.redo_for_clerk(case.number, case.title)
        notify.tell_staff(desk, notify.dispatcher_of(desk, case), told, case)
    elif case.status == Status.CONSULTATION:
        is_suggestion = case.kind == "suggestion"
        tell = evaluation_for_commission if is_suggestion else words.consultation_for_commission
        text = tell(case.number, case.title)
        notify.tell_staff(desk, notify.commission(desk), text, case)
