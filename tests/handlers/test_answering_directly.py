"""直答: answered without a department, with the same round of rating; with saved answers; and the end of a danger."""

import pytest

from tests.handlers.office import Office
from tests.handlers.stories import CHEN, CITY, HE, LAMP, OFFICE, SECRECY, WANG, ZHANG, ZHAO, play

QUESTION = "请问西关村80岁老人的高龄补贴怎么领"
SAVE = "新建知识 高龄补贴怎么领｜满80周岁到村委会填表，每月10日发放｜县民政局2026年办事指南｜2027-06-30"


def test_the_clerk_s_own_words_go_to_the_reporter_who_rates_them(office: Office) -> None:
    office.say(ZHANG, QUESTION)
    answer = office.say(ZHAO, "直答 1 满80周岁到村委会填表，每月10日发放")
    assert "2026-0001" in answer
    assert office.case("2026-0001").status == "replied"
    (told,) = office.heard(ZHANG)
    assert "城关镇代表联络站答复" in told
    assert "每月10日发放" in told
    office.say(ZHANG, "满意")
    assert office.case("2026-0001").status == "closed"


def test_a_letter_that_stands_alone_is_the_class_and_a_place_is_none(office: Office) -> None:
    office.say(ZHANG, QUESTION)
    assert "承诺日期" in office.say(ZHAO, "直答 1 B 明年调整")
    office.say(ZHAO, "直答 1 B 2027-06-30 调整标准")
    assert "2027年6月30日前" in office.heard(ZHANG)[0]
    office.say(CHEN, LAMP)
    office.say(ZHAO, "直答 2 A区路灯今晚修好")
    assert "A区路灯今晚修好" in office.heard(CHEN)[0]


def test_a_promise_made_directly_is_confirmed_by_the_clerk(office: Office) -> None:
    office.say(ZHANG, QUESTION)
    office.say(ZHAO, "直答 1 B 2027-06-30 调整标准")
    office.say(ZHANG, "满意")
    assert office.case("2026-0001").status == "follow_up"
    office.heard(ZHANG)
    office.say(ZHAO, "确认落实 1 标准已经调整")
    assert office.case("2026-0001").status == "closed"
    assert "标准已经调整" in office.heard(ZHANG)[0]


def test_who_is_dissatisfied_is_not_left_with_nobody(office: Office) -> None:
    office.say(ZHANG, LAMP)
    office.say(ZHAO, "直答 1 已经告诉村里")
    office.heard(ZHAO)
    office.say(ZHANG, "不满意 还是不亮")
    assert office.case("2026-0001").status == "redo"
    assert any("交办 2026-0001" in text for text in office.heard(ZHAO))
    assert "已转2026-0001" in office.say(ZHAO, "交办 1 城管局")
    office.say(CITY, "答复 1 A 换了灯泡")
    office.say(ZHAO, "通过 1")
    office.say(ZHANG, "满意")
    assert office.case("2026-0001").status == "closed"


def test_a_case_that_a_department_does_again_is_not_answered_over_its_head(office: Office) -> None:
    office.say(ZHANG, LAMP)
    play(office, [(ZHAO, "交办 1 城管局"), (CITY, "答复 1 A 好了"), (ZHAO, "通过 1"), (ZHANG, "不满意 没好")])
    for said in ("直答 1 好了", "交办 1 住建局"):
        assert "重新办理" in office.say(ZHAO, said)
    assert office.case("2026-0001").status == "redo"


def test_only_the_clerks_of_the_case_answer_directly(office: Office) -> None:
    office.say(ZHANG, LAMP)
    assert "没有找到" in office.say(HE, "直答 1 好了")
    assert "没有找到" in office.say(CITY, "直答 1 好了")
    assert office.case("2026-0001").status == "review"


def test_a_saved_answer_is_offered_where_it_fits_and_says_why(office: Office) -> None:
    assert "知识1" in office.say(ZHAO, SAVE)
    office.say(ZHANG, QUESTION)
    letter = office.boxes[ZHAO][0]
    assert "可直答：《高龄补贴怎么领》（都说到：高龄补贴）" in letter.text
    assert ("直答：高龄补贴怎么领", "直答 2026-0001 知识1") in letter.buttons
    play(
        office,
        [
            (ZHAO, "查 1", "可直答：《高龄补贴怎么领》"),
            (ZHAO, "待办", "可直答知识1"),
            (ZHAO, "直答 2026-0001 知识1", "2026-0001"),
        ],
    )
    assert "每月10日发放（来源：县民政局2026年办事指南）" in office.heard(ZHANG)[0]


def test_the_clerk_may_add_a_word_to_a_saved_answer(office: Office) -> None:
    office.say(ZHAO, SAVE)
    office.say(ZHANG, QUESTION)
    office.say(ZHAO, "直答 1 知识1，带上户口本。")
    assert "（来源：县民政局2026年办事指南）带上户口本。" in office.heard(ZHANG)[0]


def test_what_fits_nothing_is_offered_nothing(office: Office) -> None:
    office.say(ZHAO, SAVE)
    office.say(ZHANG, LAMP)
    assert all("可直答" not in text for text in office.heard(ZHAO))


def test_an_expired_answer_is_neither_offered_nor_used(office: Office) -> None:
    office.say(ZHAO, SAVE)
    office.pass_time(days=230)
    office.say(ZHANG, QUESTION)
    assert all("可直答" not in text for text in office.heard(ZHAO))
    play(office, [(ZHAO, "直答 1 知识1", "已过期"), (ZHAO, "知识", "已过期，不再推荐")])
    assert office.case("2027-0001").status == "review"


def test_saved_answers_are_listed_dropped_and_asked_for_whole(office: Office) -> None:
    play(
        office,
        [
            (ZHAO, "知识", "还没有知识条目"),
            (ZHAO, "存知识 高龄补贴｜满80岁", "新建知识 标题｜内容｜来源"),
            (ZHAO, "存知识 高龄补贴｜满80岁｜民政局｜2026-01-01", "有效期"),
            (ZHAO, "存知识：高龄补贴|满80岁|民政局|长期", "长期有效"),
            (OFFICE, "知识", "知识1《高龄补贴》来源：民政局"),
            (OFFICE, "删知识1", "已删知识1"),
            (OFFICE, "删知识 1", "没有知识1"),
        ],
    )
    office.say(ZHANG, LAMP)
    assert "没有知识1" in office.say(ZHAO, "直答 1 知识1")


@pytest.mark.parametrize("who", [SECRECY, OFFICE])
def test_a_danger_ends_with_the_officer_s_words_and_no_question(office: Office, who: str) -> None:
    office.say(WANG, "我不想活了，药都买好了")
    if office.say(who, "查 1").startswith("没有找到"):
        return  # not everybody has the duty in this county
    assert "接手 2026-0001" in office.say(who, "直答 1 我们已经到您家")
    office.say(who, "接手 1")
    office.heard(WANG)
    assert "办结" in office.say(who, "直答 1 我们陪您到了医院，有事打我电话")
    assert office.heard(WANG) == ["我们陪您到了医院，有事打我电话"]
    assert office.case("2026-0001").status == "closed"
    office.say(WANG, LAMP)
    assert office.case("2026-0002").sealed is None
