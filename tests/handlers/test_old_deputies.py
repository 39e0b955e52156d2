"""How people really write: pointing, asking after it in a few words, pasted talk, for somebody else, late at night."""

from datetime import timedelta

import pytest

from tests.handlers.office import Office
from tests.handlers.stories import (
    CHEN,
    CITY,
    COVER,
    HE,
    LAMP,
    LI,
    OFFICE,
    ZHANG,
    ZHAO,
    answered,
    cases,
    dispatched,
    everything,
    hears,
    photo,
    play,
    reported,
    status,
    steps,
    voice,
)

GROUP = "group:县人大代表交流群"
WATER = "西关村自来水停了三天"
TALK = "张三: 西关村村口路灯不亮了\n李四 10:21\n是啊，晚上都看不见\n王五 10:22\n我昨天还摔了一跤，打我电话13812345678"
NIGHT = {"hours": 12, "minutes": 30}  # from ten in the morning to half past ten at night


def test_pointing_at_a_photo_asks_for_the_place_only(office: Office) -> None:
    assert "在哪里、什么事" in photo(office, CHEN)
    play(office, [(CHEN, "就这儿", "2026-0001", "在哪里", "!什么事"), (CHEN, "就是这个", "!请再说")])
    assert status(office, "2026-0001") == "collecting"
    play(office, [(CHEN, "西关村村口", "2026-0001")])
    assert status(office, "2026-0001") == "review"
    assert cases(office) == 1


def test_pointing_at_a_photo_and_a_pin(office: Office) -> None:
    photo(office, CHEN)
    office.say(CHEN, "就这儿")
    office.send(CHEN, kind="location", text="西关村委会", latitude=34.1, longitude=113.2)
    assert status(office, "2026-0001") == "review"
    assert office.case("2026-0001").station == "ST01"


def test_words_first_then_the_photo(office: Office) -> None:
    play(office, [(CHEN, "柱子歪了要倒", "在哪里")])
    assert "2026-0001" in photo(office, CHEN)
    play(office, [(CHEN, "西关村小学门口", "2026-0001")])
    assert (status(office, "2026-0001"), cases(office)) == ("review", 1)


def test_what_stands_beside_something_belongs_to_what_was_told_before(office: Office) -> None:
    reported(office)
    play(office, [(ZHANG, "就是老槐树旁边那个", "已记到2026-0001")])
    assert cases(office) == 1


def test_pasted_talk_keeps_the_problem_and_counts_the_people(office: Office) -> None:
    play(office, [(ZHANG, TALK, "2026-0001")])
    assert office.case("2026-0001").title == "西关村村口路灯不亮了"
    told = hears(office, ZHAO)
    assert "聊天记录里有3人提到" in told
    assert "张三" not in told
    assert "10:21" not in told
    assert "张三" in office.say(ZHAO, "查 1")  # whoever reviews it may read how it came
    office.say(OFFICE, "交办 1 城管局")
    slip = hears(office, CITY)
    assert "摔了一跤" in slip
    assert "李四" not in slip


def test_pasted_talk_is_kept_as_it_came_without_personal_items(office: Office) -> None:
    office.say(ZHANG, TALK)
    (kept,) = (row[4] for row in everything(office)["fragments"])
    assert kept.endswith("打我电话〔电话1〕")
    assert "李四 10:21\n是啊" in kept


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("查查那个水的事", "2026-0002《"),
        ("我上次反映的路灯咋样了", "2026-0001《"),
        ("帮我问问那个井盖的事", "2026-0003《"),
    ],
)
def test_one_s_own_case_is_found_by_its_words(office: Office, words: str, number: str) -> None:
    for text in (LAMP, WATER, COVER):
        reported(office, ZHANG, text)
    office.pass_time(minutes=20)
    others = {"2026-0001《", "2026-0002《", "2026-0003《"} - {number}
    play(office, [(ZHANG, words, number, *(f"!{other}" for other in others))])
    assert cases(office) == 3


