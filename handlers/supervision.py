"""催办 and 督办: who has a case in hand is told that it is waited for."""

from handlers import notify
from handlers.case_view import is_overdue
from handlers.casefile import actor_of, facts_of, meant, take, today
from handlers.cases import for_each
from handlers.desk import Desk, Turn
from handlers.directory import Person
from handlers.part_view import acting
from handlers.rules import access
from handlers.rules.case_flow import Status, Step
from handlers.words import cases as words
from handlers.words import suggestions
from handlers.words.lists import one_line
from storage.cases import CaseRow


def remind(turn: Turn, desk: Desk) -> None:
    """催办, several at a time."""
    for_each(turn, desk, Step.REMIND, lambda case: _remind(turn, desk, case))


def _remind(turn: Turn, desk: Desk, case: CaseRow) -> None:
    remark = turn.command.rest if turn.command else ""
    take(turn, desk, case, Step.REMIND, note=remark)
    overdue = is_overdue(case, today(desk))
    text = words.reminder(case.number, case.title, case.reply_due, overdue=overdue, remark=remark)
    notify.tell_staff(desk, _in_charge(desk, case), text, case)
    desk.say(turn, words.reminded(case.number, case.title), case_id=case.id)


def supervise(turn: Turn, desk: Desk) -> None:
    """督办: the commission's own word, to the head of the unit as well."""
    case = meant(turn, desk, Step.SUPERVISE)
    remark = turn.command.rest if turn.command else ""
    take(turn, desk, case, Step.SUPERVISE, note=remark)
    text = words.supervision(case.number, case.title, case.reply_due, remark)
    heads = [person for code in acting(desk, case) for person in desk.directory.unit_heads(code)]
    notify.tell_staff(desk, (*_in_charge(desk, case), *heads), text, case)
    if case.kind == "suggestion":
        desk.store.suggestions.change(case.id, {"is_key": True})
        desk.say(turn, suggestions.made_key(case.number, case.title), case_id=case.id)
    desk.say(turn, words.supervised(case.number, case.title), case_id=case.id)


def key_list(turn: Turn, desk: Desk) -> None:
    """重点督办: the suggestions that the commission marked and that are still in hand, as far as this person sees them."""
    actor = actor_of(turn.speaker)
    marked = [desk.store.cases.get(case_id) for case_id in desk.store.suggestions.key_cases()]
    seen = [case for case in marked if access.sees(actor, facts_of(desk, turn.speaker, case))]
    lines = [one_line(case.number, case.title, Status(case.status).term, due=case.reply_due) for case in seen]
    desk.say(turn, suggestions.key_list(lines))


def _in_charge(desk: Desk, case: CaseRow) -> tuple[Person, ...]:
    if case.status == Status.RETURN_REQUESTED:
        return notify.ruling_people(desk)
    return tuple(person for code in acting(desk, case) for person in desk.directory.case_officers(code))
