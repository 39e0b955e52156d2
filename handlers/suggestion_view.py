"""What 查 shows of a suggestion beyond other cases: its formal number, who signed it, and of a draft its words."""

from handlers.casefile import text_of
from handlers.desk import Desk
from handlers.words import suggestions as words
from storage.cases import CaseRow


def suggestion_lines(desk: Desk, case: CaseRow) -> list[str]:
    """Nothing for other cases."""
    if case.kind != "suggestion":
        return []
    known = desk.store.suggestions.get(case.id)
    cosigners = [(_name(desk, row.person_id), row.agrees) for row in desk.store.suggestions.cosigners_of(case.id)]
    lines = words.lines(known.formal_number, _name(desk, known.lead_id), cosigners, is_key=known.is_key)
    return [*lines, text_of(desk, case.id)] if case.is_draft else lines


def _name(desk: Desk, person_id: int) -> str:
    person = desk.directory.people.get(person_id)
    return person.name if person else "已离任代表"
