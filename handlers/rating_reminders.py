"""催评: whoever was told of the answer and has not rated it is asked once more, before the rating limit ends."""

from datetime import date

from handlers import notify
from handlers.buttons import case_facts, for_raters
from handlers.casefile import today
from handlers.desk import Desk
from handlers.words import cases as words
from handlers.words.suggestions import please_rate_both
from storage.cases import CaseRow
from storage.opinions import ReportRow
from storage.outbox import account_lane

REMINDER = "reminder"


def remind_raters(desk: Desk, case: CaseRow, last: date) -> None:
    """Once a round and person, as something that may be left out: within the few unasked messages, and worth no call."""
    if today(desk) > last:
        return
    please_rate = please_rate_both if case.kind == "suggestion" else words.please_rate
    text, known = please_rate(case.number, case.title, last), case_facts(case.number)
    for report in notify.reporters_of(desk, case):
        if _is_to_be_asked(desk, report):
            desk.store.opinions.change_report(report.id, {"reminded_at": desk.now})
            notify.tell_reporter(
                desk, report, text, buttons=for_raters(case), facts=known, purpose=REMINDER, worth_a_call=False
            )


def _is_to_be_asked(desk: Desk, report: ReportRow) -> bool:
    """Nobody who has not got the answer, and nobody who may be in danger: they have other things on their mind."""
    waits = report.rates and report.told_at is not None and report.verdict is None and report.reminded_at is None
    return waits and not desk.store.opinions.is_in_danger(report.account_id)


def let_reminder_go(desk: Desk, report: ReportRow) -> None:
    """One that still waits for this person's next word would ask for what is given, or is too late."""
    if report.reminded_at is None:
        return
    out = notify.written_to(desk, desk.store.people.get_account(report.account_id))
    lane = account_lane(desk.settings.channel_out(out), out.id)
    desk.store.outbox.drop_held(lane, report.case_id, REMINDER, desk.now)
