"""A contact given on purpose, 我的数据 and 删除我的数据, what is no matter: dialogues over HTTP."""

from tests.journeys.story import Story

PHONE = "13812345678"
SAID = f"西关村村口的路灯坏了半个月，联系我{PHONE}"


async def test_a_contact_given_on_purpose_reaches_the_officer_alone(story: Story) -> None:
    zhang, zhaomin, wangqiang = story.voter("oZhangDaYe"), story.wecom("zhaomin"), story.wecom("wangqiang")
    number = (await zhang.says(SAID).hears("编号", "姓名电话不公开")).number
    assert PHONE not in (await zhaomin.hears("【新件】", number)).text
    await zhaomin.says(f"交办 {number} 城管局 协办 住建局").hears("已转")
    await wangqiang.hears("【转办单】", number, PHONE)
    assert PHONE not in (await story.wecom("zhanglixin").hears("协办", number, "138****5678")).text
    assert PHONE not in (await story.wecom("gaoming").says(f"查 {number}").hears(number, "138****5678")).text
    assert PHONE not in str(await story.case(number))
    await zhang.says("我的数据").hears("在办1件", "138****5678", "城市管理局1次")


async def test_what_may_go_goes_when_they_ask_for_it(story: Story) -> None:
    zhang, zhaomin, wangqiang = story.voter("oZhangDaYe"), story.wecom("zhaomin"), story.wecom("wangqiang")
    number = (await zhang.says(SAID).hears("编号")).number
    await zhaomin.says(f"交办 {number} 城管局").hears("已转")
    await wangqiang.says(f"答复 {number} A 已修好").hears("已提交")
    await zhaomin.says(f"通过 {number}").hears("已通过")
    await zhang.hears(number, "已修好")
    await zhang.says("删除我的数据").hears("确认删除")
    await zhang.says("确认删除").hears("已删除个人信息0项", "在办的1件")
    await zhang.says(f"满意 {number}").hears("满意")
    await story.has_status(number, "closed")

    await zhang.says("西关村村口的路灯坏了半个月，联系我").hears("已经答复", "已修好")
    await zhang.says("删除我的数据").hears("确认删除")
    await zhang.says("确认删除").hears("已删除个人信息1项")
    await zhang.says(f"查 {number}").hears("没有找到")
    answer = await wangqiang.says(f"查 {number}").hears("反映人已要求删除个人信息")
    assert "5678" not in answer.text
    assert await story.count("erasures") == 2
    assert await story.count("cases") == 1


async def test_what_is_no_matter_opens_no_case(story: Story) -> None:
    zhang = story.voter("oZhangDaYe")
    await zhang.says("无抵押贷款秒到账，加微信").hears("不发广告")
    await zhang.says("转发到十个群保平安").hears("不转")
    assert await story.count("cases") == 0


async def test_a_group_is_asked_to_recall(story: Story) -> None:
    robot = story.robot("limei", group="wrGROUP0001")
    await robot.says(f"柳林村二组的路灯坏了，电话{PHONE}").hears("请撤回")
    assert PHONE not in "\n".join(robot.all_texts())
