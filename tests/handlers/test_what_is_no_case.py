"""What opens no case: greetings, thanks, questions about one's own, words in a group, words of staff."""

import pytest

from tests.handlers.office import Office
from tests.handlers.stories import (
    CHEN,
    CITY,
    LAMP,
    LI,
    OFFICE,
    ZHANG,
    ZHAO,
    cases,
    dispatched,
    hears,
    photo,
    play,
    reported,
    status,
    steps,
    voice,
)

GROUP = "group:县人大代表交流群"


SMALL = ["你好", "谢谢", "好的，谢谢您", "[微笑]", "👍", "。。。", "？", "在吗", "辛苦了", "嗯", "好", "OK", "不用了"]


@pytest.mark.parametrize("words", SMALL)
def test_small_talk_opens_nothing_before_and_after_a_case(office: Office, words: str) -> None:
    assert office.say(CHEN, words)
    assert cases(office) == 0
    reported(office)
    office.say(ZHANG, words)
    assert cases(office) == 1
    assert steps(office, "2026-0001") == ["report"]


@pytest.mark.parametrize("words", ["咋样了", "我上次反映的路灯咋样了", "我反映的事有结果了吗", "查 1"])
def test_a_question_about_one_s_own_case_is_answered_and_opens_nothing(office: Office, words: str) -> None:
    reported(office)
    play(office, [(ZHANG, words, "2026-0001《西关村")])
    assert cases(office) == 1


def test_asking_without_a_case_opens_none(office: Office) -> None:
    play(office, [(CHEN, "我上次反映的事咋样了", "没有正在办的件")])
    assert cases(office) == 0


@pytest.mark.parametrize("word", ["嗯", "好", "OK", "👍", "是的"])
def test_a_short_word_answers_only_the_last_question_and_never_rates(office: Office, word: str) -> None:
    number = dispatched(office)
    play(office, [(CITY, f"答复 {number} A 已修好", "已提交"), (OFFICE, f"通过 {number}", "已通过")])
    play(office, [(ZHANG, word, "满意")])
    assert status(office, number) == "replied"
    office.pass_time(hours=25)
    play(office, [(ZHANG, word, "!不满意加")])
    assert status(office, number) == "replied"


def test_a_text_without_a_matter_opens_nothing_in_a_group(office: Office) -> None:
    assert office.say(LI, "@小联 大家早上好", conversation=GROUP)
    assert office.say(LI, "@小联 你好", conversation=GROUP)
    assert cases(office) == 0


def test_in_a_group_one_line_without_content_and_the_rest_in_private(office: Office) -> None:
    line = office.say(LI, "@小联 北关社区垃圾没人清运", conversation=GROUP)
    assert line == "收到，私聊回复您。"
    private = hears(office, LI)
    assert "2026-0001" in private
    assert office.case("2026-0001").title


def test_every_command_in_a_group_is_answered_in_private(office: Office) -> None:
    reported(office)
    line = office.say(ZHAO, "@小联 查 1", conversation=GROUP)
    assert "2026" not in line
    assert "路灯" not in line
    assert "2026-0001" in hears(office, ZHAO)


def test_what_staff_say_is_never_a_case(office: Office) -> None:
    for who in (ZHAO, CITY, OFFICE):
        assert "没看懂" in office.say(who, LAMP)
        photo(office, who)
        voice(office, who)
    assert cases(office) == 0


def test_leaving_and_coming_back(office: Office) -> None:
    office.say(CHEN, "你好")
    assert office.send(CHEN, kind="event", event="unsubscribe") == ""
    assert "2026-0001" in office.say(CHEN, LAMP)


def test_a_click_on_a_menu_is_the_command_of_its_key(office: Office) -> None:
    reported(office)
    assert "2026-0001" in office.send(ZHANG, kind="event", event="click", scene="我的件")
    assert "有事直接说" in office.send(ZHANG, kind="event", event="click", scene="KEY_17")
    assert cases(office) == 1
