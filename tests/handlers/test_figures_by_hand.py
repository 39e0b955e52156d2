"""Every figure against a count by hand: cases strewn at random, then taken one by one out of the raw tables."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import insert, select

from handlers.figures import Figures, Rate, figures
from storage.engine import make_engine
from storage.figures import Period
from storage.tables.cases import cases, dispatches, replies, reports
from storage.tables.directory import accounts
from tests.handlers.office import Office, open_office

YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
Row = dict[str, Any]


@pytest.fixture
def office(tmp_path: Path, database_url: str) -> Iterator[Office]:
    engine = make_engine(database_url)
    yield open_office(tmp_path, engine)
    engine.dispose()


@pytest.mark.parametrize("seed", range(3))
def test_every_figure_is_what_a_count_by_hand_says(office: Office, seed: int) -> None:
    strew(office, Random(seed))
    office.now = datetime(2026, 12, 15, 2, 0, tzinfo=UTC)
    for period in (YEAR, Period(date(2026, 11, 3), date(2026, 11, 20)), Period(date(2026, 11, 9), date(2026, 11, 9))):
        with office.engine.begin() as connection:
            found = figures(connection, office.settings, office.now, period)
        assert as_counted(found) == by_hand(office, period)


def as_counted(found: Figures) -> Row:
    """What the service counts, in the shape of `by_hand`."""
    return {
        "received": found.received,
        "matters": found.matters,
        "status": {status: count for status, count in found.by_status.items() if count},
        "department": dict(found.by_department),
        "answered": found.rates.answered,
        "answered_on_time": found.rates.answered_on_time,
        "claimed_solved": found.rates.claimed_solved,
        "solved": found.rates.solved,
        "solved_confirmed": found.rates.solved_confirmed,
        "redone": found.rates.redone,
        "promises_kept": found.rates.promises_kept,
        "satisfied_process": found.rates.satisfied_process,
        "satisfied_result": found.rates.satisfied_result,
        "none": found.ratings.none,
        "not_told": found.ratings.not_told,
    }


STATUSES = (
    "review",
    "dispatched",
    "handling",
    "replied",
    "closed",
    "redo",
    "follow_up",
    "rejected",
    "withdrawn",
    "merged",
)


def strew(office: Office, random: Random) -> None:
    """Sixty cases in whatever state, as no office would have them."""
    with office.engine.begin() as connection:
        voters = [
            connection.execute(
                insert(accounts)
                .values(namespace="webchat", account_index=f"{n}", account=b"", created_at=office.now)
                .returning(accounts.c.id)
            ).scalar_one()
            for n in range(9)
        ]
        for seq in range(1, 61):
            case_id = connection.execute(insert(cases).values(_case(random, seq)).returning(cases.c.id)).scalar_one()
            for row in _dispatches(random, case_id):
                connection.execute(insert(dispatches), row)
            for row in _replies(random, case_id):
                connection.execute(insert(replies), row)
            for account in random.sample(voters, random.randrange(4)):
                connection.execute(insert(reports), _report(random, case_id, account))


def _moment(random: Random, first: int = 1, last: int = 30) -> datetime:
    """Around the local midnight more often than not."""
    hour = random.choice((15, 16, random.randrange(24)))
    return datetime(2026, 11, random.randint(first, last), hour, random.choice((0, 59)), tzinfo=UTC)


def _case(random: Random, seq: int) -> Row:
    at = _moment(random)
    return {
        "number": f"2026-{seq:04d}",
        "year": 2026,
        "seq": seq,
        "kind": "opinion",
        "status": random.choice(STATUSES),
        "sealed": random.choice((None, None, None, "crisis")),
        "department": random.choice((None, "CG", "ZJ")),
        "received_at": at,
        "received_on": (at + timedelta(hours=8)).date(),
        "round": random.choice((1, 1, 2)),
        "promise_kept_at": random.choice((None, None, at)),
    }


def _dispatches(random: Random, case_id: int) -> list[Row]:
    """Each but the last has ended; a co-handling department has another last day."""
    ends = sorted(_moment(random) for _ in range(random.randrange(3)))
    due = [date(2026, 11, random.randint(2, 30)) for _ in range(4)]
    rows = [_dispatch(case_id, due.pop(), is_lead=True, ended_at=at) for at in (*ends, None)]
    return [*rows, _dispatch(case_id, due.pop(), is_lead=False, ended_at=None)] if random.random() < 0.9 else []


def _dispatch(case_id: int, due: date, *, is_lead: bool, ended_at: datetime | None) -> Row:
    return {
        "case_id": case_id,
        "department": "CG",
        "is_lead": is_lead,
        "dispatched_on": date(2026, 11, 1),
        "reply_due": due,
        "ended_at": ended_at,
    }


def _replies(random: Random, case_id: int) -> list[Row]:
    return [
        {
            "case_id": case_id,
            "round": 1,
            "answer_class": random.choice("AABCD"),
            "text": "",
            "promised_on": random.choice((None, date(2026, 12, random.randint(10, 20)))),
            "department": "CG",
            "submitted_at": at,
            "released_at": random.choice((None, at, at)),
        }
        for at in sorted(_moment(random) for _ in range(random.randrange(4)))
    ]


def _report(random: Random, case_id: int, account: int) -> Row:
    verdict = random.choice((None, "satisfied", "basically", "dissatisfied"))
    at = _moment(random)
    return {
        "case_id": case_id,
        "home_case_id": case_id,
        "account_id": account,
        "role": "voter",
        "is_supporter": random.random() < 0.2,
        "reported_at": at,
        "last_fragment_at": at,
        "told_at": at if verdict or random.random() < 0.5 else None,
        "verdict": verdict,
        "process": random.choice((None, "satisfied", "dissatisfied")) if verdict else None,
    }


def by_hand(office: Office, period: Period) -> Row:
    """The definitions of the contract, taken one case at a time."""
    with office.engine.begin() as connection:
        tables = [
            list(connection.execute(select(table).order_by(table.c.id)))
            for table in (cases, dispatches, replies, reports)
        ]
    every, handed, said, told = tables
    cohort = [case for case in every if period.first <= case.received_on <= period.last]
    matters = [case for case in cohort if case.status != "merged"]
    owed = [case for case in matters if case.status not in {"rejected", "referred", "withdrawn"} and not case.sealed]
    released = {case.id: [reply for reply in said if reply.case_id == case.id and reply.released_at] for case in owed}
    answered = [case for case in owed if released[case.id]]
    raters = {case.id: [row for row in told if row.case_id == case.id] for case in answered}
    on_time = [
        case for case in answered if _in_time(released[case.id][0], [row for row in handed if row.case_id == case.id])
    ]
    claimed = [case for case in answered if released[case.id][-1].answer_class == "A" or case.promise_kept_at]
    solved = [case for case in claimed if all(row.verdict != "dissatisfied" for row in raters[case.id])]
    confirmed = [case for case in solved if any(row.verdict for row in raters[case.id])]
    due = [
        case
        for case in answered
        if (released[case.id][-1].promised_on or date.max) <= office.settings.local_day(office.now)
    ]
    kept = [case for case in due if case.promise_kept_at and case.status == "closed"]
    verdicts = [row.verdict for rows in raters.values() for row in rows]
    process = [row.process for rows in raters.values() for row in rows]
    silent = [row for rows in raters.values() for row in rows if not row.verdict]
    return {
        "received": len(cohort),
        "matters": len(matters),
        "status": {
            status: n
            for status in sorted({case.status for case in cohort})
            if (n := sum(case.status == status for case in cohort))
        },
        "department": {
            code: n
            for code in sorted({case.department for case in cohort if case.department})
            if (n := sum(not case.sealed and case.department == code for case in cohort))
        },
        "answered": Rate(len(answered), len(owed)),
        "answered_on_time": Rate(len(on_time), len(owed)),
        "claimed_solved": Rate(len(claimed), len(answered)),
        "solved": Rate(len(solved), len(answered)),
        "solved_confirmed": Rate(len(confirmed), len(answered)),
        "redone": Rate(sum(case.round > 1 for case in answered), len(answered)),
        "promises_kept": Rate(len(kept), len(due)),
        "satisfied_process": Rate(process.count("satisfied"), len(process) - process.count(None)),
        "satisfied_result": Rate(verdicts.count("satisfied"), len(verdicts) - len(silent)),
        "none": sum(row.told_at is not None for row in silent),
        "not_told": sum(row.told_at is None for row in silent),
    }


def _in_time(reply: Any, handed: list[Any]) -> bool:
    """Submitted not after the last day of whoever led then, on the county's calendar."""
    leads = [row for row in handed if row.is_lead and (row.ended_at is None or row.ended_at > reply.submitted_at)]
    return not leads or (reply.submitted_at + timedelta(hours=8)).date() <= leads[0].reply_due
