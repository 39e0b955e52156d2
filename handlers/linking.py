"""关联: the number a case bears in 12345 or on another platform, so that both can be found from either side."""

import re
from dataclasses import replace

from handlers import lists
from handlers.casefile import about, actor_of, facts_of, meant
from handlers.desk import Desk, Turn
from handlers.rules import access
from handlers.rules.case_flow import Step
from handlers.rules.commands import CaseRef, Command
from handlers.rules.errors import Missing
from handlers.rules.numerals import plain
from handlers.rules.verbs import Verb
from handlers.words import linking as words
from storage.cases import CaseRow

_LABEL = re.compile(r"^(?:工单号?|单号|编号|号码?|是|为|[:：\s])+")
_NUMBER = re.compile(r"[0-9A-Za-z][0-9A-Za-z\-_/]{3,39}")
# A person's own number is no number of a case.
_MOBILE = re.compile(r"(?<![0-9])1[3-9][0-9]{9}(?![0-9])")
_LONGEST = 60
_ASKED = re.compile(r"^查(?:询|看|一下)?\s*(?P<number>[0-9A-Za-z][0-9A-Za-z\-_/]{3,39})$")


def link(turn: Turn, desk: Desk) -> None:
    """关联 12 工单号; the same number twice is one. A platform's name may stand before it."""
    case = meant(turn, desk, Step.MESSAGE)
    said = _LABEL.sub("", plain(turn.command.rest if turn.command else "").strip()).strip(" 。.")
    with about(case):
        if not _NUMBER.search(said) or _MOBILE.search(said) or len(said) > _LONGEST:
            raise Missing(step=Step.MESSAGE, what="link_number")
    desk.store.links.add(case.id, said, by=turn.speaker.person_id, now=desk.now)
    desk.say(turn, words.linked(case.number, case.title, desk.store.links.of(case.id)), case_id=case.id)


def is_asked(turn: Turn, desk: Desk) -> bool:
    """查 工单号, by staff who see the case."""
    return turn.speaker.is_staff and turn.command is None and _asked(turn, desk) is not None


def show(turn: Turn, desk: Desk) -> None:
    case = _asked(turn, desk)
    if case is not None:
        lists.status(replace(turn, command=Command(Verb.STATUS, (CaseRef(case.year, case.seq),))), desk)


def _asked(turn: Turn, desk: Desk) -> CaseRow | None:
    asked = _ASKED.match(plain(turn.message.text).strip(" 。.?？"))
    found = desk.store.links.cases_with(asked["number"]) if asked else []
    actor = actor_of(turn.speaker)
    linked = (desk.store.cases.get(case_id) for case_id in found)
    return next((case for case in linked if access.sees(actor, facts_of(desk, turn.speaker, case))), None)
