"""交办: a case goes to its department with a clock on it; who says it is not theirs is ruled upon."""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from handlers import notify
from handlers.buttons import case_facts, for_officer, for_redo, next_for_clerk
from handlers.casefile import about, check, keep, lead_dispatch, meant, take, today
from handlers.cases import for_each, words_of
from handlers.desk import Desk, Turn
from handlers.disclosure import MASKED, Look, words_for
from handlers.rules.case_flow import Status, Step
from handlers.rules.deadlines import due
from handlers.rules.errors import AlreadyDone, Missing, NotFromHere, TooLate
from handlers.rules.limits import LimitName
from handlers.rules.viewing import Viewer
from handlers.words import cases as words
from storage.cases import CaseRow
from storage.handling import DispatchRow

_CO = re.compile(r"\s*[,，、;；和及与]?\s*(?:协办|会办)\s*[:：]?\s*")
_GAPS = re.compile(r"^(?:[\s,，、;；和及与]|给|到|由|→|->)+")
_PROPOSED = re.compile(
    r"[\s,，。;；(（]*(?:应为|应该是|应由|该由|建议由)\s*[:：]?\s*(?P<said>\S+?)(?:办理|承办)?[)）。\s]*$"
)
# 村（居）民委员会 are no bodies that can be charged with a case.
_NOT_A_BODY = "不得交办"


@dataclass(frozen=True, slots=True)
class Order:
    """Whom a case goes to: codes of the lead and the co-handling departments."""

    lead: str
    co: tuple[str, ...]


def dispatch(turn: Turn, desk: Desk) -> None:
    """交办 12 城管局 协办 住建局, straight from review too; several numbers may stand in one line."""
    for_each(turn, desk, Step.DISPATCH, lambda case: _dispatch(turn, desk, case))


def _dispatch(turn: Turn, desk: Desk, case: CaseRow) -> None:
    said = turn.command.rest if turn.command else ""
    with about(case):
        if not said:
            check(turn, desk, case, Step.DISPATCH)
            _check_ready(case)
        order = _order(desk, case, said)
        _check_ready(case)
    _hand_over(turn, desk, case, order, Step.DISPATCH)
    names = _names(desk, (order.lead, *order.co))
    by = desk.store.cases.get(case.id).reply_due or today(desk)
    desk.say(turn, words.dispatched(case.number, case.title, names[0], names[1:], by), case_id=case.id)
    told = words.dispatched_for_voter(case.number, case.title, names[0], by)
    notify.tell_reporters(desk, case, told, except_account=turn.speaker.account_id, worth_a_call=False)


def _check_ready(case: CaseRow) -> None:
    if case.status == Status.REDO and case.department is not None:
        raise NotFromHere(step=Step.DISPATCH, status=Status.REDO)
    if case.needs_listening:
        raise Missing(step=Step.DISPATCH, what="summary")
    if case.human_first and case.taken_over_by is None:
        raise Missing(step=Step.DISPATCH, what="take_over")


def _order(desk: Desk, case: CaseRow, rest: str) -> Order:
    lead_said, *co_said = _CO.split(rest, maxsplit=1)
    if not lead_said.strip():
        first = _names(desk, case.suggested[:1])
        raise Missing(step=Step.DISPATCH, what="no_department", detail=first[0] if first else "城管局")
    lead = _departments(desk, lead_said)
    co = _departments(desk, co_said[0]) if co_said and co_said[0].strip() else ()
    helpers = tuple(dict.fromkeys((*lead[1:], *co)))
    if lead[0] in helpers:
        raise Missing(step=Step.DISPATCH, what="same_department", detail=_names(desk, lead[:1])[0])
    return Order(lead[0], helpers)


