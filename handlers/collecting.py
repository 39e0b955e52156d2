"""A matter told in pieces: further pieces join their case until place and matter are known, or time runs out."""

from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import Any

from handlers import notify
from handlers.announcing import announce
from handlers.casefile import keep, move, root_of, take, text_of, told_of
from handlers.desk import Desk, Turn
from handlers.disclosure import MASKED, Look, shown
from handlers.pieces import Piece, add_fragment, place_of_complaint, understood
from handlers.resuming import resume_by_itself
from handlers.rules.case_flow import MOVES, Role, Status, Step
from handlers.rules.intake import ASKS_FOR_WORDS, Question, belongs, missing, question_is_open
from handlers.rules.no_matter import without_insults
from handlers.rules.speech import hear, only_points
from handlers.rules.viewing import NEVER, Viewer
from handlers.words import opinions as words
from storage.cases import CaseRow

# What the tick does with a case that is still collecting when its time comes.
ASK_AGAIN = "ask_again"
LISTEN = "listen"
TIME_OUT = "time_out"


def joined_by(turn: Turn, desk: Desk, piece: Piece) -> tuple[CaseRow, int] | None:
    """The case and report this piece belongs to: that of the last question, else perhaps the sender's latest."""
    if not turn.speaker.has_spoken:
        return None
    asked = _quoted(turn, desk) or _asked_about(turn, desk)
    if asked is not None:
        return asked
    latest = desk.store.opinions.latest(turn.speaker.account_id)
    if latest is None:
        return None
    since, merge = desk.now - latest.last_fragment_at, timedelta(minutes=desk.settings.merge_minutes)
    if belongs(Status(latest.status), since, merge, is_whole=piece.is_whole):
        return desk.store.cases.get(latest.case_id), latest.report_id
    return None


def _quoted(turn: Turn, desk: Desk) -> tuple[CaseRow, int] | None:
    """The case this message points at, if it is the sender's own and still takes more."""
    ref = turn.quoted
    found = desk.store.cases.find_number(ref.year, ref.seq) if ref is not None and ref.year is not None else None
    if found is None:
        return None
    case = root_of(desk, found)
    own = desk.store.opinions.report_of_any(case.id, turn.speaker.account_id, turn.speaker.person_id)
    if own is None or own.is_supporter or Status(case.status) not in MOVES[Step.ADD].sources:
        return None
    return case, own.id


def _asked_about(turn: Turn, desk: Desk) -> tuple[CaseRow, int] | None:
    """The case of the last question, while whatever comes is still its answer."""
    speaker = turn.speaker
    if speaker.question_case_id is None or speaker.question_at is None:
        return None
    case = root_of(desk, desk.store.cases.get(speaker.question_case_id))
    own = desk.store.opinions.report_of_any(case.id, speaker.account_id, speaker.person_id)
    lasts, since = timedelta(hours=desk.settings.question_hours), desk.now - speaker.question_at
    is_open = question_is_open(
        speaker.question, since, Status(case.status), lasts=lasts, is_paused=case.paused_on is not None
    )
    if own is None or not is_open:
        return None
    return case, own.id


def join(turn: Turn, desk: Desk, piece: Piece, case: CaseRow, report_id: int) -> None:
    """One more piece of a case."""
    before = desk.store.vault.counts(case.id) if piece.has_unneeded else {}
    _take_piece(turn, desk, piece, case, report_id)
    if piece.has_unneeded and not before.keys() & NEVER:
        desk.say(turn, words.NOT_NEEDED)


def _take_piece(turn: Turn, desk: Desk, piece: Piece, case: CaseRow, report_id: int) -> None:
    if piece.items:
        piece = replace(piece, text=keep(desk, case.id, piece.said, account_id=turn.speaker.account_id))
    fragment_id = add_fragment(desk, piece, case.id, report_id)
    desk.store.opinions.touch(report_id, desk.now)
    if case.status == Status.COLLECTING:
        _collect(turn, desk, piece, case)
        return
    after = take(turn, desk, case, Step.ADD, changes=_learnt(turn, desk, piece, case))
    _answered(turn, desk, case)
    resume_by_itself(desk, after)
    _say_joined(turn, desk, piece, after)
    told = notify.lead_officers(desk, after) if case.department else notify.clerks_of(desk, after)
    look = Look(Viewer.OFFICER, told, "反映人补充") if case.department else MASKED
    text = shown(desk, after, without_insults(piece.text), look)
    files = desk.store.media.of_fragment(fragment_id) if piece.media else ()
    kinds = [one["kind"] for one in piece.media]
    notify.tell_staff(desk, told, words.added_for_officer(case.number, after.title, text, kinds), after, files=files)


def _say_joined(turn: Turn, desk: Desk, piece: Piece, case: CaseRow) -> None:
    text = words.joined(case.number, case.title, question=None)
    matters = piece.heard.matters if Status(case.status) in MOVES[Step.SPLIT].sources else ()
    buttons = words.split_buttons(case.number, matters)
    desk.say(turn, words.with_preview(text, case.number, matters), buttons=buttons, case_id=case.id)


def _answered(turn: Turn, desk: Desk, case: CaseRow) -> None:
    if turn.speaker.question_case_id == case.id and turn.speaker.question in ASKS_FOR_WORDS:
        desk.store.people.clear_question(turn.speaker.account_id)


