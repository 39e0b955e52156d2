"""代表建议 at the department: the first contact and 面商, the answer with its class, the rating in two parts, 重点督办."""

from dataclasses import replace

import pytest

from handlers.figures import figures
from storage.figures import Period
from tests.handlers.office import Office
from tests.handlers.stories import (
    CITY,
    HOUSING,
    LI,
    OFFICE,
    SUN,
    SUPERVISOR,
    ZHANG,
    clocks,
    dispatched,
    empty_boxes,
    everything,
    hears,
    play,
    status,
    steps,
)
from tests.handlers.test_suggestions import drafted, submitted


def handed_over(office: Office) -> str:
    number = submitted(office)
    play(office, [(OFFICE, f"交办 {number} 城管局 协办 住建局", "已转", "2月23日"), (CITY, f"签收 {number}", "已签收")])
    return number


def signed_by_two(office: Office) -> str:
    number = drafted(office)
    play(office, [(LI, f"联名 {number} 孙晓芸", "联名"), (SUN, f"同意联名 {number}", "同意")])
    play(office, [(LI, f"提交建议 {number}", "联名1人"), (OFFICE, f"交办 {number} 城管局", "已转")])
    return number


def answered(office: Office, number: str, reply: str = "A 路灯已全部更换") -> None:
    play(office, [(CITY, f"答复 {number} {reply}", "已提交")])
    empty_boxes(office)
    play(office, [(OFFICE, f"通过 {number}", "已通过")])


def test_departments_are_asked_beforehand(office: Office) -> None:
    number = submitted(office)
    play(
        office,
        [
            (CITY, f"查 {number}", "没有找到"),
            (OFFICE, f"直答 {number} 已修好", "要由承办单位答复"),
            (OFFICE, f"预交办 {number} 城管局 协办 住建局", "征询城市管理局"),
        ],
    )
    assert "【预交办】" in hears(office, CITY)
    play(
        office,
        [
            (CITY, f"不宜承办 {number}", "理由"),
            (CITY, f"不宜承办 {number} 路灯归住建 应为 住建局", "已记下"),
            (HOUSING, f"可以承办 {number}", "已记下"),
            (CITY, f"签收 {number}", number),
        ],
    )
    told = hears(office, OFFICE)
    assert "路灯归住建" in told
    assert "可以承办" in told
    assert (status(office, number), clocks(office, number)) == ("review", [])
    play(office, [(OFFICE, f"交办 {number} 住建局", "已转"), (CITY, f"查 {number}", "没有找到")])
    assert "【代表建议交办单】" in hears(office, HOUSING)


def test_an_opinion_is_handed_over_without_asking(office: Office) -> None:
    number = dispatched(office)
    other = dispatched(office, text="东街社区门口的井盖没了")
    assert (number, other) == ("2026-0001", "2026-0002")
    play(office, [(OFFICE, "预交办 2 城管局", "不能预交办")])


def test_a_suggestion_has_its_own_limits(office: Office) -> None:
    number = handed_over(office)
    assert {clock.name for clock in clocks(office, number)} == {"reply", "first_contact", "co_opinion"}
    days = {clock.name: clock.length for clock in clocks(office, number)}
    assert days == {"reply": "3M", "first_contact": "20W", "co_opinion": "1M"}