def _departments(desk: Desk, said: str) -> tuple[str, ...]:
    """The codes of the departments named one after another; all of the text must be names."""
    codes = []
    left = _GAPS.sub("", said).strip()
    while left:
        code, rest = desk.directory.allotment.take(left)
        if code is None:
            code, rest = desk.directory.allotment.take("".join(left.split()))
        if code is None:
            word = re.split(r"[\s,，、;；]", left)[0]
            found = desk.directory.find_department(word)
            if len(found) != 1:
                raise Missing(step=Step.DISPATCH, what="which_department" if found else "department", detail=word)
            code, rest = found[0].code, left[len(word) :]
        department = desk.directory.departments[code]
        if department.form == _NOT_A_BODY or not department.is_active:
            raise Missing(step=Step.DISPATCH, what="not_this_body", detail=department.name)
        codes.append(code)
        left = _GAPS.sub("", rest).strip()
    return tuple(codes)


def _names(desk: Desk, codes: Sequence[str]) -> list[str]:
    return [desk.directory.departments[code].name for code in codes]


def _hand_over(turn: Turn, desk: Desk, case: CaseRow, order: Order, step: Step) -> None:
    """Write the dispatch down, start its clocks and tell the departments."""
    day = today(desk)
    calendar, limits = desk.settings.calendar, desk.settings.limits
    reply_by = due(day, limits.reply(case.kind, case.urgency), calendar).date
    co_limit = limits.of(case.kind, LimitName.CO_OPINION)
    co_by = due(day, co_limit, calendar).date if co_limit else reply_by
    names = _names(desk, (order.lead, *order.co))
    changes = {
        "department": order.lead,
        "dispatched_on": day,
        "dispatched_by": case.dispatched_by if step is Step.ALLOW_RETURN else turn.speaker.person_id,
        "reply_due": reply_by,
        "returned_once": False,
    }
    note = names[0] + (f"，协办{'、'.join(names[1:])}" if order.co else "")
    take(turn, desk, case, step, to=Status.DISPATCHED, note=note, changes=changes)
    desk.store.handling.end_dispatches(case.id, desk.now)
    rows = [(order.lead, True, reply_by), *((code, False, min(co_by, reply_by)) for code in order.co)]
    desk.store.handling.hand_over([_dispatch_row(turn, desk, case, day, *row) for row in rows])
    for code, is_lead, by in rows:
        _send_slip(desk, case, code, by, lead_name=names[0], is_lead=is_lead)


def _dispatch_row(
    turn: Turn, desk: Desk, case: CaseRow, day: date, department: str, is_lead: bool, reply_due: date
) -> dict[str, object]:
    return {
        "case_id": case.id,
        "department": department,
        "is_lead": is_lead,
        "dispatched_on": day,
        "dispatched_by": turn.speaker.person_id,
        "reply_due": reply_due,
    }


def _send_slip(desk: Desk, case: CaseRow, department: str, by: date, *, lead_name: str, is_lead: bool) -> None:
    officers = desk.directory.case_officers(department)
    is_read_now = notify.cannot_wait(asdict(case)) or notify.morning_of_work(desk) is None
    look = Look(Viewer.OFFICER, officers, "转办单") if is_lead and is_read_now else MASKED
    text = words.slip(
        case.number,
        case.title,
        words_for(desk, case, look),
        is_lead=is_lead,
        lead=lead_name,
        due=by,
        urgency=case.urgency,
    )
    buttons = for_officer(case.number) if is_lead else ()
    known = case_facts(case.number, department=lead_name, due=by)
    files = desk.store.media.of_case(case.id)
    notify.tell_staff(desk, officers, text, case, buttons=buttons, facts=known, line=text.splitlines()[0], files=files)


# --- 申退 ------------------------------------------------------------------------------------------------------------


def request_return(turn: Turn, desk: Desk) -> None:
    """申退, once and within its limit; until the ruling the old clock runs."""
    case = meant(turn, desk, Step.REQUEST_RETURN)
    check(turn, desk, case, Step.REQUEST_RETURN)
    with about(case):
        _check_return(desk, case)
    said = words_of(turn, case, Step.REQUEST_RETURN, "reason")
    said = keep(desk, case.id, said)
    reason, proposed = _reason_and_proposed(desk, said)
    take(turn, desk, case, Step.REQUEST_RETURN, to=Status.RETURN_REQUESTED, note=said, changes={"returned_once": True})
    row = lead_dispatch(desk, case)
    desk.store.handling.change_dispatch(row.id, {"return_reason": reason, "return_proposed": proposed})
    names = _names(desk, [row.department, *([proposed] if proposed else [])])
    text = words.return_for_ruling(case.number, case.title, names[0], reason, names[1] if proposed else None)
    notify.tell_staff(desk, notify.ruling_people(desk), text, case)
    desk.say(turn, words.return_requested(case.number, case.title), case_id=case.id)