def _learnt(turn: Turn, desk: Desk, piece: Piece, case: CaseRow) -> dict[str, Any]:
    """Before dispatch, further words fill in what the first ones left open; what is known stays."""
    if case.department is not None:
        return {}
    changes: dict[str, Any] = {"needs_listening": True} if piece.is_sound and case.summary is None else {}
    changes |= place_of_complaint(piece.text)
    if not piece.text or (case.suggested and case.station):
        return changes
    told = understood(turn, desk, told_of(desk, case.id))
    open_columns = [name for name in told if name != "urgency" and not getattr(case, name)]
    changes |= {name: told[name] for name in open_columns}
    return changes | {"station": None} if case.for_commission else changes


def _collect(turn: Turn, desk: Desk, piece: Piece, case: CaseRow) -> None:
    """Perhaps the case is complete now; perhaps the one question helps; otherwise it goes on waiting."""
    text = told_of(desk, case.id)
    question = _still_missing(turn, desk, piece, case, text)
    changes = understood(turn, desk, text) | {"needs_listening": case.needs_listening or piece.is_sound}
    if question is None and text:
        _complete(turn, desk, piece, case, text, changes)
        return
    # who points at a picture was asked for too much: only the place is missing
    narrows = question is Question.PLACE and only_points(piece.text) and turn.speaker.question == Question.WHAT
    may_ask = not changes["needs_listening"] and (case.asked == 0 or narrows)
    asked = case.asked + int(may_ask)
    began = _collecting_since(desk, case)
    timer = timer_of(desk, is_sound=changes["needs_listening"], asked=asked, began=began)
    take(turn, desk, case, Step.ADD, changes=changes | timer | {"asked": asked})
    if may_ask and question is not None:
        desk.store.people.put_question(turn.speaker.account_id, question.value, case.id, desk.now)
    asks = question if may_ask else None
    desk.say(turn, words.joined(case.number, changes["title"], question=asks), case_id=case.id)


def _still_missing(turn: Turn, desk: Desk, piece: Piece, case: CaseRow, text: str) -> Question | None:
    """Whoever was asked and answers in any words of their own has answered."""
    asked = turn.speaker.question if turn.speaker.question_case_id == case.id else None
    has_words = bool(piece.text) and piece.kind in {"text", "location", "link"}
    answers = asked in ASKS_FOR_WORDS and has_words and not only_points(piece.text)
    pieces = desk.store.opinions.fragments_of(case.id)
    has_position = any(row.kind == "location" for row in pieces)
    is_shown = any(row.kind in {"photo", "video"} for row in pieces) and any(only_points(row.text) for row in pieces)
    return missing(
        hear(text, desk.directory.gazetteer),
        has_place=has_position,
        has_matter=is_shown or (answers and asked != Question.PLACE and len(piece.text) > 1),
        asked_for_place=answers and piece.kind != "link",
    )


def _complete(turn: Turn, desk: Desk, piece: Piece, case: CaseRow, text: str, changes: dict[str, Any]) -> None:
    _answered(turn, desk, case)
    after = take(turn, desk, case, Step.ADD, to=Status.REVIEW, changes=changes)
    _say_joined(turn, desk, piece, after)
    announce(desk, case.number, case.id, text, asdict(after))


def timer_of(desk: Desk, *, is_sound: bool, asked: int, began: datetime) -> dict[str, Any]:
    """What the clock does next with a case that is collecting since `began`, 24 hours at most."""
    end = began + timedelta(hours=desk.settings.collecting_hours)
    again = desk.now + timedelta(minutes=desk.settings.idle_minutes)
    if is_sound:
        return {"timer": LISTEN, "timer_at": desk.now + timedelta(minutes=desk.settings.merge_minutes)}
    if asked <= 1 and again < end:
        return {"timer": ASK_AGAIN, "timer_at": again}
    return {"timer": TIME_OUT, "timer_at": end}


def _collecting_since(desk: Desk, case: CaseRow) -> datetime:
    """When the case was opened incomplete, or last sent back for more."""
    began = [row.at for row in desk.store.history.of(case.id) if row.from_status != row.to_status == Status.COLLECTING]
    return began[-1] if began else case.received_at


def time_out(desk: Desk, case: CaseRow) -> None:
    """A voice that was told to its end, or 24 hours without the missing word: a person looks at it as it is."""
    after = move(desk, case, Step.TIME_OUT, Role.SYSTEM, to=Status.REVIEW)
    announce(desk, case.number, case.id, text_of(desk, case.id), asdict(after))


def ask_again(desk: Desk, case: CaseRow) -> None:
    """The missing thing is asked for once more; then the case waits for its day to run out."""
    timer = timer_of(desk, is_sound=False, asked=case.asked + 1, began=_collecting_since(desk, case))
    desk.store.cases.change(case, timer | {"asked": case.asked + 1})
    for report in notify.reporters_of(desk, case):
        account = desk.store.people.get_account(report.account_id)
        question = account.question if account.question_case_id == case.id else None
        if question in words.ASKS_AGAIN:
            text = f"{case.number}：{words.ASKS_AGAIN[Question(question)]}"
            notify.tell_reporter(desk, report, text, purpose="question", due_at=notify.after_quiet(desk))
