"""What verdicts lead to, and when a round is over."""

from datetime import date

import pytest

from handlers.rules.case_flow import Status
from handlers.rules.verdicts import AnswerClass, Rater, Verdict, all_have_rated, outcome, round_starts, settled_status

GOOD, SO_SO, BAD = Verdict.SATISFIED, Verdict.BASICALLY, Verdict.DISSATISFIED
MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)

OUTCOMES = [
    ([GOOD], 1, "A", Status.CLOSED),
    ([SO_SO], 1, "A", Status.CLOSED),
    ([GOOD, SO_SO, None], 1, "C", Status.CLOSED),
    ([None], 1, "D", Status.CLOSED),
    ([None, None], 1, "B", Status.FOLLOW_UP),
    ([GOOD], 1, "B", Status.FOLLOW_UP),
    ([BAD], 1, "A", Status.REDO),
    ([GOOD, GOOD, BAD], 1, "A", Status.REDO),
    ([BAD, None], 1, "B", Status.REDO),
    ([BAD], 2, "A", Status.CONSULTATION),
    ([GOOD, BAD], 2, "B", Status.CONSULTATION),
    ([GOOD], 2, "B", Status.FOLLOW_UP),
    ([None], 2, "A", Status.CLOSED),
    ([BAD], 3, "A", Status.CONSULTATION),
    ([], 1, "A", Status.CLOSED),
]


@pytest.mark.parametrize(("verdicts", "round_number", "answer_class", "after"), OUTCOMES)
def test_a_round_leads_where_its_verdicts_say(
    verdicts: list[Verdict | None], round_number: int, answer_class: str, after: Status
) -> None:
    assert outcome(verdicts, round_number=round_number, answer_class=answer_class) is after


@pytest.mark.parametrize("answer_class", list(AnswerClass))
def test_only_a_promise_is_followed_up(answer_class: AnswerClass) -> None:
    assert settled_status(answer_class) is (Status.FOLLOW_UP if answer_class is AnswerClass.B else Status.CLOSED)


ROUNDS = [
    ([], False),
    ([Rater(MONDAY, GOOD)], True),
    ([Rater(MONDAY, None)], False),
    ([Rater(None, None)], False),
    ([Rater(MONDAY, GOOD), Rater(None, None)], False),
    ([Rater(MONDAY, GOOD), Rater(MONDAY, BAD)], True),
    ([Rater(MONDAY, GOOD), Rater(TUESDAY, None)], False),
]


@pytest.mark.parametrize(("raters", "is_over"), ROUNDS)
def test_a_round_is_over_when_everybody_was_told_and_spoke(raters: list[Rater], *, is_over: bool) -> None:
    assert all_have_rated(raters) is is_over


STARTS = [
    ([], MONDAY),
    ([Rater(None, None)], MONDAY),
    ([Rater(TUESDAY, None)], TUESDAY),
    ([Rater(MONDAY, GOOD), Rater(TUESDAY, None)], TUESDAY),
    ([Rater(TUESDAY, None), Rater(None, None)], TUESDAY),
]


@pytest.mark.parametrize(("raters", "starts_on"), STARTS)
def test_the_limit_runs_from_the_last_who_was_told_or_from_release(raters: list[Rater], starts_on: date) -> None:
    assert round_starts(raters, released_on=MONDAY) == starts_on


def test_verdicts_and_classes_have_words_for_people() -> None:
    assert [verdict.term for verdict in Verdict] == ["满意", "基本满意", "不满意"]
    assert [kind.term for kind in AnswerClass] == ["已经解决", "正在解决", "暂时解决不了", "留作参考"]