def _reason_and_proposed(desk: Desk, said: str) -> tuple[str, str | None]:
    match = _PROPOSED.search(said)
    if match is None:
        return said, None
    found = desk.directory.find_department(match["said"])
    return said[: match.start()].strip() or said, found[0].code if len(found) == 1 else None


def _check_return(desk: Desk, case: CaseRow) -> None:
    limit = desk.settings.limits.of(case.kind, LimitName.RETURN)
    last = due(case.dispatched_on, limit, desk.settings.calendar).date if case.dispatched_on and limit else None
    if case.returned_once:
        raise AlreadyDone(step=Step.REQUEST_RETURN)
    if last is not None and today(desk) > last:
        raise TooLate(step=Step.REQUEST_RETURN, due=last)


def allow_return(turn: Turn, desk: Desk) -> None:
    """同意退办 12 住建局: to a new department with a new clock, or without one back to the clerk."""
    case = meant(turn, desk, Step.ALLOW_RETURN)
    rest = turn.command.rest if turn.command else ""
    before = desk.store.handling.dispatches_of(case.id)
    with about(case):
        if case.status != Status.RETURN_REQUESTED:
            raise NotFromHere(step=Step.ALLOW_RETURN, status=Status(case.status))
        new = _to_another(turn, desk, case, rest, before) if rest else None
    if new is None:
        _to_nobody(turn, desk, case)
    told = words.return_allowed(case.number, case.title, new)
    released = [row for row in before if row.is_lead or new is None]
    for row in released:
        notify.tell_staff(desk, desk.directory.case_officers(row.department), told, case)
    desk.say(turn, told, case_id=case.id)


def _to_another(turn: Turn, desk: Desk, case: CaseRow, said: str, before: Sequence[DispatchRow]) -> str:
    """Another department leads; those that help go on helping."""
    order = _order(desk, case, said)
    if order.lead == case.department:
        detail = _names(desk, (order.lead,))[0]
        raise Missing(step=Step.ALLOW_RETURN, what="same_department", detail=detail)
    helpers = (*order.co, *(row.department for row in before if not row.is_lead and row.department != order.lead))
    _hand_over(turn, desk, case, Order(order.lead, tuple(dict.fromkeys(helpers))), Step.ALLOW_RETURN)
    name = _names(desk, (order.lead,))[0]
    by = desk.store.cases.get(case.id).reply_due or today(desk)
    told = words.dispatched_for_voter(case.number, case.title, name, by)
    notify.tell_reporters(desk, case, told, worth_a_call=False)
    return name


def _to_nobody(turn: Turn, desk: Desk, case: CaseRow) -> None:
    """Back to who dispatched it."""
    changes = {"department": None, "reply_due": None, "dispatched_on": None}
    take(turn, desk, case, Step.ALLOW_RETURN, to=Status.TO_DISPATCH, changes=changes)
    desk.store.handling.end_dispatches(case.id, desk.now)
    again = words.to_dispatch_again(case.number, case.title)
    again_by = next_for_clerk(desk, desk.store.cases.get(case.id))
    notify.tell_staff(
        desk, notify.dispatcher_of(desk, case), again, case, buttons=again_by, facts=case_facts(case.number)
    )


def refuse_return(turn: Turn, desk: Desk) -> None:
    case = meant(turn, desk, Step.REFUSE_RETURN)
    reason = turn.command.rest if turn.command else ""
    take(turn, desk, case, Step.REFUSE_RETURN, to=Status.DISPATCHED, note=reason)
    told = words.return_refused(case.number, case.title, reason)
    known = case_facts(case.number, due=case.reply_due)
    notify.tell_staff(desk, notify.lead_officers(desk, case), told, case, buttons=for_redo(case.number), facts=known)
    desk.say(turn, told, case_id=case.id)
