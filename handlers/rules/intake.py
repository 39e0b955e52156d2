"""Which case a new piece belongs to, and what is still missing of a matter (contract §5, "Intake")."""

from datetime import timedelta
from enum import StrEnum

from handlers.rules.case_flow import Status
from handlers.rules.speech import Heard

_MAY_GROW = frozenset({Status.COLLECTING, Status.REVIEW, Status.TO_DISPATCH, Status.DISPATCHED, Status.HANDLING})


class Question(StrEnum):
    """What was last asked of a person."""

    PLACE = "place"
    MATTER = "matter"
    WHAT = "what"  # a photo or a place alone: where, and what
    MORE = "more"  # 退回补充
    RATE = "rate"
    REASON = "reason"  # of a bare 不满意
    ERASE = "erase"  # 确认删除
    ERASED = "erased"  # nothing more is asked: the account waits to be let go
    CONSENT = "consent"  # 转交: an accusation, sealed and passed on
    REJECT_WHY = "reject_why"  # of staff: the words that a command of theirs still lacks
    RETURN_WHY = "return_why"
    SEND_BACK_WHY = "send_back_why"
    DEPARTMENT = "department"
    EXTEND_HOW = "extend_how"
    IN_DANGER = "in_danger"  # stands until the case ends: whatever a person in danger says belongs to it


ASKS_FOR_WORDS = frozenset({Question.PLACE, Question.MATTER, Question.WHAT, Question.MORE})


def belongs(status: Status, since_last: timedelta, merge: timedelta, *, is_whole: bool) -> bool:
    """Whether a piece joins the sender's latest case. `is_whole`: it names a place and a matter of its own."""
    if since_last > merge:
        return False
    return status is Status.COLLECTING or (status in _MAY_GROW and not is_whole)


def question_is_open(
    question: str | None, since_asked: timedelta, status: Status, *, lasts: timedelta, is_paused: bool = False
) -> bool:
    """Whether the last question about a case may still be answered by whatever comes.

    What 退回补充 or a pause asked for is waited for until it is told.
    """
    if question is None or question not in ASKS_FOR_WORDS or status not in _MAY_GROW:
        return False
    if question == Question.MORE:
        return status is Status.COLLECTING or is_paused
    return since_asked <= lasts


def missing(heard: Heard, *, has_place: bool, has_matter: bool, asked_for_place: bool) -> Question | None:
    """What is still missing once this piece is heard. Whatever answers the question for the place is taken as one."""
    place = has_place or heard.place is not None or asked_for_place
    matter = has_matter or heard.has_matter
    if place and matter:
        return None
    if not place and not matter:
        return Question.WHAT
    return Question.MATTER if place else Question.PLACE
