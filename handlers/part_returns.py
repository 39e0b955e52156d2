"""申退 of one part of a 分办: the ruling gives this part to another department, and the others go on."""

from datetime import date

from handlers import notify
from handlers.casefile import about, leads_of, take, today
from handlers.desk import Desk, Turn
from handlers.dispatching import Slip, lead_row, send_slip, sender_of, start_lead
from handlers.orders import Order, names_of, order_of
from handlers.part_view import answers_of, name_of
from handlers.parts import recount_due
from handlers.rules.case_flow import Status, Step
from handlers.rules.errors import AlreadyDone, Missing, TooLate
from handlers.rules.limits import LEADING, LimitName
from handlers.words.dispatching import dispatched_for_voter
from handlers.words.parts import return_allowed
from storage.cases import CaseRow
from storage.handling import DispatchRow

_OF_LEAD = LEADING | {LimitName.ACCEPT, LimitName.FIRST_CONTACT}


def check_part(desk: Desk, case: CaseRow, row: DispatchRow, last: date | None) -> None:
    """Once for each part, in time, and not when it is answered or the office named who has it."""
    if row.is_final:
        raise Missing(step=Step.REQUEST_RETURN, what="final_assignment")
    if row.return_reason is not None:
        raise AlreadyDone(step=Step.REQUEST_RETURN)
    if row.id in answers_of(desk, case):
        raise Missing(step=Step.REQUEST_RETURN, what="part_answered")
    if last is not None and today(desk) > last:
        raise TooLate(step=Step.REQUEST_RETURN, due=last)


def asked_for(desk: Desk, case: CaseRow) -> DispatchRow:
    """The part about which the office is to rule: its clock says whose."""
    asking = {clock.department for clock in desk.store.clocks.of(case.id) if clock.name == LimitName.REASSIGN}
    leads = leads_of(desk, case)
    return next((row for row in leads if row.department in asking), leads[0])


def allow_part(turn: Turn, desk: Desk, case: CaseRow, said: str) -> None:
    """同意退办 12 住建局: this part, with a clock of its own from today."""
    before = asked_for(desk, case)
    with about(case):
        order = _checked(desk, case, said)
    changes = {"department": order.lead} if case.department == before.department else {}
    old, new = names_of(desk, (before.department, order.lead))
    case = take(turn, desk, case, Step.ALLOW_RETURN, to=Status.DISPATCHED, note=f"{old}→{new}", changes=changes)
    by = _replace(turn, desk, case, before, order)
    told = return_allowed(case.number, case.title, old, new)
    notify.tell_staff(desk, desk.directory.case_officers(before.department), told, case)
    voter = dispatched_for_voter(case.number, case.title, new, by)
    notify.tell_reporters(desk, case, voter, worth_a_call=False)
    desk.say(turn, told, case_id=case.id)


def _checked(desk: Desk, case: CaseRow, said: str) -> Order:
    if not said:
        raise Missing(step=Step.ALLOW_RETURN, what="part_department")
    order = order_of(desk, case, said, Step.ALLOW_RETURN)
    if order.co or order.parts:
        raise Missing(step=Step.ALLOW_RETURN, what="part_department")
    if order.lead in {row.department for row in desk.store.handling.dispatches_of(case.id)}:
        raise Missing(step=Step.ALLOW_RETURN, what="same_department", detail=name_of(desk, order.lead))
    return order


def _replace(turn: Turn, desk: Desk, case: CaseRow, before: DispatchRow, order: Order) -> date:
    """The last day of the new lead's answer."""
    running = [clock for clock in desk.store.clocks.of(case.id) if clock.department == before.department]
    over = [clock for clock in running if LimitName(clock.name) in _OF_LEAD]
    desk.store.clocks.end([clock.id for clock in over], desk.now)
    desk.store.handling.change_dispatch(before.id, {"ended_at": desk.now})
    limit = next((LimitName(clock.name) for clock in over if LimitName(clock.name) in LEADING), LimitName.REPLY)
    by = start_lead(desk, case, limit, order.lead) or before.reply_due
    row = lead_row(turn, case, today(desk), order.lead, by, part=before.part, is_final=order.is_final)
    desk.store.handling.hand_over([row])
    recount_due(desk, case)
    others = tuple(one.department for one in leads_of(desk, case) if one.department != order.lead)
    sender = sender_of(turn, desk, case, order, Step.ALLOW_RETURN)
    lead, names = name_of(desk, order.lead), tuple(names_of(desk, others))
    slip = Slip(order.lead, True, by, lead, sender, order.is_final, names, before.part or "")
    send_slip(desk, case, slip)
    return by
