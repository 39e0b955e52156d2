"""How an answer reaches a voter of the 公众号 whose 48 hours are over: by template, by what they allowed, or with their next word."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from storage.store import Store
from tests.journeys.conftest import Tell
from tests.journeys.people import PlatformPerson, Via
from tests.journeys.story import Story
from tests.journeys.waiting import until
from tests.platforms.official_account import TemplateMessage

FIELDS = {"character_string1": "{number}", "thing2": "{title}", "thing3": "{text}", "time4": "{time}"}
ANSWER = "西关村村口的路灯已经全部更换，线路也一并检修过了，以后每月巡查一次"


def reply_template(kind: str = "template", **more: Any) -> dict[str, dict[str, Any]]:
    section = "channels__official_account__templates__reply"
    return {section: {"id": "tpl-reply", "kind": kind, **more}, f"{section}__fields": FIELDS}


async def as_far_as_the_answer(story: Story, zhang: PlatformPerson, answer: str = ANSWER) -> str:
    """Raised, handed over, answered after twenty days and released."""
    zhaomin, wangqiang = story.wecom("zhaomin"), story.wecom("wangqiang")
    number = (await zhang.says("西关村村口的路灯坏了半个月").hears("编号")).number
    await zhaomin.says(f"交办 {number} 城管局").hears("已转")
    await zhang.hears("已转给城市管理局", via=Via.MESSAGE)
    await wangqiang.says(f"签收 {number}").hears("已签收")
    await nothing_is_claimed(story)
    story.clock.move(days=20)
    await wangqiang.says(f"答复 {number} A {answer}").hears("答复已提交")
    await zhaomin.says(f"通过 {number}").hears("已通过")
    return number


async def told_by_template(story: Story, openid: str) -> TemplateMessage:
    async def look() -> TemplateMessage | None:
        return next((one for one in story.platforms.official_account.templates if one.to == openid), None)

    return await until(look, lambda: "no template message ever came")


async def nothing_is_claimed(story: Story) -> None:
    """Before the clock is moved: an answer that a callback has just carried is not sent once more."""

    async def look() -> bool:
        return await story.count_where("outbox", "delivery = 'claimed'") == 0

    await until(look, lambda: "an answer stayed claimed")


async def is_told(story: Story, number: str, *, told: bool) -> None:
    case = await story.book(number)

    async def look() -> bool:
        reached = "told_at IS NOT NULL" if told else "told_at IS NULL AND told_failed"
        return await story.count_where("reports", f"case_id = {case.id} AND {reached}") == 1

    await until(look, lambda: f"the books never said told={told}")


async def test_a_voter_of_twenty_days_ago_gets_the_answer_by_template(tell: Tell) -> None:
    story = await tell(**reply_template())
    zhang = story.voter("oZhang")
    number = await as_far_as_the_answer(story, zhang)
    template = await told_by_template(story, "oZhang")
    assert template.fields["character_string1"] == number
    assert "路灯" in template.fields["thing2"]
    assert template.fields["thing3"].startswith("城市管理局答复：")
    await is_told(story, number, told=True)
    assert zhang.count("路灯已经全部更换") == 0
    # whatever they say opens the window, and the whole answer comes
    await zhang.says("好的").hears("请回：满意").hears("线路也一并检修过了", via=Via.MESSAGE)
    await zhang.says("满意").hears("记下“满意”")
    await story.has_status(number, "closed")
    assert len(story.platforms.official_account.templates) == 1


async def test_without_permission_the_answer_waits_and_comes_with_the_next_word(tell: Tell) -> None:
    story = await tell(**reply_template("subscribe_once"))
    zhang, zhaomin = story.voter("oZhang"), story.wecom("zhaomin")
    number = await as_far_as_the_answer(story, zhang)
    await is_told(story, number, told=False)
    await zhaomin.says(f"查 {number}").hears("答复未送达1人")
    await zhaomin.says("待办").hears(number, "答复未送达1人")
    _, stats = await story.api("/stats?from=2026-11-01&to=2026-12-31")
    assert stats["ratings"]["not_told"] == 1
    calls = story.platforms.official_account.calls.count("/cgi-bin/message/custom/send")
    await zhang.says("咋样了").hears(number, via=Via.PASSIVE).hears("满意吗", "线路也一并检修过了", via=Via.MESSAGE)
    assert story.platforms.official_account.calls.count("/cgi-bin/message/custom/send") == calls + 1
    await is_told(story, number, told=True)
    await zhaomin.says("待办").hears("没有等您办的件")


async def test_who_allowed_it_is_told_by_a_subscription_message_once(tell: Tell) -> None:
    url = "https://mp.weixin.qq.com/s/allow"
    story = await tell(channels__official_account={"consent_url": url}, **reply_template("subscribe_once"))
    zhang, platform = story.voter("oZhang"), story.platforms.official_account
    asked = await zhang.says("河湾社区的自来水停了三天").hears("编号", "姓名电话不公开", url, via=Via.PASSIVE)
    assert asked.text.count("\n") == 0
    await zhang.sends(platform.allow("oZhang", "tpl-reply", now=story.clock.now()))
    number = await as_far_as_the_answer(story, zhang)
    assert zhang.count(url) == 1  # it is allowed: nobody asks again
    await told_by_template(story, "oZhang")
    await is_told(story, number, told=True)
    assert await story.count_where("consents", "remaining > 0") == 0


async def test_a_template_that_did_not_arrive_counts_as_not_told(tell: Tell) -> None:
    story = await tell(**reply_template())
    zhang, platform = story.voter("oZhang"), story.platforms.official_account
    number = await as_far_as_the_answer(story, zhang)
    template = await told_by_template(story, "oZhang")
    await is_told(story, number, told=True)
    report = platform.template_report("oZhang", template.id, "failed: system failed", now=story.clock.now())
    await zhang.sends(report)
    await is_told(story, number, told=False)
    await zhang.says("你好").hears("满意吗", "线路也一并检修过了", via=Via.MESSAGE)
    await is_told(story, number, told=True)


async def test_an_answer_that_fits_into_the_template_is_not_said_again(tell: Tell) -> None:
    section = "channels__official_account__templates__reply"
    fields = {"keyword1": "{number}", "keyword2": "{text}"}
    story = await tell(**{section: {"id": "tpl-reply"}, f"{section}__fields": fields})
    zhang = story.voter("oZhang")
    number = await as_far_as_the_answer(story, zhang)
    assert "满意吗" in (await told_by_template(story, "oZhang")).fields["keyword2"]
    await is_told(story, number, told=True)
    await zhang.says("满意").hears("记下“满意”", via=Via.PASSIVE)
    await story.is_quiet()
    assert zhang.count("线路也一并检修过了") == 0


async def test_a_voter_rates_by_a_tap(story: Story) -> None:
    zhang, zhaomin, wangqiang = story.voter("oZhang"), story.wecom("zhaomin"), story.wecom("wangqiang")
    platform = story.platforms.official_account
    for matter in ("西关村村口的路灯坏了半个月", "东街社区的井盖破了三个"):
        number = (await zhang.says(matter).hears("编号")).number
        await zhaomin.says(f"交办 {number} 城管局").hears("已转")
        await wangqiang.says(f"答复 {number} A 修好了").hears("答复已提交")
        await zhaomin.says(f"通过 {number}").hears("已通过")
        await zhang.hears(number, "满意吗", via=Via.MESSAGE)
        await nothing_is_claimed(story)
        story.clock.move(minutes=30)
    # two answers wait: a typed word would have to name one, the tap is about its own message
    tapped = platform.choose("oZhang", "满意", now=story.clock.now())
    await zhang.sends(tapped).hears(number, "记下“满意”", via=Via.PASSIVE)
    await story.has_status(number, "closed")
    # the same tap by somebody else is only a word
    stranger = platform.message("oOther", "text", now=story.clock.now(), Content="满意", bizmsgmenuid="1-0")
    await story.voter("oOther").sends(stranger).hears("没有等您评价的件")


async def test_what_may_be_sent_is_counted_by_us_and_put_right_by_the_platform(story: Story) -> None:
    """Five after a word; what the platform refuses all the same waits, and is not tried again and again."""
    zhang, zhaomin = story.voter("oZhang"), story.wecom("zhaomin")
    number = (await zhang.says("西关村村口的路灯坏了半个月").hears("编号")).number
    for count in range(1, 8):
        await zhaomin.says(f"回 {number} 第{count}次说明").hears("已发给")
    await zhang.hears("第5次")
    await story.is_quiet()
    platform = story.platforms.official_account
    assert zhang.count("次说明") == 5
    assert platform.calls.count("/cgi-bin/message/custom/send") == 5
    platform.spoke["oZhang"] += [story.clock.now()] * 5  # somebody else of the office wrote, too
    await zhang.says("知道了").hears("第6次").hears("第7次")


async def test_a_voter_is_not_told_more_than_four_times_unasked(story: Story) -> None:
    zhang, zhaomin, gaoming = story.voter("oZhang"), story.wecom("zhaomin"), story.wecom("gaoming")
    number = (await zhang.says("西关村村口的路灯坏了半个月").hears("编号")).number
    await zhaomin.says(f"交办 {number} 城管局").hears("已转")
    officers = {"城管局": "wangqiang", "住建局": "zhanglixin", "交通局": "heyong"}
    for name, other in (("城管局", "住建局"), ("住建局", "交通局"), ("交通局", "水务局")):
        await story.wecom(officers[name]).says(f"申退 {number} 不归我们").hears("已申退")
        await gaoming.says(f"同意退办 {number} {other}").hears("已同意")
        await zhang.says("你好").hears("您好")  # their own word: the window is open
    await story.wecom("jiangtao").says(f"答复 {number} A 修好了").hears("答复已提交")
    await zhaomin.says(f"通过 {number}").hears("已通过")
    await zhang.hears("满意吗", via=Via.MESSAGE)
    await story.is_quiet()
    unasked = [one for one in zhang.heard if one.via is Via.MESSAGE]
    assert len(unasked) == 4
    assert "满意吗" in unasked[-1].text


async def test_who_has_not_rated_is_reminded_by_template_and_not_any_more_once_it_is_over(tell: Tell) -> None:
    """By the template `reminder`; its words wait for theirs, and are let go when those are the rating."""
    section = "channels__official_account__templates__reminder"
    fields = {"character_string1": "{number}", "thing2": "等您评价"}
    story = await tell(**reply_template(), **{section: {"id": "tpl-reminder"}, f"{section}__fields": fields})
    zhang, account = story.voter("oZhang"), story.platforms.official_account
    number = await as_far_as_the_answer(story, zhang)
    await is_told(story, number, told=True)
    await the_morning_before_the_end(story, number)

    async def look() -> TemplateMessage | None:
        return next((one for one in account.templates if one.fields["thing2"] == "等您评价"), None)

    reminder = await until(look, lambda: f"never reminded: {account.templates}")
    assert reminder.fields["character_string1"] == number

    async def is_held() -> bool:
        return await story.count_where("outbox", "purpose = 'reminder' AND delivery = 'held'") == 1

    await until(is_held, lambda: "its words never waited")
    await zhang.says("满意").hears("记下“满意”", via=Via.PASSIVE)
    await story.is_quiet()
    assert zhang.count("想听您一句") == 0
    assert await story.count_where("outbox", "purpose = 'reminder' AND delivery = 'dropped'") == 1


async def the_morning_before_the_end(story: Story, number: str) -> None:
    """The rung of the rating's clock, as the books have it."""
    case = await story.book(number)

    def look(connection: Connection) -> datetime:
        (clock,) = Store(connection, story.service.machine.keys).clocks.of(case.id)
        assert clock.next_at is not None
        return clock.next_at

    at = await story.service.machine.memory.read(look)
    story.clock.move(seconds=(at - story.clock.now()).total_seconds() + 60)
    await story.service.machine.schedule.morning()
