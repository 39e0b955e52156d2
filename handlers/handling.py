"""What a department does with a case: 签收, 进展, 协办意见, 答复, 落实."""

import re
from datetime import date

from handlers import notify, parts
from handlers.buttons import next_for_officer
from handlers.casefile import about, facts_of, keep, lead_dispatch, meant, take, today, whole
from handlers.cases import words_of
from handlers.desk import Desk, Turn
from handlers.part_view import answers_of, is_shared, name_of, owing, own_row
from handlers.promises import asks_whether, in_workdays
from handlers.rules.case_flow import Status, Step
from handlers.rules.errors import Missing
from handlers.rules.limits import LimitName
from handlers.rules.numerals import plain
from handlers.rules.verdicts import AnswerClass
from handlers.submitting import ask_for_signature, needs_sign_off, tell_reviewers
from handlers.words import cases as words
from handlers.words import parts as part_words
from storage.cases import CaseRow
from storage.clocks import ClockRow

_CLASS = re.compile(r"\s*(?P<kind>[A-Da-d])(?![A-Za-z])\s*(?:类)?[\s,，:：、]*")
_DATE = re.compile(
    r"(?P<year>20\d{2})\s*[-./年]\s*(?P<month>\d{1,2})\s*[-./月]\s*(?P<day>\d{1,2})\s*[日号]?(?:前|之前)?[\s,，:：、]*"
)


def accept(turn: Turn, desk: Desk) -> None:
    case = meant(turn, desk, Step.ACCEPT)
    if is_shared(desk, case):
        by = parts.accept(turn, desk, case)
        desk.say(turn, words.accepted(case.number, case.title, by), case_id=case.id)
        return
    take(turn, desk, case, Step.ACCEPT, to=Status.HANDLING)
    desk.store.handling.change_dispatch(lead_dispatch(desk, case).id, {"accepted_at": desk.now})
    goes_on = next_for_officer(case.number, may_return=not case.returned_once) if turn.press else ()
    desk.say(turn, words.accepted(case.number, case.title, case.reply_due), buttons=goes_on, case_id=case.id)


def progress(turn: Turn, desk: Desk) -> None:
    """进展: for the file and for who dispatched it; people see it when they ask."""
    case = meant(turn, desk, Step.PROGRESS)
    said = keep(desk, case.id, words_of(turn, case, Step.PROGRESS))
    take(turn, desk, case, Step.PROGRESS, note=said)
    text = words.progress_for_clerk(case.number, case.title, _own_name(turn, desk), said)
    notify.tell_staff(desk, notify.dispatcher_of(desk, case), text, case)
    desk.say(turn, words.progressed(case.number, case.title), case_id=case.id)


def reply(turn: Turn, desk: Desk) -> None:
    """答复 12 A …: the lead's answer goes to review; from a co-handling department it is its opinion."""
    case = meant(turn, desk, Step.REPLY)
    facts = facts_of(desk, turn.speaker, case)
    department = turn.speaker.person.department if turn.speaker.person else None
    if department in facts.co_departments:
        _co_opinion(turn, desk, case)
        return
    said = words_of(turn, case, Step.REPLY, "answer_class")
    with about(case):
        kind, promised, text = classed(said, today(desk), Step.REPLY)
    _submit(turn, desk, case, kind, promised, text)


def _submit(turn: Turn, desk: Desk, case: CaseRow, kind: AnswerClass, promised: date | None, text: str) -> None:
    """To whoever looks at answers; where its head signs, first to the head. 答复 counts as 签收."""
    if is_shared(desk, case):
        parts.submit(turn, desk, case, kind, promised, text)
        return
    is_draft = needs_sign_off(desk, case)
    if case.status == Status.DISPATCHED:
        desk.store.handling.change_dispatch(lead_dispatch(desk, case).id, {"accepted_at": desk.now})
    if is_draft:
        to = Status.REDO if case.status == Status.REDO else Status.HANDLING
        take(turn, desk, case, Step.DRAFT_REPLY, to=to, note=f"{kind.value}类")
    else:
        take(turn, desk, case, Step.REPLY, to=Status.REPLY_REVIEW, note=f"{kind.value}类")
    desk.store.handling.drop_drafts(case.id)
    desk.store.handling.add_reply(
        {
            "case_id": case.id,
            "round": case.round,
            "answer_class": kind.value,
            "text": keep(desk, case.id, text),
            "promised_on": promised,
            "department": case.department,
            "submitted_by": turn.speaker.person_id,
            "submitted_at": desk.now,
            "awaits_sign_off": is_draft,
        }
    )
    reply = desk.store.handling.latest_reply(case.id)
    if reply is None:
        return
    if is_draft:
        ask_for_signature(turn, desk, case, reply, text)
        return
    tell_reviewers(desk, case, reply, text)
    desk.say(turn, words.replied(case.number, case.title), case_id=case.id)


