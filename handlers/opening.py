"""A new case: numbered, written down, acknowledged and announced in one go."""

from dataclasses import dataclass
from typing import Any

from handlers.announcing import announce
from handlers.collecting import timer_of
from handlers.desk import Desk, Turn
from handlers.pieces import Piece, add_fragment, understood
from handlers.rules.case_flow import Role, Status, Step
from handlers.rules.commands import format_number
from handlers.rules.intake import Question, missing
from handlers.rules.viewing import given
from handlers.words import opinions as words
from storage.history import Entry


@dataclass(frozen=True, slots=True)
class Opened:
    """A case just written down; `values` are its columns."""

    id: int
    number: str
    values: dict[str, Any]


def open_case(turn: Turn, desk: Desk, piece: Piece) -> None:
    """An ordinary matter."""
    question = (
        None if piece.is_sound else missing(piece.heard, has_place=False, has_matter=False, asked_for_place=False)
    )
    is_first = desk.store.counters.first_notice(turn.speaker.account_id)
    case = write_down(turn, desk, piece, _collecting(desk, piece, question))
    if question is not None:
        desk.store.people.put_question(turn.speaker.account_id, question.value, case.id, desk.now)
    text = words.taken_down(case.number, question=question, is_sound=piece.is_sound, is_first=is_first)
    if piece.has_unneeded:
        text += words.NOT_NEEDED
    desk.say(turn, words.with_preview(text, piece.heard.matters), case_id=case.id)
    if case.values["status"] == Status.REVIEW:
        announce(desk, case.number, case.id, piece.text, case.values)


def _collecting(desk: Desk, piece: Piece, question: Question | None) -> dict[str, Any]:
    """Complete at once, or still collecting with its clock."""
    if piece.is_whole:
        return {}
    asked = int(question is not None)
    timer = timer_of(desk, is_sound=piece.is_sound, asked=asked, began=desk.now)
    return {"status": Status.COLLECTING.value, "asked": asked, **timer}


def write_down(turn: Turn, desk: Desk, piece: Piece, changes: dict[str, Any]) -> Opened:
    """The case, who raised it, what was said and the first step of its history. `changes` are columns that differ."""
    values = _new_case(turn, desk, piece) | changes
    role = Role.DEPUTY if turn.speaker.is_deputy else Role.VOTER
    entry = Entry(desk.now, Step.REPORT, None, values["status"], role, turn.speaker.person_id, turn.speaker.account_id)
    first = desk.store.history.chained(values["number"], 1, "", entry)
    case_id = desk.store.cases.add(values | {"history_head": first["mac"]})
    report_id = _add_report(turn, desk, case_id, role)
    add_fragment(desk, piece, case_id, report_id)
    desk.store.history.add(case_id, first)
    if piece.items:
        on_purpose = given(piece.said, piece.items)
        desk.store.vault.put(case_id, turn.speaker.account_id, piece.kept_items, desk.now, given=on_purpose)
    return Opened(case_id, values["number"], values)


def _new_case(turn: Turn, desk: Desk, piece: Piece) -> dict[str, Any]:
    day = desk.settings.local_day(desk.now)
    seq = desk.store.cases.next_seq(day.year)
    return {
        "number": format_number(day.year, seq),
        "year": day.year,
        "seq": seq,
        "kind": "opinion",
        "status": Status.REVIEW.value,
        "needs_listening": piece.is_sound,
        "human_first": False,
        "sealed": None,
        "received_at": desk.now,
        "received_on": day,
        "asked": 0,
        "history_count": 1,
        "timer": None,
        "timer_at": None,
        **understood(turn, desk, piece.text),
    }


def _add_report(turn: Turn, desk: Desk, case_id: int, role: Role) -> int:
    return desk.store.opinions.add_report(
        {
            "case_id": case_id,
            "home_case_id": case_id,
            "account_id": turn.speaker.account_id,
            "person_id": turn.speaker.person_id,
            "role": role.value,
            "reported_at": desk.now,
            "last_fragment_at": desk.now,
        }
    )
