"""Short words that only make sense after a question, and words that are somebody else's or not there yet."""

from handlers.asking import ask
from handlers.casefile import open_question
from handlers.desk import Desk, Turn
from handlers.ratings import VERDICTS
from handlers.rules.asides import wants_call
from handlers.rules.case_flow import Role
from handlers.rules.errors import Missing, RuleBroken, WhichCase
from handlers.rules.intake import ASKS_FOR_WORDS, Question
from handlers.rules.short_answers import Answer, short_answer
from handlers.rules.speech import hear
from handlers.words import cases as case_words
from handlers.words import opinions as words
from handlers.words import refusals


def refuse(turn: Turn, desk: Desk, error: RuleBroken) -> None:
    """Say why a step was refused, in one sentence; words that are still missing are asked for."""
    if not (isinstance(error, Missing) and ask(turn, desk, error)):
        desk.say(turn, refusals.sentence(error, to_voter=not turn.speaker.is_staff), buttons=_choices(turn, error))


def _choices(turn: Turn, error: RuleBroken) -> tuple[tuple[str, str], ...]:
    """Which of several cases is meant can be pressed: nobody needs to copy a number."""
    command = turn.command
    if not isinstance(error, WhichCase) or command is None or len(command.cases) > 1:
        return ()
    return refusals.which_case(error.cases, command.verb.value, command.rest)


def apologise(turn: Turn, desk: Desk) -> None:
    desk.say(turn, refusals.APOLOGY)


def not_theirs(turn: Turn, desk: Desk) -> None:
    """A word of the office in the mouth of somebody who does not hold it."""
    key = "staff_only" if turn.speaker.roles & {Role.VOTER, Role.DEPUTY} else "not_your_office"
    desk.say(turn, refusals.MISSING[key])


def is_short(turn: Turn, _desk: Desk) -> bool:
    return turn.message.kind == "text" and not turn.speaker.is_staff and short_answer(turn.message.text) is not None


def short(turn: Turn, desk: Desk) -> None:
    """嗯, 好, OK, 👍: an answer to the last question put to this person within a day, and to nothing else."""
    answer = short_answer(turn.message.text)
    question = open_question(turn, desk)
    if question is Question.RATE:
        desk.say(turn, case_words.RATE_HOW)
    elif question is Question.REASON and answer is Answer.NO:
        desk.store.people.clear_question(turn.speaker.account_id)
        desk.say(turn, case_words.NO_REASON)
    elif question in ASKS_FOR_WORDS and answer is Answer.NO:
        desk.store.people.clear_question(turn.speaker.account_id)
        desk.say(turn, words.NO_MORE_ASKED)
    elif question is not None:
        desk.say(turn, words.SAY_IT)
    else:
        desk.say(turn, words.NOTHING_ASKED)


def is_reason(turn: Turn, desk: Desk) -> bool:
    """What follows a bare 不满意 within a day is its reason."""
    is_said = turn.command is None and turn.message.kind in {"text", "voice", "photo", "video"}
    if not is_said or open_question(turn, desk) is not Question.REASON:
        return False
    heard = hear(turn.message.text, desk.directory.gazetteer)
    is_other = heard.is_small_talk or heard.asks_own_case or wants_call(turn.message.text)
    return turn.message.kind != "text" or not is_other


def tells_instead_of_rating(turn: Turn, desk: Desk) -> bool:
    """不满意你们的态度，路灯没人修: while no answer waits for this person, that is a matter and no verdict."""
    command = turn.command
    if command is None or command.verb not in VERDICTS or command.cases or not command.rest:
        return False
    waiting = desk.store.opinions.waiting_verdicts(turn.speaker.account_id, turn.speaker.person_id)
    return not waiting and hear(turn.message.text, desk.directory.gazetteer).has_matter


def is_unknown_kind(turn: Turn, _desk: Desk) -> bool:
    return turn.message.kind == "unknown"
