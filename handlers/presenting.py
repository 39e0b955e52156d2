"""呈报: what a station may not hand to a county body itself goes up to the commission, with whom it would ask."""

from handlers import notify
from handlers.casefile import about, meant, take
from handlers.desk import Desk, Turn
from handlers.orders import Order, names_of, order_of, written
from handlers.rules.case_flow import Status, Step
from handlers.words import presenting as words
from storage.cases import CaseRow


def present(turn: Turn, desk: Desk) -> None:
    """呈报 12 城管局; without a department that which was suggested."""
    case = meant(turn, desk, Step.PRESENT)
    rest = turn.command.rest if turn.command else ""
    with about(case):
        order = order_of(desk, case, rest or "、".join(names_of(desk, case.suggested[:1])))
    present_order(turn, desk, case, order)


def present_order(turn: Turn, desk: Desk, case: CaseRow, order: Order) -> None:
    wanted = written(desk, order)
    take(turn, desk, case, Step.PRESENT, to=Status.TO_DISPATCH, note=wanted)
    station = desk.directory.stations.get(case.station or "")
    text = words.for_commission(case.number, case.title, station.name if station else "", wanted)
    buttons = ((f"交办{names_of(desk, (order.lead,))[0]}", f"交办 {case.number} {wanted}"),)
    notify.tell_staff(desk, notify.commission(desk), text, case, buttons=buttons, except_person=turn.speaker.person_id)
    desk.say(turn, words.presented(case.number, case.title, wanted), case_id=case.id)
