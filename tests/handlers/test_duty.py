"""值班: who is on duty is known to staff, told to the office every morning, and missed a week ahead."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from handlers.duty import on_duty
from storage.duty import DutyRow
from storage.engine import make_engine
from storage.store import Store
from storage.tables.office import duty_days
from tests.handlers.office import Office, open_office
from tests.handlers.stories import ADMIN, CITY, LI, OFFICE, SECRECY, ZHANG, ZHAO, reported

TODAY = date(2026, 11, 23)
GROUP = "机关工作群"


@pytest.fixture
def office(tmp_path: Path, database_url: str) -> Iterator[Office]:
    engine = make_engine(database_url)
    yield open_office(tmp_path, engine)
    engine.dispose()


def roster(office: Office, days: Sequence[date], *names: str, leader: str = "林国栋") -> None:
    with office.engine.begin() as connection:
        ids = {person.name: person.id for person in office.directory.people.values()}
        rows = [
            DutyRow(day, place, name, False, ids.get(name), f"1380000000{place}")
            for day in days
            for place, name in enumerate(names, 1)
        ]
        led = [DutyRow(day, 1, leader, True, ids.get(leader), "0371-5550001") for day in days]
        Store(connection, office.keys).duty.replace([*rows, *led])


def week(count: int = 8) -> list[date]:
    return [TODAY + timedelta(days=number) for number in range(count)]


def test_all_staff_may_ask_who_is_on_duty_and_nobody_else(office: Office) -> None:
    roster(office, [TODAY], "何秀兰", "门卫老刘")
    for who in (ZHAO, OFFICE, CITY, SECRECY, ADMIN):
        answer = office.say(who, "今天谁值班？")
        assert answer == (
            "今天11月23日（周一）值班：何秀兰 13800000001、门卫老刘 13800000002\n带班领导：林国栋 0371-5550001"
        )
    for who in (ZHANG, LI):
        answer = office.say(who, "今天谁值班")
        assert "1380000" not in answer
        assert "何秀兰" not in answer


def test_without_a_roster_the_answer_says_whom_to_ask(office: Office) -> None:
    assert "还没排" in office.say(ZHAO, "今天谁值班")


def test_who_is_called_first_comes_first(office: Office) -> None:
    roster(office, [TODAY], "门卫老刘", "何秀兰")
    with office.engine.begin() as connection:
        people = on_duty(office.desk(connection), TODAY)
    assert [(one.name, one.is_leader, one.person is not None) for one in people] == [
        ("门卫老刘", False, False),
        ("何秀兰", False, True),
        ("林国栋", True, True),
    ]


def test_telephones_lie_in_the_books_as_ciphertext(office: Office) -> None:
    roster(office, [TODAY], "何秀兰")
    with office.engine.begin() as connection:
        stored = repr(connection.execute(select(duty_days)).all())
    assert "1380000" not in stored
    assert "5550001" not in stored


def test_the_office_group_hears_it_every_morning_once_on_days_off_too(office: Office) -> None:
    roster(office, week(20), "何秀兰")
    office.pass_time(minutes=0)
    assert len(office.heard(GROUP)) == 1
    office.pass_time(hours=2)
    assert office.heard(GROUP) == []
    for _ in range(6):  # until Sunday
        office.pass_time(days=1)
        (line,) = office.heard(GROUP)
        assert "何秀兰，带班领导林国栋" in line
        assert "1380000" not in line
    assert "周日" in line
    assert office.heard("县人大代表交流群") == []


def test_nothing_is_said_before_the_office_opens(office: Office) -> None:
    roster(office, week(20), "何秀兰")
    office.now -= timedelta(hours=2)  # 08:00
    office.pass_time(minutes=29)
    assert office.heard(GROUP) == []
    office.pass_time(minutes=1)
    assert len(office.heard(GROUP)) == 1


def test_days_with_nobody_are_reported_a_week_ahead_holidays_too(office: Office) -> None:
    roster(office, [day for day in week(10) if day.day not in {28, 30}], "何秀兰")
    office.pass_time(minutes=0)
    expected = ["【值班】一周内还没排值班员：11月28日（周六）休息日、11月30日（周一）。请补好值班表再导入。"]
    assert office.heard(OFFICE) == expected
    assert [line for line in office.heard(ADMIN) if "值班" in line] == expected
    assert office.heard(ZHAO) == []
    office.pass_time(hours=3)
    assert office.heard(OFFICE) == []


def test_a_day_with_only_a_leader_is_a_gap(office: Office) -> None:
    roster(office, week(), "何秀兰")
    roster(office, [TODAY + timedelta(days=3)])
    office.pass_time(minutes=0)
    (text,) = office.heard(OFFICE)
    assert "11月26日" in text


def test_an_office_that_keeps_no_roster_hears_nothing(office: Office) -> None:
    office.pass_time(days=1)
    assert office.heard(GROUP) == office.heard(OFFICE) == []
    roster(office, [TODAY - timedelta(days=60)], "何秀兰")
    office.pass_time(days=1)
    assert office.heard(GROUP) == office.heard(OFFICE) == []


def test_a_group_of_a_channel_that_is_off_is_not_written_to(tmp_path: Path, database_url: str) -> None:
    engine = make_engine(database_url)
    office = open_office(tmp_path, engine, group_channels=frozenset({"wecom_group"}))
    roster(office, week(), "何秀兰")
    office.pass_time(minutes=0)
    assert office.heard(GROUP) == []
    engine.dispose()


def test_whoever_is_on_todays_duty_takes_over_what_a_person_must_look_at_first(office: Office) -> None:
    number = reported(office, ZHANG, "西关村燃气管道漏气，味道很大")
    assert office.case(number).human_first
    assert "没有找到" in office.say(CITY, f"接手 {number}")
    roster(office, [TODAY], "王强")
    assert "接手" in office.say(CITY, f"接手 {number}")
    assert office.case(number).taken_over_by is not None


def test_duty_does_not_open_ordinary_cases_nor_other_steps(office: Office) -> None:
    ordinary = reported(office, ZHANG)
    roster(office, [TODAY], "王强")
    assert "没有找到" in office.say(CITY, f"接手 {ordinary}")
    assert "不归您办" in office.say(CITY, f"受理 {ordinary}")
