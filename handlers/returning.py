"""申退: a department says once, and in time, that a case is not its own; the supervision office or the commission rules on it."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from handlers import clocks, notify
from handlers.buttons import case_facts, for_redo, next_for_clerk
from handlers.casefile import about, check, keep, lead_dispatch, meant, take, today
from handlers.cases import words_of
from handlers.desk import Desk, Turn
from handlers.dispatching import hand_over
from handlers.orders import names_of, order_of
from handlers.part_returns import allow_part, asked_for, check_part
from handlers.part_view import is_shared, own_row
from handlers.rules.case_flow import Status, Step
from handlers.rules.deadlines import due
from handlers.rules.errors import AlreadyDone, Missing, NotFromHere, TooLate
from handlers.rules.limits import LimitName
from handlers.words import cases as words
from handlers.words.dispatching import dispatched_for_voter
from storage.cases import CaseRow
from storage.handling import DispatchRow

_PROPOSED = re.compile(
    r"[\s,，。;；(（]*(?:应为|应该是|应由|该由|建议由)\s*[:：]?\s*(?P<said>\S+?)(?:办理|承办)?[)）。\s]*$"
)


def request_return(turn: Turn, desk: Desk) -> None:
    """申退, once and within its limit; until the ruling the old clock runs."""
    case = meant(turn, desk, Step.REQUEST_RETURN)
    check(turn, desk, case, Step.REQUEST_RETURN)
    own = own_row(turn, desk, case) if is_shared(desk, case) else None
    row = own or lead_dispatch(desk, case)
    with about(case):
        if own is None:
            _check_return(desk, case)
        else:
            check_part(desk, case, own, _last_day(desk, case, own.dispatched_on))
    said = words_of(turn, case, Step.REQUEST_RETURN, "reason")
    said = keep(desk, case.id, said)
    reason, proposed = _reason_and_proposed(desk, said)
    take(
        turn,
        desk,
        case,
        Step.REQUEST_RETURN,
        to=Status.RETURN_REQUESTED,
        note=said,
        changes={"returned_once": own is None},
    )
    clocks.start(desk, case, LimitName.REASSIGN, department=own.department if own else None)
    desk.store.handling.change_dispatch(row.id, {"return_reason": reason, "return_proposed": proposed})
    names = names_of(desk, [row.department, *([proposed] if proposed else [])])
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
    last = _last_day(desk, case, case.dispatched_on)
    if case.returned_once and lead_dispatch(desk, case).return_reason is None:
        raise Missing(step=Step.REQUEST_RETURN, what="final_assignment")
    if case.returned_once:
        raise AlreadyDone(step=Step.REQUEST_RETURN)
    if last is not None and today(desk) > last:
        raise TooLate(step=Step.REQUEST_RETURN, due=last)


def _last_day(desk: Desk, case: CaseRow, dispatched_on: date | None) -> date | None:
    limit = desk.settings.limits.of(case.kind, LimitName.RETURN)
    return due(dispatched_on, limit, desk.settings.calendar).date if dispatched_on and limit else None


def allow_return(turn: Turn, desk: Desk) -> None:
    """同意退办 12 住建局: to a new department with a new clock, or without one back to the clerk."""
    case = meant(turn, desk, Step.ALLOW_RETURN)
    rest = turn.command.rest if turn.command else ""
    before = desk.store.handling.dispatches_of(case.id)
    with about(case):
        if case.status != Status.RETURN_REQUESTED:
            raise NotFromHere(step=Step.ALLOW_RETURN, status=Status(case.status))
    if is_shared(desk, case):
        allow_part(turn, desk, case, rest)
        return
    with about(case):
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
    order = order_of(desk, case, said, Step.ALLOW_RETURN)
    if order.lead == case.department:
        detail = names_of(desk, (order.lead,))[0]
        raise Missing(step=Step.ALLOW_RETURN, what="same_department", detail=detail)
    helpers = (*order.co, *(row.department for row in before if not row.is_lead and row.department != order.lead))
    hand_over(turn, desk, case, replace(order, co=tuple(dict.fromkeys(helpers))), Step.ALLOW_RETURN)
    name = names_of(desk, (order.lead,))[0]
    by = desk.store.cases.get(case.id).reply_due or today(desk)
    told = dispatched_for_voter(case.number, case.title, name, by)
    notify.tell_reporters(desk, case, told, worth_a_call=False)
    return name


def _to_nobody(turn: Turn, desk: Desk, case: CaseRow) -> None:
    """Back to who dispatched it."""
    changes = {"department": None, "reply_due": None, "dispatched_on": None, "is_entrusted": False}
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
    asking = asked_for(desk, case) if is_shared(desk, case) else None
    take(turn, desk, case, Step.REFUSE_RETURN, to=Status.DISPATCHED, note=reason)
    told = words.return_refused(case.number, case.title, reason)
    known = case_facts(case.number, due=case.reply_due)
    whose = asking.department if asking else None
    officers = desk.directory.case_officers(whose) if whose else notify.lead_officers(desk, case)
    notify.tell_staff(desk, officers, told, case, buttons=for_redo(case.number), facts=known)
    desk.say(turn, told, case_id=case.id)