def test_words_that_fit_several_list_three_and_words_that_fit_none_list_all(office: Office) -> None:
    for place in ("西关村村口", "东街社区门口", "柳林村桥头", "北关社区学校旁"):
        reported(office, ZHANG, f"{place}的路灯坏了")
    office.pass_time(minutes=20)
    assert office.say(ZHANG, "我上次反映的路灯咋样了").count("2026-") == 3
    assert office.say(ZHANG, "查查那个低保的事").count("2026-") == 4
    assert cases(office) == 4


@pytest.mark.parametrize(
    "words",
    [
        "受理了吗",
        "通过了吗",
        "查一下我的事",
        "怎么还没人来",
        "明天能修好吗",
        "谢谢，什么时候能修好？",
        "都三天了，怎么还没人来修",
    ],
)
def test_a_question_after_the_open_case_is_answered_at_any_time(office: Office, words: str) -> None:
    reported(office)
    play(office, [(ZHANG, words, "2026-0001《")])
    office.pass_time(hours=3)
    play(office, [(ZHANG, words, "2026-0001《")])
    assert cases(office) == 1
    assert steps(office, "2026-0001") == ["report"]


def test_an_ended_case_is_still_found_by_its_words(office: Office) -> None:
    reported(office)
    office.say(ZHANG, "撤回 1")
    play(office, [(ZHANG, "我上次反映的路灯咋样了", "2026-0001《", "撤回")])


def test_impatience_without_a_case_begins_one(office: Office) -> None:
    play(office, [(CHEN, "怎么还没人来修", "2026-0001", "在哪里")])


def test_an_outing_is_no_matter_in_a_group_or_alone(office: Office) -> None:
    assert office.say(LI, "@小联 大家周末去西关村吗", conversation=GROUP)
    assert office.say(CHEN, "大家周末去西关村吗")
    assert cases(office) == 0


@pytest.mark.parametrize("words", ["电话联系我", "给我打电话", "找个人跟我说", "找工作人员", "联系我"])
def test_who_wants_to_be_called_opens_nothing_and_the_clerk_hears_of_it(office: Office, words: str) -> None:
    play(office, [(CHEN, words, "工作人员", "电话号码", "!2026")])
    assert cases(office) == 0
    assert "【找人工】" in hears(office, OFFICE)


def test_a_number_with_the_wish_or_after_it_reaches_the_clerk(office: Office) -> None:
    play(office, [(CHEN, "电话联系我 13812345678", "打电话给您")])
    assert "13812345678" in hears(office, OFFICE)
    play(office, [(ZHANG, "给我打电话", "电话号码"), (ZHANG, "13912345678", "打电话给您")])
    assert "13912345678" in hears(office, OFFICE)
    assert cases(office) == 0


def test_the_wish_with_a_matter_is_a_case_and_the_clerk_knows_both(office: Office) -> None:
    play(office, [(ZHANG, f"给我打电话，{LAMP}", "2026-0001", "打电话给您")])
    told = hears(office, ZHAO)
    assert "【新件】2026-0001" in told
    assert "【找人工】" in told
    assert office.case("2026-0001").title == "西关村村口的路灯坏了半个月"


def test_who_is_asked_to_call_is_the_station_of_the_open_case(office: Office) -> None:
    reported(office)
    hears(office, ZHAO)
    play(office, [(ZHANG, "找个人跟我说", "工作人员")])
    assert "2026-0001" in hears(office, ZHAO)
    assert hears(office, HE) == ""


def test_a_sealed_case_is_not_named_to_who_is_asked_to_call(office: Office) -> None:
    office.say(ZHANG, "举报西关村支书贪污危房改造款，给了他小舅子")
    office.say(ZHANG, "电话联系我")
    assert "2026-" not in hears(office, OFFICE) + hears(office, ZHAO)


