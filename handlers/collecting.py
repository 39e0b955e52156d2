"""A matter told in pieces: further pieces join their case until place and matter are known, or time runs out."""

from dataclasses import asdict, replace
from datetime import timedelta
from typing import Any

from handlers import notify
from handlers.announcing import announce
from handlers.casefile import keep, move, take, text_of
from handlers.desk import Desk, Turn
from handlers.pieces import Piece, add_fragment, understood
from handlers.rules.case_flow import Role, Status, Step
from handlers.rules.intake import ASKS_FOR_WORDS, Question, belongs, missing, question_is_open
from handlers.rules.speech import hear
from handlers.words import opinions as words
from storage.cases import CaseRow
from storage.opinions import LatestReport

# What the tick does with a case that is still collecting when its time comes.
ASK_AGAIN = "ask_again"
LISTEN = "listen"
TIME_OUT = "time_out"


def joins(turn: Turn, desk: Desk, piece: Piece, latest: LatestReport) -> bool:
    """Whether this piece belongs to the sender's latest case."""
    speaker, status = turn.speaker, Status(latest.status)
    lasts = timedelta(hours=desk.settings.question_hours)
    answers = (
        speaker.question_case_id == latest.case_id
        and speaker.question_at is not None
        and question_is_open(speaker.question, desk.now - speaker.question_at, status, lasts=lasts)
    )
    merge = timedelta(minutes=desk.settings.merge_minutes)
    return belongs(status, desk.now - latest.last_fragment_at, merge, is_whole=piece.is_whole, answers_question=answers)


def join(turn: Turn, desk: Desk, piece: Piece, case: CaseRow, report_id: int) -> None:
    """One more piece of a case."""
    if piece.items:
        piece = replace(piece, text=keep(desk, case.id, piece.said, account_id=turn.speaker.account_id))
    add_fragment(desk, piece, case.id, report_id)
    desk.store.opinions.touch(report_id, desk.now)
    if case.status == Status.COLLECTING:
        _collect(turn, desk, piece, case)
        return
    take(turn, desk, case, Step.ADD, changes=_learnt(turn, desk, piece, case))
    desk.say(turn, words.joined(case.number, case.title, question=None), case_id=case.id)
    officers = notify.lead_officers(desk, case)
    notify.tell_staff(desk, officers, words.added_for_officer(case.number, case.title, piece.text), case.id)


def _learnt(turn: Turn, desk: Desk, piece: Piece, case: CaseRow) -> dict[str, Any]:
    """Before dispatch, further words fill in what the first ones left open; what is known stays."""
    if case.department is not None:
        return {}
    changes: dict[str, Any] = {"needs_listening": True} if piece.is_sound and case.summary is None else {}
    if not piece.text or (case.suggested and case.station):
        return changes
    told = understood(turn, desk, text_of(desk, case.id))
    open_columns = [name for name in told if name != "urgency" and not getattr(case, name)]
    return changes | {name: told[name] for name in open_columns}


def _collect(turn: Turn, desk: Desk, piece: Piece, case: CaseRow) -> None:
    """Perhaps the case is complete now; perhaps the one question helps; otherwise it goes on waiting."""
    text = text_of(desk, case.id)
    question = _still_missing(turn, desk, piece, case, text)
    changes = understood(turn, desk, text) | {"needs_listening": case.needs_listening or piece.is_sound}
    if question is None and text:
        _complete(turn, desk, case, text, changes)
        return
    may_ask = not changes["needs_listening"] and case.asked == 0
    asked = case.asked + int(may_ask)
    timer = timer_of(desk, is_sound=changes["needs_listening"], asked=asked)
    take(turn, desk, case, Step.ADD, changes=changes | timer | {"asked": asked})
    if may_ask and question is not None:
        desk.store.people.put_question(turn.speaker.account_id, question.value, case.id, desk.now)
    asks = question if may_ask else None
    desk.say(turn, words.joined(case.number, changes["title"], question=asks), case_id=case.id)


def _still_missing(turn: Turn, desk: Desk, piece: Piece, case: CaseRow, text: str) -> Question | None:
    """Whoever was asked and answers in any words of their own has answered."""
    asked = turn.speaker.question if turn.speaker.question_case_id == case.id else None
    has_words = bool(piece.text) and piece.kind in {"text", "location", "link"}
    answers = asked in ASKS_FOR_WORDS and has_words
    has_position = any(row.kind == "location" for row in desk.store.opinions.fragments_of(case.id))
    return missing(
        hear(text, desk.directory.gazetteer),
        has_place=has_position,
        has_matter=answers and asked != Question.PLACE and len(piece.text) > 1,
        asked_for_place=answers and piece.kind != "link",
    )


def _complete(turn: Turn, desk: Desk, case: CaseRow, text: str, changes: dict[str, Any]) -> None:
    if turn.speaker.question_case_id == case.id:
        desk.store.people.clear_question(turn.speaker.account_id)
    after = take(turn, desk, case, Step.ADD, to=Status.REVIEW, changes=changes)
    desk.say(turn, words.joined(case.number, after.title, question=None), case_id=case.id)
    announce(desk, case.number, case.id, text, asdict(after))


def timer_of(desk: Desk, *, is_sound: bool, asked: int) -> dict[str, Any]:
    """What the clock does next with a case that is still collecting."""
    if is_sound:
        return {"timer": LISTEN, "timer_at": desk.now + timedelta(minutes=desk.settings.merge_minutes)}
    if asked <= 1:
        return {"timer": ASK_AGAIN, "timer_at": desk.now + timedelta(minutes=desk.settings.idle_minutes)}
    return {"timer": TIME_OUT, "timer_at": desk.now + timedelta(hours=desk.settings.collecting_hours)}


def time_out(desk: Desk, case: CaseRow) -> None:
    """A voice that was told to its end, or 24 hours without the missing word: a person looks at it as it is."""
    after = move(desk, case, Step.TIME_OUT, Role.SYSTEM, to=Status.REVIEW)
    announce(desk, case.number, case.id, text_of(desk, case.id), asdict(after))


def ask_again(desk: Desk, case: CaseRow) -> None:
    """The missing thing is asked for once more; then the case waits for its day to run out."""
    began = (case.timer_at or desk.now) - timedelta(minutes=desk.settings.idle_minutes)
    values = {
        "asked": case.asked + 1,
        "timer": TIME_OUT,
        "timer_at": began + timedelta(hours=desk.settings.collecting_hours),
    }
    desk.store.cases.change(case, values)
    for report in notify.reporters_of(desk, case):
        account = desk.store.people.get_account(report.account_id)
        question = account.question if account.question_case_id == case.id else None
        if question in words.ASKS_AGAIN:
            text = f"{case.number}：{words.ASKS_AGAIN[Question(question)]}"
            notify.tell_reporter(desk, report, text, purpose="question", due_at=notify.after_quiet(desk))
