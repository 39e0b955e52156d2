"""交办: a case goes to its departments with clocks on it; a station's order beyond its town goes in the commission's name, or up to it."""

from dataclasses import asdict, dataclass
from datetime import date

from handlers import clocks, notify
from handlers.buttons import case_facts, for_officer
from handlers.casefile import about, actor_of, check, facts_of, meant, take, today
from handlers.cases import for_each
from handlers.clocks import is_tentative
from handlers.desk import Desk, Turn
from handlers.disclosure import MASKED, Look, words_for
from handlers.entrusting import acts_for_supervision, entrust, goes_by_supervision, is_of_government, order_given
from handlers.formal_numbers import register
from handlers.orders import BY_LETTER, Order, goes_above_town, names_of, order_of
from handlers.presenting import present_order
from handlers.rules.access import acting_role
from handlers.rules.case_flow import Role, Status, Step
from handlers.rules.deadlines import Limit, due
from handlers.rules.errors import Missing, NotFromHere
from handlers.rules.limits import LimitName, reply_limit
from handlers.rules.viewing import Viewer
from handlers.words import dispatching as words
from storage.cases import CaseRow


def dispatch(turn: Turn, desk: Desk) -> None:
    """交办 12 城管局 协办 住建局, straight from review too; several numbers may stand in one line."""
    for_each(turn, desk, Step.DISPATCH, lambda case: _dispatch(turn, desk, case))


def share(turn: Turn, desk: Desk) -> None:
    """分办 12 城管局：换灯；住建局：修路: a suggestion of which each department has its own part."""
    case = meant(turn, desk, Step.DISPATCH)
    _dispatch(turn, desk, case, f"分办 {turn.command.rest if turn.command else ''}")


def _dispatch(turn: Turn, desk: Desk, case: CaseRow, said: str | None = None) -> None:
    said = (turn.command.rest if turn.command else "") if said is None else said
    with about(case):
        given = order_given(desk, case)
        if not said and given is not None and acts_for_supervision(turn, desk, case):
            said = given.note or ""
        if not said:
            check(turn, desk, case, Step.DISPATCH)
            _check_ready(case)
        order = order_of(desk, case, said)
        _check_ready(case)
    if desk.settings.station_dispatch == "town" and goes_above_town(desk, order) and _is_station_s(turn, desk, case):
        present_order(turn, desk, case, order)
        return
    with about(case):
        is_entrusted = goes_by_supervision(turn, desk, case, order)
    if is_entrusted:
        entrust(turn, desk, case, order)
        return
    hand_over(turn, desk, case, order, Step.DISPATCH)
    lead, co = "、".join(names_of(desk, order.leads)), names_of(desk, order.co)
    by = desk.store.cases.get(case.id).reply_due or today(desk)
    desk.say(
        turn,
        words.dispatched(
            case.number, case.title, lead, co, by, tentative=is_tentative(desk, by), is_shared=bool(order.parts)
        ),
        case_id=case.id,
    )
    told = words.dispatched_for_voter(case.number, case.title, lead, by)
    notify.tell_reporters(desk, case, told, except_account=turn.speaker.account_id, worth_a_call=False)


def _is_station_s(turn: Turn, desk: Desk, case: CaseRow) -> bool:
    """Dispatched by a liaison officer, who speaks for a station and not for the commission."""
    actor, facts = actor_of(turn.speaker), facts_of(desk, turn.speaker, case)
    return acting_role(actor, Step.DISPATCH, facts) is Role.LIAISON_OFFICER


def _check_ready(case: CaseRow) -> None:
    if case.status == Status.REDO and case.department is not None:
        raise NotFromHere(step=Step.DISPATCH, status=Status.REDO)
    if case.needs_listening:
        raise Missing(step=Step.DISPATCH, what="summary")
    if case.human_first and case.taken_over_by is None:
        raise Missing(step=Step.DISPATCH, what="take_over")


def hand_over(turn: Turn, desk: Desk, case: CaseRow, order: Order, step: Step) -> None:
    """Write the dispatch down, start its clocks and tell the departments."""
    day, plan = today(desk), _plan(desk, case, order)
    changes = {
        "department": order.lead,
        "dispatched_on": day,
        "dispatched_by": case.dispatched_by if step is Step.ALLOW_RETURN else _given_by(turn, desk, case),
        "is_entrusted": case.is_entrusted and any(is_of_government(desk, code) for code in order.leads),
        "reply_due": plan.reply_by,
        "returned_once": order.is_final,
    }
    leads = names_of(desk, order.leads)
    note = words.handed_to(leads, names_of(desk, order.co), is_shared=bool(order.parts))
    take(turn, desk, case, step, to=Status.DISPATCHED, note=note, changes=changes)
    register(desk, case)
    desk.store.handling.end_dispatches(case.id, desk.now)
    _start_clocks(desk, case, order, plan)
    own = dict(order.parts)
    rows = [*((code, True, plan.reply_by) for code in order.leads), *((code, False, plan.co_by) for code in order.co)]
    written = [lead_row(turn, case, day, code, by, is_lead=lead, part=own.get(code)) for code, lead, by in rows]
    desk.store.handling.hand_over(written)
    sender = sender_of(turn, desk, case, order, step)
    for code, is_lead, by in rows:
        others = tuple(one for one in order.leads if one != code) if is_lead else ()
        slip = Slip(
            code,
            is_lead,
            by,
            "、".join(leads),
            sender,
            order.is_final,
            tuple(names_of(desk, others)),
            own.get(code) or "",
        )
        send_slip(desk, case, slip)


