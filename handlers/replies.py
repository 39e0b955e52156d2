"""答复 on its way to people: checked by who dispatched the case, then told to everyone who raised or supports it."""

from handlers import notify
from handlers.casefile import meant, take, today, whole
from handlers.desk import Desk, Turn
from handlers.rounds import end_of_round
from handlers.rules.case_flow import Status, Step
from handlers.rules.intake import Question
from handlers.words import cases as words

RATING_BUTTONS = ("满意", "基本满意", "不满意")


def send_back(turn: Turn, desk: Desk) -> None:
    """退改: the department words its answer anew."""
    case = meant(turn, desk, Step.SEND_BACK)
    reason = turn.command.rest if turn.command else ""
    back = Status.REDO if case.round > 1 else Status.HANDLING
    take(turn, desk, case, Step.SEND_BACK, to=back, note=reason)
    reply = desk.store.handling.latest_reply(case.id)
    if reply is not None:
        desk.store.handling.change_reply(reply.id, {"sent_back_at": desk.now})
    text = words.sent_back_for_officer(case.number, case.title, reason)
    notify.tell_staff(desk, notify.lead_officers(desk, case), text, case)
    desk.say(turn, words.sent_back(case.number, case.title), case_id=case.id)


def release(turn: Turn, desk: Desk) -> None:
    """通过: the answer goes out, and with it the question whether it helped."""
    case = meant(turn, desk, Step.RELEASE)
    reply = desk.store.handling.latest_reply(case.id)
    ends_at = end_of_round(desk, case.kind, today(desk))
    changes = {
        "released_at": desk.now,
        "promised_on": reply.promised_on if reply else None,
        "timer": "lapse",
        "timer_at": ends_at,
    }
    take(turn, desk, case, Step.RELEASE, to=Status.REPLIED, changes=changes)
    if reply is None:
        return
    desk.store.handling.change_reply(reply.id, {"released_at": desk.now})
    desk.store.opinions.new_round(case.id)
    department = desk.directory.departments[reply.department].name
    said = whole(desk, case.id, reply.text, person_id=None, why="答复告知反映人")
    text = words.reply_for_reporter(case.number, case.title, department, said, reply.promised_on)
    told = notify.reporters_of(desk, case)
    for report in told:
        desk.store.people.put_question(report.account_id, Question.RATE.value, case.id, desk.now)
        buttons = tuple((word, f"{word} {case.number}") for word in RATING_BUTTONS)
        due = notify.after_quiet(desk)
        notify.tell_reporter(desk, report, text, buttons=buttons, purpose="reply", due_at=due, tells_reply=True)
    officers = notify.lead_officers(desk, case)
    notify.tell_staff(desk, officers, words.released_for_officer(case.number, case.title), case)
    desk.say(turn, words.released(case.number, case.title, len(told)), case_id=case.id)
