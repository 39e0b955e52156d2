"""预交办: before a suggestion is handed over its likely departments are asked whether it is theirs; they see it and say so."""

from handlers import notify
from handlers.casefile import about, check, meant, take
from handlers.cases import reason_of
from handlers.desk import Desk, Turn
from handlers.disclosure import MASKED, words_for
from handlers.orders import names_of, order_of
from handlers.rules.case_flow import Step
from handlers.rules.errors import Missing
from handlers.words import consulting as words


def consult(turn: Turn, desk: Desk) -> None:
    """预交办 12 城管局 协办 住建局; no limit runs yet."""
    case = meant(turn, desk, Step.CONSULT)
    check(turn, desk, case, Step.CONSULT)
    with about(case):
        if case.kind != "suggestion":
            raise Missing(step=Step.CONSULT, what="suggestions_only")
        order = order_of(desk, case, turn.command.rest if turn.command else "")
    codes = (order.lead, *order.co)
    names = names_of(desk, codes)
    take(turn, desk, case, Step.CONSULT, note="、".join(names))
    desk.store.suggestions.change(case.id, {"consulted": list(codes)})
    text = words.asked(case.number, case.title, words_for(desk, case, MASKED), names)
    buttons = (("可以承办", f"可以承办 {case.number}"),)
    for code in codes:
        notify.tell_staff(desk, desk.directory.case_officers(code), text, case, buttons=buttons)
    desk.say(turn, words.consulted(case.number, case.title, names), case_id=case.id)


def agree(turn: Turn, desk: Desk) -> None:
    """可以承办 12."""
    case = meant(turn, desk, Step.UNIT_AGREES)
    name = _own_name(turn, desk)
    take(turn, desk, case, Step.UNIT_AGREES, note=name)
    notify.tell_staff(desk, notify.clerks_of(desk, case), words.agrees(case.number, case.title, name), case)
    desk.say(turn, words.taken(case.number, case.title), case_id=case.id)


def decline(turn: Turn, desk: Desk) -> None:
    """不宜承办 12 理由 应为 住建局."""
    case = meant(turn, desk, Step.UNIT_DECLINES)
    reason = reason_of(turn, desk, case, Step.UNIT_DECLINES)
    name = _own_name(turn, desk)
    take(turn, desk, case, Step.UNIT_DECLINES, note=f"{name}：{reason}")
    told = words.declines(case.number, case.title, name, reason)
    notify.tell_staff(desk, notify.clerks_of(desk, case), told, case)
    desk.say(turn, words.taken(case.number, case.title), case_id=case.id)


def _own_name(turn: Turn, desk: Desk) -> str:
    code = turn.speaker.person.department if turn.speaker.person else None
    return desk.directory.departments[code].name if code else ""
