"""A person in danger, told as it happens: what is said at once, who is called, what nobody may hear."""

from dataclasses import replace

from handlers.rules.case_flow import Status
from tests.handlers.office import Office

VOTER = "demo-voter-zhangdaye"
ZHENG = "demo-zhengbao"  # has the duty
LIU = "demo-liufang"  # the commission, has the duty
CLERK = "demo-zhaomin"
WORDS = "我实在不想活了，药都买好了"


def test_the_emergency_sentence_comes_at_once_and_without_a_number(office: Office) -> None:
    answer = office.say(VOTER, WORDS)
    assert "110" in answer
    assert "120" in answer
    assert "2026-" not in answer
    assert "满意" not in answer


def test_the_first_on_the_list_is_called_with_the_words_and_nobody_else_hears_of_it(office: Office) -> None:
    office.say(VOTER, WORDS)
    told = {account for account in office.boxes if office.boxes[account]}
    assert len(told) == 1
    assert told <= {ZHENG, LIU}
    (notice,) = office.heard(told.pop())
    assert "药都买好了" in notice
    assert office.say(CLERK, "查 1") == office.say(CLERK, "查 99").replace("99", "1")
    assert "2026-0001" not in office.say(CLERK, "待办")


def test_unconfirmed_the_next_person_is_called_and_the_writer_is_told_to_dial(office: Office) -> None:
    office.say(VOTER, WORDS)
    first = next(account for account in office.boxes if office.boxes[account])
    office.boxes.clear()
    office.pass_time(minutes=3, seconds=1)
    assert any("别等我" in text and "110" in text for text in office.heard(VOTER))
    second = next(account for account in office.boxes if office.boxes[account])
    assert second != first


def test_only_after_somebody_took_over_the_writer_hears_that_they_were_seen(office: Office) -> None:
    office.say(VOTER, WORDS)
    first = next(account for account in office.boxes if office.boxes[account])
    assert not office.boxes.get(VOTER)
    assert "接手" in office.say(first, "接手 1")
    assert any("已看到" in text for text in office.heard(VOTER))
    office.boxes.clear()
    office.pass_time(minutes=10)
    assert office.heard(VOTER) == []


def test_a_bare_word_or_a_button_takes_over_the_one_who_cannot_wait(office: Office) -> None:
    office.say("demo-voter-xiaochen", "东街社区的路灯坏了三天")
    office.say("demo-voter-wangdashen", "上营村煤气泄漏了，味道很大")
    office.say(VOTER, WORDS)
    (notice,) = [letter for letter in office.boxes[LIU] if "药都买好了" in letter.text]
    assert notice.buttons == (("接手", "接手 2026-0003"),)
    assert "2026-0003" in office.say(LIU, "接手")
    assert any("已看到" in text for text in office.heard(VOTER))
    assert "2026-0002" in office.say(LIU, "接手")  # then what is looked at first


def test_what_the_person_says_next_belongs_to_the_same_case_and_reaches_who_took_over(office: Office) -> None:
    office.say(VOTER, WORDS)
    first = next(account for account in office.boxes if office.boxes[account])
    office.say(first, "接手 1")
    office.boxes.clear()
    answer = office.say(VOTER, "我在西关村桥头，路灯也坏了")
    assert "2026-" not in answer
    assert any("西关村桥头" in text for text in office.heard(first))
    assert office.case("2026-0001").status == Status.REVIEW


def test_an_unknown_person_in_wecom_is_answered_too(office: Office) -> None:
    answer = office.say("u-unknown", "我想自杀", channel="wecom_app")
    assert "110" in answer
    assert office.case("2026-0001").sealed == "crisis"


def test_the_offices_alarm_rings_without_a_word_of_the_content(office: Office) -> None:
    office.settings = replace(office.settings, has_alarm=True)
    office.say(VOTER, WORDS)
    (alarm,) = [letter for letter in office.alarms if letter.channel == "alarm"]
    assert "2026-0001" in alarm.text
    assert "药" not in alarm.text


def test_who_took_over_speaks_to_the_person_in_their_own_words(office: Office) -> None:
    office.say(VOTER, WORDS)
    office.say(ZHENG, "接手 1")
    office.heard(VOTER)
    office.say(ZHENG, "回 1 我是县里的郑宝，电话马上打给您，别挂")
    (words,) = office.heard(VOTER)
    assert "我是县里的郑宝" in words
    assert "2026-" not in words