def test_a_telephone_call_is_a_contact_and_no_meeting(office: Office) -> None:
    number = handed_over(office)
    play(
        office,
        [
            (CITY, f"面商 {number} 电话沟通过了", "电话、微信、视频不算面商", f"联系代表 {number}"),
            (CITY, f"面商 {number} 谈过了", "地点", number),
            (CITY, f"联系代表 {number} 电话 约定下周看现场", "不算面商"),
            (LI, f"确认面商 {number}", "没有等您确认的面商"),
        ],
    )
    assert "first_contact" not in {clock.name for clock in clocks(office, number)}
    empty_boxes(office)
    play(office, [(CITY, f"面商 {number} 西关村村部 看了现场，商定更换", "请代表确认")])
    assert "西关村村部" in hears(office, LI)
    play(
        office,
        [
            (OFFICE, f"查 {number}", "面商1次（代表已确认0次），其他联系1次"),
            (LI, f"没有面商 {number}", "没有面商"),
            (LI, f"确认面商 {number}", "已确认"),
            (OFFICE, f"查 {number}", "代表已确认1次"),
            (HOUSING, f"面商 {number} 村部 一起去的", "已记下"),
        ],
    )
    assert "没有面商过" in hears(office, OFFICE)
    play(office, [(CITY, f"答复 {number} A 已更换", "已提交")])
    assert "面商2次（代表已确认1次）" in hears(office, OFFICE)


def test_an_opinion_is_not_talked_about_in_this_way(office: Office) -> None:
    number = dispatched(office)
    play(office, [(CITY, f"面商 {number} 村部 看了现场", "不归您办"), (CITY, f"联系代表 {number} 电话", "不归您办")])
    assert steps(office, number)[-1] == "dispatch"


def test_a_co_handler_s_opinion_goes_to_the_lead(office: Office) -> None:
    number = handed_over(office)
    empty_boxes(office)
    play(office, [(HOUSING, f"答复 {number} 我局配合供电", "协办意见已记下")])
    assert "我局配合供电" in hears(office, CITY)
    assert "co_opinion" not in {clock.name for clock in clocks(office, number)}


def test_the_extension_reaches_six_months_at_most(office: Office) -> None:
    number = handed_over(office)
    play(
        office,
        [
            (CITY, f"延期 {number} 到2027年7月30日 涉及面广", "最多延到"),
            (CITY, f"延期 {number} 到2027年5月20日 涉及面广", "延到5月20日"),
            (LI, f"同意延期 {number}", "您同意"),
            (SUPERVISOR, f"同意延期 {number}", "5月20日"),
        ],
    )
    assert "5月20日" in hears(office, LI)


def asks_for_more_time(office: Office) -> str:
    number = signed_by_two(office)
    play(office, [(CITY, f"签收 {number}", "已签收")])
    empty_boxes(office)
    play(office, [(CITY, f"延期 {number} 一个月 等财政批复", "先问领衔代表")])
    return number


def test_the_lead_deputy_is_asked_before_anybody_rules(office: Office) -> None:
    number = asks_for_more_time(office)
    assert "您同意吗" in hears(office, LI)
    assert hears(office, SUN) == hears(office, SUPERVISOR) == ""
    assert "已先问领衔代表" in hears(office, OFFICE), "whoever handed it over knows that it waits"
    before = everything(office)
    play(
        office,
        [
            (SUPERVISOR, f"同意延期 {number}", "先由领衔代表同意"),
            (SUN, f"同意延期 {number}", "不是您"),
            (ZHANG, f"同意延期 {number}", "!同意延期"),
        ],
    )
    assert everything(office)["history"] == before["history"]
    play(office, [(CITY, f"为什么 {number}", "等领衔代表同意"), (LI, f"同意延期 {number}", "您同意")])
    told = hears(office, SUPERVISOR)
    assert "领衔代表已同意" in told
    assert "等财政批复" in told
    assert str(office.case(number).reply_due) == "2027-02-23", "the office has not ruled yet"
    play(office, [(LI, f"同意延期 {number}", "没有等裁定"), (OFFICE, f"同意延期 {number}", "3月23日")])
    assert steps(office, number)[-3:] == ["request_extension", "agree_extension", "allow_extension"]
    assert "3月23日" in hears(office, SUN)


def test_what_the_deputy_does_not_agree_to_nobody_rules_on(office: Office) -> None:
    number = asks_for_more_time(office)
    play(
        office,
        [
            (LI, f"不同意延期 {number}", "理由"),
            (LI, f"不同意延期 {number} 村里等着用", "仍在2月23日前"),
            (OFFICE, f"同意延期 {number}", "没有等裁定"),
            (CITY, f"延期 {number} 5天 再试", "已经延期过一次"),
        ],
    )
    assert "村里等着用" in hears(office, CITY)
    assert str(office.case(number).reply_due) == "2027-02-23"


