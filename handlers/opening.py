"""A new case: numbered, written down, acknowledged and announced in one go."""

from typing import Any

from handlers.announcing import announce
from handlers.collecting import timer_of
from handlers.desk import Desk, Turn
from handlers.filing import First, Opened, Reporter, put_on_file
from handlers.pieces import Piece, understood
from handlers.rules.case_flow import Role, Status, Step
from handlers.rules.intake import Question, missing
from handlers.scanning import tell_deputy, through
from handlers.words import opinions as words


def open_case(turn: Turn, desk: Desk, piece: Piece, *, is_told: bool = False) -> None:
    """An ordinary matter. `is_told`: this person is known to have had the notice."""
    question = (
        None if piece.is_sound else missing(piece.heard, has_place=False, has_matter=False, asked_for_place=False)
    )
    is_first = not is_told and desk.store.counters.first_notice(turn.speaker.account_id)
    case = write_down(turn, desk, piece, _collecting(desk, piece, question))
    if question is not None:
        desk.store.people.put_question(turn.speaker.account_id, question.value, case.id, desk.now)
    text = words.taken_down(case.number, question=question, is_sound=piece.is_sound, is_first=is_first)
    if piece.has_unneeded:
        text += words.NOT_NEEDED
    text += _consent(turn, desk)
    preview = words.with_preview(text, case.number, piece.heard.matters)
    buttons = words.split_buttons(case.number, piece.heard.matters)
    desk.say(turn, preview, buttons=buttons, case_id=case.id)
    if case.values["status"] == Status.REVIEW:
        announce(desk, case.number, case.id, piece.text, case.values, only_words=not piece.media)


def _consent(turn: Turn, desk: Desk) -> str:
    """Whoever could not be told of an answer after 48 hours is asked to allow it, in the same message."""
    settings = desk.settings
    if not (settings.consent_url and settings.reply_notice) or turn.message.channel != "official_account":
        return ""
    if desk.store.consents.left(turn.speaker.account_id, settings.reply_notice):
        return ""
    return words.CONSENT.format(url=settings.consent_url)


def _collecting(desk: Desk, piece: Piece, question: Question | None) -> dict[str, Any]:
    """Complete at once, or still collecting with its clock."""
    if piece.is_whole:
        return {}
    asked = int(question is not None)
    timer = timer_of(desk, is_sound=piece.is_sound, asked=asked, began=desk.now)
    return {"status": Status.COLLECTING.value, "asked": asked, **timer}


def write_down(turn: Turn, desk: Desk, piece: Piece, changes: dict[str, Any]) -> Opened:
    """A case of whoever speaks. `changes` are columns that differ from what the words alone decide."""
    speaker = turn.speaker
    role = Role.DEPUTY if speaker.is_deputy else Role.VOTER
    first = First(Step.REPORT, role, speaker.person_id, speaker.account_id)
    columns = understood(turn, desk, piece.text) | changes
    deputy = through(turn, desk, columns)
    reporter = Reporter(speaker.account_id, speaker.person_id, role, deputy.id if deputy else None)
    case = put_on_file(desk, piece, columns, first, [reporter])
    if deputy is not None:
        tell_deputy(turn, desk, deputy, case.id, case.values)
    return case
