"""每日一学 and notices: proofed in place, agreed to by somebody else, posted once at their time, to one audience each."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.config import Config, settings_of
from handlers.rules.study_plan import Missed
from storage.engine import make_engine
from storage.publications import Publications
from tests.handlers.office import Office, open_office

ZHAO, CHEN, LIU, LIN = "demo-zhaomin", "demo-chenzhiyuan", "demo-liufang", "demo-linguodong"
LIMEI, ZHANG = "demo-limei", "demo-voter-zhangdaye"
OFFICE_GROUP, DEPUTIES_GROUP = "机关工作群", "县人大代表交流群"
CARD = "新建学习 代表法第五十一条｜代表建议应当自交办之日起三个月内答复。｜中国人大网"
AT_EIGHT = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)  # Monday, 08:00 at home


@pytest.fixture
def open_at(tmp_path: Path) -> Iterator[Callable[..., Office]]:
    """An office at this moment; further changes are those of [study]."""
    engine = make_engine(f"sqlite:///{tmp_path / 'office.db'}")

    def open_it(now: datetime, **changes: Any) -> Office:
        study = replace(settings_of(Config()).study, **changes)
        office = open_office(tmp_path, engine, study=study)
        office.now = now
        return office

    yield open_it
    engine.dispose()


@pytest.fixture
def office(open_at: Callable[..., Office]) -> Office:
    return open_at(now=AT_EIGHT)


def agreed(office: Office, said: str = CARD, number: int = 1) -> None:
    office.say(CHEN, said)
    office.say(CHEN, f"送审 {number}")
    office.say(LIU, f"同意发布 {number}")


def at(office: Office, day: int, hour: int, minute: int = 0, *, month: int = 11) -> None:
    """Move the clock to this local time."""
    moment = datetime(2026, month, day, hour, minute, tzinfo=office.settings.timezone)
    office.pass_time(seconds=(moment - office.now).total_seconds())


def test_a_card_goes_out_once_at_its_time_after_somebody_else_agreed(office: Office) -> None:
    assert "送审同意后才发" in office.say(CHEN, CARD)
    office.say(CHEN, "送审 1")
    assert any("【请审】第1条，发机关" in text and "三个月内答复" in text for text in office.heard(LIU))
    assert "已同意" in office.say(LIU, "同意发布 1")
    at(office, 23, 8, 29)
    assert office.heard(OFFICE_GROUP) == []
    at(office, 23, 8, 30)
    post = "【每日一学】代表法第五十一条\n代表建议应当自交办之日起三个月内答复。\n来源：中国人大网"
    assert office.heard(OFFICE_GROUP) == [post]
    at(office, 23, 17, 0)
    assert office.heard(OFFICE_GROUP) == []
    assert office.heard(DEPUTIES_GROUP) == []  # the audiences are never mixed
    assert office.say(CHEN, "每日一学") == post
    assert office.say(LIMEI, "今天学什么") == "今天没有学习内容。"
    assert "发给机关和代表" in office.say(ZHANG, "每日一学")


def test_nobody_agrees_to_their_own(office: Office) -> None:
    office.say(CHEN, CARD)
    office.say(CHEN, "送审 1")
    assert "请别人审" in office.say(CHEN, "同意发布 1")
    assert "不归您办" in office.say(ZHAO, "同意发布 1")
    at(office, 23, 8, 30)
    assert office.heard(OFFICE_GROUP) == []
    assert any("还没审完，没有发" in text for text in office.heard(CHEN))


def test_an_approved_text_that_is_edited_is_agreed_to_again(office: Office) -> None:
    agreed(office)
    assert "要重新送审" in office.say(CHEN, "改学习 1 正文：自交办之日起三个月内答复，复杂的六个月。")
    at(office, 23, 8, 30)
    assert office.heard(OFFICE_GROUP) == []
    office.say(CHEN, "送审 1")
    office.say(LIU, "同意发布 1")
    at(office, 24, 8, 30)
    assert "复杂的六个月" in office.heard(OFFICE_GROUP)[0]


def test_whoever_presses_the_button_under_an_older_draft_is_shown_to_the_new_one(office: Office) -> None:
    office.has_cards = True
    office.say(CHEN, CARD)
    office.say(CHEN, "送审 1")
    old = office.card(LIU, "同意发布")
    office.say(CHEN, "改学习 1 正文：自交办之日起三个月内答复，复杂的六个月。")
    office.say(CHEN, "送审 1")
    assert "后来又改了" in office.press(LIU, "同意发布", card=old)
    assert "已同意" in office.press(LIU, "同意发布")


def test_what_is_sent_back_comes_with_its_reason(office: Office) -> None:
    office.say(CHEN, CARD)
    office.say(CHEN, "送审 1")
    office.heard(CHEN)
    office.say(LIU, "退回修改 1 来源要写全")
    assert office.heard(CHEN) == ["第1条《代表法第五十一条》刘芳退回修改：来源要写全"]
    assert "不在审" in office.say(LIU, "同意发布 1")


def test_the_leader_agrees_too_where_the_office_wants_it(open_at: Callable[..., Office]) -> None:
    office = open_at(now=AT_EIGHT, needs_leader=True)
    agreed(office)
    at(office, 23, 8, 30)
    assert office.heard(OFFICE_GROUP) == []
    assert any("【请审】" in text for text in office.heard(LIN))
    office.say(LIN, "同意发布 1")
    at(office, 24, 8, 30)
    assert len(office.heard(OFFICE_GROUP)) == 1


def test_proofing_is_shown_in_place_and_nothing_is_changed(office: Office) -> None:
    said = office.say(CHEN, "新建学习 学习心得｜深入惯彻会议精神，财政支岀公开。｜人民日报")
    assert "校对提示2处" in said
    assert "〔深入惯彻〕会议精神 → 深入贯彻" in said
    assert "财政支〔岀〕公开。 → 出" in said
    assert "深入惯彻" in office.say(CHEN, "预览 1")


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("新建学习 只有标题", "请写：新建学习 标题｜正文｜来源"),
        ("新建学习 标题｜正文", "请写：新建学习 标题｜正文｜来源"),
        ("新建学习 标题｜正文｜来源｜2026-02-30", "没有2026-02-30这一天"),
        ("新建学习 标题｜正文｜来源｜2026-11-01", "日期已经过了"),
        ("新建学习 标题｜打13800138000找我｜来源", "个人信息"),
        ("新建学习 标题｜正文｜来源｜对象：火星", "没有火星这个对象"),
        ("送审 99", "没有第99条"),
        ("同意发布 1", "没有第1条"),
    ],
)
def test_what_cannot_be_kept_is_said_in_one_sentence(office: Office, said: str, answer: str) -> None:
    assert answer in office.say(CHEN, said)


def test_only_sources_of_the_offices_list_are_taken(open_at: Callable[..., Office]) -> None:
    office = open_at(now=AT_EIGHT, sources=("人民日报", "中国人大网"))
    assert "可用：人民日报、中国人大网" in office.say(CHEN, "新建学习 标题｜正文｜某公众号")
    assert "已存第1条" in office.say(CHEN, CARD)


def test_each_audience_has_its_own_card(office: Office) -> None:
    agreed(office)
    agreed(office, "新建学习 代表怎么提建议｜一事一议。｜中国人大网｜代表", 2)
    at(office, 23, 8, 30)
    assert ["第五十一条" in text for text in office.heard(OFFICE_GROUP)] == [True]
    assert ["代表怎么提建议" in text for text in office.heard(DEPUTIES_GROUP)] == [True]


def test_a_series_runs_by_itself_over_working_days_and_a_fixed_card_has_its_day(office: Office) -> None:
    for number in (1, 2, 3):
        agreed(office, f"新建学习 代表法逐条{number}｜第{number}条。｜中国人大网｜系列：代表法", number)
    agreed(office, "新建学习 宪法日｜今天是国家宪法日。｜中国人大网｜2026-11-24", 4)
    for day in (23, 24, 25, 26):
        at(office, day, 9, 0)
    assert [text.split("\n")[0] for text in office.heard(OFFICE_GROUP)] == [
        "【每日一学】代表法逐条1",
        "【每日一学】宪法日",
        "【每日一学】代表法逐条2",
        "【每日一学】代表法逐条3",
    ]


def test_no_card_goes_out_on_a_day_off_unless_somebody_chose_it(office: Office) -> None:
    agreed(office)
    agreed(office, "新建学习 周六的｜照发。｜中国人大网", 2)
    assert "是休息日，不发" in office.say(CHEN, "排期 2 2026-11-28")
    at(office, 23, 9, 0)
    assert "定在11月28日发" in office.say(CHEN, "排期 2 2026-11-28 休息日也发")
    office.heard(OFFICE_GROUP)
    at(office, 28, 9, 0)
    assert ["周六的" in text for text in office.heard(OFFICE_GROUP)] == [True]
    at(office, 29, 9, 0)
    assert office.heard(OFFICE_GROUP) == []


@pytest.mark.parametrize(
    ("missed", "hour", "is_posted", "said"),
    [
        (Missed.LATE, 10, True, "【补发】机关今天08:30的第1条"),
        (Missed.LATE, 18, False, "因服务中断错过"),
        (Missed.SKIP, 10, False, "因服务中断错过"),
    ],
)
def test_a_post_missed_by_downtime_goes_late_or_not_by_rule_and_that_is_said(
    open_at: Callable[..., Office], missed: Missed, hour: int, is_posted: bool, said: str
) -> None:
    office = open_at(now=AT_EIGHT, missed=missed)
    agreed(office)
    at(office, 23, hour, 0)
    assert bool(office.heard(OFFICE_GROUP)) == is_posted
    assert any(said in text for text in office.heard(CHEN))
    at(office, 23, 19, 0)
    assert office.heard(OFFICE_GROUP) == []


def test_a_first_card_of_the_afternoon_waits_for_the_next_morning(office: Office) -> None:
    at(office, 23, 18, 0)
    agreed(office)
    at(office, 23, 18, 5)
    assert office.heard(OFFICE_GROUP) == []
    assert not [text for text in office.heard(CHEN) if "未推送" in text]  # nothing was missed
    at(office, 24, 8, 30)
    assert len(office.heard(OFFICE_GROUP)) == 1


def test_everything_stops_and_goes_on(office: Office) -> None:
    agreed(office)
    assert "已全部暂停" in office.say(LIN, "全部暂停")
    at(office, 23, 9, 0)
    assert office.heard(OFFICE_GROUP) == []
    assert "已恢复推送" in office.say(LIN, "恢复推送")
    at(office, 23, 9, 1)
    assert len(office.heard(OFFICE_GROUP)) == 1


def test_nothing_that_is_agreed_to_meanwhile_goes_out_before_everything_goes_on(office: Office) -> None:
    agreed(office, "新建学习 会议精神｜深入惯彻会议精神。｜人民日报")
    at(office, 23, 8, 30)
    office.heard(OFFICE_GROUP)
    office.say(LIN, "全部暂停")
    office.say(CHEN, "更正 1 正文：深入贯彻会议精神。")
    for number, said in ((2, ""), (3, "新建通知 停水通知｜明天检修。｜机关")):
        if said:
            office.say(CHEN, said)
        office.say(CHEN, f"送审 {number}")
        office.say(LIU, f"同意发布 {number}")
    at(office, 23, 9, 0)
    assert office.heard(OFFICE_GROUP) == []
    office.say(LIN, "恢复推送")
    at(office, 23, 9, 1)
    assert sorted(text[:4] for text in office.heard(OFFICE_GROUP)) == ["【更正】", "【通知】"]


def test_what_is_agreed_to_at_night_goes_in_the_morning(office: Office) -> None:
    at(office, 23, 22, 0)
    agreed(office, "新建通知 停水通知｜明天检修。｜机关")
    assert office.heard(OFFICE_GROUP) == []
    at(office, 24, 7, 31)
    assert len(office.heard(OFFICE_GROUP)) == 1


def test_a_correction_is_never_a_days_card(office: Office) -> None:
    agreed(office)
    at(office, 23, 8, 30)
    office.heard(OFFICE_GROUP)
    office.say(CHEN, "更正 1 正文：改过的正文。")
    office.heard(CHEN)
    at(office, 24, 8, 30)
    assert not any("还没审完" in text for text in office.heard(CHEN))


def test_a_correction_never_repeats_the_wrong_words_and_counts_as_no_post(office: Office) -> None:
    agreed(office, "新建学习 会议精神｜深入惯彻会议精神。｜人民日报")
    at(office, 23, 8, 30)
    office.heard(OFFICE_GROUP)
    assert "请群主在机关工作群手工删除" in office.say(CHEN, "更正 1 正文：深入贯彻会议精神。")
    office.say(CHEN, "送审 2")
    office.say(LIU, "同意发布 2")
    (correction,) = office.heard(OFFICE_GROUP) or [""]
    assert correction.startswith("【更正】会议精神，以此为准：\n深入贯彻会议精神。")
    assert "惯彻" not in correction
    assert "推送每日一学（机关）1次：11月1" in office.say(CHEN, "推送记录")


def test_a_correction_of_a_political_term_needs_the_leader(office: Office) -> None:
    agreed(office, "新建学习 会议精神｜坚决拥挤“两个确立”。｜人民日报")
    at(office, 23, 8, 30)
    office.heard(OFFICE_GROUP)
    assert "要领导同意" in office.say(CHEN, "更正 1 正文：坚决拥护“两个确立”。")
    office.say(CHEN, "送审 2")
    office.say(LIU, "同意发布 2")
    assert office.heard(OFFICE_GROUP) == []
    office.say(LIN, "同意发布 2")
    assert len(office.heard(OFFICE_GROUP)) == 1


def test_days_without_a_card_are_reported_a_week_ahead(office: Office) -> None:
    agreed(office)
    agreed(office, CARD, 2)
    office.heard(CHEN)
    at(office, 23, 9, 0)
    (gaps,) = [text for text in office.heard(CHEN) if "一周内还没有可发的" in text]
    assert "机关：11月25日、11月26日、11月27日、11月30日" in gaps
    plan = office.say(CHEN, "学习计划")
    assert "11月24日 第2条《代表法第五十一条》已同意" in plan
    assert "11月25日 还没有内容" in plan


def test_a_reception_day_is_announced_three_days_before(office: Office) -> None:
    agreed(office, "新建通知 接待选民日｜12月18日上午在联络站接待选民。｜代表｜活动日期：2026-12-18")
    at(office, 14, 9, 0, month=12)
    assert office.heard(DEPUTIES_GROUP) == []
    at(office, 15, 9, 0, month=12)
    assert office.heard(DEPUTIES_GROUP) == ["【通知】接待选民日\n12月18日上午在联络站接待选民。"]


def test_people_answer_an_invitation_with_one_tap_and_the_organiser_sees_who_comes(office: Office) -> None:
    agreed(office, "新建通知 代表培训｜12月3日集中培训。｜代表｜邀请")
    (asked,) = [letter for letter in office.boxes[LIMEI] if "代表培训" in letter.text]
    assert asked.buttons == (("参加", "参加 1"), ("请假", "请假 1"))
    assert "已记下您参加" in office.say(LIMEI, "参加 1")
    assert "已记下您请假" in office.say("demo-sunxiaoyun", "请假 1 出差")
    listed = office.say(CHEN, "报名名单 1")
    assert "参加1人：李梅" in listed
    assert "请假1人：孙晓芸" in listed
    assert "没有请您报名" in office.say(ZHAO, "参加 1")
    assert any("孙晓芸请假：出差" in text for text in office.heard(CHEN))


def test_single_people_are_written_to_by_themselves_and_no_group_is(office: Office) -> None:
    said = office.say(CHEN, "新建通知 材料催报｜请周五前报材料。｜代表｜发个人：李梅、孙晓芸")
    assert "不发群，只发给李梅、孙晓芸。" in said
    office.say(CHEN, "送审 1")
    assert any("只发给李梅、孙晓芸" in text for text in office.heard(LIU))
    office.say(LIU, "同意发布 1")
    (told,) = [letter for letter in office.boxes[LIMEI] if "材料催报" in letter.text]
    assert told.buttons == ()
    assert office.heard(DEPUTIES_GROUP) == []
    assert "送达0/2" in office.say(CHEN, "推送名单 2026-11")
    assert "没有" in office.say(CHEN, "新建通知 材料｜请报。｜代表｜发个人：查无此人")


def test_a_towns_people_get_their_card_although_the_town_has_no_group(office: Office) -> None:
    agreed(office, "新建学习 镇人大怎么联系代表｜每季度一次。｜中国人大网｜城关镇｜发个人")
    at(office, 23, 8, 30)
    office.heard(CHEN)
    at(office, 23, 9, 30)
    assert "送达" in office.say(CHEN, "推送名单 2026-11")
    assert any("镇人大怎么联系代表" in text for text in office.heard(ZHAO))


def test_whoever_was_not_reached_counts_among_all(office: Office) -> None:
    agreed(office, "新建通知 材料催报｜请周五前报材料。｜代表｜发个人：李梅、孙晓芸")
    with office.engine.begin() as connection:
        book = Publications(connection)
        first, second = book.of_post(1)
        book.settle(first.id, "sent", office.now)
        book.settle(second.id, "failed", office.now)
    assert "送达1/2" in office.say(CHEN, "推送名单 2026-11")
    with office.engine.begin() as connection:
        Publications(connection).settle(first.id, "failed", office.now)
    assert "没有推送" in office.say(CHEN, "推送名单 2026-11")  # what reached nobody is no post


def test_a_card_may_go_to_everyone_of_the_audience_instead_of_a_group(office: Office) -> None:
    agreed(office, "新建学习 代表怎么提建议｜一事一议。｜中国人大网｜代表｜发个人")
    at(office, 23, 8, 30)
    assert office.heard(DEPUTIES_GROUP) == []
    assert any("代表怎么提建议" in text for text in office.heard(LIMEI))
    assert not any("代表怎么提建议" in text for text in office.heard(ZHANG))


def test_the_log_opens_each_number(office: Office) -> None:
    agreed(office)
    agreed(office, "新建学习 代表怎么提建议｜一事一议。｜中国人大网｜代表", 2)
    at(office, 23, 8, 30)
    log = office.say(CHEN, "推送记录 2026")
    assert "推送每日一学（机关）1次：11月1" in log
    assert "推送每日一学（代表）1次：11月1" in log
    listed = office.say(CHEN, "推送名单 2026-11")
    assert "11月23日 机关 第1条《代表法第五十一条》送达" in listed
    assert "2026年11月推送2次" in listed


@pytest.mark.parametrize(
    "said", ["参加座谈会的人太少了，能不能多请几个", "请假难的问题", "预览功能不好用", "更正一下，路灯在村西头"]
)
def test_everyday_words_stay_speech(office: Office, said: str) -> None:
    assert "第" not in office.say(LIMEI, said)[:2]


def test_the_office_is_told_until_when_a_post_to_many_groups_takes(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'office.db'}")
    office = open_office(tmp_path, engine, group_channels=frozenset({"wecom_group"}))
    groups = [
        {
            "name": f"{number}群",
            "audience": "机关",
            "channel": "企业微信群",
            "address": f"K{number}",
            "robot": "一号机器人",
        }
        for number in range(40)
    ]
    office.add_groups(*groups)
    agreed(office, "新建通知 停水通知｜明天检修。｜机关")
    assert any("发40个群" in text and "约3分钟，预计10:02发完" in text for text in office.heard(CHEN))
    assert len([letter for letters in office.boxes.values() for letter in letters if letter.purpose == "post"]) == 40
    engine.dispose()


def test_an_ordinary_group_is_posted_to_by_hand(office: Office) -> None:
    office.add_groups({"name": "老代表微信群", "audience": "代表", "channel": "微信群", "address": "老代表微信群"})
    agreed(office, "新建学习 代表怎么提建议｜一事一议。｜中国人大网｜代表")
    at(office, 23, 8, 30)
    (asked,) = [letter for letter in office.boxes[CHEN] if "老代表微信群" in letter.text]
    ((label, command),) = asked.buttons
    assert label == "已发"
    assert office.say(CHEN, command) == "记下了，已发群。"
    assert "记过发出" in office.say(CHEN, command)
    assert "送达1/3" in office.say(CHEN, "推送名单 2026-11")
