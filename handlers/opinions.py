"""选民意见: raised in whatever form, added to, withdrawn."""

from typing import Any

from handlers import notify
from handlers.announcing import announce
from handlers.casefile import about, meant, root_of, take
from handlers.cases import words_of
from handlers.collecting import join, joined_by, timer_of
from handlers.desk import Desk, Turn
from handlers.pieces import Piece, add_fragment, piece_of, understood
from handlers.rules.case_flow import Role, Status, Step
from handlers.rules.commands import format_number
from handlers.rules.errors import Missing
from handlers.rules.intake import Question, missing
from handlers.words import opinions as words
from storage.history import Entry


def report(turn: Turn, desk: Desk) -> None:
    """Speech, a photo, a voice or a place from a voter or a deputy."""
    piece = piece_of(turn, desk)
    if piece.kind == "text" and piece.heard.is_small_talk:
        thanks = any(word in piece.text for word in ("谢", "辛苦", "麻烦"))
        desk.say(turn, words.WELCOME_THANKS if thanks else words.SMALL_TALK)
        return
    joined = joined_by(turn, desk, piece)
    if joined is not None:
        join(turn, desk, piece, *joined)
    elif turn.is_group and piece.kind == "text" and not piece.heard.has_matter:
        desk.say(turn, words.NOTHING_ASKED)
    else:
        _open(turn, desk, piece)


def add(turn: Turn, desk: Desk) -> None:
    """补充: words for the case it names, or for the only one that is open."""
    case = root_of(desk, meant(turn, desk, Step.ADD))
    said = words_of(turn, case, Step.ADD)
    own = desk.store.opinions.report_of_any(case.id, turn.speaker.account_id, turn.speaker.person_id)
    if own is None or own.is_supporter:
        with about(case):
            raise Missing(step=Step.ADD, what="not_supporter")
    join(turn, desk, piece_of(turn, desk, said=said), case, own.id)


def withdraw(turn: Turn, desk: Desk) -> None:
    """撤回, by the only one who raised it."""
    case = root_of(desk, meant(turn, desk, Step.WITHDRAW))
    reporters = [row for row in notify.reporters_of(desk, case) if not row.is_supporter]
    if len(reporters) > 1 and any(row.account_id == turn.speaker.account_id for row in reporters):
        with about(case):
            raise Missing(step=Step.WITHDRAW, what="other_reporters")
    officers = notify.all_officers(desk, case)
    take(turn, desk, case, Step.WITHDRAW, to=Status.WITHDRAWN)
    desk.store.handling.end_dispatches(case.id, desk.now)
    desk.say(turn, words.withdrawn(case.number, case.title), case_id=case.id)
    told = (*notify.clerks_of(desk, case), *officers)
    notify.tell_staff(desk, told, words.withdrawn_for_staff(case.number, case.title), case)


def _open(turn: Turn, desk: Desk, piece: Piece) -> None:
    """A new case: numbered, written down and acknowledged in one go."""
    question = (
        None if piece.is_sound else missing(piece.heard, has_place=False, has_matter=False, asked_for_place=False)
    )
    is_first = not turn.speaker.has_spoken or desk.store.opinions.latest(turn.speaker.account_id) is None
    case = _new_case(turn, desk, piece, question)
    role = Role.DEPUTY if turn.speaker.is_deputy else Role.VOTER
    entry = Entry(desk.now, Step.REPORT, None, case["status"], role, turn.speaker.person_id, turn.speaker.account_id)
    first = desk.store.history.chained(case["number"], 1, "", entry)
    case_id = desk.store.cases.add(case | {"history_head": first["mac"]})
    report_id = _add_report(turn, desk, case_id, role)
    add_fragment(desk, piece, case_id, report_id)
    desk.store.history.add(case_id, first)
    desk.store.vault.put(case_id, turn.speaker.account_id, piece.kept_items, desk.now)
    if question is not None:
        desk.store.people.put_question(turn.speaker.account_id, question.value, case_id, desk.now)
    _acknowledge(turn, desk, piece, case["number"], case_id, question, is_first=is_first)
    if case["status"] == Status.REVIEW:
        announce(desk, case["number"], case_id, piece.text, case)


def _new_case(turn: Turn, desk: Desk, piece: Piece, question: Question | None) -> dict[str, Any]:
    day = desk.settings.local_day(desk.now)
    seq = desk.store.cases.next_seq(day.year)
    asked = int(question is not None)
    timer = {} if piece.is_whole else timer_of(desk, is_sound=piece.is_sound, asked=asked, began=desk.now)
    return {
        "number": format_number(day.year, seq),
        "year": day.year,
        "seq": seq,
        "kind": "opinion",
        "status": (Status.REVIEW if piece.is_whole else Status.COLLECTING).value,
        "needs_listening": piece.is_sound,
        "human_first": False,
        "received_at": desk.now,
        "received_on": day,
        "asked": asked,
        "history_count": 1,
        "timer": None,
        "timer_at": None,
        **timer,
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


def _acknowledge(
    turn: Turn, desk: Desk, piece: Piece, number: str, case_id: int, question: Question | None, *, is_first: bool
) -> None:
    text = words.taken_down(number, question=question, is_sound=piece.is_sound, is_first=is_first)
    desk.say(turn, words.with_preview(text, piece.heard.matters), case_id=case_id)
