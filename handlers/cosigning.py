"""联名: deputies of the same congress sign a suggestion with its lead, each by their own word about the words as they stand."""

import re
from collections.abc import Callable

from handlers import notify
from handlers.casefile import about, check, meant, take, text_of
from handlers.desk import Desk, Turn
from handlers.directory import TOWN, Person
from handlers.finding_people import find_person
from handlers.rules.case_flow import Role, Step
from handlers.rules.errors import AlreadyDone, Missing
from handlers.words import suggestions as words
from storage.cases import CaseRow
from storage.suggestions import CosignerRow

_BETWEEN = re.compile(r"[\s,，、;；和及与]+")


def invite(turn: Turn, desk: Desk) -> None:
    """联名 12 周德厚 孙晓芸, by its lead."""
    case = meant(turn, desk, Step.INVITE)
    check(turn, desk, case, Step.INVITE)
    said = turn.command.rest if turn.command else ""
    with about(case):
        people = [_may_sign(turn, desk, case, name) for name in _BETWEEN.split(said) if name]
        if not people:
            raise Missing(step=Step.INVITE, what="cosigner")
    names = [person.name for person in people]
    take(turn, desk, case, Step.INVITE, note="、".join(names))
    lead = turn.speaker.person.name if turn.speaker.person else ""
    text = words.invitation(case.number, case.title, lead, text_of(desk, case.id))
    for person in people:
        desk.store.suggestions.invite(case.id, person.id, desk.now)
        notify.tell_person(desk, person, text, case_id=case.id, buttons=_buttons(case), due_at=notify.after_quiet(desk))
    desk.say(turn, words.invited(case.number, case.title, names), case_id=case.id)


def _buttons(case: CaseRow) -> tuple[tuple[str, str], ...]:
    return (("同意联名", f"同意联名 {case.number}"), ("不联名", f"不联名 {case.number}"))


def _may_sign(turn: Turn, desk: Desk, case: CaseRow, name: str) -> Person:
    """A deputy of the same congress, which of a town is that town's, and not the lead, and not asked before."""
    person, lead = find_person(desk, name), turn.speaker.person
    same_town = lead is not None and (lead.congress not in TOWN or lead.station == person.station)
    if lead is None or Role.DEPUTY not in person.own_post.roles or person.congress != lead.congress or not same_town:
        raise Missing(step=Step.INVITE, what="other_congress", detail=person.name)
    asked = {row.person_id for row in desk.store.suggestions.cosigners_of(case.id)}
    if person.id == lead.id or person.id in asked:
        raise Missing(step=Step.INVITE, what="asked_before", detail=person.name)
    return person


def agree(turn: Turn, desk: Desk) -> None:
    """同意联名 12, each for themselves."""
    case, mine = _asked(turn, desk, Step.COSIGN)
    take(turn, desk, case, Step.COSIGN)
    said = {"agrees": True, "answered_at": desk.now, "account_id": turn.speaker.account_id}
    desk.store.suggestions.answer(mine.id, said)
    _tell_lead(turn, desk, case, words.agreed_for_lead)
    desk.say(turn, words.agreed(case.number, case.title), case_id=case.id)


def decline(turn: Turn, desk: Desk) -> None:
    """不联名 12: nothing else of it concerns them any more."""
    case, mine = _asked(turn, desk, Step.NO_COSIGN)
    take(turn, desk, case, Step.NO_COSIGN)
    desk.store.suggestions.answer(mine.id, {"agrees": False, "answered_at": desk.now})
    _tell_lead(turn, desk, case, words.declined_for_lead)
    desk.say(turn, words.declined(case.number, case.title), case_id=case.id)


def _asked(turn: Turn, desk: Desk, step: Step) -> tuple[CaseRow, CosignerRow]:
    case = meant(turn, desk, step)
    check(turn, desk, case, step)
    rows = desk.store.suggestions.cosigners_of(case.id)
    mine = next(row for row in rows if row.person_id == turn.speaker.person_id)
    if mine.agrees and step is Step.COSIGN:
        with about(case):
            raise AlreadyDone(step=step)
    return case, mine


def _tell_lead(turn: Turn, desk: Desk, case: CaseRow, said: Callable[[str, str, str], str]) -> None:
    person = turn.speaker.person
    notify.tell_reporters(desk, case, said(case.number, case.title, person.name if person else ""))


def ask_anew(desk: Desk, case: CaseRow, wording: str) -> None:
    """The words have changed: whoever agreed to the old ones has not agreed to these."""
    text = words.reworded(case.number, case.title, wording)
    for person_id in desk.store.suggestions.ask_anew(case.id):
        person = desk.directory.people.get(person_id)
        if person is not None:
            buttons, due_at = _buttons(case), notify.after_quiet(desk)
            notify.tell_person(desk, person, text, case_id=case.id, buttons=buttons, due_at=due_at)


def sign(desk: Desk, case: CaseRow) -> list[str]:
    """Those who agree stand under it, and hear of the answer like its lead; their names."""
    agreed = [row for row in desk.store.suggestions.cosigners_of(case.id) if row.agrees and row.account_id]
    signed = {row.person_id for row in agreed}
    standing = [row for row in desk.store.opinions.reports_of(case.id) if row.is_supporter]
    for report in standing:
        if report.person_id not in signed:
            desk.store.opinions.drop_report(report.id)
    for row in agreed:
        if row.person_id not in {report.person_id for report in standing}:
            desk.store.opinions.add_report(_report(desk, case, row))
    people = (desk.directory.people.get(row.person_id) for row in agreed)
    return [person.name for person in people if person is not None]


def _report(desk: Desk, case: CaseRow, row: CosignerRow) -> dict[str, object]:
    return {
        "case_id": case.id,
        "home_case_id": case.id,
        "account_id": row.account_id,
        "person_id": row.person_id,
        "role": Role.DEPUTY.value,
        "is_supporter": True,
        "rates": desk.settings.rating_by == "each",
        "reported_at": desk.now,
        "last_fragment_at": desk.now,
    }
