"""分办: each of several leads accepts and answers its own part; with the last part's answer the suggestion is answered."""

from collections.abc import Sequence
from datetime import date

from handlers import clocks, notify
from handlers.casefile import about, keep, leads_of, take, whole
from handlers.desk import Desk, Turn
from handlers.part_view import OPEN_PARTS, answers_of, name_of, own_row, unanswered
from handlers.rules.case_flow import Status, Step
from handlers.rules.errors import AlreadyDone, Missing, NotFromHere
from handlers.rules.limits import LEADING, LimitName
from handlers.rules.verdicts import AnswerClass, class_of_parts
from handlers.submitting import ask_for_signature, tell_reviewers
from handlers.words import parts as words
from storage.cases import CaseRow
from storage.clocks import ClockRow
from storage.handling import DispatchRow
from storage.parts import PartReplyRow


def _mine(turn: Turn, desk: Desk, case: CaseRow, step: Step) -> DispatchRow | None:
    """The part still to be answered; AlreadyDone when it is. None for a department that has none."""
    row = own_row(turn, desk, case)
    with about(case):
        if Status(case.status) not in OPEN_PARTS:
            raise NotFromHere(step=step, status=Status(case.status))
        if row is not None and row.id in answers_of(desk, case):
            raise AlreadyDone(step=step)
    return row


def accept(turn: Turn, desk: Desk, case: CaseRow) -> date | None:
    """签收 of one part: the other leads' time to accept goes on."""
    row = _mine(turn, desk, case, Step.ACCEPT_PART)
    others = [clock for clock in _accepting(desk, case) if row is None or clock.department != row.department]
    is_asked = case.status == Status.RETURN_REQUESTED
    take(turn, desk, case, Step.ACCEPT_PART, to=Status.RETURN_REQUESTED if is_asked else Status.HANDLING)
    if row is None:
        return None
    _accepted(desk, case, row, others)
    leading = clocks.leading(desk, case.id, row.department)
    return leading.due_on if leading else None


def _accepting(desk: Desk, case: CaseRow) -> list[ClockRow]:
    return [clock for clock in desk.store.clocks.of(case.id) if clock.name == LimitName.ACCEPT]


def _accepted(desk: Desk, case: CaseRow, row: DispatchRow, others: Sequence[ClockRow]) -> None:
    desk.store.handling.change_dispatch(row.id, {"accepted_at": row.accepted_at or desk.now})
    for clock in others:
        clocks.go_on(desk, case.kind, clock)
    own = [clock.id for clock in _accepting(desk, case) if clock.department == row.department]
    if own:
        desk.store.clocks.end(own, desk.now)


def submit(turn: Turn, desk: Desk, case: CaseRow, kind: AnswerClass, promised: date | None, text: str) -> None:
    """答复 of one part: to its head where heads sign, else to whoever looks at answers; it counts as 签收."""
    row = _mine(turn, desk, case, Step.REPLY_PART)
    is_draft = row is not None and desk.settings.unit_sign_off and bool(desk.directory.unit_heads(row.department))
    if is_draft:
        to = Status.REDO if case.status == Status.REDO else Status.HANDLING
        case = _keeping(turn, desk, case, row, Step.DRAFT_REPLY, to, note=f"{kind.value}类")
    elif row is None:
        take(turn, desk, case, Step.REPLY_PART)
    if row is None:
        return
    desk.store.parts.drop_draft(row.id)
    desk.store.parts.add(
        {
            "case_id": case.id,
            "dispatch_id": row.id,
            "department": row.department,
            "round": case.round,
            "answer_class": kind.value,
            "text": keep(desk, case.id, text),
            "promised_on": promised,
            "submitted_by": turn.speaker.person_id,
            "submitted_at": desk.now,
            "awaits_sign_off": is_draft,
        }
    )
    reply = desk.store.parts.of(case.id)[-1]
    if is_draft:
        ask_for_signature(turn, desk, case, reply, text)
        return
    _answered(turn, desk, case, row, reply, Step.REPLY)


def draft_of(turn: Turn, desk: Desk, case: CaseRow) -> tuple[DispatchRow, PartReplyRow] | None:
    """What waits for this head's signature."""
    row = own_row(turn, desk, case)
    drafts = [one for one in desk.store.parts.of(case.id) if row and one.dispatch_id == row.id and one.awaits_sign_off]
    return (row, drafts[-1]) if row and drafts else None


def sign(turn: Turn, desk: Desk, case: CaseRow, row: DispatchRow, draft: PartReplyRow) -> None:
    desk.store.parts.change(draft.id, {"awaits_sign_off": False, "submitted_at": desk.now})
    _answered(turn, desk, case, row, draft, Step.SIGN_OFF)


