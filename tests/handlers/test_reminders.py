"""提醒: each rung once, on a working day at its hour, in one message a person with all their cases, up the ladder."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from tests.handlers.office import Office
from tests.handlers.stories import at, dispatched

WANG, SONG, GAO, LIN, ZHAO = "demo-wangqiang", "demo-songtao", "demo-gaoming", "demo-linguodong", "demo-zhaomin"
MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@pytest.fixture
def office(open_with: Callable[..., Office]) -> Office:
    return open_with(digest_at=None)


def mornings(office: Office, account: str) -> list[str]:
    return [text for text in office.heard(account) if text.startswith(("早上好", "您好，有"))]


# 2026-11-23 (Monday) and ten working days: the last day is 2026-12-07 (Monday).
def test_the_ladder_is_climbed_rung_by_rung(office: Office) -> None:
    number = dispatched(office)
    for account in (WANG, SONG, GAO, LIN):
        office.heard(account)
    office.say(WANG, f"签收 {number}")
    heard = {}
    for month, day in ((12, 2), (12, 3), (12, 4), (12, 7), (12, 8), (12, 9), (12, 10), (12, 11), (12, 14)):
        at(office, month, day, 8, 59)
        assert mornings(office, WANG) == []
        at(office, month, day, 9, 0)
        told = {account: mornings(office, account) for account in (WANG, SONG, GAO, LIN)}
        assert all(len(texts) <= 1 for texts in told.values())
        heard[month, day] = {account for account, texts in told.items() if texts and number in texts[0]}
        at(office, month, day, 20, 0)
        assert mornings(office, WANG) == []
    assert heard == {
        (12, 2): set(),
        (12, 3): {WANG},  # two working days before
        (12, 4): set(),
        (12, 7): {WANG, SONG},  # the last day
        (12, 8): {WANG, SONG, GAO},
        (12, 9): set(),
        (12, 10): {WANG, SONG, GAO, LIN},
        (12, 11): set(),
        (12, 14): set(),
    }


def test_the_words_say_how_late_and_to_the_office_whose(office: Office) -> None:
    number = dispatched(office)
    office.say(WANG, f"签收 {number}")
    at(office, 12, 3, 9)
    assert f"【还有2个工作日】{number}" in mornings(office, WANG)[0]
    at(office, 12, 7, 9)
    assert f"【今天到期】{number}" in mornings(office, WANG)[0]
    at(office, 12, 8, 9)
    assert f"【已逾期1个工作日】城市管理局 {number}" in mornings(office, GAO)[0]


def test_one_message_lists_all_cases_of_the_person_with_buttons(office: Office) -> None:
    first, second = dispatched(office), dispatched(office)
    for number in (first, second):
        office.say(WANG, f"签收 {number}")
    at(office, 11, 25, 10)
    third = dispatched(office)
    office.say(WANG, f"签收 {third}")
    office.heard(WANG)
    at(office, 12, 3, 9)
    (letter,) = [one for one in office.boxes[WANG] if one.text.startswith("早上好")]
    assert letter.text.count("【还有2个工作日】") == 2
    assert second in letter.text
    assert "其他在办1件" in letter.text
    assert third in letter.text.split("其他在办")[1]
    assert ("待办", "待办") in letter.buttons
    assert (f"查{first}", f"查 {first}") in letter.buttons


def test_rungs_missed_while_the_service_was_down_are_one_line_of_the_latest(office: Office) -> None:
    number = dispatched(office)
    office.say(WANG, f"签收 {number}")
    office.heard(WANG)
    at(office, 12, 9, 14)  # nobody knocked since the first week of November
    (text,) = mornings(office, WANG)
    assert text.startswith("您好，有1条待处理")  # in the afternoon nobody is wished a good morning
    assert text.count(number) == 1
    assert "已逾期2个工作日" in text
    at(office, 12, 10, 9)
    assert len(mornings(office, WANG)) == 1


def test_nothing_goes_out_at_night_or_on_days_off(office: Office) -> None:
    number = dispatched(office)
    office.say(WANG, f"签收 {number}")
    office.heard(WANG)
    at(office, 12, 4, 22)  # Friday night: the rung of the third was missed
    at(office, 12, 5, 10)  # Saturday
    at(office, 12, 6, 10)
    assert mornings(office, WANG) == []
    at(office, 12, 7, 9)
    (text,) = mornings(office, WANG)
    assert f"【今天到期】{number}" in text


def test_what_is_answered_extended_or_paused_is_not_nagged(office: Office) -> None:
    answered, extended, paused = dispatched(office), dispatched(office), dispatched(office)
    for number in (answered, extended, paused):
        office.say(WANG, f"签收 {number}")
    office.say(WANG, f"答复 {answered} A 修好了")
    office.say(ZHAO, f"通过 {answered}")
    office.say(WANG, f"延期 {extended} 5天 等材料")
    office.say("demo-gaoming", f"同意延期 {extended}")
    office.say(ZHAO, f"暂停计时 {paused} 补充材料 缺户主姓名")
    office.heard(WANG)
    at(office, 12, 3, 9)
    assert mornings(office, WANG) == []


def test_an_answer_that_waits_for_its_clerk_is_no_delay_of_the_department(office: Office) -> None:
    number = dispatched(office)
    office.say(WANG, f"答复 {number} A 修好了")
    office.heard(WANG)
    office.heard(GAO)
    at(office, 12, 3, 9)
    at(office, 12, 8, 9)
    assert mornings(office, WANG) == []
    assert number not in "".join(mornings(office, GAO))
    office.say(ZHAO, f"退改 {number} 没写哪天")
    office.heard(WANG)
    at(office, 12, 10, 9)
    assert f"【已逾期3个工作日】{number}" in mornings(office, WANG)[0]


def test_flags_are_off_and_where_they_are_on_only_the_unit_sees_them(open_with: Callable[..., Office]) -> None:
    office = open_with(digest_at=None, flags=True)
    number = dispatched(office)
    office.say(WANG, f"签收 {number}")
    at(office, 12, 8, 9)
    assert f"【黄牌】【已逾期1个工作日】{number}" in mornings(office, WANG)[0]
    assert "黄牌" not in mornings(office, GAO)[0]
    at(office, 12, 10, 9)
    assert "【红牌】【已逾期3个工作日】" in mornings(office, SONG)[-1]


def test_a_departments_new_case_of_the_night_is_in_the_same_message(open_with: Callable[..., Office]) -> None:
    office = open_with(digest_at=None, staff_at_once=False)
    first = dispatched(office)
    office.say(WANG, f"签收 {first}")
    at(office, 12, 2, 19)
    second = dispatched(office)
    office.heard(WANG)
    at(office, 12, 3, 8, 45)
    assert mornings(office, WANG) == []
    at(office, 12, 3, 9)
    (text,) = mornings(office, WANG)
    assert first in text
    assert second in text
