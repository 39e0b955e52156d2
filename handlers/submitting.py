"""A reply on its way to be looked at: first by the head of its unit where heads sign, then by whoever dispatched the case."""

from datetime import date
from typing import Protocol

from handlers import notify
from handlers.buttons import case_facts, for_reviewer
from handlers.desk import Desk, Turn
from handlers.rules.case_flow import Role
from handlers.suggestion_view import talk_line
from handlers.words import signing as words
from storage.cases import CaseRow


class Answer(Protocol):
    """A department's answer, to the whole or to its part."""

    @property
    def department(self) -> str: ...
    @property
    def answer_class(self) -> str: ...
    @property
    def promised_on(self) -> date | None: ...


def needs_sign_off(desk: Desk, case: CaseRow) -> bool:
    """A unit whose head is not in the directory signs on paper."""
    return desk.settings.unit_sign_off and bool(case.department and desk.directory.unit_heads(case.department))


def ask_for_signature(turn: Turn, desk: Desk, case: CaseRow, reply: Answer, said: str) -> None:
    heads = desk.directory.unit_heads(reply.department)
    text = words.for_head(
        case.number, case.title, desk.settings.class_term(reply.answer_class), said, reply.promised_on
    )
    buttons = (("签发", f"签发 {case.number}"),)
    notify.tell_staff(desk, heads, text, case, buttons=buttons, line=text.splitlines()[0])
    desk.say(turn, words.drafted(case.number, case.title), case_id=case.id)


def tell_reviewers(desk: Desk, case: CaseRow, reply: Answer, said: str) -> None:
    """An answer was submitted: whoever dispatched the case looks at it."""
    department = desk.directory.departments.get(reply.department)
    name = department.name if department else ""
    kind, talks = desk.settings.class_term(reply.answer_class), talk_line(desk, case)
    text = words.reply_for_review(case.number, case.title, name, kind, said, reply.promised_on, talks)
    notify.tell_staff(
        desk,
        notify.dispatcher_of(desk, case),
        text,
        case,
        buttons=for_reviewer(case.number),
        facts=case_facts(case.number, department=name, due=case.reply_due),
        line=text.splitlines()[0],
    )
    if case.is_entrusted:
        told = words.reply_for_supervision(text, case.number)
        people = desk.directory.with_role(Role.SUPERVISION)
        notify.tell_staff(desk, people, told, case, line=text.splitlines()[0])
