"""What becomes no case: advertising, chain letters, bare insults, favours, wishes outside the law, and repeats of what was answered."""

from collections.abc import Sequence

from handlers.casefile import root_of, text_of, whole
from handlers.desk import Desk, Turn
from handlers.pieces import Piece
from handlers.rules.case_flow import Role, Status
from handlers.rules.no_matter import no_matter
from handlers.rules.repeats import WITHIN, is_repeat
from handlers.rules.speech import strip_mention
from handlers.words import no_matters as words
from storage.cases import CaseRow
from storage.handling import ReplyRow

_ANSWERED = frozenset({Status.REPLIED, Status.CLOSED})
_MAY_BE_ANSWERED = _ANSWERED | {Status.MERGED}


def is_no_matter(turn: Turn, desk: Desk) -> bool:
    """Words of a voter or a deputy that nobody can do anything with."""
    if turn.message.kind != "text" or not turn.speaker.roles & {Role.VOTER, Role.DEPUTY}:
        return False
    return no_matter(strip_mention(turn.message.text, desk.settings.bot_name)) is not None


def say_so(turn: Turn, desk: Desk) -> None:
    """One sentence; it is counted, and nothing of it is kept."""
    found = no_matter(strip_mention(turn.message.text, desk.settings.bot_name))
    if found is not None:
        desk.store.counters.no_matter(desk.settings.local_day(desk.now), found.kind.value)
        desk.say(turn, words.SAID[found.kind])


def raised_before(turn: Turn, desk: Desk) -> list[CaseRow]:
    """What this person told of before, newest first."""
    if not turn.speaker.has_spoken:
        return []
    return desk.store.cases.raised_by(turn.speaker.account_id, turn.speaker.person_id)


def told_again(turn: Turn, desk: Desk, piece: Piece, raised: Sequence[CaseRow]) -> bool:
    """The same person with nearly the same words within a month of the answer: told the result again, no new case."""
    if piece.kind != "text" or not piece.heard.has_matter:
        return False
    for case in raised:
        answered = _answered_lately(desk, case)
        if answered is not None and is_repeat(piece.text, text_of(desk, case.id)):
            _tell(turn, desk, case, *answered)
            return True
    return False


def _answered_lately(desk: Desk, case: CaseRow) -> tuple[CaseRow, ReplyRow] | None:
    if case.sealed or Status(case.status) not in _MAY_BE_ANSWERED:
        return None
    root = root_of(desk, case)
    if root.sealed or root.status not in _ANSWERED:
        return None
    reply = desk.store.handling.released_reply(root.id)
    is_lately = reply is not None and reply.released_at is not None and desk.now - reply.released_at <= WITHIN
    return (root, reply) if reply is not None and is_lately else None


def _tell(turn: Turn, desk: Desk, case: CaseRow, root: CaseRow, reply: ReplyRow) -> None:
    said = whole(desk, root.id, reply.text, person_id=turn.speaker.person_id, why="反映人再次询问")
    department = desk.directory.departments.get(reply.department)
    text = words.told_again(
        case.number, case.title, department.name if department else "", said, may_rate=root.status == Status.REPLIED
    )
    desk.say(turn, text, case_id=root.id)