def classed(said: str, now_on: date, step: Step) -> tuple[AnswerClass, date | None, str]:
    """Class, promised date (class B must name one) and the answer itself, verbatim."""
    flat = plain(said)
    head = _CLASS.match(flat)
    if head is None:
        raise Missing(step=step, what="answer_class")
    kind, end, promised = AnswerClass(head["kind"].upper()), head.end(), None
    if kind is AnswerClass.B:
        promised, end = _promise(flat, end, now_on, step)
    text = said[end:].strip()
    if not text:
        raise Missing(step=step, what="text")
    return kind, promised, text


def _promise(flat: str, start: int, now_on: date, step: Step) -> tuple[date, int]:
    match = _DATE.match(flat, start)
    if match is None:
        raise Missing(step=step, what="promise_date")
    try:
        promised = date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        raise Missing(step=step, what="promise_date") from None
    if promised <= now_on:
        raise Missing(step=step, what="past_date")
    return promised, match.end()


def _co_opinion(turn: Turn, desk: Desk, case: CaseRow) -> None:
    said = keep(desk, case.id, words_of(turn, case, Step.CO_OPINION))
    take(turn, desk, case, Step.CO_OPINION, note=said)
    department = turn.speaker.person.department if turn.speaker.person else None
    row = next(one for one in desk.store.handling.dispatches_of(case.id) if one.department == department)
    desk.store.handling.change_dispatch(row.id, {"opinion": said, "opinion_at": desk.now})
    own = [clock.id for clock in desk.store.clocks.of(case.id) if _is_opinion_of(clock, row.department)]
    desk.store.clocks.end(own, desk.now)
    text = words.co_opinion_for_lead(case.number, case.title, _own_name(turn, desk), said)
    notify.tell_staff(desk, notify.lead_officers(desk, case), text, case)
    desk.say(turn, words.co_opinion_taken(case.number, case.title), case_id=case.id)


def _is_opinion_of(clock: ClockRow, department: str) -> bool:
    return clock.name == LimitName.CO_OPINION and clock.department == department


def keep_promise(turn: Turn, desk: Desk) -> None:
    """落实: the department says that its promise is kept; somebody on the people's side confirms it."""
    case = meant(turn, desk, Step.KEEP_PROMISE)
    said = keep(desk, case.id, words_of(turn, case, Step.KEEP_PROMISE))
    if is_shared(desk, case) and _keeps_part(turn, desk, case, said):
        return
    take(turn, desk, case, Step.KEEP_PROMISE, note=said, changes={"promise_kept_at": desk.now, **in_workdays(desk)})
    text = words.promise_for_clerk(case.number, case.title, _own_name(turn, desk), said)
    buttons = asks_whether(case)
    notify.tell_staff(desk, notify.dispatcher_of(desk, case), text, case, buttons=buttons)
    for report in notify.reporters_of(desk, case):
        if report.role == "deputy":
            notify.tell_reporter(desk, report, text, buttons=buttons)
    desk.say(turn, words.promise_reported(case.number, case.title), case_id=case.id)


def _keeps_part(turn: Turn, desk: Desk, case: CaseRow, said: str) -> bool:
    """落实 of one part of a 分办; True while other departments still owe theirs."""
    row = own_row(turn, desk, case)
    mine = answers_of(desk, case).get(row.id) if row else None
    if case.status != Status.FOLLOW_UP or mine is None:
        return False
    with about(case):
        if mine.answer_class != AnswerClass.B:
            raise Missing(step=Step.KEEP_PROMISE, what="nothing_promised")
    others = [name_of(desk, one.department) for one in owing(desk, case) if one.id != mine.id]
    if others:
        take(turn, desk, case, Step.KEEP_PROMISE, note=said)
        text = words.promise_for_clerk(case.number, case.title, _own_name(turn, desk), said)
        notify.tell_staff(desk, notify.dispatcher_of(desk, case), text, case)
        desk.say(turn, part_words.promise_part_kept(case.number, case.title, others), case_id=case.id)
    desk.store.parts.change(mine.id, {"kept_at": desk.now})
    return bool(others)


def confirm_promise(turn: Turn, desk: Desk) -> None:
    case = meant(turn, desk, Step.CONFIRM_PROMISE)
    # a promise made by 直答 has no department that could report it kept
    reports_itself = case.department is not None
    if case.status == Status.FOLLOW_UP and case.promise_kept_at is None and reports_itself:
        with about(case):
            raise Missing(step=Step.CONFIRM_PROMISE, what="not_kept_yet")
    take(turn, desk, case, Step.CONFIRM_PROMISE, to=Status.CLOSED)
    said = [row.note for row in desk.store.history.of(case.id) if row.step == Step.KEEP_PROMISE and row.note]
    remark = turn.command.rest if turn.command else ""
    told = whole(desk, case.id, said[-1] if said else remark or case.title, person_id=None, why="落实情况告知反映人")
    text = words.promise_for_reporter(case.number, case.title, told)
    notify.tell_reporters(desk, case, text, except_account=turn.speaker.account_id)
    confirmed = words.promise_confirmed(case.number, case.title)
    notify.tell_staff(desk, notify.lead_officers(desk, case), confirmed, case)
    desk.say(turn, confirmed, case_id=case.id)


def _own_name(turn: Turn, desk: Desk) -> str:
    person = turn.speaker.person
    code = person.department if person else None
    return desk.directory.departments[code].name if code else ""
