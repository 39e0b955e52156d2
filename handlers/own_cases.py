"""Questions after one's own case in a person's own words: the case is found by what they say of it."""

from collections.abc import Sequence
from dataclasses import replace

from handlers import lists
from handlers.casefile import seen_by, text_of
from handlers.desk import Desk, Turn
from handlers.rules.case_flow import OPEN, Status
from handlers.rules.case_numbers import parse_number
from handlers.rules.commands import Command
from handlers.rules.own_case import MOST_LISTED, fitting, is_impatient, telling_words
from handlers.rules.speech import asks_after_own_case, strip_mention
from handlers.rules.verbs import Verb
from handlers.words import lists as words
from handlers.words.refusals import VOTER_TERMS
from storage.cases import CaseRow

_LATEST = 20


def is_asked(turn: Turn, desk: Desk) -> bool:
    """怎么还没人来 asks after a case only while one is open; a number and nothing else is a case if it can be one."""
    if turn.message.kind != "text":
        return False
    text = _said(turn, desk)
    if _is_number(turn, desk, text):
        return True
    if turn.speaker.is_staff:
        return False
    return asks_after_own_case(text) or (is_impatient(text) and bool(_open(lists.own(turn, desk))))


def _is_number(turn: Turn, desk: Desk, text: str) -> bool:
    """Not where it answers a question; and 12号 that is no case of theirs may be a house, and belongs to what they are telling."""
    number = parse_number(text) if turn.speaker.question is None else None
    return number is not None and (number.year is not None or bool(seen_by(desk, turn.speaker, number)))


def answer(turn: Turn, desk: Desk) -> None:
    """One that fits is told at once, several are listed; what fits nothing is answered with all that is open."""
    said = _said(turn, desk)
    number = parse_number(said)
    if number is not None:
        lists.status(replace(turn, command=Command(Verb.STATUS, (number,))), desk)
        return
    if not telling_words(said):
        lists.status(turn, desk)
        return
    raised = lists.own(turn, desk)
    found = _fitting(desk, said, _open(raised)) or _fitting(desk, said, raised)
    if len(found) == 1:
        desk.say(turn, lists.for_voter(turn, desk, found[0]), case_id=found[0].id)
    elif found:
        lines = [words.one_line(case.number, case.title, VOTER_TERMS[Status(case.status)]) for case in found]
        desk.say(turn, words.listed("您的件", lines[:MOST_LISTED], total=len(lines)))
    elif len(_open(raised)) == 1 and is_impatient(said):
        lists.status(turn, desk)
    else:
        lists.mine(turn, desk)


def _said(turn: Turn, desk: Desk) -> str:
    return strip_mention(turn.message.text, desk.settings.bot_name)


def _open(raised: Sequence[CaseRow]) -> list[CaseRow]:
    return [case for case in raised if Status(case.status) in OPEN or case.status == Status.MERGED]


def _fitting(desk: Desk, said: str, raised: Sequence[CaseRow]) -> list[CaseRow]:
    latest = raised[:_LATEST]
    texts = [f"{case.title}\n{text_of(desk, case.id)}" for case in latest]
    return [latest[place] for place in fitting(said, texts)]
