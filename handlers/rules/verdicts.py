"""What people's verdicts on an answer lead to (contract §5, "Rating")."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from handlers.rules.case_flow import Status


class Verdict(StrEnum):
    """What somebody who raised the matter says of the answer (满意度). Silence is no verdict."""

    SATISFIED = "satisfied"
    BASICALLY = "basically"
    DISSATISFIED = "dissatisfied"

    @property
    def term(self) -> str:
        return {"satisfied": "满意", "basically": "基本满意", "dissatisfied": "不满意"}[self.value]


class AnswerClass(StrEnum):
    """What an answer claims (办理结果): solved, planned with a date, not possible now, noted."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"

    @property
    def term(self) -> str:
        return {"A": "已经解决", "B": "正在解决", "C": "暂时解决不了", "D": "留作参考"}[self.value]


def class_of_parts(kinds: Sequence[AnswerClass]) -> AnswerClass:
    """What several answers are together: a promise stays one until it is kept, and only all of them solve the whole."""
    weakest_last = (AnswerClass.D, AnswerClass.A, AnswerClass.C, AnswerClass.B)
    return max(kinds, key=weakest_last.index)


@dataclass(frozen=True, slots=True)
class Rater:
    """One reporter or supporter of the round. `told_on`: the local day the reply reached them, None when it has not."""

    told_on: date | None
    verdict: Verdict | None


def outcome(verdicts: Iterable[Verdict | None], *, round_number: int, answer_class: str) -> Status:
    """Where a finished round leads: any standing 不满意 means once more, and the second time a consultation."""
    if Verdict.DISSATISFIED in set(verdicts):
        return Status.REDO if round_number == 1 else Status.CONSULTATION
    return settled_status(answer_class)


def settled_status(answer_class: str) -> Status:
    """An accepted answer ends the case, unless it promises something for later."""
    return Status.FOLLOW_UP if answer_class == AnswerClass.B else Status.CLOSED


def all_have_rated(raters: Sequence[Rater]) -> bool:
    """Everybody has been reached and has spoken; who was never reached keeps the round open to its limit."""
    return bool(raters) and all(rater.told_on is not None and rater.verdict is not None for rater in raters)


def round_starts(raters: Iterable[Rater], *, released_on: date) -> date:
    """The day from which the rating limit runs for the last of them: told, or released for who was not reached."""
    return max((rater.told_on or released_on for rater in raters), default=released_on)