def _answered(turn: Turn, desk: Desk, case: CaseRow, row: DispatchRow, reply: PartReplyRow, last_step: Step) -> None:
    """One part is answered; with the last one, by `last_step`, the whole is."""
    waited_for = unanswered(desk, case)
    name = name_of(desk, row.department)
    note = f"{name} {reply.answer_class}类"
    if not waited_for:
        take(turn, desk, case, last_step, to=Status.REPLY_REVIEW, note=note)
        _whole(turn, desk, case)
        return
    to = Status(case.status) if case.status in {Status.REDO, Status.RETURN_REQUESTED} else Status.HANDLING
    case = _keeping(turn, desk, case, row, Step.REPLY_PART, to, note=note)
    own = [clock.id for clock in clocks.all_leading(desk, case.id) if clock.department == row.department]
    if own:
        desk.store.clocks.end(own, desk.now)
    recount_due(desk, case)
    others = [name_of(desk, one.department) for one in waited_for]
    kind = desk.settings.class_term(reply.answer_class)
    told = words.part_for_clerk(case.number, case.title, name, kind, reply.text, others)
    notify.tell_staff(desk, notify.dispatcher_of(desk, case), told, case)
    desk.say(turn, words.part_replied(case.number, case.title, others), case_id=case.id)


def _keeping(
    turn: Turn, desk: Desk, case: CaseRow, row: DispatchRow | None, step: Step, to: Status, *, note: str
) -> CaseRow:
    """A step of one part: what the other leads still have time for goes on."""
    others = [clock for clock in _accepting(desk, case) if row is None or clock.department != row.department]
    after = take(turn, desk, case, step, to=to, note=note)
    if row is not None:
        _accepted(desk, case, row, others)
    return after


def recount_due(desk: Desk, case: CaseRow) -> None:
    """The case is late when the first of its open parts is."""
    left = [clock.due_on for clock in clocks.all_leading(desk, case.id)]
    fresh = desk.store.cases.get(case.id)
    if left and min(left) != fresh.reply_due:
        desk.store.cases.change(fresh, {"reply_due": min(left)})


def _whole(turn: Turn, desk: Desk, case: CaseRow) -> None:
    """One answer of all parts, in the order in which they were handed over; its class is what all of them together are."""
    answers = answers_of(desk, case)
    parts = [answers[row.id] for row in leads_of(desk, case)]
    kind = class_of_parts([AnswerClass(part.answer_class) for part in parts])
    terms = [
        (name_of(desk, part.department), desk.settings.class_term(part.answer_class), part.promised_on, part.text)
        for part in parts
    ]
    desk.store.handling.add_reply(
        {
            "case_id": case.id,
            "round": case.round,
            "answer_class": kind.value,
            "text": words.whole(terms),
            "promised_on": max((part.promised_on for part in parts if part.promised_on), default=None),
            "department": case.department,
            "submitted_by": turn.speaker.person_id,
            "submitted_at": desk.now,
        }
    )
    reply = desk.store.handling.latest_reply(case.id)
    if reply is not None:
        tell_reviewers(desk, case, reply, whole(desk, case.id, reply.text, person_id=None, why="答复审核"))
    desk.say(turn, words.all_replied(case.number, case.title), case_id=case.id)


def sent_back(desk: Desk, case: CaseRow, said: str) -> tuple[DispatchRow, str]:
    """退改 12 住建局 理由: whose part is to be worded anew, and why."""
    leads = leads_of(desk, case)
    code, reason = desk.directory.allotment.take(said)
    row = next((one for one in leads if one.department == code), None)
    with about(case):
        if row is None:
            raise Missing(step=Step.SEND_BACK, what="which_part", detail=name_of(desk, leads[0].department))
        if not reason:
            raise Missing(step=Step.SEND_BACK, what="reason")
    return row, reason


def open_again(desk: Desk, case: CaseRow, row: DispatchRow) -> None:
    """Its part is to be answered anew, by the day that it had."""
    answer = answers_of(desk, case).get(row.id)
    if answer is not None:
        desk.store.parts.change(answer.id, {"sent_back_at": desk.now})
    ran = [clock for clock in desk.store.clocks.of(case.id, running=False) if clock.department == row.department]
    leading = [clock for clock in ran if LimitName(clock.name) in LEADING]
    if leading and leading[-1].ended_at is not None:
        clocks.go_on(desk, case.kind, leading[-1])
    answered = {part.department for part in answers_of(desk, case).values()}
    over = [clock.id for clock in clocks.all_leading(desk, case.id) if clock.department in answered]
    if over:
        desk.store.clocks.end(over, desk.now)
    recount_due(desk, case)