def test_consent_on_paper_is_written_down_by_who_rules(office: Office) -> None:
    number = asks_for_more_time(office)
    play(office, [(OFFICE, f"同意延期 {number} 代表已书面同意", "3月23日")])


def test_where_the_office_says_so_nobody_asks_the_deputy(office: Office) -> None:
    office.settings = replace(office.settings, extension_needs_deputy=False)
    number = signed_by_two(office)
    play(office, [(CITY, f"签收 {number}", "已签收"), (CITY, f"延期 {number} 一个月 等批复", "等督查室")])
    play(office, [(LI, f"同意延期 {number}", "没有等裁定"), (SUPERVISOR, f"同意延期 {number}", "3月23日")])


def test_the_letter_bears_its_class_in_the_office_s_own_words(office: Office) -> None:
    office.settings = replace(office.settings, answer_classes={"A": "已经解决或基本解决"})
    number = handed_over(office)
    answered(office, number)
    told = hears(office, LI)
    assert "A类：已经解决或基本解决" in told
    assert "过程满意 结果满意" in told


def test_process_and_result_are_rated_apart_and_in_private(office: Office) -> None:
    number = signed_by_two(office)
    answered(office, number)
    empty_boxes(office)
    play(
        office,
        [
            (LI, "过程满意 结果不满意 只换了一半", "过程满意，结果不满意"),
            (CITY, f"查 {number}", "!只换了一半", "!不满意"),
            (OFFICE, f"查 {number}", "只换了一半"),
        ],
    )
    assert hears(office, CITY) == ""
    assert status(office, number) == "replied"
    play(office, [(SUN, "过程满意 结果满意", "过程满意，结果满意")])
    assert status(office, number) == "redo"
    assert "只换了一半" in hears(office, CITY)
    play(office, [(CITY, f"查 {number}", "只换了一半")])
    assert {clock.name for clock in clocks(office, number)} == {"redo"}


def test_redone_in_its_month_and_then_settled_in_consultation(office: Office) -> None:
    number = handed_over(office)
    answered(office, number)
    play(office, [(LI, "过程满意 结果不满意 没换", number)])
    answered(office, number, "A 这次换了")
    play(office, [(LI, "过程不满意 结果不满意", "哪里不满意"), (OFFICE, f"会商 {number} 年内改造", "已记下")])
    assert status(office, number) == "closed"


def twice_dissatisfied(office: Office) -> str:
    number = handed_over(office)
    answered(office, number)
    play(office, [(LI, "过程满意 结果不满意 没换", number)])
    answered(office, number, "A 这次换了")
    play(office, [(LI, "过程不满意 结果不满意 还是暗", number)])
    return number


def test_after_two_rounds_it_is_evaluated_and_then_settled(office: Office) -> None:
    number = twice_dissatisfied(office)
    told = hears(office, OFFICE)
    assert f"评估 {number}" in told
    assert f"会商 {number}" in told
    empty_boxes(office)
    play(
        office,
        [
            (OFFICE, f"评估 {number}", "请写内容"),
            (SUPERVISOR, f"评估 {number} 都看过", "不归您办"),
            (OFFICE, f"评估 {number} 供电公司和两位专家看过现场，亮度不达标", "已记下"),
            (LI, f"查 {number}", "评估：供电公司和两位专家"),
        ],
    )
    assert status(office, number) == "consultation"
    assert "亮度不达标" in hears(office, LI)
    assert "亮度不达标" in hears(office, CITY)
    play(office, [(OFFICE, f"会商 {number} 重办 换大功率灯", "已记下"), (OFFICE, f"评估 {number} 再看", "重新办理")])
    assert steps(office, number)[-2:] == ["evaluate", "settle"]


