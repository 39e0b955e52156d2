"""The yearly figures (统计), counted from records: what came in, what was answered, what people said of it.

The cohort is every case received in the period, both days included, as it stands now. How the terms are read here:

- received (条): every case of the cohort, merged ones too, but no draft of a suggestion, which nobody has received yet; matters (件): those that were not merged into another.
- by_status, by_department: the whole cohort, so that each figure has the same list of cases behind it; a sealed case
  is counted by status and names no department. A 分办 is counted once, at the first of its leads.
- owed: matters that are not rejected, referred, withdrawn or sealed. Every rate is about owed cases alone.
- answered: owed cases whose reply was released, ÷ owed.
- answered_on_time: those whose first submission that was later released came on or before its last day, ÷ owed too:
  what is still unanswered is not on time. Of a 分办 every part's by its own last day. A submission that was sent back does not count; a redo has no say in it.
- claimed_solved: the reply that stands is of class A, or the department reported its promise kept, ÷ answered.
- solved: of these without a standing 不满意; solved_confirmed: of those again with a 满意 or 基本满意; both ÷ answered.
- redone: answered cases that went into a second round, ÷ answered.
- promises_kept: promises whose day has come, and of them those that the people's side confirmed (确认落实).
- ratings: who raised or supports an answered case, by what they say of the reply that stands: none is told and silent so
  far (未反馈), not_told was not reached (未送达). satisfied_*: 满意 ÷ all who gave a verdict. The process is rated only in
  the two-part rating of suggestions; an opinion's one verdict is about the result. Of a suggestion whose lead alone rates
  (`[rating] by = "lead"`) the others who signed it are no raters.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import Connection

from handlers.rules.case_flow import Status
from handlers.rules.verdicts import Verdict
from handlers.settings import Settings
from storage.figures import WHOLE, AnswerCounts, Counting, Period, Slice


@dataclass(frozen=True, slots=True)
class Rate:
    """Never shown without its two numbers; nothing of nothing is 0 of 0."""

    numerator: int
    denominator: int


@dataclass(frozen=True, slots=True)
class Rates:
    answered: Rate
    answered_on_time: Rate
    claimed_solved: Rate
    solved: Rate
    solved_confirmed: Rate
    satisfied_process: Rate
    satisfied_result: Rate
    redone: Rate
    promises_kept: Rate


@dataclass(frozen=True, slots=True)
class Ratings:
    """Every rater once."""

    satisfied: int
    basically: int
    dissatisfied: int
    none: int
    not_told: int


@dataclass(frozen=True, slots=True)
class Figures:
    period: Period
    received: int
    matters: int
    by_status: Mapping[str, int]
    by_department: Mapping[str, int]
    rates: Rates
    ratings: Ratings


def figures(connection: Connection, settings: Settings, now: datetime, period: Period, part: Slice = WHOLE) -> Figures:
    counting = Counting(connection, period, part)
    found = counting.by_status()
    by_status = {status.value: found.get(status, 0) for status in Status}
    received = sum(by_status.values())
    answers = counting.answers(today=settings.local_day(now), end_of_day=lambda day: _over_at(settings, day))
    ratings = _ratings(counting.ratings())
    return Figures(
        period=period,
        received=received,
        matters=received - by_status[Status.MERGED],
        by_status=by_status,
        by_department=counting.by_department(),
        rates=_rates(answers, ratings, counting.process_ratings()),
        ratings=ratings,
    )


# Each figure's name as people say it, and the count whose cases stand behind it.
BEHIND: Mapping[str, str] = {
    "应答复": "owed",
    "已答复": "answered",
    "按期答复": "on_time",
    "答复称解决": "claimed",
    "解决": "solved",
    "确认解决": "confirmed",
    "重办": "redone",
    "承诺到期": "promises_due",
    "承诺落实": "promises_kept",
}
# Verdicts on the result, and of suggestions on the process: the column, and what stands in it.
RATED: Mapping[str, tuple[str, Verdict]] = {verdict.term: ("verdict", verdict) for verdict in Verdict} | {
    f"过程{verdict.term}": ("process", verdict) for verdict in Verdict
}


def cases_behind(
    connection: Connection, settings: Settings, now: datetime, period: Period, name: str, part: Slice = WHOLE
) -> list[tuple[str, str]]:
    """Number and title of every case behind a figure of BEHIND or a verdict of RATED."""
    counting = Counting(connection, period, part)
    if name in RATED:
        column, verdict = RATED[name]
        return counting.rated(column, verdict.value)
    today = settings.local_day(now)
    return counting.numbers(BEHIND[name], today=today, end_of_day=lambda day: _over_at(settings, day))


def _over_at(settings: Settings, day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=settings.timezone)


def _ratings(counts: Mapping[tuple[str | None, bool], int]) -> Ratings:
    given = {verdict: counts.get((verdict, True), 0) + counts.get((verdict, False), 0) for verdict in Verdict}
    return Ratings(
        satisfied=given[Verdict.SATISFIED],
        basically=given[Verdict.BASICALLY],
        dissatisfied=given[Verdict.DISSATISFIED],
        none=counts.get((None, True), 0),
        not_told=counts.get((None, False), 0),
    )


def _rates(answers: AnswerCounts, ratings: Ratings, process: Mapping[str, int]) -> Rates:
    rated = ratings.satisfied + ratings.basically + ratings.dissatisfied
    return Rates(
        answered=Rate(answers.answered, answers.owed),
        answered_on_time=Rate(answers.on_time, answers.owed),
        claimed_solved=Rate(answers.claimed, answers.answered),
        solved=Rate(answers.solved, answers.answered),
        solved_confirmed=Rate(answers.confirmed, answers.answered),
        satisfied_process=Rate(process.get(Verdict.SATISFIED, 0), sum(process.values())),
        satisfied_result=Rate(ratings.satisfied, rated),
        redone=Rate(answers.redone, answers.answered),
        promises_kept=Rate(answers.promises_kept, answers.promises_due),
    )
