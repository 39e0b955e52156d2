"""暂停计时: for a listed reason alone; what the reporter adds lifts it; their own waiting days run on."""

import pytest

from storage.store import Store
from tests.handlers.office import Office
from tests.handlers.stories import (
    CITY,
    HOUSING,
    OFFICE,
    SUPERVISOR,
    ZHANG,
    ZHAO,
    clocks,
    dispatched,
    empty_boxes,
    everything,
    hears,
    play,
    status,
    steps,
)


def due(office: Office, number: str) -> str:
    return str(office.case(number).reply_due)


def test_what_is_missing_is_asked_for_and_the_answer_lets_the_clock_run_again(office: Office) -> None:
    number = dispatched(office)
    office.say(CITY, f"签收 {number}")
    empty_boxes(office)
    office.pass_time(days=1)
    play(office, [(ZHAO, f"暂停计时 {number} 补充材料 是哪一盏灯", f"{number}《", "补充材料：是哪一盏灯")])
    assert "是哪一盏灯" in hears(office, ZHANG)
    assert "暂停计时" in hears(office, CITY)
    office.pass_time(days=2)
    play(office, [(ZHANG, "村口大槐树边上那盏", number)])
    assert steps(office, number)[-3:] == ["pause", "add", "resume"]
    assert (due(office, number), status(office, number)) == ("2026-12-09", "handling")
    assert "顺延到12月9日" in hears(office, CITY)


def test_a_pause_ends_by_itself_when_nobody_answers(office: Office) -> None:
    number = dispatched(office)
    office.say(OFFICE, f"暂停计时 {number} 会商 等镇里意见")
    office.pass_time(days=14, hours=1)
    assert steps(office, number)[-1] == "pause"
    office.pass_time(days=1)
    assert steps(office, number)[-1] == "resume"
    assert due(office, number) == "2026-12-21"
    assert office.case(number).paused_on is None


def test_a_case_that_stands_is_not_late(office: Office) -> None:
    number = dispatched(office)
    office.pass_time(days=14)
    office.say(OFFICE, f"暂停计时 {number} 会商 等镇里意见")
    office.pass_time(days=3)
    play(
        office,
        [(CITY, "逾期", "没有逾期"), (OFFICE, f"恢复计时 {number}", "顺延到12月10日"), (CITY, "逾期", "没有逾期")],
    )
    office.pass_time(days=1)
    play(office, [(CITY, "逾期", number)])


def test_a_case_that_was_late_before_stays_late(office: Office) -> None:
    number = dispatched(office)
    office.pass_time(days=15)
    office.say(OFFICE, f"暂停计时 {number} 会商 等镇里意见")
    play(office, [(CITY, "逾期", number)])


def test_whoever_answers_meanwhile_lifts_the_pause(office: Office) -> None:
    number = dispatched(office)
    office.say(OFFICE, f"暂停计时 {number} 会商 等镇里意见")
    office.pass_time(days=2)
    play(office, [(CITY, f"答复 {number} A 修好了", "已提交")])
    case = office.case(number)
    assert (case.paused_on, str(case.reply_due)) == (None, "2026-12-08")
    play(office, [(ZHAO, f"恢复计时 {number}", "没有暂停计时")])


def test_a_helper_s_clock_stands_too(office: Office) -> None:
    number = dispatched(office, to="城管局 协办 住建局")
    office.say(OFFICE, f"暂停计时 {number} 会商 等镇里意见")
    office.pass_time(days=2)
    office.say(OFFICE, f"恢复计时 {number}")
    assert {clock.name: str(clock.due_on) for clock in clocks(office, number)} == {
        "accept": "2026-11-25",
        "reply": "2026-12-08",
        "co_opinion": "2026-12-01",
    }
    case = office.case(number)
    with office.engine.begin() as connection:
        dues = [row.reply_due for row in Store(connection, office.keys).handling.dispatches_of(case.id)]
    assert [str(day) for day in dues] == ["2026-12-08", "2026-12-01"]
    play(office, [(HOUSING, f"为什么 {number}", "协办意见（住房和城乡建设局）", "暂停：11月23日至11月24日，2天")])


def test_nobody_is_reminded_while_the_clock_stands(office: Office) -> None:
    number = dispatched(office)
    office.say(OFFICE, f"暂停计时 {number} 会商 等镇里意见")
    assert [clock.next_at for clock in clocks(office, number)] == [None, None]
    office.say(OFFICE, f"恢复计时 {number}")
    assert all(clock.next_at for clock in clocks(office, number))


@pytest.mark.parametrize(
    ("who", "line", "why"),
    [
        (OFFICE, "暂停计时 {}", "补充材料或会商"),
        (OFFICE, "暂停计时 {} 太忙", "补充材料或会商"),
        (OFFICE, "暂停计时 {} 补充材料", "补充材料或会商"),
        (CITY, "暂停计时 {} 补充材料 缺门牌", "不归您办"),
        (ZHANG, "暂停计时 {} 补充材料 缺门牌", "工作人员"),
        (SUPERVISOR, "恢复计时 {}", "没有暂停计时"),
    ],
)
def test_no_other_reason_stops_a_clock(office: Office, who: str, line: str, why: str) -> None:
    number = dispatched(office)
    before = everything(office)
    play(office, [(who, line.format(number), why)])
    assert everything(office) == before


def test_a_pause_is_not_paused(office: Office) -> None:
    number = dispatched(office)
    play(
        office,
        [(OFFICE, f"暂停计时 {number} 会商 甲", "暂停"), (OFFICE, f"暂停计时 {number} 会商 乙", "已经暂停计时过一次")],
    )


def test_whoever_takes_the_case_over_leaves_the_end_of_the_pause(office: Office) -> None:
    number = dispatched(office)
    office.say(OFFICE, f"暂停计时 {number} 会商 等镇里意见")
    play(office, [(OFFICE, f"接手 {number}", "接手"), (OFFICE, f"查 {number}", "（暂停计时）")])
    assert office.case(number).timer == "resume"