def test_where_the_office_says_so_nothing_is_settled_without_an_evaluation(office: Office) -> None:
    office.settings = replace(office.settings, needs_evaluation=True)
    number = twice_dissatisfied(office)
    play(
        office,
        [
            (OFFICE, f"会商 {number} 办结", "先评估"),
            (OFFICE, f"评估 {number} 专家看过，答复可行", "已记下"),
            (OFFICE, f"会商 {number} 办结，达成一致", "已记下"),
        ],
    )
    assert status(office, number) == "closed"


def test_an_opinion_is_not_evaluated(office: Office) -> None:
    office.settings = replace(office.settings, needs_evaluation=True)
    number = dispatched(office, LI)
    for reply in ("A 已修", "A 又修"):
        answered(office, number, reply)
        play(office, [(LI, f"{number} 不满意 没修", number)])
    play(office, [(OFFICE, f"评估 {number} 看过", "不用评估"), (OFFICE, f"会商 {number} 办结", "已记下")])


def test_the_lead_rates_for_all_where_the_office_says_so(office: Office) -> None:
    office.settings = replace(office.settings, rating_by="lead")
    number = signed_by_two(office)
    answered(office, number)
    assert "请回" not in hears(office, SUN)
    play(office, [(SUN, f"{number} 过程满意 结果满意", "!记下"), (LI, "过程基本满意 结果满意", "结果满意")])
    assert status(office, number) == "closed"
    rates, ratings = counted(office)
    assert rates == ((0, 1), (1, 1))
    assert ratings == (1, 0, 0)


def counted(office: Office) -> tuple[tuple[tuple[int, int], ...], tuple[int, int, int]]:
    day = office.settings.local_day(office.now)
    with office.engine.begin() as connection:
        found = figures(connection, office.settings, office.now, Period(day, day))
    process, result = found.rates.satisfied_process, found.rates.satisfied_result
    both = ((process.numerator, process.denominator), (result.numerator, result.denominator))
    return both, (found.ratings.satisfied, found.ratings.dissatisfied, found.ratings.none)


@pytest.mark.parametrize(
    ("says", "rates"),
    [
        ("过程满意 结果不满意 没修", ((1, 1), (0, 1))),
        ("过程不满意 结果满意", ((0, 1), (1, 1))),
        ("满意", ((0, 0), (1, 1))),
    ],
)
def test_the_two_satisfactions_are_counted_apart(office: Office, says: str, rates: tuple[tuple[int, int], ...]) -> None:
    number = handed_over(office)
    answered(office, number)
    office.say(LI, says)
    assert counted(office)[0] == rates


def test_the_list_behind_a_verdict_on_the_process(office: Office) -> None:
    number = handed_over(office)
    answered(office, number)
    play(office, [(LI, "过程不满意 结果满意 没人来看过", "记下")])
    play(office, [(OFFICE, "名单 过程不满意", number), (OFFICE, "名单 不满意", f"!{number}")])


def test_of_an_opinion_the_result_alone_is_rated(office: Office) -> None:
    number = dispatched(office, LI)
    answered(office, number)
    play(office, [(LI, "过程不满意 结果满意", "记下“满意”")])
    assert counted(office)[0] == ((0, 0), (1, 1))
    assert [row for row in everything(office)["verdicts"] if "dissatisfied" in row] == []


def test_the_commission_marks_what_is_key(office: Office) -> None:
    number = handed_over(office)
    play(
        office,
        [
            (OFFICE, "重点督办", "没有"),
            (OFFICE, f"督办 {number}", "重点督办"),
            (OFFICE, "重点督办", number, "1件"),
            (SUPERVISOR, "重点督办", number),
            (LI, f"查 {number}", "【重点督办】"),
        ],
    )
    answered(office, number)
    play(office, [(LI, "过程满意 结果满意", number), (OFFICE, "重点督办", "没有")])
