"""转群: paste-ready text without anything of anybody's; 关联: a case's numbers elsewhere."""

import pytest

from tests.handlers.office import Office
from tests.handlers.stories import CHEN, CITY, COVER, HE, LAMP, ZHANG, ZHAO, play

PERSONAL = "西关村3组12号张大爷家门口的路灯坏了，找王强说过，我电话13812345678"


def test_the_text_has_the_village_the_kind_of_matter_and_how_far_it_is(office: Office) -> None:
    office.say(ZHANG, LAMP)
    office.say(ZHAO, "交办 1 城管局")
    text = office.say(ZHAO, "转群 1")
    assert "西关村反映路灯的事（2026-0001）：已转城市管理局，最晚" in text
    assert office.answer is not None
    assert office.answer.buttons == (("已发", "已发 1"),)


def test_nothing_of_anybody_s_gets_into_the_group(office: Office) -> None:
    office.say(ZHANG, PERSONAL)
    text = office.say(ZHAO, "转群 1")
    assert "西关村" in text
    for word in ("张大爷", "王强", "138", "12号", "3组", "〔"):
        assert word not in text


def test_it_is_noted_once_that_it_was_posted_and_by_its_own_maker(office: Office) -> None:
    office.say(ZHANG, LAMP)
    office.say(ZHAO, "转群 1")
    play(
        office,
        [
            (HE, "已发 1", "没有这条"),
            (ZHAO, "已发 1", "已发群"),
            (ZHAO, "已发 1", "已记过"),
            (ZHAO, "已发 7", "没有这条"),
        ],
    )


@pytest.mark.parametrize("said", ["东街社区菜市场着火了，里面还有人", "西关小学食堂吃完饭好几十个孩子呕吐"])
def test_what_a_person_looks_at_first_stays_out_of_groups_until_somebody_has_it(office: Office, said: str) -> None:
    office.say(ZHANG, said)
    assert "接手" in office.say(ZHAO, "转群 1")
    assert office.say(ZHAO, "今日转群") == "今天没有要发群的情况。"
    office.say(ZHAO, "接手 1")
    assert "2026-0001" in office.say(ZHAO, "转群 1")


def test_a_sealed_case_is_not_there_to_be_posted(office: Office) -> None:
    office.say(ZHANG, "举报西关村支书贪污危房改造款")
    assert office.say(ZHAO, "转群 1") == office.say(ZHAO, "转群 9").replace("9", "1")


def test_the_day_s_notices_are_one_text(office: Office) -> None:
    assert office.say(ZHAO, "今日转群") == "今天没有要发群的情况。"
    office.say(ZHANG, LAMP)
    office.say(CHEN, COVER)
    play(office, [(ZHAO, "交办 1 城管局"), (ZHAO, "直答 2 井盖已经补上")])
    text = office.say(ZHAO, "今日转群")
    assert "1. 西关村反映路灯的事（2026-0001）：已转城市管理局" in text
    assert "2. 东街社区反映井盖的事（2026-0002）：已答复。" in text
    assert "补上" not in text
    assert office.say(HE, "今日转群") == "今天没有要发群的情况。"
    office.say(ZHANG, "撤回 1")
    assert "2026-0001" not in office.say(ZHAO, "今日转群"), "what was taken back is no news"
    office.pass_time(days=1)
    assert office.say(ZHAO, "今日转群") == "今天没有要发群的情况。"


def test_a_number_of_another_platform_is_kept_once_and_shown_to_staff(office: Office) -> None:
    office.say(ZHANG, LAMP)
    play(
        office,
        [
            (ZHAO, "关联 1 12345工单GD2026112300017", "12345工单GD2026112300017"),
            (ZHAO, "关联 1 12345工单ＧＤ2026112300017", "2026-0001"),
            (ZHAO, "关联 1 工单号：SJ-889900", "SJ-889900"),
            (ZHAO, "查 1", "关联：12345工单GD2026112300017、SJ-889900"),
            (ZHAO, "查 GD2026112300017", "2026-0001《"),
            (ZHAO, "查 sj-889900", "2026-0001《"),
            (HE, "查 SJ-889900", "没看懂"),
            (ZHAO, "交办 1 城管局"),
            (CITY, "查 SJ-889900", "2026-0001《"),
            (CITY, "查 1", "SJ-889900"),
            (ZHANG, "查 1", "!SJ-889900"),
            (HE, "关联 1 GD1234", "没有找到"),
            (ZHAO, "关联 1 13812345678", "请写工单号"),
            (ZHAO, "关联 1", "请写工单号"),
        ],
    )