@pytest.mark.parametrize("words", ["会不会惹麻烦", "怕得罪人", "别说是我说的", "能匿名吗"])
def test_who_is_afraid_is_told_that_no_name_is_made_public(office: Office, words: str) -> None:
    play(office, [(CHEN, words, "姓名电话不公开", "!2026")])
    assert cases(office) == 0


def test_a_worried_matter_is_taken_and_the_name_stays_out(office: Office) -> None:
    reported(office, CHEN, COVER)
    office.pass_time(minutes=20)
    play(office, [(CHEN, "别让村里知道是我反映的，西关村支渠堵了没水浇地", "2026-0002", "姓名电话不公开")])


def test_a_worry_about_an_open_case_is_read_by_its_clerk(office: Office) -> None:
    reported(office)
    hears(office, ZHAO)
    play(office, [(ZHANG, "别说是我说的", "2026-0001", "姓名电话不公开")])
    assert "别说是我说的" in hears(office, ZHAO)


def test_somebody_who_speaks_for_somebody_else_is_asked_once_and_the_clerk_knows(office: Office) -> None:
    play(office, [(ZHANG, "帮我妈反映一下，西关村村口的路灯坏了", "2026-0001", "替别人说的")])
    assert "替我妈说的" in hears(office, ZHAO)
    play(office, [(ZHANG, "我妈叫王桂花", "已记到2026-0001", "!替别人")])
    assert cases(office) == 1


def test_a_second_person_at_the_same_phone_joins_the_open_case(office: Office) -> None:
    reported(office)
    office.pass_time(hours=5)
    hears(office, ZHAO)
    play(office, [(ZHANG, "我是他儿子", "已记到2026-0001")])
    assert "我是他儿子" in hears(office, ZHAO)
    assert cases(office) == 1


def test_two_people_at_one_phone_before_anything_else_is_said(office: Office) -> None:
    play(office, [(CHEN, "我替我爸说", "2026-0001", "替别人"), (CHEN, LAMP, "2026-0001")])
    assert "替我爸说的" in hears(office, ZHAO)
    assert cases(office) == 1


def test_at_night_what_is_typed_is_answered_and_nobody_is_woken(office: Office) -> None:
    number = dispatched(office)
    hears(office, ZHANG)
    office.now += timedelta(**NIGHT)
    play(office, [(ZHANG, "补充 1 灯杆也歪了", number), (ZHANG, COVER, "2026-0002")])
    play(office, [(OFFICE, "交办 2 城管局", "已转2026-0002")])
    assert hears(office, ZHANG) == ""
    office.pass_time(hours=9)
    assert "已转给城市管理局" in hears(office, ZHANG)


def test_at_night_a_released_reply_and_a_repeated_question_wait(office: Office) -> None:
    number = answered(office)
    hears(office, ZHANG)
    office.now += timedelta(**NIGHT)
    play(office, [(OFFICE, f"通过 {number}", "已通过"), (CHEN, "水又停了", "在哪里")])
    office.pass_time(minutes=40)
    assert hears(office, ZHANG) + hears(office, CHEN) == ""
    office.pass_time(hours=9)
    assert "答复" in hears(office, ZHANG)
    assert "还差一句" in hears(office, CHEN)


def test_a_voice_at_night_is_taken_at_once(office: Office) -> None:
    office.now += timedelta(**NIGHT)
    assert "语音收到了" in voice(office, ZHANG)


def test_words_to_somebody_in_danger_wait_for_no_morning(office: Office) -> None:
    office.now += timedelta(**NIGHT)
    office.say(ZHANG, "我实在不想活了，药都买好了")
    first = next(account for account in office.boxes if office.boxes[account])
    office.say(first, "接手 1")
    office.say(first, "回 1 我在路上，十分钟就到")
    told = hears(office, ZHANG)
    assert "已看到" in told
    assert "十分钟就到" in told
