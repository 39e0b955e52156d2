"""不满意: the department handles the matter again; a second time leads to the consultation and its conclusion."""

from tests.journeys.people import PlatformPerson
from tests.journeys.story import Story


async def answer_in_the_wrong_way(story: Story, zhang: PlatformPerson) -> str:
    """As far as the first answer, with which nobody can be content."""
    zhaomin, wangqiang = story.wecom("zhaomin"), story.wecom("wangqiang")
    number = (await zhang.says("西关村村口的垃圾没人清运，臭得开不了窗").hears("编号")).number
    await zhaomin.says(f"交办 {number} 城管局").hears("已转")
    await wangqiang.says(f"签收 {number}").hears("已签收")
    await wangqiang.says(f"答复 {number} A 已经清运").hears("答复已提交")
    await zhaomin.says(f"通过 {number}").hears("已通过")
    await zhang.hears("城市管理局答复", "已经清运")
    return number


async def test_dissatisfied_twice_then_settled(story: Story) -> None:
    zhang, zhaomin = story.voter("oZhangDaYe"), story.wecom("zhaomin")
    wangqiang, chenzhiyuan = story.wecom("wangqiang"), story.wecom("chenzhiyuan")
    number = await answer_in_the_wrong_way(story, zhang)

    await zhang.says("不满意 只清了一半").hears(number, "不满意")
    await wangqiang.hears("【重新办理】", number, "只清了一半")
    await zhaomin.hears("【重新办理】", number)
    await story.has_status(number, "redo")

    await wangqiang.says(f"签收 {number}").hears("已签收")
    await wangqiang.says(f"答复 {number} A 又清了一遍").hears("答复已提交")
    await zhaomin.says(f"退改 {number} 请写明以后几天清一次").hears("已退改")
    await wangqiang.hears("【退改】", "请写明以后几天清一次")
    await story.has_status(number, "redo")
    await wangqiang.says(f"答复 {number} A 又清了一遍，以后每天清").hears("答复已提交")
    await zhaomin.says(f"通过 {number}").hears("已通过")

    await zhang.hears(number, "以后每天清")
    await zhang.says("不满意").hears("哪里不满意")
    await chenzhiyuan.hears("【会商】", number)
    await story.has_status(number, "consultation")
    await zhang.says("垃圾点就在我家门口").hears("会一并转给")
    await chenzhiyuan.hears("【评价说明】", "垃圾点就在我家门口")

    await zhaomin.says(f"会商 {number} 我来定").hears("不归您办")
    await chenzhiyuan.says(f"会商 {number} 垃圾点迁到村东，三方都同意").hears("会商结论已记下")
    await zhang.hears(number, "会同研究", "垃圾点迁到村东")
    await wangqiang.hears(number, "垃圾点迁到村东")
    await story.has_status(number, "closed")


async def test_a_promise_is_followed_until_it_is_kept(story: Story) -> None:
    zhang, zhaomin, wangqiang = story.voter("oZhangDaYe"), story.wecom("zhaomin"), story.wecom("wangqiang")
    number = (await zhang.says("西关村的井盖破了三个").hears("编号")).number
    await zhaomin.says(f"交办 {number} 城管局").hears("已转")
    await wangqiang.says(f"答复 {number} B 全部更换").hears("承诺日期")
    await wangqiang.says(f"答复 {number} B 2027-03-31 三个都换新的").hears("答复已提交")
    await zhaomin.says(f"通过 {number}").hears("已通过")
    await zhang.hears("承诺2027年3月31日前落实")
    await zhang.says("满意").hears("满意")
    await story.has_status(number, "follow_up")

    await zhaomin.says(f"确认落实 {number}").hears("还没报落实")
    await wangqiang.says(f"落实 {number} 三个井盖都换了").hears("等确认")
    await zhaomin.hears("【落实】", number)
    await zhaomin.says(f"确认落实 {number}").hears("办结")
    await zhang.hears(number, "已经落实", "三个井盖都换了")
    await story.has_status(number, "closed")


async def test_silence_is_no_verdict(story: Story) -> None:
    """Whoever says nothing until the round ends is 未反馈; the case is closed all the same."""
    zhang = story.voter("oZhangDaYe")
    number = await answer_in_the_wrong_way(story, zhang)
    await story.is_quiet()
    story.clock.move(days=5)
    await zhang.says("查").hears(number, "等您评价")
    story.clock.move(days=25)
    await story.gets_status(number, "closed")
    await zhang.says(f"满意 {number}").hears(number, "不能评价")
    assert (await story.book(number)).status == "closed"