def _given_by(turn: Turn, desk: Desk, case: CaseRow) -> int | None:
    """Who looks at the answers: the clerk whose order it was, also where the supervision office handed it on."""
    given = order_given(desk, case)
    return given.actor_person if given is not None else turn.speaker.person_id


def sender_of(turn: Turn, desk: Desk, case: CaseRow, order: Order, step: Step) -> str:
    """In whose name it goes: a station's own within its town, else the commission's, with the station that handles it."""
    station = desk.directory.stations.get(case.station or "")
    by_station = step is Step.DISPATCH and station is not None and _is_station_s(turn, desk, case)
    if by_station and station is not None and not goes_above_town(desk, order):
        return station.name
    return words.in_commission_s_name(desk.settings.congress_name, station.name if by_station and station else "")


@dataclass(frozen=True, slots=True)
class _Plan:
    """The limits of a dispatch: of the reply, and of the helpers' opinions, which never come after it."""

    reply: LimitName
    co: Limit
    reply_by: date
    co_by: date


def _plan(desk: Desk, case: CaseRow, order: Order) -> _Plan:
    day, calendar, limits = today(desk), desk.settings.calendar, desk.settings.limits
    name = reply_limit(case.kind, case.urgency, is_complex=order.is_complex)
    reply = limits.reply(case.kind, case.urgency, is_complex=order.is_complex)
    co = limits.of(case.kind, LimitName.CO_OPINION) or reply
    reply_by, co_by = (due(day, limit, calendar).date for limit in (reply, co))
    return _Plan(name, co if co_by <= reply_by else reply, reply_by, min(co_by, reply_by))


def _start_clocks(desk: Desk, case: CaseRow, order: Order, plan: _Plan) -> None:
    clocks.end_all(desk, case.id)
    for code in order.leads:
        start_lead(desk, case, plan.reply, code)
    for code in order.co:
        clocks.start(desk, case, LimitName.CO_OPINION, department=code, length=plan.co)


def start_lead(desk: Desk, case: CaseRow, reply: LimitName, department: str) -> date | None:
    """The clocks of one lead; the last day of its reply."""
    clocks.start(desk, case, LimitName.ACCEPT, department=department)
    by = clocks.start(desk, case, reply, department=department)
    clocks.start(desk, case, LimitName.FIRST_CONTACT, department=department)
    return by


def lead_row(
    turn: Turn,
    case: CaseRow,
    day: date,
    department: str,
    reply_due: date,
    *,
    is_lead: bool = True,
    part: str | None = None,
    is_final: bool = False,
) -> dict[str, object]:
    """A dispatch as it is kept; `part` of a 分办."""
    return {
        "case_id": case.id,
        "department": department,
        "is_lead": is_lead,
        "dispatched_on": day,
        "dispatched_by": turn.speaker.person_id,
        "reply_due": reply_due,
        "part": part,
        "is_final": is_final,
    }


@dataclass(frozen=True, slots=True)
class Slip:
    """The 转办单 of one department of an order; of a 分办 with its own part, and who has the others."""

    department: str
    is_lead: bool
    due: date
    lead_name: str
    sender: str
    is_final: bool
    others: tuple[str, ...] = ()
    part: str = ""


def send_slip(desk: Desk, case: CaseRow, slip: Slip) -> None:
    department = desk.directory.departments[slip.department]
    officers = desk.directory.case_officers(slip.department)
    is_read_now = notify.cannot_wait(asdict(case)) or notify.morning_of_work(desk) is None
    look = Look(Viewer.OFFICER, officers, "转办单") if slip.is_lead and is_read_now else MASKED
    via = desk.settings.government_via_supervision and is_of_government(desk, slip.department)
    text = words.slip(
        case.number,
        case.title,
        words_for(desk, case, look),
        is_lead=slip.is_lead,
        lead=slip.lead_name,
        due=slip.due,
        urgency=case.urgency,
        tentative=is_tentative(desk, slip.due),
        sender=words.via_supervision(slip.sender) if via else slip.sender,
        by_letter=department.form == BY_LETTER,
        is_final=slip.is_final,
        is_suggestion=case.kind == "suggestion",
        others=slip.others,
        part=slip.part,
    )
    buttons = for_officer(case.number) if slip.is_lead else ()
    known = case_facts(case.number, department=slip.lead_name, due=slip.due)
    files = desk.store.media.of_case(case.id)
    notify.tell_staff(desk, officers, text, case, buttons=buttons, facts=known, line=text.splitlines()[0], files=files)
    if via and not case.is_entrusted:
        copy = words.slip_copy(case.number, case.title, department.name, slip.due)
        notify.tell_staff(desk, desk.directory.with_role(Role.SUPERVISION), copy, case)
