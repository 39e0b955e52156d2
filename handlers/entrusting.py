"""交政府督查室: where the government hands over to its own departments, an order goes there, and on from there."""

from handlers import notify
from handlers.buttons import case_facts
from handlers.casefile import actor_of, facts_of, take
from handlers.desk import Desk, Turn
from handlers.directory import TOWN
from handlers.orders import CHARGED, Order, names_of, written
from handlers.rules.access import acting_role
from handlers.rules.case_flow import Role, Status, Step
from handlers.words import entrusting as words
from storage.cases import CaseRow
from storage.history import HistoryRow


def is_of_government(desk: Desk, code: str) -> bool:
    """A department of the county's government: charged by it, and no town's own."""
    department = desk.directory.departments[code]
    return department.form == CHARGED and department.level not in TOWN


def goes_by_supervision(turn: Turn, desk: Desk, case: CaseRow, order: Order) -> bool:
    """A clerk's order to the government, unless it cannot wait or nobody is there to take it."""
    return (
        desk.settings.government_via_supervision
        and not notify.cannot_wait({"urgency": case.urgency, "human_first": case.human_first})
        and any(is_of_government(desk, code) for code in order.leads)
        and bool(desk.directory.with_role(Role.SUPERVISION))
        and not acts_for_supervision(turn, desk, case)
    )


def acts_for_supervision(turn: Turn, desk: Desk, case: CaseRow) -> bool:
    """Whether this person hands on what the supervision office was given; NotYours when they may not hand over at all."""
    acting_role(actor_of(turn.speaker), Step.DISPATCH, facts_of(desk, turn.speaker, case))
    person = turn.speaker.person
    return case.is_entrusted and person is not None and any(Role.SUPERVISION in post.roles for post in person.posts)


def entrust(turn: Turn, desk: Desk, case: CaseRow, order: Order) -> None:
    """The order as the clerk gave it; the supervision office may name another department."""
    wanted = written(desk, order)
    take(turn, desk, case, Step.ENTRUST, to=Status.TO_DISPATCH, note=wanted, changes={"is_entrusted": True})
    lead = names_of(desk, (order.lead,))[0]
    text = words.for_supervision(case.number, case.title, wanted)
    buttons = ((f"交办{lead}", f"交办 {case.number} {wanted}"),)
    known = case_facts(case.number, department=lead)
    people = desk.directory.with_role(Role.SUPERVISION)
    notify.tell_staff(desk, people, text, case, buttons=buttons, facts=known, line=text.splitlines()[0])
    desk.say(turn, words.entrusted(case.number, case.title, wanted), case_id=case.id)


def order_given(desk: Desk, case: CaseRow) -> HistoryRow | None:
    """The clerk's last order; its note is what they would have typed."""
    orders = [row for row in desk.store.history.of(case.id) if row.step == Step.ENTRUST]
    return orders[-1] if case.is_entrusted and orders else None
