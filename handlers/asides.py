"""Wishes beside the matter: to be called, not to be named, to be heard for somebody else. None of them is a case by itself."""

from datetime import timedelta

from handlers import notify
from handlers.collecting import join, joined_by
from handlers.desk import Desk, Turn
from handlers.opening import open_case
from handlers.opinions import report
from handlers.pieces import Piece, piece_of
from handlers.rules.asides import (
    besides_call,
    besides_speaking_for,
    besides_worry,
    is_bare_contact,
    speaks_for,
    wants_call,
    worries,
)
from handlers.rules.case_flow import MOVES, Role, Step
from handlers.rules.personal import cut
from handlers.rules.speech import hear
from handlers.rules.viewing import CONTACTS
from handlers.words import asides as words
from handlers.words.opinions import PRIVACY
from storage.cases import CaseRow

_PEOPLE = frozenset({Role.VOTER, Role.DEPUTY})
_LONGEST_CONTACT = 40
# So long a new case of the same person still counts as what they are speaking of.
_STILL_MEANT = timedelta(days=30)


def is_call(turn: Turn, desk: Desk) -> bool:
    """电话联系我, or a number alone that answers nothing."""
    if not _speaks(turn):
        return False
    text = turn.message.text
    if wants_call(text):
        return True
    may_be = len(text) <= _LONGEST_CONTACT and any(sign.isdigit() for sign in text) and is_bare_contact(cut(text).text)
    return may_be and joined_by(turn, desk, piece_of(turn, desk)) is None


def call(turn: Turn, desk: Desk) -> None:
    """The clerks are asked to call; a matter told in the same breath is a case as ever."""
    found = cut(turn.message.text)
    contact = "、".join(item.value for item in found.items if item.kind in CONTACTS)
    if _has_matter(desk, besides_call(found.text)):
        report(turn, desk)
        said = words.CALL_NOTED
    else:
        said = words.CALL_BACK if contact else words.CALL_BACK_WHERE
    _ask_clerks(turn, desk, contact)
    desk.say(turn, said)


def _ask_clerks(turn: Turn, desk: Desk, contact: str) -> None:
    latest = _latest(turn, desk)
    case = latest[0] if latest else None
    person = turn.speaker.person
    station = case.station if case else person.station if person else turn.speaker.station_scanned
    text = words.wants_call(turn.speaker.name, case.number if case else "", contact)
    clerks = desk.directory.liaison_officers(station)
    if case is not None:
        notify.tell_staff(desk, clerks, text, case)
    else:
        for clerk in clerks:
            notify.tell_person(desk, clerk, text, due_at=notify.morning_of_work(desk))


def is_worry(turn: Turn, _desk: Desk) -> bool:
    return _speaks(turn) and worries(turn.message.text)


def reassure(turn: Turn, desk: Desk) -> None:
    """Whoever fears to be named is told that they are not; with a case open, the clerk reads the wish there."""
    piece = piece_of(turn, desk)
    if _has_matter(desk, besides_worry(piece.text)):
        report(turn, desk)
        if desk.answer is None or PRIVACY not in desk.answer.text:
            desk.say(turn, PRIVACY)
        return
    _join_latest(turn, desk, piece)
    desk.say(turn, words.REASSURED)


def is_for_another(turn: Turn, _desk: Desk) -> bool:
    return _speaks(turn) and bool(speaks_for(turn.message.text))


def for_another(turn: Turn, desk: Desk) -> None:
    """我替我爸说: one account, two people. It is noted, and asked about once with a new case; nobody's identity changes."""
    piece = piece_of(turn, desk)
    latest = None if besides_speaking_for(piece.text) else _latest(turn, desk)
    if latest is not None:
        join(turn, desk, piece, *latest)
        return
    joined = joined_by(turn, desk, piece)
    if joined is not None:
        join(turn, desk, piece, *joined)
        return
    open_case(turn, desk, piece)
    desk.say(turn, words.FOR_WHOM)


def _speaks(turn: Turn) -> bool:
    return turn.message.kind == "text" and bool(turn.speaker.roles & _PEOPLE)


def _has_matter(desk: Desk, text: str) -> bool:
    return bool(text) and hear(text, desk.directory.gazetteer).has_matter


def _join_latest(turn: Turn, desk: Desk, piece: Piece) -> None:
    latest = _latest(turn, desk)
    if latest is not None:
        join(turn, desk, piece, *latest)


def _latest(turn: Turn, desk: Desk) -> tuple[CaseRow, int] | None:
    """The case this person spoke of last, while it may still be added to; a sealed one is not spoken of."""
    latest = desk.store.opinions.latest(turn.speaker.account_id)
    if latest is None or desk.now - latest.last_fragment_at > _STILL_MEANT:
        return None
    case = desk.store.cases.get(latest.case_id)
    return None if case.sealed or case.status not in MOVES[Step.ADD].sources else (case, latest.report_id)
