"""交办 has a limit of its own: who should hand a case over is reminded of it, and a day later the commission with them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.calendar import fingerprint, work_calendar
from handlers.recounting import carry_on
from handlers.undispatched import start_clocks
from storage.notices import NoticeRow
from tests.handlers.office import Office
from tests.handlers.stories import COVER, HE, LI, OFFICE, SUPERVISOR, ZHANG, ZHAO, at, clocks, hears, play, reported

EVERYBODY = (ZHAO, HE, OFFICE, SUPERVISOR)


@pytest.fixture
def office(open_with: Callable[..., Office]) -> Office:
    return open_with(digest_at=None)


def reminded(office: Office, number: str, day: int, *, month: int = 11, hour: int = 9) -> dict[str, str]:
    """Who is reminded of this case that morning, and in which words."""
    for account in EVERYBODY:
        office.heard(account)
    at(office, month, day, hour)
    lines = {who: [line for line in hears(office, who).splitlines() if _reminds(line, number)] for who in EVERYBODY}
    assert all(len(found) <= 1 for found in lines.values()), "one line a case"
    return {who: found[0] for who, found in lines.items() if found}


def _reminds(line: str, number: str) -> bool:
    return number in line and "交办期限" in line


# 2026-11-23 is a Monday; one working day: the last day is Tuesday the 24th.
def test_a_clerk_is_reminded_on_the_last_day_and_the_commission_after_it(office: Office) -> None:
    number = reported(office)
    assert clocks(office, number) == [], "the message itself starts none"
    assert reminded(office, number, 24, hour=8) == {}
    on_the_day = reminded(office, number, 24)
    assert set(on_the_day) == {ZHAO}
    assert f"【今天到期】{number}" in on_the_day[ZHAO]
    assert "交办期限11月24日" in on_the_day[ZHAO]
    assert reminded(office, number, 24, hour=15) == {}
    after = reminded(office, number, 25)
    assert set(after) == {ZHAO, OFFICE}
    assert "【已逾期1个工作日】" in after[OFFICE]
    assert reminded(office, number, 26) == {}
    assert set(reminded(office, number, 27)) == {ZHAO, OFFICE}
    assert reminded(office, number, 30) == {}
    assert "11月24日" in office.say(ZHAO, f"为什么 {number}")


def test_a_heap_of_them_is_taken_in_pieces_and_only_once_a_day(office: Office) -> None:
    numbers = [reported(office) for _ in range(5)]
    office.now = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
    with office.engine.begin() as connection:
        desk = office.desk(connection)
        assert [start_clocks(desk, piece=2) for _ in range(4)] == [True, True, False, False]
    assert [[clock.name for clock in clocks(office, number)] for number in numbers] == [["dispatch"]] * 5


def test_what_is_handed_over_is_not_nagged(office: Office) -> None:
    first, second = reported(office), reported(office, ZHANG, COVER)
    office.say(ZHAO, f"交办 {first} 城管局")
    assert reminded(office, first, 24) == {}
    at(office, 11, 24, 10)
    office.say(ZHAO, f"交办 {second} 城管局")
    assert "dispatch" not in [clock.name for clock in clocks(office, second)]
    assert reminded(office, second, 25) == {}


def test_a_case_of_no_station_is_the_commission_s_alone_and_told_once(office: Office) -> None:
    number = reported(office, ZHANG, "东湖公园的路灯坏了三天了")
    assert set(reminded(office, number, 24)) == {OFFICE}
    assert set(reminded(office, number, 25)) == {OFFICE}


def test_what_came_at_night_is_due_on_the_working_day_after_it(office: Office) -> None:
    at(office, 11, 27, 23)  # Friday night
    number = reported(office)
    assert reminded(office, number, 28) == {}
    assert reminded(office, number, 29) == {}
    assert set(reminded(office, number, 30)) == {ZHAO}


def test_rungs_missed_while_the_service_was_down_are_one_line(office: Office) -> None:
    number = reported(office)
    late = reminded(office, number, 26, hour=14)
    assert set(late) == {ZHAO, OFFICE}
    assert "【已逾期2个工作日】" in late[ZHAO]
    assert set(reminded(office, number, 27)) == {ZHAO, OFFICE}


def test_while_the_person_is_asked_for_more_nobody_is_late(office: Office) -> None:
    number = reported(office)
    assert set(reminded(office, number, 24)) == {ZHAO}
    at(office, 11, 24, 10)
    office.say(ZHAO, f"退回补充 {number} 是哪一盏灯")
    assert reminded(office, number, 25) == {}
    at(office, 11, 25, 10)
    office.say(ZHANG, f"补充 {number} 村口东边那盏")
    # It stood for a day: the last day is now the 25th, whose hour is past.
    after = reminded(office, number, 26)
    assert set(after) == {ZHAO, OFFICE}
    assert "【已逾期1个工作日】" in after[ZHAO]
    (clock,) = clocks(office, number)
    assert str(clock.due_on) == "2026-11-25"


def test_who_was_passed_the_case_is_reminded_instead_of_the_clerk(office: Office) -> None:
    presented, entrusted = reported(office), reported(office, ZHANG, COVER)
    office.say(ZHAO, f"呈报 {presented} 城管局")
    office.settings = replace(office.settings, government_via_supervision=True)
    office.say(ZHAO, f"交办 {entrusted} 城管局")
    assert set(reminded(office, presented, 24)) == {OFFICE}
    assert set(reminded(office, entrusted, 25)) == {SUPERVISOR, OFFICE}


def test_a_case_that_was_merged_goes_on_where_the_merge_is_undone(office: Office) -> None:
    first, second = reported(office), reported(office, ZHANG, COVER)
    assert set(reminded(office, second, 24)) == {ZHAO}
    office.say(ZHAO, f"合并 {second} {first}")
    assert reminded(office, second, 25) == {}
    at(office, 11, 26, 10)
    office.say(ZHAO, f"撤销合并 {second}")
    assert set(reminded(office, second, 27)) == {ZHAO, OFFICE}


def test_a_suggestion_waits_by_its_own_limit(office: Office) -> None:
    office.say(LI, "写建议 关于更换路灯的建议｜路灯坏了，夜里看不见｜请更换并定期检修路灯")
    number = "2026-0001"
    play(office, [(LI, f"提交建议 {number}", "已提交")])
    # Seven working days: the last day is 2 December, and the first rung that can still be told is five before it.
    assert reminded(office, number, 24) == {}
    assert set(reminded(office, number, 25)) == {OFFICE}
    assert set(reminded(office, number, 2, month=12)) == {OFFICE}


def test_a_new_calendar_moves_the_date_and_who_hands_over_is_told(office: Office) -> None:
    office.now = datetime(
        2027, 2, 2, 10, 0, tzinfo=UTC
    )  # Tuesday evening: Wednesday is a working day as far as is known
    number = reported(office)
    assert set(reminded(office, number, 3, month=2)) == set(), "that was in 2026"
    office.now = datetime(2027, 2, 3, 1, 0, tzinfo=UTC)
    office.pass_time(seconds=0)
    assert [str(clock.due_on) for clock in clocks(office, number)] == ["2027-02-03"]
    office.heard(ZHAO)
    notice = NoticeRow(2027, "x", ("2027-01-01..2027-01-03", "2027-02-03..2027-02-10"), (), office.now)
    office.settings = replace(office.settings, calendar=work_calendar({}, [notice]))
    with office.engine.begin() as connection:
        desk = office.desk(connection)
        carry_on(desk, fingerprint(office.settings.calendar))
        office.deliver(desk)
    assert [str(clock.due_on) for clock in clocks(office, number)] == ["2027-02-11"]
    office.now = datetime(2027, 2, 11, 1, 0, tzinfo=UTC)
    office.pass_time(seconds=0)
    assert number in hears(office, ZHAO)
