"""The figures of a period, each by a short story: what counts, what does not, and from when on."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import select, update

from handlers.figures import Figures, Rate, figures
from storage.engine import make_engine
from storage.figures import Period
from storage.tables.cases import cases
from tests.handlers.office import Office, open_office

VOTER, OTHER_VOTER = "demo-voter-zhangdaye", "demo-voter-xiaochen"
CLERK, OFFICER, COMMISSION = "demo-zhaomin", "demo-wangqiang", "demo-chenzhiyuan"
LAMP = "西关村村口的路灯坏了半个月，晚上看不见路"
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture
def office(tmp_path: Path, database_url: str) -> Iterator[Office]:
    engine = make_engine(database_url)
    yield open_office(tmp_path, engine)
    engine.dispose()


def counted(office: Office, period: Period = YEAR) -> Figures:
    with office.engine.begin() as connection:
        return figures(connection, office.settings, office.now, period)


def raised(office: Office, account: str = VOTER) -> str:
    """The number of a new case; the sender's last one is long past."""
    office.pass_time(minutes=30)
    office.say(account, LAMP)
    with office.engine.begin() as connection:
        return str(connection.scalar(select(cases.c.number).order_by(cases.c.id.desc()).limit(1)))


def answered(office: Office, reply: str = "A 已修好", account: str = VOTER) -> str:
    number = raised(office, account)
    office.say(CLERK, f"交办 {number} 城管局")
    again(office, number, reply)
    return number


def again(office: Office, number: str, reply: str) -> None:
    office.say(OFFICER, f"答复 {number} {reply}")
    office.say(CLERK, f"通过 {number}")
    assert office.case(number).status == "replied"


def set_columns(office: Office, number: str, **values: object) -> None:
    with office.engine.begin() as connection:
        connection.execute(update(cases).where(cases.c.number == number).values(**values))


def test_a_year_without_cases_is_all_zeros(office: Office) -> None:
    found = counted(office)

    assert (found.received, found.matters, sum(found.by_status.values()), dict(found.by_department)) == (0, 0, 0, {})
    assert len(found.by_status) == 16
    assert found.rates.answered == found.rates.promises_kept == found.rates.satisfied_result == Rate(0, 0)


def test_both_days_of_the_period_are_local_days_and_included(office: Office) -> None:
    office.now = datetime(2026, 11, 22, 15, 20, tzinfo=UTC)
    raised(office)
    office.now = datetime(2026, 11, 22, 15, 40, tzinfo=UTC)
    raised(office)

    for first, last, received in ((22, 22, 1), (23, 23, 1), (22, 23, 2), (24, 30, 0), (1, 21, 0)):
        found = counted(office, Period(date(2026, 11, first), date(2026, 11, last)))
        assert found.received == received, (first, last)


def test_a_merged_report_is_received_but_no_matter_of_its_own(office: Office) -> None:
    target, merged = raised(office), raised(office, OTHER_VOTER)
    office.say(CLERK, f"合并 {merged} {target}")

    found = counted(office)

    assert (found.received, found.matters, found.by_status["merged"]) == (2, 1, 1)
    assert found.rates.answered == Rate(0, 1)


def test_what_was_rejected_referred_withdrawn_or_sealed_is_owed_no_answer(office: Office) -> None:
    numbers = [raised(office) for _ in range(5)]
    office.say(CLERK, f"不受理 {numbers[0]} 不归本县管")
    office.say(CLERK, f"转出 {numbers[1]} 纪委")
    office.say(VOTER, f"撤回 {numbers[2]}")
    set_columns(office, numbers[3], sealed="accusation", department="CG")

    found = counted(office)

    assert (found.received, found.matters, found.rates.answered) == (5, 5, Rate(0, 1))
    assert [found.by_status[name] for name in ("rejected", "referred", "withdrawn", "review")] == [1, 1, 1, 2]
    assert dict(found.by_department) == {}


def test_an_answer_is_on_time_by_its_first_submission_that_was_released(office: Office) -> None:
    number = raised(office)
    office.say(CLERK, f"交办 {number} 城管局")
    office.now = datetime(2026, 12, 7, 15, 59, tzinfo=UTC)  # 23:59 of the last day
    office.say(OFFICER, f"答复 {number} A 已修好")
    assert counted(office).rates.answered_on_time == Rate(0, 1)
    office.pass_time(days=1)
    office.say(CLERK, f"通过 {number}")
    assert counted(office).rates.answered_on_time == Rate(1, 1)

    late = raised(office, OTHER_VOTER)
    office.say(CLERK, f"交办 {late} 城管局")
    office.say(OFFICER, f"答复 {late} A 已修好")
    office.say(CLERK, f"退改 {late} 请写清楚")
    assert office.case(late).reply_due == date(2026, 12, 23)
    office.now = datetime(2026, 12, 23, 16, 0, tzinfo=UTC)  # 00:00 of the day after
    again(office, late, "A 换了灯泡")

    found = counted(office).rates
    assert (found.answered, found.answered_on_time) == (Rate(2, 2), Rate(1, 2))


def test_one_who_is_dissatisfied_takes_a_claim_back_and_a_second_round_is_redone(office: Office) -> None:
    number = answered(office)
    rates = counted(office).rates
    assert (rates.claimed_solved, rates.solved, rates.solved_confirmed) == (Rate(1, 1), Rate(1, 1), Rate(0, 1))

    office.say(VOTER, "不满意 还是黑的")
    rates = counted(office).rates
    assert (rates.claimed_solved, rates.solved, rates.redone) == (Rate(1, 1), Rate(0, 1), Rate(1, 1))
    assert rates.satisfied_result == Rate(0, 1)

    again(office, number, "A 又修了一次")
    office.say(VOTER, "满意")
    rates = counted(office).rates
    assert (rates.solved, rates.solved_confirmed, rates.redone) == (Rate(1, 1), Rate(1, 1), Rate(1, 1))
    assert (rates.satisfied_result, rates.satisfied_process) == (Rate(1, 1), Rate(0, 0))


def test_a_promise_counts_when_its_day_has_come_and_is_kept_when_people_confirm_it(office: Office) -> None:
    number = answered(office, "B 2026-12-30 年底前换线")
    office.say(VOTER, "满意")
    assert (counted(office).rates.claimed_solved, counted(office).rates.promises_kept) == (Rate(0, 1), Rate(0, 0))

    office.say(OFFICER, f"落实 {number} 线已换好")
    assert counted(office).rates.claimed_solved == Rate(1, 1)
    office.now = datetime(2026, 12, 30, 2, 0, tzinfo=UTC)
    assert counted(office).rates.promises_kept == Rate(0, 1)
    office.say(CLERK, f"确认落实 {number}")
    assert counted(office).rates.promises_kept == Rate(1, 1)


def test_silence_is_no_verdict_and_who_was_not_reached_is_counted_apart(office: Office) -> None:
    target, merged = raised(office), raised(office, OTHER_VOTER)
    office.say(CLERK, f"合并 {merged} {target}")
    office.say(CLERK, f"交办 {target} 城管局")
    office.unreachable.add(OTHER_VOTER)
    again(office, target, "A 已修好")

    ratings = counted(office).ratings
    assert (ratings.none, ratings.not_told) == (1, 1)

    office.say(VOTER, "基本满意")
    ratings = counted(office).ratings
    assert (ratings.basically, ratings.none, ratings.not_told) == (1, 0, 1)
