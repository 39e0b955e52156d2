"""申退: the department says it is not theirs; the supervision office rules."""

from tests.journeys.people import PlatformPerson
from tests.journeys.story import Story


async def dispatched_to_the_wrong_one(story: Story) -> tuple[PlatformPerson, str]:
    zhang = story.voter("oZhangDaYe")
    number = (await zhang.says("西关村的班车三天没来了").hears("编号")).number
    await story.wecom("zhaomin").says(f"交办 {number} 城管局").hears("已转")
    await story.wecom("wangqiang").hears("【转办单】", number)
    return zhang, number


async def test_a_return_is_allowed_and_another_department_takes_it(story: Story) -> None:
    zhang, number = await dispatched_to_the_wrong_one(story)
    wangqiang, gaoming, heyong = story.wecom("wangqiang"), story.wecom("gaoming"), story.wecom("heyong")
    await wangqiang.says(f"申退 {number} 班车不归我局管 应为 交通局").hears("已申退", number)
    await gaoming.hears("【申退】", number, "班车不归我局管", "应为交通运输局")
    await story.has_status(number, "return_requested")
    await heyong.says(f"签收 {number}").hears("没有找到")

    await gaoming.says(f"同意退办 {number} 交通局").hears("已同意", "交通运输局")
    await wangqiang.hears(number, "已同意")
    await heyong.hears("【转办单】", number)
    await zhang.hears(number, "已转给交通运输局")
    await story.has_status(number, "dispatched")
    await heyong.says(f"签收 {number}").hears("已签收")
    await wangqiang.says(f"签收 {number}").hears("没有找到")


async def test_a_return_is_refused_and_the_clock_kept_running(story: Story) -> None:
    _, number = await dispatched_to_the_wrong_one(story)
    wangqiang, gaoming = story.wecom("wangqiang"), story.wecom("gaoming")
    due = (await story.book(number)).reply_due
    await wangqiang.says(f"签收 {number}").hears("已签收")
    await wangqiang.says(f"不归我们 {number} 班车归交通局").hears("已申退")
    await gaoming.says(f"不同意退办 {number} 站牌是你局设的").hears("不同意退办")
    await wangqiang.hears(number, "不同意退办", "站牌是你局设的")
    await story.has_status(number, "dispatched")
    assert (await story.book(number)).reply_due == due
    await wangqiang.says(f"申退 {number} 还是不归我们").hears("已经申退过一次")
