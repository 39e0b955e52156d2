"""What 查 shows of a suggestion beyond other cases: its formal number, who signed it, and of a draft its words."""

from handlers.casefile import text_of
from handlers.desk import Desk
from handlers.part_view import lines as parts_of
from handlers.rules.case_flow import Step
from handlers.words import suggestions as words
from storage.cases import CaseRow


def suggestion_lines(desk: Desk, case: CaseRow) -> list[str]:
    """Nothing for other cases. Who did not sign is nobody's business but the deputies' own."""
    if case.kind != "suggestion":
        return []
    known = desk.store.suggestions.get(case.id)
    asked = desk.store.suggestions.cosigners_of(case.id)
    cosigners = [(_name(desk, row.person_id), row.agrees) for row in asked if row.agrees or case.is_draft]
    lines = words.lines(known.formal_number, _name(desk, known.lead_id), cosigners, is_key=known.is_key)
    if case.is_draft:
        return [*lines, text_of(desk, case.id)]
    if not case.department:
        return lines
    return [*lines, *parts_of(desk, case), talk_line(desk, case), *_evaluations(desk, case)]


def _evaluations(desk: Desk, case: CaseRow) -> list[str]:
    if case.round == 1:
        return []
    steps = desk.store.history.of(case.id)
    return [words.evaluation_line(row.note) for row in steps if row.step == Step.EVALUATE and row.note]


def talk_line(desk: Desk, case: CaseRow) -> str:
    """How often the departments spoke with the deputies; empty for other cases."""
    if case.kind != "suggestion":
        return ""
    talks = desk.store.suggestions.talks_of(case.id)
    meetings = [talk for talk in talks if talk.is_meeting]
    confirmed = sum(talk.confirmed_at is not None for talk in meetings)
    return words.talks(len(meetings), confirmed, len(talks) - len(meetings))


def _name(desk: Desk, person_id: int) -> str:
    person = desk.directory.people.get(person_id)
    return person.name if person else "已离任代表"
