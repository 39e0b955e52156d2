"""A 分办 as it stands: which departments lead, what each was given, and what of it is answered."""

from handlers import clocks
from handlers.casefile import leads_of
from handlers.desk import Desk, Turn
from handlers.rules.case_flow import Status
from handlers.words import parts as words
from storage.cases import CaseRow
from storage.handling import DispatchRow
from storage.parts import PartReplyRow

OPEN_PARTS = frozenset({Status.DISPATCHED, Status.HANDLING, Status.REDO, Status.RETURN_REQUESTED})


def is_shared(desk: Desk, case: CaseRow) -> bool:
    """Several departments lead, each its own part."""
    return case.kind == "suggestion" and case.department is not None and len(leads_of(desk, case)) > 1


def answers_of(desk: Desk, case: CaseRow) -> dict[int, PartReplyRow]:
    """What stands of this round, by dispatch; drafts are no answers."""
    rows = [row for row in desk.store.parts.of(case.id) if row.round == case.round and not row.awaits_sign_off]
    return {row.dispatch_id: row for row in rows}


def unanswered(desk: Desk, case: CaseRow) -> list[DispatchRow]:
    answered = answers_of(desk, case)
    return [row for row in leads_of(desk, case) if row.id not in answered]


def waits_for(desk: Desk, case: CaseRow, department: str | None) -> bool:
    """Whether this department has something to do: of a 分办 not once its own part is answered."""
    if case.status not in OPEN_PARTS or not is_shared(desk, case):
        return True
    leads = {row.department for row in leads_of(desk, case)}
    return department not in leads or department in {row.department for row in unanswered(desk, case)}


def own_row(turn: Turn, desk: Desk, case: CaseRow) -> DispatchRow | None:
    """The part of this person's department, or of one they stand in for."""
    person = turn.speaker.person
    own = {post.department for post in person.posts} if person else set()
    return next((row for row in leads_of(desk, case) if row.department in own), None)


def lines(desk: Desk, case: CaseRow) -> list[str]:
    """What 查 shows: who has which part, and how far it is."""
    if not is_shared(desk, case):
        return []
    answered = answers_of(desk, case)
    due = {clock.department: clock.due_on for clock in clocks.all_leading(desk, case.id)}
    return [
        words.line(
            name_of(desk, row.department),
            row.part or "",
            desk.settings.class_term(answered[row.id].answer_class) if row.id in answered else "",
            due.get(row.department),
        )
        for row in leads_of(desk, case)
    ]


def owing(desk: Desk, case: CaseRow) -> list[PartReplyRow]:
    """The parts that promised something and whose departments have not reported it kept; none of a case that is no 分办."""
    if not is_shared(desk, case):
        return []
    return [part for part in answers_of(desk, case).values() if part.answer_class == "B" and part.kept_at is None]


def acting(desk: Desk, case: CaseRow) -> list[str]:
    """Departments from which something is waited for: the lead, or of a 分办 those whose part is open."""
    if case.status in OPEN_PARTS and is_shared(desk, case):
        return [row.department for row in unanswered(desk, case)]
    return [row.department for row in leads_of(desk, case)] if case.department else []


def name_of(desk: Desk, code: str) -> str:
    return desk.directory.departments[code].name
