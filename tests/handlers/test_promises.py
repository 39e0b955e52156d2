"""承诺台账: a promise wakes on its day, years later too; proof is asked for, and whether it is so, until somebody confirms."""

from datetime import UTC, datetime

from handlers.figures import figures
from storage.figures import Period
from tests.handlers.office import Office
from tests.handlers.stories import (
    CITY,
    CITY_HEAD,
    LI,
    OFFICE,
    ZHANG,
    dispatched,
    empty_boxes,
    hears,
    play,
    released,
    status,
    steps,
)
from tests.handlers.test_suggestions import submitted


def promised(office: Office, day: str = "2027-03-31") -> str:
    number = released(office, reply=f"B {day} 全部更换")
    play(office, [(ZHANG, "满意", number)])
    assert status(office, number) == "follow_up"
    empty_boxes(office)
    return number


def at(office: Office, year: int, month: int, day: int, hour: int = 2) -> None:
    """Ten in the morning, local time, unless it says otherwise."""
    moment = datetime(year, month, day, hour, tzinfo=UTC)
    office.pass_time(seconds=(moment - office.now).total_seconds())


def kept(office: Office) -> tuple[int, int]:
    with office.engine.begin() as connection:
        day = office.settings.local_day(datetime(2026, 11, 23, 2, tzinfo=UTC))
        rate = figures(connection, office.settings, office.now, Period(day, day)).rates.promises_kept
    return rate.numerator, rate.denominator


def test_on_its_day_the_department_is_asked_for_proof(office: Office) -> None:
    number = promised(office)
    at(office, 2027, 3, 30)
    assert "【承诺】" not in hears(office, CITY)
    assert kept(office) == (0, 0)
    at(office, 2027, 3, 31)
    told = hears(office, CITY)
    assert f"【承诺】{number}" in told
    assert "今天到期" in told
    assert kept(office) == (0, 1)
    play(office, [(CITY, f"落实 {number} 全换了", "落实")])
    assert "没有落实" in hears(office, OFFICE)
    play(office, [(OFFICE, f"确认落实 {number}", number)])
    assert (status(office, number), kept(office)) == ("closed", (1, 1))
    empty_boxes(office)
    at(office, 2027, 4, 30)
    assert "【承诺】" not in hears(office, CITY) + hears(office, OFFICE)


def test_who_stays_silent_is_asked_again_and_their_head_and_the_clerk_hear_of_it(office: Office) -> None:
    number = promised(office)
    at(office, 2027, 3, 31)
    empty_boxes(office)
    at(office, 2027, 4, 6)
    assert "【承诺】" in hears(office, CITY)
    assert number in hears(office, CITY_HEAD)
    assert number in hears(office, OFFICE)
    empty_boxes(office)
    at(office, 2027, 4, 7)
    assert "【承诺】" not in hears(office, CITY)


def test_what_is_not_so_is_asked_for_anew(office: Office) -> None:
    number = promised(office)
    at(office, 2027, 3, 31)
    play(
        office,
        [
            (OFFICE, f"没有落实 {number} 没看到", "还没报落实"),
            (CITY, f"落实 {number} 全换了", "落实"),
            (OFFICE, f"没有落实 {number}", "理由"),
        ],
    )
    empty_boxes(office)
    play(office, [(OFFICE, f"没有落实 {number} 只换了三盏", "没有落实")])
    assert "只换了三盏" in hears(office, CITY)
    assert (status(office, number), kept(office)) == ("follow_up", (0, 1))
    at(office, 2027, 4, 9)
    assert "【承诺】" in hears(office, CITY)
    assert steps(office, number)[-2:] == ["keep_promise", "deny_promise"]


def test_what_was_reported_is_asked_about_until_somebody_says_that_it_is_so(office: Office) -> None:
    number = submitted(office)
    play(
        office,
        [
            (OFFICE, f"交办 {number} 城管局", "已转"),
            (CITY, f"答复 {number} B 2027-03-31 全部更换", "已提交"),
            (OFFICE, f"通过 {number}", "已通过"),
            (LI, "过程满意 结果基本满意", number),
            (CITY, f"落实 {number} 全换了", "落实"),
        ],
    )
    empty_boxes(office)
    office.pass_time(days=9)
    assert "是这样吗" in hears(office, LI)
    assert "是这样吗" in hears(office, OFFICE)
    play(office, [(LI, f"确认落实 {number}", number)])
    assert status(office, number) == "closed"


def test_a_promise_sleeps_for_years_and_over_a_weekend(office: Office) -> None:
    number = promised(office, "2031-06-01")  # a Sunday
    at(office, 2031, 5, 31)
    empty_boxes(office)
    at(office, 2031, 6, 2)
    told = hears(office, CITY)
    assert number in told
    assert "今天到期" in told


def test_nobody_is_asked_at_night(office: Office) -> None:
    promised(office, "2026-12-01")
    at(office, 2026, 12, 1, 0)
    assert "【承诺】" not in hears(office, CITY)
    office.now = datetime(2026, 12, 1, 15, tzinfo=UTC)  # the service was down until eleven at night
    office.pass_time(seconds=1)
    assert "【承诺】" not in hears(office, CITY)
    at(office, 2026, 12, 2)
    assert "【承诺】" in hears(office, CITY)


def test_an_opinion_closed_at_once_has_nothing_to_wake_for(office: Office) -> None:
    number = dispatched(office)
    play(office, [(CITY, f"答复 {number} A 修好了", "已提交"), (OFFICE, f"通过 {number}", "已通过")])
    play(office, [(ZHANG, "满意", number)])
    assert office.case(number).timer is None
