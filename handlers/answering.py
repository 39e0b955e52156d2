"""直答: the clerk answers without a department; for a person in danger it is the end of the case, without a question."""

import re
from dataclasses import dataclass
from datetime import date

from handlers import notify
from handlers.casefile import about, keep, meant, take, today
from handlers.cases import words_of
from handlers.danger import CRISIS
from handlers.desk import Desk, Turn
from handlers.handling import classed
from handlers.knowledge import usable_answer
from handlers.replies import opened_round, send_out
from handlers.rules.case_flow import Status, Step
from handlers.rules.errors import Missing, NotFromHere
from handlers.rules.intake import Question
from handlers.rules.numerals import plain
from handlers.rules.saved_answers import named_answer
from handlers.rules.verdicts import AnswerClass
from handlers.words import answering as words
from handlers.words.knowledge import with_source
from storage.cases import CaseRow

# A class is said by a letter that stands alone, so that "A超市门口" is an answer and no class.
_CLASSED = re.compile(r"[A-Da-d](?:\s*类|[\s,，:：、])")


@dataclass(frozen=True, slots=True)
class Answer:
    """What the reporters are told, and what it claims."""

    kind: AnswerClass
    promised_on: date | None
    text: str


def answer_direct(turn: Turn, desk: Desk) -> None:
    """直答 12 …, or 直答 12 知识3: class A unless a class stands in front."""
    case = meant(turn, desk, Step.ANSWER_DIRECT)
    with about(case):
        _check_ready(case)
    said = words_of(turn, case, Step.ANSWER_DIRECT)
    if case.sealed == CRISIS:
        _end_danger(turn, desk, case, said)
        return
    with about(case):
        answer = _answer(desk, said)
    changes = opened_round(desk, case, answer.promised_on)
    take(turn, desk, case, Step.ANSWER_DIRECT, to=Status.REPLIED, note=f"{answer.kind.value}类", changes=changes)
    desk.store.handling.add_reply(
        {
            "case_id": case.id,
            "round": case.round,
            "answer_class": answer.kind.value,
            "text": keep(desk, case.id, answer.text),
            "promised_on": answer.promised_on,
            "department": "",
            "submitted_by": turn.speaker.person_id,
            "submitted_at": desk.now,
        }
    )
    people = send_out(desk, case)
    desk.say(turn, words.answered(case.number, case.title, people), case_id=case.id)


def _check_ready(case: CaseRow) -> None:
    if case.kind == "suggestion":
        raise Missing(step=Step.ANSWER_DIRECT, what="suggestion_direct")
    if case.human_first and case.taken_over_by is None:
        raise Missing(step=Step.ANSWER_DIRECT, what="take_over")
    if case.status == Status.REDO and case.department is not None:
        raise NotFromHere(step=Step.ANSWER_DIRECT, status=Status.REDO)


def _answer(desk: Desk, said: str) -> Answer:
    saved = named_answer(said)
    if saved is not None:
        found = usable_answer(desk, saved[0])
        return Answer(AnswerClass.A, None, with_source(found.text, found.source, saved[1]))
    if _CLASSED.match(plain(said)):
        return Answer(*classed(said, today(desk), Step.ANSWER_DIRECT))
    return Answer(AnswerClass.A, None, said)


def _end_danger(turn: Turn, desk: Desk, case: CaseRow, said: str) -> None:
    """The last words to the writer; no number, no rating, and what they say next is heard afresh."""
    take(turn, desk, case, Step.ANSWER_DIRECT, to=Status.CLOSED, note=said)
    for report in notify.reporters_of(desk, case):
        notify.tell_reporter(desk, report, said)
        account = desk.store.people.get_account(report.account_id)
        if account.question == Question.IN_DANGER:
            desk.store.people.clear_question(account.id)
    desk.say(turn, words.danger_ended(case.number), case_id=case.id)
