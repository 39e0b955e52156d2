"""为什么 12: start, unit, each skipped and each added day, each recorded pause, and how long the person has waited."""

from datetime import timedelta

from tests.handlers.office import MONDAY, Office
from tests.handlers.stories import CITY, HE, OFFICE, WANG, ZHANG, ZHAO, dispatched, play, released, reported


def test_staff_are_told_where_a_last_day_comes_from(office: Office) -> None:
    number = dispatched(office)
    answer = office.say(CITY, f"为什么 {number}")
    assert answer.splitlines()[1:] == [
        "签收：11月24日（周二）止",
        "起算：11月23日（周一）交办、同意退办，当天不算",
        "期限：1个工作日（默认值）",
        "答复：12月7日（周一）止",
        "起算：11月23日（周一）交办、同意退办，当天不算",
        "期限：10个工作日（默认值）",
        "跳过：11月28日至11月29日周末、12月5日至12月6日周末",
        "反映人已等0天（不因暂停、延期停算）",
    ]


def test_make_up_days_are_told_and_a_year_without_a_notice_is_provisional(office: Office) -> None:
    office.now = MONDAY + timedelta(days=35)  # 28 December 2026
    number = dispatched(office)
    answer = office.say(OFFICE, f"为什么 {number}")
    assert "答复：1月12日（周二）止（暂定" in answer
    assert "1月1日（周五）节假日" in answer


def test_an_extension_and_a_pause_are_told(office: Office) -> None:
    number = dispatched(office)
    office.say(CITY, f"签收 {number}")
    office.say(OFFICE, f"暂停计时 {number} 会商 等镇里意见")
    office.pass_time(days=2)
    play(office, [(OFFICE, f"为什么 {number}", "现在暂停计时", "反映人已等2天")])
    office.say(OFFICE, f"恢复计时 {number}")
    office.say(CITY, f"延期 {number} 5天 等配件")
    play(office, [(ZHAO, f"为什么 {number}", "申请5个工作日，等裁定", "12月8日")])
    office.say(OFFICE, f"同意延期 {number}")
    play(
        office,
        [
            (
                ZHAO,
                f"为什么 {number}",
                "12月15日",
                "暂停：11月23日至11月24日，2天（会商：等镇里意见）",
                "同意延5个工作日",
            )
        ],
    )


def test_before_dispatch_the_office_s_own_clock_is_explained(office: Office) -> None:
    number = reported(office)
    play(office, [(ZHAO, f"为什么 {number}", "交办：11月24日（周二）止", "11月23日（周一）反映、登记")])


def test_the_rating_s_clock_is_explained_and_then_there_is_none(office: Office) -> None:
    number = released(office)
    play(office, [(ZHAO, f"为什么 {number}", "评价：11月30日（周一）止", "7天")])
    office.say(ZHANG, "满意")
    play(office, [(ZHAO, f"为什么 {number}", "没有在走的期限", "!已等")])


def test_whoever_raised_it_hears_one_sentence(office: Office) -> None:
    number = dispatched(office)
    answer = office.say(ZHANG, f"为什么 {number}")
    assert answer == f"{number}《西关村村口的路灯坏了半个月》11月23日转办，期限10个工作日，最晚12月7日前答复。"
    play(office, [(WANG, f"为什么 {number}", "没有找到"), (HE, f"为什么 {number}", "没有找到")])


def test_a_question_with_a_house_number_is_a_matter_and_no_command(office: Office) -> None:
    answer = office.say(ZHANG, "为什么12号楼前的路灯不亮，西关村晚上看不见")
    assert "2026-0001" in answer
