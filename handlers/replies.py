"""答复 on its way to people: checked by who dispatched the case, then told to everyone who raised or supports it."""

from datetime import date
from typing import Any

from handlers import notify, parts
from handlers.buttons import case_facts, for_raters
from handlers.casefile import meant, take, today, whole
from handlers.cases import reason_of
from handlers.desk import Buttons, Desk, Turn
from handlers.part_view import is_shared, name_of
from handlers.rounds import end_of_round
from handlers.rules.case_flow import Status, Step
from handlers.rules.intake import Question
from handlers.words import cases as words
from handlers.words.letters import PAPER_FOR_OFFICER
from handlers.words.suggestions import reply_letter
from storage.cases import CaseRow
from storage.handling import ReplyRow
from storage.opinions import ReportRow


def send_back(turn: Turn, desk: Desk) -> None:
    """退改: the department words its answer anew."""
    case = meant(turn, desk, Step.SEND_BACK)
    reason = reason_of(turn, desk, case, Step.SEND_BACK)
    back = Status.REDO if case.round > 1 else Status.HANDLING
    row = None
    if is_shared(desk, case):
        row, reason = parts.sent_back(desk, case, reason)
    note = f"{name_of(desk, row.department)}：{reason}" if row else reason
    take(turn, desk, case, Step.SEND_BACK, to=back, note=note)
    reply = desk.store.handling.latest_reply(case.id)
    if reply is not None:
        desk.store.handling.change_reply(reply.id, {"sent_back_at": desk.now})
    text = words.sent_back_for_officer(case.number, case.title, reason)
    if row is not None:
        parts.open_again(desk, case, row)
    told = desk.directory.case_officers(row.department) if row else notify.lead_officers(desk, case)
    notify.tell_staff(desk, told, text, case)
    desk.say(turn, words.sent_back(case.number, case.title), case_id=case.id)


def release(turn: Turn, desk: Desk) -> None:
    """通过: the answer goes out, and with it the question whether it helped."""
    case = meant(turn, desk, Step.RELEASE)
    reply = desk.store.handling.latest_reply(case.id)
    changes = opened_round(desk, case, reply.promised_on if reply else None)
    take(turn, desk, case, Step.RELEASE, to=Status.REPLIED, changes=changes)
    people = send_out(desk, case)
    officers = notify.lead_officers(desk, case)
    told = words.released_for_officer(case.number, case.title)
    told = told + PAPER_FOR_OFFICER.format(number=case.number) if case.kind == "suggestion" else told
    notify.tell_staff(desk, officers, told, case)
    desk.say(turn, words.released(case.number, case.title, people), case_id=case.id)


def opened_round(desk: Desk, case: CaseRow, promised_on: date | None) -> dict[str, Any]:
    """What changes in a case whose answer goes out today."""
    ends_at = end_of_round(desk, case, today(desk))
    return {"released_at": desk.now, "promised_on": promised_on, "timer": "lapse", "timer_at": ends_at}


def send_out(desk: Desk, case: CaseRow) -> int:
    """The latest answer to everyone who raised or supports the case, each asked to rate it. How many there are."""
    reply = desk.store.handling.latest_reply(case.id)
    if reply is None:
        return 0
    desk.store.handling.change_reply(reply.id, {"released_at": desk.now})
    desk.store.opinions.new_round(case.id)
    said = whole(desk, case.id, reply.text, person_id=None, why="答复告知反映人")
    known = case_facts(case.number, department=answerer(desk, case, reply))
    told, due = notify.reporters_of(desk, case), notify.after_quiet(desk)
    for report in told:
        text, buttons = _letter(desk, case, reply, said, report)
        if report.rates:
            desk.store.people.put_question(report.account_id, Question.RATE.value, case.id, desk.now)
        notify.tell_reporter(
            desk, report, text, buttons=buttons, facts=known, purpose="reply", due_at=due, tells_reply=True
        )
    return len(told)


def _letter(desk: Desk, case: CaseRow, reply: ReplyRow, said: str, report: ReportRow) -> tuple[str, Buttons]:
    """A suggestion's answer bears its class, and its process and result are rated apart."""
    who = answerer(desk, case, reply)
    if case.kind != "suggestion":
        text = words.reply_for_reporter(case.number, case.title, who, said, reply.promised_on)
        return text, for_raters(case)
    by = reply.promised_on.isoformat() if reply.promised_on else ""
    kind = desk.settings.class_term(reply.answer_class)
    text = reply_letter(case.number, case.title, who, kind, said, by, rates=report.rates)
    return text, for_raters(case) if report.rates else ()


def answerer(desk: Desk, case: CaseRow, reply: ReplyRow) -> str:
    """Who answered, by name: the department, or the station's clerks where it was answered directly."""
    department = desk.directory.departments.get(reply.department)
    if department is not None:
        return department.name
    return desk.directory.stations[case.station].name if case.station else desk.settings.congress_name
