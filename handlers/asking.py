"""A command of staff that lacks its words: they are asked for in one sentence, and what is typed next completes it."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from handlers import dispatching, extending, rejecting, replies, returning
from handlers.casefile import open_question
from handlers.desk import Desk, Turn
from handlers.rules.commands import CaseRef, Command
from handlers.rules.errors import Missing
from handlers.rules.intake import Question
from handlers.rules.short_answers import Answer, short_answer
from handlers.rules.verbs import Verb
from handlers.words import asking as words

Handler = Callable[[Turn, Desk], None]

_LACKING: Mapping[tuple[Verb, str], Question] = {
    (Verb.REJECT, "reason"): Question.REJECT_WHY,
    (Verb.REJECT, "reject_reason"): Question.REJECT_WHY,
    (Verb.REQUEST_RETURN, "reason"): Question.RETURN_WHY,
    (Verb.SEND_BACK, "reason"): Question.SEND_BACK_WHY,
    (Verb.REQUEST_EXTENSION, "extension"): Question.EXTEND_HOW,
    (Verb.DISPATCH, "no_department"): Question.DEPARTMENT,
}
_COMPLETED: Mapping[Question, tuple[Verb, Handler]] = {
    Question.REJECT_WHY: (Verb.REJECT, rejecting.reject),
    Question.RETURN_WHY: (Verb.REQUEST_RETURN, returning.request_return),
    Question.SEND_BACK_WHY: (Verb.SEND_BACK, replies.send_back),
    Question.EXTEND_HOW: (Verb.REQUEST_EXTENSION, extending.request),
    Question.DEPARTMENT: (Verb.DISPATCH, dispatching.dispatch),
}


def ask(turn: Turn, desk: Desk, missing: Missing) -> bool:
    """True where the missing words were asked for: the command named one case and lacks nothing else."""
    command = turn.command
    question = _LACKING.get((command.verb, missing.what)) if command is not None else None
    if question is None or missing.case is None or (command is not None and _says_part(command)):
        return False
    number, title = missing.case
    year, seq = number.split("-")
    case = desk.store.cases.find_number(int(year), int(seq))
    if case is None:
        return False
    desk.store.people.put_question(turn.speaker.account_id, question.value, case.id, desk.now)
    desk.say(turn, words.asked(question, number, title, missing.detail), case_id=case.id)
    return True


def _says_part(command: Command) -> bool:
    """Of an extension something was said already: what is wrong with it is told, and nothing added to it."""
    return command.verb is Verb.REQUEST_EXTENSION and bool(command.rest)


def is_answered(turn: Turn, desk: Desk) -> bool:
    """Whatever is typed next, but for another command."""
    is_said = turn.message.kind == "text" and turn.command is None
    return is_said and open_question(turn, desk) in _COMPLETED


def complete(turn: Turn, desk: Desk) -> None:
    """算了 leaves everything as it is; 好 says nothing yet; anything else is what was missing."""
    speaker, question = turn.speaker, Question(turn.speaker.question or "")
    case = desk.store.cases.get(speaker.question_case_id or 0)
    answer = short_answer(turn.message.text)
    if answer is Answer.YES:
        desk.say(turn, words.asked(question, case.number, case.title, ""), case_id=case.id)
        return
    desk.store.people.clear_question(speaker.account_id)
    if answer is Answer.NO:
        desk.say(turn, words.left_alone(case.number, case.title), case_id=case.id)
        return
    verb, handler = _COMPLETED[question]
    command = Command(verb, (CaseRef(case.year, case.seq),), turn.message.text.strip())
    handler(replace(turn, command=command), desk)


def is_dropped(question: str | None, command: Command | None) -> bool:
    """Another command: whoever was asked has turned to something else."""
    return command is not None and question in _COMPLETED
