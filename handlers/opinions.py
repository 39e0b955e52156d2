"""选民意见: raised in whatever form, added to, withdrawn."""

from handlers import notify, withdrawing
from handlers.casefile import about, meant, root_of, take
from handlers.cases import words_of
from handlers.collecting import join, joined_by
from handlers.desk import Desk, Turn
from handlers.no_matters import raised_before, told_again
from handlers.opening import open_case
from handlers.pieces import Piece, piece_of
from handlers.rules.case_flow import Status, Step
from handlers.rules.errors import Missing
from handlers.words import opinions as words


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
        _new(turn, desk, piece)


def _new(turn: Turn, desk: Desk, piece: Piece) -> None:
    """A matter of its own, unless it was answered already. Who told of something before has had the notice."""
    raised = raised_before(turn, desk)
    if not told_again(turn, desk, piece, raised):
        is_told = any(not case.sealed and not case.human_first for case in raised)
        open_case(turn, desk, piece, is_told=is_told)


def add(turn: Turn, desk: Desk) -> None:
    """补充: words for the case it names, or for the only one that is open."""
    case = root_of(desk, meant(turn, desk, Step.ADD))
    said = words_of(turn, case, Step.ADD)
    if case.kind == "suggestion" and case.status == Status.COLLECTING:
        with about(case):
            raise Missing(step=Step.ADD, what="revise_instead")
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
    if withdrawing.is_signed_by_others(desk, case):
        withdrawing.ask(turn, desk, case)
        return
    take(turn, desk, case, Step.WITHDRAW, to=Status.WITHDRAWN)
    withdrawing.end(turn, desk, case)
