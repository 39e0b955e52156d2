"""Which case a piece belongs to, and what is still missing: tables."""

from datetime import timedelta

import pytest

from handlers.rules.case_flow import Status
from handlers.rules.intake import Question, belongs, missing, question_is_open
from handlers.rules.speech import Heard

MERGE = timedelta(minutes=10)
SOON, LATE = timedelta(minutes=9), timedelta(minutes=11)
DAY, HOUR = timedelta(hours=24), timedelta(hours=1)
GROWING = {Status.COLLECTING, Status.REVIEW, Status.TO_DISPATCH, Status.DISPATCHED, Status.HANDLING}


@pytest.mark.parametrize("status", list(Status))
def test_a_piece_joins_soon_after_the_last_while_the_case_can_grow(status: Status) -> None:
    assert belongs(status, SOON, MERGE, is_whole=False) is (status in GROWING)
    assert not belongs(status, LATE, MERGE, is_whole=False)


@pytest.mark.parametrize("status", list(Status))
def test_a_text_with_place_and_matter_is_a_case_of_its_own_unless_one_is_still_collecting(status: Status) -> None:
    assert belongs(status, SOON, MERGE, is_whole=True) is (status is Status.COLLECTING)


@pytest.mark.parametrize("status", list(Status))
def test_a_question_is_open_only_while_its_case_can_grow(status: Status) -> None:
    assert question_is_open(Question.PLACE, LATE, status, lasts=DAY) is (status in GROWING)


QUESTIONS = [
    (Question.PLACE, HOUR, Status.COLLECTING, True),
    (Question.PLACE, HOUR, Status.REVIEW, True),
    (Question.MATTER, DAY, Status.COLLECTING, True),
    (Question.WHAT, DAY + HOUR, Status.COLLECTING, False),
    (Question.MORE, DAY * 9, Status.COLLECTING, True),
    (Question.MORE, HOUR, Status.REVIEW, False),
    (Question.RATE, HOUR, Status.REPLIED, False),
    (Question.REASON, HOUR, Status.REDO, False),
    (None, HOUR, Status.COLLECTING, False),
]


@pytest.mark.parametrize(("question", "since", "status", "is_open"), QUESTIONS)
def test_a_question_waits_a_day_and_one_put_by_a_clerk_until_it_is_answered(
    question: Question | None, since: timedelta, status: Status, *, is_open: bool
) -> None:
    assert question_is_open(question, since, status, lasts=DAY) is is_open


@pytest.mark.parametrize(
    ("place", "matter", "question"),
    [
        ("西关村", True, None),
        ("西关村", False, Question.MATTER),
        (None, True, Question.PLACE),
        (None, False, Question.WHAT),
    ],
)
def test_what_is_missing_is_asked_for(place: str | None, question: Question | None, *, matter: bool) -> None:
    heard = Heard(place, has_matter=matter, is_small_talk=False, asks_own_case=False, matters=())
    assert missing(heard, has_place=False, has_matter=False, asked_for_place=False) is question


def test_whatever_answers_the_question_for_the_place_is_taken_as_one() -> None:
    heard = Heard(None, has_matter=True, is_small_talk=False, asks_own_case=False, matters=())
    assert missing(heard, has_place=False, has_matter=False, asked_for_place=True) is None


def test_a_position_sent_earlier_is_a_place() -> None:
    heard = Heard(None, has_matter=True, is_small_talk=False, asks_own_case=False, matters=())
    assert missing(heard, has_place=True, has_matter=False, asked_for_place=False) is None
