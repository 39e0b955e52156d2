"""Working hours, quiet hours and the morning's one list; everything is told in its time."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage.engine import make_engine
from tests.handlers.office import Office, open_office
from tests.handlers.stories import (
    CHEN,
    CITY,
    COVER,
    HE,
    LAMP,
    OFFICE,
    OFFICE_TOO,
    ZHANG,
    ZHAO,
    answered,
    empty_boxes,
    everything,
    hears,
    photo,
    play,
    reported,
    status,
)

MONDAY_EVENING = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)  # 20:00 there
FRIDAY_EVENING = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
MONDAY_NIGHT = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)  # 23:00 there


@pytest.fixture
def evening(tmp_path: Path) -> Iterator[Office]:
    """An office that has gone home: new work waits for the morning."""
    engine = make_engine(f"sqlite:///{tmp_path / 'evening.db'}")
    office = open_office(tmp_path, engine, staff_at_once=False)
    office.now = MONDAY_EVENING
    yield office
    engine.dispose()


def test_in_working_hours_new_work_is_told_at_once(evening: Office) -> None:
    evening.now = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
    reported(evening)
    assert "2026-0001" in hears(evening, ZHAO)


def test_after_hours_new_work_waits_for_the_morning_s_one_list(evening: Office) -> None:
    reported(evening)
    reported(evening, ZHANG, COVER)
    evening.pass_time(hours=12)
    assert hears(evening, ZHAO) == ""
    evening.pass_time(minutes=31)
    told = evening.heard(ZHAO)
    assert len(told) == 1
    for number in ("2026-0001《", "2026-0002《"):
        assert number in told[0]
    assert told[0].count("城市管理局") == 2
    evening.pass_time(hours=24)
    assert "早上好" not in hears(evening, ZHAO)


def test_the_list_waits_over_the_weekend(evening: Office) -> None:
    evening.now = FRIDAY_EVENING
    reported(evening)
    evening.pass_time(hours=60)
    assert hears(evening, ZHAO) == ""
    evening.pass_time(minutes=31)
    assert "2026-0001" in hears(evening, ZHAO)


def test_what_is_critical_is_told_at_any_hour_to_clerk_and_department(evening: Office) -> None:
    reported(evening)
    play(evening, [(OFFICE, "特急 1", "特急")])
    play(evening, [(OFFICE, "交办 1 城管局", "已转")])
    assert "2026-0001" in hears(evening, CITY)
    play(evening, [(CITY, "答复 1 A 已修好", "已提交")])
    assert "2026-0001" in hears(evening, OFFICE)


def test_what_a_person_must_look_at_first_goes_at_any_hour(evening: Office) -> None:
    reported(evening)
    with evening.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE cases SET human_first = 1")
    play(evening, [(OFFICE, "接手 1", "2026-0001"), (OFFICE, "交办 1 城管局", "已转")])
    assert "2026-0001" in hears(evening, CITY)


def test_answers_to_what_staff_type_come_at_any_hour(evening: Office) -> None:
    reported(evening)
    play(evening, [(ZHAO, "待办", "2026-0001"), (ZHAO, "交办 1 城管局", "已转")])
    assert hears(evening, CITY) == ""
    evening.pass_time(hours=13)
    assert "2026-0001" in hears(evening, CITY)


def test_no_personal_item_waits_in_the_morning_s_list(evening: Office) -> None:
    reported(evening)
    evening.say(ZHAO, "交办 1 城管局")
    evening.say(CITY, "进展 1 联系13987654321的师傅了")
    evening.say(CITY, "申退 1 归13987654321那家管")
    lines = str(everything(evening)["morning_lines"])
    assert "2026-0001" in lines
    assert "13987654321" not in lines


def test_a_released_reply_waits_for_the_end_of_quiet_hours(office: Office) -> None:
    number = answered(office)
    empty_boxes(office)
    office.now = MONDAY_NIGHT
    play(office, [(OFFICE, f"通过 {number}", "已通过")])
    assert hears(office, ZHANG) == ""
    office.pass_time(hours=8)
    assert hears(office, ZHANG) == ""
    office.pass_time(minutes=31)
    assert "已修好" in hears(office, ZHANG)


def test_the_time_to_rate_starts_when_the_reply_arrives(office: Office) -> None:
    number = answered(office)
    office.now = MONDAY_NIGHT
    office.say(OFFICE, f"通过 {number}")
    office.pass_time(hours=12)  # told on Tuesday: seven days from then
    office.now = datetime(2026, 11, 30, 17, 0, tzinfo=UTC)  # 1 December there
    office.pass_time(minutes=1)
    assert status(office, number) == "replied"
    office.pass_time(days=1)
    assert status(office, number) == "closed"


def test_a_repeated_question_waits_for_the_end_of_quiet_hours(office: Office) -> None:
    office.now = MONDAY_NIGHT
    assert "请再说" in photo(office, CHEN)
    office.pass_time(minutes=40)
    assert hears(office, CHEN) == ""
    office.pass_time(hours=8)
    assert hears(office, CHEN).count("还差") == 1


def test_a_station_without_a_liaison_officer_is_the_commission_s(office: Office) -> None:
    with office.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE people SET is_active = 0 WHERE name = '赵敏'")
    office.reload_directory()
    reported(office, ZHANG, LAMP)
    for who in (OFFICE, OFFICE_TOO):
        assert "2026-0001" in hears(office, who)
    assert hears(office, HE) == ""


def test_who_asks_for_a_person_is_heard_by_the_clerk_when_the_office_is_open(evening: Office) -> None:
    reported(evening)
    play(evening, [(ZHANG, "人工", "工作人员"), (CHEN, "人工", "工作人员")])
    assert hears(evening, ZHAO) == ""
    assert hears(evening, OFFICE) == ""
    evening.pass_time(hours=13)
    assert "找人工" in hears(evening, ZHAO)
    assert "找人工" in hears(evening, OFFICE)


def test_time_does_nothing_twice(office: Office) -> None:
    photo(office, CHEN)
    office.pass_time(hours=30)
    before = everything(office)
    office.pass_time(hours=1)
    assert everything(office) == before
