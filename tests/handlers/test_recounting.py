"""A notice is loaded: dates of open cases are counted anew, piece by piece, and whoever goes by them is told."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.calendar import fingerprint, work_calendar
from handlers.recounting import carry_on
from storage.notices import NoticeRow
from tests.handlers.office import Office
from tests.handlers.stories import (
    ADMIN,
    CITY,
    COVER,
    HOUSING,
    OFFICE,
    WANG,
    ZHANG,
    ZHAO,
    answered,
    clocks,
    dispatched,
    empty_boxes,
    hears,
    play,
    released,
)

FRIDAY = datetime(2027, 1, 22, 2, 0, tzinfo=UTC)
OFF = ("2027-01-01..2027-01-03", "2027-02-04..2027-02-11")
NOTICE = NoticeRow(2027, "x", OFF, ("2027-01-30", "2027-02-20"), FRIDAY)


def load(office: Office) -> None:
    """The notice makes 30 January a working day and 4 and 11 February days off; by statute 5 to 10 February are."""
    office.settings = replace(office.settings, calendar=work_calendar({}, [NOTICE]))


def carry(office: Office, piece: int = 100) -> int:
    """Until everything is counted; how many pieces it took."""
    pieces = 1
    while True:
        with office.engine.begin() as connection:
            desk = office.desk(connection)
            goes_on = carry_on(desk, fingerprint(office.settings.calendar), piece=piece)
            office.deliver(desk)
        if not goes_on:
            return pieces
        pieces += 1


def due(office: Office, number: str) -> str:
    return str(office.case(number).reply_due)


def test_dates_move_and_everybody_who_goes_by_them_is_told(office: Office) -> None:
    office.now = FRIDAY
    number = dispatched(office, to="城管局 协办 住建局")
    before = clocks(office, number)
    assert [str(clock.due_on) for clock in before] == ["2027-01-25", "2027-02-11", "2027-01-29"]
    assert all(clock.is_provisional for clock in before)
    empty_boxes(office)
    load(office)
    carry(office)
    after = clocks(office, number)
    assert [str(clock.due_on) for clock in after] == ["2027-01-25", "2027-02-12", "2027-01-29"]
    assert not any(clock.is_provisional for clock in after)
    assert "签收" not in hears(office, CITY), "that date did not move"
    assert hears(office, HOUSING) == ""


def test_a_later_date_is_told_to_the_reporter_too(office: Office) -> None:
    office.now = FRIDAY + timedelta(days=10)  # 1 February: the made-up Saturday is over
    number = dispatched(office, to="城管局 协办 住建局")
    empty_boxes(office)
    before = due(office, number)
    load(office)
    carry(office)
    assert before == "2027-02-19"
    assert due(office, number) == "2027-02-22", "two days off more, one made-up Saturday"
    for who in (CITY, OFFICE):
        told = hears(office, who)
        assert f"{number}《" in told
        assert "答复 2月19日 → 2月22日" in told
    assert "协办意见" in hears(office, HOUSING)
    assert "最晚2月22日前答复" in hears(office, ZHANG)
    assert hears(office, ZHAO) == ""


def test_everything_is_carried_in_pieces_and_only_once(office: Office) -> None:
    office.now = FRIDAY + timedelta(days=10)
    numbers = [
        dispatched(office, f"v{place}", f"西关村{place}号门前的路灯坏了半个月，晚上看不见路") for place in range(5)
    ]
    load(office)
    assert carry(office, piece=3) == 4
    assert {due(office, number) for number in numbers} == {"2027-02-22"}
    empty_boxes(office)
    assert carry(office, piece=3) == 1
    assert hears(office, CITY) == ""


def test_each_person_of_a_piece_hears_once_of_all_of_theirs(office: Office) -> None:
    office.now = FRIDAY + timedelta(days=10)
    dispatched(office)
    dispatched(office, WANG, COVER)
    empty_boxes(office)
    load(office)
    carry(office)
    told = office.heard(CITY)
    assert len(told) == 1
    assert "2件的期限变了" in told[0]


def test_a_rating_s_end_moves_too(office: Office) -> None:
    office.now = FRIDAY + timedelta(days=6)  # 28 January: seven days on is 4 February
    number = released(office)
    assert str(office.case(number).timer_at) == "2027-02-04 16:00:00+00:00"
    load(office)
    carry(office)
    assert str(office.case(number).timer_at) == "2027-02-12 16:00:00+00:00"


def test_a_pause_and_an_extension_are_kept(office: Office) -> None:
    office.now = FRIDAY + timedelta(days=10)
    number = dispatched(office)
    office.say(CITY, f"签收 {number}")
    office.say(OFFICE, f"暂停计时 {number} 会商 等意见")
    office.pass_time(days=2)
    office.say(OFFICE, f"恢复计时 {number}")
    office.say(CITY, f"延期 {number} 5天 等配件")
    office.say(OFFICE, f"同意延期 {number}")
    assert due(office, number) == "2027-03-01"
    load(office)
    carry(office)
    assert due(office, number) == "2027-03-02"
    play(office, [(CITY, f"为什么 {number}", "3月2日", "暂停", "同意延5个工作日", "!暂定")])


def test_what_is_answered_keeps_its_date(office: Office) -> None:
    office.now = FRIDAY + timedelta(days=10)
    number = answered(office)
    office.say(OFFICE, f"通过 {number}")
    office.say(ZHANG, "满意")
    load(office)
    carry(office)
    assert due(office, number) == "2027-02-19"


def test_admins_are_reminded_once_each_november_and_december(office: Office) -> None:
    office.now = datetime(2026, 10, 30, 2, 0, tzinfo=UTC)
    assert "放假通知" not in hears(office, ADMIN)
    told = []
    for _ in range(70):
        office.pass_time(days=1)
        told += [(office.now.date(), text) for text in office.heard(ADMIN) if "放假通知" in text]
    assert [str(day) for day, _ in told] == ["2026-11-02", "2026-12-01"]
    assert "2027年" in told[0][1]


def test_nobody_is_reminded_of_a_notice_that_is_loaded(office: Office) -> None:
    load(office)
    office.now = datetime(2026, 11, 10, 2, 0, tzinfo=UTC)
    office.pass_time(days=1)
    assert "放假通知" not in hears(office, ADMIN)
